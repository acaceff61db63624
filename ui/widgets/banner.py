"""A message across the top of the window: it stays, says what to do, and can be put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class Banner(QFrame):
    """One message. `kind` alarm is for what must be dealt with, banner for the rest."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        kind: Literal["banner", "alarm"],
        close_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", kind)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        sign = QLabel("▲" if kind == "alarm" else "●", self)
        self.label = QLabel(text, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(sign)
        row.addWidget(self.label, 1)
        self._row = row
        if close_words:
            self.add_button(close_words, self._close)

    def add_button(self, words: str, run: Callable[[], None]) -> QPushButton:
        """Offer something to do about it."""
        button = QPushButton(words, self)
        button.clicked.connect(run)
        self._row.addWidget(button)
        return button

    def _close(self) -> None:
        self.closed.emit()
        self.hide()
        self.deleteLater()
