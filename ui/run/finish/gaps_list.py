"""List what the log lacks at the end, each line with what settles it and what takes that back.

A line that is settled stays where it is: whoever clicks twice, or next, hits what they saw.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.terms.document import Shape
from ui.context import AppContext
from ui.run.console.widgets.fitted_words import fitted
from ui.widgets.narrow_page import QuietBox
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import ShapeMark

#: So long a line, or a question, must have been as it is before a press is of it, in seconds.
READ_S = 0.5

#: Kind and place: what a line is told from others by.
LineKey: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GapLine:
    """One line, in words; `place` names what it is about to who settles it.

    `kind` is a GapKind; `steps` are ids and words of what an instant can be named, `voidable`
    the entries that can be voided and what their buttons say. `replaces` is the entry in whose
    place a time that is entered late stands.
    """

    kind: str
    place: str
    words: str
    steps: tuple[tuple[str, str], ...] = ()
    voidable: tuple[tuple[str, str], ...] = ()
    replaces: str = ""

    @property
    def key(self) -> LineKey:
        """Give what this line is told from others by."""
        return self.kind, self.place


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a line; `can_undo` says that it was settled here."""

    words: str
    can_undo: bool = False


class GapsList(QFrame):
    """A card that hides when nothing is missing. Its signals carry the line's place."""

    notPerformed = Signal(str)
    #: Kind and place.
    notThere = Signal(str, str)
    #: Kind and place, and the time that was typed.
    lateGiven = Signal(str, str, str)
    #: Kind and place of what is to stay as it is.
    leftSo = Signal(str, str)
    #: Place, and the step that was chosen.
    named = Signal(str, str)
    #: Kind and place, and the entry.
    voided = Signal(str, str, str)
    #: Kind and place of a line that was settled here.
    undone = Signal(str, str)
    #: A press came before its line could be read: it was not taken.
    hurried = Signal()

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
        # Odd pixels are left here: shared out among the lines they would move them.
        column.addStretch(1)
        #: What is missing still.
        self.lines: tuple[GapLine, ...] = ()
        self._shown: dict[LineKey, GapRow] = {}
        self.hide()

    def forget(self) -> None:
        """Let the lines of an end that was left go."""
        for row in self._shown.values():
            row.hide()
            row.deleteLater()
        self._shown.clear()
        self.lines = ()
        self.hide()

    def show_lines(
        self, lines: Sequence[GapLine], settled: Mapping[LineKey, Settled] | None = None
    ) -> None:
        """Show what is missing; what was and is no more stays, with what became of it."""
        self.lines = tuple(lines)
        missing = {line.key: line for line in lines}
        said = settled or {}
        for key, row in self._shown.items():
            if key in missing:
                row.show_open(missing[key])
            else:
                row.show_settled(said.get(key))
        for key, line in missing.items():
            if key not in self._shown:
                row = self._shown[key] = GapRow(self._context, line, self)
                self._rows.addWidget(row)
        self._say_count()
        self.setVisible(bool(self._shown))

    @property
    def rows(self) -> tuple[GapRow, ...]:
        """List the lines that are shown, from the top."""
        return tuple(self._shown.values())

    def said_of(self, key: LineKey) -> str:
        """Give what a line says now; empty where it is not shown."""
        row = self._shown.get(key)
        return row.words if row is not None else ""

    def _say_count(self) -> None:
        count = len(self.lines)
        words = ngettext(
            "{count} thing is open; settle it now, while everybody is here",
            "{count} things are open; settle them now, while everybody is here",
            count,
        )
        self.heading.setText(self._context.say(words if count else _("Nothing is open any more")))


