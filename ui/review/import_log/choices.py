"""Ask for each of several things what it means: a name, a sample, one or two choices, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.narrow_page import QuietBox


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that is asked: offered are (key, words); `second` is a choice that hangs on it."""

    key: str
    name: str
    sample: str
    offered: Sequence[tuple[str, str]]
    chosen: str
    why: str = ""
    second: Sequence[tuple[str, str]] = ()
    second_name: str = ""
    second_chosen: str = ""


class ChoiceForm(QScrollArea):
    """A row a thing, below each other; it scrolls by itself."""

    #: What a thing means now: its key, and the key of what was chosen.
    chosen = Signal(str, str)
    secondChosen = Signal(str, str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.boxes: dict[str, QComboBox] = {}
        self.second_boxes: dict[str, QComboBox] = {}
        self._show_body([])

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Ask these; what was asked before is gone, the place where it was scrolled to is kept."""
        place = self.verticalScrollBar().value()
        focused = next((key for key, box in self.boxes.items() if box.hasFocus()), None)
        self._show_body(choices)
        self.verticalScrollBar().setValue(place)
        if focused in self.boxes:
            self.boxes[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_body(self, choices: Sequence[Choice]) -> None:
        dress = self._context.dress
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(4), dress.px(8), dress.px(12), dress.px(8))
        column.setSpacing(dress.px(12))
        self.boxes, self.second_boxes = {}, {}
        for choice in choices:
            column.addWidget(self._row(choice, body))
        column.addStretch(1)
        self.setWidget(body)

    def _row(self, choice: Choice, body: QWidget) -> QWidget:
        row = QFrame(body)
        lines = QVBoxLayout(row)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(self._context.dress.px(3))
        name = words_label(choice.name, row, wraps=True)
        name.setFont(self._context.dress.font(bold=True))
        lines.addWidget(name)
        if choice.sample:
            lines.addWidget(words_label(choice.sample, row, "muted", wraps=True))
        box = self._box(choice.offered, choice.chosen, choice.name, row)
        box.setProperty("asked", choice.key)
        box.activated.connect(self._on_chosen)
        name.setBuddy(box)
        self.boxes[choice.key] = box
        lines.addWidget(box)
        if choice.second:
            accessible = f"{choice.name}: {choice.second_name}"
            second = self._box(choice.second, choice.second_chosen, accessible, row)
            second.setProperty("asked", choice.key)
            second.activated.connect(self._on_second)
            self.second_boxes[choice.key] = second
            lines.addWidget(second)
        if choice.why:
            lines.addWidget(words_label(choice.why, row, "muted", wraps=True))
        return row

    def _box(
        self, offered: Sequence[tuple[str, str]], chosen: str, name: str, parent: QWidget
    ) -> QComboBox:
        box = QuietBox(parent)
        for key, words in offered:
            box.addItem(words, key)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setAccessibleName(name)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return box

    def _on_chosen(self, _place: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.chosen.emit(str(box.property("asked")), str(box.currentData()))

    def _on_second(self, _place: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.secondChosen.emit(str(box.property("asked")), str(box.currentData()))
