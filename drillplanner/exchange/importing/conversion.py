"""Turn a sheet into rows of a log by a mapping; each cell of a row knows where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.importing.cells import Cell, Sheet
from drillplanner.exchange.importing.layout import Column, Layout, find_layout, layout_at
from drillplanner.exchange.importing.mapping import ColumnMap, TableMap, ValueRole
from drillplanner.exchange.importing.time_text import (
    are_to_minute,
    date_text,
    is_nothing,
    time_text,
)
from drillplanner.exchange.importing.vocabulary import Role, ScriptNames, heard_in
from drillplanner.exchange.plain_words import plain
from drillplanner.exchange.tables.formula_guard import unguarded

#: Words beside a time that say it was on the day after the first.
_NEXT_DAY = frozenset({"是", "次日", "第二天", "次", "yes", "true", "y", "next day", "√", "✓"})
_FIRST_DAY = frozenset({"否", "当日", "当天", "no", "false", "n", "same day"})
#: Columns whose cells go to the log's column of the same name as they are.
_AS_IT_IS: tuple[Role, ...] = (
    "observed", "bound", "uncertainty_s", "reading", "until", "dial", "at", "heads",
)  # fmt: skip


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with a cell of the sheet; with a whole row where `column` is None."""

    row: int
    column: int | None
    text: Text


@dataclass(frozen=True, slots=True)
class LogCells:
    """One row of the log: its cells by the log's columns, and where in the sheet each came from."""

    cells: Mapping[str, str]
    row: int
    origins: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of a sheet: rows of a log, what is wrong, and the rows that were passed over."""

    rows: tuple[LogCells, ...]
    errors: tuple[CellError, ...]
    passed_over: tuple[CellError, ...]


def layout_for(sheet: Sheet, table_map: TableMap, names: ScriptNames) -> Layout:
    """Lay a sheet out as its mapping says, or as it looks."""
    if table_map.header is None:
        return find_layout(sheet, lambda text: is_known(text, names))
    if table_map.header == 0:
        return layout_at(sheet, 0, 0)
    return layout_at(sheet, table_map.header - 1, table_map.header_rows)


def is_known(text: str, names: ScriptNames) -> bool:
    """Tell whether a text names a step or unit."""
    return names.step(text) is not None or names.unit(text) is not None


def convert(sheet: Sheet, layout: Layout, table_map: TableMap) -> Converted:
    """Turn the rows of a sheet into rows of a log.

    Raises:
        UserError: the mapping names a column that the sheet has not, or lacks what a log needs.
    """
    return _Converter(sheet, layout, table_map).convert()


class _Skip(Exception):
    """A row or cell says nothing for the log; `text` is why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class _Placed:
    map: ColumnMap
    column: Column


