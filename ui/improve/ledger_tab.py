"""The tab of the ledger: actions filtered by state and owner, and the editor of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.exchange.importing.opening import SUFFIXES
from ui.context import AppContext
from ui.improve.action_editor import ActionEditor
from ui.improve.view_models import FILTERS, ActionLine
from ui.widgets.card import push_button, words_label
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.sign import SignIcons
from ui.widgets.two_parts import FittingTable, TwoParts

#: Narrower than these, in pixels at 100 %, the number of actions is not shown, and the
#: filters stand below each other.
_COUNT_PX, _FILTERS_PX = 440, 320


#: What can be printed: the register of this year, the due list, and notices of the chosen line.
SHEETS: Mapping[str, Text] = {
    "year": pgettext("sheet of the ledger", "Register of this year…"),
    "due": pgettext("sheet of the ledger", "Due list…"),
    "lessons": pgettext("sheet of the ledger", "Lessons of closed lines…"),
    "notice": pgettext("sheet of the ledger", "Notice of rectification of the chosen line…"),
    "supervision": pgettext("sheet of the ledger", "Supervised follow-up of the chosen line…"),
    "reminder": pgettext("sheet of the ledger", "Reminder of the chosen line…"),
    "closing": pgettext("sheet of the ledger", "Closing of the chosen line…"),
}


class LedgerTab(QWidget):
    """Shows actions; choosing one asks for it, and the filters ask for others."""

    actionChosen = Signal(str)
    filterChosen = Signal(str, str)
    searched = Signal(str)
    enterAsked = Signal()
    importAsked = Signal(Path)
    workbookAsked = Signal(Path)
    printAsked = Signal(str, Path)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icons = SignIcons(context.dress)
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        self._filters = self._make_filter()
        column.addLayout(self._filters)
        column.addWidget(self._make_acts())
        self.empty = words_label("", "muted", self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty, 1)
        self.model = RowsModel(
            (
                Column(say(_("State")), 144),
                Column(say(_("Finding")), 190),
                Column(say(_("Deadline")), 124),
                Column(say(_("Responsible")), 124),
                Column(say(_("Measure")), 150),
                Column(say(_("Found in")), 130),
            )
        )
        self.table = FittingTable(self.model, dress, say(_("Corrective actions")), self)
        self.table.rowChosen.connect(self.actionChosen)
        self.editor = ActionEditor(context, self)
        self.parts = TwoParts(dress, self.table, self.editor, self)
        column.addWidget(self.parts, 4)

    def show_lines(self, lines: Sequence[ActionLine], chosen: str, empty: str) -> None:
        """Show actions with one chosen; `empty` says what to do where there are none."""
        self.model.show_all([self._row(line) for line in lines])
        self.empty.setText(empty)
        self.empty.setVisible(not lines)
        self.parts.setVisible(bool(lines))
        count = ngettext("{count} action", "{count} actions", len(lines))
        self.count.setText(self._context.say(count))
        if chosen:
            self.table.choose(chosen)

    def show_owners(self, owners: Sequence[str]) -> None:
        """List who answers for actions, keeping the chosen one."""
        chosen = self.owner.currentData() or ""
        self.owner.blockSignals(True)
        self.owner.clear()
        self.owner.addItem(self._context.say(_("All responsible")), "")
        for name in owners:
            self.owner.addItem(name, name)
        self.owner.setCurrentIndex(max(0, self.owner.findData(chosen)))
        self.owner.blockSignals(False)

    def choose_filter(self, shown: str) -> None:
        """Show another kind of actions, of all owners, without asking for it."""
        for choice, data in ((self.shown, shown), (self.owner, "")):
            choice.blockSignals(True)
            choice.setCurrentIndex(max(0, choice.findData(data)))
            choice.blockSignals(False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, px = event.size().width(), self._context.dress.px
        self.count.setVisible(width >= px(_COUNT_PX))
        is_wide = width >= px(_FILTERS_PX)
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._filters.setDirection(way)

    def _row(self, line: ActionLine) -> Row:
        late = (
            self._icons("cross", "bad")
            if line.is_overdue
            else self._icons("triangle", "doubt")
            if line.is_soon
            else None
        )
        return Row(
            line.id,
            (
                Cell(line.state, icon=self._icons(line.shape)),
                Cell(line.words, is_bold=line.is_critical),
                Cell(line.due or "—", icon=late, is_bold=line.is_overdue),
                line.owner or "—",
                line.measure or "—",
                line.drill,
            ),
        )

    def _make_filter(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.shown = self._choice(_("Actions shown"))
        for shown, words in FILTERS.items():
            self.shown.addItem(self._context.say(words), shown)
        self.owner = self._choice(_("Responsible"))
        self.show_owners(())
        self.count = words_label("", "muted", self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self._context.say(_("Search")))
        self.search.setAccessibleName(self._context.say(_("Search")))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        row.addWidget(self.search, 3)
        row.addWidget(self.shown, 3)
        row.addWidget(self.owner, 3)
        row.addWidget(self.count, 2)
        for choice in (self.shown, self.owner):
            choice.currentIndexChanged.connect(self._on_filter)
        return row

    def _make_acts(self) -> QWidget:
        say = self._context.say
        bar = QWidget(self)
        flow = Flow(bar, self._context.dress.px(6))
        self.acts: dict[str, QPushButton] = {}
        runs: tuple[tuple[str, Text, Callable[[], object]], ...] = (
            ("enter", pgettext("button", "Enter a hazard…"), self.enterAsked.emit),
            ("import", pgettext("button", "Bring a table in…"), self._on_import),
            ("workbook", pgettext("button", "As a workbook…"), self._on_workbook),
            ("print", pgettext("button", "Print…"), self._on_print),
        )
        for name, words, run in runs:
            self.acts[name] = push_button(say(words), run, quiet="true")
            flow.addWidget(self.acts[name])
        return bar

    def _on_import(self) -> None:
        words = self._context.say(_("Bring a table in"))
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _filter = QFileDialog.getOpenFileName(self, words, "", kinds)
        if chosen:
            self.importAsked.emit(Path(chosen))

    def _on_workbook(self) -> None:
        path = self._file(_("Save as a workbook"), ".xlsx")
        if path is not None:
            self.workbookAsked.emit(path)

    def _on_print(self) -> None:
        menu = QMenu(self)
        for sheet, words in SHEETS.items():
            act = menu.addAction(self._context.say(words))
            act.triggered.connect(partial(self._print, sheet))
        menu.popup(self.acts["print"].mapToGlobal(self.acts["print"].rect().bottomLeft()))

    def _print(self, sheet: str, _checked: bool = False) -> None:
        path = self._file(_("Save as PDF"), ".pdf")
        if path is not None:
            self.printAsked.emit(sheet, path)

    def _file(self, words: Text, suffix: str) -> Path | None:
        say = self._context.say
        name = f"{say(pgettext('tab', 'Ledger'))}{suffix}"
        chosen, _filter = QFileDialog.getSaveFileName(self, say(words), name, f"*{suffix}")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suffix)

    def _choice(self, name: Text) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(self._context.say(name))
        choice.setMinimumContentsLength(5)
        choice.setMaximumWidth(self._context.dress.px(240))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

    def _on_filter(self, _place: int) -> None:
        self.filterChosen.emit(self.shown.currentData(), self.owner.currentData() or "")
