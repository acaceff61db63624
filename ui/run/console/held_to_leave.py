"""Let Esc, held for a second, lead from the console to the other rooms, and say how it goes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from drillplanner.base.texts import Text, _
from ui.navigation_guard import Leaving
from ui.run.console.page import ConsolePage

#: What the console's held key that leaves is called.
_NAME = "leave"
#: A shorter press is meant to drop a question, not to leave; in milliseconds.
_MEANT_MS = 300


class HeldToLeave(QObject):
    """Ties one console's keys to the rule that keeps it; it goes with the console."""

    def __init__(self, page: ConsolePage, leaving: Leaving) -> None:
        super().__init__(page)
        self._page = page
        self._leaving = leaving
        self._meant = QTimer(self)
        self._meant.setSingleShot(True)
        self._meant.setInterval(_MEANT_MS)
        self._meant.timeout.connect(self._tell_meant)
        self._is_meant = False
        page.holdChanged.connect(self._on_hold)
        page.holdReached.connect(self._on_reached)
        leaving.refused.connect(self._refuse)

    def _on_hold(self, name: str, is_held: bool) -> None:
        if name != _NAME:
            return
        if is_held:
            self._is_meant = False
            self._meant.start()
            return
        self._meant.stop()
        if self._is_meant:
            self._tell(_("To leave the console, hold Esc for one second."))

    def _tell_meant(self) -> None:
        self._is_meant = True
        self._tell(_("Keep holding Esc to leave the console…"))

    def _on_reached(self, name: str) -> None:
        if name == _NAME:
            self._leaving.release()

    def _refuse(self) -> None:
        words = _("A drill is running. To leave, hold Esc or the room's button for one second.")
        self._page.refuse(self._page.context.say(words))

    def _tell(self, words: Text) -> None:
        self._page.tell(self._page.context.say(words))
