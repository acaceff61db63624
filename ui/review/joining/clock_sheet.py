"""The sheet on which a person writes what another clock showed at a time of ours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.services.review.decisions import TableText
from drillplanner.services.review.merging.clock_shown import clock_table
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet


class ClockSheet(Sheet):
    """Ties a camera, a body camera or the 110 record; `made` carries the tie as a table."""

    made = Signal(TableText)

    def __init__(
        self, context: AppContext, sources: Sequence[str], watch_u_s: float, parent: QWidget
    ) -> None:
        super().__init__(context.say(_("What another clock showed")), parent)
        self._context, self._watch_u_s = context, watch_u_s
        say = context.say
        hint = _(
            "For a camera, a body camera or the 110 record. Its times are joined as a table under "
            "the same name."
        )
        self.column.addWidget(words_label(say(hint), "muted"))
        form = QFormLayout()
        self.source = QLineEdit(self)
        self.source.setMaxLength(60)
        self.shown = QLineEdit(self)
        self.ours = QComboBox(self)
        self.ours.addItems(list(sources))
        self.at = QLineEdit(self)
        for line in (self.shown, self.at):
            line.setPlaceholderText("09:12:30")
        self.picture = QCheckBox(say(_("Both are read off one picture")), self)
        form.addRow(say(_("Whose clock")), self.source)
        form.addRow(say(_("It showed")), self.shown)
        form.addRow(say(_("when the clock of")), self.ours)
        form.addRow(say(_("showed")), self.at)
        form.addRow("", self.picture)
        self.column.addLayout(form)
        self.told = words_label("")
        self.column.addWidget(self.told)
        self.column.addStretch(1)
        buttons = self.add_buttons(say(_("Cancel")))
        self.enter = push_button(say(_("Tie it")), self._enter, primary="true")
        buttons.addButton(self.enter, buttons.ButtonRole.AcceptRole)
        self.resize(context.dress.px(460), context.dress.px(340))

    def _enter(self) -> None:
        try:
            table = clock_table(
                self.source.text(),
                self.shown.text(),
                self.ours.currentText(),
                self.at.text(),
                watch_u_s=self._watch_u_s,
                is_picture=self.picture.isChecked(),
            )
        except UserError as refused:
            self.told.setText(self._context.say(refused.text))
            return
        self.made.emit(table)
        self.accept()
