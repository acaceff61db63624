"""Time a key on the console: its handler, and from the press until the screen shows the entry.

The baseline is a bare widget whose handler counts and asks to be painted. The time must not
grow with the log: that after 10,000 entries beside that after 100 is what is aimed at.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Comparison, Figure

_FLAT = 1.15
_WARM = 10
_PLAIN = "a plain widget"


def measured(few: int = 100, many: int = 10_000, presses: int = 200) -> Comparison:
    """Press keys in turns on a plain widget, a young console and an old one."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.keys_console import PlainPad, application, console, press

    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    application()
    handled: defaultdict[str, list[float]] = defaultdict(list)
    painted: defaultdict[str, list[float]] = defaultdict(list)

    def turn(name: str, run: Callable[[], None], settle: Callable[[], None]) -> None:
        began = time.perf_counter()
        run()
        handled[name].append(time.perf_counter() - began)
        QApplication.processEvents()
        painted[name].append(time.perf_counter() - began)
        settle()

    young, old = f"the console after {few}", f"the console after {many}"
    with ExitStack() as stack:
        first, second = (
            Path(stack.enter_context(TemporaryDirectory(prefix="keys-", dir=out)))
            for _which in range(2)
        )
        plain = PlainPad()
        plain.show()
        stack.callback(plain.deleteLater)
        short = stack.enter_context(console(first, few))
        long = stack.enter_context(console(second, many))
        ones = repeat("1")
        for _press in range(_WARM + presses):
            turn(_PLAIN, lambda: press(plain, next(ones)), QApplication.processEvents)
            turn(young, lambda: press(short.page, next(short.keys)), short.settle)
            turn(old, lambda: press(long.page, next(long.keys)), long.settle)
    figures = [
        Figure(f"{name}: {until}", tuple(times[name][_WARM:]))
        for until, times in (("handler", handled), ("press to painted", painted))
        for name in (_PLAIN, young, old)
    ]
    found = Comparison(f"a key on the console, {presses} presses each", tuple(figures))
    notes = (_note(found, young, old, "handler"), _note(found, young, old, "press to painted"))
    return Comparison(found.title, found.figures, notes)


def _note(found: Comparison, young: str, old: str, until: str) -> str:
    flat = found.ratio(f"{old}: {until}", f"{young}: {until}")
    plain = found.ratio(f"{young}: {until}", f"{_PLAIN}: {until}")
    return (
        f"{until}: {flat:.2f} times as long in the long log as in the short (aim {_FLAT:g}), "
        f"where it is {plain:.1f} times a plain widget"
    )
