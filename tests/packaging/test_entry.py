"""The console script hands arguments to the command line and starts without Qt."""

from __future__ import annotations

import subprocess
import sys


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui.entry", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_arguments_it_lists_the_commands_while_there_is_no_window() -> None:
    done = run()

    assert done.returncode == 2
    assert "There is no window yet" in done.stderr
    for command in ("demo", "check", "score", "report"):
        assert command in done.stdout + done.stderr


def test_any_argument_goes_to_the_command_line() -> None:
    done = run("--help")

    assert done.returncode == 0
    assert "score" in done.stdout


def test_an_unknown_command_is_a_usage_error_without_traceback() -> None:
    done = run("no-such-command")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
