"""Kills at random moments with a witness outside: how many entries it saw, and how many are lost.

Two hundred of a whole program, and ten thousand of forks of it (`faults/forked_kills`), or as
many as DRILLPLANNER_KILLS and DRILLPLANNER_FORKED_KILLS say.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import forked_kills
from tests.faults.at_rest import EITHER, prepare
from tests.faults.test_live_kill import kill_again_and_again


@EITHER
@pytest.mark.soak
def test_what_was_shown_as_saved_survives_200_kills_while_entries_pour_in(
    tmp_path: Path, at_rest: str
) -> None:
    times, count = int(os.environ.get("DRILLPLANNER_KILLS", "200")), 0

    # All that was ever logged is checked after each kill, so a workspace serves for some.
    for done in range(0, times, 100):
        path = prepare(tmp_path / str(done) / "w.drill", at_rest)
        path.parent.mkdir(exist_ok=True)
        count += kill_again_and_again(path, min(100, times - done), seed=done)

    sys.stdout.write(f"{times} kills, {at_rest}: {count} entries shown as saved, 0 lost\n")


#: Kills of one workspace: what was ever acknowledged is looked at after each.
_EACH = 25


def forks_killed(folder: Path, at_rest: str, times: int, seed: int = 0) -> dict[str, int]:
    total = {"kills": 0, "acknowledged": 0, "lost": 0, "opened_hurt": 0}
    for done in range(0, times, _EACH):
        path = prepare(folder / str(done) / "w.drill", at_rest)
        path.parent.mkdir(exist_ok=True)
        how = (str(path), str(min(_EACH, times - done)), str(seed + done))
        ran = subprocess.run(
            [sys.executable, "-m", forked_kills.__name__, *how],
            capture_output=True,
            check=True,
            text=True,
        )
        counts = json.loads(ran.stdout)
        assert counts["hurts"] == [], ran.stderr
        for name in total:
            total[name] += counts[name]
    return total


@EITHER
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and forks are POSIX")
def test_of_forks_that_were_killed_nothing_acknowledged_is_lost(
    tmp_path: Path, at_rest: str
) -> None:
    counts = forks_killed(tmp_path, at_rest, 4)

    assert counts["kills"] == 4
    assert counts["acknowledged"] > 3
    assert counts["lost"] == 0


@EITHER
@pytest.mark.soak
def test_of_10000_forks_that_were_killed_nothing_acknowledged_is_lost(
    tmp_path: Path, at_rest: str
) -> None:
    times = int(os.environ.get("DRILLPLANNER_FORKED_KILLS", "10000"))

    counts = forks_killed(tmp_path, at_rest, times)

    sys.stdout.write(
        f"{counts['kills']} kills of forks, {at_rest}: {counts['acknowledged']} entries "
        f"acknowledged, {counts['lost']} lost\n"
    )
    assert counts["lost"] == 0
