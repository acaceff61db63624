"""Tie the clocks of different sources by shared marks or statements, with each uncertainty.

Rules: docs/scoring.md, section 3. How two clocks' difference is estimated is
drillplanner.review.ties; here stand the ties of one log, their chains and their doubts.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

from drillplanner.base.exact import exact, root, surely_above
from drillplanner.plan.model import Scoring
from drillplanner.review.clocks.ties import (
    DAY_S,
    ClockPass,
    Hop,
    Passage,
    SharedMark,
    better_pairing,
    fit,
    on_day_of,
    whole_days,
)
from drillplanner.review.observation import ClockComparison, Log, StatedOffset, SyncMark
from drillplanner.review.rules import (
    COMPARISON_S,
    DRIFT_CONFLICT_PPM,
    FAR_APART_S,
    RESIDUAL_U,
    WEAK_TIE_S,
)
from drillplanner.review.scorecard import Conflict, Tie


class Alignment:
    """The ties between all clocks of one log; carries times from one clock to another."""

    def __init__(self, log: Log, scoring: Scoring) -> None:
        self._log = log
        self._span_s = exact(scoring.drift_span_s)
        self._drift = exact(scoring.drift_ppm) / 1_000_000
        self._factor = exact(scoring.coverage_factor)
        self._marks: dict[str, dict[str, SyncMark]] = defaultdict(dict)
        for mark in log.sync_marks:
            self._marks[mark.source].setdefault(mark.name, mark)
        self._stated = _by_pair(log.offsets)
        names = dict.fromkeys([*log.scales, *(s.other for s in log.offsets)])
        self._rank = {name: rank for rank, name in enumerate(names)}
        self._neighbours = self._find_neighbours()
        self._group = self._find_groups(names)
        self._first_s = _first_times(log)
        self._clocks = {name for name, scale in log.scales.items() if scale == "clock"}
        self._dates = {
            name: date.fromisoformat(day).toordinal()
            for name, day in log.origins.items()
            if name in self._first_s
        }
        self._place_unseen(names)
        self._comparisons = (*log.comparisons, *map(_compared_in, log.offsets))
        # What follows from the log alone is worked out once; a drill asks thousands of times.
        self._common: dict[tuple[str, str], tuple[SharedMark, ...]] = {}
        self._carried: dict[tuple[Fraction, str, str], Passage] = {}
        self._read: dict[tuple[Fraction, str, str], Fraction] = {}
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

    def read(self, at_s: Fraction, source: str, to: str) -> Fraction:
        """Read a time on `source`'s clock on the clock of `to`, as `carry` does."""
        if source == to:
            return at_s
        key = (at_s, source, to)
        if key not in self._read:
            is_tied = to in self._neighbours[source]
            self._read[key] = (
                self._pass(source, to).place(at_s) if is_tied else self.carry(*key).at_s
            )
        return self._read[key]

    def with_one_more(
        self, at_s: Fraction, source: str, to: str, variance_s2: Fraction
    ) -> Fraction:
        """Tell the variance a passage would have at a time, had both marked that moment too."""
        is_tied = self._group.get(source) == self._group.get(to)
        there = self.read(at_s, source, to) if is_tied else at_s
        shared = (*self._shared(source, to), SharedMark("", at_s, there, variance_s2))
        return fit(shared, self._span_s).carry(at_s, self._drift).variance_s2

    def weak_ties(self, at_s: Fraction, source: str, to: str) -> Iterator[tuple[str, str]]:
        """Name the ties of a passage whose marks all lie on one side, over an hour away."""
        for hop in self.carry(at_s, source, to).hops:
            if self._pass(hop.here, hop.there).is_weak(hop.at_s, WEAK_TIE_S):
                pair = sorted((hop.here, hop.there), key=self._rank.__getitem__)
                yield self._oriented(pair[0], pair[1])

    def ties(self) -> tuple[Tie, ...]:
        """List every tie of a pair of sources, as it is reported."""
        return tuple(self._report(a, b) for a, b in self._pairs())

    def conflicts(self) -> Iterator[Conflict]:
        """Find clocks that drift too fast, marks that do not fit, statements that differ."""
        for a, b in self._pairs():
            shared = self._shared(b, a)
            if shared:
                yield from self._misfits(a, b, shared)
                yield from self._doubts(a, b, shared)
        for pair, stated in self._stated.items():
            yield from _differing(pair, stated)
            yield from self._far_apart(*pair)

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

    def _place_unseen(self, names: Iterable[str]) -> None:
        """Give clocks without a timed row the midnight that their neighbours' rows make.

        Such a clock is only a joint of a chain, but every hop needs a day on it. Of a neighbour
        with dates it has the dates too.
        """
        seen = [name for name in names if name in self._first_s]
        reached = deque(sorted(seen, key=lambda name: name not in self._dates))
        while reached:
            here = reached.popleft()
            for there in sorted(self._neighbours[here], key=self._rank.__getitem__):
                if there not in self._first_s:
                    if here in self._clocks:
                        self._clocks.add(there)
                    if here in self._dates:
                        self._dates[there] = self._dates[here]
                    offset = self._stated_difference(here, there)[0]
                    self._first_s[there] = self._first_s[here] + offset
                    reached.append(there)

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
        return (b, a) if (b, a) in self._stated and not self._is_by_marks(a, b) else (a, b)

    def _is_by_marks(self, a: str, b: str) -> bool:
        return not self._marks.get(a, {}).keys().isdisjoint(self._marks.get(b, {}).keys())

    def _shared(self, here: str, there: str) -> tuple[SharedMark, ...]:
        """List the marks two sources share, in the order of `here`'s clock.

        Several stated differences, each with its time, stand in for marks where there are none.
        """
        key = (here, there)
        if key not in self._common:
            self._common[key] = self._find_shared(here, there)
        return self._common[key]

    def _find_shared(self, here: str, there: str) -> tuple[SharedMark, ...]:
        mine, theirs = self._marks.get(here, {}), self._marks.get(there, {})
        shared = [
            SharedMark(
                name,
                mine[name].at_s,
                theirs[name].at_s,
                mine[name].variance_s2 + theirs[name].variance_s2,
            )
            for name in mine.keys() & theirs.keys()
        ] or self._stated_marks(here, there)
        shared.sort(key=lambda mark: (mark.here_s, mark.name))
        if not shared or not self._are_clocks(here, there):
            return tuple(shared)
        first = shared[0].difference_s
        return tuple(on_day_of(mark, first) for mark in shared)

    def _stated_marks(self, here: str, there: str) -> list[SharedMark]:
        if (there, here) in self._stated:
            return [mark.turned() for mark in self._stated_marks(there, here)]
        timed = _timed(self._stated.get((here, there), []))
        if not timed:
            return []
        days = self._days(here, there, -timed[0].offset_s)
        return [
            SharedMark("", at_s, at_s - stated.offset_s + days, stated.variance_s2)
            for stated in timed
            if (at_s := stated.at_s) is not None
        ]

    def _are_dated(self, *sources: str) -> bool:
        return self._dates.keys() >= {*sources}

    def _are_clocks(self, *sources: str) -> bool:
        return self._clocks.issuperset(sources)

    def _pass(self, source: str, to: str) -> ClockPass:
        key = (source, to)
        if key not in self._passes:
            shared = self._shared(source, to)
            self._passes[key] = (
                fit(shared, self._span_s) if shared else self._by_statement(source, to)
            )
        return self._passes[key]

    def _by_statement(self, source: str, to: str) -> ClockPass:
        offset, variance = self._stated_difference(source, to)
        return ClockPass(offset + self._days(source, to, offset), variance)

    def _stated_difference(self, source: str, to: str) -> tuple[Fraction, Fraction]:
        """Give how far `to` was said to be ahead of `source`, and its u².

        It is taken within half a day, for a time of day does not know its day; where both have
        dates it stands as it was said.
        """
        backwards = self._stated.get((to, source))
        stated = (backwards or self._stated[source, to])[0]
        offset = stated.offset_s if backwards else -stated.offset_s
        if not self._are_dated(source, to):
            offset = self._within_half_day(offset, source, to)
        return offset, stated.variance_s2

    def _days(self, here: str, there: str, difference: Fraction) -> Fraction:
        """Find the seconds of whole days that a stated difference lacks.

        A statement says how clocks differ, not which midnight each log counts from. Where both
        show dates these say it; else the first rows of the two are within half a day. So it is
        where one of them is a stopwatch: the time of day it is compared with does not know its
        day either. Shared marks need no such help.
        """
        if self._are_dated(here, there):
            return Fraction(DAY_S * (self._dates[here] - self._dates[there]))
        if self._clocks.isdisjoint((here, there)):
            return Fraction(0)
        first = self._first_s
        apart = first.get(there, Fraction(0)) - (first.get(here, Fraction(0)) + difference)
        return Fraction(DAY_S * whole_days(apart))

    def _within_half_day(self, offset: Fraction, source: str, to: str) -> Fraction:
        return offset - DAY_S * whole_days(offset) if self._are_clocks(source, to) else offset

    # -- carrying ---------------------------------------------------------------------

    def _carry_by_tie(self, at_s: Fraction, source: str, to: str) -> Passage:
        passage = self._pass(source, to).carry(at_s, self._drift)
        return Passage(passage.at_s, passage.variance_s2, (Hop(source, to, at_s),))

    def _carry_by_chain(self, at_s: Fraction, source: str, to: str) -> Passage:
        """Walk the shortest chains of ties, keeping the least variance at each source."""
        hops = self._hops_to(to)
        best: dict[str, Passage] = {source: Passage(at_s, Fraction(0))}
        for left in range(hops[source], 0, -1):
            following: dict[str, Passage] = {}
            for here, so_far in best.items():
                for there in sorted(self._neighbours[here], key=self._rank.__getitem__):
                    if hops.get(there) != left - 1:
                        continue
                    hop = self._carry_by_tie(so_far.at_s, here, there)
                    total = Passage(
                        hop.at_s, so_far.variance_s2 + hop.variance_s2, so_far.hops + hop.hops
                    )
                    known = following.get(there)
                    if known is None or total.variance_s2 < known.variance_s2:
                        following[there] = total
            best = following
        return best[to]

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
            marks=tuple(mark.name for mark in self._shared(b, a) if mark.name),
        )

    def _misfits(self, a: str, b: str, shared: Sequence[SharedMark]) -> Iterator[Conflict]:
        tie = self._pass(b, a)
        if abs(tie.rate) * 1_000_000 > DRIFT_CONFLICT_PPM:
            yield Conflict("drift", (a, b))
        for mark in shared:
            fitted = tie.offset_s + tie.rate * (mark.here_s - tie.middle_s)
            off = mark.difference_s - fitted
            if off * off > RESIDUAL_U**2 * mark.variance_s2:
                step = f"@{mark.name}" if mark.name else None
                yield Conflict("residual", (a, b), step=step, spread_s=float(abs(off)))

    def _doubts(self, a: str, b: str, shared: Sequence[SharedMark]) -> Iterator[Conflict]:
        """Doubt a tie whose marks may not be of the same moments (`doubtful_tie`)."""
        is_by_marks = all(mark.name for mark in shared)
        apart = [self._compared(a, b, one) for one in self._comparisons if is_by_marks]
        if is_by_marks:
            here_s, there_s = (
                [mark.at_s for mark in self._marks[source].values()] for source in (b, a)
            )
            apart.append(better_pairing(shared, here_s, there_s, self._factor))
        found = [seconds for seconds in apart if seconds is not None]
        if found:
            yield Conflict("doubtful_tie", (a, b), spread_s=float(max(found)))

    def _far_apart(self, here: str, there: str) -> Iterator[Conflict]:
        """Doubt a statement that, with the dates of both clocks, puts their rows days apart.

        More often one of the clocks had a wrong date, of which the statement says nothing.
        """
        if not self._are_dated(here, there) or self._is_by_marks(here, there):
            return
        apart = abs(self.read(self._first_s[here], here, there) - self._first_s[there])
        if apart > FAR_APART_S:
            yield Conflict("offset", (here, there), spread_s=float(apart))

    def _compared(self, a: str, b: str, one: ClockComparison) -> Fraction | None:
        """Find by how much a comparison of two clocks contradicts their tie by marks."""
        if {one.source, one.other} != {a, b}:
            return None
        tie = self._pass(b, a)
        said = one.offset_s if one.source == a else -one.offset_s
        apart = abs(self._within_half_day(tie.offset_s - said, b, a))
        variance = tie.variance_s2 + one.variance_s2
        return (
            apart if surely_above(apart, variance, self._factor, Fraction(COMPARISON_S)) else None
        )


