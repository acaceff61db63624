"""Play one sound at a time on a thread of its own that knows no Qt.

Whoever asks may be gone before a player answers, and then nothing of theirs is touched.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from ui.run.sound_players import Outcome, Player, sound_file

log = logging.getLogger(__name__)

#: saved      an entry is on the disk: this acknowledges it
#: not_taken  a press was not taken: a bounce, or what makes no sense
#: alarm      entries are not saved, or keys are not logged
#: ended      the drill is over
Meaning: TypeAlias = Literal["saved", "not_taken", "alarm", "ended"]

#: What waits while another sounds: 0 is dropped, of the others the highest is kept.
_URGENCY: dict[Meaning, int] = {"saved": 0, "not_taken": 1, "ended": 2, "alarm": 3}


class SoundThread:
    """Plays what it is told, or counts what nothing could play.

    The thread starts with the first sound, which is that of arming, and waits for more until
    `close`: to start one takes milliseconds on a busy machine, to wake one takes none.

    Args:
        find: finds the players there are, the best first; called once, on the thread.
    """

    def __init__(self, find: Callable[[], Sequence[Player]]) -> None:
        self._find = find
        self._players: list[Player] | None = None
        self._changed = threading.Condition()
        self._next: Meaning | None = None
        self._is_sounding = False
        self._is_started = False
        self._is_closed = False
        self._unplayed = 0

    def play(self, meaning: Meaning) -> None:
        """Let it sound; this returns at once."""
        if not self._is_started:
            self._start()
        with self._changed:
            if self._is_closed:
                return
            if not self._is_sounding:
                self._next, self._is_sounding = meaning, True
                self._changed.notify()
            elif _URGENCY[meaning] > (_URGENCY[self._next] if self._next else 0):
                self._next = meaning

    def close(self) -> None:
        """Play no more; what sounds now sounds to its end."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    @property
    def is_sounding(self) -> bool:
        """Say whether something sounds now."""
        return self._is_sounding

    def take_unplayed(self) -> int:
        """Count what no player took since the last question."""
        with self._changed:
            count, self._unplayed = self._unplayed, 0
            return count

    def _start(self) -> None:
        self._is_started = True
        try:
            threading.Thread(target=self._run, name="sound", daemon=True).start()
        except RuntimeError:
            # No thread is to be had: go by sight.
            self._is_closed = True

    def _run(self) -> None:
        while (meaning := self._wait()) is not None:
            if not self._is_played(sound_file(meaning)):
                with self._changed:
                    self._unplayed += 1

    def _wait(self) -> Meaning | None:
        """Give what is to sound next; None once it is closed."""
        with self._changed:
            while self._next is None and not self._is_closed:
                self._is_sounding = False
                self._changed.wait()
            meaning, self._next = self._next, None
            if self._is_closed:
                self._is_sounding = False
                return None
            return meaning

    def _is_played(self, file: Path) -> bool:
        """Play by the first player that works; one that failed is not asked again."""
        if self._players is None:
            self._players = list(self._find())
        while self._players:
            outcome = _outcome(self._players[0], file)
            if outcome == "played":
                return True
            del self._players[0]
            if outcome == "late":
                # Too late to mean anything now.
                return True
        return False


def _outcome(player: Player, file: Path) -> Outcome:
    try:
        return player(file)
    except Exception:
        log.exception("a sound was not played")
        return "failed"
