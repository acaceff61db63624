"""Play short sounds, one at a time, on a thread that knows no Qt and never holds the window up."""

from __future__ import annotations

import importlib
import logging
import shutil
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from drillplanner.resources import resource

#: played  it sounded, as far as the player says
#: failed  at once: another may be asked in its place
#: late    the player hung and was ended
Outcome: TypeAlias = Literal["played", "failed", "late"]
Player: TypeAlias = Callable[[Path], Outcome]

#: Linux' players, the best first: PipeWire's, PulseAudio's, ALSA's.
COMMANDS: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"))
#: No sound of ours is longer than half a second; a player that needs this long hangs.
#: House value, class D.
_LONGEST_S = 3.0


def sound_file(name: str) -> Path:
    return resource("sounds", f"{name}.wav")


def find_players() -> Sequence[Player]:
    """Find what can play a file here, the best first."""
    if sys.platform == "win32":
        return [partial(play_by_windows, importlib.import_module("winsound"))]
    found: list[Player] = []
    for name, *options in COMMANDS:
        path = shutil.which(name)
        if path is not None:
            found.append(partial(play_by_command, [path, *options]))
    return found


def play_by_command(
    command: Sequence[str], file: Path, *, longest_s: float = _LONGEST_S
) -> Outcome:
    """Run a player and wait for it, so that none is left behind; one that hangs is ended."""
    try:
        done = subprocess.run(  # noqa: S603 - the system's own player, a file of ours
            [*command, str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=longest_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "late"
    except (OSError, ValueError):
        return "failed"
    return "failed" if done.returncode else "played"


def play_by_windows(
    winsound: Any, file: Path, *, wait: Callable[[float], None] = time.sleep
) -> Outcome:
    """Hand a file to Windows and wait as long as it lasts: the next would cut it off."""
    flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
    try:
        winsound.PlaySound(str(file), flags)
        wait(length_s(file))
    except (RuntimeError, OSError, EOFError, wave.Error):
        return "failed"
    return "played"


def length_s(file: Path) -> float:
    """Say how long a WAV file lasts."""
    with wave.open(str(file), "rb") as opened:
        return opened.getnframes() / opened.getframerate()


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
