"""Merge what all sources saw into one state of every step and unit, with its conflicts.

Rules: docs/scoring.md, section 3: the first mark of a source counts, a time beats another
source's "not performed", a step's row without unit is an upper bound for its units, and
several observers are joined within each group of mutually tied sources
(drillplanner.review.joining).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.exact import exact
from drillplanner.plan.model import Script, Step
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.instant import Edges
from drillplanner.review.joining import Joined, Joiner
from drillplanner.review.observation import Log, Observation, Outcome
from drillplanner.review.scorecard import Conflict

#: A step and, where it has units, one of them.
Point: TypeAlias = tuple[str, str | None]

#: What is known of a point; `done` is performed at an unknown time, `unrecorded` is nothing.
Known: TypeAlias = Literal[
    "timed", "failed", "done", "not_performed", "not_applicable", "unrecorded"
]

#: What outweighs what, when sources disagree: a time, then the order of the verdicts.
_WEIGHT: Mapping[Outcome, Known] = {
    "time": "timed",
    "not_performed": "not_performed",
    "failed": "failed",
    "done": "done",
    "not_applicable": "not_applicable",
}

#: What says of a step that it was not done: no mark of it.
_ABSENT = frozenset({"not_performed", "not_applicable"})


@dataclass(frozen=True, slots=True)
class PointState:
    """All that is known of a point: its standing, and when it was in each tied group.

    `readings` are the entries of a disputed point, one a source, the lowest first.
    """

    known: Known
    instants: Mapping[int, Edges] = field(default_factory=dict)
    readings: Mapping[int, tuple[Edges, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The state of every point of a script, the branches not taken, and what disagrees.

    `rows` are those of each step, used or not, in the log's order.
    """

    points: Mapping[Point, PointState]
    not_applicable: frozenset[str]
    conflicts: tuple[Conflict, ...]
    alignment: Alignment
    marks: Mapping[int, int]
    rows: Mapping[str, tuple[Observation, ...]]

    def preferred_group(
        self, groups: Iterable[int], reference: str | None, start: Iterable[Point]
    ) -> int:
        """Choose the tied group that counts where several hold both ends of a span.

        It is the reference source's, else the one with most marks, else the one of the first
        row of the start, used or not (docs/scoring.md, section 3).
        """
        choice = sorted(set(groups))
        if len(choice) == 1:
            return choice[0]
        wanted = None if reference is None else self.alignment.group_of(reference)
        if wanted in choice:
            return wanted
        most = max(self.marks.get(group, 0) for group in choice)
        leading = [group for group in choice if self.marks.get(group, 0) == most]
        written = [row for point in start for row in self._rows_of(point)]
        for row in sorted(written, key=lambda row: row.number):
            group = self.alignment.group(row.source)
            if group in leading:
                return group
        return leading[0]

    def _rows_of(self, point: Point) -> Iterable[Observation]:
        step, unit = point
        return (row for row in self.rows.get(step, ()) if row.unit in (unit, None))


def merge(script: Script, log: Log) -> Timeline:
    """Merge a log into a timeline of its script; pure, and independent of the files' number."""
    alignment = Alignment(log, script.scoring)
    conflicts: list[Conflict] = list(alignment.conflicts())
    rows = _first_of_each_source(log.observations, conflicts)
    untaken = _untaken_steps(script, rows, conflicts)
    merger = _Merger(script, log, alignment, conflicts, {(row.step, row.unit) for row in rows})
    points = {point: merger.state(point, seen) for point, seen in _by_point(script, rows).items()}
    for left in sorted(untaken):
        marked = [row for row in rows if row.step == left and row.outcome not in _ABSENT]
        if marked:
            sources, places = _sources(marked), _places(marked)
            conflicts.append(Conflict("untaken", sources, step=left, places=places))
    marks: dict[int, int] = defaultdict(int)
    by_step: dict[str, list[Observation]] = defaultdict(list)
    for observation in sorted(log.observations, key=lambda row: row.number):
        by_step[observation.step].append(observation)
        if observation.at_s is not None:
            marks[alignment.group(observation.source)] += 1
    return Timeline(
        points,
        untaken,
        tuple(conflicts),
        alignment,
        marks,
        {step: tuple(written) for step, written in by_step.items()},
    )


# -- who said what ------------------------------------------------------------------------


