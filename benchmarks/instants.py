"""Measure how far a recorded instant lies from the press, with the window's thread blocked.

Keys are pressed by the X server itself (XTest) under Xvfb, on the console of a drill. The
baseline is what the clock says when the key's slot runs, which is what most programs record.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import ROOT, Comparison, Figure
from tests.xvfb.display import Keyboard, environment, is_available, screen

_TITLE = "error of the recorded instant, real X keys, {presses} presses each"
#: Between two blocks the thread runs for so long, in milliseconds.
_FREE_MS = 60
_FIVE = "12345"


@dataclass(frozen=True, slots=True)
class _Caught:
    """What the clock said before and after a press, what was recorded, and when the slot ran."""

    before: int
    after: int
    recorded: int
    slot: int

    def off_ms(self, instant: int) -> float:
        """Give how far an instant is from the middle of the two readings, in milliseconds."""
        return abs(instant - (self.before + self.after) / 2) / 1e6


def measured(
    presses: int = 40, fives: int = 20, busy: Sequence[int] = (0, 50, 500, 2000)
) -> Comparison:
    """Press keys at random moments with each way of being blocked, then five at a time."""
    if not is_available():
        return Comparison(_TITLE.format(presses=presses), (), ("not measured: no Xvfb or libXtst",))
    figures, notes = [], []
    for busy_ms in busy:
        caught = _apart(presses, busy_ms)
        slot, event = (
            [one.off_ms(one.slot) for one in caught],
            [one.off_ms(one.recorded) for one in caught],
        )
        how = f"blocked {busy_ms} ms at a time" if busy_ms else "not blocked"
        figures += [
            Figure(f"{how}: when the slot runs", tuple(off / 1000 for off in slot)),
            Figure(f"{how}: recorded", tuple(off / 1000 for off in event)),
        ]
        notes.append(f"{how}: greatest {max(event):.2f} ms, when the slot runs {max(slot):.1f} ms")
    notes.append(_spread(fives))
    return Comparison(_TITLE.format(presses=presses), tuple(figures), tuple(notes))


def _apart(presses: int, busy_ms: int) -> list[_Caught]:
    chance = random.Random(busy_ms)
    with _console(busy_ms) as (keyboard, child):
        between = []
        for number in range(presses):
            time.sleep(chance.uniform(0.05, 0.35))
            between.append(keyboard.press(_FIVE[number % len(_FIVE)]))
        return _caught(child, between)


def _spread(fives: int) -> str:
    """Press five keys at one instant, again and again; say how far their instants lie apart."""
    recorded, slots, pressed = [], [], []
    with _console(0) as (keyboard, child):
        for _turn in range(fives):
            time.sleep(0.2)
            between = keyboard.press_at_once(_FIVE)
            caught = _caught(child, [between] * len(_FIVE))
            pressed.append((between[1] - between[0]) / 1e6)
            recorded.append(_width_ms([one.recorded for one in caught]))
            slots.append(_width_ms([one.slot for one in caught]))
    return (
        f"five keys at one instant, {fives} times: pressed within {_spoken(pressed)}; recorded "
        f"within {_spoken(recorded)}; slots run within {_spoken(slots)}"
    )


@contextmanager
def _console(busy_ms: int) -> Iterator[tuple[Keyboard, subprocess.Popen[str]]]:
    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="instants-", dir=out) as name, screen() as display:
        command = [sys.executable, "-m", "benchmarks.instants_console", name]
        with subprocess.Popen(
            [*command, str(busy_ms), str(_FREE_MS)],
            env=environment(display, Path(name)),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            keyboard = Keyboard(display)
            try:
                assert child.stdout is not None
                keyboard.focus(int(child.stdout.readline()))
                time.sleep(0.5)
                yield keyboard, child
            finally:
                child.kill()
                keyboard.close()


def _caught(child: subprocess.Popen[str], between: Sequence[tuple[int, int]]) -> list[_Caught]:
    assert child.stdout is not None
    return [_Caught(*both, *map(int, child.stdout.readline().split())) for both in between]


def _width_ms(instants: Sequence[int]) -> float:
    return (max(instants) - min(instants)) / 1e6


def _spoken(times_ms: Sequence[float]) -> str:
    return f"{statistics.median(times_ms):.2f} ms (greatest {max(times_ms):.2f})"
