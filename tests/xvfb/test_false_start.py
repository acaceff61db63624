"""A false start taken back by a real key that stays down, with all the repeats X makes of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.xvfb.child_window import window
from tests.xvfb.display import is_available, screen
from tests.xvfb.test_drill import entries_of, press_all

pytestmark = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")


def test_delete_that_stays_down_asks_for_the_start_and_another_key_takes_it_back(
    tmp_path: Path,
) -> None:
    with screen() as display, window(display, tmp_path) as only:
        only.page("StartPage")
        only.keyboard.press("Enter", held_s=0.9)
        only.page("ConsolePage")
        press_all("23", only.keyboard, 0.1)
        only.keyboard.press("Delete", held_s=1.8)
        only.keyboard.press("F2", held_s=0.02)
        press_all("2", only.keyboard, 0.1)
        time.sleep(0.3)
        only.keyboard.press("F12", held_s=1.4)
        only.page("EndPage")

    kinds = [(kind, step) for _entry, kind, step in entries_of(tmp_path)]
    assert [kind for kind, _step in kinds] == [
        "arm",
        "mark",
        "mark",
        "void",
        "void",
        "mark",
        "end",
    ]
