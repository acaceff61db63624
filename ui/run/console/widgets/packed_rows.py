"""Pack buttons into rows that always fit: where room is short, long words are cut, no button goes.

Buttons keep their order and their height is one; nothing scrolls.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from ui.run.console.widgets.fitted_words import fitted


class CutButton(QPushButton):
    """A button with a key and words; the words are cut where it is too narrow for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = self._said = ""
        self._shared = 0

    def show_key(self, key: str, words: str, shared: int = 0) -> None:
        """Show a key, which is never cut, and words that share their beginning with others."""
        self._key, self._said, self._shared = f"{key}  " if key else "", words, shared
        self.setText(f"{self._key}{words}")

    @property
    def shown(self) -> str:
        """What is seen of key and words."""
        metrics, text = self.fontMetrics(), self.text()
        missing = self.sizeHint().width() - self.width()
        if missing <= 0:
            return text
        room = metrics.horizontalAdvance(self._said) - missing
        return self._key + " ".join(fitted(self._said, self.font(), [room], self._shared))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown  # type: ignore[attr-defined]  # missing in PySide6's stubs
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class PackedRows(QWidget):
    """Rows of buttons as wide as their words ask for, and as high as there is room for.

    Args:
        gap: between buttons, in pixels.
        fills: whether the buttons of a row fill it.
        widest: no button asks for more, in pixels.
    """

    def __init__(
        self, gap: int, parent: QWidget | None = None, *, fills: bool = True, widest: int = 10_000
    ) -> None:
        super().__init__(parent)
        self._gap, self._fills, self._widest = gap, fills, widest
        self._least = self._most = 0
        self._buttons: tuple[QPushButton, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_buttons(self, buttons: Sequence[QPushButton]) -> None:
        """Show these buttons in place of those before, which are hidden and kept."""
        for button in self._buttons:
            if button not in buttons:
                button.hide()
        self._buttons = tuple(buttons)
        for button in self._buttons:
            button.setParent(self)
            button.show()
        self.arrange()

    def fit(self, least: int, most: int) -> None:
        """Let rows be between so many pixels high."""
        self._least, self._most = least, most
        self.arrange()

    def height_at(self, width: int) -> int:
        """Tell how high all rows are in so much width, each at its highest."""
        rows = self._wanted_rows(width)
        return rows * (self._most + self._gap) - self._gap if rows else 0

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Give every button its place."""
        if not self._buttons or not self._most:
            return
        room = max(1, (self.height() + self._gap) // (self._least + self._gap))
        count = min(room, self._wanted_rows(self.width()))
        high = (self.height() - self._gap * (count - 1)) // count
        high = max(min(self._least, self.height()), min(self._most, high))
        top = 0
        for row in self._balanced(count):
            left = 0
            for button, wide in zip(row, self._widths(row), strict=True):
                button.setGeometry(left, top, wide, high)
                left += wide + self._gap
            top += high + self._gap

    def _asked(self, button: QPushButton) -> int:
        return min(self._widest, button.sizeHint().width())

    def _wanted_rows(self, width: int) -> int:
        rows, left = 0, -1
        for button in self._buttons:
            wide = self._asked(button)
            if left < wide:
                rows, left = rows + 1, width
            left -= wide + self._gap
        return rows

    def _balanced(self, count: int) -> list[list[QPushButton]]:
        """Share the buttons among so many rows, about as long each."""
        whole = sum(self._asked(button) + self._gap for button in self._buttons)
        rows: list[list[QPushButton]] = [[] for _row in range(count)]
        done = 0.0
        for button in self._buttons:
            wide = self._asked(button) + self._gap
            middle = done + wide / 2
            rows[min(count - 1, int(middle * count / whole))].append(button)
            done += wide
        return rows

    def _widths(self, row: Sequence[QPushButton]) -> list[int]:
        """Give each what it asks for; where that is too much, those that ask most get less."""
        asked = [self._asked(button) for button in row]
        room = self.width() - self._gap * (len(row) - 1)
        if sum(asked) <= room:
            more = (room - sum(asked)) // max(1, len(row)) if self._fills else 0
            return [wide + more for wide in asked]
        left, cap = room, 0
        for number, wide in enumerate(sorted(asked)):
            cap = left // (len(asked) - number)
            if wide >= cap:
                break
            left -= wide
        return [min(wide, cap) for wide in asked]
