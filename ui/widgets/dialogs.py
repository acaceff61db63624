"""Plain dialogs of a title, a body and one button row, in the program's dress."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.card import words_label


class Sheet(QDialog):
    """A dialog that shows something; it never stands in the way of a running drill."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        # The font grows with the scale, and the room around what it says with it.
        line = self.fontMetrics().height()
        self.column.setContentsMargins(line, line * 3 // 4, line, line * 3 // 4)
        self.column.setSpacing(line // 2)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(heading)

    def add_buttons(self, close_words: str) -> QDialogButtonBox:
        """Add the row of buttons, with one that closes."""
        buttons = QDialogButtonBox(self)
        close = buttons.addButton(close_words, QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.reject)
        self.column.addWidget(buttons)
        return buttons

    def present(self, *, keeps_focus_away: bool = False) -> None:
        """Show the sheet, no larger than the screen.

        Args:
            keeps_focus_away: show it beside the window, whose keys go on being taken.
        """
        room = self.screen().availableSize() * 0.9
        self.resize(self.size().boundedTo(QSize(room.width(), room.height())))
        if keeps_focus_away:
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
            self.show()
        else:
            self.open()


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
