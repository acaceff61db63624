"""Tie sources' clocks by sync marks and stated differences, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from tests.oracles.tables import DAY, Doc, Log

WEAK_S = 3_600
ODD_PPM = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """One instant on two clocks, with the variance of the difference."""

    here: Fraction
    there: Fraction
    var: Fraction


@dataclass(frozen=True, slots=True)
class Fit:
    """The difference source minus other as a line over the source's clock."""

    mean: Fraction
    centre: Fraction
    slope: Fraction | None
    var: Fraction
    slope_var: Fraction

    def at(self, instant: Fraction) -> Fraction:
        return self.mean + (self.slope or 0) * (instant - self.centre)

    def var_at(self, instant: Fraction) -> Fraction:
        return self.var + self.slope_var * (instant - self.centre) ** 2


def fit(marks: tuple[Mark, ...], drift_span_s: Fraction) -> Fit:
    """Fit the difference of two clocks; marks without uncertainty outweigh all others."""
    sure = tuple(mark for mark in marks if mark.var == 0)
    used = sure or marks
    weights = [Fraction(1) if sure else 1 / mark.var for mark in used]
    total = sum(weights, Fraction(0))
    differences = [mark.here - mark.there for mark in used]
    mean = _dot(weights, differences) / total
    centre = _dot(weights, [mark.here for mark in used]) / total
    var = Fraction(0) if sure else 1 / total
    heres = [mark.here for mark in used]
    if max(heres) - min(heres) < drift_span_s:
        return Fit(mean, centre, None, var, Fraction(0))
    away = [here - centre for here in heres]
    square = _dot(weights, [one * one for one in away])
    slope = (
        sum((w * a * d for w, a, d in zip(weights, away, differences, strict=True)), Fraction(0))
        / square
    )
    return Fit(mean, centre, slope, var, Fraction(0) if sure else 1 / square)


