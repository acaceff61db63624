"""Drive the program through a drill as a timekeeper would, stopping where a picture is worth it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.review.page import ReviewPage
from ui.run.console.page import ConsolePage
from ui.run.room import RunRoom
from ui.window.console_settings import ConsoleSettings
from ui.window.keys_page import make_keys

if TYPE_CHECKING:
    from ui.app import Program
    from ui.window.main_window import MainWindow

#: Longer than a held key has to be held, in seconds.
_HOLD_S = 1.2
#: How long a page may take to fill, in seconds.
_PATIENCE_S = 20.0


class PicturedDrill:
    """A drill with a script, one without, and what follows; `save` keeps each state by name."""

    def __init__(
        self, program: Program, window: MainWindow, save: Callable[[QWidget, str], None]
    ) -> None:
        self._program = program
        self._window = window
        self._save = save
        window.show_room("run")
        self.settle()
        room = window.page("run")
        if not isinstance(room, RunRoom):
            raise TypeError(room)
        self._room = room

    def play(self) -> None:
        """Go through everything."""
        self._before()
        self._with_script()
        self._without_script()
        self._afterwards()

    def settle(self, is_done: Callable[[], bool] = lambda: True) -> None:
        """Let the program work until nothing is under way and something has come about."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            for _turn in range(8):
                QApplication.processEvents()
            if is_done() and not self._program.jobs.is_busy:
                break
            time.sleep(0.01)
        # Fonts and layouts of pages just shown come in their own turns.
        for _turn in range(8):
            QApplication.processEvents()
            time.sleep(0.01)

    # -- before, during, after --------------------------------------------------------

    def _before(self) -> None:
        before, start = self._room.before, self._room.start
        before.show_readiness()
        self._keep("readiness")
        self._room.setCurrentWidget(start)
        before.show_practice()
        self._keep("practice")
        self._room.setCurrentWidget(start)
        # The script whose drill was played has another round to offer.
        scripts = start.form.script
        scripts.setCurrentIndex(2)
        self.settle(start.arm.isEnabled)
        self._keep("start-rounds")
        scripts.setCurrentIndex(0)
        self.settle(start.arm.isEnabled)

    def _with_script(self) -> None:
        page = self._arm()
        self._keep("console-armed")
        self._press("1")
        self._press("2")
        self._keep("console-started")
        self._press("3")
        self._press("Space")
        self._keep("console-asking")
        self._press("F2")
        self._press("X")
        self._press("8")
        self._keep("console-failed")
        self._press("F2")
        self._press("B")
        self._press("5")
        self._press("C")
        self._keep("console-radio")
        self._press("Esc")
        self._press("B")
        self._press(",")
        self._keep("console-late")
        self._press("Esc")
        self._press("Z")
        self._keep("console-held")
        self._press("Z")
        time.sleep(_HOLD_S)
        page.hint.clear()
        self._keep("console")
        self._end()
        self._keep("end")

    def _without_script(self) -> None:
        start = self._room.start
        self._room.end.again.click()
        self.settle(start.arm.isEnabled)
        scripts = start.form.script
        scripts.setCurrentIndex(scripts.count() - 1)
        self.settle(start.arm.isEnabled)
        page = self._arm()
        self._keep("free-armed")
        self._press("1")
        for words in ("车辆越线", "保安升起阻车桩", "学生退入校门"):
            self._press("Space")
            self._press("F2")
            page.asking.line.setText(words)
            QTest.keyClick(page.asking.line, Qt.Key.Key_Return)
            self.settle()
        self._press("Space")
        self._keep("free-asking")
        self._press("Esc")
        self._end()
        self._keep("free-end")
        self._room.end.organise.click()
        self.settle(lambda: self._room.organising.page is not None)
        self._keep("organise")

    def _afterwards(self) -> None:
        self._window.show_room("review")
        self.settle()
        review = self._window.page("review")
        if isinstance(review, ReviewPage):
            review.tabs.setCurrentWidget(review.log)
            review.log.table.selectRow(3)
            self._keep("whole-log")
            review.tabs.setCurrentWidget(review.photos)
            self._keep("photos-none")
            folder = self._program.context.services.paths.workspace.parent
            review.photos.filesChosen.emit(_photos(folder), "")
            self.settle(lambda: len(review.photos.grid.pictures) > 1)
            self._keep("photos")
        for name, sheet in (
            ("settings", ConsoleSettings(self._program.context, self._window)),
            ("keys", make_keys(self._program.context, self._window)),
        ):
            sheet.present()
            self.settle()
            self._save(sheet, name)
            sheet.close()

    # -- inside -----------------------------------------------------------------------

    def _arm(self) -> ConsolePage:
        self._room.start.arm.click()
        room = self._room
        self.settle(
            lambda: self._program.context.is_running and room.currentWidget() is room.console
        )
        if room.console is None:
            raise TypeError(room)
        room.console.setFocus()
        return room.console

    def _end(self) -> None:
        page = self._room.console
        QTest.keyPress(page, Qt.Key.Key_F12)
        until = time.monotonic() + _HOLD_S
        self.settle(lambda: time.monotonic() > until)
        QTest.keyRelease(page, Qt.Key.Key_F12)
        self.settle(lambda: not self._program.context.is_running)

    def _press(self, key: str) -> None:
        names = {"Space": Qt.Key.Key_Space, "Esc": Qt.Key.Key_Escape, ",": Qt.Key.Key_Comma}
        code = names[key] if key in names else getattr(Qt.Key, f"Key_{key}")
        QTest.keyClick(self._room.console, code)
        self.settle()
        # Two presses of one key within a moment would count as one.
        time.sleep(0.45)

    def _keep(self, name: str) -> None:
        self.settle()
        self._save(self._window, name)


def _photos(folder: Path) -> list[Path]:
    """Draw a few pictures, as there is no camera."""
    found = []
    for number, sky in enumerate(("#9cc4e4", "#c8d4c0", "#e4c89c")):
        image = QImage(960, 720 if number else 1200, QImage.Format.Format_RGB32)
        image.fill(QColor(sky))
        painter = QPainter(image)
        painter.fillRect(0, image.height() * 2 // 3, 960, image.height(), QColor("#6b6b6b"))
        painter.fillRect(120 + 90 * number, image.height() // 3, 420, 300, QColor("#a0522d"))
        painter.fillRect(250 + 90 * number, image.height() // 3 + 120, 140, 180, QColor("#3b2a20"))
        painter.end()
        path = folder / f"IMG_{number + 1}.png"
        image.save(str(path))
        found.append(path)
    return found
