"""The program as `make run` starts it, on a screen of its own: there is a window, and it shows."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.xvfb.display import ROOT, environment, is_available, screen

_HAS_TOOLS = is_available() and all(shutil.which(name) for name in ("xdotool", "import"))


@pytest.mark.skipif(not _HAS_TOOLS, reason="needs Xvfb, xdotool and ImageMagick's import")
def test_it_shows_a_window_with_something_in_it(tmp_path: Path) -> None:
    picture = tmp_path / "screen.png"
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
            while _colours(picture, around) < 50 and time.monotonic() < until:
                time.sleep(0.2)
            assert _colours(picture, around) >= 50
        finally:
            running.terminate()
            assert running.wait(20) == 0


def _colours(picture: Path, around: dict[str, str]) -> int:
    """Take a picture of the screen and count its colours: a bare window has next to none."""
    subprocess.run(["import", "-window", "root", str(picture)], env=around, check=True, timeout=20)
    image = QImage(str(picture))
    return len(
        {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    )
