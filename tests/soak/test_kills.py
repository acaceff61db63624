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
    times = int(os.environ.get("DRILLPLANNER_KILLS", "200"))

    count = kill_again_and_again(prepare(tmp_path / "w.drill", at_rest), times, seed=times)

    sys.stdout.write(f"{times} kills, {at_rest}: {count} entries shown as saved, 0 lost\n")
