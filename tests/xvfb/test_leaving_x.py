"""The whole program by real X key events: full screen, and leaving by a held key."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.xvfb.child_window import Window, window
from tests.xvfb.display import is_available, screen
from tests.xvfb.test_drill import press_all

pytestmark = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")

CHILD = Path(__file__).with_name("program_child.py")


def last(program: Window, what: str) -> str:
    return next(line[1] for line in reversed(list(program.lines)) if line[0] == what)


def wait_for(program: Window, what: str, value: str, timeout_s: float = 15) -> None:
    end = time.monotonic() + timeout_s
    while not any(line[0] == what for line in program.lines) or last(program, what) != value:
        assert time.monotonic() < end, program.lines
        time.sleep(0.02)


def test_a_drill_fills_the_screen_and_is_left_by_a_held_key_alone(tmp_path: Path) -> None:
    with screen() as display, window(display, tmp_path, child_file=CHILD) as program:
        keys = program.keyboard
        wait_for(program, "page", "StartPage")
        assert last(program, "full") == "0"
        keys.press("Enter")
        wait_for(program, "page", "ConsolePage")
        wait_for(program, "full", "1")
        press_all("12", keys, 0.1)
        wait_for(program, "marks", "2")

        keys.press("F11")
        wait_for(program, "full", "0")
        keys.press("F11")
        wait_for(program, "full", "1")
        # A stuck Ctrl marks; it does not go to the third room.
        keys.down("Ctrl")
        keys.press("3")
        keys.up("Ctrl")
        wait_for(program, "marks", "3")
        keys.press("Esc", held_s=0.3)
        time.sleep(1)
        assert last(program, "room") == "run"

        keys.press("Esc", held_s=1.3)
        wait_for(program, "room", "home")
        press_all("45", keys, 0.1)
        keys.down("Ctrl")
        keys.press("2")
        keys.up("Ctrl")
        wait_for(program, "room", "run")
        press_all("6", keys, 0.1)
        # 1, 2, 3 and, once back, 6
        wait_for(program, "marks", "4")

        program.child.send_signal(signal.SIGTERM)
        program.finish()
        assert program.child.returncode == 0
