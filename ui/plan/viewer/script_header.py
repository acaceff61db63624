"""Head the planning room: what script this is, where from, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.plan.viewer.plan_view import PlanView
from ui.widgets.card import push_button, words_label
from ui.widgets.flow import Flow


class FoldedText(QWidget):
    """A long text of which one line is shown until the rest is asked for."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context, self._text, self._is_open = context, "", False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.dress.px(8))
        self.label = words_label("")
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop)
        # The words stand level with those of the button.
        self.label.setContentsMargins(0, context.dress.px(8), 0, 0)
        row.addWidget(self.label, 1)
        self.button = push_button(context.say(_("Show all")), self.turn, quiet="true")
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def show_text(self, text: str) -> None:
        """Show another text, folded."""
        self._text, self._is_open = text, False
        self.setVisible(bool(text))
        self.label.setAccessibleName(text)
        self._fit()

    def turn(self) -> None:
        """Unfold the text, or fold it again."""
        self._is_open = not self._is_open
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width() - self.button.sizeHint().width() - self._context.dress.px(10)
        measure = QFontMetrics(self.label.font())
        line = measure.elidedText(self._text, Qt.TextElideMode.ElideRight, max(width, 1))
        self.label.setText(self._text if self._is_open else line)
        self.button.setText(self._context.say(_("Show less") if self._is_open else _("Show all")))
        self.button.setVisible(line != self._text)


class ScriptHeader(QWidget):
    """Title, facts, source and notes of a script, with a row of buttons."""

    editRequested = Signal()
    versionsRequested = Signal()
    papersRequested = Signal()
    runRequested = Signal()
    saveRequested = Signal()
    sheetsRequested = Signal()
    stationsRequested = Signal()
    folderRequested = Signal()
    warningsRequested = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        px, say = context.dress.px, context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        self.title = words_label("", "title")
        self.facts = words_label("")
        self.source = words_label("", "muted")
        self.notes = FoldedText(context)
        for part in (self.title, self.facts, self.source, self.notes):
            column.addWidget(part)
        buttons = QWidget()
        row = Flow(buttons, px(8))
        self.edit = push_button(say(_("Edit")), self.editRequested.emit, primary="true")
        self.run = push_button(say(_("Run this drill")), self.runRequested.emit)
        self.save = push_button(say(_("Save a copy as…")), self.saveRequested.emit)
        self.sheets = push_button(say(_("Timekeepers' sheets…")), self.sheetsRequested.emit)
        self.stations = push_button(say(_("Station packs…")), self.stationsRequested.emit)
        self.versions = push_button(say(_("Versions…")), self.versionsRequested.emit)
        self.papers = push_button(say(_("Papers…")), self.papersRequested.emit)
        self.folder = push_button(say(_("Open folder")), self.folderRequested.emit)
        self.warnings = push_button("", self.warningsRequested.emit, quiet="true")
        for button in (
            *(self.edit, self.run, self.stations, self.save, self.sheets, self.versions),
            *(self.papers, self.folder, self.warnings),
        ):
            row.addWidget(button)
        column.addWidget(buttons)

    def show_view(self, view: PlanView) -> None:
        """Head another script."""
        self.title.setText(view.title)
        self.facts.setText(view.facts)
        self.source.setText(view.source)
        self.notes.show_text(view.notes)
        self.folder.setVisible(view.can_open_folder)
        self.show_has_draft(False)
        self.warnings.setText(f"▲ {view.warnings_said}")
        self.warnings.setVisible(bool(view.warnings_said))

    def show_has_draft(self, has_draft: bool) -> None:
        """Say whether editing goes on with a draft that is there."""
        words = _("Continue the draft") if has_draft else _("Edit")
        self.edit.setText(self._context.say(words))
