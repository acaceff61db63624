"""Join what several observers saw of one step and unit, on clocks that are tied to each other.

Rules: docs/scoring.md, section 3. Sources of the formulas: weighted mean with its external
uncertainty, Birge (1932); scaled median absolute deviation and the u of a median,
ISO 13528:2022; its correction for few values, Croux and Rousseeuw (1992).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from drillplanner.base.exact import exact, surely_above
from drillplanner.plan.model import Scoring
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.instant import Edges, Instant, Part, exactly, tie_variance
from drillplanner.review.observation import Observation
from drillplanner.review.rules import DEVIATION, FEW, MEDIAN_U
from drillplanner.review.scorecard import Conflict
from drillplanner.review.verdicts import ConflictKind

#: Fewer observers than this have a mean, not a median.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Joined:
    """What the observers of one tied group came to.

    `readings` are the entries used, one a source and the lowest first, where they are so far
    apart that the step is disputed.
    """

    edges: Edges
    readings: tuple[Edges, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry read on the common clock; `at_s` is there, the row's on its own."""

    row: Observation
    at_s: Fraction
    own_s: Fraction


class Joiner:
    """Joins the entries of one step and unit; `variance_s2` is the square of the step's `u_s`."""

    def __init__(self, alignment: Alignment, scoring: Scoring) -> None:
        self._alignment = alignment
        self._reference = scoring.reference
        self._factor = exact(scoring.coverage_factor)
        self._spread_s = exact(scoring.conflict_s)

    def join(self, rows: Sequence[Observation], variance_s2: Fraction) -> Joined:
        """Join the timed rows of one tied group, of one step and unit."""
        pool = best_kind(rows)
        clock = self._clock(pool)
        if pool[0].bound != "exact":
            return self._join_bounds(pool, clock, variance_s2)
        entries = self._in_order(pool, clock)
        value = _value(entries, clock, variance_s2)
        edges = exactly(value)
        conflicts = [*self._contradicted(rows, value)]
        readings: tuple[Edges, ...] = ()
        spread = self._spread(entries[0], entries[-1], rows=pool, step_variance=variance_s2)
        if spread is not None:
            conflicts.insert(0, spread)
            readings = tuple(exactly(_alone(one, variance_s2)) for one in entries)
        return Joined(edges, readings, tuple(conflicts))

    def _clock(self, pool: Sequence[Observation]) -> str:
        """Choose the clock of a joined value: the reference's, else the first row's."""
        sources = {row.source for row in pool}
        if self._reference in sources and self._reference is not None:
            return self._reference
        return min(pool, key=lambda row: row.number).source

    def _in_order(self, pool: Sequence[Observation], clock: str) -> list[_Entry]:
        """Order entries on one clock; equal times by uncertainty, then by source."""
        entries = [self._entry(row, _time(row), clock) for row in pool]
        return sorted(entries, key=_place)

    def _entry(self, row: Observation, own_s: Fraction, clock: str) -> _Entry:
        return _Entry(row, self._alignment.read(own_s, row.source, clock), own_s)

    def _spread(
        self,
        low: _Entry,
        high: _Entry,
        rows: Sequence[Observation],
        step_variance: Fraction,
    ) -> Conflict | None:
        """Name observers further apart than their uncertainties and `conflict_s` explain."""
        spread = high.at_s - low.at_s
        if spread <= self._spread_s:
            return None
        tie = self._alignment.carry(high.own_s, high.row.source, low.row.source).variance_s2
        variance = low.row.variance_s2 + high.row.variance_s2 + tie + 2 * step_variance
        if not surely_above(spread, variance, self._factor, self._spread_s):
            return None
        return _conflict("spread", rows, spread)

    def _contradicted(self, rows: Sequence[Observation], value: Instant) -> Iterator[Conflict]:
        """Name bounded entries that the exact result lies outside of (`contradicts_bound`)."""
        for row in rows:
            over = [self._over(edge, value, sign) for edge, sign in _bounds(row)]
            worst = max((one for one in over if one is not None), default=None)
            if worst is not None:
                yield _conflict("contradicts_bound", [*value.rows, row], worst)

    def _over(self, edge: Part, value: Instant, sign: int) -> Fraction | None:
        bound = Instant((edge,), edge.at_s, edge.source, edge.row.variance_s2)
        there = self._alignment.read(edge.at_s, edge.source, value.clock)
        over = sign * (value.value_s - there)
        tie = tie_variance(value, bound, self._alignment)
        variance = value.variance_s2 + bound.variance_s2 + tie
        return over if surely_above(over, variance, self._factor, Fraction(0)) else None

    def _join_bounds(
        self, pool: Sequence[Observation], clock: str, variance_s2: Fraction
    ) -> Joined:
        """Take the greatest low and the least high; edges that cross are a spread."""
        lows, highs = self._edges_of(pool, clock, -1), self._edges_of(pool, clock, 1)
        low, high = max(lows, key=_place, default=None), min(highs, key=_place, default=None)
        edges = Edges(
            None if low is None else _single(low, clock, variance_s2),
            None if high is None else _single(high, clock, variance_s2),
        )
        if low is None or high is None:
            return Joined(edges)
        conflict = self._spread(high, low, pool, variance_s2)
        if conflict is None:
            return Joined(edges)
        of_sources: dict[str, list[Observation]] = {}
        for row in pool:
            of_sources.setdefault(row.source, []).append(row)
        readings = [
            self._join_bounds(rows, rows[0].source, variance_s2).edges
            for rows in of_sources.values()
            if len(of_sources) > 1
        ]
        readings.sort(key=lambda one: one.given.at_s(clock, self._alignment))
        return Joined(edges, tuple(readings), (conflict,))

    def _edges_of(self, pool: Sequence[Observation], clock: str, sign: int) -> list[_Entry]:
        return [
            self._entry(row, edge.at_s, clock)
            for row in pool
            for edge, side in _bounds(row)
            if side == sign
        ]


