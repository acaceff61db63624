"""Hold what all rooms share: language, dress, settings, jobs, and what is being worked on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from drillplanner.base.texts import Authored, Text, Words
from drillplanner.base.translator import Language, translator
from drillplanner.bootstrap import Services
from ui.errors import Failures
from ui.jobs import Jobs
from ui.navigation_guard import Leaving
from ui.settings import Settings
from ui.theme.theme import Dress

if TYPE_CHECKING:
    from drillplanner.services.plan.scripts import OpenScript
    from drillplanner.services.run.session import LiveSession


class AppContext(QObject):
    """The one object every page gets; it decides nothing and opens nothing itself.

    `script` is the chosen script, `drill` the id of the drill that is run, reviewed or
    improved. Setting either tells all rooms. What `services` reads is asked for on the work lane,
    what they change is done on the data lane.
    """

    scriptChanged = Signal(object)
    drillChanged = Signal(str)
    roomRequested = Signal(str)
    #: An unfinished drill is to be gone on with, on the console of this laptop.
    continueRequested = Signal(str)
    #: The photos of the drill that is chosen are to be seen, in the room that shows them.
    photosRequested = Signal()
    #: The window looks otherwise now, in the middle of a drill.
    dressChanged = Signal()
    #: The debrief of the drill that is chosen is to be shown on the whole screen.
    debriefRequested = Signal()
    #: The ledger is to be seen, with the lines that hold these words.
    ledgerRequested = Signal(str)
    #: A table of another program is to be brought in, in the room where logs are joined.
    importRequested = Signal(Path)
    #: The first steps through the program are to be seen on the start page.
    tourRequested = Signal()
    #: A station pack was taken over: the drill that waits here; empty after a practice pack.
    stationTaken = Signal(str)
    #: The workspace could not be opened (with the error), or was read for the first time.
    workspaceRefused = Signal(object)
    workspaceOpened = Signal()
    #: Something is to be said while a drill is logged, and whether it is wrong (True) or refused.
    #: The console has room for it; nothing there moves.
    toldInDrill = Signal(str, bool)
    #: A drill began (True) or ended (False) on this machine: nothing slow may start meanwhile.
    runningChanged = Signal(bool)

    def __init__(
        self,
        language: Language,
        dress: Dress,
        settings: Settings,
        jobs: Jobs,
        failures: Failures,
        services: Services,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.language: Language = language
        self.dress = dress
        self.settings = settings
        self.jobs = jobs
        self.failures = failures
        self.services = services
        #: Where this person's settings lie; None where nothing is kept, as in tests of one room.
        self.folder: Path | None = None
        self.remember: Callable[[Settings], None] = lambda _settings: None
        #: Who is at work in the window, as they said since it started; empty until then.
        self.at_work = ""
        self._script: OpenScript | None = None
        self._drill = ""
        self._is_running = False
        #: The session that runs, for who only looks on; and whether it is practice.
        self.live: LiveSession | None = None
        self.is_practice = False
        #: The session whose end is seen, so that a window that is built anew shows it again.
        self.ended: LiveSession | None = None
        self._guards: list[tuple[QObject, Callable[[], bool]]] = []
        self._savers: list[tuple[QObject, Callable[[], None]]] = []
        #: Tells which keys do something now on the console, each with its words.
        self.pressable: Callable[[], Sequence[tuple[str, str]]] = lambda: ()
        #: How far away the whistle of the next sync mark is, in metres.
        self.whistle_m = 0
        #: Says why everything cannot be shown at another scale just now; empty where it can.
        self.too_large: Callable[[int], str] = lambda _scale: ""
        #: Keeps the window with the console while a drill is logged.
        self.leaving = Leaving(self)

    def disconnect_rooms(self) -> None:
        """Let go of the rooms of a window that is built anew."""
        for signal in (
            self.scriptChanged,
            self.drillChanged,
            self.roomRequested,
            self.continueRequested,
            self.photosRequested,
            self.ledgerRequested,
            self.importRequested,
            self.stationTaken,
            self.tourRequested,
            self.runningChanged,
            self.toldInDrill,
            self.dressChanged,
            self.leaving.refused,
            self.leaving.released,
            self.leaving.changed,
        ):
            # To disconnect what nobody is connected to is an error.
            signal.connect(_nobody)
            signal.disconnect()
        self._guards.clear()
        self._savers.clear()

    def guard_closing(self, page: QObject, is_safe: Callable[[], bool]) -> None:
        """Ask `is_safe` before the window closes, while the page is there: is all saved?"""
        self._guards.append((page, is_safe))

    def save_at_end(self, page: QObject, save: Callable[[], None]) -> None:
        """Call `save` where the session ends without a question, while the page is there."""
        self._savers.append((page, save))

    def save_now(self) -> None:
        """Save what is unsaved without asking anybody: the session ends."""
        for page, save in self._savers:
            if isValid(page):
                save()

    def may_close(self) -> bool:
        """Tell whether every page lets the window close."""
        self._guards = [guard for guard in self._guards if isValid(guard[0])]
        return all(is_safe() for _page, is_safe in self._guards)

    def take_whistle(self) -> int:
        """Give how far away the whistle of the next sync mark is, in metres; it counts once."""
        metres, self.whistle_m = self.whistle_m, 0
        return metres

    def say(self, text: Text | Authored | str) -> str:
        """Give a message in the window's language."""
        return translator(self.language).say(text)

    def words(self, words: Words, script_language: str = "zh_CN") -> str:
        """Give an author's words in the window's language, else in the script's."""
        return self.say(Authored(words, script_language))

    @property
    def script(self) -> OpenScript | None:
        """The script that is chosen."""
        return self._script

    @script.setter
    def script(self, script: OpenScript | None) -> None:
        self._script = script
        self.scriptChanged.emit(script)

    @property
    def drill(self) -> str:
        """The id of the drill that is chosen; empty where there is none."""
        return self._drill

    @drill.setter
    def drill(self, drill: str) -> None:
        self._drill = drill
        self.drillChanged.emit(drill)

    @property
    def is_running(self) -> bool:
        """Whether a drill is being logged on this machine now."""
        return self._is_running

    @is_running.setter
    def is_running(self, is_running: bool) -> None:
        if not is_running:
            self.live, self.is_practice = None, False
        if is_running != self._is_running:
            self._is_running = is_running
            self.runningChanged.emit(is_running)


def _nobody(_what: object = None) -> None:
    """Hear nothing."""
