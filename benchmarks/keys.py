"""Time a key on the console: its handler, until the screen shows the entry, until the disk has it.

The baselines are a bare widget whose handler counts and asks to be painted, and the same with
a line appended to a file and synced. The times must not grow with the log: those after 10,000
entries beside those after 100 are what is aimed at.
"""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Comparison, Figure

_FLAT, _PAINTED_MS = 1.15, 1
_WARM = 10
#: About as long as the bytes of an entry.
_LINE = b"0" * 528
_PLAIN = "a plain widget"
_UNTIL = ("handler", "press to painted", "press to durable")


@dataclass(slots=True)
class _Way:
    """One way of taking a key, and how long it took each time, by what was waited for."""

    name: str
    press: Callable[[], None]
    #: Waits until the press has come to rest; gives when the disk had it.
    settle: Callable[[], float]
    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def turn(self, paint: Callable[[], None]) -> None:
        """Press once."""
        began = time.perf_counter()
        self.press()
        self.times["handler"].append(time.perf_counter() - began)
        paint()
        self.times["press to painted"].append(time.perf_counter() - began)
        self.times["press to durable"].append(self.settle() - began)


def measured(logs: Sequence[int] = (100, 1_000, 10_000), presses: int = 200) -> Comparison:
    """Press keys in turns on a plain widget and on consoles with logs of these lengths."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.keys_console import PlainPad, application, console, press

    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    application()
    with ExitStack() as stack:

        def folder() -> Path:
            return Path(stack.enter_context(TemporaryDirectory(prefix="keys-", dir=out)))

        plain = PlainPad()
        plain.show()
        stack.callback(plain.deleteLater)
        lines = stack.enter_context((folder() / "lines").open("ab", buffering=0))

        def sync() -> float:
            lines.write(_LINE)
            os.fsync(lines.fileno())
            return time.perf_counter()

        keys = repeat("1")
        ways = [_Way(_PLAIN, lambda: press(plain, next(keys)), sync)]
        for entries in logs:
            one = stack.enter_context(console(folder(), entries))
            ways.append(
                _Way(
                    f"the console after {entries:,}",
                    lambda one=one: press(one.page, next(one.keys)),  # type: ignore[misc]  # bound now
                    one.settle,
                )
            )
        # Whoever comes after a console that was just saved is a fifth slower, so the order
        # is drawn anew each time.
        chance = random.Random(1)
        for _number in range(_WARM + presses):
            for way in chance.sample(ways, len(ways)):
                way.turn(QApplication.processEvents)
    return _found(ways, presses)


def _found(ways: Sequence[_Way], presses: int) -> Comparison:
    figures = [
        Figure(f"{way.name}: {until}", tuple(way.times[until][_WARM:]))
        for until in _UNTIL
        for way in ways
    ]
    found = Comparison(f"a key on the console, {presses} presses each", tuple(figures))
    notes = tuple(_note(found, ways, until) for until in _UNTIL)
    return Comparison(found.title, found.figures, notes)


def _note(found: Comparison, ways: Sequence[_Way], until: str) -> str:
    plain, young, *_between, old = (f"{way.name}: {until}" for way in ways)
    flat, times = found.ratio(old, young), found.ratio(young, plain)
    aim = f", {_PAINTED_MS} ms" if until == "press to painted" else ""
    return (
        f"{until}: {flat:.2f} times as long in the longest log as in the shortest (aim {_FLAT:g}"
        f"{aim}), where it is {times:.1f} times a plain widget"
    )
