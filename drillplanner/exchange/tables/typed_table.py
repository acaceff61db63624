"""Hold times typed into a grid, a line a step and a column a source, and write them as a table.

The table says each time as it was typed, and beside it what its digits are, so that reading it
back gives the same grid, and with every rule of section 2 of docs/formats.md for what its
blanks stand for.

What digits mean is the column's dial, chosen or left to the column itself (docs/formats.md,
"dial"). N stands for not performed, F for failed (F0320: failed at a known time), D for done at
a time not known; the words of the log table are read besides.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import cast

from drillplanner.base.errors import UserError
from drillplanner.base.heads import HeadNumbers, head_numbers, typed_heads
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import name_in, narrow, plain
from drillplanner.exchange.tables.formula_guard import guarded, unguarded
from drillplanner.exchange.tables.log_row import COLUMNS
from drillplanner.exchange.tables.log_table_writer import mark_cell
from drillplanner.exchange.tables.log_words import OBSERVED, READINGS, WORDS, one_of
from drillplanner.exchange.tables.source_times import ambiguous_said, previews, readings_said
from drillplanner.exchange.tables.step_cell import MarkSubject, StepSubject, names_of, subject_in
from drillplanner.exchange.time_reader.cell import TimeCell, time_cell
from drillplanner.exchange.time_reader.dial import (
    Ambiguous,
    Dial,
    Mixed,
    Understood,
    Written,
    dial_in,
    understand,
)
from drillplanner.exchange.time_reader.value import Reading, shown_time, time_said
from drillplanner.plan.model import Script, Step
from drillplanner.plan.numbering import head_count_places
from drillplanner.review.observation import Observed, Outcome
from drillplanner.terms.measured_words import counted_said

#: How a mark's name would begin if it were a stated difference of clocks.
_NOT_A_MARK = "offset:"
_MOST_CHARACTERS = 40

_KEYS: Mapping[str, Outcome] = {"n": "not_performed", "f": "failed", "d": "done"}
_KEY_OF: Mapping[Outcome, str] = {word: key.upper() for key, word in _KEYS.items()}
_SAID: Mapping[Outcome, Text] = {
    "not_performed": pgettext("state of a step", "not performed"),
    "failed": pgettext("state of a step", "failed"),
    "done": _("done, time not known"),
}
#: Further signs as a Chinese input method types them.
_TYPED_WIDE = str.maketrans("ｎｆｄＮＦＤ。", "nfdnfd.")


@dataclass(frozen=True, slots=True)
class Column:
    """One source: its name, what its digits are, and how it was observed.

    Without a dial the column itself decides, or is ambiguous; without a reading it is not known
    whether the display rounded or cut off.
    """

    id: int
    name: str
    dial: Dial | None = None
    reading: Reading | None = None
    observed: Observed = "seen"


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as it was typed; its time is none until its column is understood.

    A head count has `heads` and no time; `words` say where the others are, who is missing.
    """

    outcome: Outcome
    cell: TimeCell | None = None
    heads: HeadNumbers | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ColumnTimes:
    """What a column's digits mean.

    Where nothing decides, `understood` is None and `choices` are the dials in question, each
    with what it makes of the `first` time that is in question. `why` then says so in words.
    """

    understood: Understood | None = None
    first: str = ""
    choices: tuple[tuple[Dial, Text], ...] = ()
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a step, with the unit or option it speaks of, or a sync mark by name.

    One that `counts` is for the heads there, of whom `due` are expected where the script says.
    """

    key: str
    step: Step | None = None
    unit: str | None = None
    option: str | None = None
    mark: str | None = None
    counts: bool = False
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """What was typed. `cells` are texts by line key and column id; what is blank is left out."""

    columns: tuple[Column, ...] = ()
    marks: tuple[str, ...] = ()
    cells: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def text(self, line: str, column: int) -> str:
        """Give what was typed into a cell; empty where nothing was."""
        return self.cells.get((line, column), "")

    def with_cells(self, typed: Mapping[tuple[str, int], str]) -> Grid:
        """Give the grid with other texts in some cells; an empty text clears its cell."""
        merged = {**self.cells, **{place: text.strip() for place, text in typed.items()}}
        return replace(self, cells={place: text for place, text in merged.items() if text})

    def with_column(self, column: Column) -> Grid:
        """Give the grid with a column in the place of the one with its id, or at the end."""
        others = [one.id for one in self.columns]
        if column.id not in others:
            return replace(self, columns=(*self.columns, column))
        changed = tuple(column if one.id == column.id else one for one in self.columns)
        return replace(self, columns=changed)

    def without_column(self, column: int) -> Grid:
        return Grid(
            tuple(one for one in self.columns if one.id != column),
            self.marks,
            {place: text for place, text in self.cells.items() if place[1] != column},
        )

    def with_mark(self, name: str) -> Grid:
        """Give the grid with one more sync mark."""
        return self if name in self.marks else replace(self, marks=(*self.marks, name))

    @property
    def next_id(self) -> int:
        """Give an id that no column has."""
        return max((one.id for one in self.columns), default=0) + 1


def lines_of(script: Script, marks: Iterable[str] = ()) -> tuple[Line, ...]:
    """List the lines of a script's grid: each step, then its units and options; then the marks.

    The line of a step with units is the time by which all of them were reported done.
    """
    return (*_step_lines(script), *(Line(f"@{name}", mark=name) for name in marks))


def _step_lines(script: Script) -> Iterator[Line]:
    for step in script.steps:
        counted = head_count_places(step)
        yield Line(step.id, step)
        if None in counted:
            yield Line(f"{step.id}/heads", step, counts=True, due=counted[None])
        for unit in step.units:
            yield Line(f"{step.id}/u/{unit.id}", step, unit=unit.id)
            if unit.id in counted:
                key = f"{step.id}/u/{unit.id}/heads"
                yield Line(key, step, unit=unit.id, counts=True, due=counted[unit.id])
        for option in step.options:
            yield Line(f"{step.id}/o/{option.id}", step, option=option.id)


def read_typed(text: str) -> Typed:
    """Take apart what was typed into a cell.

    Raises:
        CellFault: it is no time in any reading, and no word.
    """
    written = narrow(" ".join(plain(text).translate(_TYPED_WIDE).split()))
    if len(written) > _MOST_CHARACTERS:
        raise CellFault(_("{text} is too long for a time.", text=shown(text)))
    said, rest = _word_in(written)
    if said is None:
        return Typed("time", time_cell(_closed(written)))
    if not rest:
        return Typed(said)
    if said != "failed":
        raise CellFault(_("{word} takes no time; type only the letter.", word=_SAID[said]))
    return Typed(said, time_cell(_closed(rest)))


def _closed(text: str) -> str:
    """Take out blanks between digits alone, where a hand slipped."""
    return text.replace(" ", "") if text.replace(" ", "").isdigit() else text


def _word_in(written: str) -> tuple[Outcome | None, str]:
    """Split off the word or letter a cell begins with."""
    lowered = written.lower()
    for word, said in WORDS.items():
        if said in _SAID and lowered.startswith(word):
            return cast("Outcome", said), written[len(word) :].lstrip(" ,，")
    outcome_of_key = _KEYS.get(lowered[:1])
    if outcome_of_key and (len(written) == 1 or written[1:].lstrip()[:1].isdigit()):
        return outcome_of_key, written[1:].lstrip()
    return None, written


def typed_said(typed: Typed, understood: Understood | None, zone: tzinfo = UTC) -> Text:
    """Say how a cell is read: 3 min 20 s (3分20秒), 15:08:02, not performed (未执行).

    Raises:
        CellFault: its column's dial cannot show it.
    """
    if typed.heads is not None:
        said = counted_said(typed.heads)
        return _("{what}: {why}", what=said, why=typed.words) if typed.words else said
    if typed.cell is None:
        return _SAID[typed.outcome]
    if understood is None:
        return _("{clock}", clock=typed.cell.written)
    time = time_said(shown_time(typed.cell, understood, zone), zone)
    if typed.outcome == "failed":
        return _("{outcome} at {time}", outcome=_SAID["failed"], time=time)
    return time


def is_to_minute(typed: Typed, understood: Understood | None) -> bool:
    """Tell whether a cell is a time of day that was only typed to the minute."""
    if typed.cell is None or understood is None:
        return False
    return shown_time(typed.cell, understood, UTC).is_minute


def read_cell(line: Line, column: Column, text: str) -> Typed | None:
    """Read a cell as its line has it; None where it is blank.

    Raises:
        CellFault: it cannot be that, in words for the one who typed it.
    """
    if not text.strip():
        return None
    if line.counts:
        counted = typed_heads(plain(text), line.due)
        if counted is None:
            raise CellFault(
                _(
                    "{text} is no head count; type 38/40, or 36+2/40 and where they are.",
                    text=shown(text),
                )
            )
        return Typed("done", heads=counted[0], words=counted[1])
    typed = read_typed(text)
    if line.mark is not None:
        if typed.outcome != "time":
            raise CellFault(_("A sync mark needs a time."))
        if column.observed == "radio":
            raise CellFault(_("A mark heard by radio ties no clocks; leave this cell blank."))
    if line.option is not None and typed.outcome == "not_performed":
        raise CellFault(_("Type N in the line of the decision itself, not of one way it can go."))
    return typed


def understand_column(grid: Grid, column: Column, lines: Sequence[Line]) -> ColumnTimes:
    """Understand what the digits of a column mean, from all that is typed in it."""
    written: list[Written] = []
    for row, line in enumerate(lines):
        if line.counts:
            continue
        try:
            typed = read_typed(grid.text(line.key, column.id) or "n")
        except CellFault:
            continue
        if typed.cell is not None:
            written.append(Written(row, typed.cell))
    if not written:
        # An empty column is read as its dial says, so that the first digits are said at once.
        nothing = [Written(0, TimeCell("", "number"))] if column.dial else []
        return ColumnTimes(understand(nothing, column.dial) if nothing else None)
    try:
        return ColumnTimes(understand(written, column.dial))
    except Ambiguous as doubt:
        cell = written[0].cell
        choices = previews(cell, doubt)
        if doubt.doubt == "epoch":
            why = ambiguous_said(column.name, cell, doubt)
            return ColumnTimes(None, cell.written, choices, why)
        why = _(
            "{text} may be {readings}; choose what the digits of {column} are.",
            text=shown(cell.written),
            readings=readings_said(choices),
            column=column.name,
        )
        return ColumnTimes(None, cell.written, choices, why)
    except Mixed as mixed:
        why = _(
            "{one} and {other} are times of two kinds; one column holds one kind.",
            one=written[mixed.first].cell.written,
            other=written[mixed.at].cell.written,
        )
        return ColumnTimes(None, written[mixed.at].cell.written, (), why)


def mark_name(text: str) -> str:
    """Read the name of a sync mark.

    Raises:
        CellFault: it is no name, or one that means a difference of clocks.
    """
    name = name_in(text.strip().lstrip("@＠"))
    if name.lower().replace("：", ":").startswith(_NOT_A_MARK):
        raise CellFault(_("A sync mark cannot begin with “offset:”; give it another name."))
    return name


def table_text(grid: Grid, script: Script) -> str:
    """Write what was typed as a log table.

    Raises:
        UserError: a cell cannot be read, or a column has two readings; the first such is named.
    """
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    lines = lines_of(script, grid.marks)
    for column in grid.columns:
        times = understand_column(grid, column, lines)
        if times.why is not None:
            raise UserError(times.why)
        for line in lines:
            text = grid.text(line.key, column.id)
            try:
                typed = read_cell(line, column, text)
                if typed is not None:
                    typed_said(typed, times.understood)
            except CellFault as fault:
                raise UserError(_refused(line, column, fault.text)) from fault
            if typed is not None:
                table.writerow(_row(line, column, typed, times.understood))
    return out.getvalue()


def _refused(line: Line, column: Column, why: Text) -> Text:
    name = (
        line.mark
        if line.step is None
        else "/".join(part for part in (line.step.id, line.unit, line.option) if part)
    )
    return _("{line}, {column}: {why}", line=name or "", column=column.name, why=why)


def _row(line: Line, column: Column, typed: Typed, understood: Understood | None) -> dict[str, str]:
    has_time = typed.cell is not None and understood is not None
    return {
        "source": guarded(column.name),
        "step": _step_cell(line),
        "unit": line.unit or "",
        "time": _time_cell(typed),
        "heads": str(typed.heads) if typed.heads is not None else "",
        "note": guarded(typed.words),
        "observed": "" if column.observed == "seen" else column.observed,
        "reading": (column.reading or "") if typed.heads is None else "",
        "dial": understood.dial if has_time and understood is not None else "",
    }


def _step_cell(line: Line) -> str:
    if line.step is None:
        return mark_cell(line.mark or "")
    return guarded(line.step.id if line.option is None else f"{line.step.id}/{line.option}")


def _time_cell(typed: Typed) -> str:
    if typed.heads is not None:
        return ""
    if typed.cell is None:
        return typed.outcome
    return f"failed {typed.cell.written}" if typed.outcome == "failed" else typed.cell.written


def grid_of(text: str, script: Script) -> Grid:
    """Read a table that `table_text` wrote, now or before rules 3, back into its grid.

    Columns in which nothing was typed are not in a table, and so are not had back.

    Raises:
        UserError: it holds what a grid cannot show.
    """
    names = names_of(script)
    grid = Grid()
    ids: dict[str, int] = {}
    keys = {
        (line.step.id, line.unit, line.option): line.key
        for line in lines_of(script)
        if line.step is not None and not line.counts
    }
    for row in csv.DictReader(io.StringIO(text, newline="")):
        try:
            subject = subject_in(row["step"], row["unit"], names)
            typed, dial = _typed_in(row)
        except CellFault as fault:
            raise UserError(_not_typed(fault.text)) from fault
        match subject:
            case StepSubject():
                key = keys[subject.step.id, subject.unit, subject.option]
                if typed.heads is not None:
                    key += "/heads"
            case MarkSubject(name):
                key, grid = f"@{name}", grid.with_mark(name)
            case _:
                raise UserError(_not_typed(_("{step} is no step.", step=row["step"])))
        name = unguarded(row["source"])
        id_ = ids.setdefault(name, len(ids) + 1)
        before = next((one for one in grid.columns if one.id == id_), None)
        column = Column(
            id_,
            name,
            dial or (before.dial if before else None),
            one_of(row["reading"], READINGS),
            OBSERVED[row["observed"] or "seen"],
        )
        cell = _KEY_OF.get(typed.outcome, "") + (typed.cell.written if typed.cell else "")
        if typed.heads is not None:
            cell = f"{typed.heads} {typed.words}".strip()
        grid = grid.with_column(column).with_cells({(key, id_): cell})
    return grid


def _typed_in(row: Mapping[str, str]) -> tuple[Typed, Dial | None]:
    """Read the time of a row, and the dial it names or, before rules 3, was written for."""
    text = row["time"]
    counted = head_numbers(row.get("heads") or "")
    if counted is not None and not text:
        return Typed("done", heads=counted, words=unguarded(row["note"])), None
    word, _space, rest = text.partition(" ")
    if word in ("done", "not_performed") or text == "failed":
        return Typed(cast("Outcome", word)), None
    cell = time_cell(rest if word == "failed" else text)
    dial = dial_in(row.get("dial") or "")
    if dial is None:
        dial = "seconds" if cell.form == "number" else "clock"
    return Typed("failed" if word == "failed" else "time", cell), dial


def _not_typed(why: Text) -> Text:
    return _("This table cannot be shown as a grid: {why}", why=why)
