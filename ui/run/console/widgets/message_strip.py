"""The console's strips: what is said in place, beside the work, and never in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.run.console.widgets.fitted_words import cut_inside
from ui.run.console.widgets.packed_rows import CutButton
from ui.theme.theme import Dress
from ui.widgets.sign import ShapeMark

#: How long a passing word stays, in milliseconds.
_PASSING_MS = 8000


class VerbButton(CutButton):
    """A verb and its key; it never takes the focus. `struck` carries the mouse event."""

    struck = Signal(str, object)
    letGo = Signal()

    def __init__(self, dress: Dress, verb: str, cap: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.verb = verb
        self._cap = cap
        self._share = 0.0
        self._dress = dress
        self._least_px = 0
        self.say(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(dress.px(42))
        self.setStyleSheet(f"padding-left: {dress.px(6)}px; padding-right: {dress.px(6)}px;")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show other words beside the key."""
        self.show_key(self._cap, words)
        self.setAccessibleName(words)

    def fit(self, *, is_low: bool) -> None:
        """Be as high as whoever lays it out says; spare room where the window is low."""
        self.setMinimumHeight(0)
        side = self._dress.px(3 if is_low else 6)
        self.setStyleSheet(f"padding: 0 {side}px; min-height: 0;")

    def set_cap(self, cap: str) -> None:
        """Name another key; `say` shows it."""
        self._cap = cap

    def reserve(self, shown: Iterable[tuple[str, str]]) -> None:
        """Keep room for whatever will be shown, as key and words: nothing moves when it is."""
        kept = self.text()
        self._least_px = max(self._least_px, super().sizeHint().width())
        for cap, words in shown:
            self.setText(f"{cap}  {words}")
            self._least_px = max(self._least_px, super().sizeHint().width())
        self.setText(kept)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), self._least_px), hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def share(self) -> float:
        """Give how far the button has come while it is held."""
        return self._share

    def fill(self, share: float) -> None:
        """Show how far a held button has come, from 0 to 1."""
        if share != self._share:
            self._share = share
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.struck.emit(self.verb, event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.letGo.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._share:
            painter = QPainter(self)
            color = self._dress.color("accent")
            color.setAlpha(110)
            painter.fillRect(0, 0, round(self.width() * self._share), self.height(), color)


class Strip(QFrame):
    """One line with a shape, words and buttons; `role` as for banners, empty for plain."""

    def __init__(
        self, dress: Dress, role: str, shape: Shape, parent: QWidget, *, is_passing: bool = False
    ) -> None:
        super().__init__(parent)
        self.dress = dress
        if role:
            self.setProperty("role", role)
        self._words = ""
        self.row = QHBoxLayout(self)
        self.fit(is_low=False)
        self.mark = ShapeMark(dress, shape, 18, self)
        self.row.addWidget(self.mark)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.row.addWidget(self.label, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PASSING_MS)
        self._is_passing = is_passing
        if is_passing:
            self._timer.timeout.connect(self.clear)

    def say(self, words: str, shape: Shape | None = None) -> None:
        """Show words; where they are passing ones, none clear the strip."""
        if self._is_passing and not words:
            self.clear()
            return
        self._words = words
        self.setAccessibleName(words)
        self._write()
        if shape is not None:
            self.mark.set_shape(shape)
        self.mark.setVisible(not self._is_low)
        self.show()
        if self._is_passing:
            self._timer.start()

    def fit(self, *, is_low: bool) -> None:
        """Spare room where the window is low."""
        px = self.dress.px
        side, top = (6, 0) if is_low else (12, 1)
        self.row.setContentsMargins(px(side), px(top), px(side), px(top))
        self.row.setSpacing(px(6) if is_low else px(10))
        self._is_low = is_low
        padding = f"padding: 0 {px(8)}px; min-height: 0;"
        for button in self.findChildren(QPushButton):
            button.setStyleSheet(padding)
            button.setMinimumHeight(px(23) if is_low else px(34))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        """Write all words, or in a low window as many as its one line has room for."""
        shown = self._words
        if self._is_low and shown:
            margins = self.row.contentsMargins()
            buttons = sum(one.sizeHint().width() for one in self.findChildren(QPushButton))
            room = self.width() - margins.left() - margins.right() - buttons - self.row.spacing()
            shown = " ".join(cut_inside(shown, self.label.font(), [max(1, room)]))
        self.label.setText(shown)

    def clear(self) -> None:
        """Show nothing."""
        self._words = ""
        self.label.setText("")
        self.hide()

    def add_button(self, words: str, run: Callable[[], object]) -> QPushButton:
        """Offer something to do about it."""
        button = QPushButton(words, self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(run)
        self.row.addWidget(button)
        self.fit(is_low=self._is_low)
        return button