def best_kind(rows: Sequence[Observation]) -> list[Observation]:
    """Keep the best kind of entry there is: seen before radio, exact before bounded."""
    pool = [row for row in rows if row.observed != "radio"] or list(rows)
    return [row for row in pool if row.bound == "exact"] or pool


def _value(entries: Sequence[_Entry], clock: str, variance_s2: Fraction) -> Instant:
    """Join exact entries in order of time; the step's own uncertainty comes once, after that."""
    if len(entries) == 1:
        return _single(entries[0], clock, variance_s2)
    if len(entries) < _FEWEST:
        return _mean(entries, clock, variance_s2)
    return _median(entries, clock, variance_s2)


def _single(entry: _Entry, clock: str, variance_s2: Fraction) -> Instant:
    part = Part(entry.row, entry.own_s)
    return Instant((part,), entry.at_s, clock, entry.row.variance_s2 + variance_s2)


def _alone(entry: _Entry, variance_s2: Fraction) -> Instant:
    """Read an entry as if there were no other: on its own clock."""
    part = Part(entry.row, entry.own_s)
    return Instant((part,), part.at_s, part.source, entry.row.variance_s2 + variance_s2)


def _mean(entries: Sequence[_Entry], clock: str, variance_s2: Fraction) -> Instant:
    """Take the weighted mean; its u is the greater of the weights' own and Birge's external one.

    An entry known exactly outweighs the other; two such count alike.
    """
    weights = _weights(entries)
    total = sum(weights, Fraction(0))
    value = sum((w * one.at_s for w, one in zip(weights, entries, strict=True)), Fraction(0))
    value /= total
    squares = sum(
        (w * (one.at_s - value) ** 2 for w, one in zip(weights, entries, strict=True)), Fraction(0)
    )
    is_known = any(one.row.variance_s2 == 0 for one in entries)
    internal = Fraction(0) if is_known else 1 / total
    external = squares / ((len(entries) - 1) * total)
    parts = tuple(
        Part(one.row, one.own_s, weight / total)
        for weight, one in zip(weights, entries, strict=True)
        if weight
    )
    return Instant(
        parts,
        value,
        clock,
        max(internal, external) + variance_s2,
        differs=external > internal,
    )


def _median(entries: Sequence[_Entry], clock: str, variance_s2: Fraction) -> Instant:
    """Take the weighted median; its u is the greater of its entry's and the deviations' one."""
    made_by = _middle(entries)
    value = sum((one.at_s for one in made_by), Fraction(0)) / len(made_by)
    count = len(entries)
    apart = _plain_median([abs(one.at_s - value) for one in entries])
    internal = max(one.row.variance_s2 for one in made_by)
    scaled = MEDIAN_U * DEVIATION * _correction(count) * apart
    external = scaled * scaled / count
    return Instant(
        tuple(Part(one.row, one.own_s, Fraction(1, len(made_by))) for one in made_by),
        value,
        clock,
        max(internal, external) + variance_s2,
        is_median=len(made_by) > 1,
        differs=external > internal,
    )


def _middle(entries: Sequence[_Entry]) -> Sequence[_Entry]:
    """Choose the entry at half of the weights, or the two on either side of it."""
    if len({one.row.variance_s2 for one in entries}) == 1:
        return entries[(len(entries) - 1) // 2 : len(entries) // 2 + 1]
    weighty = [
        (weight, one) for weight, one in zip(_weights(entries), entries, strict=True) if weight
    ]
    reached = list(accumulate(weight for weight, _one in weighty))
    at = next(number for number, sofar in enumerate(reached) if 2 * sofar >= reached[-1])
    is_halved = 2 * reached[at] == reached[-1]
    return [one for _weight, one in weighty[at : at + 1 + is_halved]]


def _weights(entries: Sequence[_Entry]) -> list[Fraction]:
    """Weigh entries by 1/u²; those known exactly outweigh all others and count alike."""
    if any(one.row.variance_s2 == 0 for one in entries):
        return [Fraction(one.row.variance_s2 == 0) for one in entries]
    return [1 / one.row.variance_s2 for one in entries]


def _correction(count: int) -> Fraction:
    few = count - _FEWEST
    return FEW[few] if few < len(FEW) else count / (count - Fraction("0.8"))


def _plain_median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _bounds(row: Observation) -> Iterator[tuple[Part, int]]:
    """Give the edges of a bounded entry: −1 for a low one, 1 for a high one."""
    at_s = _time(row)
    if row.bound in ("at_least", "between"):
        yield Part(row, at_s), -1
    if row.bound in ("at_most", "between"):
        yield Part(row, at_s if row.until_s is None else row.until_s), 1


def _place(entry: _Entry) -> tuple[Fraction, Fraction, str]:
    return entry.at_s, entry.row.variance_s2, entry.row.source


def _time(row: Observation) -> Fraction:
    if row.at_s is None:
        raise ValueError(row)
    return row.at_s


def _conflict(kind: ConflictKind, rows: Sequence[Observation], spread: Fraction) -> Conflict:
    first = rows[0]
    return Conflict(
        kind,
        tuple(dict.fromkeys(row.source for row in rows)),
        step=first.step,
        unit=first.unit,
        spread_s=float(spread),
        places=tuple(dict.fromkeys(row.place for row in rows)),
    )
