"""Build a desk for tests of one room: real lanes and a real workspace, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from drillplanner.base.texts import Text
from drillplanner.base.translator import Language
from drillplanner.services.workspace_home import FILE_NAME, WorkspaceHome
from ui.context import AppContext
from ui.errors import Failures
from ui.jobs import Jobs
from ui.settings import Settings
from ui.theme.theme import register_fonts, wear
from ui.theme.tokens import ThemeName


def make_context(
    tmp_path: Path, language: Language = "en", theme: ThemeName = "light", scale: int = 100
) -> AppContext:
    """Build a desk; `close_desk` ends its lanes and closes the workspace."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    register_fonts()
    dress = wear(application, theme, scale)

    def say(text: Text) -> str:
        return context.say(text)

    jobs, failures = Jobs(), Failures(say)
    jobs.failed.connect(failures.tell)
    context = AppContext(
        language,
        dress,
        Settings(theme=theme, scale=scale, language=language),
        jobs,
        failures,
        WorkspaceHome(tmp_path / FILE_NAME),
    )
    return context


def close_context(context: AppContext) -> None:
    """Close the workspace and end the lanes, as the program does."""
    context.jobs.close(context.home.close)
