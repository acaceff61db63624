"""Run the whole program in a folder of its own, for tests of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ui.app import Program
from ui.settings import Settings, SettingsFile
from ui.window.main_window import MainWindow


def settled(qtbot: QtBot, program: Program) -> MainWindow:
    """Wait until nothing is under way; give the window."""
    qtbot.waitUntil(lambda: not program.jobs.is_busy, timeout=10_000)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not program.jobs.is_busy, timeout=10_000)
    assert program.window is not None
    return program.window


def windows() -> list[QWidget]:
    """List the program's windows that exist, seen or not."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow)]


@contextmanager
def started(
    qtbot: QtBot, home: Path, settings: Settings | None = None, file: Path | None = None
) -> Iterator[Program]:
    """Start the program, in English unless told otherwise; at the end it leaves nothing."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    kept = SettingsFile(home / "settings.json")
    if settings is not None:
        kept.save(settings)
    program = Program(application, kept)
    try:
        window = program.open(file=file)
        qtbot.waitExposed(window)
        settled(qtbot, program)
        yield program
    finally:
        program.context.is_running = False
        if program.window is not None:
            program.window.close()
        program.close()
        last = program.window
        if last is not None:
            last.deleteLater()
        program.deleteLater()
        qtbot.waitUntil(lambda: last not in windows(), timeout=5000)


ENGLISH = Settings(language="en")
