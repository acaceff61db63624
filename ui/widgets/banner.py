"""A message across the top of the window: it stays, says what to do, and can be put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from ui.system.lifetime import keep_until_destroyed

Kind: TypeAlias = Literal["banner", "alarm"]

#: Lines that a banner shows at once; it scrolls for more.
_LINES = 7


class Banner(QFrame):
    """One message. `kind` alarm is for what must be dealt with, banner for the rest."""

    closed = Signal()

    def __init__(
        self, text: str, kind: Kind, close_words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self.kind: Kind = kind
        self.setProperty("role", kind)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        sign = QLabel("▲" if kind == "alarm" else "●", self)
        self.label = QLabel(text)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(sign, 0, middle)
        row.addWidget(_Words(self.label, self), 1)
        self._row = row
        if close_words:
            self.add_button(close_words, self._close)

    @property
    def text(self) -> str:
        """Give the message."""
        return self.label.text()

    def add_button(self, words: str, run: Callable[[], None]) -> QPushButton:
        """Offer something to do about it."""
        button = QPushButton(words, self)
        button.clicked.connect(run)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _close(self) -> None:
        self.closed.emit()
        self.hide()
        self.deleteLater()


class _Words(QScrollArea):
    """As high as the words need, up to some lines; a long list does not push the page out."""

    def __init__(self, label: QLabel, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self.setWidget(label)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        lines = QFontMetrics(self._label.font()).lineSpacing() * _LINES
        return min(self._label.heightForWidth(width), lines)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_long = self._label.heightForWidth(self.viewport().width()) > self.height()
        policy = Qt.FocusPolicy.StrongFocus if is_long else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())
