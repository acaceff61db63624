"""The console's question: words, answers as buttons, and a line for words of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.run.button_grid import ButtonGrid
from ui.theme.theme import Dress
from ui.widgets.sign import ShapeMark


class Answers(QScrollArea):
    """As high as its rows where the window allows it, and never less than one of them.

    Buttons take no focus and keys are not scrolled with: answers out of sight have their keys
    all the same.
    """

    def __init__(self, spacing: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.grid = ButtonGrid(spacing)
        self.setWidget(self.grid)

    def show_buttons(self, buttons: Sequence[QPushButton]) -> None:
        """Show these buttons in place of those before, from the first."""
        self.grid.show_buttons(buttons)
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.grid.minimumSizeHint().width(), self.grid.height_at(self.width()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.grid.row_px)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


#: What Qt calls no limit.
_ANY_PX = 16_777_215
#: Keys that leave the line of a question.
_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


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
        self._column = column = QVBoxLayout(self)
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
        self._answers = Answers(dress.px(6), self)
        column.addWidget(self._answers)
        self._names: list[str] = []
        #: Made as more answers are asked for, and used again: a question costs next to nothing.
        self._buttons: list[QPushButton] = []
        self.hide()

    def fit(self, *, is_low: bool) -> None:
        """Spare room where the window is low: one row of answers stays in sight."""
        px = self._dress.px
        side, top = (8, 2) if is_low else (12, 6)
        self._column.setContentsMargins(px(side), px(top), px(side), px(top))
        self._column.setSpacing(px(2) if is_low else px(6))
        if is_low:
            self.line.setStyleSheet(f"padding: 0 {px(6)}px; min-height: {px(26)}px;")
            self.line.setFixedHeight(px(28))
        else:
            self.line.setStyleSheet("")
            self.line.setMinimumHeight(0)
            self.line.setMaximumHeight(_ANY_PX)

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

    @override
    def hasHeightForWidth(self) -> bool:
        # Say no: a strip that has to be as high as it would like leaves nothing to the steps.
        return False

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._column.totalHeightForWidth(self.width()))

    @override
    def minimumSizeHint(self) -> QSize:
        least = self._column.totalMinimumHeightForWidth(self.width())
        return QSize(super().minimumSizeHint().width(), least)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    @property
    def typed(self) -> str:
        return "" if self.isHidden() else self.line.text().strip()

    def answer(self, name: str) -> None:
        """Give an answer, with what was typed; whoever asked closes the question."""
        if not self.isHidden():
            self.answered.emit(name, self.typed)

    def _make_button(self, number: int) -> QPushButton:
        button = QPushButton(self._answers.grid)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumHeight(self._dress.px(38))
        button.setMaximumWidth(self._dress.px(420))
        # Keys stand in a column, and long words lose their end rather than their key.
        button.setStyleSheet(f"text-align: left; padding-left: {self._dress.px(12)}px;")
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

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Let Escape leave the line, and Enter end it; the line would pass Enter on as a key.
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
