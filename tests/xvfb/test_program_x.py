"""The program as `make run` starts it, on a screen of its own: there is a window, and it shows."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import ImageGrab

from tests.xvfb.display import ROOT, environment, is_available, screen


@pytest.mark.skipif(not is_available(), reason="needs Xvfb and xdotool")
def test_it_shows_a_window_with_something_in_it(tmp_path: Path) -> None:
    with screen() as display:
        around = {**environment(display, tmp_path), "LANG": "zh_CN.UTF-8"}
        running = subprocess.Popen([sys.executable, "-m", "ui.entry"], cwd=ROOT, env=around)
        try:
            search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "drillplanner"]
            found = subprocess.run(
                search, env=around, capture_output=True, check=True, text=True, timeout=30
            )
            assert found.stdout.split()
            until = time.monotonic() + 20
            while _colours(display) < 50 and time.monotonic() < until:
                time.sleep(0.2)
            assert _colours(display) >= 50
        finally:
            running.terminate()
            assert running.wait(20) == 0


def _colours(display: str) -> int:
    """Count the colours on the screen: a bare window has next to none."""
    picture = ImageGrab.grab(xdisplay=display)
    return len(picture.getcolors(maxcolors=1 << 24) or ())
