"""Play one sound file to its end by what the system has, or say that it cannot be done."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

from drillplanner.resources.locate import resource

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
    """Give the file of a sound."""
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
