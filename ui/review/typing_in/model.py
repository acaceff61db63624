"""The grid of typed times as a table model; it keeps what is shown and hands on what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from drillplanner.plan.model import Script
from drillplanner.services.review.typing_in import (
    Column,
    ColumnTimes,
    Grid,
    Line,
    lines_of,
    understand_column,
)
from drillplanner.terms.vocabulary import OBSERVED
from ui.context import AppContext
from ui.review.typing_in.cells import CellView, LineWords, heading, judge
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import SignIcons

_Index: TypeAlias = "QModelIndex | QPersistentModelIndex"


class TypingModel(QAbstractTableModel):
    """Lines of a script by columns of sources. Typing changes nothing here but asks for it."""

    #: Texts by line key and column id.
    typed = Signal(object)

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icons = SignIcons(context.dress)
        self._names: LineWords | None = None
        self._script: Script | None = None
        self._grid = Grid()
        self._lines: tuple[Line, ...] = ()
        self._cells: dict[tuple[str, int], CellView] = {}
        self._times: dict[int, ColumnTimes] = {}
        self.is_read_only = False

    def show_grid(self, script: Script, grid: Grid) -> None:
        """Show a grid; only where lines or columns differ from before is all made anew."""
        lines = lines_of(script, grid.marks)
        is_same = lines == self._lines and grid.columns == self._grid.columns
        if not is_same:
            self.beginResetModel()
            self._names = LineWords(self._context, script)
            self._lines, self._script = lines, script
            self._cells = {}
        before, self._grid = self._grid.cells, grid
        times_before = self._times
        self._times = {column.id: understand_column(grid, column, lines) for column in grid.columns}
        if not is_same:
            before = {}
        changed = {
            place for place in {*before, *grid.cells} if before.get(place) != grid.cells.get(place)
        }
        # One cell may decide, or leave open, what all others of its column are.
        unlike = {id_ for id_, times in self._times.items() if times != times_before.get(id_)}
        changed |= {(line.key, id_) for line in lines for id_ in unlike}
        for place in changed:
            self._cells.pop(place, None)
        if not is_same:
            self.endResetModel()
            return
        rows = {line.key: row for row, line in enumerate(lines)}
        columns = {column.id: number for number, column in enumerate(grid.columns)}
        for key, id_ in changed:
            if key in rows and id_ in columns:
                index = self.index(rows[key], columns[id_])
                self.dataChanged.emit(index, index)
        for id_ in unlike:
            number = columns[id_]
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, number, number)

    # -- for the page -----------------------------------------------------------------------

    def line(self, row: int) -> Line:
        return self._lines[row]

    def column(self, number: int) -> Column | None:
        """Give a column; None where there is none."""
        return self._grid.columns[number] if 0 <= number < len(self._grid.columns) else None

    def times(self, number: int) -> ColumnTimes | None:
        """Give what the digits of a column mean; None where there is none."""
        column = self.column(number)
        return self._times.get(column.id) if column is not None else None

    def judged(self, index: _Index, text: str) -> CellView:
        """Tell what a text would be read as in a cell."""
        line, column = self._lines[index.row()], self._grid.columns[index.column()]
        times = self._times[column.id]
        if text.strip() != self._grid.text(line.key, column.id):
            typed = self._grid.with_cells({(line.key, column.id): text})
            times = understand_column(typed, column, self._lines)
        return judge(line, column, times, text, self._context.say)

    def view(self, index: _Index) -> CellView:
        """Give what a cell shows."""
        place = self._place(index)
        if place not in self._cells:
            self._cells[place] = self.judged(index, self._grid.text(*place))
        return self._cells[place]

    def find(self, key: str, column: int) -> QModelIndex:
        """Find the cell of a line and a column's id."""
        for row, line in enumerate(self._lines):
            for number, one in enumerate(self._grid.columns):
                if line.key == key and one.id == column:
                    return self.index(row, number)
        return QModelIndex()

    def type_cells(self, texts: Mapping[tuple[int, int], str]) -> None:
        """Ask for texts in cells by row and column; what lies outside the grid is left out."""
        asked = {
            (self._lines[row].key, self._grid.columns[column].id): text
            for (row, column), text in texts.items()
            if row < len(self._lines) and column < len(self._grid.columns)
        }
        if asked and not self.is_read_only:
            self.typed.emit(asked)

    # -- Qt's questions -----------------------------------------------------------------------

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._grid.columns)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.is_read_only else flags | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        view = self.view(index)
        answer: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                answer = view.said
            case Qt.ItemDataRole.EditRole:
                answer = view.typed
            case Qt.ItemDataRole.DecorationRole if view.shape is not None:
                answer = self._icons(view.shape)
            case Qt.ItemDataRole.ToolTipRole if view.typed:
                answer = plain_tip(f"{view.typed}: {view.words}")
            case Qt.ItemDataRole.AccessibleTextRole:
                line, column = self._lines[index.row()], self._grid.columns[index.column()]
                name = self._names(line).strip() if self._names else ""
                answer = f"{name}, {column.name}: {view.said}"
        return answer

    @override
    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value).strip() != self._grid.text(*self._place(index)):
            self.type_cells({(index.row(), index.column()): str(value)})
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            column = self.column(section)
            if column is None:
                return None
            words = heading(
                column, self._times[column.id], OBSERVED[column.observed], self._context.say
            )
        else:
            if not 0 <= section < len(self._lines) or self._names is None:
                return None
            words = self._names(self._lines[section])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(words.strip())
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    def _place(self, index: _Index) -> tuple[str, int]:
        return self._lines[index.row()].key, self._grid.columns[index.column()].id
