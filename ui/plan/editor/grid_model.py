"""One table of a draft as a model: shows texts, and hands on what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush
from typing_extensions import override

from drillplanner.plan.editing.acts import Cell, type_cell
from drillplanner.plan.editing.draft import CellRefused, Draft, Look, items
from drillplanner.plan.editing.table import Column, Table
from drillplanner.plan.editing.times import clock_text
from drillplanner.services.plan.checklist import Finding
from ui.context import AppContext
from ui.plan.editor.columns import HEADINGS
from ui.widgets.grid.model import CellsModel
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import SignIcons

_Index: TypeAlias = "QModelIndex | QPersistentModelIndex"
#: Columns of targets and orders that name a step; steps have an "after" of their own.
_STEP_COLUMNS = frozenset({"start", "stop", "before"})


class GridModel(CellsModel):
    """Rows of one list of the script. Typing changes nothing here but asks for it."""

    #: Texts by cell.
    typed = Signal(object)

    def __init__(self, context: AppContext, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self.table = context, table
        self.part, self.columns = table.part, tuple(HEADINGS[table.part])
        self._icons = SignIcons(context.dress)
        self._look: Look | None = None
        self._things: tuple[Any, ...] = ()
        self._ids: list[str] = []
        self._texts: dict[Cell, str] = {}
        self._found: Mapping[Cell, Finding] = {}
        self._grounds = {
            "fault": QBrush(context.dress.color("bad_soft")),
            "warning": QBrush(context.dress.color("doubt_soft")),
        }

    # -- what is shown -------------------------------------------------------------------------

    def show_draft(self, draft: Draft) -> None:
        """Show another draft; rows that stay keep their place on the screen."""
        things = items(draft, self.table.part)
        ids = [one.id for one in things]
        before = self._look
        look = before.following(draft) if before else Look(draft, self._context.language)
        is_headed = before is None or _heads(before.draft) != _heads(draft) or ids != self._ids
        if ids == self._ids:
            self._take(look, things)
        elif sorted(ids) == sorted(self._ids):
            self._reorder(look, things, ids)
        else:
            self._exchange(look, things, ids)
        if ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self.columns) - 1))
            if is_headed:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(ids) - 1)

    def _take(self, look: Look, things: tuple[Any, ...]) -> None:
        self._look, self._things, self._texts = look, things, {}
        self._ids = [one.id for one in things]

    def _reorder(self, look: Look, things: tuple[Any, ...], ids: list[str]) -> None:
        self.layoutAboutToBeChanged.emit()
        places = {id_: place for place, id_ in enumerate(ids)}
        old = self.persistentIndexList()
        rows = [places[self._ids[one.row()]] for one in old]
        self._take(look, things)
        new = [self.index(row, one.column()) for row, one in zip(rows, old, strict=True)]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _exchange(self, look: Look, things: tuple[Any, ...], ids: list[str]) -> None:
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
            kept = [*self._things[:head], *self._things[head + gone :]]
            self._things, self._ids = tuple(kept), [*before[:head], *before[head + gone :]]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
            self._take(look, things)
            self.endInsertRows()
        self._take(look, things)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the cells about which something was found; faults go before warnings."""
        found: dict[Cell, Finding] = {}
        for one in findings:
            if one.part == self.table.part:
                found.setdefault((one.row, one.column), one)
        touched = {*self._found, *found}
        self._found = found
        places = {id_: place for place, id_ in enumerate(self._ids)}
        for row, column in touched:
            if row in places and column in self.columns:
                index = self.index(places[row], self.columns.index(column))
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.BackgroundRole])

    # -- for view and page ---------------------------------------------------------------------

    @property
    @override
    def ids(self) -> Sequence[str]:
        return self._ids

    def column(self, index: _Index) -> Column:
        """Give what a column does."""
        return self.table.columns[self.columns[index.column()]]

    @override
    def width(self, column: str) -> int:
        return HEADINGS[self.part][column].width

    @override
    def is_long(self, index: _Index) -> bool:
        return self.column(index).is_long

    @override
    def choices(self, index: _Index) -> tuple[str, ...]:
        choose = self.column(index).choose
        return choose(self._look) if choose is not None and self._look is not None else ()

    @override
    def text(self, index: _Index) -> str:
        place = self.cell(index)
        if place not in self._texts:
            assert self._look is not None  # noqa: S101 - there are rows, so there is a draft
            column = self.column(index)
            self._texts[place] = column.show(self._look, self._things[index.row()])
        return self._texts[place]

    @override
    def refusal(self, index: _Index, text: str) -> str:
        if self._look is None or text == self.text(index):
            return ""
        try:
            type_cell(self._look.draft, self.table, *self.cell(index), text, self._context.language)
        except CellRefused as fault:
            return self._context.say(fault.text)
        return ""

    def finding(self, index: _Index) -> Finding | None:
        """Give what was found about a cell."""
        return self._found.get(self.cell(index)) if index.isValid() else None

    # -- Qt's questions ------------------------------------------------------------------------

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_open = self.column(index).take is not None
        return flags | Qt.ItemFlag.ItemIsEditable if is_open else flags

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                answer = self._shown(index)
            case Qt.ItemDataRole.EditRole:
                answer = self.text(index)
            case Qt.ItemDataRole.DecorationRole if found := self.finding(index):
                answer = self._icons("cross" if found.weight == "fault" else "triangle")
            case Qt.ItemDataRole.BackgroundRole if found := self.finding(index):
                answer = self._grounds[found.weight]
            case Qt.ItemDataRole.ToolTipRole:
                found = self.finding(index)
                text = self._shown(index)
                answer = plain_tip(f"{text}\n{self._context.say(found.text)}" if found else text)
            case Qt.ItemDataRole.AccessibleTextRole:
                heading = self.headerData(index.column(), Qt.Orientation.Horizontal)
                found = self.finding(index)
                told = f". {self._context.say(found.text)}" if found else ""
                answer = f"{index.row() + 1}, {heading}: {self._shown(index)}{told}"
        return answer

    def _shown(self, index: _Index) -> str:
        text = self.text(index)
        if self.table.part == "steps" and self.columns[index.column()] == "planned":
            assert self._look is not None  # noqa: S101 - there are rows, so there is a draft
            clock = clock_text(self._look, self._ids[index.row()])
            return f"{text}\n{clock}" if clock else text
        if self.columns[index.column()] in _STEP_COLUMNS and text.isdecimal():
            return self._step_said(text)
        return text

    def _step_said(self, number: str) -> str:
        """Say a step that is named by its number alone, with its words."""
        assert self._look is not None  # noqa: S101 - there are rows, so there is a draft
        steps = self._look.script.steps
        place = int(number) - 1
        if 0 <= place < len(steps):
            return f"{number} {self._look.words(steps[place].text)}"
        return number

    @override
    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value) != self.text(index):
            self.typed.emit({self.cell(index): str(value)})
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        # Answer what a heading shows: columns by their words, rows by number, T0 and lock.
        say = self._context.say
        if orientation == Qt.Orientation.Horizontal:
            if not 0 <= section < len(self.columns):
                return None
            heading = HEADINGS[self.table.part][self.columns[section]]
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tip(say(heading.tip or heading.words))
            return say(heading.words) if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._ids) or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._row_said(section)

    def _row_said(self, section: int) -> str:
        marks = [str(section + 1)]
        if self.table.part == "steps" and self._look is not None:
            draft, id_ = self._look.draft, self._ids[section]
            marks += ["T0"] if id_ == draft.script.t0 else []
            marks += ["="] if id_ in draft.locked else []
        return " ".join(marks)


def _heads(draft: Draft) -> tuple[str | None, frozenset[str]]:
    """Give what the headings of rows say beside their numbers."""
    return draft.script.t0, draft.locked