class _Converter:
    def __init__(self, sheet: Sheet, layout: Layout, table_map: TableMap) -> None:
        self._sheet, self._layout, self._map = sheet, layout, table_map
        self._columns = self._found_columns()
        self._require_enough()
        self._to_minute = {
            one.column.index: are_to_minute(self._cells_of(one.column))
            for one in self._columns
            if one.map.role in ("time", "time_of", "until")
        }
        self._errors: list[CellError] = []
        self._passed: list[CellError] = []

    def convert(self) -> Converted:
        rows: list[LogCells] = []
        as_it_is = self._is_log_table()
        for row in range(self._layout.first, self._layout.last):
            if all(self._cell(row, one).is_blank for one in self._columns):
                continue
            if as_it_is:
                rows.append(self._own_row(row))
            else:
                rows.extend(self._row(row))
        return Converted(tuple(rows), tuple(self._errors), tuple(self._passed))

    # -- our own tables ------------------------------------------------------------------------

    def _is_log_table(self) -> bool:
        """Tell whether this is a table of ours that nobody gave another meaning.

        Cells that a spreadsheet made numbers or dates of are no longer what was written.
        """
        if not self._layout.is_log_table or self._map.source or self._map.date:
            return False
        words = [pair for values in self._map.values.values() for pair in values.items()]
        return (
            all(one.map.role == one.column.name and not one.map.dial for one in self._columns)
            and all(unguarded(word) == ref for word, ref in words)
            and all(
                cell.kind == "text" for one in self._columns for cell in self._cells_of(one.column)
            )
        )

    def _own_row(self, row: int) -> LogCells:
        placed = [(one.column, self._cell(row, one).text) for one in self._columns]
        return LogCells(
            {column.name: unguarded(text) for column, text in placed if text},
            row,
            {column.name: column.index for column, text in placed if text},
        )

    # -- what the mapping names ---------------------------------------------------------------

    def _found_columns(self) -> tuple[_Placed, ...]:
        placed: list[_Placed] = []
        for one in self._map.columns:
            column = self._layout.column(one.column)
            if column is not None:
                placed.append(_Placed(one, column))
            elif one.role not in ("note", "ignore"):
                there = ", ".join(known.name for known in self._layout.columns)
                raise UserError(
                    _(
                        "The table has no column {name}, which the mapping names; its columns "
                        "are: {there}.",
                        name=one.column,
                        there=shown(there),
                    )
                )
        known = {one.column.index for one in placed}
        # A column that the mapping does not know is kept in the notes.
        placed.extend(
            _Placed(ColumnMap(column.name, "note"), column)
            for column in self._layout.columns
            if column.index not in known
        )
        return tuple(placed)

    def _require_enough(self) -> None:
        if self._map.is_wide:
            for one in self._of("time_of"):
                if not one.map.step:
                    raise UserError(
                        _(
                            "Choose the step whose times stand under {name}, or leave the column "
                            "out.",
                            name=one.column.name,
                        )
                    )
            return
        needed: tuple[tuple[Role, Text], ...] = (("step", _("the step")), ("time", _("the time")))
        for role, what in needed:
            if len(self._of(role)) != 1:
                raise UserError(_("Choose the one column that holds {what}.", what=what))

    def _of(self, role: Role) -> tuple[_Placed, ...]:
        return tuple(one for one in self._columns if one.map.role == role)

    def _one(self, role: Role) -> _Placed | None:
        return next(iter(self._of(role)), None)

    def _cell(self, row: int, placed: _Placed) -> Cell:
        return self._sheet.spread(row, placed.column.index)

    def _cells_of(self, column: Column) -> Iterator[Cell]:
        for row in range(self._layout.first, self._layout.last):
            yield self._sheet.cell(row, column.index)

    # -- rows -----------------------------------------------------------------------------------

    def _row(self, row: int) -> Iterator[LogCells]:
        before = len(self._errors)
        try:
            shared = self._shared(row)
            timed = list(self._timed(row, shared))
        except _Skip as skip:
            self._passed.append(CellError(row, None, skip.text))
            return
        if len(self._errors) == before:
            yield from timed

    def _shared(self, row: int) -> LogCells:
        """Give the cells that all times of a row have in common."""
        cells: dict[str, str] = {}
        origins: dict[str, int] = {}

        def put(name: str, placed: _Placed, text: str | None) -> None:
            if text:
                cells[name], origins[name] = text, placed.column.index

        for role in ("source", "unit"):
            if (placed := self._one(role)) is not None:
                put(role, placed, self._worded(row, placed, role))
        if "source" not in cells and self._map.source:
            cells["source"] = self._map.source
        if (placed := self._one("date")) is not None:
            put("day", placed, self._try(row, placed, self._date_of))
        elif (placed := self._one("day")) is not None:
            put("day", placed, self._try(row, placed, self._day_of))
        if "day" not in cells and self._map.date:
            cells["day"] = self._map.date
        for role in _AS_IT_IS:
            if (placed := self._one(role)) is not None and not is_nothing(
                text := self._cell(row, placed).text
            ):
                put(role, placed, text)
        note = self._note(row)
        if note:
            cells["note"] = note
            origins["note"] = self._of("note")[0].column.index
        return LogCells(cells, row, origins)

    def _timed(self, row: int, shared: LogCells) -> Iterator[LogCells]:
        if not self._map.is_wide:
            placed = self._of("step")[0]
            step = self._worded(row, placed, "step")
            time = self._of("time")[0]
            if step is None and not is_nothing(self._cell(row, time).text):
                self._errors.append(
                    CellError(
                        row, placed.column.index, _("This cell is blank; the row has a time.")
                    )
                )
            elif step is None:
                raise _Skip(_("it has neither step nor time"))
            else:
                one = _with(shared, {"step": step}, placed.column.index)
                yield from self._at(row, time, one, heads_of=None)
            return
        is_any, before = False, len(self._errors)
        for placed in self._of("time_of"):
            step = placed.map.step or ""
            for one in self._at(
                row, placed, _with(shared, {"step": step}, placed.column.index), heads_of=step
            ):
                is_any = True
                yield one
        if not is_any and len(self._errors) == before:
            raise _Skip(_("it has no time"))

    def _at(
        self, row: int, placed: _Placed, shared: LogCells, heads_of: str | None
    ) -> Iterator[LogCells]:
        """Give the row of one time, if its cell holds any."""
        cell = self._cell(row, placed)
        meant = self._map.meaning("time")
        written = plain(cell.text)
        if written in meant:
            word = meant[written]
            if word is None:
                self._passed.append(CellError(row, placed.column.index, _("left out")))
                return
            cell = Cell(word)
        elif is_nothing(written):
            counted = self._counted(row, shared, heads_of, is_alone=True)
            if counted is not None:
                yield counted
            elif written or not self._map.is_wide:
                self._passed.append(CellError(row, placed.column.index, _("it has no time")))
            return
        cells = self._try(row, placed, lambda _row, _placed: self._time(cell, placed, shared))
        if cells is None:
            return
        if placed.map.dial:
            cells["dial"] = placed.map.dial
        if placed.map.source:
            cells["source"] = placed.map.source
        timed = _with(shared, cells, placed.column.index)
        yield self._counted(row, timed, heads_of) or timed

    def _time(self, cell: Cell, placed: _Placed, shared: LogCells) -> dict[str, str]:
        read = time_text(cell, is_to_minute=self._to_minute.get(placed.column.index, False))
        cells = {"time": read.time}
        if read.until:
            cells["until"] = read.until
        if read.bound:
            cells["bound"] = read.bound
        if read.day:
            cells["day"] = read.day
        elif "T" in read.time and "day" in shared.cells:
            cells["day"] = ""  # the time has its date itself
        if read.is_about:
            if self._map.about_u_s is None:
                raise CellFault(
                    _(
                        "{text} says “about”; say its standard uncertainty in seconds "
                        "(about_u_s in the mapping).",
                        text=shown(cell.text),
                    )
                )
            cells["uncertainty_s"] = f"{self._map.about_u_s:g}"
        return cells

    def _counted(
        self, row: int, shared: LogCells, step: str | None, *, is_alone: bool = False
    ) -> LogCells | None:
        """Give the cells with the heads that were counted there; None where none were.

        Without a time (`is_alone`) a wide table counts them only of a step that it names.
        """
        placed = [self._head(role, step) for role in ("present", "expected")]
        found = [
            one for one in placed if one is not None and not (is_alone and one.map.step != step)
        ]
        counts = [plain(self._cell(row, one).text) for one in found]
        if len(found) < len(placed) or any(is_nothing(count) for count in counts):
            return None
        return _with(shared, {"heads": "/".join(counts)}, found[0].column.index)

    def _head(self, role: Role, step: str | None) -> _Placed | None:
        return next(
            (one for one in self._of(role) if step is None or one.map.step in (None, step)), None
        )

    # -- cells ----------------------------------------------------------------------------------

    def _worded(self, row: int, placed: _Placed, role: ValueRole) -> str | None:
        """Give what a word stands for; a word that stands for nothing leaves the row out."""
        written = plain(self._cell(row, placed).text)
        if is_nothing(written):
            return None
        meant = self._map.meaning(role)
        if written not in meant:
            return written
        word = meant[written]
        if word is None:
            raise _Skip(_("{value} stands for nothing in the mapping", value=shown(written)))
        return word

    def _date_of(self, row: int, placed: _Placed) -> str:
        text = self._cell(row, placed).text
        return "" if is_nothing(text) else date_text(text)

    def _day_of(self, row: int, placed: _Placed) -> str:
        written = plain(self._cell(row, placed).text)
        word = self._map.meaning("day").get(written, written) or ""
        folded = word.casefold()
        if is_nothing(word) or folded in _FIRST_DAY:
            return "0"
        return "1" if folded in _NEXT_DAY else word

    def _note(self, row: int) -> str:
        """Join what the log has no column for; what is not called a note keeps its heading."""
        filled = [
            (placed.column.name, text)
            for placed in self._of("note")
            if not is_nothing(text := self._cell(row, placed).text.strip())
        ]
        return "; ".join(
            text if (heard := heard_in(name)) and heard.role == "note" else f"{name}: {text}"
            for name, text in filled
        )

    def _try(self, row: int, placed: _Placed, read: Callable[[int, _Placed], _T]) -> _T | None:
        try:
            return read(row, placed)
        except CellFault as fault:
            self._errors.append(CellError(row, placed.column.index, fault.text))
            return None


def _with(row: LogCells, cells: Mapping[str, str], column: int) -> LogCells:
    return replace(
        row,
        cells={**row.cells, **cells},
        origins={**row.origins, **dict.fromkeys(cells, column)},
    )
