"""Lay things out on cards, as many beside each other as the width holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.theme.theme import Dress


def words_label(words: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Make a label for words from anywhere: plain text that wraps and can be selected."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def push_button(words: str, run: Callable[[], object], **properties: str) -> QPushButton:
    """Make a button that runs something; `primary="true"` or `quiet="true"` dress it."""
    button = QPushButton(words)
    for name, value in properties.items():
        button.setProperty(name, value)
    button.clicked.connect(lambda _checked=False: run())
    return button


class Card(QFrame):
    """A framed column of things."""

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        air = dress.px(18)
        self.column.setContentsMargins(air, air, air, air)
        self.column.setSpacing(dress.px(8))


@dataclass(frozen=True, slots=True)
class SampleCard:
    """What the card of a sample script says."""

    title: str
    facts: str
    note: str


class CardGrid(QWidget):
    """Cards of equal width, in as many columns as the width holds, up to `most`."""

    def __init__(self, dress: Dress, least_px: int = 300, most: int = 3) -> None:
        super().__init__()
        self._dress, self._least, self._most = dress, dress.px(least_px), most
        self._cards: list[QWidget] = []
        self._columns = 0
        self._last: Qt.AlignmentFlag | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(dress.px(16))

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        for old in self._cards:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards, self._columns = list(cards), 0
        self._arrange()

    def place_last(self, align: Qt.AlignmentFlag) -> None:
        """Align the last card in its place, where it does not stand on a line of its own."""
        self._last, self._columns = align, 0
        self._arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._dress.px(200), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        fit = max(1, self.width() // self._least)
        columns = max(1, min(self._most, fit, len(self._cards)))
        if columns == self._columns:
            return
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        if self._last is not None and self._cards:
            left = Qt.AlignmentFlag.AlignLeft
            self._grid.setAlignment(self._cards[-1], self._last if columns > 1 else left)


def sample_card(dress: Dress, card: SampleCard, open_words: str, run: Callable[[], object]) -> Card:
    """Make the card of a sample script, with the button that opens it."""
    frame = Card(dress)
    frame.column.addWidget(words_label(card.title, "heading"))
    frame.column.addWidget(words_label(card.facts, "muted"))
    note = words_label(card.note)
    frame.column.addWidget(note, 1, Qt.AlignmentFlag.AlignTop)
    frame.column.addSpacing(dress.px(4))
    button = push_button(open_words, run)
    button.setAccessibleName(f"{open_words}: {card.title}")
    frame.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return frame
