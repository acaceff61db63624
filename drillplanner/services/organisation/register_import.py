"""Take a table of a register in: check every cell, then keep all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.ids import new_id
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.fault_list import SHOWN_FAULTS
from drillplanner.exchange.importing.cells import cell_name
from drillplanner.exchange.importing.conversion import CellError
from drillplanner.exchange.importing.error_table import error_csv, error_workbook
from drillplanner.exchange.register_tables import (
    Mapped,
    RegisterSheet,
    SheetRow,
    require_headings,
    rows_of,
)
from drillplanner.organisation.dates import FieldRefused
from drillplanner.organisation.field import folded
from drillplanner.organisation.registers import SCHOOLS, Register
from drillplanner.services.organisation.register_table import Change, RegisterEdit

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a table: how many rows are new or known, and what is wrong by cell."""

    new: int = 0
    known: int = 0
    errors: tuple[CellError, ...] = ()
    change: Change | None = None


def take_table(
    workspace: Workspace,
    register: Register,
    opened: RegisterSheet,
    mapped: Mapped,
    *,
    by: str,
    year: int | None = None,
    only_try: bool = False,
) -> Taken:
    """Check a table by a mapping and, where nothing is wrong in it, keep it.

    A row that is here already, by the register's key, is changed where the table says
    something; a blank cell changes nothing.

    Args:
        workspace: open for writing, unless it is only tried.
        register: where the rows go.
        opened: the table.
        mapped: what its columns mean.
        by: who brings it in.
        year: taken where a day is written without one; without it such a day is refused.
        only_try: keep nothing.

    Raises:
        UserError: the mapping is of another table.
    """
    require_headings(opened, mapped)
    edit = RegisterEdit(workspace, register, year)
    reading = _Reading(register, edit)
    for row in rows_of(opened, mapped):
        reading.take(row)
    errors = tuple(reading.errors)
    change = edit.commit(by) if not errors and not only_try else None
    return Taken(reading.new, reading.known, errors, change)


def error_table(
    opened: RegisterSheet, errors: Sequence[CellError], say: Callable[[Text], str], suffix: str
) -> bytes:
    """Give the table back with a column that says what is wrong."""
    write = error_csv if suffix.lower() == ".csv" else error_workbook
    return write(opened.sheet, opened.layout, errors, say)


def refusal(opened: RegisterSheet, errors: Sequence[CellError]) -> FileRefused:
    """Say what is wrong in a table, cell by cell, as far as it can be read."""
    headline = ngettext(
        "{file} was not taken in: {count} cell cannot stand. Nothing was changed.",
        "{file} was not taken in: {count} cells cannot stand. Nothing was changed.",
        len(errors),
        file=opened.book.name,
    )
    faults = [
        Fault(
            cell_name(one.row, one.column) if one.column is not None else str(one.row + 1),
            one.text,
        )
        for one in errors[:SHOWN_FAULTS]
    ]
    return FileRefused(headline, faults)


class _Reading:
    """Reads row after row, and knows which rows are here already."""

    def __init__(self, register: Register, edit: RegisterEdit) -> None:
        self.errors: list[CellError] = []
        self.new = self.known = 0
        self._register, self._edit = register, edit
        self._rows: dict[tuple[str, ...], str] = {}
        self._seen: dict[str, int] = {}
        self._codes: dict[str, str] = {}
        for id_ in edit.look.ids():
            self._enter(id_, edit.look.row(id_, "zh_CN").texts)

    def take(self, row: SheetRow) -> None:
        """Take one row, and note what is wrong in it."""
        before = len(self.errors)
        texts = self._plain(row)
        found = self._find(texts)
        id_ = found or new_id()
        if found == "":
            self._note(row, None, _("Several rows here are like this one; give it a code."))
        if id_ in self._seen:
            first = self._seen[id_] + 1
            self._note(row, None, _("Row {number} is of the same; keep one.", number=first))
        self._seen[id_] = row.number
        for name, text in row.texts.items():
            try:
                self._edit.put(id_, name, text)
            except FieldRefused as refused:
                self._note(row, name, refused.text)
        self._require_needed(row, id_, is_new=found is None)
        if len(self.errors) == before:
            fault = self._edit.fault(id_)
            if fault is not None:
                self._note(row, *fault)
            else:
                self._edit.accept(id_)
        if found is None:
            self._enter(id_, texts)
        self.new += found is None
        self.known += found is not None

    def _plain(self, row: SheetRow) -> dict[str, str]:
        """Give the texts of a row as the register would say them, for telling rows apart."""
        said: dict[str, str] = {}
        for name, text in row.texts.items():
            said[name] = self._edit.said(name, text)
        return said

    def _enter(self, id_: str, texts: Mapping[str, str]) -> None:
        for key in self._keys(texts):
            # Two rows alike cannot be told apart by a table: neither is.
            is_other = self._rows.get(key, id_) != id_
            self._rows[key] = "" if is_other else id_
        self._codes[id_] = folded(texts.get("code", ""))

    def _find(self, texts: Mapping[str, str]) -> str | None:
        """Find the row that is here: a school by its code, else by its name."""
        keys = self._keys(texts)
        found = [self._rows[key] for key in keys if key in self._rows]
        if self._register is not SCHOOLS or not found or not texts.get("code"):
            return found[0] if found else None
        if keys[0] in self._rows:
            return found[0]
        # One of the same name that has another code is another school.
        return None if found[-1] == "" or self._codes.get(found[-1]) else found[-1]

    def _keys(self, texts: Mapping[str, str]) -> list[tuple[str, ...]]:
        if self._register is SCHOOLS:
            return [(name, folded(texts[name])) for name in ("code", "name") if texts.get(name)]
        key = tuple(folded(texts.get(name, "")) for name in self._register.key)
        return [key] if any(key) else []

    def _require_needed(self, row: SheetRow, id_: str, *, is_new: bool) -> None:
        if not is_new:
            return
        for one in self._register.fields:
            if one.is_needed and one.id not in row.texts:
                self._note(row, one.id, _("{column} is blank.", column=one.words))

    def _note(self, row: SheetRow, name: str | None, text: Text) -> None:
        column = row.places.get(name) if name is not None else None
        self.errors.append(CellError(row.number, column, text))
