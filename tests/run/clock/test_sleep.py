"""How long the machine slept, from the clocks of Linux and of Windows."""

from __future__ import annotations

import ctypes
import sys
import time
from typing import Any

import pytest

from drillplanner.run.clock.machine_clock import SystemClock
from drillplanner.run.clock.sleep import linux_asleep_ns, windows_asleep_ns

BOOTTIME = 7
MINUTE_NS = 60 * 10**9


class FakeKernel:
    """Windows' kernel32 with an interrupt time that stops in sleep; it may refuse to tell it."""

    def __init__(self, ticks: int, *, refuses: bool = False) -> None:
        self.ticks = ticks
        self._refuses = refuses

    def QueryUnbiasedInterruptTime(self, place: Any) -> int:  # noqa: N802 - Windows' name
        if self._refuses:
            return 0
        ctypes.cast(place, ctypes.POINTER(ctypes.c_ulonglong)).contents.value = self.ticks
        return 1


def test_linux_counts_what_boottime_is_ahead_of_monotonic() -> None:
    clocks = {BOOTTIME: 25 * MINUTE_NS, time.CLOCK_MONOTONIC: 15 * MINUTE_NS}

    assert linux_asleep_ns(clocks.__getitem__, BOOTTIME) == 10 * MINUTE_NS


def test_a_program_that_was_held_up_between_two_readings_reads_anew() -> None:
    # stopped for 3 s after the first reading of BOOTTIME; nothing slept
    boottime = iter([0, 3 * 10**9, 3 * 10**9 + 10, 3 * 10**9 + 30])
    monotonic = iter([3 * 10**9, 3 * 10**9 + 10])

    def read(number: int) -> int:
        return next(boottime if number == BOOTTIME else monotonic)

    assert linux_asleep_ns(read, BOOTTIME) == 0


def test_windows_grows_by_the_time_asleep_and_only_then() -> None:
    # ticks are 100 ns: five minutes awake are 3,000,000,000 of them
    kernel = FakeKernel(ticks=5_000_000)
    before = windows_asleep_ns(kernel, lambda: 2 * MINUTE_NS)

    kernel.ticks += 3_000_000_000
    awake = windows_asleep_ns(kernel, lambda: 7 * MINUTE_NS)
    slept = windows_asleep_ns(kernel, lambda: 17 * MINUTE_NS)

    assert awake == before
    assert slept - before == 10 * MINUTE_NS


def test_a_windows_that_does_not_tell_never_slept() -> None:
    kernel = FakeKernel(0, refuses=True)

    assert windows_asleep_ns(kernel, lambda: 5 * MINUTE_NS) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads the clocks of Linux")
def test_this_machine_does_not_fall_asleep_while_it_is_looked_at() -> None:
    clock = SystemClock()
    before = clock.asleep_ns()

    assert abs(clock.asleep_ns() - before) < 10**8
