"""The composition root of the window: builds the desk, the rooms, and what ties them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QIcon, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.resources import resource
from ui.actions import (
    CHOICES,
    COMMANDS,
    IN_A_DRILL,
    KEYS_IN_A_DRILL,
    MENUS,
    Command,
    make_action,
)
from ui.context import AppContext
from ui.errors import Failures
from ui.jobs import Jobs
from ui.settings import Settings, SettingsFile, language_of, without_names
from ui.system.clipboard import leave_clipboard
from ui.system.enter_key import EnterPresses
from ui.system.lifetime import Collector
from ui.system.log_file import close_log, open_log
from ui.system.termination import TerminationHandler
from ui.theme.theme import register_fonts, wear
from ui.theme.tokens import SCALES
from ui.widgets.banner import Kind
from ui.widgets.dialogs import Sheet
from ui.window.main_window import ROOMS, MainWindow
from ui.window.rooms import makers
from ui.window.script_guard import ScriptGuard
from ui.window.splash import first_size, restore_geometry, screen_key, stand_as
from ui.window.workspace_guard import WorkspaceGuard

if TYPE_CHECKING:
    from drillplanner.services.plan.scripts import OpenScript
    from ui.run.board.sharing import Sharing
    from ui.screen.presenter import SecondScreen

log = logging.getLogger(__name__)


class Program(QObject):
    """One running program: its desk, its rooms and its window."""

    def __init__(
        self, application: QApplication, settings_file: SettingsFile | None = None
    ) -> None:
        super().__init__()
        self.application = application
        self._file = settings_file or SettingsFile()
        self.settings = self._file.load()
        self._log = open_log(self._file.path.parent)
        register_fonts()
        application.setWindowIcon(QIcon(str(resource("icons", "drillplanner.ico"))))
        self._collector = Collector(self)
        self._collector.start()
        self.jobs = Jobs(self)
        self._qt_words = QTranslator(self)
        language = language_of(self.settings)
        self._speak(language)
        self.context = AppContext(
            language,
            wear(application, self.settings.theme, self.settings.scale),
            self.settings,
            self.jobs,
            Failures(self._say, self),
            self._services(),
            self,
        )
        self.context.remember = self.remember
        self.context.folder = self._file.path.parent
        self.window: MainWindow | None = None
        self.screen: SecondScreen | None = None
        self._enter = EnterPresses(application, self)
        self._termination = TerminationHandler(self.context.save_now, self)
        self.sheets: dict[str, Sheet] = {}
        self._is_rebuild_due = False
        self._is_unkept_told = False
        self._is_closed = False
        self.guard = WorkspaceGuard(self.context, lambda: self.window, self)
        self.guard.sheetRequested.connect(self.show_workspace)
        self.guard.workspaceRequested.connect(self.use_workspace)
        self.guard.unlockRequested.connect(self.show_unlock)
        self.sharing: Sharing | None = None
        self.script_guard = ScriptGuard(self.context, lambda: self.window, self)
        self._connect()

    def _connect(self) -> None:
        failures = self.context.failures
        failures.install()
        failures.refused.connect(partial(self._tell, "refused", "banner"))
        failures.storeFailed.connect(partial(self._tell, "store", "alarm"))
        failures.crashed.connect(self._show_crash)
        self.jobs.failed.connect(failures.tell)
        self.jobs.busyChanged.connect(self._rebuild_soon)
        self.context.debriefRequested.connect(self._show_debrief)

    def _say(self, text: Text) -> str:
        return self.context.say(text)

    def open(self, splash: QWidget | None = None, file: Path | None = None) -> MainWindow:
        """Build the rooms and show the window in the splash's place."""
        window = self.window = self._build()
        if splash is not None:
            stand_as(window, splash)
        elif not restore_geometry(window, self.settings):
            window.resize(first_size(self.settings))
        self.script_guard.follow()
        window.show_room("home")
        window.show()
        if splash is not None:
            splash.close()
            splash.deleteLater()
        if self._file.was_damaged:
            damaged = _("Your settings were damaged; the program starts with its own.")
            window.tell("settings", self.context.say(damaged))
        file = file or self._station_pack_beside()
        if file is not None:
            self.open_script(file)
        return window

    def _station_pack_beside(self) -> Path | None:
        """Find the pack of the post whose stick the program was started from, if it is new here."""
        data = self._file.path.parent
        if data.name != "data":
            return None
        from drillplanner.exchange.pack.station_pack import SUFFIX
        from drillplanner.services.exchange.stick import station_pack_beside
        from ui.run.start.station_packs import is_remembered

        found = station_pack_beside(data, SUFFIX)
        is_taken = found is not None and is_remembered(self.settings.extra, found)
        return None if is_taken else found

    def open_script(self, path: Path) -> None:
        """Open a script file and go to the planning room; a table goes to be imported."""
        if self._is_refused(_("A drill is running; open something else when it has ended.")):
            return
        from drillplanner.exchange.importing.opening import SUFFIXES
        from drillplanner.exchange.pack.log_pack import SUFFIX as PACK
        from drillplanner.exchange.pack.station_pack import SUFFIX as STATION

        if path.suffix.lower() == PACK:
            self.join_packs([path])
            return
        if path.suffix.lower() == STATION:
            self.open_station(path)
            return
        if path.suffix.lower() in SUFFIXES:
            self.context.roomRequested.emit("review")
            self.context.importRequested.emit(path)
            return

        def work() -> OpenScript:
            from drillplanner.services.plan.scripts import open_script

            return open_script(path)

        def show(script: OpenScript) -> None:
            self.remember(self.settings.with_recent(path.absolute()))
            self.context.script = script
            self.context.roomRequested.emit("plan")

        self.jobs.run("work", work, show, owner=self, latest="open")

    def watch_endings(self) -> None:
        """Save and close without a question at SIGTERM, Ctrl+C and log-out."""
        self._termination.ended.connect(self._end)
        self._termination.watch()

    def _end(self) -> None:
        self.context.leaving.rest()
        self.application.closeAllWindows()
        if not self._is_closed:
            # A dialog is open, or entries are unsaved: these lie in the second place.
            self.close()
        self.application.exit(0)

    def close(self) -> None:
        """Close the workspace, end the threads and let go of the process; once is enough."""
        if self._is_closed:
            return
        self._is_closed = True
        leave_clipboard()
        self.guard.close()
        self.jobs.close()
        self._collector.stop()
        self._back_up_at_last()
        try:
            self.context.services.close()
        except StoreFault as fault:
            # What was saved is in the log beside the file; the next start takes it up.
            log.warning("the workspace was not closed as it should be: %s", fault)
        self.context.failures.uninstall()
        self._termination.rest()
        self._enter.rest()
        close_log(self._log)

    def _back_up_at_last(self) -> None:
        """Make a checked copy of what changed, if the workspace is open for writing."""
        services = self.context.services
        if not services.is_open or services.read_only_because is not None:
            return
        try:
            services.safekeeping.back_up()
        except (UserError, StoreFault) as fault:
            log.warning("no backup was made at closing: %s", fault)

    # -- the window -------------------------------------------------------------------

    def _build(self) -> MainWindow:
        context = self.context
        window = MainWindow(context, makers(context))
        self._add_menus(window)
        window.closeRequested.connect(self._close_requested)
        context.roomRequested.connect(window.show_room)
        context.runningChanged.connect(self._collector.rest_while_running)
        context.runningChanged.connect(self.guard.rest_while_running)
        context.runningChanged.connect(self._share)
        return window

    def _share(self, is_running: bool) -> None:
        """Drop what is logged into the shared folder, from the first drill on."""
        if self.sharing is None:
            if not is_running:
                return
            from ui.run.board.sharing import Sharing

            self.sharing = Sharing(self.context, self)
        self.sharing.on_running(is_running)

    def _add_menus(self, window: MainWindow) -> None:
        bar = window.menuBar()
        menus = {name: bar.addMenu(self.context.say(words)) for name, words in MENUS.items()}
        runs: dict[str, Callable[[], object]] = {
            "open": self._ask_for_script,
            "station": self._ask_for_station,
            "pack": self._ask_where_to_pack,
            "codes": self._show_codes,
            "join": self._ask_for_packs,
            "server": self._show_server,
            "workspace": self.show_workspace,
            "quit": window.close,
            **{room: partial(window.show_room, room) for room in ROOMS},
            "larger": partial(self._scale, 1),
            "smaller": partial(self._scale, -1),
            **{name: partial(self._change, **choice) for name, choice in CHOICES.items()},
            "fullscreen": window.full_screen.toggle,
            "sync": self._show_sync,
            "board": self._show_board,
            "screen": lambda: self._second_screen().turn(),
            "screen-move": lambda: self._second_screen().move(),
            "console": self._show_console_settings,
            "keys": self._show_keys,
            "manual": self._show_manual,
            "tour": self._show_tour,
            "about": self._show_about,
        }
        groups: dict[str, QActionGroup] = {}
        actions: list[tuple[Command, QAction]] = []
        self._menus = tuple(menus.values())
        for command in COMMANDS:
            action = make_action(command, self.context.say, window, runs[command.id])
            menus[command.menu].addAction(action)
            actions.append((command, action))
            for setting in CHOICES.get(command.id, ()):
                action.setCheckable(True)
                groups.setdefault(setting, QActionGroup(window)).addAction(action)
        window.show_choices(self.settings.theme, self.context.language)
        self._actions = actions
        self.context.leaving.changed.connect(self._show_what_works)
        self._show_what_works(self.context.leaving.stance)

    def _show_what_works(self, stance: str) -> None:
        """Show on the console only what works there; with Ctrl its keys mark by radio."""
        is_kept = stance == "kept"
        for command, action in self._actions:
            works = command.id in IN_A_DRILL
            action.setVisible(works or not is_kept)
            keeps_key = not is_kept or command.id in KEYS_IN_A_DRILL
            action.setShortcuts([QKeySequence(one) for one in command.keys] if keeps_key else [])
        for menu in self._menus:
            menu.menuAction().setVisible(any(one.isVisible() for one in menu.actions()))

    def _second_screen(self) -> SecondScreen:
        """Return what shows the drill to others, made when it is first asked for."""
        if self.screen is None or not isValid(self.screen):
            from ui.screen.presenter import SecondScreen

            if self.window is None:
                raise RuntimeError("the window is not open yet")
            self.screen = SecondScreen(self.context, self.window)
        return self.screen

    def _show_debrief(self) -> None:
        self._second_screen().show("debrief")

    def _ask_for_script(self) -> None:
        if self._is_refused(_("A drill is running; open something else when it has ended.")):
            return
        name, _filter = QFileDialog.getOpenFileName(
            self.window, self.context.say(_("Open a script")), "", "*.json"
        )
        if name:
            self.open_script(Path(name))

    def _ask_for_packs(self) -> None:
        if self._is_refused(_("A drill is running; join what others logged when it has ended.")):
            return
        from ui.review.joining.packs_sheet import ask_for_packs

        paths = ask_for_packs(self.context, self.window)
        if paths:
            self.join_packs(paths)

    def join_packs(self, paths: Sequence[Path]) -> None:
        """Show what log packs are, and join those that are sound."""
        from ui.review.joining.packs_sheet import PacksSheet

        shown = self.sheets.get("packs")
        if shown is not None:
            shown.close()
        self.context.roomRequested.emit("review")
        self._keep("packs", PacksSheet(self.context, paths, self.window))

    def _ask_for_station(self) -> None:
        if self._is_refused(_("A drill is running; open something else when it has ended.")):
            return
        words = self.context.say(_("Open a station pack"))
        name, _filter = QFileDialog.getOpenFileName(self.window, words, "", "*.drillpost")
        if name:
            self.open_station(Path(name))

    def open_station(self, path: Path) -> None:
        """Show what a post is handed, to be taken over."""
        from ui.run.start.station_sheet import StationSheet

        shown = self.sheets.get("station")
        if shown is not None:
            shown.close()
        self._keep("station", StationSheet(self.context, path, self.window))

    def _ask_where_to_pack(self) -> None:
        """Write the pack of the drill that is chosen, else of the latest one."""
        if self._is_refused(_("A drill is running; write its log pack when it has ended.")):
            return
        from ui.run.finish.packing import PackWriter

        PackWriter(self.context, self._tell_packed, self).ask(self.window)

    def _show_codes(self) -> None:
        """Show the pack of the drill that is chosen, else of the latest one."""
        if self._is_refused(_("A drill is running; write its log pack when it has ended.")):
            return
        from ui.run.finish.codes_sheet import CodesSheet

        if self.window is not None and "codes" not in self.sheets:
            self._keep("codes", CodesSheet(self.context, self.context.drill, self.window))

    def _tell_packed(self, words: str) -> None:
        self._tell("packed", "banner", words)

    def _show_keys(self) -> None:
        from ui.window.keys_page import make_keys

        self._toggle("keys", make_keys)

    def _show_manual(self) -> None:
        if self._is_refused(_("A drill is running; read the manual when it has ended.")):
            return
        from ui.window.manual_sheet import ManualSheet

        room = self.window.room if self.window is not None else "home"
        self._toggle("manual", partial(ManualSheet, room=room))

    def _show_sync(self) -> None:
        from ui.run.sync_sheet import SyncSheet

        self._toggle("sync", SyncSheet)

    def _show_board(self) -> None:
        def show(_loaded: object) -> None:
            from ui.run.board.sheet import BoardSheet

            self._toggle("board", BoardSheet)

        # A drill may run: what the board is made of is read in off the window's thread.
        core = "drillplanner.services.review.merging.board_view"
        self.jobs.run("work", partial(import_module, core), show, owner=self)

    def _show_console_settings(self) -> None:
        words = _("A drill is running; change the console's settings when it has ended.")
        if not self._is_refused(words):
            from ui.window.console_settings import ConsoleSettings

            self._toggle("console", ConsoleSettings)

    def _show_server(self) -> None:
        """Show or put away the sheet of the county's server."""
        words = _("A drill is running; ask the server when it has ended.")
        if not self._is_refused(words):
            from ui.review.joining.server_sheet import ServerSheet

            self._toggle("server", ServerSheet)

    def show_workspace(self) -> None:
        """Show or put away the sheet about the workspace."""
        words = _("A drill is running; look after the workspace when it has ended.")
        if not self._is_refused(words):
            from ui.window.workspace_sheet import WorkspaceSheet

            self._toggle("workspace", WorkspaceSheet)

    def show_unlock(self) -> None:
        """Ask for the password of the workspace, if nobody is being asked already."""
        if "unlock" in self.sheets or self.window is None:
            return
        from ui.window.unlock_sheet import UnlockSheet

        sheet = UnlockSheet(self.context, self.window)
        sheet.unlocked.connect(self.guard.on_unlocked)
        sheet.rejected.connect(self.guard.on_not_unlocked)
        sheet.freshRequested.connect(self.guard.begin_afresh)
        self._keep("unlock", sheet)

    def use_workspace(self, path: Path) -> None:
        """Work in another workspace from now on, which is made where it is missing."""
        for sheet in list(self.sheets.values()):
            sheet.close()
        self.guard.close()
        self.remember(replace(self.settings, workspace=str(path)))
        old, self.context.services = self.context.services, self._services()
        self.context.drill = ""
        self.jobs.run("data", old.close)
        self._is_rebuild_due = True
        self._rebuild_soon()

    def _show_about(self) -> None:
        from ui.window.about import make_about

        self._toggle("about", make_about)

    def _show_tour(self) -> None:
        if self.window is not None:
            self.window.show_room("home")
            self.context.tourRequested.emit()

    def open_again(self, file: str) -> None:
        """Come to the front where the program was started once more, and open its file."""
        self.raise_window()
        if file:
            self.open_script(Path(file))

    def raise_window(self) -> None:
        """Bring the window to the front: the program was started a second time."""
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()

    def _toggle(self, name: str, make: Callable[[AppContext, QWidget], Sheet]) -> None:
        """Show a sheet, or put it away if it is shown."""
        if name in self.sheets:
            self.sheets[name].close()
        elif self.window is not None:
            self._keep(name, make(self.context, self.window))

    def _keep(self, name: str, sheet: Sheet) -> None:
        self.sheets[name] = sheet
        sheet.finished.connect(lambda: self.sheets.pop(name, None))
        sheet.present(keeps_focus_away=self.context.is_running)

    def _show_crash(self, report: str) -> None:
        from ui.window.crash_dialog import CRASHED, CrashSheet

        if self.context.is_running:
            self._tell("crash", "alarm", self.context.say(CRASHED))
            return
        shown = self.sheets.get("crash")
        if isinstance(shown, CrashSheet):
            shown.add(report)
        else:
            self._keep("crash", CrashSheet(self.context, report, self.window))

    def _tell(self, key: str, kind: Kind, text: str) -> None:
        if self.window is not None:
            self.window.tell(key, text, kind)

    def _is_refused(self, words: Text) -> bool:
        """Tell whether a running drill forbids something, and say so."""
        if self.context.is_running:
            self.context.failures.refused.emit(self.context.say(words))
        return self.context.is_running

    # -- choices ----------------------------------------------------------------------

    def _change(self, **choices: Any) -> None:
        """Take a choice of theme, scale or language, and build the window anew in it.

        What is under way first comes to its page, so the window may change a little later.
        """
        if self.context.is_running and "language" not in choices:
            # The console alone is made anew; its session goes on, and keys wait with their times.
            self.remember(replace(self.settings, **choices))
            self.context.dress = wear(self.application, self.settings.theme, self.settings.scale)
            self.context.dressChanged.emit()
            if self.window is not None:
                self.window.show_choices(self.settings.theme, self.context.language)
            return
        words = _("A drill is running; change the language when it has ended.")
        if not self._is_refused(words) and self.context.may_close():
            self.remember(replace(self.settings, **choices))
            self._is_rebuild_due = True
        elif self.window is not None:
            self.window.show_choices(self.settings.theme, self.context.language)
        self._rebuild_soon()

    def _rebuild_soon(self, _busy: int = 0) -> None:
        if self._is_rebuild_due:
            QTimer.singleShot(0, self, self._rebuild)

    def _rebuild(self) -> None:
        if not self._is_rebuild_due or self.jobs.is_busy or self._is_closed:
            return
        self._is_rebuild_due = False
        self.context.language = language_of(self.settings)
        self._speak(self.context.language)
        self.context.dress = wear(self.application, self.settings.theme, self.settings.scale)
        old = self.window
        self.context.disconnect_rooms()
        window = self.window = self._build()
        if old is None:
            return
        for sheet in list(self.sheets.values()):
            sheet.close()
        stand_as(window, old)
        window.full_screen.take_over(old.full_screen)
        for key, kind, text in old.banners:
            window.tell(key, text, kind)
        self.script_guard.follow()
        window.show_room(old.room)
        window.show()
        if self.screen is not None and isValid(self.screen):
            self.screen.close()
        old.closeRequested.disconnect()
        old.hide()
        old.deleteLater()

    def _scale(self, by: int) -> None:
        at = SCALES.index(self.settings.scale) + by
        if not 0 <= at < len(SCALES):
            return
        why = self.context.too_large(SCALES[at]) if self.context.is_running else ""
        if why:
            self.context.failures.refused.emit(why)
        else:
            self._change(scale=SCALES[at])

    def remember(self, settings: Settings) -> None:
        """Keep settings, here and on the disk; say once where that is not possible."""
        self.settings = settings
        self.context.settings = settings
        # What is encrypted names nobody beside it; the names are in the workspace.
        is_open = self.context.services.protection.state == "none"
        kept = settings if is_open else without_names(settings)
        if not self._file.save(kept) and not self._is_unkept_told:
            self._is_unkept_told = True
            folder = str(self._file.path.parent)
            words = _("Settings cannot be kept: {folder} cannot be written to.", folder=folder)
            self._tell("settings", "banner", self.context.say(words))

    def _speak(self, language: Language) -> None:
        """Let Qt's own dialogs speak the language too."""
        self.application.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language == "zh_CN" and self._qt_words.load("qtbase_zh_CN", folder):
            self.application.installTranslator(self._qt_words)

    def _close_requested(self, event: QCloseEvent) -> None:
        if not self.context.may_close() or not self.context.leaving.lets():
            event.ignore()
            return
        if self.window is not None:
            kept = bytes(self.window.full_screen.geometry.toBase64().data()).decode()
            places = {**self.settings.geometry, screen_key(): kept}
            self.remember(replace(self.settings, geometry=places))
            if self.screen is not None and isValid(self.screen):
                self.screen.close()
            # What is still being written takes its time; nobody need look at a window meanwhile.
            self.window.hide()
        self.close()
        event.accept()

    def _services(self) -> Services:
        services = build(self._paths(), lanes=self.jobs)
        services.safekeeping.second = self.settings.second_backups
        return services

    def _paths(self) -> Paths:
        chosen = self.settings.workspace
        return Paths.within(self._file.path.parent, Path(chosen) if chosen else None)
