"""Lay out what all sources saw as one time line, and say of each entry what became of it.

Nothing is decided here: the timeline that the score was made of is taken apart again, so that a
person sees on which clock each source is, which instant was chosen and why, and what was set
aside. All instants stand on the drill's clock; what is on a clock that is not tied to it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.exact import exact, root
from drillplanner.plan.model import Script
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.subject import Subject
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.instant import Edges, Instant
from drillplanner.review.joining import best_kind
from drillplanner.review.observation import Log, Observation
from drillplanner.review.scorecard import Conflict, Tie
from drillplanner.review.scoring import score_timeline
from drillplanner.review.timeline import Known, Point, PointState, merge
from drillplanner.run.codec import Sealed
from drillplanner.run.live_log import AMENDING, LiveLog

#: What became of an entry.
Fate: TypeAlias = Literal["used", "set_aside", "superseded"]

#: Why.
#:  alone        nobody else saw it
#:  decided      a named person decided that it stands
#:  mean         it makes the mean of two
#:  middle       it is the middle, or one of the two middle ones, of three and more
#:  weighed      it was weighed with the others, and the middle is another's
#:  edge         it is the nearest edge of what is known only within bounds
#:  later        the same source had marked it before; the first counts
#:  radio        somebody saw it; what was called by radio stands back
#:  bounded      somebody has its time; "no later than" stands back
#:  further      another's edge is nearer
#:  outweighed   a time, or a surer word, stands before it
#:  not_tied     its clock is not tied to the drill's
#:  chosen       a named person decided that another source's time stands
#:  branch       its branch was left
#:  no_time      it says so without a time
#:  void, label  it was taken back, or a later entry names what it was
Reason: TypeAlias = Literal[
    "alone",
    "decided",
    "mean",
    "middle",
    "weighed",
    "edge",
    "later",
    "radio",
    "bounded",
    "further",
    "outweighed",
    "not_tied",
    "chosen",
    "branch",
    "no_time",
    "void",
    "label",
]


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One entry: its time on its own clock and on the drill's, in seconds, and its fate."""

    place: str
    source: str
    outcome: str
    at_s: Fraction | None
    own_s: Fraction | None
    u_s: float
    bound: str
    observed: str
    fate: Fate
    reason: Reason


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A step, or one of its units, as it stands on the time line."""

    step: str
    unit: str | None
    known: Known
    at_s: Fraction | None
    low_s: Fraction | None
    u_s: float | None
    bound: str
    sources: tuple[str, ...]
    spread_s: Fraction | None
    is_disputed: bool
    chosen: str
    entries: tuple[LineEntry, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source and how its clock stands to the drill's.

    `offset_s` is what to add to its times, `expanded_s` that passage's U where it was last used,
    `one_more_s` what U would be there with one more mark that both press. `drift_ppm` is None
    where it was not fitted.
    """

    source: str
    scale: str
    standing: Literal["drill_clock", "tied", "chained", "untied", "no_clock"]
    entries: int
    offset_s: Fraction | None = None
    drift_ppm: float | None = None
    expanded_s: float | None = None
    one_more_s: float | None = None
    marks: tuple[str, ...] = ()
    doubts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeLine:
    """What all sources saw, on one clock."""

    clock: str | None
    origin: str
    sources: tuple[SourceLine, ...]
    ties: tuple[Tie, ...]
    points: tuple[LinePoint, ...]
    superseded: tuple[LineEntry, ...]
    conflicts: tuple[Conflict, ...]


def time_line_of(script: Script, log: Log) -> TimeLine:
    """Lay out tables, which are of no recorded drill."""
    card = score_timeline(script, log, merge(script, log))
    return time_line(Subject(ReportInputs(script, log, card)))


def time_line(subject: Subject, entries: Sequence[Sealed] = ()) -> TimeLine:
    """Lay a drill out.

    Args:
        subject: the drill as it was scored.
        entries: of its round, so that what was taken back is listed too.
    """
    layout = _Layout(subject)
    clock = subject.drill_clock
    return TimeLine(
        clock,
        subject.log.origins.get(clock or "", ""),
        tuple(layout.sources()),
        subject.card.ties,
        tuple(sorted(layout.points(), key=_place)),
        tuple(_superseded(entries)),
        subject.card.conflicts,
    )


