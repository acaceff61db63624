"""Build a desk for tests of one room: real lanes and a real workspace, in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QApplication

from drillplanner.base.texts import Text
from drillplanner.base.translator import Language
from drillplanner.bootstrap import Paths
from drillplanner.services.workspace_home import WorkspaceHome
from drillplanner.store.workspace import Workspace
from tests.services.around import services_around
from ui.context import AppContext
from ui.errors import Failures
from ui.jobs import Jobs
from ui.settings import Settings
from ui.theme.theme import register_fonts, wear
from ui.theme.tokens import ThemeName


def make_context(
    tmp_path: Path,
    language: Language = "en",
    theme: ThemeName = "light",
    scale: int = 100,
    workspace: Path | None = None,
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
    paths = Paths.within(tmp_path, workspace)
    home = WorkspaceHome(paths.workspace)
    context = AppContext(
        language,
        dress,
        Settings(theme=theme, scale=scale, language=language),
        jobs,
        failures,
        services_around(home, jobs),
    )
    _homes[context] = home
    return context


#: Where the services of a context keep their workspace, for tests that look into it.
_homes: WeakKeyDictionary[AppContext, WorkspaceHome] = WeakKeyDictionary()


def workspace_of(context: AppContext) -> Workspace:
    """Open the workspace that a context's services work in."""
    return _homes[context].workspace()


def close_context(context: AppContext) -> None:
    """Close the workspace and end the lanes, as the program does."""
    context.jobs.close()
    context.services.close()
