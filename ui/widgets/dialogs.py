"""A plain dialog of a title, a body and one button row, in the program's dress."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget


class Sheet(QDialog):
    """A dialog that shows something; it is never opened while a drill runs."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
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
