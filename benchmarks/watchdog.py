"""Watch how long the window's thread is busy at a stretch while a drill runs.

A stretch is one turn of the event loop with all that waits for it: a key that comes at its
beginning waits no longer than it lasts. Beside what the clock says stands what of it the
thread worked itself; in the rest it waited for a processor or for the writing thread. The
baseline is a bare widget that takes as many keys.

On a machine that others use too, that work takes longer as well, since each stretch begins with
cold caches: how busy it was therefore stands with the figures, and the bare widget tells how much
longer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Comparison, Figure

#: How often a key is pressed, in milliseconds: quicker than anybody does.
_PRESS_MS = 40
_AIM_S = 0.005
#: Turns of 40 ms in which a second screen that was just opened has been painted whole.
_OPENING = 50
#: A turn of the loop that takes less had nothing to do; and the rest between two turns.
_IDLE_S, _REST_S = 20e-6, 0.5e-3


def measured(presses: int = 400, entries: int = 1000) -> Comparison:
    """Press keys on a bare widget, then on the console of a drill with some entries."""
    from benchmarks.keys_console import PlainPad, application, console, press
    from ui.screen.presenter import SecondScreen
    from ui.screen.window import other_screen

    application()
    plain = PlainPad()
    plain.show()
    bare = _stretches(lambda: press(plain, "1"), presses)
    plain.deleteLater()
    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    with (
        TemporaryDirectory(prefix="watchdog-", dir=out) as name,
        console(Path(name), entries) as drill,
    ):
        ours = _stretches(lambda: press(drill.page, next(drill.keys)), presses)
        drill.settle()
        # Where there is one monitor alone, as in the tests, it stands on that.
        screen = SecondScreen(
            drill.room.context,
            drill.room,
            lambda taken, after: other_screen(taken, after) or taken,
        )
        screen.show("control")
        # Opening it is an act of its own: what it costs stands apart.
        opened = _stretches(lambda: None, _OPENING)
        shown = _stretches(lambda: press(drill.page, next(drill.keys)), presses)
        screen.close()
        drill.settle()
    figures = (
        Figure("a plain widget", tuple(one.took_s for one in bare)),
        Figure("the console while a drill runs", tuple(one.took_s for one in ours)),
        Figure("the console, second screen open", tuple(one.took_s for one in shown)),
        Figure("a plain widget: work of its own", tuple(one.worked_s for one in bare)),
        Figure("the console: work of its own", tuple(one.worked_s for one in ours)),
        Figure("second screen open: work of its own", tuple(one.worked_s for one in shown)),
    )
    notes = (
        _note("a plain widget", bare),
        _note("the console", ours),
        _note("the console, second screen open", shown),
        _note("opening the second screen", opened),
        _load(),
    )
    return Comparison(
        f"stretches of the window's thread, {presses} keys {_PRESS_MS} ms apart", figures, notes
    )


def _load() -> str:
    """Say how many threads wanted a processor in the last minute."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """How long a stretch was, and how long its thread had the processor in it.

    `keys` were pressed in it, by their number: what a long one was about is told by them.
    """

    took_s: float
    worked_s: float
    keys: tuple[int, ...] = ()


def _note(name: str, found: Sequence[_Stretch]) -> str:
    took, worked = (
        [one.took_s for one in found],
        [one.worked_s for one in found],
    )
    over, own = (sum(one > _AIM_S for one in times) for times in (took, worked))
    most = max(found, key=lambda one: one.worked_s)
    about = f"at key {most.keys[0]}" if most.keys else "at no key"
    return (
        f"{name}: longest {max(took) * 1000:.1f} ms, work of its own {most.worked_s * 1000:.1f} ms "
        f"({about}); of {len(found)} stretches {over} took more than {_AIM_S * 1000:g} ms and "
        f"{own} by work of their own (aim 0)"
    )


def _stretches(press: Callable[[], None], presses: int) -> list[_Stretch]:
    """Turn the event loop by hand until so many keys were pressed; give the busy stretches."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    pressed = 0

    def press_one() -> None:
        nonlocal pressed
        pressed += 1
        press()

    timer = QTimer()
    timer.timeout.connect(press_one)
    timer.start(_PRESS_MS)
    found: list[_Stretch] = []
    while pressed < presses:
        before = pressed
        worked, began = time.thread_time(), time.perf_counter()
        QApplication.processEvents()
        took, worked = time.perf_counter() - began, time.thread_time() - worked
        if took > _IDLE_S:
            found.append(_Stretch(took, worked, tuple(range(before + 1, pressed + 1))))
        time.sleep(_REST_S)
    timer.stop()
    return found
