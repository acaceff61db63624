"""Say things to a screen reader, where one listens and Qt can tell it (6.8 and later)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtGui
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

#: Whether this Qt has announcements.
HAS_ANNOUNCEMENTS = hasattr(QtGui, "QAccessibleAnnouncementEvent")


class Announcer:
    """Announces in the name of one object, which is a widget that is seen.

    Args:
        speaker: in whose name.
        is_heard: whether a screen reader listens; asked each time, for it may come and go.
        send: what hands the event to the platform.
    """

    def __init__(
        self,
        speaker: QObject,
        is_heard: Callable[[], bool] = QAccessible.isActive,
        send: Callable[[QtGui.QAccessibleEvent], None] = QAccessible.updateAccessibility,
    ) -> None:
        self._speaker = speaker
        self._is_heard = is_heard
        self._send = send

    def say(self, words: str, *, is_urgent: bool = False) -> None:
        """Announce words: when the reader has time, or `is_urgent` in the midst of what it says."""
        if not words or not HAS_ANNOUNCEMENTS or not self._is_heard():
            return
        event = QtGui.QAccessibleAnnouncementEvent(self._speaker, words)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
        self._send(event)
