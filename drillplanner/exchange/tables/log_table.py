"""Read log tables (paper, cameras, the 110 record, other programs) into one log.

The format is section 2 of docs/formats.md. Several files form one log: a source may go on in
a later file, and every rule of a source holds across files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from zoneinfo import ZoneInfo

from drillplanner.base.exact import exact
from drillplanner.base.locations import row_named
from drillplanner.base.texts import _, ngettext
from drillplanner.exchange.clock_text import ShownTime, TimeKind, midnight_s
from drillplanner.exchange.fault_list import SHOWN_FAULTS, CellFault, FaultList
from drillplanner.exchange.tables.delimited import rows_of
from drillplanner.exchange.tables.log_row import COLUMNS, REQUIRED, LogRow, RowReader
from drillplanner.exchange.tables.step_cell import (
    HoldSubject,
    MarkSubject,
    OffsetSubject,
    StepSubject,
    TargetSubject,
    names_of,
)
from drillplanner.exchange.text_file import TextSource, labels
from drillplanner.plan.model import Script
from drillplanner.review.observation import (
    Hold,
    Log,
    Observation,
    Outcome,
    StatedOffset,
    SyncMark,
    TimeScale,
)

_DAY_S = 86_400

#: Sources of one drill; each is a clock of its own, and every pair of clocks may be tied.
MOST_SOURCES = 50


def read_logs(paths: Sequence[TextSource], script: Script) -> Log:
    """Read tables of one drill, in the order given, into one log.

    Raises:
        FileRefused: something is wrong with any of the files; all of it is listed, by file,
            row and column, up to `SHOWN_FAULTS`.
    """
    faults = FaultList()
    zone = ZoneInfo(script.zone)
    reader = RowReader(names_of(script), zone, exact(script.scoring.radio_u_s), faults)
    builder = _Builder(zone)
    for path, label in zip(paths, labels(paths), strict=True):
        for row in rows_of(path, label, COLUMNS, REQUIRED, faults):
            sound = reader.read(row, label)
            if sound is None:
                continue
            try:
                builder.add(sound)
            except CellFault as fault:
                faults.add(f"{sound.place}, {fault.column or 'time'}", fault.text, row.line)
    log = builder.log()
    if len(log.scales) > MOST_SOURCES:
        text = _(
            "The log names {count} sources; a drill has at most {most}. Check the column source.",
            count=len(log.scales),
            most=MOST_SOURCES,
        )
        faults.add("source", text)
    if faults.total:
        _refuse(faults)
    return log


def _refuse(faults: FaultList) -> None:
    faults.refuse(
        ngettext(
            "The log was refused for {count} fault; correct it and read the log again.",
            "The log was refused for {count} faults; correct them and read the log again.",
            faults.total,
        ),
        _(
            "The log was refused for {count} faults, of which the first {shown} are listed; "
            "correct them and read the log again.",
            count=faults.total,
            shown=SHOWN_FAULTS,
        ),
    )


@dataclass(slots=True)
class _Source:
    """What is known of one source so far."""

    kind: TimeKind | None = None
    previous_s: Fraction | None = None
    midnight_s: int = 0
    origin: str | None = None
    holds: list[Hold] = field(default_factory=list)


class _Builder:
    """Puts sound rows together, holding each source to its own rules."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._number = 0
        self._sources: dict[str, _Source] = {}
        self._observations: list[Observation] = []
        self._marks: dict[tuple[str, str], SyncMark] = {}
        self._offsets: dict[tuple[str, str], StatedOffset] = {}
        self._not_applicable: dict[str, str] = {}

    def add(self, row: LogRow) -> None:
        """Take in one row; CellFault where it does not go with the rows before."""
        source = self._sources.setdefault(row.source, _Source())
        at_s = None if row.shown is None else self._at(source, row.shown, row.shift_s)
        match row.subject:
            case StepSubject():
                self._add_observation(row, row.subject, at_s)
            case MarkSubject(name) if at_s is not None:
                self._add_mark(row, name, at_s)
            case OffsetSubject(other):
                self._add_offset(row, other)
            case HoldSubject(is_resume) if at_s is not None:
                _add_hold(source.holds, row, is_resume, at_s, self._next_number())
            case TargetSubject(target):
                self._not_applicable.setdefault(target, row.place)

    def log(self) -> Log:
        """Give the log of all rows taken in."""
        sources = self._sources.items()
        return Log(
            observations=tuple(self._observations),
            sync_marks=tuple(self._marks.values()),
            offsets=tuple(self._offsets.values()),
            holds=tuple(hold for _name, source in sources for hold in source.holds),
            not_applicable=self._not_applicable,
            scales={name: _scale(source.kind) for name, source in sources},
            origins={name: source.origin for name, source in sources if source.origin},
        )

    def _at(self, source: _Source, shown: ShownTime, shift_s: Fraction) -> Fraction:
        """Place a shown time on its source's clock."""
        if source.kind is None:
            source.kind = shown.kind
            if shown.day is not None:
                source.origin = shown.day.isoformat()
                source.midnight_s = midnight_s(shown.day, self._zone)
        at_s = shown.value_s - source.midnight_s + shift_s
        if shown.kind == "clock" and source.previous_s is not None:
            at_s = nearest_day(at_s, source.previous_s)
        source.previous_s = at_s
        return at_s

    def _next_number(self) -> int:
        self._number += 1
        return self._number - 1

    def _add_observation(self, row: LogRow, subject: StepSubject, at_s: Fraction | None) -> None:
        self._observations.append(
            Observation(
                source=row.source,
                step=subject.step.id,
                unit=subject.unit,
                option=subject.option,
                outcome=_outcome(row),
                number=self._next_number(),
                at_s=at_s,
                variance_s2=row.variance_s2,
                bound=row.bound,
                observed=row.observed,
                note=row.note,
                place=row.place,
            )
        )

    def _add_mark(self, row: LogRow, name: str, at_s: Fraction) -> None:
        earlier = self._marks.get((row.source, name))
        if earlier is not None:
            raise CellFault(
                _(
                    "{source} has the sync mark {name} already in {place}; "
                    "give each moment a name of its own.",
                    source=row.source,
                    name=name,
                    place=row_named(earlier.place),
                ),
                column="step",
            )
        self._marks[row.source, name] = SyncMark(
            row.source, name, at_s, row.variance_s2, self._next_number(), row.place
        )

    def _add_offset(self, row: LogRow, other: str) -> None:
        earlier = self._offsets.get((row.source, other))
        if earlier is not None:
            raise CellFault(
                _(
                    "The difference of {source} from {other} was given already in {place}; "
                    "keep one of them.",
                    source=row.source,
                    other=other,
                    place=row_named(earlier.place),
                ),
                column="step",
            )
        self._offsets[row.source, other] = StatedOffset(
            row.source,
            other,
            row.difference_s + row.shift_s,
            row.variance_s2,
            self._next_number(),
            row.place,
        )


