"""Ask for one line of text, such as a name or a title."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget

from drillplanner.base.texts import Text, _
from ui.widgets.card import words_label
from ui.widgets.dialogs import Sheet


class LineSheet(Sheet):
    """A title, a word of explanation and one field; `given` tells what was written."""

    given = Signal(str)

    def __init__(
        self,
        say: Callable[[Text], str],
        title: str,
        hint: str,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        if hint:
            self.column.addWidget(words_label(hint, "muted", self))
        self.line = QLineEdit(text, self)
        self.line.setAccessibleName(title)
        self.line.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 44)
        self.line.selectAll()
        self.column.addWidget(self.line)
        buttons = self.add_buttons(say(_("Cancel")))
        self.accept_button = buttons.addButton(say(_("OK")), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self._give)
        self.line.returnPressed.connect(self._give)
        self.line.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        self.accept_button.setEnabled(bool(self.line.text().strip()))

    def _give(self) -> None:
        text = self.line.text().strip()
        if text:
            self.accept()
            self.given.emit(text)
