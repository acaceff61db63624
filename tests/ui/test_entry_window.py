"""The console script: a file or nothing opens the window; a word is a command."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest

import ui.main
from ui import entry


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """List what the window was opened with."""
    found: list[Path | None] = []

    def run(file: Path | None = None) -> int:
        found.append(file)
        return 0

    monkeypatch.setattr(ui.main, "run", run)
    return found


def start(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["drillplanner", *arguments])
    return entry.main()


def test_nothing_opens_the_window(
    monkeypatch: pytest.MonkeyPatch, opened: list[Path | None]
) -> None:
    assert start(monkeypatch) == 0
    assert opened == [None]


@pytest.mark.parametrize("name", ["plan.json", "missing.json", "目录/方案.json"])
def test_a_file_opens_the_window_with_it(
    monkeypatch: pytest.MonkeyPatch, opened: list[Path | None], name: str
) -> None:
    assert start(monkeypatch, name) == 0
    assert opened == [Path(name)]


@pytest.mark.parametrize("arguments", [("--version",), ("chek", "plan.json"), ("chek",)])
def test_everything_else_is_a_command(
    monkeypatch: pytest.MonkeyPatch,
    opened: list[Path | None],
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    with contextlib.suppress(SystemExit):
        start(monkeypatch, *arguments)
    assert opened == []
    assert "".join(capsys.readouterr())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_it_says_so(
    monkeypatch: pytest.MonkeyPatch, opened: list[Path | None], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert start(monkeypatch) == 1
    assert opened == []
    assert "drillplanner --help" in capsys.readouterr().err
