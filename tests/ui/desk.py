"""Build a desk for tests of one room: real lanes and a real workspace, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from drillplanner.base.texts import Text
from drillplanner.base.translator import Language
from drillplanner.services.workspace_home import FILE_NAME, WorkspaceHome
from ui.desk import Desk
from ui.failures import Failures
from ui.jobs import Jobs
from ui.settings import Settings
from ui.theme.dress import register_fonts, wear
from ui.theme.tokens import ThemeName


def make_desk(
    tmp_path: Path, language: Language = "en", theme: ThemeName = "light", scale: int = 100
) -> Desk:
    """Build a desk; `close_desk` ends its lanes and closes the workspace."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    register_fonts()
    dress = wear(application, theme, scale)

    def say(text: Text) -> str:
        return desk.say(text)

    desk = Desk(
        language,
        dress,
        Settings(theme=theme, scale=scale, language=language),
        Jobs(),
        Failures(say),
        WorkspaceHome(tmp_path / FILE_NAME),
    )
    return desk


def close_desk(desk: Desk) -> None:
    """Close the workspace and end the lanes, as the program does."""
    desk.jobs.run("data", desk.home.close)
    desk.jobs.close()
