"""Tie the clocks of different sources by shared marks or statements, with each uncertainty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from drillplanner.base.exact import exact, root, settle
from drillplanner.plan.model import Scoring
from drillplanner.review.observation import Log, StatedOffset, SyncMark
from drillplanner.review.scorecard import Conflict, Tie

DAY_S = 86_400

#: Shared marks of two clocks that are weighed by exact fractions; a drill has two or three.
_EXACT_MARKS = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A time carried from one clock to another: the time there, and the ties' variance."""

    at_s: Fraction
    variance_s2: Fraction


@dataclass(frozen=True, slots=True)
class ClockPass:
    """One tie, in one direction: there = t + offset + rate·(t − middle)."""

    offset_s: Fraction
    variance_s2: Fraction
    middle_s: Fraction = Fraction(0)
    rate: Fraction = Fraction(0)
    rate_variance: Fraction = Fraction(0)
    marks_s: tuple[Fraction, ...] = ()
    is_fitted: bool = False

    def carry(self, at_s: Fraction, drift: Fraction) -> Passage:
        """Carry a time over; `drift` is what clocks may drift away from their shared marks."""
        away = at_s - self.middle_s
        variance = self.variance_s2 + self.rate_variance * away * away
        if self.marks_s:
            nearest = min(abs(at_s - mark) for mark in self.marks_s)
            variance += (drift * nearest) ** 2
        return Passage(at_s + self.offset_s + self.rate * away, variance)


@dataclass(frozen=True, slots=True)
class SharedMark:
    """A mark both sources read: when here, when there, and the variance of the difference."""

    name: str
    here_s: Fraction
    there_s: Fraction
    variance_s2: Fraction


def whole_days(seconds: Fraction) -> int:
    """Count the whole days nearest to a stretch of seconds."""
    return round(seconds / DAY_S)


def on_day_of(mark: SharedMark, difference: Fraction) -> SharedMark:
    """Read a mark on the day that brings its difference nearest to the first mark's."""
    days = whole_days(mark.there_s - mark.here_s - difference)
    return (
        SharedMark(mark.name, mark.here_s, mark.there_s - DAY_S * days, mark.variance_s2)
        if days
        else mark
    )


def fit(shared: Sequence[SharedMark], span_s: Fraction) -> ClockPass:
    """Fit offset, and drift where the marks span enough, weighted by inverse variance.

    Variances come from the weights, not from the residuals. Marks known exactly
    (variance 0) outweigh all others.
    """
    sure = [mark for mark in shared if mark.variance_s2 == 0]
    used = sure or list(shared)
    weights = _weights(used)
    total = sum(weights, Fraction(0))
    differences = [mark.there_s - mark.here_s for mark in used]
    middle = settle(
        sum((w * m.here_s for w, m in zip(weights, used, strict=True)), Fraction(0)) / total
    )
    offset = settle(
        sum((w * d for w, d in zip(weights, differences, strict=True)), Fraction(0)) / total
    )
    variance = Fraction(0) if sure else settle(1 / total)
    marks = tuple(mark.here_s for mark in shared)
    times = [mark.here_s for mark in used]
    if max(times) - min(times) < span_s:
        return ClockPass(offset, variance, middle, marks_s=marks)
    about = [time - middle for time in times]
    spread = sum((w * x * x for w, x in zip(weights, about, strict=True)), Fraction(0))
    slope = (
        sum((w * x * d for w, x, d in zip(weights, about, differences, strict=True)), Fraction(0))
        / spread
    )
    return ClockPass(
        offset,
        variance,
        middle,
        rate=settle(slope),
        rate_variance=Fraction(0) if sure else settle(1 / spread),
        marks_s=marks,
        is_fitted=True,
    )


def _weights(marks: Sequence[SharedMark]) -> list[Fraction]:
    """Weigh marks by inverse variance; marks known exactly all weigh the same.

    Beyond a handful, weights keep 53 bits: sums of exact ones would take minutes.
    """
    if any(mark.variance_s2 == 0 for mark in marks):
        return [Fraction(1)] * len(marks)
    weights = [1 / mark.variance_s2 for mark in marks]
    return weights if len(marks) <= _EXACT_MARKS else [Fraction(float(w)) for w in weights]


#: Beyond this two clocks are not drifting but one of them is broken (contract, section 3).
_DRIFT_CONFLICT = Fraction(500, 1_000_000)


