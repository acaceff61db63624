"""Two hundred kills of a live drill, or as many as DRILLPLANNER_KILLS says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

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
