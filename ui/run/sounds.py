"""Play the console's short sounds without ever holding up the window or the drill.

A thread of its own lives as long as something sounds. One sound plays at a time; what comes
meanwhile is dropped, except that the most urgent of it is played next. Whatever goes wrong
with sound costs sound alone: in the end the system's own beep stands in.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ui.run.sound_players import Outcome, Player, find_players, sound_file

log = logging.getLogger(__name__)

#: saved      an entry is on the disk: this acknowledges it
#: not_taken  a press was not taken: a bounce, or what makes no sense
#: alarm      entries are not saved, or keys are not logged
#: ended      the drill is over
Meaning: TypeAlias = Literal["saved", "not_taken", "alarm", "ended"]

#: What waits while another sounds: 0 is dropped, of the others the highest is kept.
_URGENCY: dict[Meaning, int] = {"saved": 0, "not_taken": 1, "ended": 2, "alarm": 3}


class Sounds(QObject):
    """Plays what a meaning sounds like, from any state of the machine's sound, at once or never.

    Args:
        find: finds the players there are, the best first; called once, on the sound's thread.
        beep: what stands in where no player works; called on the window's thread.
        parent: as of any QObject.
    """

    _beepWanted = Signal()

    def __init__(
        self,
        find: Callable[[], Sequence[Player]] = find_players,
        beep: Callable[[], None] = QApplication.beep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._players: list[Player] | None = None
        self._beep = beep
        self._beepWanted.connect(self._do_beep, Qt.ConnectionType.QueuedConnection)
        self._lock = threading.Lock()
        self._next: Meaning | None = None
        self._is_sounding = False

    def play(self, meaning: Meaning) -> None:
        """Let it sound; this returns at once."""
        with self._lock:
            if self._is_sounding:
                if _URGENCY[meaning] > (_URGENCY[self._next] if self._next else 0):
                    self._next = meaning
                return
            self._next, self._is_sounding = meaning, True
        try:
            threading.Thread(target=self._sound, name="sound", daemon=True).start()
        except RuntimeError:
            # No thread is to be had: go by sight.
            self._is_sounding = False

    @property
    def is_sounding(self) -> bool:
        """Say whether something sounds now."""
        return self._is_sounding

    # -- on the sound's thread ----------------------------------------------------------

    def _sound(self) -> None:
        while True:
            with self._lock:
                meaning, self._next = self._next, None
                if meaning is None:
                    self._is_sounding = False
                    return
            self._play(meaning)

    def _play(self, meaning: Meaning) -> None:
        """Play by the first player that works; one that failed is not asked again."""
        if self._players is None:
            self._players = list(self._find())
        file = sound_file(meaning)
        while self._players:
            outcome = _outcome(self._players[0], file)
            if outcome == "played":
                return
            del self._players[0]
            if outcome == "late":
                # Too late to mean anything now.
                return
        # The room may have gone while a player was looked for.
        with contextlib.suppress(RuntimeError):
            self._beepWanted.emit()

    def _do_beep(self) -> None:
        self._beep()


def _outcome(player: Player, file: Path) -> Outcome:
    try:
        return player(file)
    except Exception:
        log.exception("a sound was not played")
        return "failed"
