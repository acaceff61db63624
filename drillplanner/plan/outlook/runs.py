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

from drillplanner.plan.model import End, FirstOf, Script, refs, split_ref
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
        self._times: dict[str, np.ndarray[Any, Any]] = {}
        self._chosen: dict[str, tuple[tuple[str, ...], np.ndarray[Any, Any] | None]] = {}
        self._play(before)

    def _play(self, before: Mapping[str, Mapping[str, float]]) -> None:
        """Work the runs out, all of them a step at a time, in the order of the plan."""
        np, zero = self._np, self._np.zeros(self._samples)
        for id_ in self._order:
            earlier = tuple(before[id_])
            own = self._excess.get(id_)
            if not earlier:
                self._times[id_] = zero if own is None else np.maximum(own, 0.0)
                self._chosen[id_] = ((), None)
                continue
            if len(earlier) == 1:
                time = self._times[earlier[0]] + before[id_][earlier[0]]
                self._chosen[id_] = (earlier, None)
            else:
                ways = np.stack([self._times[one] + before[id_][one] for one in earlier])
                last = ways.argmax(axis=0)
                time = ways.max(axis=0)
                self._chosen[id_] = (earlier, last)
            if own is not None:
                # Nothing happens before what it comes after.
                soonest = self._times[earlier[0]]
                for one in earlier[1:]:
                    soonest = np.maximum(soonest, self._times[one])
                time = np.maximum(time + own, soonest)
            self._times[id_] = time

    def target(self, target: Any) -> TargetOutlook:
        np = self._np
        (start, _which), (stop, last) = self._end(target.start), self._end(target.stop)
        length = stop - start
        p50, p90 = np.quantile(length, [0.5, 0.9], method="inverted_cdf")
        if target.limit_s is None:
            return TargetOutlook(target.id, None, float(p50), float(p90), None, 0.0)
        missed = length > target.limit_s
        met = 1.0 - float(missed.mean())
        if not missed.any():
            return TargetOutlook(target.id, met, float(p50), float(p90), None, 0.0)
        step, share = self._deciding(_steps(target.stop), last, missed)
        return TargetOutlook(target.id, met, float(p50), float(p90), step, share)

    def _end(self, end: End) -> tuple[Any, Any]:
        np, steps = self._np, _steps(end)
        if len(steps) == 1:
            return self._times[steps[0]], None
        ways = np.stack([self._times[one] for one in steps])
        pick = ways.argmin(axis=0) if isinstance(end, FirstOf) else ways.argmax(axis=0)
        return np.take_along_axis(ways, pick[None], axis=0)[0], pick

    def _deciding(self, stops: tuple[str, ...], last: Any, missed: Any) -> tuple[str | None, float]:
        """Find on the way to the stop, run by run, the step that came latest for its own sake."""
        np = self._np
        runs = np.flatnonzero(missed)
        count = len(runs)
        place = {id_: n for n, id_ in enumerate(self._order)}
        here = np.array([place[one] for one in stops])
        at = np.full(count, here[0]) if last is None else here[last[runs]]
        worst, decider = np.zeros(count), np.full(count, -1)
        for number in range(len(self._order) - 1, -1, -1):
            id_ = self._order[number]
            is_here = at == number
            if not is_here.any():
                continue
            own = self._excess.get(id_)
            if own is not None:
                later = is_here & (own[runs] > worst)
                worst = np.where(later, own[runs], worst)
                decider = np.where(later, number, decider)
            earlier, which = self._chosen[id_]
            if earlier:
                before = np.array([place[one] for one in earlier])
                nexts = before[0] if which is None else before[which[runs]]
                at = np.where(is_here, nexts, at)
        known = decider[decider >= 0]
        if not len(known):
            return None, 0.0
        numbers, counts = np.unique(known, return_counts=True)
        best = int(counts.argmax())
        return self._order[int(numbers[best])], float(counts[best]) / count


def _steps(end: End) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split_ref(ref)[0] for ref in refs(end)))
