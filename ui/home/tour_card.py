"""The first four steps through the program (四步上手), for whoever sees it for the first time."""

from __future__ import annotations

from functools import partial
from typing import Literal, TypeAlias, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from drillplanner.base.texts import Text, _, pgettext
from ui.context import AppContext
from ui.widgets.card import Card, CardGrid, push_button, words_label

#: Where a step leads: a sample script, the start of a drill, its scorecard, the manual.
Step: TypeAlias = Literal["script", "drill", "score", "manual"]

_STEPS: dict[Step, tuple[Text, Text, Text]] = {
    "script": (
        pgettext("tour", "1. Look at a script"),
        _("A sample shows steps, posts, and each limit with its source."),
        _("Open a sample"),
    ),
    "drill": (
        pgettext("tour", "2. Run a drill"),
        _("Take the rehearsal: arm, press the keys before the steps, end with F12."),
        _("Go to the start"),
    ),
    "score": (
        pgettext("tour", "3. See how it went"),
        _("What was too slow, against which limit, and how sure that is."),
        _("Go to the review"),
    ),
    "manual": (
        pgettext("tour", "4. Hand it on"),
        _("The report as PDF, the timekeeper's page to print: both are in the manual."),
        _("Open the manual"),
    ),
}


class TourCard(Card):
    """Four steps, each with the button that leads there; it goes when it is skipped."""

    stepAsked = Signal(str)
    skipped = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__(context.dress)
        say = context.say
        head = QHBoxLayout()
        head.addWidget(
            words_label(say(_("The first quarter of an hour, in four steps")), "heading"), 1
        )
        self.skip = push_button(say(_("Skip")), self.skipped.emit, quiet="true")
        self.skip.setToolTip(say(_("Help › First steps shows this again.")))
        head.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.buttons: dict[Step, QPushButton] = {}
        grid = CardGrid(context.dress, 220, 4)
        grid.show_cards([self._step(context, step) for step in get_args(Step)])
        self.column.addWidget(grid)

    def _step(self, context: AppContext, step: Step) -> Card:
        title, words, verb = _STEPS[step]
        card = Card(context.dress)
        card.column.addWidget(words_label(context.say(title), "heading"))
        card.column.addWidget(words_label(context.say(words), "muted"), 1)
        button = push_button(context.say(verb), partial(self.stepAsked.emit, step))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        card.column.addWidget(button)
        self.buttons[step] = button
        return card
