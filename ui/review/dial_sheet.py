"""Ask what the figures of joined tables are where nothing decides it, with a preview each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QWidget,
)

from drillplanner.base.texts import Text, _
from drillplanner.exchange.tables.source_times import DialDoubt
from ui.context import AppContext
from ui.review.typing_in.cells import DIALS
from ui.widgets.dialogs import Sheet


class DialSheet(Sheet):
    """A question a source; none is answered beforehand, and all are before it goes on."""

    #: What the figures are, by source.
    answered = Signal(dict)

    def __init__(
        self, context: AppContext, doubts: Sequence[DialDoubt], parent: QWidget | None
    ) -> None:
        super().__init__(context.say(_("What are these times?")), parent)
        self._context = context
        self._groups: dict[str, QButtonGroup] = {}
        for doubt in doubts:
            self._add_question(doubt)
        buttons = self.add_buttons(context.say(_("Cancel")))
        self.join = buttons.addButton(
            context.say(_("Join")), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.join.setEnabled(False)
        self.join.clicked.connect(self._answer)

    def choices(self, source: str) -> list[QAbstractButton]:
        """Give the answers that a source can have."""
        return self._groups[source].buttons()

    def _add_question(self, doubt: DialDoubt) -> None:
        words = _(
            "{source}: what is {text}? The answer holds for all its times.",
            source=doubt.source,
            text=doubt.first,
        )
        label = QLabel(self._context.say(words), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.column.addWidget(label)
        group = self._groups[doubt.source] = QButtonGroup(self)
        for dial, time in doubt.choices:
            button = QRadioButton(self._words(time, DIALS[dial]), self)
            button.setProperty("dial", dial)
            group.addButton(button)
            self.column.addWidget(button)
        group.buttonClicked.connect(self._on_chosen)

    def _words(self, time: Text, dial: Text) -> str:
        return self._context.say(_("{time} ({dial})", time=time, dial=dial))

    def _on_chosen(self, _button: QAbstractButton) -> None:
        chosen = [group.checkedButton() for group in self._groups.values()]
        self.join.setEnabled(all(button is not None for button in chosen))

    def _answer(self) -> None:
        dials = {
            source: group.checkedButton().property("dial") for source, group in self._groups.items()
        }
        self.accept()
        self.answered.emit(dials)
