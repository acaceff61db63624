"""The composition root of the window: builds the desk, the rooms, and what ties them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QLibraryInfo, QObject, QSize, QTranslator
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.services.workspace_home import FILE_NAME, WorkspaceHome
from ui.actions import COMMANDS, MENUS, make_action
from ui.desk import Desk
from ui.failures import Failures
from ui.jobs import Jobs
from ui.main import FIRST_SIZE
from ui.main_window import ROOMS, MainWindow
from ui.settings import Settings, SettingsFile
from ui.theme.dress import register_fonts, wear
from ui.theme.tokens import SCALES

if TYPE_CHECKING:
    from drillplanner.services.planning import OpenScript

log = logging.getLogger(__name__)

#: Log files of the program: three of half a megabyte.
_LOG_BYTES, _LOG_FILES = 512 * 1024, 3


class Program(QObject):
    """One running program: its desk, its rooms and its window."""

    def __init__(
        self, application: QApplication, settings_file: SettingsFile | None = None
    ) -> None:
        super().__init__()
        self.application = application
        self._file = settings_file or SettingsFile()
        self.settings = self._file.load()
        self._log_to(self._file.path.parent)
        register_fonts()
        language = _language(self.settings)
        dress = wear(application, self.settings.theme, self.settings.scale)
        self.jobs = Jobs(self)
        self._qt_words = QTranslator(self)
        self._speak(language)
        self.desk = Desk(
            language,
            dress,
            self.settings,
            self.jobs,
            Failures(self._say, self),
            WorkspaceHome(self._workspace_path()),
            self,
        )
        self.desk.remember = self._remember
        self.desk.failures.install()
        self.window: MainWindow | None = None

    def _say(self, text: Text) -> str:
        return self.desk.say(text)

    def open(self, curtain: QWidget | None = None, file: Path | None = None) -> MainWindow:
        """Build the rooms and show the window in the curtain's place."""
        window = self._build()
        if self.settings.geometry:
            window.restoreGeometry(QByteArray.fromBase64(self.settings.geometry.encode()))
        elif curtain is not None:
            window.resize(self._first_size())
        window.show()
        if curtain is not None:
            curtain.close()
            curtain.deleteLater()
        if self._file.was_damaged:
            damaged = _("Your settings were damaged; the program starts with its own.")
            window.tell("settings", self.desk.say(damaged))
        if file is not None:
            self.open_script(file)
        return window

    def open_script(self, path: Path) -> None:
        """Open a script file and go to the planning room."""
        from drillplanner.services.planning import open_script

        def show(script: OpenScript) -> None:
            self._remember(self.settings.with_recent(path))
            self.desk.script = script
            self.desk.roomRequested.emit("plan")

        self.jobs.run("work", lambda: open_script(path), show, self.desk.failures.tell)

    def close(self) -> None:
        """Close the workspace and end the threads."""
        self.jobs.run("data", self.desk.home.close)
        self.jobs.close()

    # -- the window -------------------------------------------------------------------

    def _build(self) -> MainWindow:
        desk = self.desk
        window = MainWindow(
            desk,
            {
                "home": self._home_room,
                "plan": self._plan_room,
                "run": self._run_room,
                "review": self._review_room,
                "improve": self._improve_room,
            },
        )
        self._add_menus(window)
        window.closeRequested.connect(self._close_requested)
        desk.roomRequested.connect(window.show_room)
        failures = desk.failures
        failures.refused.connect(lambda text: window.tell("refused", text))
        failures.storeFailed.connect(lambda text: window.tell("store", text, "alarm"))
        failures.crashed.connect(self._show_crash)
        self.jobs.failed.connect(failures.tell)
        self.window = window
        return window

    def _home_room(self) -> QWidget:
        from ui.welcome.room import make_room

        return make_room(self.desk)

    def _plan_room(self) -> QWidget:
        from ui.plan.room import make_room

        return make_room(self.desk)

    def _run_room(self) -> QWidget:
        from ui.run.room import make_room

        return make_room(self.desk)

    def _review_room(self) -> QWidget:
        from ui.review.room import make_room

        return make_room(self.desk)

    def _improve_room(self) -> QWidget:
        from ui.improve.room import make_room

        return make_room(self.desk)

    def _add_menus(self, window: MainWindow) -> None:
        bar = window.menuBar()
        menus = {name: bar.addMenu(self.desk.say(words)) for name, words in MENUS.items()}
        runs: dict[str, Callable[[], object]] = {
            "open": self._ask_for_script,
            "quit": window.close,
            **{room: partial(window.show_room, room) for room in ROOMS},
            "theme-light": partial(self._change, theme="light"),
            "theme-dark": partial(self._change, theme="dark"),
            "theme-sunlight": partial(self._change, theme="sunlight"),
            "larger": partial(self._scale, 1),
            "smaller": partial(self._scale, -1),
            "chinese": partial(self._change, language="zh_CN"),
            "english": partial(self._change, language="en"),
            "keys": self._show_keys,
            "about": self._show_about,
        }
        for command in COMMANDS:
            action = make_action(command, self.desk.say, window, runs[command.id])
            menus[command.menu].addAction(action)

    def _ask_for_script(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self.window, self.desk.say(_("Open a script")), "", "*.json"
        )
        if name:
            self.open_script(Path(name))

    def _show_keys(self) -> None:
        from ui.keys_page import show_keys

        if self.window is not None:
            show_keys(self.desk, self.window)

    def _show_about(self) -> None:
        from ui.about import show_about

        if self.window is not None:
            show_about(self.desk, self.window)

    def _show_crash(self, report: str) -> None:
        from ui.crash_dialog import show_crash

        show_crash(self.desk, report, self.window)

    # -- choices ----------------------------------------------------------------------

    def _change(self, **choices: Any) -> None:
        """Take a choice of theme, scale or language, and build the window anew in it."""
        if self.desk.is_running:
            refused = _("A drill is running; change how the window looks when it has ended.")
            self.desk.failures.refused.emit(self.desk.say(refused))
            return
        self._remember(replace(self.settings, **choices))
        self._speak(_language(self.settings))
        self.desk.language = _language(self.settings)
        self.desk.dress = wear(self.application, self.settings.theme, self.settings.scale)
        old = self.window
        room = old.room if old else "home"
        self.desk.disconnect_rooms()
        window = self._build()
        if old is not None:
            window.restoreGeometry(old.saveGeometry())
        window.show_room(room)
        window.show()
        if old is not None:
            old.closeRequested.disconnect()
            old.hide()
            old.deleteLater()

    def _scale(self, by: int) -> None:
        at = SCALES.index(self.settings.scale) + by
        if 0 <= at < len(SCALES):
            self._change(scale=SCALES[at])

    def _remember(self, settings: Settings) -> None:
        self.settings = settings
        self.desk.settings = settings
        self._file.save(settings)

    def _speak(self, language: Language) -> None:
        """Let Qt's own dialogs speak the language too."""
        self.application.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language == "zh_CN" and self._qt_words.load("qtbase_zh_CN", folder):
            self.application.installTranslator(self._qt_words)

    def _close_requested(self, event: QCloseEvent) -> None:
        if self.desk.may_close():
            if self.window is not None:
                geometry = bytes(self.window.saveGeometry().toBase64().data()).decode()
                self._remember(replace(self.settings, geometry=geometry))
            self.close()
            event.accept()
        else:
            event.ignore()

    def _workspace_path(self) -> Path:
        chosen = self.settings.workspace
        return Path(chosen) if chosen else self._file.path.parent / FILE_NAME

    def _first_size(self) -> QSize:
        """Size the window by the scale, but never larger than the screen."""
        screen = self.application.primaryScreen().availableSize()
        wanted = QSize(self.desk.dress.px(FIRST_SIZE[0]), self.desk.dress.px(FIRST_SIZE[1]))
        return wanted.boundedTo(screen)

    def _log_to(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                folder / "drillplanner.log", "a", _LOG_BYTES, _LOG_FILES, encoding="utf-8"
            )
        except OSError:
            # A read-only home: the program works, it only keeps no log of itself.
            return
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger("drillplanner").addHandler(handler)
        logging.getLogger("ui").addHandler(handler)


def _language(settings: Settings) -> Language:
    if settings.language == "zh_CN":
        return "zh_CN"
    if settings.language == "en":
        return "en"
    from drillplanner.cli import system_language

    return system_language()
