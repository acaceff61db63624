"""Play the console's short sounds without ever holding up the window or the drill.

One sound plays at a time; what comes meanwhile is dropped, except that the most urgent of it
is played next. Whatever goes wrong with sound costs sound alone: in the end the system's own
beep stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ui.run.sound_players import Player, find_players
from ui.run.sound_thread import Meaning, SoundThread

#: How often, while something sounds, it is looked whether it could be played.
_LOOK_MS = 20


class Sounds(QObject):
    """Plays what a meaning sounds like, from any state of the machine's sound, at once or never.

    Args:
        find: finds the players there are, the best first; called on the sound's thread.
        beep: what stands in where no player works; called on the window's thread.
        parent: as of any QObject.
    """

    def __init__(
        self,
        find: Callable[[], Sequence[Player]] = find_players,
        beep: Callable[[], None] = QApplication.beep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread = SoundThread(find)
        self.destroyed.connect(self._thread.close)
        self._beep = beep
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def play(self, meaning: Meaning) -> None:
        """Let it sound; this returns at once."""
        self._thread.play(meaning)
        self._timer.start()

    @property
    def is_sounding(self) -> bool:
        """Say whether something sounds now."""
        return self._thread.is_sounding

    def _look(self) -> None:
        """Beep where nothing could be played; rest when it is silent."""
        if not self._thread.is_sounding:
            self._timer.stop()
        if self._thread.take_unplayed():
            self._beep()
