"""Read one row of a log table, cell by cell, and fill what its blanks stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from fractions import Fraction
from typing import TypeVar

from drillplanner.base.locations import row_named
from drillplanner.base.texts import _
from drillplanner.exchange.clock_text import (
    ShownTime,
    TimeKind,
    shown_time,
    signed_seconds,
)
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
    default_variance,
    kind_name,
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
from drillplanner.review.observation import Bound, Observed

#: Columns of a log table, in the order they are written.
COLUMNS = (
    "source", "step", "time", "uncertainty_s", "bound", "note", "observed", "unit", "reading",
)  # fmt: skip
REQUIRED = ("source", "step", "time")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class LogRow:
    """One sound row. `shift_s` is what `reading` adds to the shown time or difference."""

    place: str
    source: str
    subject: Subject
    said: Said
    shown: ShownTime | None
    difference_s: Fraction
    shift_s: Fraction
    variance_s2: Fraction
    bound: Bound
    observed: Observed
    note: str


@dataclass(frozen=True, slots=True)
class _TimeCell:
    said: Said
    shown: ShownTime | None = None
    difference_s: Fraction = Fraction(0)
    unit_s: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows against a script, into `faults` what is wrong with them."""

    names: Names
    zone: tzinfo
    radio_u_s: Fraction
    faults: FaultList
    #: The kind of time each source has used so far, and where it did first.
    kinds: dict[str, tuple[TimeKind, str]] = field(default_factory=dict)

    def read(self, row: Row, label: str) -> LogRow | None:
        """Read a row; None if any of its cells is wrong, and then `faults` says which."""
        place = f"{label}, row {row.number}"
        before = self.faults.total

        def cell(column: str, parse: Callable[[str], _T]) -> _T | None:
            try:
                return parse(row.cells[column])
            except CellFault as fault:
                self.faults.add(f"{place}, {fault.column or column}", fault.text, row.line)
                return None

        source = cell("source", lambda text: name_in(unguarded(text)))
        subject = cell("step", lambda text: subject_in(text, row.cells["unit"], self.names))
        time = cell("time", lambda text: self._time_in(text, subject))
        uncertainty = cell("uncertainty_s", uncertainty_in)
        bound = cell("bound", lambda text: one_of(text, BOUNDS))
        observed = cell("observed", lambda text: one_of(text, OBSERVED)) or "seen"
        reading = cell("reading", lambda text: one_of(text, READINGS)) or "nearest"
        note = cell("note", lambda text: note_in(unguarded(text)))
        if time is not None and source is not None:
            cell("time", lambda _text: self._check_kind(source, time, place))
        if time is not None and subject is not None and source is not None:
            cell("bound", lambda _text: _check_bound(subject, time, bound, observed))
            cell("step", lambda _text: _check_other(source, subject))
        if self.faults.total > before or source is None or subject is None or time is None:
            return None
        unit_s = time.unit_s or Fraction(0)
        return LogRow(
            place=place,
            source=source,
            subject=subject,
            said=time.said,
            shown=time.shown,
            difference_s=time.difference_s,
            shift_s=unit_s / 2 if reading == "floor" else Fraction(0),
            variance_s2=self._variance(time, uncertainty, observed),
            bound=_bound(subject, time, bound, observed),
            observed=observed,
            note=note or "",
        )

    def _time_in(self, text: str, subject: Subject | None) -> _TimeCell | None:
        """Read the time cell, which means what the step cell makes of it."""
        written = " ".join(plain(text).split())
        if isinstance(subject, OffsetSubject):
            difference, unit = signed_seconds(written)
            return _TimeCell("difference", None, difference, unit)
        word, _space, rest = written.partition(" ")
        said = WORDS.get(word.lower())
        if said is None:
            shown_at = shown_time(written, self.zone)
        elif said == "failed" and rest:
            shown_at = shown_time(rest, self.zone)
        elif rest:
            raise CellFault(
                _("{word} takes no time; write only the word.", word=shown(word)),
            )
        else:
            shown_at = None
        if subject is not None:
            _check_said(subject, said or "time")
        return _TimeCell(said or "time", shown_at, unit_s=shown_at.unit_s if shown_at else None)

    def _check_kind(self, source: str, time: _TimeCell, place: str) -> None:
        if time.shown is None:
            return
        kind = time.shown.kind
        before, first_place = self.kinds.setdefault(source, (kind, place))
        if kind != before:
            raise CellFault(
                _(
                    "{source} gives {kind} here, but {before} in {place}; "
                    "one source uses one kind of time.",
                    source=source,
                    kind=kind_name(kind),
                    before=kind_name(before),
                    place=row_named(first_place),
                )
            )

    def _variance(
        self, time: _TimeCell, uncertainty: Fraction | None, observed: Observed
    ) -> Fraction:
        if time.unit_s is None:
            return Fraction(0)
        if uncertainty is not None:
            return uncertainty**2
        if observed == "radio":
            return self.radio_u_s**2
        return default_variance(time.unit_s)


def _bound(subject: Subject, time: _TimeCell, bound: Bound | None, observed: Observed) -> Bound:
    if time.unit_s is None:
        return "exact"
    if isinstance(subject, StepSubject) and subject.step.units and subject.unit is None:
        # The time by which all units were reported done bounds each of them from above.
        return "at_most"
    return bound or ("at_most" if observed == "radio" else "exact")


def _check_said(subject: Subject, said: Said) -> None:
    if isinstance(subject, TargetSubject):
        if said != "not_applicable":
            raise CellFault(
                _(
                    "Of the target {target} a log can only say not_applicable.",
                    target=subject.target,
                )
            )
    elif said == "not_applicable":
        raise CellFault(_("not_applicable is said of a target; write #TARGET in the step column."))
    elif isinstance(subject, StepSubject):
        if said == "not_performed" and subject.option is not None:
            raise CellFault(
                _(
                    "An option is not said not_performed; name the step {step} alone.",
                    step=subject.step.id,
                )
            )
    elif said != "time":
        raise CellFault(_("This row needs a time."))


def _check_bound(
    subject: Subject, time: _TimeCell, bound: Bound | None, observed: Observed
) -> None:
    if time.unit_s is None:
        # A word has no time; what other programs fill in beside it means nothing.
        return
    if isinstance(subject, StepSubject):
        if subject.step.units and subject.unit is None and bound == "at_least":
            raise CellFault(
                _(
                    "Without a unit this is the time by which all units of {step} were done: "
                    "at_most; name the unit for at_least.",
                    step=subject.step.id,
                )
            )
    elif isinstance(subject, MarkSubject | OffsetSubject) and observed == "radio" and bound is None:
        raise CellFault(
            _("A time heard by radio is at_most and ties no clocks; write exact if it is exact.")
        )
    elif bound not in (None, "exact"):
        raise CellFault(_("This row must be exact; leave this cell blank or write exact."))


def _check_other(source: str, subject: Subject) -> None:
    if isinstance(subject, OffsetSubject) and subject.other == source:
        raise CellFault(
            _("{source} has no difference from itself; name another source.", source=source)
        )
