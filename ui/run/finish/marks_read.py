"""List what was marked, in order of time, to be copied by hand or read over the radio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.base.texts import _
from drillplanner.exchange.tables.formula_guard import guarded
from drillplanner.run.entry import Entry
from drillplanner.services.run.board import Board
from drillplanner.terms.document import Shape
from ui.run.console.wording import Wording


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One mark: since T0, at which time of day, and what it was. Without a time: not performed."""

    since: str
    of_day: str
    words: str
    shape: Shape
    entry: str = ""


def read_marks(
    entries: Iterable[Entry], board: Board, wording: Wording, source: str
) -> tuple[MarkLine, ...]:
    """List one source's marks that stand, failures among them, then what was not performed."""
    standing = [
        entry
        for entry in entries
        if entry.source == source
        and entry.kind in ("mark", "failed", "not_performed")
        and not board.is_void(entry.id)
    ]
    timed = [entry for entry in standing if entry.kind != "not_performed"]
    timed.sort(key=board.axis_ns)
    untimed = [entry for entry in standing if entry.kind == "not_performed"]
    return tuple(_line(entry, board, wording) for entry in (*timed, *untimed))


def as_table(lines: Iterable[MarkLine], wording: Wording, *, is_start_heard: bool) -> str:
    """Write marks of no script as columns that a spreadsheet takes when they are pasted."""
    say = wording.say
    since = _("Since the start was heard") if is_start_heard else _("Since T0")
    rows = [(say(since), say(_("Time of day")), say(_("What")))]
    rows += [(line.since, line.of_day, line.words) for line in lines]
    return "\n".join("\t".join(guarded(" ".join(cell.split())) for cell in row) for row in rows)


def _line(entry: Entry, board: Board, wording: Wording) -> MarkLine:
    shape, words = wording.entry(entry, board)
    if entry.kind == "not_performed":
        return MarkLine("", "", words, shape, entry.id)
    return MarkLine(
        wording.since(entry, board), wording.of_day(entry, board), words, shape, entry.id
    )
