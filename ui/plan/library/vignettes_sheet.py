"""Put a kept block of steps into the script, or keep the marked steps as one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QLineEdit, QWidget

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.plan.editing.times import span_text
from drillplanner.plan.schedule import Schedule
from drillplanner.services.plan.drafts import KeptDraft
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet
from ui.widgets.rows_model import Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable

_SIZE = (720, 420)


class VignettesSheet(Sheet):
    """A row a block; `chosen` tells the script of the one to put in.

    `keepAsked` tells the name under which the marked steps are to be kept, `discardAsked` the id
    of a block to be put away.
    """

    chosen = Signal(object)
    keepAsked = Signal(str)
    discardAsked = Signal(str)

    def __init__(
        self, context: AppContext, kept: Sequence[KeptDraft], marked: int, parent: QWidget
    ) -> None:
        say = context.say
        super().__init__(say(_("Blocks of steps")), parent)
        self._context, self._kept = context, {one.id: one for one in kept}
        hint = _(
            "A block keeps the times between its steps, and the targets and orders among them. It "
            "is put in below the current step, in this script or another."
        )
        self.column.addWidget(words_label(say(hint), "muted", self))
        model = RowsModel(
            [
                Column(say(pgettext("column", "Block")), 330),
                Column(say(_("Steps")), 80, "right"),
                Column(say(_("Targets")), 80, "right"),
                Column(say(pgettext("column", "Length")), 100, "right"),
            ],
            [self._row(one) for one in kept],
        )
        self.table = RowsTable(model, context.dress, say(_("Blocks of steps")), stretched=0)
        self.column.addWidget(self.table, 1)
        line, row = QWidget(self), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        line.setLayout(row)
        self.name = QLineEdit(line)
        self.name.setPlaceholderText(say(_("name of the new block")))
        self.name.setAccessibleName(self.name.placeholderText())
        words = ngettext("Keep the {count} marked step", "Keep the {count} marked steps", marked)
        self.keep = push_button(say(words), self._keep)
        self.keep.setEnabled(False)
        self.name.textChanged.connect(self._look)
        self.name.returnPressed.connect(self._keep)
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        self.column.addWidget(line)
        buttons = self.add_buttons(say(_("Cancel")))
        self.away = buttons.addButton(say(_("Discard")), QDialogButtonBox.ButtonRole.ActionRole)
        self.away.clicked.connect(self._discard)
        self.take = buttons.addButton(say(_("Put in")), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.clicked.connect(self._take)
        self.table.doubleClicked.connect(self._take)
        self._marked = marked
        for button in (self.away, self.take):
            button.setEnabled(bool(kept))
        if kept:
            self.take.setDefault(True)
            self.table.choose(kept[0].id)
        else:
            self.name.setFocus()
        self.resize(*(context.dress.px(one) for one in _SIZE))

    def _row(self, one: KeptDraft) -> Row:
        script = one.draft.script
        length = span_text(Schedule(script.steps).duration_s)
        title = self._context.words(script.title, script.language)
        return Row(one.id, (title, str(len(script.steps)), str(len(script.targets)), length))

    def _current(self) -> KeptDraft | None:
        place = self.table.currentIndex().row()
        return self._kept.get(self.table.rows.row(place).id) if place >= 0 else None

    def _look(self) -> None:
        self.keep.setEnabled(bool(self.name.text().strip()) and self._marked > 0)

    def _keep(self) -> None:
        if self.keep.isEnabled():
            self.accept()
            self.keepAsked.emit(self.name.text().strip())

    def _discard(self) -> None:
        one = self._current()
        if one is not None:
            self.accept()
            self.discardAsked.emit(one.id)

    def _take(self) -> None:
        one = self._current()
        if one is not None:
            self.accept()
            self.chosen.emit(one.draft.script)
