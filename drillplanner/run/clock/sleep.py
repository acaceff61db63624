"""Tell how long the machine has slept: what the elapsed clock counts and another leaves out.

Linux: CLOCK_BOOTTIME minus CLOCK_MONOTONIC, which are one clock but for sleep (PEP 418).
Windows: the performance counter, which goes on in sleep, minus QueryUnbiasedInterruptTime,
which leaves it out (learn.microsoft.com, "QueryUnbiasedInterruptTime function"). Elsewhere
nothing is known, and the answer is always 0.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from typing import Any

#: QueryUnbiasedInterruptTime counts in these.
_TICK_NS = 100
#: Three readings closer together than this count as one moment; so often it is tried.
_SOON_NS, _TURNS = 50_000_000, 3


def sleep_reader() -> Callable[[], int]:
    """Give what reads, in nanoseconds, a number that grows only while the machine sleeps."""
    boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is not None:
        return lambda: linux_asleep_ns(time.clock_gettime_ns, boottime)
    if sys.platform == "win32":
        libraries: Any = ctypes
        return lambda: windows_asleep_ns(libraries.windll.kernel32, time.perf_counter_ns)
    return lambda: 0


def linux_asleep_ns(read: Callable[[int], int], boottime: int) -> int:
    """Subtract the clock that stops in sleep from the one that does not."""
    return _asleep_ns(lambda: read(boottime), lambda: read(time.CLOCK_MONOTONIC))


def windows_asleep_ns(kernel: Any, counter_ns: Callable[[], int]) -> int:
    """Subtract the interrupt time without sleep from the performance counter; 0 if it is refused.

    The two begin at different moments, so only the growth of the difference means something.
    """
    awake = ctypes.c_ulonglong()
    if not kernel.QueryUnbiasedInterruptTime(ctypes.byref(awake)):
        return 0

    def awake_ns() -> int:
        kernel.QueryUnbiasedInterruptTime(ctypes.byref(awake))
        return awake.value * _TICK_NS

    return _asleep_ns(counter_ns, awake_ns)


def _asleep_ns(elapsed_ns: Callable[[], int], awake_ns: Callable[[], int]) -> int:
    """Read both clocks at one moment; where the program was held up in between, read anew."""
    for _turn in range(_TURNS):
        before = elapsed_ns()
        awake = awake_ns()
        if elapsed_ns() - before < _SOON_NS:
            break
    return before - awake
