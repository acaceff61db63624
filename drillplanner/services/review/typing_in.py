"""Type times into a drill afterwards (补录), from a stopwatch, paper, a video, the 110 record.

What is typed is kept as a log table of the drill, so it counts like any table that is joined.
A later version names the one it replaces; both stay on record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias
from zoneinfo import ZoneInfo

from drillplanner.base import local_time
from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.fault_list import CellFault
from drillplanner.exchange.plain_words import name_in
from drillplanner.exchange.tables.table_forms import in_form
from drillplanner.exchange.tables.typed_table import (
    Column,
    ColumnTimes,
    Grid,
    Line,
    Typed,
    grid_of,
    is_to_minute,
    lines_of,
    mark_name,
    read_cell,
    read_typed,
    table_text,
    typed_said,
    understand_column,
)
from drillplanner.exchange.time_reader.dial import DIALS, Dial
from drillplanner.exchange.time_reader.value import Reading
from drillplanner.plan.free_play import is_free_play
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import refuse_unpublishable
from drillplanner.review.observation import Log, Observed
from drillplanner.run.fact import Fact, read_body
from drillplanner.run.fact_kinds import LOG_TABLE
from drillplanner.run.rounds import Round, round_to_show
from drillplanner.services.fact_factory import drill_fact, find_script, script_fact
from drillplanner.services.organisation.schools import name_school, refuse_unclear
from drillplanner.services.plan.scripts import OpenScript, parsed
from drillplanner.services.review.decisions import (
    JoinedTable,
    TableText,
    decisions,
    person_named,
    save_table,
    table_fact,
)
from drillplanner.services.review.joining import join
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.review.review_session import read_drill

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

__all__ = [
    "DIALS",
    "PRESETS",
    "CellFault",
    "Column",
    "ColumnTimes",
    "Dial",
    "Grid",
    "Line",
    "Observed",
    "PaperDrill",
    "Preset",
    "Reading",
    "Typed",
    "Typing",
    "checked_mark",
    "checked_name",
    "export_typing",
    "first_grid",
    "is_to_minute",
    "lines_of",
    "new_typing",
    "open_typing",
    "read_cell",
    "read_typed",
    "save_typing",
    "typed_said",
    "understand_column",
]

#: What a table's fact says of how it was made.
MADE = "typed_in"

Kind: TypeAlias = Literal["stopwatch", "paper", "video", "record"]


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of source and what is usual for it; all of it can be changed.

    A stopwatch is copied in digits, 0320 for 3 min 20 s. Whether a watch on a wrist rounds or
    cuts off nobody says; a camera's clock and a record system cut off.
    """

    name: Text
    dial: Dial
    reading: Reading | None
    observed: Observed


PRESETS: Mapping[Kind, Preset] = {
    "stopwatch": Preset(pgettext("source", "Stopwatch"), "hmmss", None, "seen"),
    "paper": Preset(pgettext("source", "Paper"), "clock", None, "seen"),
    "video": Preset(pgettext("source", "Video"), "clock", "floor", "video"),
    "record": Preset(pgettext("source", "110 record"), "clock", "floor", "record"),
}


@dataclass(frozen=True, slots=True)
class PaperDrill:
    """A drill that was held with pen and paper, before anything of it is kept."""

    script: OpenScript
    title: str
    nature: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class Typing:
    """One round of a drill as it is typed into.

    `fact` is the table that is shown and will be replaced, empty where there is none; `beside`
    counts other typed tables that stand too, from other laptops. `marks` and `sources` are
    those recorded live; a typed mark of the same name ties its clock to theirs.
    """

    drill: DrillId
    title: str
    round: int
    rounds: tuple[Round, ...]
    script: Script
    log: Log
    others: tuple[JoinedTable, ...]
    grid: Grid | None
    fact: str = ""
    text: str = ""
    by: str = ""
    beside: int = 0
    is_read_only: bool = False
    #: What the drill is to be, until it is saved for the first time.
    paper: PaperDrill | None = None

    @property
    def sources(self) -> frozenset[str]:
        """Give the sources that were recorded live; no typed column can bear such a name."""
        return frozenset(self.log.scales)

    @property
    def marks(self) -> tuple[str, ...]:
        """Give the names of the sync marks that were recorded live or joined."""
        return tuple(dict.fromkeys(mark.name for mark in self.log.sync_marks))


def new_typing(paper: PaperDrill) -> Typing:
    """Give the empty grid of a drill from paper; the drill is made when it is saved.

    Raises:
        UserError: it has no script, so there are no lines to type into.
    """
    script = paper.script.script
    if is_free_play(script):
        raise UserError(_("Choose a script: the lines of a drill from paper are its steps."))
    rounds = (Round(1, "empty"),)
    return Typing(DrillId(""), paper.title, 1, rounds, script, Log(), (), None, paper=paper)


def first_grid(say: Callable[[Text], str], typing: Typing) -> Grid:
    """Give the grid to begin with: what was typed before, and a column for each usual source."""
    grid = typing.grid or Grid()
    known = {column.name for column in grid.columns} | typing.sources
    for preset in PRESETS.values():
        name = say(preset.name)
        if name not in known:
            column = Column(grid.next_id, name, preset.dial, preset.reading, preset.observed)
            grid = grid.with_column(column)
    for mark in typing.marks:
        grid = grid.with_mark(mark)
    return grid


