"""What the script says of itself: title, kind, T0's time of day, notes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from drillplanner.base.texts import _
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.editing.times import day_text
from drillplanner.terms.vocabulary import KINDS
from ui.context import AppContext


class ScriptForm(QWidget):
    """Fields of the whole; a field that was left is told if it was changed."""

    headTyped = Signal(str, str)
    clockTyped = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        say, px = context.say, context.dress.px
        form = QFormLayout(self)
        form.setContentsMargins(0, px(12), px(12), px(8))
        form.setVerticalSpacing(px(10))
        form.setHorizontalSpacing(px(16))
        self.title, self.kind, self.clock = QLineEdit(self), QComboBox(self), QLineEdit(self)
        self.zone, self.notes = QLineEdit(self), QPlainTextEdit(self)
        for kind, words in KINDS.items():
            self.kind.addItem(say(words), kind)
        self.clock.setPlaceholderText(say(_("such as 9:10:00")))
        self.notes.setTabChangesFocus(True)
        self.notes.setMinimumHeight(px(120))
        for words, field in (
            (_("Title"), self.title),
            (_("Kind of drill"), self.kind),
            (_("Time of day of T0"), self.clock),
            (_("Time zone"), self.zone),
            (_("Notes and scenario"), self.notes),
        ):
            field.setAccessibleName(say(words))
            form.addRow(say(words), field)
        self._shown: dict[str, str] = {}
        self.title.editingFinished.connect(lambda: self._tell("title", self.title.text()))
        self.zone.editingFinished.connect(lambda: self._tell("zone", self.zone.text().strip()))
        self.kind.activated.connect(lambda _place: self._tell("kind", str(self.kind.currentData())))
        self.clock.editingFinished.connect(self._tell_clock)

    def show_draft(self, draft: Draft) -> None:
        """Show a draft; a field that is being typed in keeps what is typed."""
        script, words = draft.script, self._context.words
        clock = "" if draft.t0_clock_s is None else day_text(draft.t0_clock_s)
        shown = {
            "title": words(script.title, script.language),
            "kind": script.kind,
            "clock": clock,
            "zone": script.zone,
            "notes": words(script.notes, script.language),
        }
        for name, field in (("title", self.title), ("clock", self.clock), ("zone", self.zone)):
            if field.text() != shown[name] and shown[name] != self._shown.get(name):
                field.setText(shown[name])
        if self.notes.toPlainText() != shown["notes"] and shown["notes"] != self._shown.get(
            "notes"
        ):
            self.notes.setPlainText(shown["notes"])
        self.kind.setCurrentIndex(self.kind.findData(script.kind))
        self._shown = shown

    def finish(self) -> None:
        """Tell what was typed and not told yet."""
        self._tell("title", self.title.text())
        self._tell("zone", self.zone.text().strip())
        self._tell("notes", self.notes.toPlainText())
        self._tell_clock()

    def _tell(self, name: str, text: str) -> None:
        if text != self._shown.get(name, text):
            self.headTyped.emit(name, text)

    def _tell_clock(self) -> None:
        if self.clock.text() != self._shown.get("clock", self.clock.text()):
            self.clockTyped.emit(self.clock.text())
