"""Show all there is to say of one row beside its table, as captions and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.theme.theme import Dress
from ui.widgets.card import words_label

#: Below this width, in pixels at 100 %, the details stand under the table.
_NARROW = 820


class DetailsPanel(QScrollArea):
    """Captions with words below them; `buttons` take what can be done with the row."""

    def __init__(self, dress: Dress, name: str, empty_words: str) -> None:
        super().__init__()
        self._dress, self._empty = dress, empty_words
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(dress.px(16), dress.px(4), dress.px(8), dress.px(12))
        self._column.setSpacing(0)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(dress.px(2))
        self._column.addLayout(self._fields)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(dress.px(6))
        self._buttons.setContentsMargins(0, dress.px(8), 0, 0)
        self._column.addLayout(self._buttons)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.show_pairs(())

    def add_button(self, button: QPushButton) -> None:
        """Offer something that is done with the row."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other captions and words; none says that nothing is chosen."""
        while self._fields.count():
            old = self._fields.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, (caption, words) in enumerate(pairs):
            self._add(place, caption, words)
        if not pairs:
            self._fields.addWidget(words_label(self._empty, "muted"))
        self.verticalScrollBar().setValue(0)

    def _add(self, place: int, caption: str, words: str) -> None:
        head = QLabel(caption)
        head.setProperty("role", "muted")
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setContentsMargins(0, self._dress.px(10) if place else 0, 0, 0)
        body = words_label(words, "heading" if place == 0 else "")
        body.setAccessibleName(f"{caption}: {words}")
        self._fields.addWidget(head)
        self._fields.addWidget(body)


class DetailsSplit(QSplitter):
    """A table with its details beside it, or under it where the width is small."""

    def __init__(self, dress: Dress, table: QWidget, panel: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._dress = dress
        self.addWidget(table)
        self.addWidget(panel)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(dress.px(6))
        panel.setMinimumWidth(dress.px(200))
        panel.setMinimumHeight(dress.px(90))
        table.setMinimumHeight(dress.px(140))
        self._is_wide: bool | None = None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= self._dress.px(_NARROW)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            way = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
            self.setOrientation(way)
            beside, under = self._dress.px(300), self._dress.px(150)
            self.setSizes(
                [self.width() - beside, beside] if is_wide else [self.height() - under, under]
            )
