"""A register as a model: texts of rows, one blank row to type a new one into, and remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QBrush
from typing_extensions import override

from drillplanner.base.ids import new_id
from drillplanner.base.texts import Text, _
from drillplanner.organisation.dates import FieldRefused
from drillplanner.organisation.field import Field, folded, offered, take
from drillplanner.organisation.registers import SCHOOLS, Register
from drillplanner.organisation.school_checks import Remark, remarks
from drillplanner.services.organisation.register_table import RegisterRow, RegisterTable
from ui.context import AppContext
from ui.widgets.grid.model import CellsModel, Index
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import SignIcons


class RegisterModel(CellsModel):
    """Rows that hold the searched words. Typing changes nothing here but asks for it."""

    #: Texts by cell.
    typed = Signal(object)

    def __init__(
        self, context: AppContext, register: Register, year: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self.register, self._year = context, register, year
        self.part = register.id
        self._fields = register.fields
        self.columns = tuple(one.id for one in register.fields)
        self._table = RegisterTable(register)
        self._rows: tuple[RegisterRow, ...] = ()
        self._ids: list[str] = [new_id()]
        self._wanted = ""
        self._pending: dict[tuple[str, str], str] = {}
        self._remarks: dict[str, tuple[Remark, ...]] = {}
        self._icons = SignIcons(context.dress)
        self._doubt = QBrush(context.dress.color("doubt_soft"))
        self._bad = QBrush(context.dress.color("bad_soft"))

    # -- what is shown -------------------------------------------------------------------------

    def show_table(self, table: RegisterTable) -> None:
        """Show the register as it stands now."""
        self._table, self._pending, self._remarks = table, {}, {}
        self._show()

    def search(self, words: str) -> None:
        """Show the rows alone that hold all these words."""
        self._wanted = words
        self._show()

    def _show(self) -> None:
        wanted = [folded(word) for word in self._wanted.split()]
        rows = tuple(one for one in self._table.rows if _holds(one, wanted))
        ids = [one.id for one in rows]
        # The blank row keeps its id until a row of that id is there.
        blank = self._ids[-1] if self._ids[-1] not in ids else new_id()
        self._exchange(rows, [*ids, blank])
        last = self.index(len(self._ids) - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def _exchange(self, rows: tuple[RegisterRow, ...], ids: list[str]) -> None:
        """Take out and put in the rows between those that are the same at both ends."""
        before = self._ids
        head = 0
        while head < min(len(ids), len(before)) and ids[head] == before[head]:
            head += 1
        tail = 0
        while tail < min(len(ids), len(before)) - head and ids[-1 - tail] == before[-1 - tail]:
            tail += 1
        gone, come = len(before) - head - tail, len(ids) - head - tail
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            self._ids = [*before[:head], *before[head + gone :]]
            self._rows = (*self._rows[:head], *self._rows[head + gone :])
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
            self._rows, self._ids = rows, ids
            self.endInsertRows()
        self._rows, self._ids = rows, ids

    # -- for view and page ---------------------------------------------------------------------

    @property
    @override
    def ids(self) -> Sequence[str]:
        return self._ids

    @property
    def count(self) -> int:
        """The number of rows that stand."""
        return len(self._rows)

    def row(self, place: int) -> RegisterRow | None:
        """Give a row; None for the blank one."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    @override
    def width(self, column: str) -> int:
        return self.register.field(column).width

    @override
    def is_long(self, index: Index) -> bool:
        return self._field(index).kind == "long"

    @override
    def choices(self, index: Index) -> tuple[str, ...]:
        what = self._field(index)
        match what.kind:
            case "school":
                return tuple(sorted(self._table.schools.values()))
            case "person":
                known = {one.texts.get(what.id, "") for one in self._table.rows}
                return tuple(sorted(known - {""}))
        return offered(what, self._context.language)

    @override
    def text(self, index: Index) -> str:
        place = self.cell(index)
        if place in self._pending:
            return self._pending[place]
        row = self.row(index.row())
        return row.texts.get(place[1], "") if row is not None else ""

    @override
    def refusal(self, index: Index, text: str) -> str:
        if text == self.text(index):
            return ""
        what = self._field(index)
        if what.kind == "school":
            return ""
        try:
            take(what, text, self._year)
        except FieldRefused as refused:
            return self._context.say(refused.text)
        return ""

    def remarks(self, index: Index) -> tuple[Remark, ...]:
        """List what was noticed about a cell."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None or self.register is not SCHOOLS:
            return ()
        if row.id not in self._remarks:
            self._remarks[row.id] = remarks(row.values)
        column = self.columns[index.column()]
        return tuple(one for one in self._remarks[row.id] if one.field == column)

    def said(self, index: Index) -> str:
        """Say what is to be known of a cell beyond its text."""
        row = self.row(index.row()) if index.isValid() else None
        if row is not None and row.is_in_conflict:
            return self._context.say(
                _("Two versions of this row stand side by side; choose the one to keep.")
            )
        lines = [self._context.say(remark_said(one)) for one in self.remarks(index)]
        return "\n".join(lines)

    def _field(self, index: Index) -> Field:
        return self._fields[index.column()]

    # -- Qt's questions ------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        row = self.row(index.row())
        is_open = not self._table.is_read_only and not (row is not None and row.is_in_conflict)
        return flags | Qt.ItemFlag.ItemIsEditable if is_open else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index.row())
        answer: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                answer = self.text(index)
            case Qt.ItemDataRole.DecorationRole if self.remarks(index):
                answer = self._icons("triangle")
            case Qt.ItemDataRole.BackgroundRole if row is not None and row.is_in_conflict:
                answer = self._bad
            case Qt.ItemDataRole.BackgroundRole if self.remarks(index):
                answer = self._doubt
            case Qt.ItemDataRole.ToolTipRole:
                answer = plain_tip("\n".join(filter(None, (self.text(index), self.said(index)))))
            case Qt.ItemDataRole.AccessibleTextRole:
                heading = self.headerData(index.column(), Qt.Orientation.Horizontal)
                words = f"{index.row() + 1}, {heading}: {self.text(index)}"
                told = self.said(index)
                answer = f"{words}. {told}" if told else words
        return answer

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value) != self.text(index):
            self._pending[self.cell(index)] = str(value)
            self.typed.emit({self.cell(index): str(value)})
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            what = self._fields[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._context.say(what.tip or what.words))
            is_shown = role == Qt.ItemDataRole.DisplayRole
            return self._context.say(what.words) if is_shown else None
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if section < len(self._rows) else "+"
        return None


def remark_said(remark: Remark) -> Text:
    """Say a remark with the clause it was compared with, as a reference."""
    return _("{remark} For reference: {clause}.", remark=remark.text, clause=remark.clause)


def _holds(row: RegisterRow, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    words = folded(" ".join(_texts(row.texts)))
    return all(word in words for word in wanted)


def _texts(texts: Mapping[str, str]) -> Sequence[str]:
    return list(texts.values())
