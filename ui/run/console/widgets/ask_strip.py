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
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.run.console.widgets.fitted_words import fitted, shared_lengths
from ui.run.console.widgets.packed_rows import CutButton, PackedRows
from ui.system.enter_key import OWN_ENTER
from ui.theme.theme import Dress
from ui.widgets.sign import ShapeMark

#: How high a row of answers is, where there is room and where the window is low; how wide one is.
_ROW_PX, _CLOSE_ROW_PX, _LOW_ROW_PX, _WIDEST_PX = 38, 35, 23, 420
#: Keys that leave the line of a question.
_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AskStrip(QFrame):
    """Asks for one of several answers by key or button, and for words, in a line of its own.

    Keys go on being logged until somebody clicks into the line. `answered` carries the name
    of the answer and the words typed; `dropped` says that nothing is to be done.
    """

    answered = Signal(str, str)
    #: A letter was pressed before anything was typed into the line of a time; carries the event.
    strayed = Signal(object)
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
        self.mark = ShapeMark(dress, "lozenge", 18, self)
        top.addWidget(self.mark)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        top.addWidget(self.label, 3)
        self.line = QLineEdit(self)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.line.setMinimumWidth(dress.px(140))
        self.line.setProperty(OWN_ENTER, True)
        self.line.installEventFilter(self)
        top.addWidget(self.line, 2)
        column.addLayout(top)
        self._answers = PackedRows(dress.px(3), self, fills=False, widest=dress.px(_WIDEST_PX))
        column.addWidget(self._answers)
        self._row_px = dress.px(_ROW_PX)
        self._answers.fit(dress.px(_LOW_ROW_PX), self._row_px)
        self._words = ""
        #: Whether a time is typed: no letter begins one, and no input method is needed.
        self.is_time = False
        self._names: list[str] = []
        self._enter = ""
        #: Made as more answers are asked for, and used again: a question costs next to nothing.
        self._buttons: list[CutButton] = []
        # A finger has no Escape key.
        self.leave = self._style(CutButton(self._answers))
        self.leave.show_key("Esc", "✕")
        self.leave.clicked.connect(self.drop)
        self.hide()

    def fit(self, row_px: int, *, is_low: bool) -> None:
        """Take rows so high where there is room; spare it where the window is low."""
        px = self._dress.px
        side, top = (6, 1) if is_low else (12, 6)
        self._column.setContentsMargins(px(side), px(top), px(side), px(top))
        self._column.setSpacing(px(2) if is_low else px(4))
        self.mark.setVisible(not is_low)
        self._row_px = row_px
        self._answers.fit(min(row_px, px(_LOW_ROW_PX if is_low else _CLOSE_ROW_PX)), row_px)
        self.line.setStyleSheet(f"padding: 0 {px(6)}px; min-height: 0;")
        self.line.setFixedHeight(min(row_px, px(_LOW_ROW_PX if is_low else _CLOSE_ROW_PX)))
        self._arrange()

    def ask(
        self,
        words: str,
        answers: Sequence[tuple[str, str]],
        hint: str,
        *,
        types: bool,
        text: str = "",
        enter: str = "",
    ) -> None:
        """Ask; `answers` are names and words, Enter in the line gives `enter`, else the first.

        With `types` the line takes the focus at once, with `text` in it; without a `hint`
        there is no line.
        """
        self._names = [name for name, _shown in answers]
        self._enter = enter or next(iter(self._names), "")
        while len(self._buttons) < len(answers):
            self._buttons.append(self._make_button(len(self._buttons)))
        buttons = self._buttons[: len(answers)]
        parts = [shown.rpartition("  ") for _name, shown in answers]
        likeness = shared_lengths([words for _key, _gap, words in parts])
        for button, (key, _gap, said), shared in zip(buttons, parts, likeness, strict=True):
            button.show_key(key, said, shared)
        self._answers.show_buttons([*buttons, self.leave])
        self.line.setText(text)
        self.line.setVisible(types or bool(hint))
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(words)
        self._words = words
        self.setAccessibleName(words)
        self._arrange()
        self.show()
        self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not self.is_time)
        if types:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()

    @override
    def hasHeightForWidth(self) -> bool:
        # A strip that has to be as high as it would like leaves nothing to the steps.
        return False

    @override
    def sizeHint(self) -> QSize:
        margins, width = self._column.contentsMargins(), self._inner_px
        words = max(self.label.heightForWidth(width), self.line.sizeHint().height())
        answers = self._answers.height_at(width)
        rest = margins.top() + margins.bottom() + self._column.spacing()
        return QSize(super().sizeHint().width(), words + answers + rest)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    @property
    def _inner_px(self) -> int:
        margins = self._column.contentsMargins()
        return max(1, self.width() - margins.left() - margins.right())

    def _arrange(self) -> None:
        """Give the answers the rows they ask for, and the words one line at least."""
        margins = self._column.contentsMargins()
        inner = self.height() - margins.top() - margins.bottom() - self._column.spacing()
        line = self.label.fontMetrics().height()
        least = max(line, 0 if self.line.isHidden() else self.line.height())
        wanted = self._answers.height_at(self._inner_px)
        answers = max(1, min(wanted, inner - least))
        self._answers.setFixedHeight(answers)
        self.label.setFixedHeight(max(least, inner - answers))
        self._column.activate()
        widths = [self.label.width()] * max(1, self.label.height() // line)
        shown = " ".join(fitted(self._words, self.label.font(), widths))
        self.label.setText(shown if shown.endswith("…") else self._words)

    @property
    def typed(self) -> str:
        return "" if self.isHidden() else self.line.text().strip()

    def answer(self, name: str) -> None:
        """Give an answer, with what was typed; whoever asked closes the question."""
        if not self.isHidden():
            self.answered.emit(name, self.typed)

    def _make_button(self, number: int) -> CutButton:
        button = self._style(CutButton(self._answers))
        button.clicked.connect(partial(self._answer_by_button, number))
        return button

    def _style(self, button: CutButton) -> CutButton:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Keys stand in a column, and long words lose their end rather than their key.
        px = self._dress.px
        button.setStyleSheet(f"text-align: left; padding: 0 {px(4)}px 0 {px(6)}px; min-height: 0;")
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
        if (
            self.is_time
            and watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not self.line.text()
        ):
            event.ignore()
            self.strayed.emit(event)
            if event.isAccepted():
                return True
        return super().eventFilter(watched, event)

    def _finish(self) -> None:
        if self._enter:
            self.answer(self._enter)
