"""Two hundred kills of a live drill."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.test_live_kill import kill_again_and_again


@pytest.mark.soak
def test_what_was_shown_as_saved_survives_200_kills_while_entries_pour_in(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "w.drill", times=200, seed=4)