def checked_name(grid: Grid, typing: Typing, column: int, text: str) -> str:
    """Read the name of a column.

    Raises:
        CellFault: it is no name, or taken by another column or by a live source.
    """
    name = name_in(text)
    if any(one.name == name and one.id != column for one in grid.columns):
        raise CellFault(
            _("There is a column {name} already; give this one another name.", name=name)
        )
    if name in typing.sources:
        raise CellFault(
            _("{name} was recorded live in this drill; name this clock otherwise.", name=name)
        )
    return name


def checked_mark(grid: Grid, text: str) -> str:
    """Read the name of a new sync mark.

    Raises:
        CellFault: it is no name, or there is such a mark.
    """
    name = mark_name(text)
    if name in grid.marks:
        raise CellFault(_("There is a sync mark {name} already.", name=name))
    return name


def open_typing(workspace: Workspace, drill: str, round_number: int | None = None) -> Typing:
    """Open a round of a drill to type into it, with what was typed before.

    Unless it is given, it is the last round that is not void.

    Raises:
        UserError: there is no such drill, or what was typed cannot be shown as a grid.
        FileRefused: the script it was held with is not in the workspace.
    """
    recorded = read_drill(workspace, drill)
    script = parsed(recorded.document)
    number = round_number or round_to_show(recorded.rounds)
    tables = decisions(recorded.facts, recorded.names, script, number).tables
    made = {fact.id for fact in recorded.facts if _is_typed(fact)}
    typed = [table for table in tables if table.fact in made]
    last = typed[-1] if typed else None
    return Typing(
        drill=recorded.drill.id,
        title=recorded.drill.title,
        round=number,
        rounds=recorded.rounds,
        script=script,
        log=observe(recorded.entries, script.zone, number),
        others=tuple(table for table in tables if table is not last),
        grid=grid_of(last.text, script) if last else None,
        fact=last.fact if last else "",
        text=last.text if last else "",
        by=last.by if last else "",
        beside=max(0, len(typed) - 1),
        is_read_only=recorded.is_read_only,
    )


def save_typing(
    workspace: Workspace,
    typing: Typing,
    grid: Grid,
    name: str,
    *,
    by: str,
    day: date | None = None,
) -> Typing:
    """Keep what was typed with the drill, in place of the version that was opened.

    `name` is what its rows are cited by, `day` when a drill from paper was held. The table is
    held to every rule together with what was recorded and joined before it is kept; once this
    returns it is on the disk.

    Raises:
        UserError: a cell cannot be read, nothing was typed, or another version was saved
            meanwhile.
        FileRefused: the table does not go with the tables joined already.
        StoreFault: it is not on the disk.
    """
    text = table_text(grid, typing.script)
    if not grid.cells and not typing.fact:
        raise UserError(_("Nothing is typed yet."))
    if typing.paper is not None:
        drill = _make_drill(workspace, typing, TableText(name, text), by, day)
        return open_typing(workspace, drill, 1)
    now = open_typing(workspace, typing.drill, typing.round)
    if now.fact not in ("", typing.fact):
        raise UserError(
            _(
                "These times were saved elsewhere in the meantime; open the page again and "
                "continue there."
            )
        )
    if now.fact and text == now.text:
        return now
    taken = {table.name for table in now.others}
    stem, dot, ending = name.rpartition(".")
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{dot}{ending}"
    table = TableText(name, text)
    join(now.log, [*(one.table for one in now.others), table], typing.script)
    save_table(
        workspace,
        typing.drill,
        typing.round,
        table,
        by=by,
        replaces=[now.fact] if now.fact else [],
        made=MADE,
    )
    return open_typing(workspace, typing.drill, typing.round)


def _make_drill(
    workspace: Workspace, typing: Typing, table: TableText, by: str, day: date | None
) -> DrillId:
    """Enter a drill from paper with its first table: all of it, or nothing."""
    paper = typing.paper
    if paper is None:
        raise TypeError(typing)
    join(typing.log, [table], typing.script)
    refuse_unclear(workspace, paper.school)
    author = person_named(workspace, by) if by.strip() else PersonId(new_id())
    made, zone = workspace.utc_ns(), typing.script.zone
    noon = datetime.combine(day or local_time.local(made, zone).date(), time(12), ZoneInfo(zone))
    document, script_id = paper.script.document, typing.script.id
    known = find_script(workspace, script_id, document)
    if known is None:
        refuse_unpublishable(document)
    script = known or script_fact(script_id, document, author, made)
    held_ns = int(noon.timestamp()) * 10**9
    drill = drill_fact(script, paper.title, author, paper.nature, made, held_utc_ns=held_ns)
    drill_id = DrillId(drill.drill or "")
    typed = table_fact(workspace, drill_id, 1, table, by=by, made=MADE)
    workspace.add([*([] if known else [script]), drill, typed])
    if paper.school:
        name_school(workspace, drill_id, paper.school)
    return drill_id


def export_typing(path: Path, script: Script, grid: Grid) -> None:
    """Write what was typed as a log table that spreadsheets open, in the form its name asks for.

    Raises:
        UserError: a cell cannot be read.
        StoreFault: the file was not written.
    """
    write_durably(path, in_form(table_text(grid, script).encode("utf-8-sig"), path))


def _is_typed(fact: Fact) -> bool:
    return fact.kind == LOG_TABLE and read_body(fact.data).get("made") == MADE
