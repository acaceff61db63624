"""Killed at any moment while logging: what was acknowledged is there, and the drill goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drillplanner.run.chain import verify
from drillplanner.services.run.sessions import open_workspace
from tests.faults.at_rest import EITHER, prepare
from tests.services.standing import unfinished

CHILD = Path(__file__).with_name("recording_child.py")


def record_and_kill(path: Path, after_s: float) -> list[str]:
    """Run the child, kill it `after_s` seconds after it was ready, give what it acknowledged."""
    command = [sys.executable, str(CHILD), str(path), "1000000"]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={"PYTHONPATH": root}) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(after_s)
        child.send_signal(signal.SIGKILL)
        said = child.stdout.read()
    *whole, _torn = said.decode("ascii").split("\n")
    return whole


def kill_again_and_again(path: Path, times: int, seed: int) -> int:
    """Kill so many times; return how many entries were acknowledged, none of which was lost."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    acknowledged: set[str] = set()
    for _ in range(times):
        acknowledged |= set(record_and_kill(path, chance.uniform(0, 0.05)))

        with open_workspace(path) as workspace:
            log = workspace.entries("d1")
            assert acknowledged <= {one.entry.id for one in log}
            assert verify(log).is_whole
            assert workspace.damaged("d1") == ()
            assert unfinished(workspace, "d1")[0][:2] == (1, "gate")
            assert len({one.entry.clock for one in log}) == 1
    return len(acknowledged)


@EITHER
def test_what_was_acknowledged_survives_kill_9_and_the_chain_goes_on(
    tmp_path: Path, at_rest: str
) -> None:
    kill_again_and_again(prepare(tmp_path / "w.db", at_rest), times=4, seed=1)


@EITHER
@pytest.mark.soak
def test_what_was_acknowledged_survives_200_kills(tmp_path: Path, at_rest: str) -> None:
    times, count = int(os.environ.get("DRILLPLANNER_KILLS", "200")), 0

    # All that was ever logged is checked after each kill, so a workspace serves for some.
    for done in range(0, times, 100):
        path = prepare(tmp_path / str(done) / "w.db", at_rest)
        path.parent.mkdir(exist_ok=True)
        count += kill_again_and_again(path, min(100, times - done), seed=done)

    sys.stdout.write(f"{times} kills, {at_rest}: {count} entries acknowledged, 0 lost\n")