def nearest_day(at_s: Fraction, previous_s: Fraction) -> Fraction:
    """Shift a time of day by whole days so that it comes nearest `previous_s`.

    Of two days equally near, twelve hours off, the later is taken.
    """
    return at_s + _DAY_S * ((previous_s - at_s + Fraction(_DAY_S, 2)) // _DAY_S)


def _add_hold(holds: list[Hold], row: LogRow, is_resume: bool, at_s: Fraction, number: int) -> None:
    held = holds[-1] if holds and holds[-1].stop_s is None else None
    if not is_resume and held is not None:
        what = _(
            "The drill has been paused since {place}; write !resume before the next !hold.",
            place=row_named(held.place),
        )
        raise CellFault(what, column="step")
    if held is None:
        if is_resume:
            what = _("The drill is not paused here; write !hold before !resume.")
            raise CellFault(what, column="step")
        holds.append(Hold(row.source, at_s, None, row.place, number))
        return
    if at_s < held.start_s:
        raise CellFault(_("This is before the pause in {place}.", place=row_named(held.place)))
    holds[-1] = replace(held, stop_s=at_s, stop_number=number)


def _outcome(row: LogRow) -> Outcome:
    match row.said:
        case "time" | "done" | "not_performed" | "failed":
            return row.said
        case _:
            raise AssertionError(row.said)


def _scale(kind: TimeKind | None) -> TimeScale:
    match kind:
        case None:
            return "none"
        case "seconds":
            return "seconds"
        case _:
            return "clock"
