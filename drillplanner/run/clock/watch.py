"""Watch a machine's clocks between presses, and say what befell them."""

from __future__ import annotations

from drillplanner.run.clock.machine_clock import Clock, ClockNote, Stamp, has_jumped, moved_ns, now

#: A machine that slept longer than this between two looks is told of. It must exceed what
#: two clocks that are not read at one instant may differ by. House value, class D.
SLEPT_NS = 10**9


class ClockWatch:
    """Compares the clocks with how they stood at the last note; a look costs microseconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._base = now(clock)
        self._asleep_ns = clock.asleep_ns()

    def look(self, present: Stamp) -> tuple[ClockNote, ...]:
        """Give what is to be noted now, each thing once: sleep, then a move of the wall clock.

        A wall clock that creeps is told of whenever it has crept by `JUMP_NS`.
        """
        notes: list[ClockNote] = []
        asleep_ns = self._clock.asleep_ns()
        slept_ns, self._asleep_ns = asleep_ns - self._asleep_ns, asleep_ns
        if slept_ns > SLEPT_NS:
            notes.append(ClockNote("slept", slept_ns))
        if has_jumped(self._base, present):
            notes.append(ClockNote("jump", moved_ns(self._base, present)))
            self._base = present
        return tuple(notes)
