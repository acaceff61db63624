"""Keep the window with the console while a drill is logged, until a key is held for a second.

One click, one menu, one shortcut too many must not end the logging of keys in mid drill. Who
means to leave holds a key or a room's button; the other rooms are open then, and whoever comes
back is kept again.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Signal

#: For how long a key or button is to be held that could do harm by mistake, in milliseconds.
HOLD_MS = 1000
#: Where drills are logged.
CONSOLE_ROOM = "run"
#: Where a held key leads if nobody asked for another room.
_USUAL_ROOM = "home"

#: free  no drill is logged: every room is open
#: kept  keys are logged: no other room is entered, the window does not close
#: away  a held key opened the other rooms; keys are not logged there
Stance: TypeAlias = Literal["free", "kept", "away"]


class Leaving(QObject):
    """Decides whether another room may be entered; rooms and window tell it what happens."""

    #: Somebody tried to leave without holding a key.
    refused = Signal()
    #: A key was held: this room is to be entered.
    released = Signal(str)
    #: The stance is another now.
    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stance: Stance = "free"
        self._wanted = ""

    @property
    def stance(self) -> Stance:
        """Say how things stand."""
        return self._stance

    def keep(self) -> None:
        """A drill's console takes the keys from now on."""
        self._wanted = ""
        self._stand("kept")

    def rest(self) -> None:
        """The drill is over, or the session ends: nothing is kept any more."""
        self._stand("free")

    def lets(self, room: str = "") -> bool:
        """Tell whether a room may be entered, or the window closed; a refusal is told."""
        if self._stance != "kept" or room == CONSOLE_ROOM:
            return True
        self._wanted = room
        self.refused.emit()
        return False

    def release(self, room: str = "") -> None:
        """Open the other rooms: a key or the button of `room` was held long enough."""
        if self._stance != "kept":
            return
        self._stand("away")
        self.released.emit(room or self._wanted or _USUAL_ROOM)

    def entered(self, room: str) -> None:
        """Hear which room is seen now."""
        if self._stance == "away" and room == CONSOLE_ROOM:
            self.keep()

    def _stand(self, stance: Stance) -> None:
        if stance != self._stance:
            self._stance = stance
            self.changed.emit(stance)
