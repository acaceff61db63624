"""List the whole log of a reviewed round in words, and what can be done to each entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.report.annexes.log import entry_rows, table_rows
from drillplanner.report.entry_words import entry_said
from drillplanner.report.subject import Subject
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import is_begin, remark
from drillplanner.run.live_log import AMENDING, DEEDS
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.run.board import is_taken_back
from drillplanner.services.run.free_play import ToStep
from drillplanner.terms.document import Cell, Phrase

#: What the list is narrowed down to.
Filter: TypeAlias = Literal["all", "unnamed", "taken_back", "remarks"]
FILTERS: dict[Filter, Text] = {
    "all": pgettext("filter of a log", "All entries"),
    "unnamed": pgettext("filter of a log", "Not named yet"),
    "taken_back": pgettext("filter of a log", "Taken back"),
    "remarks": pgettext("filter of a log", "Notes and corrections"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the whole log; `id` is the entry's, or a row's of a table, which none mends here.

    `cells` stand in the columns of the annex of the log; `means` is the step a mark is of now.
    """

    id: str
    cells: tuple[Cell, ...]
    heading: Phrase = ""
    is_struck: bool = False
    is_entry: bool = False
    can_be_named: bool = False
    can_be_voided: bool = False
    can_be_restored: bool = False
    means: ToStep | None = None
    filters: frozenset[Filter] = frozenset()


@dataclass(frozen=True, slots=True)
class WholeLog:
    """The log of one round, and the steps that a mark can be given."""

    lines: tuple[LogLine, ...]
    meanings: tuple[tuple[ToStep, Phrase], ...]

    @property
    def unnamed(self) -> int:
        """Count the marks nobody said the step of."""
        return sum(1 for line in self.lines if "unnamed" in line.filters)


def whole_log(review: DrillReview) -> WholeLog:
    """List every entry of the round, those of tables behind them."""
    subject = Subject(review.inputs)
    return WholeLog(tuple(_lines(subject)), tuple(_meanings(subject)))


def _lines(subject: Subject) -> Iterator[LogLine]:
    rows = zip(subject.inputs.entries, entry_rows(subject), strict=True)
    for number, (logged, row) in enumerate(rows, 1):
        entry, is_struck = logged.entry, logged.voided_by is not None
        says = logged.label or entry
        is_mended = entry.kind not in AMENDING
        yield LogLine(
            id=entry.id,
            cells=row.cells,
            heading=_(
                "Entry {number}, {source}: {words}",
                number=number,
                source=entry.source,
                words=entry_said(subject, logged),
            ),
            is_struck=is_struck,
            is_entry=True,
            can_be_named=entry.kind in DEEDS and not is_struck,
            can_be_voided=not is_struck and (is_taken_back(entry) or not is_mended),
            can_be_restored=is_struck,
            means=ToStep(says.step, says.unit, says.option) if says.step else None,
            filters=frozenset(_filters(entry, says, is_struck=is_struck)),
        )
    for place, row in enumerate(table_rows(subject)):
        yield LogLine(f"row:{place}", row.cells, filters=frozenset({"all"}))


def _filters(entry: Entry, says: Entry, *, is_struck: bool) -> Iterator[Filter]:
    yield "all"
    if entry.kind == "mark" and says.step is None and says is entry and not is_struck:
        yield "unnamed"
    if is_struck:
        yield "taken_back"
    is_note = entry.kind == "note" and not is_begin(entry)
    if entry.kind in AMENDING or (is_note and (remark(entry) or not entry.text.startswith("!"))):
        yield "remarks"


def _meanings(subject: Subject) -> Iterator[tuple[ToStep, Phrase]]:
    for step in subject.script.steps:
        name = subject.names.step(step.id)
        yield ToStep(step.id), _("{step}: all of them", step=name) if step.units else name
        for unit in step.units:
            yield ToStep(step.id, unit.id), subject.names.reference(f"{step.id}/{unit.id}")
        for option in step.options:
            said = subject.names.reference(f"{step.id}/{option.id}")
            yield ToStep(step.id, None, option.id), said