def _place(point: LinePoint) -> tuple[bool, Fraction, str, str]:
    return point.at_s is None, point.at_s or Fraction(0), point.step, point.unit or ""


class _Layout:
    def __init__(self, subject: Subject) -> None:
        self._subject, self._log = subject, subject.log
        self._alignment: Alignment = subject.alignment
        self._clock = subject.drill_clock
        self._factor = float(subject.scoring.coverage_factor)
        group = None if self._clock is None else self._alignment.group(self._clock)
        self._group = group
        self._uses = {(one.step, one.unit): one for one in self._log.uses}

    # -- clocks -----------------------------------------------------------------------

    def sources(self) -> Iterator[SourceLine]:
        counted: dict[str, int] = {}
        last: dict[str, Fraction] = {}
        for row in self._log.observations:
            counted[row.source] = counted.get(row.source, 0) + 1
            if row.at_s is not None:
                last[row.source] = max(last.get(row.source, row.at_s), row.at_s)
        for mark in self._log.sync_marks:
            last[mark.source] = max(last.get(mark.source, mark.at_s), mark.at_s)
        for source, scale in self._log.scales.items():
            yield self._source(source, scale, counted.get(source, 0), last.get(source))

    def _source(self, source: str, scale: str, count: int, last_s: Fraction | None) -> SourceLine:
        if scale == "none" or last_s is None or self._clock is None:
            return SourceLine(source, scale, "no_clock", count)
        if source == self._clock:
            return SourceLine(source, scale, "drill_clock", count, Fraction(0))
        press = exact(self._subject.scoring.press_u_s) ** 2
        gained = self._alignment.with_one_more(last_s, source, self._clock, 2 * press)
        one_more = self._factor * root(gained)
        if self._alignment.group(source) != self._group:
            return SourceLine(source, scale, "untied", count, one_more_s=one_more)
        passage = self._alignment.carry(last_s, source, self._clock)
        pair = {source, self._clock}
        tie = next(
            (one for one in self._subject.card.ties if {one.source, one.other} == pair), None
        )
        return SourceLine(
            source,
            scale,
            "tied" if tie is not None else "chained",
            count,
            passage.at_s - last_s,
            None if tie is None else tie.drift_ppm,
            self._factor * root(passage.variance_s2),
            one_more,
            () if tie is None else tie.marks,
            tuple(
                one
                for one in self._subject.card.conflicts
                if one.kind in ("doubtful_tie", "weak_tie", "drift", "residual", "offset")
                and source in one.sources
            ),
        )

    # -- steps and units ----------------------------------------------------------------

    def points(self) -> Iterator[LinePoint]:
        timeline = self._subject.timeline
        rows: dict[Point, list[Observation]] = {point: [] for point in timeline.points}
        for row in sorted(self._log.observations, key=lambda one: one.number):
            own = (row.step, row.unit)
            if own in rows:
                rows[own].append(row)
                continue
            # A row of all units says of each that it was done by then.
            of_unit = replace(row, bound="at_most") if row.at_s is not None else row
            for point in (one for one in rows if one[0] == row.step):
                rows[point].append(of_unit)
        for point, state in timeline.points.items():
            if rows[point] or state.known != "unrecorded":
                yield self._point(point, state, rows[point])

    def _point(self, point: Point, state: PointState, rows: Sequence[Observation]) -> LinePoint:
        step, unit = point
        edges = None if self._group is None else state.instants.get(self._group)
        use = self._uses.get(point) or self._uses.get((step, None))
        entries = tuple(self._entries(point, state, edges, rows))
        at_s = low_s = u_s = None
        bound, sources = "exact", tuple[str, ...]()
        if edges is not None and self._clock is not None:
            given = edges.given
            at_s = given.at_s(self._clock, self._alignment)
            u_s = root(given.variance_s2 + self._tie_variance(given))
            sources = given.sources
            if not edges.is_exact:
                bound = _bound(edges)
                low = edges.low
                low_s = None if low is None else low.at_s(self._clock, self._alignment)
        used = [one.at_s for one in entries if one.fate == "used" and one.at_s is not None]
        return LinePoint(
            step,
            unit,
            "not_applicable" if step in self._subject.timeline.not_applicable else state.known,
            at_s,
            low_s,
            u_s,
            bound,
            sources,
            max(used) - min(used) if len(used) > 1 else None,
            bool(state.readings),
            use.source if use is not None else "",
            entries,
        )

    def _tie_variance(self, instant: Instant) -> Fraction:
        clock = self._clock or instant.clock
        ties = (self._alignment.carry(part.at_s, part.source, clock) for part in instant.parts)
        return max((one.variance_s2 for one in ties), default=Fraction(0))

    def _entries(
        self, point: Point, state: PointState, edges: Edges | None, rows: Sequence[Observation]
    ) -> Iterator[LineEntry]:
        made_by = (
            set[int]()
            if edges is None
            else {row.number for edge in edges.known for row in edge.rows}
        )
        first: dict[str, Observation] = {}
        for row in sorted(rows, key=lambda one: one.number):
            first.setdefault(row.source, row)
        candidates = [one for one in first.values() if one.at_s is not None]
        tied = [one for one in candidates if self._alignment.group(one.source) == self._group]
        pool = {one.number for one in best_kind(tied)} if tied else set[int]()
        seen_by_eye = any(one.observed != "radio" for one in tied)
        for row in rows:
            fate, reason = self._fate(row, point, state, made_by, pool, first, seen_by_eye)
            yield self._entry(row, fate, reason)

    def _fate(  # noqa: PLR0911 - one answer a line is how the order of rules is read
        self,
        row: Observation,
        point: Point,
        state: PointState,
        made_by: set[int],
        pool: set[int],
        first: dict[str, Observation],
        seen_by_eye: bool,
    ) -> tuple[Fate, Reason]:
        if point[0] in self._subject.timeline.not_applicable:
            return "set_aside", "branch"
        use = self._uses.get(point) or self._uses.get((point[0], None))
        if row.number in made_by:
            made = self._made(len(made_by), len(pool), row)
            return "used", "decided" if use is not None else made
        if use is not None and use.source != row.source:
            return "set_aside", "chosen"
        if first[row.source].number != row.number:
            return "set_aside", "later"
        if row.at_s is None:
            is_known = row.outcome == state.known
            return ("used", "no_time") if is_known else ("set_aside", "outweighed")
        if self._alignment.group(row.source) != self._group:
            return "set_aside", "not_tied"
        if row.number in pool:
            return ("used", "weighed") if row.bound == "exact" else ("set_aside", "further")
        if row.observed == "radio" and seen_by_eye:
            return "set_aside", "radio"
        return "set_aside", "bounded" if row.bound != "exact" else "outweighed"

    @staticmethod
    def _made(makers: int, pool: int, row: Observation) -> Reason:
        if row.bound != "exact":
            return "edge"
        if pool <= 1:
            return "alone"
        return "mean" if makers == pool == 2 else "middle"  # noqa: PLR2004 - two have a mean

    def _entry(self, row: Observation, fate: Fate, reason: Reason) -> LineEntry:
        own = row.at_s if row.until_s is None else row.until_s
        is_tied = own is not None and self._alignment.group(row.source) == self._group
        at_s = None
        if own is not None and is_tied and self._clock is not None:
            at_s = self._alignment.read(own, row.source, self._clock)
        return LineEntry(
            row.place,
            row.source,
            row.outcome,
            at_s,
            own,
            root(row.variance_s2),
            row.bound,
            row.observed,
            fate,
            reason,
        )


def _bound(edges: Edges) -> str:
    if edges.low is None:
        return "at_most"
    return "at_least" if edges.high is None else "between"


def _superseded(entries: Sequence[Sealed]) -> Iterator[LineEntry]:
    """List what was taken back; what a label names counts under its name and is not lost."""
    log = LiveLog(one.entry for one in entries)
    for entry in log:
        if entry.kind not in AMENDING and log.taken_back_by(entry.id) is not None:
            yield LineEntry(
                entry.id,
                entry.source,
                entry.kind,
                None,
                None,
                float(entry.u_s),
                entry.bound,
                entry.observed,
                "superseded",
                "void",
            )
