"""No words are cut: every page of the program is laid out and its texts are measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def cut(*options: str) -> str:
    """Tell what words are cut on the pages that `make pictures` shows, if any."""
    command = [sys.executable, "-m", "tools.make_pictures", "--check", "--theme", "light"]
    done = subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == (1 if done.stdout else 0), done.stderr
    return done.stdout


def test_no_words_are_cut_where_they_have_least_room() -> None:
    rooms = ("home", "plan", "improve", "organisation")
    options = [word for room in rooms for word in ("--room", room)]

    assert cut("--lang", "en", "--scale", "200", "--pixels", "1366x768", *options) == ""


@pytest.mark.soak
@pytest.mark.parametrize(
    ("scale", "pixels"), [("100", "1024x600"), ("150", "1366x768"), ("200", "1366x768")]
)
def test_no_words_are_cut_on_any_page_in_either_language(scale: str, pixels: str) -> None:
    assert cut("--scale", scale, "--pixels", pixels) == ""