class GapRow(QWidget):
    """One line; it keeps its place, its height and its buttons' room whatever becomes of it."""

    def __init__(self, context: AppContext, line: GapLine, parent: GapsList) -> None:
        super().__init__(parent)
        self._context, self._list = context, parent
        self.line = line
        #: What became of it; None while it is missing.
        self.settled: Settled | None = None
        self.words = line.words
        self._changed_s = time.monotonic()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.dress.px(8))
        self._mark = ShapeMark(context.dress, self._shape, 16, self)
        row.addWidget(self._mark)
        self._label = QLabel(line.words, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        row.addWidget(self._label, 1)
        # Both have the room of the larger: nothing moves when one takes the other's place.
        self._right = QStackedWidget(self)
        self._typed: QLineEdit | None = None
        self._right.addWidget(self._make_open())
        self._right.addWidget(self._make_settled())
        row.addWidget(self._right)

    @property
    def _shape(self) -> Shape:
        return "lozenge" if self.line.kind == "unnamed" else "triangle"

    def show_open(self, line: GapLine) -> None:
        """Show that it is missing, or missing again."""
        if line == self.line and self.settled is None:
            return
        self.line, self.settled = line, None
        self._show(self._shape, line.words, 0)

    def show_settled(self, settled: Settled | None) -> None:
        """Show what became of it; nothing more is known where it was not settled here."""
        words = _("{what}: settled", what=self.line.words)
        if self.line.kind == "none_of_all":
            # Something was said of a unit: the others are asked for one by one.
            words = _("{what}: asked for each unit", what=self.line.words)
        said = settled or Settled(self._context.say(words))
        if said != self.settled:
            self.settled = said
            self._undo.setVisible(said.can_undo)
            self._show("disc", said.words, 1)

    def _show(self, shape: Shape, words: str, page: int) -> None:
        self._changed_s = time.monotonic()
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._mark.set_shape(shape)
        self.words = words
        self._fit()
        if page and self._typed is not None:
            self._typed.clear()
        if had_focus:
            # Else Qt looks for the next that takes the keys, and scrolls to it.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._right.setCurrentIndex(page)
        if had_focus and page and self.settled is not None and self.settled.can_undo:
            self._undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Cut words that would make the line higher than it was made."""
        label = self._label
        label.setToolTip("")
        label.setAccessibleName(self.words)
        if self.settled is None:
            label.setText(self.words)
            return
        lines = max(1, self.height() // max(1, label.fontMetrics().lineSpacing()))
        shown = " ".join(fitted(self.words, label.font(), [max(1, label.width())] * lines))
        label.setText(shown)
        if shown.endswith("…"):
            label.setToolTip(plain_tip(self.words))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is None or event.oldSize().width() == event.size().width():
            return
        # Only another width gives a line another height; what it says later is cut to that.
        self._label.setText(self.words)
        needed = max(layout.heightForWidth(self.width()), layout.minimumSize().height())
        self.setFixedHeight(needed)
        self._fit()

    def _take(self, act: Callable[[], object]) -> None:
        """Do what was pressed, unless the line had just become another."""
        if time.monotonic() - self._changed_s < READ_S:
            self._list.hurried.emit()
        else:
            act()

    # -- making ------------------------------------------------------------------------

    def _make_open(self) -> QWidget:
        context, line = self._context, self.line
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.dress.px(8))
        row.addStretch(1)
        if line.kind == "nothing" or line.replaces:
            self._add_late(row, holder)
        if line.kind == "heard":
            act = partial(self._list.leftSo.emit, *line.key)
            row.addWidget(self._button(holder, context.say(_("Leave it so")), act))
        if line.kind in ("nothing", "none_of_all"):
            act = partial(self._list.notPerformed.emit, line.place)
            row.addWidget(self._button(holder, context.say(pgettext("verb", "Not performed")), act))
            act = partial(self._list.notThere.emit, *line.key)
            row.addWidget(self._button(holder, context.say(_("Not there that day")), act))
        if line.kind == "unnamed":
            self._add_names(row, holder)
        for entry, words in line.voidable:
            act = partial(self._list.voided.emit, *line.key, entry)
            row.addWidget(self._button(holder, words, act))
        return holder

    def _make_settled(self) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        act = partial(self._list.undone.emit, *self.line.key)
        self._undo = self._button(holder, self._context.say(pgettext("verb", "Undo")), act)
        row.addWidget(self._undo)
        return holder

    def _add_late(self, row: QHBoxLayout, holder: QWidget) -> None:
        key = self.line.key
        typed = self._typed = QLineEdit(holder)
        typed.setPlaceholderText(self._context.say(_("time of day, 150802")))
        typed.setAccessibleName(self.line.words)
        typed.setMaximumWidth(self._context.dress.px(170))
        row.addWidget(typed)

        def log() -> None:
            self._list.lateGiven.emit(*key, typed.text().strip())

        typed.returnPressed.connect(lambda: self._take(log))
        row.addWidget(self._button(holder, self._context.say(_("Log late")), log))

    def _add_names(self, row: QHBoxLayout, holder: QWidget) -> None:
        steps = QuietBox(holder)
        # Nothing is chosen until somebody does: a name that was preset is a name nobody gave.
        steps.setPlaceholderText(self._context.say(_("Choose a step")))
        steps.setAccessibleName(self.line.words)
        steps.setMaximumWidth(self._context.dress.px(280))
        for step, words in self.line.steps:
            steps.addItem(words, step)
        steps.setCurrentIndex(-1)
        row.addWidget(steps)
        place = self.line.place

        def name() -> None:
            self._list.named.emit(place, str(steps.currentData()))

        button = self._button(holder, self._context.say(_("Name it")), name)
        button.setEnabled(False)
        steps.currentIndexChanged.connect(lambda at: button.setEnabled(at >= 0))
        row.addWidget(button)

    def _button(self, parent: QWidget, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, parent)
        button.setMinimumHeight(self._context.dress.px(36))
        button.setAutoDefault(True)
        button.clicked.connect(lambda _checked=False: self._take(act))
        return button
