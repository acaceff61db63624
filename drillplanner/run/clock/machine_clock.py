"""Read the two clocks every entry carries, and say when one moved against the other.

The elapsed clock measures spans and counts sleep; the wall clock says what day it was and
may be set by anyone. Their difference is constant while nobody meddles.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from drillplanner.run.clock.sleep import sleep_reader

#: Wall minus elapsed may move this far before it counts as a jump (contract, section 2).
JUMP_NS = 500_000_000

#: Least standard uncertainty, in seconds, of tying two clocks of one source by wall time:
#: a real-time clock keeps whole seconds, and a restart reads it once. House value, class D.
TIE_U_S = Decimal(1)

_NOTE = re.compile(
    r"!clock (?:(?P<what>jump|new) moved_ns=(?P<moved>-?\d{1,19}) "
    r"u_s=(?P<u>\d{1,12}(?:\.\d{1,9})?)|slept ns=(?P<slept>\d{1,19}))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """One instant on both clocks, with the standard uncertainty of having caught it."""

    elapsed_ns: int
    wall_utc_ns: int
    u_s: Decimal = Decimal(0)

    @property
    def base_ns(self) -> int:
        """Give wall minus elapsed: what moves only when a clock was meddled with."""
        return self.wall_utc_ns - self.elapsed_ns

    def earlier(self, by_ns: int, u_s: Decimal) -> Stamp:
        """Give the instant `by_ns` before this one on both clocks, for what is entered late."""
        return Stamp(self.elapsed_ns - by_ns, self.wall_utc_ns - by_ns, u_s)


class Clock(Protocol):
    """The platform's two clocks."""

    def elapsed_ns(self) -> int:
        """Give nanoseconds since some fixed moment, sleep included."""
        ...

    def wall_utc_ns(self) -> int:
        """Give nanoseconds since 1970-01-01T00:00Z as the machine believes."""
        ...

    def asleep_ns(self) -> int:
        """Give a number of nanoseconds that grows only while the machine sleeps."""
        ...


class SystemClock:
    """The clocks of this machine.

    Elapsed is CLOCK_BOOTTIME where there is one (Linux) and the performance counter on
    Windows: both count sleep, unlike CLOCK_MONOTONIC on Linux (PEP 418).
    """

    def __init__(self) -> None:
        self._elapsed_ns = _elapsed_reader()
        self._asleep_ns = sleep_reader()

    def elapsed_ns(self) -> int:
        """Give nanoseconds since the machine started, sleep included."""
        return self._elapsed_ns()

    def wall_utc_ns(self) -> int:
        """Give nanoseconds since 1970-01-01T00:00Z as the machine believes."""
        return time.time_ns()

    def asleep_ns(self) -> int:
        """Give a number of nanoseconds that grows only while the machine sleeps."""
        return self._asleep_ns()


@dataclass(frozen=True, slots=True)
class ClockNote:
    """What the program itself writes into the log when clocks moved.

    `jump`: within a session wall minus elapsed moved by `moved_ns`. `new`: the session runs
    on a new clock, tied to the source's clock before by wall time with uncertainty `u_s`.
    `slept`: the machine slept for `moved_ns`, which the elapsed clock counted.
    """

    what: str
    moved_ns: int
    u_s: Decimal = Decimal(0)

    def words(self) -> str:
        """Write the note as the text of an entry; `read_clock_note` reads it."""
        if self.what == "slept":
            return f"!clock slept ns={self.moved_ns}"
        return f"!clock {self.what} moved_ns={self.moved_ns} u_s={self.u_s:f}"


def read_clock_note(text: str) -> ClockNote | None:
    """Read what `ClockNote.words` wrote; None if `text` is a person's note."""
    found = _NOTE.fullmatch(text)
    if found is None:
        return None
    if found["slept"] is not None:
        return ClockNote("slept", int(found["slept"]))
    return ClockNote(found["what"], int(found["moved"]), Decimal(found["u"]))


def now(clock: Clock, u_s: Decimal = Decimal(0)) -> Stamp:
    """Read both clocks, one right after the other."""
    return Stamp(clock.elapsed_ns(), clock.wall_utc_ns(), u_s)


def moved_ns(before: Stamp, after: Stamp) -> int:
    """Say how far wall minus elapsed moved between two stamps."""
    return after.base_ns - before.base_ns


def has_jumped(before: Stamp, after: Stamp) -> bool:
    """Say whether the clocks moved against each other by half a second or more."""
    return abs(moved_ns(before, after)) >= JUMP_NS


def tie_by_wall(last: Stamp, first: Stamp) -> ClockNote:
    """State how well a new clock is tied, by wall time alone, to the one before it.

    Where the elapsed clock went back, the machine was restarted and the wall clock is
    believed within `TIE_U_S`. Where it went on, either the wall clock was set or the machine
    was restarted long ago; nobody can tell, so the whole movement is the uncertainty.
    """
    moved = moved_ns(last, first)
    if first.elapsed_ns < last.elapsed_ns:
        return ClockNote("new", moved, TIE_U_S)
    whole = Decimal(abs(moved)).scaleb(-9)
    return ClockNote("new", moved, max(TIE_U_S, whole))


def _elapsed_reader() -> Callable[[], int]:
    boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is None:
        return time.perf_counter_ns
    return functools.partial(time.clock_gettime_ns, boottime)