def _first_of_each_source(
    observations: Iterable[Observation], conflicts: list[Conflict]
) -> list[Observation]:
    """Keep the first row of each source for a step and unit; name the rest as conflicts.

    A lower and an upper bound of one source are one interval, and both are kept.
    """
    kept: dict[tuple[str, str, str | None], list[Observation]] = {}
    for row in sorted(observations, key=lambda o: o.number):
        rows = kept.setdefault((row.source, row.step, row.unit), [])
        if not rows or (len(rows) == 1 and _is_interval(rows[0], row)):
            rows.append(row)
            continue
        first = rows[0]
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
    return [row for rows in kept.values() for row in rows]


def _is_interval(one: Observation, other: Observation) -> bool:
    is_timed = one.at_s is not None and other.at_s is not None
    is_pair = {one.bound, other.bound} == {"at_least", "at_most"}
    return is_timed and is_pair and one.outcome == other.outcome


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
                by_point[step, unit] = [_of_unit(row, unit) for row in spoken]
    return by_point


def _of_unit(row: Observation, unit: str) -> Observation:
    """Read a row of all units as one of theirs: done by then, at the latest.

    That all were done no earlier than some time bounds none of them.
    """
    if row.at_s is None:
        return replace(row, unit=unit)
    if row.bound == "at_least":
        return replace(row, unit=unit, outcome="done", at_s=None, bound="exact")
    at_s = row.at_s if row.until_s is None else row.until_s
    return replace(row, unit=unit, at_s=at_s, until_s=None, bound="at_most")


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


class _Merger:
    """Works out the state of each point, and adds to the conflicts what disagrees about it."""

    def __init__(
        self,
        script: Script,
        log: Log,
        alignment: Alignment,
        conflicts: list[Conflict],
        written: set[Point],
    ) -> None:
        self._alignment = alignment
        self._conflicts = conflicts
        self._written = written
        self._joiner = Joiner(alignment, script.scoring)
        self._step_variance = {step.id: exact(step.u_s) ** 2 for step in script.steps}
        self._uses = {(use.step, use.unit): use.source for use in log.uses}

    def state(self, point: Point, seen: list[Observation]) -> PointState:
        """Give the state of a point that these rows speak of."""
        if not seen:
            return PointState("unrecorded")
        known = _known(seen)
        outcomes = {row.outcome for row in seen}
        if len(outcomes - ({"done"} if known == "timed" else set())) > 1:
            self._conflicts.append(
                Conflict("disagreement", _sources(seen), *point, places=_places(seen))
            )
        joined = self._joined(point, seen, known)
        used = self._used(point, seen)
        if used:
            # A person has decided: the dispute is over, but what was apart stays listed.
            spreads = [c for j in joined.values() for c in j.conflicts if c.kind == "spread"]
            self._conflicts.extend(spreads)
            known = _known(used)
            joined = self._joined(point, used, known)
            return PointState(known, {group: one.edges for group, one in joined.items()})
        for one in joined.values():
            self._conflicts.extend(one.conflicts)
        return PointState(
            known,
            {group: one.edges for group, one in joined.items()},
            {group: one.readings for group, one in joined.items() if one.readings},
        )

    def _used(self, point: Point, seen: Iterable[Observation]) -> list[Observation]:
        """Give the timed rows of the source that a person chose; none where nobody did."""
        asked = point if point in self._written else (point[0], None)
        source = self._uses.get(asked)
        return [row for row in seen if row.source == source and row.at_s is not None]

    def _joined(self, point: Point, seen: Iterable[Observation], known: Known) -> dict[int, Joined]:
        if known not in ("timed", "failed"):
            return {}
        by_group: dict[int, list[Observation]] = defaultdict(list)
        for row in seen:
            if _WEIGHT[row.outcome] == known and row.at_s is not None:
                by_group[self._alignment.group(row.source)].append(row)
        variance = self._step_variance.get(point[0], Fraction(0))
        return {group: self._joiner.join(rows, variance) for group, rows in by_group.items()}


def _known(seen: Iterable[Observation]) -> Known:
    outcomes = {row.outcome for row in seen}
    return next(known for outcome, known in _WEIGHT.items() if outcome in outcomes)


def _sources(rows: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.source for row in rows))


def _places(rows: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(row.place for row in rows)
