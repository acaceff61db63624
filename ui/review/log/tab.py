"""The tab of the whole log: every entry in words, and what mends it long after the drill."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.services.review.log.lines import FILTERS, LogLine, WholeLog
from drillplanner.services.run.free_play import ToStep
from ui.context import AppContext
from ui.review.cells import Cells
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import RowsModel, plain_tip
from ui.widgets.rows_table import RowsTable

#: The column that takes what is left of the width: what an entry says.
_SAID = 3


class LogTab(QWidget):
    """Shows the log of a review. Every signal is something the user asked for.

    Each act tells the entry, then who does it; what else it needs comes between.
    """

    #: entry, step (None for words of one's own), words, why, by.
    namingAsked = Signal(str, object, str, str, str)
    #: entry, why, by.
    toggleAsked = Signal(str, str, str)
    #: entry, words, by.
    remarkAsked = Signal(str, str, str)
    undoAsked = Signal(str)
    redoAsked = Signal(str)

    def __init__(self, context: AppContext, cells: Cells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._cells = context, cells
        self._log = WholeLog((), ())
        self._refusal = ""
        self._undo: tuple[str, str] = ("", "")
        #: What Enter does in the line of the reason: what was asked for there, else a remark.
        self._on_enter: Callable[[], None] = self._ask_remark
        dress = context.dress
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, dress.px(12), 0, 0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self._body = QWidget()
        area.setWidget(self._body)
        outer.addWidget(area)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dress.px(8))
        column.addWidget(self._make_head())
        self.model = RowsModel(cells.log_columns())
        self.table = RowsTable(
            self.model, dress, context.say(_("The whole log")), lines=2, stretched=_SAID
        )
        self.table.setMinimumHeight(dress.px(170))
        self.table.rowChosen.connect(self._on_chosen)
        column.addWidget(self.table, 1)
        column.addWidget(self._make_acts())
        self._add_keys()
        self._show_chosen()

    # -- what is shown ------------------------------------------------------------------

    def show_log(self, log: WholeLog) -> None:
        """Show a log; the chosen entry stays chosen where it is still listed."""
        before = self._log
        self._log = log
        if log.meanings != before.meanings:
            self._fill_meanings(log)
        count = log.unnamed
        self.unnamed.setText(
            self._context.say(
                ngettext("{count} mark has no name yet.", "{count} marks have no name yet.", count)
            )
            if count
            else ""
        )
        self._fill()

    def forget_words(self) -> None:
        """Empty what was written for one act: it is done, or another drill is shown."""
        self.reason.clear()
        self._on_enter = self._ask_remark

    def show_done(self, words: str, undo: str, redo: str) -> None:
        """Say what was done last, and what undo and redo would do; empty where nothing."""
        self.done.setText(words)
        self.done.setAccessibleName(words)
        self._undo = undo, redo
        self._show_chosen()

    def set_refusal(self, words: str) -> None:
        """Let nothing be entered while there is a reason not to."""
        self._refusal = words
        self._show_chosen()

    @property
    def chosen(self) -> LogLine | None:
        """Give the row that is chosen."""
        index = self.table.currentIndex()
        if not index.isValid():
            return None
        id_ = self.model.row(index.row()).id
        return next((line for line in self._log.lines if line.id == id_), None)

    # -- building -----------------------------------------------------------------------

    def _make_head(self) -> QWidget:
        say = self._context.say
        head = Snug(self._body)
        row = Flow(head, self._context.dress.px(12))
        self.filter = QComboBox(head)
        self.filter.setAccessibleName(say(_("Which entries are listed")))
        for key, words in FILTERS.items():
            self.filter.addItem(say(words), key)
        self.filter.activated.connect(self._on_filter)
        self.unnamed = words_label("", head, "muted")
        row.addWidget(self.filter)
        row.addWidget(self.unnamed)
        return head

    def _make_acts(self) -> QFrame:
        dress = self._context.dress
        frame = Snug(self._body)
        frame.setProperty("role", "banner")
        column = QVBoxLayout(frame)
        column.setSpacing(dress.px(8))
        self.heading = words_label("", frame, wraps=True)
        column.addWidget(self.heading)
        first, second = QWidget(frame), QWidget(frame)
        row = Flow(first, dress.px(8))
        self.meaning = self._make_meaning(first)
        self.reason = self._line(first, _("Reason, or the remark"), 260)
        self.by = self._line(first, _("Name"), 140)
        self.by.setText(self._context.settings.keeper_name)
        for line in (self.reason, self.by):
            line.returnPressed.connect(self._enter)
        for field in (self.meaning, self.reason, self.by):
            row.addWidget(field)
        row = Flow(second, dress.px(8))
        self.name = self._button(second, _("It was this step"), self._ask_name)
        self.toggle = self._button(second, _("Void (V)"), self._ask_toggle)
        self.remark = self._button(second, _("Remark (M)"), self._ask_remark)
        self.undo = self._button(second, _("Undo (⌫)"), self._ask_undo)
        self.redo = self._button(second, _("Redo (Shift ⌫)"), self._ask_redo)
        for button in (self.name, self.toggle, self.remark, self.undo, self.redo):
            row.addWidget(button)
        self.done = words_label("", second, "muted")
        row.addWidget(self.done)
        column.addWidget(first)
        column.addWidget(second)
        return frame

    def _make_meaning(self, parent: QWidget) -> QComboBox:
        choice = QComboBox(parent)
        choice.setEditable(True)
        choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        words = self._context.say(_("Step, or words of your own (F2)"))
        choice.setAccessibleName(words)
        choice.setMinimumContentsLength(24)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line, completer = choice.lineEdit(), choice.completer()
        if line is not None and completer is not None:
            line.setPlaceholderText(words)
            line.returnPressed.connect(self._ask_name)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        return choice

    def _line(self, parent: QWidget, words: Text, width: int) -> QLineEdit:
        line = QLineEdit(parent)
        line.setPlaceholderText(self._context.say(words))
        line.setAccessibleName(self._context.say(words))
        line.setMinimumWidth(self._context.dress.px(width))
        return line

    def _button(self, parent: QWidget, words: Text, run: object) -> QPushButton:
        button = QPushButton(self._context.say(words), parent)
        button.clicked.connect(run)
        return button

    def _add_keys(self) -> None:
        # Wherever the focus is on this page; a field in which one writes keeps its letters.
        for keys, run in (
            ("V", self._ask_toggle),
            ("M", self._go_to_remark),
            ("F2", self._go_to_meaning),
            ("Backspace", self._ask_undo),
            ("Shift+Backspace", self._ask_redo),
            ("Ctrl+Z", self._ask_undo),
            ("Ctrl+Y", self._ask_redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # -- inside -------------------------------------------------------------------------

    def _fill_meanings(self, log: WholeLog) -> None:
        self.meaning.clear()
        for step, words in log.meanings:
            self.meaning.addItem(self._context.say(words), step)
        self.meaning.setCurrentIndex(-1)
        self.meaning.clearEditText()

    def _fill(self) -> None:
        chosen = self.chosen
        wanted = self.filter.currentData()
        lines = [line for line in self._log.lines if wanted in line.filters]
        self.model.show_all([self._cells.log_row(line) for line in lines])
        if chosen is not None:
            self.table.choose(chosen.id)
        self._show_chosen()

    def _on_filter(self, _place: int) -> None:
        self._fill()

    def _on_chosen(self, _id: str) -> None:
        line = self.chosen
        self.meaning.setCurrentIndex(-1)
        self.meaning.clearEditText()
        if line is not None and line.means is not None:
            self.meaning.setCurrentIndex(self._place_of(line.means))
            if (edit := self.meaning.lineEdit()) is not None:
                # A long step is read from its beginning.
                edit.setCursorPosition(0)
        self.forget_words()
        self._show_chosen()

    def _place_of(self, step: ToStep) -> int:
        found = (n for n, (one, _words) in enumerate(self._log.meanings) if one == step)
        return next(found, -1)

    def _show_chosen(self) -> None:
        line, say = self.chosen, self._context.say
        can = not self._refusal and line is not None and line.is_entry
        self.heading.setText(self._heading(line))
        for field in (self.reason, self.by):
            field.setEnabled(not self._refusal)
        can_name = can and line is not None and line.can_be_named
        self.meaning.setEnabled(can_name)
        self.name.setEnabled(can_name)
        is_restored = line is not None and line.can_be_restored
        self.toggle.setText(say(_("Restore (V)") if is_restored else _("Void (V)")))
        self.toggle.setEnabled(
            can and line is not None and (line.can_be_voided or line.can_be_restored)
        )
        self.remark.setEnabled(can)
        undo, redo = self._undo
        self.undo.setEnabled(bool(undo) and not self._refusal)
        self.redo.setEnabled(bool(redo) and not self._refusal)
        self.undo.setToolTip(plain_tip(undo))
        self.redo.setToolTip(plain_tip(redo))

    def _heading(self, line: LogLine | None) -> str:
        say = self._context.say
        if line is None:
            return say(_("Choose an entry; it can be named, voided, restored and remarked on."))
        if not line.is_entry:
            return say(
                _("A row of a joined table: mend it where it was typed, or in the file it is from.")
            )
        return say(line.heading)

    # -- what the user does -------------------------------------------------------------

    def _go_to_meaning(self) -> None:
        if self.meaning.isEnabled():
            self.meaning.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if (edit := self.meaning.lineEdit()) is not None:
                edit.selectAll()

    def _go_to_remark(self) -> None:
        self._go_to_reason(self._ask_remark)

    def _go_to_reason(self, then: Callable[[], None]) -> None:
        """Let the reason be written; Enter there does what it was asked for."""
        if self.reason.isEnabled():
            self._on_enter = then
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _enter(self) -> None:
        self._on_enter()

    def _ask_name(self) -> None:
        line = self.chosen
        if line is None or not self.name.isEnabled():
            return
        words = self.meaning.currentText().strip()
        place = self.meaning.findText(words, Qt.MatchFlag.MatchExactly)
        step = self._log.meanings[place][0] if place >= 0 else None
        self.namingAsked.emit(line.id, step, words, self.reason.text(), self.by.text())

    def _ask_toggle(self) -> None:
        line = self.chosen
        if line is None and self._log.lines and not self._refusal:
            # The key needs a row: it points at the last one, and does nothing to it yet.
            self.table.choose(self._log.lines[-1].id)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if line is not None and self.toggle.isEnabled():
            if not self.reason.text().strip():
                self._go_to_reason(self._ask_toggle)
            self.toggleAsked.emit(line.id, self.reason.text(), self.by.text())

    def _ask_remark(self) -> None:
        line = self.chosen
        if line is not None and self.remark.isEnabled():
            if not self.reason.text().strip():
                self._go_to_reason(self._ask_remark)
            self.remarkAsked.emit(line.id, self.reason.text(), self.by.text())

    def _ask_undo(self) -> None:
        if self.undo.isEnabled():
            self.undoAsked.emit(self.by.text())

    def _ask_redo(self) -> None:
        if self.redo.isEnabled():
            self.redoAsked.emit(self.by.text())


def tab_title(context: AppContext, unnamed: int) -> str:
    """Name the tab, with how many marks wait for a name."""
    title = context.say(pgettext("tab", "Whole log"))
    if not unnamed:
        return title
    return context.say(_("{title} ({count} to name)", title=title, count=unnamed))
