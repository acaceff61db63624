"""Merge what all sources saw into one state of every step and unit, with its conflicts.

Rules: docs/scoring.md, section 3: the first mark of a source counts, a time beats another
source's "not performed", a step's row without unit is an upper bound for its units, and
several observers are joined within each group of mutually tied sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.exact import exact, surely_above
from drillplanner.plan.model import Script, Step
from drillplanner.review.alignment import Alignment
from drillplanner.review.observation import Bound, Log, Observation, Outcome
from drillplanner.review.scorecard import Conflict

#: A step and, where it has units, one of them.
Point: TypeAlias = tuple[str, str | None]

#: What is known of a point; `done` is performed at an unknown time, `unrecorded` is nothing.
Known: TypeAlias = Literal["timed", "failed", "done", "not_performed", "unrecorded"]

#: What outweighs what, when sources disagree: a time, then the order of the verdicts.
_WEIGHT: Mapping[Outcome, Known] = {
    "time": "timed",
    "not_performed": "not_performed",
    "failed": "failed",
    "done": "done",
}


@dataclass(frozen=True, slots=True)
class Instant:
    """When a point happened, by the observers of one tied group.

    `parts` is the one observation that counts, or the two whose mean counts.
    """

    parts: tuple[Observation, ...]
    bound: Bound
    variance_s2: Fraction

    @property
    def clock(self) -> str:
        """Name the source whose clock the instant is read on."""
        return self.parts[0].source

    @property
    def sources(self) -> tuple[str, ...]:
        """Name the sources whose observations count."""
        return tuple(part.source for part in self.parts)

    def at_s(self, clock: str, alignment: Alignment) -> Fraction:
        """Give the instant in seconds on `clock`, which must be tied to its sources."""
        times = [alignment.carry(_time(p), p.source, clock).at_s for p in self.parts]
        return sum(times, Fraction(0)) / len(times)


@dataclass(frozen=True, slots=True)
class PointState:
    """All that is known of a point: its standing, and its instant in each tied group."""

    known: Known
    instants: Mapping[int, Instant]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The state of every point of a script, the branches not taken, and what disagrees."""

    points: Mapping[Point, PointState]
    not_applicable: frozenset[str]
    conflicts: tuple[Conflict, ...]
    alignment: Alignment
    marks: Mapping[int, int]

    def preferred_group(self, groups: Iterable[int], reference: str | None, start: int) -> int:
        """Choose the tied group that counts where several hold both ends of a span.

        It is the reference source's, else the one with most marks, else `start`, the group
        of the start's first row (docs/scoring.md, section 3).
        """
        choice = sorted(set(groups))
        wanted = None if reference is None else self.alignment.group_of(reference)
        if wanted in choice:
            return wanted
        most = max(self.marks.get(group, 0) for group in choice)
        leading = [group for group in choice if self.marks.get(group, 0) == most]
        return start if start in leading else leading[0]


def merge(script: Script, log: Log) -> Timeline:
    """Merge a log into a timeline of its script; pure, and independent of the files' number."""
    alignment = Alignment(log, script.scoring)
    conflicts: list[Conflict] = list(alignment.conflicts())
    rows = _first_of_each_source(log.observations, conflicts)
    by_point = _by_point(script, rows)
    untaken = _untaken_steps(script, rows, conflicts)
    points = {
        point: _state(point, seen, script, alignment, conflicts) for point, seen in by_point.items()
    }
    for left in sorted(untaken):
        marked = [row for row in rows if row.step == left and row.outcome != "not_performed"]
        if marked:
            sources, places = _sources(marked), _places(marked)
            conflicts.append(Conflict("untaken", sources, step=left, places=places))
    marks: dict[int, int] = defaultdict(int)
    for observation in log.observations:
        if observation.at_s is not None:
            marks[alignment.group(observation.source)] += 1
    return Timeline(points, untaken, tuple(conflicts), alignment, marks)


# -- who said what ------------------------------------------------------------------------


def _first_of_each_source(
    observations: Iterable[Observation], conflicts: list[Conflict]
) -> list[Observation]:
    """Keep the first row of each source for a step and unit; name the rest as conflicts."""
    kept: dict[tuple[str, str, str | None], Observation] = {}
    for row in sorted(observations, key=lambda o: o.number):
        key = (row.source, row.step, row.unit)
        first = kept.setdefault(key, row)
        if first is row:
            continue
        apart = None if first.at_s is None or row.at_s is None else abs(row.at_s - first.at_s)
        conflicts.append(
            Conflict(
                "repeated",
                (row.source,),
                step=row.step,
                unit=row.unit,
                spread_s=None if apart is None else float(apart),
                places=_places([first, row]),
            )
        )
    return list(kept.values())