def _compared_in(stated: StatedOffset) -> ClockComparison:
    """Take a stated difference for what it is beside marks: a comparison of the two clocks."""
    return ClockComparison(stated.source, stated.other, stated.offset_s, stated.variance_s2)


def _by_pair(offsets: Iterable[StatedOffset]) -> dict[tuple[str, str], list[StatedOffset]]:
    """Gather statements by the pair of clocks they are of, as the first of them names it."""
    pairs: dict[tuple[str, str], list[StatedOffset]] = {}
    for stated in offsets:
        pair = (stated.source, stated.other)
        pairs.setdefault(pair[::-1] if pair[::-1] in pairs else pair, []).append(stated)
    return pairs


def _timed(stated: Sequence[StatedOffset]) -> list[StatedOffset]:
    """Give statements that count as marks: several, of one direction, each with its time."""
    first = stated[0] if stated else None
    several = [s for s in stated if s.at_s is not None and first and s.source == first.source]
    is_whole = len(several) > 1 and len(several) == len(stated)
    return several if is_whole else []


def _differing(pair: tuple[str, str], stated: Sequence[StatedOffset]) -> Iterator[Conflict]:
    """Name statements that contradict the first, which alone counts without their times."""
    if _timed(stated):
        return
    first = stated[0]
    for other in stated[1:]:
        sign = 1 if other.source == first.source else -1
        apart = other.offset_s - sign * first.offset_s
        if apart * apart > RESIDUAL_U**2 * (other.variance_s2 + first.variance_s2):
            yield Conflict("offset", (other.source, other.other), spread_s=float(abs(apart)))


def _first_times(log: Log) -> dict[str, Fraction]:
    """Give the time of each source's first timed row."""
    firsts: dict[str, tuple[int, Fraction]] = {}
    rows = [
        *((o.source, o.number, o.at_s) for o in log.observations if o.at_s is not None),
        *((m.source, m.number, m.at_s) for m in log.sync_marks),
        *((s.source, s.number, s.at_s) for s in log.offsets if s.at_s is not None),
        *((h.source, h.number, h.start_s) for h in log.holds),
    ]
    for source, number, at_s in rows:
        if source not in firsts or number < firsts[source][0]:
            firsts[source] = (number, at_s)
    return {source: at_s for source, (_, at_s) in firsts.items()}