def _dot(one: list[Fraction], other: list[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


class Clocks:
    """All sources of one drill and the ties between them."""

    def __init__(self, doc: Doc, log: Log) -> None:
        self._scoring: Doc = doc["scoring"]
        self._log = log
        self.sources = list(log.sources)
        for stated in log.stated:
            for source in (stated.source, stated.other):
                if source not in self.sources:
                    self.sources.append(source)
        self._marks: dict[tuple[str, str], tuple[Mark, ...]] = {}
        self._fits: dict[tuple[str, str], Fit] = {}
        self._stated: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}
        self._first_at = dict(log.first_at)
        self._is_clock = dict(log.is_clock)
        self._place_unseen()
        for source, other in combinations(self.sources, 2):
            self._tie(source, other)
        self._paths: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        self.group = self._groups()

    def _tie(self, source: str, other: str) -> None:
        mine, theirs = self._log.marks.get(source, {}), self._log.marks.get(other, {})
        marks = [
            Mark(mine[name].at, theirs[name].at, mine[name].var + theirs[name].var)
            for name in mine
            if name in theirs
        ]
        if not marks:
            stated = [s for s in self._log.stated if {s.source, s.other} == {source, other}]
            if len(stated) == 1:
                (one,) = stated
                self._state(
                    source, other, one.value if one.source == source else -one.value, one.var
                )
                return
            for one in stated:
                assert one.at is not None
                value = one.value + self._days(one.source, one.other, stated[0].value)
                there = one.at - value
                here, there = (one.at, there) if one.source == source else (there, one.at)
                marks.append(Mark(here, there, one.var))
        if marks:
            back = tuple(Mark(mark.there, mark.here, mark.var) for mark in marks)
            span = Fraction(self._scoring["drift_span_s"])
            self._marks[source, other], self._marks[other, source] = tuple(marks), back
            self._fits[source, other] = fit(tuple(marks), span)
            self._fits[other, source] = fit(back, span)

    def _state(self, source: str, other: str, value: Fraction, var: Fraction) -> None:
        """Keep a stated difference, with the whole days that bring the first rows nearest."""
        value += self._days(source, other, value)
        self._stated[source, other] = value, var
        self._stated[other, source] = -value, var

    def _days(self, source: str, other: str, value: Fraction) -> int:
        """Find the days that a stated difference lacks; a time of day does not know its own."""
        first = self._first_at
        if not (self._is_clock.get(source) or self._is_clock.get(other)):
            return 0
        if source not in first or other not in first:
            return 0
        apart = first[source] - first[other] - value
        return DAY * (apart / DAY + Fraction(1, 2)).__floor__()

    def _place_unseen(self) -> None:
        """Give a clock of which no row is timed its neighbour's day."""
        waiting = [source for source in self.sources if source in self._first_at]
        while waiting:
            here = waiting.pop(0)
            for other in self.sources:
                said = [s for s in self._log.stated if {s.source, s.other} == {here, other}]
                if other in self._first_at or not said:
                    continue
                value = said[0].value if said[0].source == here else -said[0].value
                if self._is_clock.get(here):
                    value -= DAY * (value / DAY + Fraction(1, 2)).__floor__()
                self._first_at[other] = self._first_at[here] - value
                self._is_clock[other] = self._is_clock.get(here, False)
                waiting.append(other)

    def _neighbours(self, source: str) -> list[str]:
        return [
            other
            for other in self.sources
            if (source, other) in self._fits or (source, other) in self._stated
        ]

    def _groups(self) -> dict[str, int]:
        group: dict[str, int] = {}
        for number, source in enumerate(self.sources):
            waiting = [] if source in group else [source]
            while waiting:
                one = waiting.pop()
                if one not in group:
                    group[one] = number
                    waiting += self._neighbours(one)
        return group

    def _shortest(self, source: str, other: str) -> list[tuple[str, ...]]:
        if (source, other) not in self._paths:
            paths: list[tuple[str, ...]] = [(source,)]
            while not any(path[-1] == other for path in paths):
                paths = [
                    (*path, after)
                    for path in paths
                    for after in self._neighbours(path[-1])
                    if after not in path
                ]
            self._paths[source, other] = [path for path in paths if path[-1] == other]
        return self._paths[source, other]

    def _walk(self, path: tuple[str, ...], at: Fraction) -> tuple[Fraction, Fraction, bool]:
        var = Fraction(0)
        weak = False
        ppm = Fraction(self._scoring["drift_ppm"]) / 10**6
        for here, there in pairwise(path):
            if (here, there) in self._stated:
                value, more = self._stated[here, there]
            else:
                line, marks = self._fits[here, there], self._marks[here, there]
                away = min(abs(at - mark.here) for mark in marks)
                one_sided = all(m.here < at for m in marks) or all(m.here > at for m in marks)
                weak = weak or (one_sided and away > WEAK_S)
                value, more = line.at(at), line.var_at(at) + (ppm * away) ** 2
            at, var = at - value, var + more
        return at, var, weak

    def convert(self, at: Fraction, source: str, clock: str) -> tuple[Fraction, Fraction, bool]:
        """Read an instant of one source on another's clock.

        Returns:
            Its time there, the tie's variance at it, and whether the tie is a weak one.
        """
        if source == clock:
            return at, Fraction(0), False
        walks = [self._walk(path, at) for path in self._shortest(source, clock)]
        return min(walks, key=lambda walk: walk[1])

    def tie_var(self, at: Fraction, source: str, other: str) -> Fraction:
        return self.convert(at, source, other)[1]

    def listed(self) -> list[Doc]:
        """List the ties by marks as the answer shows them."""
        found = []
        for source, other, line in self._told():
            offset = -line.mean
            if self._log.is_clock.get(source) and self._log.is_clock.get(other):
                offset -= DAY * (offset / DAY + Fraction(1, 2)).__floor__()
            drift = None if line.slope is None else -line.slope * 10**6
            names = set(self._log.marks.get(source, {})) & set(self._log.marks.get(other, {}))
            found.append(
                {"source": source, "other": other, "offset_s": offset, "drift_ppm": drift}
                | {"marks": sorted(names)}
            )
        return found

    def conflicts(self) -> list[Doc]:
        """Name ties that drift too much or whose marks do not fit each other."""
        found: list[Doc] = []
        for source, other, line in self._told():
            pair = {"step": None, "unit": None, "sources": [source, other]}
            if line.slope is not None and abs(line.slope) * 10**6 > ODD_PPM:
                found.append({"kind": "drift", **pair})
            marks = self._marks[other, source]
            if any((m.here - m.there - line.at(m.here)) ** 2 > 9 * m.var for m in marks):
                found.append({"kind": "residual", **pair})
        return found

    def _told(self) -> Iterator[tuple[str, str, Fit]]:
        """Give each pair once, as the answer shows it, with the line of the other's clock.

        A stated difference stands as it was stated, marks in the order of the sources.
        """
        for source, other in combinations(self.sources, 2):
            if (other, source) not in self._fits:
                continue
            is_marked = self._log.marks.get(source, {}).keys() & self._log.marks.get(other, {})
            turned = any((s.source, s.other) == (other, source) for s in self._log.stated)
            one, two = (other, source) if turned and not is_marked else (source, other)
            yield one, two, self._fits[two, one]
