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

from drillplanner.run.clock.machine_clock import Stamp

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
#: This many times in a row that were not believed but agree with each other within a second
#: mean that the zero has moved; it is learnt anew.
_MOVED_AFTER, _ALIKE_NS = 3, 10**9
#: A known zero is dropped if, of this many samples, the least still seems to lag this long.
_ENOUGH, _DISBELIEF_NS = 8, 5 * 10**9

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
        self._last_ms: int | None = None
        #: (elapsed_ns, difference), both rising: the head holds the least of the window.
        self._samples: deque[tuple[int, int]] = deque()
        self._count = 0
        self._strikes: list[int] = []
        self._known_ns: int | None = None
        self._is_known_wrong = False

    def clear(self) -> None:
        """Forget what was learnt: the machine slept, or a clock was set."""
        self._samples.clear()
        self._strikes.clear()
        self._count = 0
        self._last_ms = None

    def catch(self, event_ms: int, present: Stamp, known_ns: int | None = None) -> Caught:
        """Give the instant of an event that is handled at `present`.

        Args:
            event_ms: the event's own time; 0 means that it has none.
            present: the clocks read first thing in the handler.
            known_ns: elapsed clock minus event clock, where the platform lets both be read.
                If it moved, the machine slept, and what was learnt is forgotten.
        """
        known = self._believed(known_ns)
        if event_ms == 0:
            return _slot(present, "absent")
        whole_ms = self._unwrapped(event_ms, present, known)
        difference = present.elapsed_ns - whole_ms * 10**6
        why = self._doubt(difference, known)
        if why:
            self._strike(difference)
            return _slot(present, why)
        self._strikes.clear()
        self._last_ms = whole_ms
        self._learn(present.elapsed_ns, difference)
        zero = self._zero(known)
        if zero is None or (known is None and self._count == 1):
            return _slot(present, "first")
        lag_ns = max(0, difference - zero)
        return Caught(present.earlier(lag_ns, EVENT_U_S), lag_ns)

    def _believed(self, known_ns: int | None) -> int | None:
        """Give the known zero unless it proved wrong; forget everything if it moved."""
        before, self._known_ns = self._known_ns, known_ns
        if known_ns is None or self._is_known_wrong:
            return None
        if before is not None and abs(known_ns - before) > TICK_NS:
            self.clear()
        return known_ns

    def _unwrapped(self, event_ms: int, present: Stamp, known: int | None) -> int:
        """Carry a 32-bit time on beyond its wraps, to the turn nearest to what is expected."""
        low = event_ms % WRAP_MS
        expected = (present.elapsed_ns - known) // 10**6 if known is not None else self._last_ms
        if expected is None:
            return low
        half = WRAP_MS // 2
        return expected + (low - expected + half) % WRAP_MS - half

    def _doubt(self, difference: int, known: int | None) -> Why:
        zero = self._zero(known)
        if zero is None:
            return ""
        earliest = known - TICK_NS if known is not None else zero - FIRST_LAG_NS
        if difference < earliest:
            return "future"
        return "old" if difference > zero + OLDEST_NS else ""

    def _strike(self, difference: int) -> None:
        """Count times that were not believed; several that agree mean that the zero moved."""
        if self._strikes and abs(self._strikes[-1] - difference) > _ALIKE_NS:
            self._strikes.clear()
        self._strikes.append(difference)
        if len(self._strikes) >= _MOVED_AFTER:
            self._is_known_wrong = self._known_ns is not None
            self.clear()

    def _learn(self, at_ns: int, difference: int) -> None:
        self._count += 1
        samples = self._samples
        while samples and samples[-1][1] >= difference:
            samples.pop()
        samples.append((at_ns, difference))
        while samples[0][0] < at_ns - WINDOW_NS:
            samples.popleft()

    def _zero(self, known: int | None) -> int | None:
        """Give the best known place of the zero: what is known, or the least that was seen."""
        seen = self._samples[0][1] if self._samples else None
        if known is None or seen is None:
            return seen if known is None else known
        if self._count >= _ENOUGH and seen - known > _DISBELIEF_NS:
            return seen
        return min(seen, known)


def _slot(present: Stamp, why: Why) -> Caught:
    return Caught(Stamp(present.elapsed_ns, present.wall_utc_ns, SLOT_U_S), 0, why)
