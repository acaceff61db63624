"""Let a person choose a round of a drill; a void one is marked in words and shape."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from drillplanner.base.texts import _
from drillplanner.run.rounds import Round
from drillplanner.terms.round_words import ROUND_SHAPES, round_said
from ui.context import AppContext
from ui.widgets.sign import sign_icon


class RoundChoice(QComboBox):
    """The rounds of one drill; it hides where there is nothing to choose."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAccessibleName(context.say(_("Round")))
        self.setPlaceholderText(context.say(_("Choose a round")))
        self.setMinimumContentsLength(8)
        self.setMinimumWidth(context.dress.px(120))
        self.hide()

    def show_rounds(self, rounds: Sequence[Round], chosen: int | None) -> None:
        """List the rounds; None chooses none, so that a person has to."""
        self.blockSignals(True)
        self.clear()
        for one in rounds:
            icon = sign_icon(self._context.dress, ROUND_SHAPES[one.standing])
            self.addItem(icon, self._context.say(round_said(one)), one.number)
        self.setCurrentIndex(-1 if chosen is None else max(0, self.findData(chosen)))
        self.blockSignals(False)
        is_odd = any(one.standing in ("void", "broken_off") for one in rounds)
        self.setVisible(len(rounds) > 1 or is_odd)

    @property
    def chosen(self) -> int | None:
        number = self.currentData()
        return number if isinstance(number, int) else None
