"""The console script tells commands from files, and never dies for want of a screen."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return subprocess.run(
        [sys.executable, "-m", "ui.entry", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**bare, "LC_ALL": "C.UTF-8"},
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has machines without a screen")
@pytest.mark.parametrize("arguments", [(), ("script.json",)])
def test_without_a_screen_the_window_is_refused_in_words(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert done.returncode == 1
    assert "no screen" in done.stderr
    assert done.stdout == ""


def test_an_option_goes_to_the_command_line() -> None:
    done = run("--help")

    assert done.returncode == 0
    assert "score" in done.stdout


def test_an_unknown_command_is_a_usage_error_without_traceback() -> None:
    done = run("no-such-command")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
