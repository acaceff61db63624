"""An evaluator's sheet: the criteria of a post and phase, one at a time, by digits and Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import Text, _
from drillplanner.review.points.ratings import Rating
from drillplanner.services.review.evaluation.board import RatedLine, RatingBoard
from drillplanner.services.review.evaluation.sheets import STATE_WORDS, SheetState
from drillplanner.terms.document import Phrase, Shape
from ui.context import AppContext
from ui.review.ratings.card import RatingCard
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.sign import SignIcons, SignLabel
from ui.widgets.two_parts import FittingTable, TwoParts

#: How a sheet stands, as a shape.
SHAPES: dict[SheetState, Shape] = {
    "open": "ring",
    "locked": "square",
    "verified": "disc",
    "changed": "triangle",
}


class _CriteriaTable(FittingTable):
    """Leaves digits and Enter to the sheet."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter or (event.text().isalnum() and not event.modifiers() & _COMMANDS):
            event.ignore()
            return
        super().keyPressEvent(event)


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class SheetPage(QWidget):
    """Shows the sheet of the evaluator whose name is written; asks for what is to be kept."""

    ratingEntered = Signal(Rating)
    #: The fact of a rating that is taken back.
    withdrawn = Signal(str)
    #: lock or verify, and by whom.
    finishAsked = Signal(str, str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._context = context
        self._board = RatingBoard((), (), (), (), ())
        self._icons = SignIcons(context.dress)
        self._round = ("", 0)
        dress, say = context.dress, context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dress.px(8))
        column.addWidget(self._make_head())
        self.model = RowsModel(
            (
                Column(say(_("No.")), 64),
                Column(say(_("Criterion")), 280),
                Column(say(_("Rating")), 200),
            )
        )
        self.table = _CriteriaTable(self.model, dress, say(_("Criteria")), self)
        self.table.rowChosen.connect(self._on_chosen)
        self.card = RatingCard(context, self)
        self.card.saveAsked.connect(self._save)
        self.card.withdrawAsked.connect(self._withdraw)
        self.parts = TwoParts(dress, self.table, self.card, self)
        column.addWidget(self.parts, 1)
        self.setFocusProxy(self.table)

    # -- what is shown ------------------------------------------------------------------

    def show_board(self, board: RatingBoard, round_: tuple[str, int]) -> None:
        """Show the ratings as they stand, keeping evaluator, criterion and what is unsaved."""
        is_other = round_ != self._round
        self._board, self._round = board, round_
        if is_other:
            self.card.is_dirty = False
        self._fill(self.evaluator, [(one.evaluator, one.evaluator) for one in board.sheets])
        everywhere, always = _("All posts"), _("All phases")
        self._fill(self.post, [("", everywhere), *board.posts])
        self._fill(self.phase, [("", always), *board.phases])
        self.card.offer_evidence(board.evidence)
        self._show_sheet()

    @property
    def name(self) -> str:
        """Give the evaluator's name as it is kept."""
        return " ".join(self.evaluator.currentText().split())

    @property
    def chosen(self) -> str:
        """Give the id of the criterion that is chosen; empty where none is."""
        index = self.table.currentIndex()
        return self.model.row(index.row()).id if index.isValid() else ""

    # -- building -------------------------------------------------------------------------

    def _make_head(self) -> QWidget:
        say, dress = self._context.say, self._context.dress
        head = Snug(self)
        row = Flow(head, dress.px(8))
        self.evaluator = self._choice(head, _("Evaluator"))
        edit = QLineEdit(head)
        self.evaluator.setEditable(True)
        self.evaluator.setLineEdit(edit)
        self.evaluator.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # The room around the words is the choice's own.
        edit.setStyleSheet("padding: 0; border: 0; background: transparent;")
        edit.setMaxLength(100)
        edit.setPlaceholderText(say(_("Evaluator")))
        edit.setText(self._context.settings.keeper_name)
        self.evaluator.currentTextChanged.connect(self._on_evaluator)
        self.post = self._choice(head, _("Post"))
        self.phase = self._choice(head, _("Phase"))
        self.post.activated.connect(self._show_sheet)
        self.phase.activated.connect(self._show_sheet)
        self.state = SignLabel(dress, "ring", "", 15, head)
        self.lock = QPushButton(say(_("Lock the sheet")), head)
        self.lock.clicked.connect(self._lock)
        self.verify = QPushButton(say(_("I read it again: it is so")), head)
        self.verify.clicked.connect(self._verify)
        for part in (self.evaluator, self.post, self.phase, self.lock, self.verify, self.state):
            row.addWidget(part)
        return head

    def _choice(self, parent: QWidget, name: Text) -> QComboBox:
        choice = QComboBox(parent)
        choice.setAccessibleName(self._context.say(name))
        choice.setMinimumContentsLength(10)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

    def _fill(self, choice: QComboBox, items: list[tuple[str, Phrase]]) -> None:
        words, chosen = choice.currentText(), choice.currentData()
        choice.blockSignals(True)
        choice.clear()
        for id_, said in items:
            choice.addItem(self._context.say(said), id_)
        if choice.isEditable():
            choice.setCurrentIndex(choice.findText(words))
            choice.setEditText(words)
        else:
            choice.setCurrentIndex(max(0, choice.findData(chosen)))
        choice.blockSignals(False)

    # -- the sheet ------------------------------------------------------------------------

    @property
    def _lines(self) -> list[RatedLine]:
        """List the criteria that this evaluator sees."""
        post, phase = self.post.currentData() or "", self.phase.currentData() or ""
        return [
            line
            for line in self._board.criteria
            if (not post or post in line.posts) and (not phase or phase in line.phases)
        ]

    def _show_sheet(self) -> None:
        chosen, lines = self.chosen, self._lines
        sheet = self._board.sheet(self.name)
        rated = {one.criterion for one in sheet.ratings} if sheet else set()
        state: SheetState = sheet.state if sheet else "open"
        count = sum(line.id in rated for line in lines)
        said = _(
            "{count} of {all} rated, {state}", count=count, all=len(lines), state=STATE_WORDS[state]
        )
        self.state.say(SHAPES[state], self._context.say(said))
        self.lock.setVisible(sheet is None or sheet.state == "open")
        self.lock.setEnabled(bool(rated))
        self.verify.setVisible(sheet is not None and sheet.state in ("locked", "changed"))
        self.table.blockSignals(True)
        self.model.show_all([self._row(line) for line in lines])
        wanted = chosen if any(line.id == chosen for line in lines) else self._next("")
        self.table.choose(wanted)
        self.table.blockSignals(False)
        self.card.setEnabled(bool(lines))
        if wanted and not (self.card.is_dirty and self.card.criterion == wanted):
            self._show_card(wanted)

    def _row(self, line: RatedLine) -> Row:
        say = self._context.say
        number = [one.id for one in self._board.criteria].index(line.id) + 1
        given = self._given(line.id)
        said = next((words for name, _one, words in line.given if name == self.name), "")
        words = say(line.words)
        if line.is_critical:
            words = say(_("{name} (critical item)", name=words))
        icon = self._icons("disc" if given else "ring")
        return Row(
            line.id,
            (Cell(str(number), icon=icon), Cell(words, is_bold=line.is_critical), say(said)),
        )

    def _given(self, criterion: str) -> Rating | None:
        sheet = self._board.sheet(self.name)
        found = (one for one in sheet.ratings if one.criterion == criterion) if sheet else iter(())
        return next(found, None)

    def _next(self, after: str) -> str:
        """Find the next criterion without a rating; the one after where all have one."""
        ids = [line.id for line in self._lines]
        start = ids.index(after) + 1 if after in ids else 0
        turned = [*ids[start:], *ids[:start]]
        unrated = [one for one in turned if one != after and self._given(one) is None]
        return next(iter(unrated or turned), "")

    def _show_card(self, criterion: str) -> None:
        line = next((one for one in self._board.criteria if one.id == criterion), None)
        if line is not None:
            sheet = self._board.sheet(self.name)
            is_locked = sheet is not None and sheet.state != "open"
            self.card.show_line(line, self._given(criterion), asks_reason=is_locked)

    # -- what the user does -----------------------------------------------------------------

    def _on_evaluator(self) -> None:
        # A choice made before the name was written is that of whoever is named then.
        self._show_sheet()

    def _on_chosen(self, criterion: str) -> None:
        if criterion == self.card.criterion:
            return
        if self._lacks() is not None:
            # What is on the card is not dropped: whoever goes on is brought back to it.
            QTimer.singleShot(0, self, self._go_back)
            return
        self.keep()
        self._show_card(criterion)

    def _go_back(self) -> None:
        lacking = self._lacks()
        if lacking is not None:
            self.table.choose(self.card.criterion)
            lacking.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lacks(self) -> QWidget | None:
        """Give the field without which what was chosen cannot be saved; None where none is."""
        if not self.card.is_dirty or self.card.rating(self.name) is None:
            return None
        if not self.name:
            return self.evaluator
        needs_reason = not self.card.reason.isHidden() and not self.card.reason.text().strip()
        return self.card.reason if needs_reason else None

    def keep(self) -> None:
        """Ask for what is on the card to be saved, if it was changed and can be."""
        rating = self.card.rating(self.name)
        if rating is not None and self.card.is_dirty and self._lacks() is None:
            self.card.is_dirty = False
            self.ratingEntered.emit(rating)

    def _save(self) -> None:
        lacking = self._lacks()
        if lacking is not None:
            lacking.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.card.rating(self.name) is None:
            return
        before = self.card.criterion
        self.keep()
        self.table.choose(self._next(before))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw(self) -> None:
        given = self._given(self.card.criterion)
        if given is not None:
            self.card.is_dirty = False
            self.withdrawn.emit(given.place)

    def _lock(self) -> None:
        self.keep()
        self.finishAsked.emit("lock", self.name)

    def _verify(self) -> None:
        self.keep()
        self.finishAsked.emit("verify", self.name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        elif event.modifiers() & _COMMANDS or not self.card.press(event.text()):
            super().keyPressEvent(event)
            return
        event.accept()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # What was chosen is not lost because another tab or room is looked at.
        self.keep()
        super().hideEvent(event)
