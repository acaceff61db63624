"""Walk the partial order of a script's steps: what comes before what, and where it circles."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import TypeAlias

from drillplanner.plan.model import Step

#: For every step the steps it comes after, each with its planned lag in seconds.
Before: TypeAlias = "dict[str, dict[str, float]]"


def steps_before(steps: Sequence[Step]) -> Before:
    """List what each step comes after; names of no step are passed over, the longest lag kept."""
    before: Before = {step.id: {} for step in steps}
    for step in steps:
        lags = before[step.id]
        for after in step.after:
            if after.step in before:
                lags[after.step] = max(after.lag_s, lags.get(after.step, 0.0))
    return before


def in_order(before: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    """Sort the steps so that each follows all it comes after; those of a circle are left out."""
    following: dict[str, list[str]] = {step: [] for step in before}
    waiting = {step: len(earlier) for step, earlier in before.items()}
    for step, earlier in before.items():
        for other in earlier:
            following[other].append(step)
    ready = deque(step for step, count in waiting.items() if count == 0)
    order: list[str] = []
    while ready:
        step = ready.popleft()
        order.append(step)
        for other in following[step]:
            waiting[other] -= 1
            if waiting[other] == 0:
                ready.append(other)
    return tuple(order)


def find_circles(before: Mapping[str, Mapping[str, object]]) -> tuple[tuple[str, ...], ...]:
    """Name circles in the order of time, at least one wherever steps wait for each other.

    A step that comes after itself is a circle of one.
    """
    left = set(before).difference(in_order(before))
    circles: list[tuple[str, ...]] = []
    walked: set[str] = set()
    for first in before:
        if first not in left or first in walked:
            continue
        trail: dict[str, int] = {}
        step = first
        # Each step left over waits for another one left over, so the walk ends in a circle.
        while step not in trail and step not in walked:
            trail[step] = len(trail)
            step = next(other for other in before[step] if other in left)
        if step in trail:
            circles.append(tuple(reversed(list(trail)[trail[step] :])))
        walked.update(trail)
    return tuple(circles)


class Ancestry:
    """Answer whether one step comes before another, directly or through others."""

    def __init__(self, before: Mapping[str, Mapping[str, object]]) -> None:
        self._bit = {step: 1 << place for place, step in enumerate(before)}
        self._earlier = dict.fromkeys(before, 0)
        for step in in_order(before):
            for other in before[step]:
                self._earlier[step] |= self._earlier[other] | self._bit[other]

    def precedes(self, earlier: str, later: str) -> bool:
        """Tell whether `earlier` comes before `later`; False for names of no step."""
        return bool(self._earlier.get(later, 0) & self._bit.get(earlier, 0))

    def precede(
        self,
        earlier: Collection[str],
        later: Collection[str],
        *,
        all_earlier: bool = False,
        all_later: bool = False,
    ) -> bool:
        """Tell whether some (or all) of `earlier` come before some (or all) of `later`."""
        early = [self._bit.get(step, 0) for step in earlier]
        late = (self._earlier.get(step, 0) for step in later)
        before = reduce(and_, late) if all_later else reduce(or_, late, 0)
        if all_earlier:
            return all(before & bit for bit in early)
        return bool(before & reduce(or_, early, 0))
