"""A card with a list of things that can be opened, each with a line below its name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import Dress
from ui.widgets.card import Card, push_button, words_label
from ui.widgets.rows_model import plain_tip


class LinesCard(Card):
    """A heading, and below it lines with a name, what is known, and what can be done."""

    def __init__(self, dress: Dress, title: str, empty_words: str, waiting_words: str) -> None:
        super().__init__(dress)
        self._dress, self._empty = dress, empty_words
        self.setAccessibleName(title)
        self.column.addWidget(words_label(title, "heading"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(dress.px(4))
        self.column.addLayout(self._lines)
        self._undo = QVBoxLayout()
        self.column.addLayout(self._undo)
        self.column.addStretch(1)
        self.say(waiting_words)

    def say(self, words: str) -> None:
        """Say something in place of lines, as that they are being read."""
        _empty(self._lines)
        self._lines.addWidget(words_label(words, "muted"))

    def clear(self, has_lines: bool) -> None:
        """Take all lines out; without any to come, say what will stand here."""
        if has_lines:
            _empty(self._lines)
        else:
            self.say(self._empty)

    def add(
        self,
        name: str,
        known: str,
        run: Callable[[], object] | None,
        beside: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Add a line; without `run` it is grey, `beside` is one more thing to do with it."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._dress.px(8))
        words = QVBoxLayout()
        words.setSpacing(0)
        head = self._name_button(name, run) if run else words_label(name, "muted")
        words.addWidget(head)
        about: QLabel = words_label(known, "muted")
        about.setToolTip(plain_tip(known))
        head.setMinimumHeight(self._dress.px(30))
        words.addWidget(about)
        row.addLayout(words, 1)
        if beside is not None:
            button = push_button(*beside)
            button.setAccessibleName(f"{beside[0]}: {name}")
            row.addWidget(button)
        self._lines.addWidget(line)

    def offer_undo(self, words: str, undo_words: str, undo: Callable[[], object]) -> None:
        """Say what was done to the list and offer to undo it; empty words take this away."""
        _empty(self._undo)
        if words:
            self._undo.addWidget(words_label(words))
            button = push_button(undo_words, undo, quiet="true")
            self._undo.addWidget(button)

    def _name_button(self, name: str, run: Callable[[], object]) -> QPushButton:
        # An ampersand in a file's name is no access key.
        button = push_button(name.replace("&", "&&"), run, quiet="true")
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(name))
        # The name begins where the heading does.
        button.setStyleSheet("text-align: left; padding: 1px 0; border-width: 2px 0; min-height: 0")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return button


def _empty(column: QVBoxLayout) -> None:
    while column.count():
        old = column.takeAt(0).widget()
        if old is not None:
            old.hide()
            old.deleteLater()
