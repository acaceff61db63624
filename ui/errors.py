"""Tell people what went wrong: in place, in a banner that stays, or in the crash dialog."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from drillplanner import __version__
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.locations import fault_said
from drillplanner.base.texts import Text, _

log = logging.getLogger(__name__)

#: Causes behind an error that are reported.
_DEEPEST = 4
#: Faults of a file that are listed in a banner; the rest are counted.
_SHOWN_FAULTS = 6


class Failures(QObject):
    """Sorts errors into the three families and sends each to where people see it.

    `refused` carries a UserError's message, `storeFailed` a StoreFault's (its banner stays
    until it is mended), `crashed` a report of our own bug, free of people's names.
    """

    refused = Signal(str)
    storeFailed = Signal(str)
    crashed = Signal(str)
    #: Emitted from any thread; delivered on the GUI thread.
    _caught = Signal(object)

    def __init__(self, say: Callable[[Text], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.say = say
        self._before: tuple[Any, Any] | None = None
        self._caught.connect(self.tell)

    def install(self) -> None:
        """Catch what nobody caught, on every thread; the drill goes on."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Leave what nobody catches to whoever caught it before."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None

    def tell(self, error: BaseException) -> None:
        """Show an error to the user by its family."""
        match error:
            case FileRefused():
                self.refused.emit(self._with_faults(error))
            case UserError():
                self.refused.emit(self.say(error.text))
            case StoreFault():
                self.storeFailed.emit(self.say(error.text))
            case _:
                report = crash_report(error)
                log.error("%s", report)
                self.crashed.emit(report)

    def _with_faults(self, error: FileRefused) -> str:
        shown = error.faults[:_SHOWN_FAULTS]
        # A refusal for one fault says that fault; it is named once, with its place.
        is_told = [fault.text for fault in shown] == [error.text]
        lines = [] if is_told else [self.say(error.text)]
        lines += [self.say(fault_said(fault)) for fault in shown]
        more = len(error.faults) - _SHOWN_FAULTS
        if more > 0:
            lines.append(self.say(_("… and {count} more.", count=more)))
        return "\n".join(lines)

    def _hook(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            # Ctrl+C in the terminal: as if the window were closed.
            QApplication.closeAllWindows()
            return
        self._caught.emit(error)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._caught.emit(caught.exc_value)


def crash_report(error: BaseException) -> str:
    """Write what a developer needs: version, system, the way to the error. No values, no names.

    Frames show file and line, never the texts of variables or messages of a drill.
    """
    from PySide6 import __version__ as qt_version

    lines = [
        f"drillplanner {__version__}, PySide6 {qt_version}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    ]
    seen: BaseException | None = error
    for _depth in range(_DEEPEST):
        if seen is None:
            break
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {_inside(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        lines.append(type(seen).__name__)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _inside(filename: str) -> str:
    """Shorten a path to what lies inside the program, so that no user name is in it."""
    parts = filename.replace("\\", "/").split("/")
    for root in ("drillplanner", "ui", "site-packages"):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return parts[-1]