def _by_point(script: Script, rows: Iterable[Observation]) -> dict[Point, list[Observation]]:
    """Lay rows out by point; a row without unit speaks for units that have no row of their own."""
    by_point: dict[Point, list[Observation]] = {}
    units = {step.id: tuple(unit.id for unit in step.units) for step in script.steps}
    for step, members in units.items():
        by_point.update({(step, unit): [] for unit in members or (None,)})
    general: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        if row.unit is None and units[row.step]:
            general[row.step].append(row)
        else:
            by_point[row.step, row.unit].append(row)
    for step, spoken in general.items():
        for unit in units[step]:
            if not by_point[step, unit]:
                by_point[step, unit] = [
                    replace(row, unit=unit, bound="at_most" if row.at_s is not None else row.bound)
                    for row in spoken
                ]
    return by_point


def _untaken_steps(
    script: Script, rows: Iterable[Observation], conflicts: list[Conflict]
) -> frozenset[str]:
    """Find the steps of branches that were left when a decision went another way."""
    taken: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.option is not None:
            taken[row.step][row.option].append(row)
    for decision, ways in taken.items():
        if len(ways) > 1:
            seen = [row for way in ways.values() for row in way]
            sources, places = _sources(seen), _places(seen)
            conflicts.append(Conflict("option", sources, step=decision, places=places))
    untaken: set[str] = set()
    waiting = [step for step in script.steps if step.only_if is not None]
    changed = True
    while changed:
        changed = False
        for step in waiting:
            if step.id not in untaken and _is_left(step, taken, untaken):
                untaken.add(step.id)
                changed = True
    return frozenset(untaken)


def _is_left(step: Step, taken: Mapping[str, Mapping[str, object]], untaken: set[str]) -> bool:
    if step.only_if is None:
        return False
    decision, option = step.only_if.step, step.only_if.option
    if decision in untaken:
        return True
    return decision in taken and option not in taken[decision]


# -- what a point came to -----------------------------------------------------------------


def _state(
    point: Point,
    seen: list[Observation],
    script: Script,
    alignment: Alignment,
    conflicts: list[Conflict],
) -> PointState:
    if not seen:
        return PointState("unrecorded", {})
    known = next(_WEIGHT[o] for o in _WEIGHT if any(row.outcome == o for row in seen))
    outcomes = {row.outcome for row in seen}
    if len(outcomes - ({"done"} if known == "timed" else set())) > 1:
        conflicts.append(Conflict("disagreement", _sources(seen), *point, places=_places(seen)))
    if known not in ("timed", "failed"):
        return PointState(known, {})
    speaking = [row for row in seen if _WEIGHT[row.outcome] == known and row.at_s is not None]
    by_group: dict[int, list[Observation]] = defaultdict(list)
    for row in speaking:
        by_group[alignment.group(row.source)].append(row)
    instants: dict[int, Instant] = {}
    for group, rows in by_group.items():
        pool = _pool(rows)
        ordered = _in_order(pool, script.scoring.reference, alignment)
        instants[group] = _middle(ordered)
        conflicts.extend(_spread(point, ordered, script, alignment))
    return PointState(known, instants)


def _pool(rows: list[Observation]) -> list[Observation]:
    """Keep the best kind of observation there is: seen before radio, exact before bounded."""
    pool = [row for row in rows if row.observed != "radio"] or rows
    for bound in ("exact", "at_most", "at_least"):
        of_kind = [row for row in pool if row.bound == bound]
        if of_kind:
            return of_kind
    return pool


def _in_order(
    pool: list[Observation], reference: str | None, alignment: Alignment
) -> list[tuple[Fraction, Observation]]:
    """Order observations on one clock; equal times by uncertainty, then by source."""
    sources = [row.source for row in sorted(pool, key=lambda row: row.number)]
    clock = reference if reference in sources else sources[0]
    timed = [(alignment.carry(_time(row), row.source, clock).at_s, row) for row in pool]
    return sorted(timed, key=lambda pair: (pair[0], pair[1].variance_s2, pair[1].source))


def _middle(ordered: list[tuple[Fraction, Observation]]) -> Instant:
    """Take the middle observation, or the mean of the middle two with the greater u."""
    count = len(ordered)
    chosen = ordered[(count - 1) // 2 : count // 2 + 1]
    parts = tuple(row for _, row in chosen)
    return Instant(parts, parts[0].bound, max(part.variance_s2 for part in parts))


def _spread(
    point: Point,
    ordered: list[tuple[Fraction, Observation]],
    script: Script,
    alignment: Alignment,
) -> Iterator[Conflict]:
    """Name observers who lie further apart than their uncertainties and `conflict_s` explain."""
    if len(ordered) < 2:  # noqa: PLR2004 - one observer cannot disagree
        return
    (low_s, low), (high_s, high) = ordered[0], ordered[-1]
    tie = alignment.carry(_time(high), high.source, low.source).variance_s2
    variance = low.variance_s2 + high.variance_s2 + tie
    scoring = script.scoring
    spread = high_s - low_s
    if surely_above(spread, variance, exact(scoring.coverage_factor), exact(scoring.conflict_s)):
        rows = [row for _, row in ordered]
        yield Conflict(
            "spread", _sources(rows), *point, spread_s=float(spread), places=_places(rows)
        )


def _time(row: Observation) -> Fraction:
    if row.at_s is None:
        raise ValueError(row)
    return row.at_s


def _sources(rows: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.source for row in rows))


def _places(rows: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(row.place for row in rows)
