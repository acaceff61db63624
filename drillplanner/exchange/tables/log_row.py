"""Read one row of a log table, cell by cell, as far as the row alone says what it means.

What a time means is decided by its whole source (drillplanner.exchange.tables.log_table), so a
row keeps its times taken apart, and its blanks blank.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from drillplanner.base.heads import HeadNumbers
from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import CellFault, FaultList, shown
from drillplanner.exchange.plain_words import name_in, note_in, plain
from drillplanner.exchange.tables.delimited import Row
from drillplanner.exchange.tables.formula_guard import unguarded
from drillplanner.exchange.tables.log_words import (
    BOUNDS,
    OBSERVED,
    READINGS,
    WORDS,
    Said,
    day_in,
    heads_in,
    one_of,
    uncertainty_in,
)
from drillplanner.exchange.tables.step_cell import (
    MarkSubject,
    Names,
    OffsetSubject,
    StepSubject,
    Subject,
    TargetSubject,
    subject_in,
)
from drillplanner.exchange.time_reader.cell import TimeCell, time_cell
from drillplanner.exchange.time_reader.dial import Dial, dial_in
from drillplanner.exchange.time_reader.value import Reading, signed_seconds
from drillplanner.review.observation import Bound, Observed

#: Columns of a log table, in the order they are written.
COLUMNS = (
    "source", "step", "time", "uncertainty_s", "bound", "note", "observed", "unit", "reading",
    "until", "day", "dial", "at", "heads",
)  # fmt: skip
REQUIRED = ("source", "step", "time")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two clocks in seconds, and the worth of its last digit."""

    value_s: Fraction
    unit_s: Fraction


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row, with what was blank left blank.

    `source` and `subject` are None only where the row has faults (`is_sound`); its times still
    tell how the source writes them.
    """

    place: str
    line: int
    source: str | None
    subject: Subject | None
    said: Said
    time: TimeCell | None
    difference: Difference | None
    until: TimeCell | None
    at: TimeCell | None
    day: int | date | None
    dial: Dial | None
    uncertainty_s: Fraction | None
    bound: Bound | None
    observed: Observed | None
    reading: Reading | None
    heads: HeadNumbers | None
    note: str
    is_sound: bool


@dataclass(frozen=True, slots=True)
class _TimeColumn:
    said: Said
    time: TimeCell | None = None
    difference: Difference | None = None

    @property
    def has_value(self) -> bool:
        return self.time is not None or self.difference is not None


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows against a script, into `faults` what is wrong with them.

    A row that is sound but says less than it should goes into `warnings`.
    """

    names: Names
    faults: FaultList
    warnings: FaultList

    def read(self, row: Row, label: str) -> LogRow:
        """Read a row; what is wrong with its cells goes into `faults`."""
        place = f"{label}, row {row.number}"
        before = self.faults.total

        def cell(column: str, parse: Callable[[str], _T]) -> _T | None:
            text = row.cells[column]
            if not text and column not in REQUIRED:
                return None
            try:
                return parse(text)
            except CellFault as fault:
                self.faults.add(f"{place}, {fault.column or column}", fault.text, row.line)
                return None

        source = cell("source", lambda text: name_in(unguarded(text)))
        subject = cell("step", lambda text: subject_in(text, row.cells["unit"], self.names))
        counts = bool(plain(row.cells["heads"]))
        time = cell("time", lambda text: _time_in(text, subject, counts=counts))
        uncertainty = cell("uncertainty_s", uncertainty_in)
        bound = cell("bound", lambda text: one_of(text, BOUNDS))
        observed = cell("observed", lambda text: one_of(text, OBSERVED))
        reading = cell("reading", lambda text: one_of(text, READINGS))
        until = cell("until", _other_time_in)
        day = cell("day", day_in)
        dial = cell("dial", dial_in)
        at = cell("at", _other_time_in)
        heads = cell("heads", heads_in)
        note = cell("note", lambda text: note_in(unguarded(text)))
        read = LogRow(
            place=place,
            line=row.line,
            source=source,
            subject=subject,
            said=time.said if time else "time",
            time=time.time if time else None,
            difference=time.difference if time else None,
            uncertainty_s=uncertainty,
            bound=bound,
            observed=observed,
            reading=reading,
            until=until,
            at=at,
            day=day,
            dial=dial,
            heads=heads,
            note=note or "",
            is_sound=True,
        )
        if time is not None and subject is not None:
            for column, check in _CHECKS:
                try:
                    check(read, subject, time)
                except CellFault as fault:
                    self.faults.add(f"{place}, {fault.column or column}", fault.text, row.line)
        self._warn(read)
        if self.faults.total == before and source and subject and time:
            return read
        return _unsound(read)

    def _warn(self, row: LogRow) -> None:
        if row.said == "not_applicable" and not row.note.strip():
            what = _("Say in the note why this does not apply.")
            self.warnings.add(f"{row.place}, note", what, row.line)


def _unsound(row: LogRow) -> LogRow:
    return replace(row, is_sound=False)