class Alignment:
    """The ties between all clocks of one log; carries times from one clock to another."""

    def __init__(self, log: Log, scoring: Scoring) -> None:
        self._log = log
        self._span_s = exact(scoring.drift_span_s)
        self._drift = exact(scoring.drift_ppm) / 1_000_000
        self._marks: dict[str, dict[str, SyncMark]] = defaultdict(dict)
        for mark in log.sync_marks:
            self._marks[mark.source].setdefault(mark.name, mark)
        self._stated: dict[tuple[str, str], StatedOffset] = {}
        for stated in log.offsets:
            pair = (stated.source, stated.other)
            if pair not in self._stated and pair[::-1] not in self._stated:
                self._stated[pair] = stated
        names = dict.fromkeys([*log.scales, *(s.other for s in log.offsets)])
        self._rank = {name: rank for rank, name in enumerate(names)}
        self._first_s = _first_times(log)
        self._neighbours = self._find_neighbours()
        self._group = self._find_groups(names)
        # What follows from the log alone is worked out once; a drill asks thousands of times.
        self._common: dict[tuple[str, str], tuple[SharedMark, ...]] = {}
        self._carried: dict[tuple[Fraction, str, str], Passage] = {}
        self._passes: dict[tuple[str, str], ClockPass] = {}
        self._hops: dict[str, dict[str, int]] = {}

    def group(self, source: str) -> int:
        """Number the group of mutually tied sources that `source` belongs to."""
        return self._group[source]

    def group_of(self, name: str) -> int | None:
        """Number the group of a source that may not be in the log at all."""
        return self._group.get(name)

    def carry(self, at_s: Fraction, source: str, to: str) -> Passage:
        """Carry a time on `source`'s clock to the clock of `to`.

        Raises:
            KeyError: the two are not tied; ask `group` first.
        """
        if source == to:
            return Passage(at_s, Fraction(0))
        key = (at_s, source, to)
        if key not in self._carried:
            is_tied = to in self._neighbours[source]
            carry = self._carry_by_tie if is_tied else self._carry_by_chain
            self._carried[key] = carry(at_s, source, to)
        return self._carried[key]

    def ties(self) -> tuple[Tie, ...]:
        """List every tie of a pair of sources, as it is reported."""
        return tuple(self._report(a, b) for a, b in self._pairs())

    def conflicts(self) -> Iterable[Conflict]:
        """Find clocks that drift too fast, marks that do not fit, statements that differ."""
        for a, b in self._pairs():
            shared = self._shared(b, a)
            if shared:
                yield from self._misfits(a, b, shared)
        kept = set(self._stated.values())
        for stated in self._log.offsets:
            if stated in kept:
                continue
            pair = (stated.source, stated.other)
            first = self._stated.get(pair) or self._stated[pair[::-1]]
            sign = 1 if first.source == stated.source else -1
            apart = stated.offset_s - sign * first.offset_s
            if apart * apart > 9 * (stated.variance_s2 + first.variance_s2):
                yield Conflict("offset", pair, spread_s=float(abs(apart)))

    # -- building ---------------------------------------------------------------------

    def _find_neighbours(self) -> dict[str, set[str]]:
        neighbours: dict[str, set[str]] = defaultdict(set)
        by_name: dict[str, list[str]] = defaultdict(list)
        for source, marks in self._marks.items():
            for name in marks:
                by_name[name].append(source)
        pairs = {pair for sources in by_name.values() for pair in combinations(sources, 2)}
        for a, b in [*pairs, *self._stated]:
            neighbours[a].add(b)
            neighbours[b].add(a)
        return neighbours

    def _find_groups(self, names: Iterable[str]) -> dict[str, int]:
        groups: dict[str, int] = {}
        for number, name in enumerate(names):
            waiting = [] if name in groups else [name]
            while waiting:
                at = waiting.pop()
                if at not in groups:
                    groups[at] = number
                    waiting.extend(self._neighbours[at])
        return groups

    def _pairs(self) -> list[tuple[str, str]]:
        rank = self._rank
        pairs = {
            self._oriented(a, b)
            for a, others in self._neighbours.items()
            for b in others
            if rank[a] < rank[b]
        }
        return sorted(pairs, key=lambda pair: (rank[pair[0]], rank[pair[1]]))

    def _oriented(self, a: str, b: str) -> tuple[str, str]:
        """Keep a stated offset the way it was stated; marks tie in order of appearance."""
        is_stated_backwards = (b, a) in self._stated and not self._shared(a, b)
        return (b, a) if is_stated_backwards else (a, b)

    def _shared(self, here: str, there: str) -> tuple[SharedMark, ...]:
        """List the marks two sources share, in the order of `here`'s clock."""
        key = (here, there)
        if key not in self._common:
            self._common[key] = self._find_shared(here, there)
        return self._common[key]

    def _find_shared(self, here: str, there: str) -> tuple[SharedMark, ...]:
        mine, theirs = self._marks.get(here, {}), self._marks.get(there, {})
        shared = sorted(
            (
                SharedMark(
                    name,
                    mine[name].at_s,
                    theirs[name].at_s,
                    mine[name].variance_s2 + theirs[name].variance_s2,
                )
                for name in mine.keys() & theirs.keys()
            ),
            key=lambda mark: (mark.here_s, mark.name),
        )
        if not shared or not self._are_clocks(here, there):
            return tuple(shared)
        first = shared[0].there_s - shared[0].here_s
        return tuple(on_day_of(mark, first) for mark in shared)

    def _are_clocks(self, *sources: str) -> bool:
        return all(self._log.scales.get(source) == "clock" for source in sources)

    def _pass(self, source: str, to: str) -> ClockPass:
        key = (source, to)
        if key not in self._passes:
            shared = self._shared(source, to)
            self._passes[key] = (
                fit(shared, self._span_s) if shared else self._by_statement(source, to)
            )
        return self._passes[key]

    def _by_statement(self, source: str, to: str) -> ClockPass:
        backwards = self._stated.get((to, source))
        stated = backwards or self._stated[source, to]
        offset = stated.offset_s if backwards else -stated.offset_s
        return ClockPass(self._within_half_day(offset, source, to), stated.variance_s2)

    def _within_half_day(self, offset: Fraction, source: str, to: str) -> Fraction:
        return offset - DAY_S * whole_days(offset) if self._are_clocks(source, to) else offset

    # -- carrying ---------------------------------------------------------------------

    def _carry_by_tie(self, at_s: Fraction, source: str, to: str) -> Passage:
        passage = self._pass(source, to).carry(at_s, self._drift)
        return self._same_day(passage, at_s, source, to, [(source, to)])

    def _same_day(
        self, passage: Passage, at_s: Fraction, source: str, to: str, path: list[tuple[str, str]]
    ) -> Passage:
        """Place a time carried by a stated offset on the day that joins the two logs.

        A statement says how clocks differ, not which midnight each log counts from; the
        first rows of the two are then within half a day. Shared marks need no such help.
        """
        is_stated = any(not self._shared(a, b) for a, b in path)
        if not is_stated or not self._are_clocks(source, to):
            return passage
        shift = passage.at_s - at_s
        days = whole_days(self._first_s[to] - (self._first_s[source] + shift))
        return Passage(passage.at_s + DAY_S * days, passage.variance_s2)

    def _carry_by_chain(self, at_s: Fraction, source: str, to: str) -> Passage:
        """Walk the shortest chains of ties, keeping the least variance at each source."""
        hops = self._hops_to(to)
        best: dict[str, tuple[Passage, list[tuple[str, str]]]] = {
            source: (Passage(at_s, Fraction(0)), [])
        }
        for left in range(hops[source], 0, -1):
            following: dict[str, tuple[Passage, list[tuple[str, str]]]] = {}
            for here, (passage, path) in best.items():
                for there in sorted(self._neighbours[here], key=self._rank.__getitem__):
                    if hops.get(there) != left - 1:
                        continue
                    step = self._pass(here, there).carry(passage.at_s, self._drift)
                    total = Passage(step.at_s, passage.variance_s2 + step.variance_s2)
                    known = following.get(there)
                    if known is None or total.variance_s2 < known[0].variance_s2:
                        following[there] = (total, [*path, (here, there)])
            best = following
        passage, path = best[to]
        return self._same_day(passage, at_s, source, to, path)

    def _hops_to(self, to: str) -> dict[str, int]:
        if to not in self._hops:
            hops, edge, distance = {to: 0}, [to], 0
            while edge:
                distance += 1
                edge = [n for at in edge for n in self._neighbours[at] if n not in hops]
                hops.update(dict.fromkeys(edge, distance))
            self._hops[to] = hops
        return self._hops[to]

    # -- reporting --------------------------------------------------------------------

    def _report(self, a: str, b: str) -> Tie:
        tie = self._pass(b, a)
        return Tie(
            source=a,
            other=b,
            offset_s=float(self._within_half_day(tie.offset_s, b, a)),
            uncertainty_s=root(tie.variance_s2),
            drift_ppm=float(tie.rate * 1_000_000) if tie.is_fitted else None,
            marks=tuple(mark.name for mark in self._shared(b, a)),
        )

    def _misfits(self, a: str, b: str, shared: Sequence[SharedMark]) -> Iterable[Conflict]:
        tie = self._pass(b, a)
        if abs(tie.rate) > _DRIFT_CONFLICT:
            yield Conflict("drift", (a, b))
        for mark in shared:
            fitted = tie.offset_s + tie.rate * (mark.here_s - tie.middle_s)
            off = mark.there_s - mark.here_s - fitted
            if off * off > 9 * mark.variance_s2:
                yield Conflict("residual", (a, b), step=f"@{mark.name}", spread_s=float(abs(off)))


def _first_times(log: Log) -> dict[str, Fraction]:
    """Give the time of each source's first timed row."""
    firsts: dict[str, tuple[int, Fraction]] = {}
    rows = [
        *((o.source, o.number, o.at_s) for o in log.observations if o.at_s is not None),
        *((m.source, m.number, m.at_s) for m in log.sync_marks),
    ]
    for source, number, at_s in rows:
        if source not in firsts or number < firsts[source][0]:
            firsts[source] = (number, at_s)
    for hold in log.holds:
        firsts.setdefault(hold.source, (0, hold.start_s))
    return defaultdict(Fraction, {source: at_s for source, (_, at_s) in firsts.items()})
