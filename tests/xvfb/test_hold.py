"""A real key that is tapped or held while the window's thread is blocked."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.xvfb.display import Keyboard, environment, is_available, screen

pytestmark = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")

CHILD = Path(__file__).with_name("hold_child.py")


@pytest.mark.parametrize(("held_s", "last"), [(0.3, "up"), (1.3, "end")])
def test_only_a_key_that_was_held_does_what_holding_does(
    tmp_path: Path, held_s: float, last: str
) -> None:
    with screen() as display:
        keyboard = Keyboard(display)
        with subprocess.Popen(
            [sys.executable, str(CHILD)],
            env=environment(display, tmp_path),
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            keyboard.focus(int(child.stdout.readline().split()[1]))
            time.sleep(0.3)
            keyboard.press("F12", held_s=held_s)
            said = [child.stdout.readline().strip() for _line in range(2)]
            child.terminate()
        keyboard.close()

    assert said == ["down", last]
