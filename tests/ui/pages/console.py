"""The console as a person uses it: keys, taps, and what is seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from drillplanner.run.entry import Entry
from ui.run.console.page import ConsolePage
from ui.run.console.widgets.packed_rows import CutButton
from ui.run.room import RunRoom

_NAMED = {
    "Backspace": Qt.Key.Key_Backspace,
    "Space": Qt.Key.Key_Space,
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Delete": Qt.Key.Key_Delete,
    **{f"F{number}": getattr(Qt.Key, f"Key_F{number}") for number in range(1, 13)},
}


def _is_whole(widget: QWidget) -> bool:
    """Tell whether every pixel of a widget is seen."""
    return widget.visibleRegion().boundingRect().size() == widget.size()


class Console:
    """A keeper's console in a real run room."""

    def __init__(self, room: RunRoom, qtbot: QtBot) -> None:
        self._room, self._bot = room, qtbot

    @classmethod
    def armed(cls, room: RunRoom, qtbot: QtBot) -> Console:
        """Arm what is chosen on the start page."""
        room.arm()
        qtbot.waitUntil(lambda: room.currentWidget() is room.console and room.console is not None)
        qtbot.waitUntil(lambda: bool(Console(room, qtbot).kinds))
        return cls(room, qtbot)

    @property
    def page(self) -> ConsolePage:
        """Give the page that is seen."""
        assert self._room.console is not None
        return self._room.console

    # -- what a person does --------------------------------------------------------------

    def press(self, *keys: str, shift: bool = False) -> None:
        """Press keys, one after the other, where the keys go."""
        under = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        for key in keys:
            target = self.page.asking.line if self.page.asking.line.hasFocus() else self.page
            if key in _NAMED:
                QTest.keyClick(target, _NAMED[key], under)
            else:
                QTest.keyClicks(target, key.lower(), under)

    def hold(self, key: str) -> None:
        """Hold a key until what it stands for is reached."""
        QTest.keyPress(self.page, _NAMED[key])
        with self._bot.waitSignal(self.page.holdReached):
            pass
        QTest.keyRelease(self.page, _NAMED[key])

    def tap(self, at: QPoint, under: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Tap a pixel of the console, whatever lies there now."""
        target = self.page.childAt(at) or self.page
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, under, target.mapFrom(self.page, at))

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self._room.resize(width, height)
        for _turn in range(5):
            QApplication.processEvents()

    def wait_ms(self, milliseconds: int) -> None:
        """Let time go by."""
        self._bot.wait(milliseconds)

    # -- what is seen ----------------------------------------------------------------------

    @property
    def tiles(self) -> dict[str, QRect]:
        """Give where each tile lies."""
        QApplication.processEvents()
        return {
            name: QRect(tile.mapTo(self.page, QPoint(0, 0)), tile.size())
            for name, tile in self.page.board.tiles.items()
        }

    @property
    def tiles_in_sight(self) -> list[str]:
        """List the tiles of which every pixel is seen."""
        QApplication.processEvents()
        return [
            name
            for name, tile in self.page.board.tiles.items()
            if tile.visibleRegion().boundingRect().size() == tile.size()
        ]

    @property
    def names(self) -> list[str]:
        """List what is read on the tiles of what each step is."""
        QApplication.processEvents()
        return [tile.shown_name for tile in self.page.board.tiles.values()]

    def seen_status(self, step: str) -> str:
        """Say how a step stands, as far as it is read on its tile."""
        return self.page.board.tiles[step].shown_status

    @property
    def verbs_in_sight(self) -> list[str]:
        """List the verbs whose buttons are seen whole."""
        verbs = self.page.verbs
        buttons = [*verbs.buttons.values(), verbs.start, verbs.end]
        return [one.verb for one in buttons if _is_whole(one)]

    @property
    def answers_in_sight(self) -> list[str]:
        """List what is read on the answers that are seen whole."""
        asking = self.page.asking
        found = [one for one in asking.findChildren(CutButton) if one is not asking.leave]
        return [one.shown for one in found if one.isVisible() and _is_whole(one)]

    @property
    def newest(self) -> str:
        """Say what is read of the newest entry, wherever the log is."""
        page = self.page
        if page.newest.isVisible():
            return page.newest.words if _is_whole(page.newest) else ""
        row = page.model.row(0)
        if row is None or not page.log.isVisible():
            return ""
        return f"{row.time}  {row.words}  {page.model.saving_words(row.saving)}"

    @property
    def smallest_text_px(self) -> int:
        """Give the least height of words that are seen, in pixels."""
        labels = [one for one in self.page.findChildren(QLabel) if one.text()]
        seen: list[QWidget] = [*labels, *self.page.findChildren(QPushButton)]
        plain = [one.font().pixelSize() for one in seen if one.isVisible()]
        return min([*plain, *(tile.text_px for tile in self.page.board.tiles.values())])

    def key_of(self, step: str) -> str:
        """Read the key of a step off its tile."""
        return self.page.board.tiles[step].look.key

    def status(self, step: str) -> str:
        """Say what a tile says below its words."""
        return self.page.board.tiles[step].look.status

    @property
    def question(self) -> str:
        """Say what is asked; empty if nothing is."""
        return "" if self.page.asking.isHidden() else self.page.asking.accessibleName()

    @property
    def answers(self) -> list[str]:
        """List what can be answered."""
        asking = self.page.asking
        found = [one for one in asking.findChildren(QPushButton) if one is not asking.leave]
        return [one.text() for one in found if one.isVisible()]

    @property
    def told(self) -> str:
        """Say what was told last."""
        return self.page.hint.label.text()

    @property
    def trouble(self) -> str:
        """Say what is told to be wrong until somebody puts it away."""
        return "" if self.page.trouble.isHidden() else self.page.trouble.label.text()

    @property
    def first_unit(self) -> QPoint:
        """Give a pixel of the cell of the first unit that is shown, below its heading."""
        px = self.page.context.dress.px
        return self.page.units.mapTo(self.page, QPoint(px(20), px(56 + 10)))

    @property
    def standing(self) -> str:
        """Say what is told as long as it holds."""
        head = self.page.head
        return "" if head.standing.isHidden() else head.standing.label.text()

    @property
    def state(self) -> str:
        """Say where the drill stands, as it is written large."""
        return self.page.head.state.label.text()

    @property
    def unnamed(self) -> str:
        """Say how many instants wait for a name, as it stands on the screen."""
        head = self.page.head
        return "" if head.unnamed.isHidden() else head.unnamed.label.text()

    @property
    def radio(self) -> str:
        """Say what stands on the screen of what is heard by radio; empty where nothing does."""
        head = self.page.head
        return "" if head.radio.isHidden() else head.radio.label.text()

    @property
    def same_instant(self) -> str:
        """Say which instant further steps get, as it stands on the screen."""
        head = self.page.head
        return "" if head.same.isHidden() else head.same.label.text()

    def is_in_sight(self, part: QWidget) -> bool:
        """Tell whether every pixel of a part of the console is seen."""
        return part.isVisible() and _is_whole(part)

    # -- what was logged --------------------------------------------------------------------

    @property
    def log(self) -> list[Entry]:
        """List what was logged."""
        presenter = self._room.presenter
        return list(presenter.session.recorder.log) if presenter is not None else []

    @property
    def kinds(self) -> list[str]:
        """List the kinds of what was logged."""
        return [one.kind for one in self.log]

    @property
    def last(self) -> Entry:
        """Give what was logged last."""
        return self.log[-1]
