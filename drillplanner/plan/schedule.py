"""Plan when each step falls due, from the partial order of the steps and their lags.

The critical path method (Kelley and Walker, 1959) on a network of events: a step is an
event, and an `after` with its lag an arc. Branches are planned as if all were taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from drillplanner.plan.model import End, FirstOf, Script, Step, Target, refs, split_ref
from drillplanner.plan.precedence import Ancestry, in_order, steps_before


class Schedule:
    """The planned times of steps, in seconds from the first of them.

    Raises:
        ValueError: the steps wait for each other in a circle.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._before = steps_before(steps)
        order = in_order(self._before)
        if len(order) < len(self._before):
            raise ValueError("the steps wait for each other in a circle")
        earliest: dict[str, float] = {}
        for step in order:
            earlier = self._before[step].items()
            earliest[step] = max((earliest[other] + lag for other, lag in earlier), default=0.0)
        self.duration_s = max(earliest.values(), default=0.0)
        latest = dict.fromkeys(earliest, self.duration_s)
        for step in reversed(order):
            for other, lag in self._before[step].items():
                latest[other] = min(latest[other], latest[step] - lag)
        #: Earliest and latest time of each step that leaves the whole plan as short as it is.
        self.earliest_s: Mapping[str, float] = earliest
        self.latest_s: Mapping[str, float] = latest

    @cached_property
    def ancestry(self) -> Ancestry:
        """What comes before what; worked out when it is first asked for."""
        return Ancestry(self._before)

    def slack_s(self, earlier: str, later: str) -> float:
        """Tell how much longer one planned lag may grow before the whole plan does.

        KeyError if `later` does not come directly after `earlier`.
        """
        return self.latest_s[later] - self.earliest_s[earlier] - self._before[later][earlier]

    def critical_path(self) -> tuple[str, ...]:
        """Give a longest chain of steps, which makes the plan as long as it is."""
        if not self.earliest_s:
            return ()
        step = max(self.earliest_s, key=lambda name: self.earliest_s[name])
        path = [step]
        while self._before[step]:
            step = max(
                self._before[step],
                key=lambda other: self.earliest_s[other] + self._before[path[-1]][other],
            )
            path.append(step)
        return tuple(reversed(path))

    def span_s(self, target: Target) -> float | None:
        """Give the planned length of a target; None where its stop does not follow its start."""
        starts, stops = _steps_of(target.start), _steps_of(target.stop)
        if not all(step in self.earliest_s for step in (*starts, *stops)):
            return None
        follows = not set(starts).isdisjoint(stops) or self.ancestry.precede(starts, stops)
        span = self._time(target.stop) - self._time(target.start)
        return span if follows and span >= 0 else None

    def _time(self, end: End) -> float:
        pick = min if isinstance(end, FirstOf) else max
        return pick(self.earliest_s[step] for step in _steps_of(end))


def planned_times(script: Script) -> Mapping[str, float]:
    """Give each step's planned time in seconds from `t0`, else from the first step.

    Raises:
        ValueError: the steps wait for each other in a circle.
    """
    times = Schedule(script.steps).earliest_s
    zero = times.get(script.t0, 0.0) if script.t0 else 0.0
    return {step: time - zero for step, time in times.items()}


def _steps_of(end: End) -> list[str]:
    return [split_ref(ref)[0] for ref in refs(end)]
