"""What the script says of itself, and the particulars of the drill: when, where, by whom."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from drillplanner.base.texts import _
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.editing.particulars_text import cast_lines, schedule_lines
from drillplanner.plan.editing.times import day_text
from drillplanner.terms.vocabulary import KINDS
from ui.context import AppContext


class ScriptForm(QWidget):
    """Fields of the whole; a field that was left is told if it was changed."""

    headTyped = Signal(str, str)
    clockTyped = Signal(str)
    particularsTyped = Signal(str, str)

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
        self.school, self.date, self.place = (QLineEdit(self) for _n in range(3))
        self.schedule, self.cast = QPlainTextEdit(self), QPlainTextEdit(self)
        self.date.setPlaceholderText(say(_("such as 2026-12-04")))
        self.schedule.setPlaceholderText(say(_("a line each: 8:30 muster, east gate")))
        self.cast.setPlaceholderText(
            say(_("a line each, or pasted: name, unit, role, call sign, vehicle, phone"))
        )
        for text in (self.schedule, self.cast):
            text.setTabChangesFocus(True)
            text.setMinimumHeight(px(90))
        for words, field in (
            (_("Title"), self.title),
            (_("Kind of drill"), self.kind),
            (_("Time of day of T0"), self.clock),
            (_("Time zone"), self.zone),
            (_("Notes and scenario"), self.notes),
            (_("School"), self.school),
            (_("Date of the drill"), self.date),
            (_("Place"), self.place),
            (_("Schedule of the day"), self.schedule),
            (_("Cast"), self.cast),
        ):
            field.setAccessibleName(say(words))
            form.addRow(say(words), field)
        self._shown: dict[str, str] = {}
        self.title.editingFinished.connect(lambda: self._tell("title", self.title.text()))
        self.zone.editingFinished.connect(lambda: self._tell("zone", self.zone.text().strip()))
        self.kind.activated.connect(lambda _place: self._tell("kind", str(self.kind.currentData())))
        self.clock.editingFinished.connect(self._tell_clock)
        for name in ("school", "date", "place"):
            line: QLineEdit = getattr(self, name)
            line.editingFinished.connect(self._tell_particulars)

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
            "school": draft.particulars.school,
            "date": draft.particulars.date,
            "place": draft.particulars.place,
            "schedule": schedule_lines(draft.particulars.schedule),
            "cast": cast_lines(draft.particulars.cast),
        }
        for name in ("title", "clock", "zone", "school", "date", "place"):
            field: QLineEdit = getattr(self, name)
            if field.text() != shown[name] and shown[name] != self._shown.get(name):
                field.setText(shown[name])
        for name in ("notes", "schedule", "cast"):
            text: QPlainTextEdit = getattr(self, name)
            if text.toPlainText() != shown[name] and shown[name] != self._shown.get(name):
                text.setPlainText(shown[name])
        self.kind.setCurrentIndex(self.kind.findData(script.kind))
        self._shown = shown

    def finish(self) -> None:
        """Tell what was typed and not told yet."""
        self._tell("title", self.title.text())
        self._tell("zone", self.zone.text().strip())
        self._tell("notes", self.notes.toPlainText())
        self._tell_clock()
        self._tell_particulars()

    def _tell_particulars(self) -> None:
        typed = {
            **{name: getattr(self, name).text().strip() for name in ("school", "date", "place")},
            **{name: getattr(self, name).toPlainText() for name in ("schedule", "cast")},
        }
        for name, text in typed.items():
            if text != self._shown.get(name, text):
                self.particularsTyped.emit(name, text)

    def _tell(self, name: str, text: str) -> None:
        if text != self._shown.get(name, text):
            self.headTyped.emit(name, text)

    def _tell_clock(self) -> None:
        if self.clock.text() != self._shown.get("clock", self.clock.text()):
            self.clockTyped.emit(self.clock.text())
