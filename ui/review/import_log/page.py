"""The page of bringing a table in: the table as it came, what it means, how it is read, faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.importing.cells import Sheet, cell_name
from drillplanner.exchange.importing.layout import Layout
from ui.context import AppContext
from ui.review.import_log.choices import Choice, ChoiceForm
from ui.review.import_log.preview import CellsTable
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.narrow_page import QuietBox
from ui.widgets.opening import LeavablePage
from ui.widgets.rows_model import Column, Row, RowsModel, plain_tip
from ui.widgets.rows_table import RowsTable
from ui.widgets.two_parts import TwoParts

#: Narrower or lower than this, in pixels at 100 %, the page scrolls.
_LEAST_WIDTH, _LEAST_HEIGHT = 300, 560
_MOST_ABOUT_S = 3_600.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: with a cell, with a row (column None), or with no cell (row None)."""

    row: int | None
    column: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What holds for the whole table: whose clock, which day, how sure "about" is."""

    source: str
    date: str
    about_u_s: float | None
    has_source: bool
    has_date: bool
    header: int
    headers: Sequence[tuple[str, str]]


class ImportPage(LeavablePage):
    """Shows and asks; every signal is something the user wants. It decides nothing."""

    fileChosen = Signal(Path)
    #: HTML and plain text of the clipboard.
    pasted = Signal(str, str)
    sheetChosen = Signal(str)
    headerChosen = Signal(int)
    columnChosen = Signal(str, str)
    dialChosen = Signal(str, str)
    valueChosen = Signal(str, str)
    sourceEntered = Signal(str)
    dateEntered = Signal(str)
    aboutEntered = Signal(float)
    mappingChosen = Signal(str)
    mappingKept = Signal(str)
    joinAsked = Signal()
    savedAs = Signal(Path)
    errorsSavedAs = Signal(Path)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._told_problems: tuple[Problem, ...] = ()
        dress = context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(self)
        body.setMinimumSize(dress.px(_LEAST_WIDTH), dress.px(_LEAST_HEIGHT))
        column = QVBoxLayout(body)
        column.setContentsMargins(0, dress.px(8), 0, dress.px(8))
        column.setSpacing(dress.px(10))
        column.addWidget(words_label(context.say(_("Import a table")), body, "title"))
        column.addWidget(self._make_bar(body))
        self.told = words_label("", body, wraps=True)
        column.addWidget(self.told)
        self.cells = CellsTable(context, body)
        self.tabs = self._make_tabs(body)
        self.parts = TwoParts(dress, self.cells, self.tabs, body)
        self.parts.hide()
        column.addWidget(self.parts, 1)
        self.echo = words_label("", body, wraps=True)
        self.echo.setAccessibleName(context.say(_("How the times are read")))
        column.addWidget(self.echo)
        column.addWidget(self._make_buttons(body))
        self._filler = QWidget(body)
        column.addWidget(self._filler, 1)
        self.setWidget(body)
        self.setFocusProxy(self.file)
        self.show_trial("", (), can_read=False, can_join=False)

    # -- what is shown ------------------------------------------------------------------

    def show_sheet(self, names: Sequence[str], chosen: str, sheet: Sheet, layout: Layout) -> None:
        """Show a sheet of a table."""
        _fill(self.sheets, [(name, name) for name in names], chosen)
        self.sheets.setVisible(len(names) > 1)
        self.cells.cells.show_sheet(sheet, layout)
        self.parts.show()
        self._filler.hide()
        self.cells.go_to(layout.header, 0)

    def show_whole(self, whole: Whole) -> None:
        """Show what holds for the whole table."""
        _fill(self.header, whole.headers, str(whole.header))
        self.source.setText(whole.source)
        self.date.setText(whole.date)
        self.about.setValue(-1.0 if whole.about_u_s is None else whole.about_u_s)
        self.source.setEnabled(not whole.has_source)
        self.date.setEnabled(not whole.has_date)

    def show_columns(self, choices: Sequence[Choice]) -> None:
        """Ask what each column is."""
        self.columns.show_choices(choices)

    def show_values(self, choices: Sequence[Choice]) -> None:
        """Ask what each word stands for."""
        self.values.show_choices(choices)
        self.tabs.setTabVisible(self.tabs.indexOf(self.values), bool(choices))

    def show_mappings(self, names: Sequence[str], chosen: str = "") -> None:
        """Offer the mappings that are kept."""
        proposed = self.context.say(_("As proposed"))
        _fill(self.mappings, [("", proposed), *((name, name) for name in names)], chosen)
        self.mappings.setVisible(bool(names))

    def show_trial(
        self, echo: str, problems: Sequence[Problem], *, can_read: bool, can_join: bool
    ) -> None:
        """Show how the times were read and what is wrong."""
        say = self.context.say
        self.echo.setText(echo)
        self.echo.setVisible(bool(echo))
        wrong: dict[tuple[int, int | None], str] = {}
        rows: list[Row] = []
        for number, one in enumerate(problems):
            place = ""
            if one.row is not None:
                wrong[one.row, one.column] = one.words
                row = say(_("row {row}", row=one.row + 1))
                place = row if one.column is None else cell_name(one.row, one.column)
            rows.append(Row(str(number), (place, one.words)))
        self._told_problems = tuple(problems)
        self.problems.rows.show_all(rows)
        self._show_wrong(wrong)
        tab = self.tabs.indexOf(self.problems)
        name = say(_("Errors ({count})", count=len(problems))) if problems else say(_("No errors"))
        self.tabs.setTabText(tab, name)
        self.join.setEnabled(can_join)
        self.save.setEnabled(can_read)
        self.save_errors.setEnabled(bool(wrong))

    def show_kept(self, name: str) -> None:
        """Show under which name the mapping is kept."""
        self.name.setText(name)

    def tell(self, words: str) -> None:
        """Say how it stands."""
        self.told.setText(words)

    def _show_wrong(self, wrong: Mapping[tuple[int, int | None], str]) -> None:
        self.cells.cells.show_wrong(wrong)

    # -- building -----------------------------------------------------------------------

    def _make_bar(self, body: QWidget) -> QWidget:
        say, dress = self.context.say, self.context.dress
        bar = Snug(body)
        row = Flow(bar, dress.px(10))
        self.file = QPushButton(say(_("Choose a file…")), bar)
        self.file.clicked.connect(self._ask_for_file)
        self.paste = QPushButton(say(_("Paste")), bar)
        self.paste.setToolTip(say(_("A table that was copied in a spreadsheet or a web page")))
        self.paste.clicked.connect(self._on_paste)
        self.sheets = self._choice(_("Sheet"), bar)
        self.sheets.activated.connect(self._on_sheet)
        self.sheets.hide()
        self.mappings = self._choice(_("Kept mappings"), bar)
        self.mappings.activated.connect(self._on_mapping)
        self.mappings.hide()
        for part in (self.file, self.paste, self.sheets, self.mappings):
            row.addWidget(part)
        return bar

    def _make_tabs(self, body: QWidget) -> QTabWidget:
        say = self.context.say
        tabs = QTabWidget(body)
        tabs.tabBar().setDrawBase(False)
        tabs.setUsesScrollButtons(True)
        self.columns = ChoiceForm(self.context, tabs)
        self.columns.chosen.connect(self.columnChosen)
        self.columns.secondChosen.connect(self.dialChosen)
        self.values = ChoiceForm(self.context, tabs)
        self.values.chosen.connect(self.valueChosen)
        model = RowsModel([Column(say(_("Cell")), 70), Column(say(_("What is wrong")), 200)])
        self.problems = RowsTable(
            model, self.context.dress, say(_("What is wrong")), lines=3, stretched=1, parent=tabs
        )
        self.problems.rowChosen.connect(self._on_problem)
        tabs.addTab(self.columns, say(_("Columns")))
        tabs.addTab(self.values, say(_("Words")))
        tabs.addTab(self._make_whole(tabs), say(_("Table")))
        tabs.addTab(self.problems, say(_("No errors")))
        return tabs

    def _make_whole(self, tabs: QWidget) -> QWidget:
        say, dress = self.context.say, self.context.dress
        area = QScrollArea(tabs)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QWidget(area)
        area.setWidget(whole)
        form = QFormLayout(whole)
        form.setContentsMargins(dress.px(4), dress.px(12), dress.px(12), dress.px(8))
        form.setVerticalSpacing(dress.px(10))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.header = self._choice(_("Row of the header"), whole)
        self.header.activated.connect(self._on_header)
        form.addRow(say(_("Row of the header")), self.header)
        self.source = QLineEdit(whole)
        self.source.setMaxLength(64)
        self.source.editingFinished.connect(self._on_source)
        form.addRow(say(_("Source: whose clock wrote these times")), self.source)
        self.date = QLineEdit(whole)
        self.date.setPlaceholderText("2026-05-12")
        self.date.setMaxLength(10)
        self.date.editingFinished.connect(self._on_date)
        form.addRow(say(_("Date, where no column says it")), self.date)
        self.about = QDoubleSpinBox(whole)
        self.about.setRange(-1.0, _MOST_ABOUT_S)
        self.about.setSpecialValueText(say(_("not said")))
        self.about.setSuffix(" s")
        self.about.editingFinished.connect(self._on_about)
        form.addRow(say(_("Standard uncertainty of “about” (≈)")), self.about)
        form.addRow(say(_("Keep this mapping as")), self._make_keeping(whole))
        return area

    def _make_keeping(self, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.context.dress.px(8))
        self.name = QLineEdit(holder)
        self.name.setAccessibleName(self.context.say(_("Keep this mapping as")))
        self.keep = QPushButton(self.context.say(_("Keep")), holder)
        self.keep.clicked.connect(self._on_keep)
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        return holder

    def _make_buttons(self, body: QWidget) -> QWidget:
        bar = Snug(body)
        row = Flow(bar, self.context.dress.px(10))
        self.join = self._button(_("Join to the drill"), bar)
        self.join.setProperty("primary", "true")
        self.join.clicked.connect(self.joinAsked)
        self.save = self._button(_("Save as a log table…"), bar)
        self.save.clicked.connect(self._ask_where_to_save)
        self.save_errors = self._button(_("Save the table with its errors…"), bar)
        self.save_errors.clicked.connect(self._ask_where_errors)
        self.back = self._button(pgettext("verb", "Back"), bar)
        self.back.clicked.connect(self.left)
        for button in (self.join, self.save, self.save_errors, self.back):
            row.addWidget(button)
        return bar

    def _button(self, words: Text, parent: QWidget) -> QPushButton:
        button = QPushButton(self.context.say(words), parent)
        button.setAutoDefault(True)
        return button

    def _choice(self, name: Text, parent: QWidget) -> QComboBox:
        box = QuietBox(parent)
        box.setAccessibleName(self.context.say(name))
        box.setToolTip(plain_tip(self.context.say(name)))
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    # -- what the user does -------------------------------------------------------------

    def _on_paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        self.pasted.emit(data.html() if data.hasHtml() else "", data.text())

    def _on_sheet(self, _place: int) -> None:
        self.sheetChosen.emit(str(self.sheets.currentData()))

    def _on_mapping(self, _place: int) -> None:
        self.mappingChosen.emit(str(self.mappings.currentData()))

    def _on_header(self, _place: int) -> None:
        self.headerChosen.emit(int(self.header.currentData()))

    def _on_source(self) -> None:
        self.sourceEntered.emit(self.source.text().strip())

    def _on_date(self) -> None:
        self.dateEntered.emit(self.date.text().strip())

    def _on_about(self) -> None:
        self.aboutEntered.emit(self.about.value())

    def _on_keep(self) -> None:
        self.mappingKept.emit(self.name.text())

    def _on_problem(self, key: str) -> None:
        one = self._told_problems[int(key)]
        if one.row is not None:
            self.cells.go_to(one.row, one.column)

    def _ask_for_file(self) -> None:
        dialog = self._dialog(_("Choose a table"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.context.say(
                    _("Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods *.htm *.html)")
                ),
                self.context.say(_("All files (*)")),
            ]
        )
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _ask_where_to_save(self) -> None:
        dialog = self._dialog(_("Save as a log table"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.context.say(_("Log tables (*.csv)")))
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self._on_save)
        dialog.open()

    def _ask_where_errors(self) -> None:
        dialog = self._dialog(_("Save the table with its errors"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [
                self.context.say(_("Spreadsheets (*.xlsx)")),
                self.context.say(_("Tables (*.csv)")),
            ]
        )
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(self._on_save_errors)
        dialog.open()

    def _dialog(self, title: Text) -> QFileDialog:
        dialog = QFileDialog(self, self.context.say(title))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _on_file(self, name: str) -> None:
        self.fileChosen.emit(Path(name))

    def _on_save(self, name: str) -> None:
        self.savedAs.emit(Path(name))

    def _on_save_errors(self, name: str) -> None:
        self.errorsSavedAs.emit(Path(name))


def _fill(box: QComboBox, items: Sequence[tuple[str, str]], chosen: str) -> None:
    box.blockSignals(True)
    box.clear()
    for key, words in items:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
