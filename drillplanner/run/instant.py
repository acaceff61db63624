"""Find when a key was pressed, not when the program got round to it.

An input event carries the platform's own time in milliseconds, of an arbitrary zero. What the
elapsed clock shows when an event is handled, minus that time, is the zero's place plus the
event's lag; the least such difference of the last ten minutes is the best known place of the
zero (Cristian's filter: the sample that waited least is nearest the truth).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from drillplanner.run.clock import Stamp

#: Why an event's own time was not used.
#:  absent  there was none (0), as of keys that a test or another program made up
#:  future  it lay after the moment at which the event was handled
#:  old     it lay more than thirty seconds before
#:  first   nothing is known yet to tell its lag by
Why: TypeAlias = Literal["", "absent", "future", "old", "first"]

#: Times of input events are 32 bits of milliseconds on X11 and Windows; they wrap in 49.7 days.
WRAP_MS = 2**32
#: How far back the least lag is looked for.
WINDOW_NS = 600 * 10**9
#: An event that waited longer than this is not believed.
OLDEST_NS = 30 * 10**9
#: Ticks of the platform's clock: a time may seem this far ahead of the elapsed clock.
TICK_NS = 20 * 10**6
#: Without a known zero a first sample may have lagged; a later one may undercut it by this much.
FIRST_LAG_NS = 10 * 10**9
#: After this many times in a row that were not believed the zero has moved; learn it anew.
_MOVED_AFTER = 3
#: A known zero is dropped if, of this many samples, the least still seems to lag this long.
_ENOUGH, _DISBELIEF_NS = 8, 250 * 10**6

#: Standard uncertainty, in seconds, of an instant read by the program's clock because the
#: event had no usable time: the lag is unknown, of the order of a second at worst in a
#: program that never blocks for longer. House value, class D.
SLOT_U_S = Decimal(1)
#: Standard uncertainty of the platform's time itself: ticks of up to 16 ms.
EVENT_U_S = Decimal("0.01")

#: What an entry says in its text if its instant is the program's and not the event's.
SLOT_NOTE = "!instant slot"


@dataclass(frozen=True, slots=True)
class Caught:
    """The instant of an input event; `why` says why the program's clock had to stand in."""

    stamp: Stamp
    lag_ns: int = 0
    why: Why = ""

    @property
    def is_exact(self) -> bool:
        """Say whether the instant is the event's own."""
        return not self.why

    @property
    def note(self) -> str:
        """Give what an entry made from this says about its instant; empty if it is exact."""
        return f"{SLOT_NOTE} {self.why}" if self.why else ""


class InstantMap:
    """Maps event times onto the elapsed clock, learning the place of their zero on the way."""

    def __init__(self) -> None:
        self._lasts = -1
        self._turns = 0
        #: (elapsed_ns, difference) in rising order of both: the head is the window's least.
        self._samples: deque[tuple[int, int]] = deque()
        self._count = 0
        self._strikes = 0
        self._known_ns: int | None = None

    def clear(self) -> None:
        """Forget what was learnt: the machine slept, or a clock was set."""
        self._samples.clear()
        self._count = 0
        self._strikes = 0
        self._lasts = -1
        self._turns = 0

    def catch(self, event_ms: int, present: Stamp, known_ns: int | None = None) -> Caught:
        """Give the instant of an event that is handled at `present`.

        Args:
            event_ms: the event's own time; 0 means that it has none.
            present: the clocks read first thing in the handler.
            known_ns: elapsed clock minus event clock, where the platform lets both be read.
                If it moved, the machine slept, and what was learnt is forgotten.
        """
        if known_ns is not None and self._known_ns is not None:
            if abs(known_ns - self._known_ns) > TICK_NS:
                self.clear()
        self._known_ns = known_ns
        if event_ms == 0:
            return _slot(present, "absent")
        difference = present.elapsed_ns - self._unwrapped_ms(event_ms, present, known_ns) * 10**6
        why = self._doubt(difference, known_ns)
        if why:
            self._strike(present, difference, why)
            return _slot(present, why)
        self._strikes = 0
        self._learn(present.elapsed_ns, difference)
        zero = self._zero(known_ns)
        if zero is None:
            return _slot(present, "first")
        lag_ns = max(0, difference - zero)
        return Caught(present.earlier(lag_ns, EVENT_U_S), lag_ns)

    def _unwrapped_ms(self, event_ms: int, present: Stamp, known_ns: int | None) -> int:
        """Carry a 32-bit time on beyond its wraps, nearest to the time before it."""
        low = event_ms % WRAP_MS
        if known_ns is not None:
            expected = (present.elapsed_ns - known_ns) // 10**6
        elif self._lasts >= 0:
            expected = self._lasts
        else:
            self._lasts = low
            return low
        half = WRAP_MS // 2
        whole = expected + (low - expected + half) % WRAP_MS - half
        self._lasts = whole
        return whole

    def _doubt(self, difference: int, known_ns: int | None) -> Why:
        zero = self._zero(known_ns)
        if zero is None:
            return ""
        least = known_ns is not None or self._count > 1
        if difference < zero - (TICK_NS if least and known_ns is not None else FIRST_LAG_NS):
            return "future"
        return "old" if difference > zero + OLDEST_NS else ""

    def _strike(self, present: Stamp, difference: int, why: Why) -> None:
        """Count times that were not believed; several alike mean that the zero moved."""
        self._strikes += 1
        if self._strikes >= _MOVED_AFTER:
            known = self._known_ns
            self.clear()
            self._known_ns = known
            if known is None:
                self._learn(present.elapsed_ns, difference)

    def _learn(self, at_ns: int, difference: int) -> None:
        self._count += 1
        samples = self._samples
        while samples and samples[-1][1] >= difference:
            samples.pop()
        samples.append((at_ns, difference))
        while samples[0][0] < at_ns - WINDOW_NS:
            samples.popleft()

    def _zero(self, known_ns: int | None) -> int | None:
        """Give the best known place of the zero: what is known, or the least that was seen."""
        seen = self._samples[0][1] if self._samples else None
        if known_ns is None:
            return seen if self._count > 1 or seen is None else seen
        if seen is None:
            return known_ns
        if self._count >= _ENOUGH and seen - known_ns > _DISBELIEF_NS:
            return seen
        return min(seen, known_ns)


def _slot(present: Stamp, why: Why) -> Caught:
    return Caught(Stamp(present.elapsed_ns, present.wall_utc_ns, SLOT_U_S), 0, why)
