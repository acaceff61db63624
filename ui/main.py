"""Put the program together: paint a bare window at once, then open the workshop behind it."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ui.settings import Settings, SettingsFile
from ui.system.single_instance import SingleInstance
from ui.window.splash import SplashWindow

if TYPE_CHECKING:
    from ui.app import Program

#: The workspace beside the settings; services.workspace_home names it too, and costs more to ask.
_WORKSPACE = "workspace.drill"
#: How long a worker thread may keep the interpreter from the window, in seconds. Python's own
#: 0.005 makes a key wait for as long while entries are being written.
SWITCH_S = 0.001


def run(file: Path | None = None) -> int:
    """Run the window until it is closed; give the exit status."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError(application)
    sys.setswitchinterval(SWITCH_S)
    settings_file = SettingsFile()
    settings = settings_file.load()
    instance = SingleInstance(workspace_path(settings, settings_file), application)
    if not instance.is_first(file):
        return 0
    splash = SplashWindow(settings)
    started: list[Program] = []

    def open_up() -> None:
        from ui.app import Program

        program = Program(application, settings_file)
        started.append(program)
        program.watch_endings()
        program.open(splash, file)
        instance.asked.connect(program.open_again)

    def open_up_or_end() -> None:
        try:
            open_up()
        except Exception:
            # Nothing but an empty window would be left, and no way to tell of it in it.
            traceback.print_exc()
            application.exit(1)

    # Heavy modules are imported only once there is something to see.
    splash.painted.connect(open_up_or_end)
    splash.show()
    status = application.exec()
    instance.rest()
    for program in started:
        program.close()
    return status


def workspace_path(settings: Settings, file: SettingsFile) -> Path:
    """Return the workspace that the settings name, else the one beside them."""
    return Path(settings.workspace) if settings.workspace else file.path.parent / _WORKSPACE
