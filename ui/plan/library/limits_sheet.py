"""Choose a limit with its source for a target: the readings side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QDoubleSpinBox, QLabel, QWidget

from drillplanner.base import local_time
from drillplanner.base.texts import _, pgettext
from drillplanner.plan.editing.times import span_text
from drillplanner.plan.library.limits import Kept, SourcedLimit, derived
from drillplanner.terms.vocabulary import CLASSES
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable

_SIZE = (980, 420)


class LimitsSheet(Sheet):
    """A row a limit; `chosen` tells the texts to type into the target's row, by column.

    `keepAsked` asks to offer the limit that the target has, with its document, from now on.
    """

    chosen = Signal(object)
    keepAsked = Signal()

    def __init__(
        self, context: AppContext, offered: Sequence[SourcedLimit], parent: QWidget
    ) -> None:
        say = context.say
        super().__init__(say(_("Limits with their sources")), parent)
        self._context, self._offered = context, tuple(offered)
        hint = _(
            "A source counts for this target only where it states this number for this act; "
            "else it is class D, by analogy."
        )
        self.column.addWidget(words_label(say(hint), "muted", self))
        model = RowsModel(
            [
                Column(say(_("Limit of")), 200),
                Column(say(pgettext("column", "Limit")), 70),
                Column(say(_("Class")), 90),
                Column(say(pgettext("column", "Source of the limit")), 420),
                Column(say(_("Kept by")), 190),
            ],
            [self._row(one) for one in self._offered],
        )
        self.table = RowsTable(model, context.dress, say(_("Limits")), lines=2, stretched=3)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._make_derived())
        buttons = self.add_buttons(say(_("Cancel")))
        self.keep = buttons.addButton(
            say(_("Keep this target's limit as our own")), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.keep.clicked.connect(self._keep)
        self.take = buttons.addButton(say(_("Take this")), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self.take.clicked.connect(self._tell)
        self.table.doubleClicked.connect(self._tell)
        self.table.choose(self._offered[0].id)
        self.resize(*(context.dress.px(one) for one in _SIZE))

    def _make_derived(self) -> QWidget:
        """Offer to derive a limit for a vehicle that drives up: distance ÷ speed."""
        say, line = self._context.say, QWidget(self)
        flow = Flow(line, self._context.dress.px(8))
        self.distance, self.speed = QDoubleSpinBox(line), QDoubleSpinBox(line)
        for words, field, value, most in (
            (_("Buffer distance (m)"), self.distance, 20.0, 1000.0),
            (_("Approach speed (km/h)"), self.speed, 20.0, 200.0),
        ):
            field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
            field.setRange(1.0, most)
            field.setDecimals(1)
            field.setValue(value)
            field.setAccessibleName(say(words))
            label = QLabel(say(words), line)
            label.setTextFormat(Qt.TextFormat.PlainText)
            flow.addWidget(label)
            flow.addWidget(field)
        self.derive = push_button(say(_("Derive by distance ÷ speed")), self._derive)
        flow.addWidget(self.derive)
        return line

    def _derive(self) -> None:
        self._give(derived(self.distance.value(), self.speed.value()))

    def _row(self, one: SourcedLimit) -> Row:
        words = self._context.words
        limit, class_ = span_text(one.limit_s), self._context.say(CLASSES[one.source.class_])
        texts = words(one.name), limit, class_, words(one.source.text), self._kept(one.kept)
        return Row(one.id, texts)

    def _kept(self, kept: Kept | None) -> str:
        """Say who offers a limit of our own, since when, and what it was before."""
        if kept is None:
            return ""
        say, moment = self._context.say, local_time.day_and_minute(kept.utc_ns)
        name = kept.by or say(_("name not known here"))
        said = say(_("{name}, {moment}", name=name, moment=moment))
        if kept.before_s is None:
            return said
        before = say(_("before: {limit}", limit=span_text(kept.before_s)))
        return f"{said}\n{before}"

    def _keep(self) -> None:
        self.accept()
        self.keepAsked.emit()

    def _tell(self) -> None:
        place = self.table.currentIndex().row()
        if place < 0:
            return
        self._give(self._offered[place])

    def _give(self, one: SourcedLimit) -> None:
        words, source = self._context.words, one.source
        texts: Mapping[str, str] = {
            "limit": span_text(one.limit_s),
            "class": source.class_,
            "source": words(source.text),
            "clause": words(source.clause),
            "url": source.url,
            "seen": source.seen,
            "confirmed_by": "",
        }
        self.accept()
        self.chosen.emit(texts)