def _time_in(text: str, subject: Subject | None, *, counts: bool) -> _TimeColumn:
    """Read the time cell, which means what the step cell makes of it.

    It may be blank where the row counts heads: a sheet of a class often says no more.
    """
    written = " ".join(plain(text).split())
    if counts and not written and isinstance(subject, StepSubject):
        return _TimeColumn("counted")
    if isinstance(subject, OffsetSubject):
        return _TimeColumn("difference", difference=Difference(*signed_seconds(written)))
    word, _space, rest = written.partition(" ")
    said = WORDS.get(word.lower())
    if said is None:
        time = time_cell(written)
    elif said == "failed" and rest:
        time = time_cell(rest)
    elif rest:
        raise CellFault(_("{word} takes no time; write only the word.", word=shown(word)))
    else:
        time = None
    if subject is not None:
        _check_said(subject, said or "time")
    return _TimeColumn(said or "time", time)


def _other_time_in(text: str) -> TimeCell | None:
    return time_cell(text) if plain(text) else None


def _check_said(subject: Subject, said: Said) -> None:
    if isinstance(subject, TargetSubject):
        if said not in ("not_applicable", "confirmed"):
            raise CellFault(
                _(
                    "Of the target {target} a log can only say not_applicable or confirmed.",
                    target=subject.target,
                )
            )
    elif said == "confirmed":
        raise CellFault(_("confirmed is said of a target; write #TARGET in the step column."))
    elif isinstance(subject, StepSubject):
        if said in ("not_performed", "not_applicable", "use") and subject.option is not None:
            raise CellFault(
                _(
                    "An option is not said {word}; name the step {step} alone.",
                    word=said,
                    step=subject.step.id,
                )
            )
    elif said == "not_applicable":
        raise CellFault(_("not_applicable is said of a step, a unit or a #TARGET."))
    elif said != "time":
        raise CellFault(_("This row needs a time."))


# -- what one cell says against another ------------------------------------------------------


def _check_bound(row: LogRow, subject: Subject, time: _TimeColumn) -> None:
    if not time.has_value:
        # A word has no time; what other programs fill in beside it means nothing.
        return
    if isinstance(subject, StepSubject):
        if subject.step.units and subject.unit is None and row.bound == "at_least":
            raise CellFault(
                _(
                    "Without a unit this is the time by which all units of {step} were done: "
                    "at_most; name the unit for at_least.",
                    step=subject.step.id,
                )
            )
    elif row.bound not in (None, "exact"):
        raise CellFault(_("This row must be exact; leave this cell blank or write exact."))
    elif (
        isinstance(subject, MarkSubject | OffsetSubject)
        and row.observed == "radio"
        and row.bound is None
    ):
        raise CellFault(
            _("A time heard by radio is at_most and ties no clocks; write exact if it is exact.")
        )


def _check_other(row: LogRow, subject: Subject, _time: _TimeColumn) -> None:
    if isinstance(subject, OffsetSubject) and subject.other == row.source:
        raise CellFault(
            _(
                "{source} has no difference from itself; name another source.",
                source=shown(row.source or ""),
            )
        )


def _check_until(row: LogRow, subject: Subject, time: _TimeColumn) -> None:
    if row.until is None:
        return
    if not isinstance(subject, StepSubject):
        raise CellFault(_("Only a step or unit lies between two times; leave this cell blank."))
    if time.said != "time":
        raise CellFault(
            _("Between two times lies only what was done; leave this cell blank for {word}.",
              word=time.said)
        )  # fmt: skip
    if row.bound is not None:
        raise CellFault(_("until is a bound itself; leave the column bound blank."), "bound")
    if row.reading is not None:
        raise CellFault(_("Both edges are hard; leave the column reading blank."), "reading")
    if subject.step.units and subject.unit is None:
        raise CellFault(
            _(
                "Without a unit this is the time by which all units of {step} were done: "
                "at_most; name the unit for two times.",
                step=subject.step.id,
            )
        )


def _check_day(row: LogRow, _subject: Subject, time: _TimeColumn) -> None:
    if row.day is None:
        return
    dated = [one for one in (time.time, row.until, row.at) if one is not None]
    if any(one.form == "date" for one in dated):
        raise CellFault(_("The time has its date already; leave this cell blank."))
    if any(one.certainty == "stopwatch" for one in dated):
        raise CellFault(_("A stopwatch has no days; leave this cell blank."))


def _check_at(row: LogRow, subject: Subject, _time: _TimeColumn) -> None:
    if row.at is not None and not isinstance(subject, OffsetSubject):
        raise CellFault(_("Only a row @offset:OTHER says at what time; leave this cell blank."))


def _check_heads(row: LogRow, subject: Subject, _time: _TimeColumn) -> None:
    if row.heads is None:
        return
    if not isinstance(subject, StepSubject) or not _counts_heads(subject):
        raise CellFault(_("The script counts no heads here; leave this cell blank."))


def _counts_heads(subject: StepSubject) -> bool:
    unit = next((one for one in subject.step.units if one.id == subject.unit), None)
    return subject.step.heads is not None or getattr(unit, "heads", None) is not None


def _check_note(row: LogRow, _subject: Subject, time: _TimeColumn) -> None:
    if row.note.strip() or time.said not in ("use", "confirmed"):
        return
    why: Text = (
        _("Say here who decided that this source's time stands, and why.")
        if time.said == "use"
        else _("Say here who confirms this target, and why.")
    )
    raise CellFault(why)


_Check = Callable[[LogRow, Subject, _TimeColumn], None]
_CHECKS: tuple[tuple[str, _Check], ...] = (
    ("bound", _check_bound),
    ("step", _check_other),
    ("until", _check_until),
    ("day", _check_day),
    ("at", _check_at),
    ("heads", _check_heads),
    ("note", _check_note),
)
