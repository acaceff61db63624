"""Ask whether a plan will hold: play it many times with durations as ranges.

A step with a range (least, likely, most) comes early or late against its planned lag by a
triangular draw around its likely value (PERT's three points, drawn as a triangle); a step
without one comes as planned. What comes out rests on the ranges that somebody typed: it is a
projection, never a measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drillplanner.plan.model import End, FirstOf, Script, Target, refs, split_ref
from drillplanner.plan.precedence import in_order, steps_before

if TYPE_CHECKING:
    # Half a second of import, spent when somebody asks.
    import numpy as np

SEED = 20_261_130
SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class TargetOutlook:
    """How often one target is met, and the step that most often decides where it is not.

    `p50_s` and `p90_s` are the lengths that half and nine in ten of the runs do not exceed.
    """

    id: str
    met: float | None
    p50_s: float
    p90_s: float
    deciding: str | None
    deciding_share: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What came of many runs; `ranged` steps of `steps` had a range, the others stood still."""

    samples: int
    seed: int
    steps: int
    ranged: int
    targets: tuple[TargetOutlook, ...]


def outlook(script: Script, samples: int = SAMPLES, seed: int = SEED) -> Outlook:
    """Play a plan; the same seed gives the same runs.

    Raises:
        ValueError: the steps wait for each other in a circle.
    """
    runs = _Runs(script, samples, seed)
    ranged = sum(step.duration is not None for step in script.steps)
    found = tuple(runs.target(target) for target in script.targets)
    return Outlook(samples, seed, len(script.steps), ranged, found)


class _Runs:
    def __init__(self, script: Script, samples: int, seed: int) -> None:
        import numpy as np

        self._np = np
        before = steps_before(script.steps)
        order = in_order(before)
        if len(order) < len(before):
            raise ValueError("the steps wait for each other in a circle")
        self._order = order
        self._samples = samples
        generator = np.random.Generator(np.random.PCG64(seed))
        ranges = {step.id: step.duration for step in script.steps if step.duration}
        #: By how much each step comes later than planned, for its own sake.
        self._excess: dict[str, np.ndarray[Any, Any]] = {}
        for id_ in order:
            lasts = ranges.get(id_)
            if lasts is not None and lasts.most_s > lasts.least_s:
                drawn = generator.triangular(
                    lasts.least_s, min(max(lasts.likely_s, lasts.least_s), lasts.most_s),
                    lasts.most_s, samples,
                )  # fmt: skip
                self._excess[id_] = drawn - lasts.likely_s
        self._before = before
        self._place = {id_: place for place, id_ in enumerate(order)}
        self._times: dict[str, np.ndarray[Any, Any]] = {}
        self._play()

    def _play(self) -> None:
        """Work the runs out, all of them a step at a time, in the order of the plan."""
        np = self._np
        for id_ in self._order:
            earlier, own = self._before[id_], self._excess.get(id_)
            if not earlier:
                zero = np.zeros(self._samples)
                self._times[id_] = zero if own is None else np.maximum(own, 0.0)
                continue
            time = self._latest([self._times[one] + lag for one, lag in earlier.items()])
            if own is not None:
                time += own
                if float(own.min()) + min(earlier.values()) < 0:
                    # Nothing happens before what it comes after.
                    for one in earlier:
                        np.maximum(time, self._times[one], out=time)
            self._times[id_] = time

    def _latest(self, ways: list[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
        """Give the latest of some times, run by run, in the first of the arrays."""
        first, *others = ways
        for way in others:
            self._np.maximum(first, way, out=first)
        return first

    def target(self, target: Target) -> TargetOutlook:
        np = self._np
        length = self._end(target.stop) - self._end(target.start)
        p50, p90 = np.quantile(length, [0.5, 0.9], method="inverted_cdf")
        if target.limit_s is None:
            return TargetOutlook(target.id, None, float(p50), float(p90), None, 0.0)
        missed = np.flatnonzero(length > target.limit_s)
        met = 1.0 - len(missed) / self._samples
        if not len(missed):
            return TargetOutlook(target.id, met, float(p50), float(p90), None, 0.0)
        step, share = self._deciding(target, missed)
        return TargetOutlook(target.id, met, float(p50), float(p90), step, share)

    def _end(self, end: End) -> np.ndarray[Any, Any]:
        pick = self._np.minimum if isinstance(end, FirstOf) else self._np.maximum
        first, *others = (self._times[one] for one in _steps(end))
        for time in others:
            first = pick(first, time)
        return first

    def _deciding(self, target: Target, runs: np.ndarray[Any, Any]) -> tuple[str | None, float]:
        """Find on the way to the stop, run by run, the step that came latest for its own sake.

        The way ends where the span starts: what came late before that moved both ends.
        """
        np, starts = self._np, frozenset(_steps(target.start))
        worst, decider = np.zeros(self._samples), np.full(self._samples, -1)
        #: By the place of a step, the runs whose way to the stop goes through it.
        here: dict[int, list[Any]] = {}
        sign = -1.0 if isinstance(target.stop, FirstOf) else 1.0
        stops = dict.fromkeys(_steps(target.stop), 0.0)
        self._go_on(here, stops, runs, sign)
        while here:
            number = max(here)
            parts, id_ = here.pop(number), self._order[number]
            if id_ in starts:
                continue
            at = np.concatenate(parts) if len(parts) > 1 else parts[0]
            own = self._excess.get(id_)
            if own is not None:
                later = at[own[at] > worst[at]]
                worst[later], decider[later] = own[later], number
            self._go_on(here, self._before[id_], at)
        counts = np.bincount(decider[decider >= 0], minlength=1)
        best = int(counts.argmax())
        if not counts[best]:
            return None, 0.0
        return self._order[best], float(counts[best]) / len(runs)

    def _go_on(
        self,
        here: dict[int, list[Any]],
        ways: Mapping[str, float],
        at: np.ndarray[Any, Any],
        sign: float = 1.0,
    ) -> None:
        """Sort runs by which of some steps, each with its lag, was the latest (or the first)."""
        names = tuple(ways)
        if len(names) == 1:
            here.setdefault(self._place[names[0]], []).append(at)
        if len(names) <= 1:
            return
        best = sign * (self._times[names[0]][at] + ways[names[0]])
        last = self._np.zeros(len(at), dtype=self._np.int32)
        for place, name in enumerate(names[1:], 1):
            time = sign * (self._times[name][at] + ways[name])
            last[time > best] = place
            self._np.maximum(best, time, out=best)
        for place, name in enumerate(names):
            mine = at[last == place]
            if len(mine):
                here.setdefault(self._place[name], []).append(mine)


def _steps(end: End) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split_ref(ref)[0] for ref in refs(end)))
