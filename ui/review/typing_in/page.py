"""The page of typing-in (补录): a grid of steps and sources, digits only, by keys alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base import local_time
from drillplanner.base.texts import Text, _
from drillplanner.services.review.typing_in import Grid, Typing
from ui.context import AppContext
from ui.improve.day_edit import DayEdit
from ui.review.typing_in.bar import ColumnBar, DialQuestion
from ui.review.typing_in.cells import CellView
from ui.review.typing_in.model import TypingModel
from ui.review.typing_in.state import State
from ui.review.typing_in.view import TypingView
from ui.widgets.flow import Flow
from ui.widgets.opening import LeavablePage
from ui.widgets.round_choice import RoundChoice
from ui.widgets.sign import SignLabel

#: Narrower or lower than this, in pixels at 100 %, the page scrolls.
_LEAST_WIDTH, _LEAST_GRID = 300, 190


class TypingInPage(LeavablePage):
    """Shows the grid; `left` tells that the user is done here."""

    #: The drill's log is another now.
    saved = Signal()
    typed = Signal(object)
    columnChanged = Signal(object)
    columnAdded = Signal()
    columnRemoved = Signal(int)
    markAdded = Signal(str)
    roundChosen = Signal(object)
    saveAsked = Signal(str)
    dropAsked = Signal()
    undoAsked = Signal()
    redoAsked = Signal()
    exportAsked = Signal(Path)
    backAsked = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._column = 0
        dress = context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setMinimumWidth(dress.px(_LEAST_WIDTH))
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(24), dress.px(16), dress.px(24), dress.px(12))
        column.setSpacing(dress.px(10))
        column.addWidget(self._make_head(body))
        column.addWidget(self._make_acts(body))
        self.notice = self._make_notice(body)
        self.bar = ColumnBar(context, body)
        column.addWidget(self.bar)
        self.question = DialQuestion(context, body)
        column.addWidget(self.question)
        self.model = TypingModel(context, self)
        self.table = TypingView(self.model, dress, context.say(_("Times by step and source")), body)
        self.table.setMinimumHeight(dress.px(_LEAST_GRID))
        column.addWidget(self.table, 1)
        column.addWidget(self._notice_frame)
        column.addLayout(self._make_foot(body))
        self.setWidget(body)
        self._connect()
        self.setFocusProxy(self.table)
        self.show_state(State(_("Reading what was typed before…"), is_locked=True))

    # -- what is shown ------------------------------------------------------------------

    def show_typing(self, typing: Typing) -> None:
        """Show which drill is typed into."""
        zone = local_time.zone_words(typing.script.zone, self._context.services.clock.wall_utc_ns())
        words = _("{title} · times of day of {zone}", title=typing.title, zone=zone)
        self.drill.setText(self._context.say(words))
        self.rounds.show_rounds(typing.rounds, typing.round)
        self.model.is_read_only = typing.is_read_only
        if typing.by:
            self.by.setText(typing.by)
        self._day_row.setVisible(typing.paper is not None)
        self.rounds.setVisible(typing.paper is None)

    def show_grid(self, typing: Typing, grid: Grid) -> None:
        """Show the grid, keeping the current cell where it is still there."""
        row, column = self.table.currentIndex().row(), self.table.currentIndex().column()
        self.model.show_grid(typing.script, grid)
        if not self.table.currentIndex().isValid():
            rows, columns = self.model.rowCount(), self.model.columnCount()
            place = self.model.index(max(0, min(row, rows - 1)), max(0, min(column, columns - 1)))
            self.table.setCurrentIndex(place)
        self._show_column()

    def show_state(self, state: State) -> None:
        """Show what is unsaved and what can be undone."""
        say = self._context.say
        self.state.say("ring" if state.is_unsaved else "disc", say(state.saved))
        self.undo.setEnabled(state.undo is not None)
        self.redo.setEnabled(state.redo is not None)
        undo = _("Undo: {what}", what=state.undo) if state.undo else _("Undo")
        redo = _("Redo: {what}", what=state.redo) if state.redo else _("Redo")
        self.undo.setText(say(undo))
        self.redo.setText(say(redo))
        self.save.setEnabled(state.is_unsaved and not state.is_locked)
        self.export.setEnabled(self.model.rowCount() > 0)
        self.bar.setEnabled(self.model.rowCount() > 0 and not self.model.is_read_only)
        self.drop.setVisible(state.is_unsaved)

    def show_notice(self, words: str) -> None:
        """Say why something was not done; empty words take it away."""
        self.notice.setText(words)
        self.notice.setAccessibleName(words)
        self._notice_frame.setVisible(bool(words))

    def go_to(self, line: str, column: int) -> None:
        """Make a cell the current one."""
        index = self.model.find(line, column)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def day(self) -> date:
        """Give the day on which a drill from paper was held."""
        chosen = self.held_on.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def tell_saved(self) -> None:
        """Tell that the drill's log is another now."""
        self.saved.emit()

    def leave(self) -> None:
        """Tell that the page was left."""
        self.left.emit()

    # -- building -------------------------------------------------------------------------

    def _make_head(self, body: QWidget) -> QWidget:
        say, dress = self._context.say, self._context.dress
        head = QWidget(body)
        row = Flow(head, dress.px(12))
        self.back = QPushButton(say(_("Back")), head)
        self.drill = self._label("", "muted", head)
        self.rounds = RoundChoice(self._context, head)
        self.state = SignLabel(dress, "disc", "", 14, head)
        for part in (
            self.back, self._label(say(_("Typing-in")), "title", head), self.drill, self.rounds,
            self._make_day(head), self.state,
        ):  # fmt: skip
            part.setMinimumHeight(self.back.sizeHint().height())
            row.addWidget(part)
        return head

    def _make_day(self, head: QWidget) -> QWidget:
        """Ask on which day a drill from paper was held."""
        self._day_row = QWidget(head)
        row = QHBoxLayout(self._day_row)
        row.setContentsMargins(0, 0, 0, 0)
        words = self._label(self._context.say(_("Held on")), "muted", self._day_row)
        self.held_on = DayEdit(self._context.dress, self._day_row)
        self.held_on.setDate(QDate.currentDate())
        self.held_on.setMaximumDate(QDate.currentDate())
        self.held_on.setAccessibleName(words.text())
        row.addWidget(words)
        row.addWidget(self.held_on)
        self._day_row.hide()
        return self._day_row

    def _make_acts(self, body: QWidget) -> QWidget:
        say, dress = self._context.say, self._context.dress
        acts = QWidget(body)
        row = Flow(acts, dress.px(8))
        self.save = self._button(acts, _("Save (Ctrl+S)"))
        self.save.setProperty("primary", "true")
        self.drop = self._button(acts, _("Drop what is not saved"))
        self.undo = self._button(acts, _("Undo"))
        self.redo = self._button(acts, _("Redo"))
        self.export = self._button(acts, _("Export as CSV…"))
        self.by = QLineEdit(acts)
        self.by.setMaxLength(64)
        self.by.setFixedWidth(dress.px(180))
        self.by.setPlaceholderText(say(_("Typed in by (may stay empty)")))
        self.by.setAccessibleName(say(_("Typed in by (may stay empty)")))
        self.by.setText(self._context.settings.keeper_name)
        for part in (self.save, self.drop, self.undo, self.redo, self.export, self.by):
            row.addWidget(part)
        self.drop.hide()
        return acts

    def _make_notice(self, body: QWidget) -> QLabel:
        self._notice_frame = QFrame(body)
        self._notice_frame.setProperty("role", "banner")
        row = QHBoxLayout(self._notice_frame)
        words = self._label("", "", self._notice_frame)
        words.setWordWrap(True)
        row.addWidget(words)
        self._notice_frame.hide()
        return words

    def _make_foot(self, body: QWidget) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setSpacing(self._context.dress.px(4))
        self.read = SignLabel(self._context.dress, "dot", "", 16, body)
        foot.addWidget(self.read)
        keys = self._label(
            self._context.say(
                _(
                    "Enter goes down, Tab right. N not performed, F failed (F0320: at that time), "
                    "D done at a time not known. F6 leaves the grid and comes back."
                )
            ),
            "muted",
            body,
        )
        keys.setWordWrap(True)
        foot.addWidget(keys)
        return foot

    def _button(self, parent: QWidget, words: Text) -> QPushButton:
        return QPushButton(self._context.say(words), parent)

    def _label(self, words: str, role: str, parent: QWidget) -> QLabel:
        label = QLabel(words, parent)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            label.setProperty("role", role)
        return label

    def _connect(self) -> None:
        self.model.typed.connect(self.typed)
        self.table.currentShown.connect(self._show_read)
        self.table.entered.connect(self._show_table)
        self.table.columnEntered.connect(self._enter_column)
        self.bar.columnChanged.connect(self.columnChanged)
        self.question.answered.connect(self.columnChanged)
        self.bar.columnAdded.connect(self.columnAdded)
        self.bar.columnRemoved.connect(self.columnRemoved)
        self.bar.markAdded.connect(self.markAdded)
        self.rounds.activated.connect(self._on_round)
        self.save.clicked.connect(self._save)
        self.drop.clicked.connect(self.dropAsked)
        self.undo.clicked.connect(self.undoAsked)
        self.redo.clicked.connect(self.redoAsked)
        self.export.clicked.connect(self._ask_where)
        self.back.clicked.connect(self.backAsked)
        for keys, run in (
            ("Ctrl+S", self._save),
            ("Ctrl+Z", self.undoAsked.emit),
            ("Ctrl+Y", self.redoAsked.emit),
            ("F6", self._change_part),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # -- what the user does -----------------------------------------------------------------

    def _show_read(self, view: CellView | None) -> None:
        if view is not None:
            shut = self._context.say(_("Backspace clears it.")) if self.table.cells.is_shut else ""
            words = f"{view.words} {shut}".rstrip()
            self.read.say(view.shape or ("disc" if view.typed else "dot"), words)
            if self.table.takes_keys:
                self._show_table()

    def _show_table(self) -> None:
        # What is said may have changed the heights, which are known after this event only.
        QTimer.singleShot(0, self, self._scroll_to_table)

    def _scroll_to_table(self) -> None:
        """Scroll so that the grid and the words below it are seen, where the page is higher."""
        bar, body = self.verticalScrollBar(), self.widget()
        top = self.table.mapTo(body, QPoint()).y()
        bottom = self.read.mapTo(body, QPoint(0, self.read.height())).y()
        if top < bar.value() or bottom > bar.value() + self.viewport().height():
            bar.setValue(top - self._context.dress.px(8))

    def _enter_column(self, number: int) -> None:
        self._column = number
        self._show_column()

    def _show_column(self) -> None:
        column = self.model.column(self._column)
        self.bar.show_column(column)
        self.question.show_question(column, self.model.times(self._column))

    def _change_part(self) -> None:
        part = self.bar.name if self.table.hasFocus() else self.table
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_round(self, _place: int) -> None:
        self.roundChosen.emit(self.rounds.chosen)

    def finish_cell(self) -> None:
        """Take what is being typed as typed."""
        self.table.finish()

    def _save(self) -> None:
        self.table.finish()
        self.saveAsked.emit(self.by.text())

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self._context.say(_("Export as CSV")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self._context.say(_("typed-in.csv")))
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _on_file(self, name: str) -> None:
        self.exportAsked.emit(Path(name))
