"""The page after a drill, as a person uses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.run.finish.gaps_list import GapsList
from ui.run.finish.wiping import WipeSheet
from ui.run.room import RunRoom


class Finish:
    """What is seen once the drill has ended here."""

    def __init__(self, room: RunRoom, qtbot: QtBot) -> None:
        self._room, self._bot = room, qtbot
        qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
        qtbot.waitUntil(room.end.review.isEnabled)

    @property
    def gaps(self) -> list[str]:
        """List what is said to be missing."""
        card: GapsList = self._room.end.gaps
        return [] if card.isHidden() else [line.words for line in card.lines]

    @property
    def question(self) -> str:
        """Say what is asked; empty if nothing is."""
        strip = self._room.end.back
        return "" if strip.isHidden() else strip.label.text()

    @property
    def hint(self) -> str:
        """Say what is said of the check code."""
        label = self._room.end.hint.currentWidget()
        assert isinstance(label, QLabel)
        return label.text()

    @property
    def lack(self) -> str:
        """Say what is said where no T0 stands."""
        label = self._room.end.lack
        return "" if label.isHidden() else label.text()

    @property
    def is_question_in_sight(self) -> bool:
        """Say whether every pixel of what is asked is seen."""
        strip = self._room.end.back
        return strip.visibleRegion().boundingRect().size() == strip.size()

    @property
    def places(self) -> list[QPoint]:
        """Give where the lines of what is missing lie, once the rows above have settled."""
        for _turn in range(5):
            QApplication.processEvents()
        rows = self._room.end.gaps.rows
        return [one.mapTo(self._room.end, QPoint(0, 0)) for one in rows]

    @property
    def settled(self) -> list[str]:
        """List what is said of the lines that are settled, in the order they are shown."""
        return [row.words for row in self._room.end.gaps.rows if row.settled is not None]

    @property
    def scrolled(self) -> int:
        """Say how far the page is scrolled."""
        return self._room.end.scroll_bar.value()

    def scroll(self, to: int) -> None:
        """Scroll the page."""
        self._room.end.scroll_bar.setValue(to)

    def double_click(self, words: str, button: str) -> None:
        """Click twice at once on the pixel of a button, whatever lies there the second time."""
        found = self._button(words, button)
        at = found.mapTo(self._room.end, found.rect().center())
        for _time in range(2):
            target = self._room.end.childAt(at)
            assert target is not None
            QTest.mouseClick(
                target, Qt.MouseButton.LeftButton, pos=target.mapFrom(self._room.end, at)
            )
            QApplication.processEvents()

    def type_late(self, words: str, typed: str) -> None:
        """Type a time into the line of what is missing, and enter it."""
        field = self._row(words).findChildren(QLineEdit)[0]
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)

    @property
    def is_seen(self) -> bool:
        """Say whether this page is seen still."""
        return self._room.currentWidget() is self._room.end

    @property
    def told(self) -> str:
        """Say what the page tells."""
        return self._room.end.told.text()

    @property
    def offers_wiping(self) -> bool:
        """Say whether the laptop can be cleared here."""
        return not self._room.end.wipe.isHidden()

    def ask_to_wipe(self) -> WipeSheet:
        """Press the button; give the sheet once it has read the pack."""
        QTest.mouseClick(self._room.end.wipe, Qt.MouseButton.LeftButton)
        (sheet,) = self._room.findChildren(WipeSheet)
        self._bot.waitUntil(lambda: bool(sheet.places.text()), timeout=5000)
        return sheet

    def remember_stick(self, folder: Path) -> None:
        """Let the last pack have been written to a folder."""
        context = self._room.context
        extra = {**context.settings.extra, "packs": str(folder)}
        context.settings = replace(context.settings, extra=extra)

    def write_pack(self) -> None:
        """Press the button, and wait until something is told."""
        QTest.mouseClick(self._room.end.pack, Qt.MouseButton.LeftButton)
        self._bot.waitUntil(lambda: bool(self.told), timeout=5000)

    def height_of(self, words: str) -> int:
        """Measure the button that has these words."""
        QApplication.processEvents()
        buttons = self._room.end.findChildren(QPushButton)
        return next(one.height() for one in buttons if words in one.text())

    def press(self, key: Qt.Key) -> None:
        """Press a key."""
        QTest.keyClick(self._room.end, key)

    def read(self) -> None:
        """Take the time to read what is asked."""
        self._bot.wait(550)

    def settle(self, words: str, button: str, *, typed: str = "", choice: int = 0) -> None:
        """Press a button of the line that has these words."""
        row = self._row(words)
        if typed:
            QTest.keyClicks(row.findChildren(QLineEdit)[0], typed)
        for box in row.findChildren(QComboBox):
            box.setCurrentIndex(choice)
        QTest.mouseClick(self._button(words, button), Qt.MouseButton.LeftButton)

    def go_back(self) -> None:
        """Take the end back by its two keys."""
        self.press(Qt.Key.Key_Backspace)
        self.read()
        self.press(Qt.Key.Key_F2)
        assert not self.is_seen

    def choice(self, words: str) -> str:
        """Read which step is chosen in a line; empty where none is."""
        return self._row(words).findChildren(QComboBox)[0].currentText()

    def can_press(self, words: str, button: str) -> bool:
        """Tell whether a button of a line does something now."""
        return self._button(words, button).isEnabled()

    def turn_wheel(self, words: str) -> None:
        """Turn the mouse wheel towards oneself over the choice of a line."""
        box = self._row(words).findChildren(QComboBox)[0]
        self._bot.waitUntil(lambda: self._room.end.scroll_bar.maximum() > 0)
        at = QPointF(box.rect().center())
        none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
        phase = Qt.ScrollPhase.NoScrollPhase
        turned = QWheelEvent(
            at, box.mapToGlobal(at), QPoint(), QPoint(0, -120), *none, phase, False
        )
        # Qt hands only the window system's own events on to what lies around.
        target: QWidget | None = box
        while target is not None and target is not self._room:
            turned.setAccepted(True)
            QApplication.sendEvent(target, turned)
            target = None if turned.isAccepted() else target.parentWidget()
        QApplication.processEvents()

    def _button(self, words: str, button: str) -> QPushButton:
        found = self._row(words).findChildren(QPushButton)
        (one,) = [one for one in found if one.text() == button and one.isVisible()]
        return one

    def _row(self, words: str) -> QWidget:
        return next(row for row in self._room.end.gaps.rows if words in row.words)
