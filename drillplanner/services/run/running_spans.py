"""Follow which targets run during a drill, and how much of their limits is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.plan.model import End, FirstOf, Script, Target, refs, split_ref


@dataclass(frozen=True, slots=True)
class Countdown:
    """A target that runs: seconds left of its limit, negative once it is overdue."""

    target: Target
    left_s: float


class RunningSpans:
    """The targets of a script that began and are not over; `follow` them as steps change.

    Args:
        script: its targets; those without a limit are left out.
        when_ns: when a step or STEP/UNIT was first marked, on the session's elapsed clock.
        is_settled: whether nothing more is awaited of a step, or of one of its units.
    """

    def __init__(
        self,
        script: Script,
        when_ns: Callable[[str], int | None],
        is_settled: Callable[[str, str | None], bool],
    ) -> None:
        self._when_ns = when_ns
        self._is_settled = is_settled
        self._targets = script.targets
        self._by_step = _targets_by_step(script, lambda one: (*refs(one.start), *refs(one.stop)))
        self._ending = _targets_by_step(script, lambda one: refs(one.stop))
        #: Every target that runs and when it began, by its id.
        self._began: dict[str, tuple[Target, int]] = {}
        self._holds: list[tuple[int, int | None]] = []

    def follow(self, steps: Collection[str]) -> None:
        """See anew which targets run that begin or end at steps of which something was said."""
        for step in steps:
            for target in self._by_step.get(step, ()):
                start = self._end_ns(target.start)
                if start is None or self._is_reached(target.stop):
                    self._began.pop(target.id, None)
                else:
                    self._began[target.id] = (target, start)

    def hold(self, at_ns: int) -> None:
        """Stop counting: the drill is held."""
        self._holds.append((at_ns, None))

    def forget_holds(self) -> None:
        """Take all holds for not logged, before those that stand are told anew."""
        self._holds.clear()

    def resume(self, at_ns: int) -> None:
        """Count again."""
        if self._holds and self._holds[-1][1] is None:
            self._holds[-1] = (self._holds[-1][0], at_ns)

    def towards(self, step: str, now_ns: int) -> Countdown | None:
        """Give the target that runs out first at a step."""
        found = [
            self._left(target, self._began[target.id][1], now_ns)
            for target in self._ending.get(step, ())
            if target.id in self._began
        ]
        return min(found, key=lambda one: one.left_s, default=None)

    def running(self, now_ns: int) -> tuple[Countdown, ...]:
        """List every target that runs, the one that runs out first in front."""
        found = [self._left(target, start, now_ns) for target, start in self._began.values()]
        return tuple(sorted(found, key=lambda one: one.left_s))

    def interrupted(self) -> tuple[Target, ...]:
        """List the targets in which the last hold lies that is over, those without a limit too."""
        since_ns, until_ns = self._holds[-1] if self._holds else (0, None)
        if until_ns is None:
            return ()
        return tuple(one for one in self._targets if self._overlaps(one, since_ns, until_ns))

    def _overlaps(self, target: Target, since_ns: int, until_ns: int) -> bool:
        start, stop = self._end_ns(target.start), self._end_ns(target.stop)
        if start is None or start >= until_ns:
            return False
        return stop > since_ns if stop is not None else not self._is_reached(target.stop)

    def _left(self, target: Target, start_ns: int, now_ns: int) -> Countdown:
        gone_ns = now_ns - start_ns - self._held_ns(start_ns, now_ns)
        return Countdown(target, (target.limit_s or 0.0) - gone_ns / 1e9)

    def _held_ns(self, since_ns: int, until_ns: int) -> int:
        return sum(
            max(0, min(stop if stop is not None else until_ns, until_ns) - max(start, since_ns))
            for start, stop in self._holds
        )

    def _end_ns(self, end: End) -> int | None:
        """Give when an end of a target was reached, if it was."""
        named = refs(end)
        found = [time for ref in named if (time := self._when_ns(ref)) is not None]
        if isinstance(end, FirstOf):
            return min(found, default=None)
        return max(found) if len(found) == len(named) else None

    def _is_reached(self, stop: End) -> bool:
        reached = [self._is_settled(*split_ref(ref)) for ref in refs(stop)]
        return any(reached) if isinstance(stop, FirstOf) else all(reached)


def _targets_by_step(
    script: Script, named: Callable[[Target], Sequence[str]]
) -> Mapping[str, list[Target]]:
    """Find the targets that name each step."""
    found: dict[str, list[Target]] = defaultdict(list)
    for target in script.targets:
        if target.limit_s is not None:
            for step in {split_ref(ref)[0] for ref in named(target)}:
                found[step].append(target)
    return found
