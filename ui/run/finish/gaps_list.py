"""List what the log lacks at the end, each line with what settles it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.terms.document import Shape
from ui.context import AppContext
from ui.widgets.sign import ShapeMark


@dataclass(frozen=True, slots=True)
class GapLine:
    """One line, in words; `place` names what it is about to who settles it.

    `kind` is a GapKind; `steps` are ids and words of what an instant can be named.
    """

    kind: str
    place: str
    words: str
    steps: tuple[tuple[str, str], ...] = ()


class GapsList(QFrame):
    """A card that hides when nothing is missing. Its signals carry the line's place."""

    notPerformed = Signal(str)
    #: Place, and the time that was typed.
    lateGiven = Signal(str, str)
    #: Place, and the step that was chosen.
    named = Signal(str, str)
    voided = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("role", "card")
        px = context.dress.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        column.addWidget(self.heading)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(6))
        column.addLayout(self._rows)
        self.lines: tuple[GapLine, ...] = ()
        self._widgets: list[QWidget] = []
        self.hide()

    def show_lines(self, lines: Sequence[GapLine]) -> None:
        """Show what is missing; none hides the card."""
        self.lines = tuple(lines)
        for one in self._widgets:
            one.hide()
            one.deleteLater()
        self._widgets = [self._row(line) for line in lines]
        for one in self._widgets:
            self._rows.addWidget(one)
        count = len(lines)
        words = ngettext(
            "{count} thing is open; settle it now, while everybody is here",
            "{count} things are open; settle them now, while everybody is here",
            count,
        )
        self.heading.setText(self._context.say(words))
        self.setVisible(bool(lines))

    def row(self, number: int) -> QWidget:
        """Give the widget of a line."""
        return self._widgets[number]

    def _row(self, line: GapLine) -> QWidget:
        context, px = self._context, self._context.dress.px
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        shape: Shape = "lozenge" if line.kind == "unnamed" else "triangle"
        row.addWidget(ShapeMark(context.dress, shape, 16, holder))
        label = QLabel(line.words, holder)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        row.addWidget(label, 1)
        if line.kind == "nothing":
            self._add_late(row, holder, line)
            words = context.say(pgettext("verb", "Not performed"))
            row.addWidget(self._button(holder, words, partial(self.notPerformed.emit, line.place)))
        elif line.kind == "unnamed":
            self._add_names(row, holder, line)
            words = context.say(_("It was nothing: void"))
            row.addWidget(self._button(holder, words, partial(self.voided.emit, line.place)))
        elif line.kind == "twice":
            words = context.say(_("Void the later mark"))
            row.addWidget(self._button(holder, words, partial(self.voided.emit, line.place)))
        return holder

    def _add_late(self, row: QHBoxLayout, holder: QWidget, line: GapLine) -> None:
        typed = QLineEdit(holder)
        typed.setPlaceholderText(self._context.say(_("time of day, 150802")))
        typed.setAccessibleName(line.words)
        typed.setMaximumWidth(self._context.dress.px(170))
        row.addWidget(typed)

        def log() -> None:
            self.lateGiven.emit(line.place, typed.text().strip())

        typed.returnPressed.connect(log)
        row.addWidget(self._button(holder, self._context.say(_("Log late")), log))

    def _add_names(self, row: QHBoxLayout, holder: QWidget, line: GapLine) -> None:
        steps = QComboBox(holder)
        steps.setAccessibleName(line.words)
        steps.setMaximumWidth(self._context.dress.px(280))
        for step, words in line.steps:
            steps.addItem(words, step)
        row.addWidget(steps)

        def name() -> None:
            self.named.emit(line.place, str(steps.currentData()))

        row.addWidget(self._button(holder, self._context.say(_("Name it")), name))

    def _button(self, parent: QWidget, words: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, parent)
        button.setMinimumHeight(self._context.dress.px(36))
        button.setAutoDefault(True)
        button.clicked.connect(lambda _checked=False: run())
        return button
