"""The power fails at any step: what was shown as saved is there (rows 3, 4 and 10)."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest

from tests.faults.at_rest import EITHER, prepare
from tests.faults.live import checked_log, ids, live
from tests.faults.power_cut import Step, lay_out, said, steps_of, traced

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")

#: Each fourth flush fails, or six in a row.
FAILING = "fdatasync,fsync:error=EIO:when=16+4"
FAILING_LONG = "fdatasync,fsync:error=EIO:when=30..35"


def recorded(
    folder: Path, count: int, fault: str = "", at_rest: str = "plain"
) -> tuple[list[Step], Path]:
    """Take a drill up, log so many marks, close it; give what happened, and the files before."""
    work, before, trace = folder / "work", folder / "before", folder / "trace"
    prepare(work / "w.drill", at_rest)
    work.mkdir(exist_ok=True)
    with live(work / "w.drill", 0, count=3) as first:
        first.wait_for("saved", 4)
        assert first.finish() == 0
    shutil.copytree(work, before)
    injected = ["-e", f"inject={fault}"] if fault else []
    with live(work / "w.drill", 1, count, before=[*traced(trace), *injected]) as drill:
        drill.wait_for("saved", count)
        assert bool(drill.said("failed")) == bool(fault)
        assert drill.finish() == 0
    return steps_of(trace, work), before


def cut_again_and_again(folder: Path, steps: list[Step], before: Path, times: int) -> None:
    chance = random.Random(times)  # noqa: S311 - moments, not secrets
    first = next(n for n, step in enumerate(steps) if step.data.startswith(b"ready"))
    # A quarter of the cuts while it opens, the rest while it logs and closes.
    for turn in range(times):
        moment = chance.randrange(first) if turn % 4 == 0 else chance.randrange(first, len(steps))
        lay_out(steps, moment, before, folder / "disk", chance)

        log = ids(checked_log(folder / "disk" / "w.drill"))

        assert set(said(steps[:moment], "saved")) <= set(log), (moment, times)
        assert len(log) >= 4
        shutil.rmtree(folder / "disk")


@EITHER
def test_what_was_acknowledged_survives_a_power_cut_even_after_failed_flushes(
    tmp_path: Path, at_rest: str
) -> None:
    cut_again_and_again(tmp_path, *recorded(tmp_path, 12, FAILING, at_rest), times=12)


@pytest.mark.soak
def test_the_trace_holds_all_that_is_on_the_disk_in_the_end(tmp_path: Path) -> None:
    steps, before = recorded(tmp_path, 12)
    whole = [*steps, Step("folder-flush")]

    lay_out(whole, len(whole), before, tmp_path / "disk", random.Random(0))  # noqa: S311 - chance

    kept = (tmp_path / "work" / "w.drill").read_bytes()
    assert (tmp_path / "disk" / "w.drill").read_bytes() == kept
    assert len(said(steps, "saved")) == 12


@pytest.mark.soak
@EITHER
@pytest.mark.parametrize("fault", ["", FAILING, FAILING_LONG])
def test_what_was_acknowledged_survives_500_power_cuts(
    tmp_path: Path, fault: str, at_rest: str
) -> None:
    cut_again_and_again(tmp_path, *recorded(tmp_path, 100, fault, at_rest), times=500)
