"""Ask what matters of a drill, and begin a script with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from drillplanner.base.texts import Text, _
from drillplanner.plan.library.packs import (
    KINDS,
    LEVELS,
    NATURES,
    RINGS,
    Level,
    Nature,
    PackKind,
    Wish,
)
from drillplanner.terms.vocabulary import KINDS as KIND_WORDS
from ui.context import AppContext
from ui.widgets.card import words_label
from ui.widgets.dialogs import Sheet

_LEVEL_WORDS: Mapping[Level, Text] = {
    "small": _("small: the core, for one laptop"),
    "full": _("full: all parties and posts"),
}
_NATURE_WORDS: Mapping[Nature, Text] = {
    "rehearsal": _("rehearsal"),
    "formal": _("formal drill"),
    "no_notice": _("no-notice call-out"),
    "double_blind": _("double-blind drill"),
}
_MOST_FLOORS, _MOST_PUPILS = 40, 20_000


class WizardSheet(Sheet):
    """Eight questions, each with an answer to begin with; `wished` tells what was said."""

    wished = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        say = context.say
        super().__init__(say(_("New script by questions")), parent)
        hint = _("Every limit comes with its source; all can be changed afterwards.")
        self.column.addWidget(words_label(say(hint), "muted", self))
        form = QFormLayout()
        # In the order in which Tab goes through them.
        self.school, self.county = QLineEdit(self), QLineEdit(self)
        self.kind, self.level, self.nature, self.ring = (QComboBox(self) for _n in range(4))
        self.floors, self.pupils = QSpinBox(self), QSpinBox(self)
        for number in (self.floors, self.pupils):
            number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        for kind in KINDS:
            self.kind.addItem(say(KIND_WORDS[kind]), kind)
        for level in LEVELS:
            self.level.addItem(say(_LEVEL_WORDS[level]), level)
        for nature in NATURES:
            self.nature.addItem(say(_NATURE_WORDS[nature]), nature)
        for ring in RINGS:
            words = _("{minutes} min after the alarm is received", minutes=str(ring // 60))
            self.ring.addItem(say(words), ring)
        self.nature.setCurrentIndex(NATURES.index("formal"))
        self.ring.setCurrentIndex(len(RINGS) - 1)
        self.floors.setRange(1, _MOST_FLOORS)
        self.floors.setValue(4)
        self.pupils.setRange(0, _MOST_PUPILS)
        rows: tuple[tuple[Text, QWidget], ...] = (
            (_("School"), self.school),
            (_("County"), self.county),
            (_("Kind of drill"), self.kind),
            (_("How much"), self.level),
            (_("Nature"), self.nature),
            (_("The police station is there"), self.ring),
            (_("Floors"), self.floors),
            (_("Pupils"), self.pupils),
        )
        for label, field in rows:
            field.setAccessibleName(say(label))
            form.addRow(say(label), field)
        self.school.setPlaceholderText(say(_("such as Qinghe Experimental Primary School")))
        self.column.addLayout(form)
        buttons = self.add_buttons(say(_("Cancel")))
        self.make = buttons.addButton(
            say(_("Make the script")), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.make.setProperty("primary", "true")
        self.make.setDefault(True)
        self.make.clicked.connect(self._tell)
        self.school.setFocus()

    def _tell(self) -> None:
        kind: PackKind = self.kind.currentData()
        level: Level = self.level.currentData()
        nature: Nature = self.nature.currentData()
        wish = Wish(
            kind,
            level,
            nature,
            int(self.ring.currentData()),
            self.floors.value(),
            self.pupils.value(),
            "",
            self.school.text().strip(),
            self.county.text().strip(),
        )
        self.accept()
        self.wished.emit(wish)
