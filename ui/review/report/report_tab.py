"""The tab of the report: look at it here, save it or another paper in either language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _
from drillplanner.services.review.printing.preview import PageSize
from drillplanner.terms.papers import PaperOrder
from ui.context import AppContext
from ui.review.report.page_list import PageList
from ui.review.report.paper_sheet import PaperSheet
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow


class ReportTab(QWidget):
    """Asks for a preview or a file; shows pages, progress, and why nothing can be asked."""

    previewAsked = Signal(str)
    #: Which paper as what, its language, and where to.
    saveAsked = Signal(PaperOrder, str, Path)
    cancelAsked = Signal()
    particularsAsked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._name = "drill"
        self._may_print = self._may_enter = True
        self._is_printing = False
        dress, say = context.dress, context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(10))
        column.addWidget(self._make_bar())
        column.addWidget(self._make_progress())
        self.printed = words_label("", self, wraps=True)
        self.printed.hide()
        column.addWidget(self.printed)
        self.pages = PageList(dress, say(_("Preview of the report")), self)
        self._hint = words_label(
            say(_("Show the report to read it here before it is saved.")),
            self,
            "muted",
            wraps=True,
        )
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.pages)
        column.addWidget(self._stack, 1)

    @property
    def language(self) -> str:
        return str(self.languages.currentData())

    def name_files(self, name: str) -> None:
        """Take what files are to be called where the user does not say otherwise."""
        kept = "".join(c if c.isalnum() or c in "-_（）()" else "_" for c in name)
        self._name = kept.strip("_")[:80] or "drill"

    def set_refusal(self, words: str, *, may_print: bool = False) -> None:
        """Let nothing be entered, nor printed unless it may be, while there is a reason."""
        self._may_print = may_print or not words
        self._may_enter = not words
        self._enable()

    def show_progress(self, words: str) -> None:
        """Show what is under way; empty words when it is done."""
        self.progress_words.setText(words)
        self._progress.setVisible(bool(words))
        self._is_printing = bool(words)
        self._enable()

    def _enable(self) -> None:
        for part in (self.show_button, self.save_button, self.languages):
            part.setEnabled(self._may_print and not self._is_printing)
        self.particulars_button.setEnabled(self._may_enter and not self._is_printing)

    def show_printed(self, words: str) -> None:
        """Say what came of the last print; empty words take it away."""
        self.printed.setText(words)
        self.printed.setVisible(bool(words))

    def show_pages(self, sizes: Sequence[PageSize]) -> None:
        """Show a document; no page takes the old one away."""
        self.pages.show_pages(sizes)
        self._stack.setCurrentWidget(self.pages if sizes else self._hint)
        for part in (self.larger, self.smaller):
            part.setEnabled(bool(sizes))

    def _make_bar(self) -> QWidget:
        say = self._context.say
        bar = Snug(self)
        row = Flow(bar, self._context.dress.px(8))
        self.languages = QComboBox(bar)
        self.languages.setAccessibleName(say(_("Language of the report")))
        self.languages.addItem("中文", "zh_CN")
        self.languages.addItem("English", "en")
        self.languages.setCurrentIndex(self.languages.findData(self._context.language))
        self.particulars_button = self._button(bar, _("Particulars…"), self.particularsAsked.emit)
        self.show_button = self._button(bar, _("Show the report"), self._on_show)
        self.save_button = self._button(bar, _("Save…"), self._on_save)
        self.save_button.setProperty("primary", True)
        self.smaller = self._button(bar, _("Smaller"), self._on_smaller)
        self.larger = self._button(bar, _("Larger"), self._on_larger)
        for part in (
            self.particulars_button,
            self.languages,
            self.show_button,
            self.save_button,
            self.smaller,
            self.larger,
        ):
            row.addWidget(part)
        for part in (self.larger, self.smaller):
            part.setEnabled(False)
        return bar

    def _make_progress(self) -> QWidget:
        self._progress = QWidget(self)
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        self.progress_words = words_label("", self._progress)
        moving = QProgressBar(self._progress)
        moving.setRange(0, 0)
        moving.setTextVisible(False)
        moving.setAccessibleName(self._context.say(_("Progress")))
        self.cancel = self._button(self._progress, _("Cancel"), self.cancelAsked.emit)
        row.addWidget(self.progress_words)
        row.addWidget(moving, 1)
        row.addWidget(self.cancel)
        self._progress.hide()
        return self._progress

    def _button(self, parent: QWidget, words: Text, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(self._context.say(words), parent)
        button.clicked.connect(run)
        return button

    def _on_show(self) -> None:
        self.previewAsked.emit(self.language)

    def _on_save(self) -> None:
        sheet = PaperSheet(self._context, self)
        sheet.chosen.connect(self.ask_where)
        sheet.present()

    def _on_larger(self) -> None:
        self.pages.step_zoom(1)

    def _on_smaller(self) -> None:
        self.pages.step_zoom(-1)

    def ask_where(self, order: PaperOrder) -> None:
        """Ask where to save a paper, without stopping the event loop."""
        language = self.language
        dialog = QFileDialog(self, self._context.say(_("Save a paper of this drill")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffix = order.format
        dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})")
        dialog.setDefaultSuffix(suffix)
        part = "report" if order.form == "evaluation" else order.form
        dialog.selectFile(f"{self._name}.{part}.{language}.{suffix}")
        dialog.fileSelected.connect(
            lambda name: self.saveAsked.emit(order, language, Path(name)),
        )
        dialog.open()
