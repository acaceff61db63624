"""All evaluators side by side, a column each, and how far they agree."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from drillplanner.base.texts import _
from drillplanner.services.review.evaluation.board import RatedLine, RatingBoard
from drillplanner.services.review.evaluation.sheets import STATE_WORDS
from ui.context import AppContext
from ui.review.ratings.sheet import SHAPES
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.columns import words_label
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable
from ui.widgets.sign import SIDE_PX, SignIcons

#: The row that says how the sheets stand; the ids of criteria have no space.
_STATE = "state of the sheets"
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class SidePage(QWidget):
    """Shows what each evaluator gave each criterion; it takes nothing in."""

    #: The id of the criterion that an organisation objects to.
    objectionAsked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._context = context
        self._icons = SignIcons(context.dress)
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dress.px(8))
        self.model = RowsModel(self._columns(RatingBoard((), (), (), (), ())))
        self.table = RowsTable(
            self.model, dress, say(_("Evaluators side by side")), lines=2, parent=self
        )
        side = dress.px(SIDE_PX)
        self.table.setIconSize(self.table.iconSize().scaled(side, side, _KEEP))
        self.agreement = words_label("", self, wraps=True)
        self.agreement.setMinimumHeight(dress.px(22))
        self.objection = QPushButton(say(_("Objection…")), self)
        self.objection.setToolTip(
            say(_("What an organisation objects to the chosen criterion's ratings"))
        )
        self.objection.clicked.connect(self._on_objection)
        column.addWidget(self.objection, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 1)
        column.addWidget(words_label(say(_("Agreement of the evaluators")), self, "heading"))
        column.addWidget(self.agreement)

    def show_board(self, board: RatingBoard) -> None:
        """Show all sheets of a round."""
        rows = [self._states(board), *(self._row(board, line) for line in board.criteria)]
        self.model.show_all(rows if board.sheets else rows[1:], self._columns(board))
        self.table.fit_columns()
        self.agreement.setText("\n".join(self._context.say(one) for one in board.agreement))

    def _on_objection(self) -> None:
        index = self.table.currentIndex()
        row = self.model.row(index.row()).id if index.isValid() else _STATE
        if row != _STATE:
            self.objectionAsked.emit(row)

    def _columns(self, board: RatingBoard) -> tuple[Column, ...]:
        say = self._context.say
        return (
            Column(say(_("Criterion")), 300),
            *(Column(one.evaluator, 170) for one in board.sheets),
            Column(say(_("Points")), 80, "right"),
        )

    def _states(self, board: RatingBoard) -> Row:
        say = self._context.say
        cells = []
        for sheet in board.sheets:
            shape = SHAPES[sheet.state]
            cells.append(Cell(say(STATE_WORDS[sheet.state]), icon=self._icons(shape)))
        return Row(_STATE, (Cell(say(_("Sheet")), is_bold=True), *cells, ""))

    def _row(self, board: RatingBoard, line: RatedLine) -> Row:
        say = self._context.say
        given = {name: (rating, words) for name, rating, words in line.given}
        apart = len({rating.rating for rating, _words in given.values()}) > 1
        cells = []
        for sheet in board.sheets:
            if sheet.evaluator not in given:
                cells.append(Cell("—"))
                continue
            rating, words = given[sheet.evaluator]
            notes = [rating.note, *([rating.reason] if rating.reason else [])]
            tip = "\n".join([say(words), *(one for one in notes if one)])
            is_changed = line.id in sheet.changed
            cells.append(Cell(say(words), tip, self._icons("triangle") if is_changed else None))
        icon = self._icons("split") if apart else None
        return Row(line.id, (Cell(say(line.words), icon=icon), *cells, line.points))
