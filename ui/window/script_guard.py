"""Notice that another program changed the file of the open script, and ask which one holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.system.file_watch import FileWatch
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    # Reads scripts: imported when there is one.
    from drillplanner.services.plan.scripts import OpenScript

_KEY = "script"


class ScriptGuard(QObject):
    """Asks in a banner: read the file anew, or keep what is open. Nothing is read by itself.

    `window` gives the window that there is now. While a drill runs nothing is looked at: its
    script is the version it began with.
    """

    def __init__(
        self, context: AppContext, window: Callable[[], MainWindow | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._window = context, window
        #: What the file held when somebody chose to keep what is open.
        self._kept = ""
        self._watch = FileWatch(self)
        self._watch.changed.connect(self.look)

    def follow(self) -> None:
        """Follow the script that is chosen, in a window that was just built."""
        self._context.scriptChanged.connect(self._on_script)
        self._context.runningChanged.connect(self._on_running)
        self._on_script(self._context.script)

    def _on_script(self, script: OpenScript | None) -> None:
        self._kept = ""
        self._untell()
        path = script.path.absolute() if script is not None and script.path is not None else None
        self._watch.watch(path)
        if path is not None:
            self.look()

    def _on_running(self, is_running: bool) -> None:
        if not is_running:
            self.look()

    def look(self) -> None:
        """Compare the file with what is open, off the window's thread."""
        script = self._context.script
        if script is None or script.path is None or self._context.is_running:
            return

        def work() -> str:
            from drillplanner.services.plan.scripts import file_changed

            return file_changed(script)

        done = partial(self._compared, script)
        self._context.jobs.run("work", work, done, owner=self, latest="compare")

    def _compared(self, script: OpenScript, holds: str) -> None:
        window = self._window()
        if window is None or script is not self._context.script or script.path is None:
            return
        if not holds:
            self._untell()
            return
        if holds == self._kept:
            return
        say = self._context.say
        words = _(
            "{file} was changed by another program. What is open here is as it was read before, "
            "limits too.",
            file=script.path.name,
        )
        banner = window.tell(_KEY, say(words), can_close=False)
        banner.add_button(say(_("Read it anew")), partial(self.read_anew, script))
        banner.add_button(say(_("Keep what is open")), partial(self.keep, holds))

    def read_anew(self, script: OpenScript) -> None:
        """Open what the file holds by now; where that is unsound, what is open stays."""
        path = script.path
        if path is None or script is not self._context.script:
            return

        def work() -> OpenScript:
            from drillplanner.services.plan.scripts import open_script

            return open_script(path)

        def show(read: OpenScript) -> None:
            if script is self._context.script and not self._context.is_running:
                self._context.script = read

        self._context.jobs.run("work", work, show, owner=self, latest="read")

    def keep(self, holds: str) -> None:
        """Go on with what is open, until the file changes once more."""
        self._kept = holds
        self._untell()

    def _untell(self) -> None:
        window = self._window()
        if window is not None:
            window.untell(_KEY)
