"""The console's strips: what is said in place, beside the work, and never in its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from drillplanner.services.wording import Shape
from ui.run.button_grid import ButtonGrid
from ui.theme.dress import Dress
from ui.widgets.sign import ShapeMark

#: How long a passing word stays, in milliseconds.
_PASSING_MS = 8000
#: Keys that leave the line of a question.
_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class VerbButton(QPushButton):
    """A verb and its key; it never takes the focus. `struck` carries the mouse event."""

    struck = Signal(str, object)
    letGo = Signal()

    def __init__(self, dress: Dress, verb: str, cap: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.verb = verb
        self._cap = cap
        self._share = 0.0
        self._dress = dress
        self.say(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(dress.px(42))
        self.setStyleSheet(f"padding-left: {dress.px(6)}px; padding-right: {dress.px(6)}px;")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show other words beside the key."""
        self.setText(f"{self._cap}  {words}")
        self.setAccessibleName(words)

    def set_cap(self, cap: str) -> None:
        """Name another key; `say` shows it."""
        self._cap = cap

    @property
    def share(self) -> float:
        """Give how far the button has come while it is held."""
        return self._share

    def fill(self, share: float) -> None:
        """Show how far a held button has come, from 0 to 1."""
        if share != self._share:
            self._share = share
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say the verb at once, with the event for its instant."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.struck.emit(self.verb, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say that the button was let go."""
        super().mouseReleaseEvent(event)
        self.letGo.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, and over it how far it was held."""
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
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(dress.px(12), dress.px(6), dress.px(12), dress.px(6))
        self.row.setSpacing(dress.px(10))
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
        """Show words."""
        self.label.setText(words)
        self.setAccessibleName(words)
        if shape is not None:
            self.mark.set_shape(shape)
        self.mark.show()
        self.show()
        if self._is_passing:
            self._timer.start()

    def clear(self) -> None:
        """Show nothing, and keep the place, so that nothing below moves."""
        if self._is_passing:
            self.label.setText("")
            self.mark.hide()
        else:
            self.hide()

    def add_button(self, words: str, run: Callable[[], object]) -> QPushButton:
        """Offer something to do about it."""
        button = QPushButton(words, self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(run)
        self.row.addWidget(button)
        return button


class AskStrip(QFrame):
    """Asks for one of several answers by key or button, and for words, in a line of its own.

    Keys go on being logged until somebody clicks into the line. `answered` carries the name
    of the answer and the words typed; `dropped` says that nothing is to be done.
    """

    answered = Signal(str, str)
    dropped = Signal()

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self.setProperty("role", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(dress.px(12), dress.px(6), dress.px(12), dress.px(6))
        column.setSpacing(dress.px(6))
        top = QHBoxLayout()
        top.setSpacing(dress.px(10))
        top.addWidget(ShapeMark(dress, "lozenge", 18, self))
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        top.addWidget(self.label, 3)
        self.line = QLineEdit(self)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.line.setMinimumWidth(dress.px(140))
        self.line.installEventFilter(self)
        top.addWidget(self.line, 2)
        column.addLayout(top)
        self._answers = ButtonGrid(dress.px(6), self)
        column.addWidget(self._answers)
        self._names: list[str] = []
        #: Made as more answers are asked for, and used again: a question costs next to nothing.
        self._buttons: list[QPushButton] = []
        self.hide()

    def ask(
        self,
        words: str,
        answers: Sequence[tuple[str, str]],
        hint: str,
        *,
        types: bool,
        text: str = "",
    ) -> None:
        """Ask; `answers` are names and words, Enter gives the first.

        With `types` the line takes the focus at once, with `text` in it; without a `hint`
        there is no line.
        """
        self._names = [name for name, _shown in answers]
        while len(self._buttons) < len(answers):
            self._buttons.append(self._make_button(len(self._buttons)))
        buttons = self._buttons[: len(answers)]
        for button, (_name, shown) in zip(buttons, answers, strict=True):
            button.setText(shown)
        self._answers.show_buttons(buttons)
        self.line.setText(text)
        self.line.setVisible(types or bool(hint))
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(words)
        self.label.setText(words)
        self.setAccessibleName(words)
        self.show()
        if types:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self, name: str) -> None:
        """Give an answer, with what was typed."""
        if not self.isHidden():
            self.hide()
            self.answered.emit(name, self.line.text().strip())

    def _make_button(self, number: int) -> QPushButton:
        button = QPushButton(self._answers)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumHeight(self._dress.px(38))
        button.setMaximumWidth(self._dress.px(420))
        button.clicked.connect(partial(self._answer_by_button, number))
        return button

    def _answer_by_button(self, number: int, _is_checked: bool = False) -> None:
        if number < len(self._names):
            self.answer(self._names[number])

    def drop(self) -> None:
        """Ask no more."""
        if not self.isHidden():
            self.hide()
            self.dropped.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Escape leave the line, and Enter end it; the line would pass Enter on as a key."""
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _LEAVING
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.drop()
            else:
                self._finish()
            return True
        return super().eventFilter(watched, event)

    def _finish(self) -> None:
        if self._names:
            self.answer(self._names[0])
