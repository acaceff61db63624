"""The sheet on which an objection (异议) to a verdict or rating is entered, and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from drillplanner.base.texts import _
from drillplanner.review.points.objection import Objection
from drillplanner.services.review.evaluation.objections import NewObjection
from ui.context import AppContext
from ui.improve.day_edit import DayEdit
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet


class ObjectionSheet(Sheet):
    """Shows the objections to one row, and takes in another, or the answer to one."""

    entered = Signal(NewObjection)
    #: The objection's fact, the answer's words, and who gives it.
    answered = Signal(str, str, str)

    def __init__(
        self,
        context: AppContext,
        subject: str,
        name: str,
        objections: Sequence[Objection],
        parent: QWidget,
    ) -> None:
        super().__init__(context.say(_("Objection")), parent)
        say = context.say
        self._context, self._subject = context, subject
        self.column.addWidget(words_label(name))
        hint = _(
            "It is printed beside the row, with the answer. It changes no score: what follows "
            "from it is decided or corrected as such."
        )
        self.column.addWidget(words_label(say(hint), "muted"))
        for one in objections:
            self.column.addWidget(words_label(self._said(one)))
        form = QFormLayout()
        self.what = QComboBox(self)
        self.what.addItem(say(_("A new objection")), "")
        for one in objections:
            answer = _(
                "Answer to {organisation}, {day}", organisation=one.organisation, day=one.day
            )
            self.what.addItem(say(answer), one.fact)
        self.what.activated.connect(self._on_what)
        self.organisation = QLineEdit(self)
        self.organisation.setMaxLength(100)
        self.by = QLineEdit(self)
        self.by.setMaxLength(100)
        self.day = DayEdit(context.dress, self)
        self.day.setDate(QDate.currentDate())
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(context.dress.px(90))
        form.addRow(say(_("Enter")), self.what)
        form.addRow(say(_("Organisation")), self.organisation)
        form.addRow(say(_("Name")), self.by)
        form.addRow(say(_("Day")), self.day)
        form.addRow(say(_("Words")), self.text)
        self._form = form
        self.column.addLayout(form)
        self.told = words_label("")
        self.column.addWidget(self.told)
        self.column.addStretch(1)
        buttons = self.add_buttons(say(_("Cancel")))
        self.enter = push_button(say(_("Enter it")), self._enter, primary="true")
        buttons.addButton(self.enter, buttons.ButtonRole.AcceptRole)
        self.resize(context.dress.px(520), context.dress.px(460))
        waiting = next((one.fact for one in objections if not one.answers), "")
        self.what.setCurrentIndex(max(0, self.what.findData(waiting)))
        self._on_what()

    def _said(self, one: Objection) -> str:
        said = _(
            "{organisation} ({name}, {day}): {words}",
            organisation=one.organisation,
            name=one.by,
            day=one.day,
            words=one.text,
        )
        answers = [
            _("{words} ({name}, {day})", words=text, name=by, day=day)
            for text, by, day in one.answers
        ]
        return "\n".join(self._context.say(part) for part in (said, *answers))

    def _on_what(self) -> None:
        """Ask for organisation and day of a new objection only."""
        is_new = not self.what.currentData()
        for part in (self.organisation, self.day):
            self._form.setRowVisible(part, is_new)

    def _enter(self) -> None:
        fact = str(self.what.currentData() or "")
        words, by = self.text.toPlainText(), self.by.text()
        asked = [self.by, self.text] if fact else [self.organisation, self.by, self.text]
        said = {self.organisation: self.organisation.text(), self.by: by, self.text: words}
        missing = next((part for part in asked if not said[part].strip()), None)
        if missing is not None:
            self.told.setText(self._context.say(_("Fill in every field, then enter it.")))
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if fact:
            self.answered.emit(fact, words, by)
        else:
            picked = self.day.date()
            day = date(picked.year(), picked.month(), picked.day())
            self.entered.emit(NewObjection(self._subject, self.organisation.text(), by, words, day))
        self.accept()
