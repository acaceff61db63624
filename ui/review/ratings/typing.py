"""Type ratings in from paper: criteria by evaluators, the sign that was circled in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.exchange.tables.clipboard import Grid
from drillplanner.plan.model import Script
from drillplanner.review.points.ratings import Rating
from drillplanner.services.review.evaluation.board import RatedLine, RatingBoard
from drillplanner.services.review.evaluation.typed import typed_rating
from ui.context import AppContext
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.grid.model import CellsModel, Index
from ui.widgets.grid.view import GridView
from ui.widgets.rows_model import plain_tip

#: Letters of a heading; the whole stands in its tip.
_MOST_HEAD = 40
_NOWHERE = QModelIndex()


class RatingCells(CellsModel):
    """Criteria by evaluators; what is typed stays here until it is saved."""

    part = "ratings"
    typed = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._script: Script | None = None
        self._lines: tuple[RatedLine, ...] = ()
        self._given: dict[tuple[str, str], Rating] = {}
        #: What was typed and not saved: the text and the rating it was read as, by cell.
        self.pending: dict[tuple[str, str], tuple[str, str]] = {}
        self.added: list[str] = []

    def show_board(self, script: Script, board: RatingBoard) -> None:
        """Show what stands, below what was typed and is not saved."""
        self.beginResetModel()
        self._script, self._lines = script, board.criteria
        self._given = {
            (line.id, name): rating
            for line in board.criteria
            for name, rating, _words in line.given
        }
        self.pending = {
            cell: (text, rating)
            for cell, (text, rating) in self.pending.items()
            if cell not in self._given or self._given[cell].rating != rating
        }
        known = [one.evaluator for one in board.sheets]
        self.added = [name for name in self.added if name not in known]
        self.columns = (*known, *self.added)
        self.endResetModel()

    def add_evaluator(self, name: str) -> None:
        """Add a column for an evaluator."""
        if name and name not in self.columns:
            self.beginInsertColumns(_NOWHERE, len(self.columns), len(self.columns))
            self.added.append(name)
            self.columns = (*self.columns, name)
            self.endInsertColumns()

    def forget(self) -> None:
        """Drop what was typed and not saved."""
        self.beginResetModel()
        self.pending = {}
        self.endResetModel()

    def ratings(self, reason: str) -> list[Rating]:
        """Give what was typed, each keeping the note and evidence of the one before it."""
        found = []
        for (criterion, name), (_text, rating) in self.pending.items():
            old = self._given.get((criterion, name))
            note, evidence = (old.note, old.evidence) if old else ("", ())
            found.append(
                Rating(criterion, name, rating, note, evidence=evidence, reason=reason.strip())
            )
        return found

    # -- the grid's questions ---------------------------------------------------------------

    @property
    @override
    def ids(self) -> Sequence[str]:
        return tuple(line.id for line in self._lines)

    @override
    def width(self, column: str) -> int:
        return 150

    @override
    def is_long(self, index: Index) -> bool:
        return False

    @override
    def choices(self, index: Index) -> tuple[str, ...]:
        return ()

    @override
    def text(self, index: Index) -> str:
        cell = self.cell(index)
        if cell in self.pending:
            return self.pending[cell][0]
        given = self._given.get(cell)
        return "" if given is None else self._sign(cell[0], given.rating)

    @override
    def refusal(self, index: Index, text: str) -> str:
        if not text.strip() or self._script is None:
            return ""
        try:
            typed_rating(self._script, self.cell(index)[0], text)
        except UserError as error:
            return self._context.say(error.text)
        return ""

    # -- Qt's questions ---------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._lines)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.EditRole:
                return self.text(index)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                said = self._said(cell)
                return said if role == Qt.ItemDataRole.DisplayRole else plain_tip(said)
            case _:
                return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or self._script is None or text == self.text(index):
            return False
        cell = self.cell(index)
        if not text:
            self.pending.pop(cell, None)
        elif self.refusal(index, text):
            return False
        else:
            rating = typed_rating(self._script, cell[0], text)
            given = self._given.get(cell)
            if given is not None and given.rating == rating:
                self.pending.pop(cell, None)
            else:
                self.pending[cell] = (text, rating)
        self.dataChanged.emit(index, index)
        self.typed.emit()
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            words = self.columns[section] if section < len(self.columns) else ""
        else:
            said = self._context.say(self._lines[section].words)
            words = f"{section + 1}  {said}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(words)
        return words if len(words) <= _MOST_HEAD else f"{words[: _MOST_HEAD - 1]}…"

    def _sign(self, criterion: str, rating: str) -> str:
        line = next(one for one in self._lines if one.id == criterion)
        return next((one.code for one in line.choices if one.rating == rating), rating)

    def _said(self, cell: tuple[str, str]) -> str:
        """Say a cell as sign and words; what is not saved yet ends with a star."""
        typed, given = self.pending.get(cell), self._given.get(cell[:2])
        rating = typed[1] if typed else given.rating if given else ""
        if not rating:
            return ""
        line = next(one for one in self._lines if one.id == cell[0])
        found = next((one for one in line.choices if one.rating == rating), None)
        words = f"{found.code}  {self._context.say(found.words)}" if found else rating
        return f"{words} *" if typed else words


class TypingPage(QWidget):
    """The grid, who is added to it, why locked sheets are changed, and the saving."""

    ratingsTyped = Signal(list)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._context = context
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dress.px(8))
        head = Snug(self)
        row = Flow(head, dress.px(8))
        self.name = self._line(head, say(_("Evaluator on the paper sheet")), 200)
        self.name.returnPressed.connect(self._add)
        self.add = QPushButton(say(_("Add a column")), head)
        self.add.clicked.connect(self._add)
        self.reason = self._line(head, say(_("Why locked sheets are changed")), 240)
        self.save = QPushButton(say(_("Save (Ctrl+S)")), head)
        self.save.setProperty("primary", "true")
        self.save.setShortcut("Ctrl+S")
        self.save.clicked.connect(self._save)
        self.drop = QPushButton(say(_("Drop what is not saved")), head)
        self.drop.clicked.connect(self._drop)
        for part in (self.name, self.add, self.reason, self.save, self.drop):
            row.addWidget(part)
        column.addWidget(head)
        self.grid = RatingCells(context)
        self.grid.typed.connect(self._show_state)
        self.table = GridView(self.grid, dress, say(_("Ratings by criterion and evaluator")), self)
        self.table.verticalHeader().setMinimumWidth(dress.px(220))
        self.table.refused.connect(self._say)
        self.table.clearAsked.connect(self._clear)
        self.table.pasteAsked.connect(self._paste)
        column.addWidget(self.table, 1)
        self.told = words_label("", self, "muted", wraps=True)
        self.told.setMinimumHeight(dress.px(22))
        column.addWidget(self.told)
        self.setFocusProxy(self.table)
        self._show_state()

    def show_board(self, script: Script, board: RatingBoard, *, is_other: bool) -> None:
        """Show what stands; what was typed for another drill is dropped."""
        if is_other:
            self.grid.pending, self.grid.added = {}, []
        self.grid.show_board(script, board)
        self._show_state()

    def _line(self, parent: QWidget, words: str, width: int) -> QLineEdit:
        line = QLineEdit(parent)
        line.setMaxLength(100)
        line.setPlaceholderText(words)
        line.setAccessibleName(words)
        line.setMinimumWidth(self._context.dress.px(width))
        return line

    def _show_state(self) -> None:
        count = len(self.grid.pending)
        self.save.setEnabled(bool(count))
        self.drop.setEnabled(bool(count))
        if not self.grid.columns:
            named = _("Write the name on a paper sheet and add its column; then type its ratings.")
            self._say(self._context.say(named))
            return
        self._say(
            self._context.say(
                _(
                    "Type the sign that was circled, or the words; Enter goes down, Tab right. "
                    "A star marks what is not saved yet."
                )
            )
        )

    def _say(self, words: str) -> None:
        self.told.setText(words)

    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        self.grid.add_evaluator(name)
        self.name.clear()
        self._show_state()
        if name:
            place = self.grid.columns.index(name)
            self.table.setColumnWidth(place, self._context.dress.px(self.grid.width(name)))
            self.table.setCurrentIndex(self.grid.index(0, place))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for row in self.table.chosen().rows:
            for name in self.table.chosen().columns:
                self.grid.setData(self.grid.find(row, name), "")

    def _paste(self, cells: Grid) -> None:
        """Paste from the current cell on; what cannot stand is left out and told."""
        start = self.table.currentIndex()
        for down, line in enumerate(cells):
            for right, text in enumerate(line):
                row, column = start.row() + down, start.column() + right
                if row < self.grid.rowCount() and column < self.grid.columnCount():
                    index = self.grid.index(row, column)
                    why = self.grid.refusal(index, text)
                    if why:
                        self._say(why)
                        return
                    self.grid.setData(index, text)

    def _save(self) -> None:
        self.table.finish()
        ratings = self.grid.ratings(self.reason.text())
        if ratings:
            self.ratingsTyped.emit(ratings)

    def _drop(self) -> None:
        self.grid.forget()
        self._show_state()
