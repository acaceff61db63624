"""Look after the workspace while the window is open: open it at all costs, check it, copy it.

A check of all bytes runs on a thread of its own, so that it holds up neither the window nor
what pages read, and stops at once when a drill begins or the window closes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton

from drillplanner.base.errors import (
    CheckFirst,
    DiskFull,
    FileRefused,
    Locked,
    StoreFault,
    UserError,
)
from drillplanner.base.texts import _, ngettext
from drillplanner.services.safekeeping import Checkup, fresh_path
from ui.context import AppContext
from ui.widgets.banner import Banner
from ui.window.main_window import MainWindow

#: How long after the start the check begins, when the first pages have been read.
CHECK_AFTER_MS = 4000
#: How long the checking thread rests between two slices, so that the window comes first.
_NAP_S = 0.002
_KEY = "workspace"


class WorkspaceGuard(QObject):
    """Tells what is the matter with the workspace in banners that offer what to do.

    `window` gives the window that there is now; it is built anew with the language.
    """

    #: A check of all bytes came to its end, with what it found.
    checked = Signal(object)
    #: The sheet about the workspace is wanted.
    sheetRequested = Signal()
    #: The password of the workspace is wanted.
    unlockRequested = Signal()
    #: Another workspace is wanted, by its path, which may not be there yet.
    workspaceRequested = Signal(object)
    _found = Signal(object)

    def __init__(
        self, context: AppContext, window: Callable[[], MainWindow | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._context = context
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._locked: Locked | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.check)
        self._found.connect(self._on_found)
        self._context.workspaceRefused.connect(self._on_refused)
        self._context.workspaceOpened.connect(self._on_opened)

    # -- a workspace that does not open ------------------------------------------------

    def _on_refused(self, error: object) -> None:
        if isinstance(error, UserError | StoreFault):
            self._offer(error)
            if isinstance(error, Locked):
                self.unlockRequested.emit()

    def _offer(self, error: UserError | StoreFault) -> None:
        """Say why the workspace does not open and what can be done; the first offer has the keys.

        Somebody whose password is lost puts the question for it away, and presses Enter.
        """
        window = self._window()
        if window is None:
            return
        self._locked = error if isinstance(error, Locked) else None
        banner = window.tell(_KEY, self._context.say(error.text), "alarm", can_close=False)
        say = self._context.say
        offers: list[tuple[str, Callable[[], None]]] = []
        if isinstance(error, CheckFirst):
            offers.append((say(_("Check it and open it all the same")), self.open_all_the_same))
        if isinstance(error, DiskFull):
            # There is no room for a fresh one either, and a drill may be running in this one.
            offers.append((say(_("Try again")), self.try_again))
        else:
            offers.append((say(_("Begin with a fresh workspace")), self.begin_afresh))
        if isinstance(error, Locked):
            offers.append((say(_("Unlock…")), self.unlockRequested.emit))
        if isinstance(error, FileRefused):
            offers.append((say(_("Workspace…")), self.sheetRequested.emit))
        buttons = [banner.add_button(words, run) for words, run in offers]
        for button in buttons:
            button.setAutoDefault(True)
        buttons[0].setFocus()
        # A window that is only now shown gives the focus to its page first.
        QTimer.singleShot(0, self, self._focus_offer)

    def on_not_unlocked(self) -> None:
        """Give the keys to what there is to do without the password."""
        # The window takes its own focus back first.
        QTimer.singleShot(0, self, self._focus_offer)

    def _focus_offer(self) -> None:
        window = self._window()
        banner = window.findChild(Banner, _KEY) if window is not None else None
        buttons = banner.findChildren(QPushButton) if banner is not None else []
        if buttons and QApplication.activeModalWidget() is None:
            buttons[0].setFocus()

    def on_unlocked(self) -> None:
        """Read the workspace, whose password was given."""
        self._locked = None
        self._untell()
        self._context.runningChanged.emit(False)

    def try_again(self) -> None:
        """Open the same workspace, for which there may be room by now."""
        self._untell()
        self._context.runningChanged.emit(False)

    def open_all_the_same(self) -> None:
        """Open a file that may lack its newest entries, and say what a check of it found."""
        keeping = self._context.services.safekeeping
        self._context.jobs.run("work", keeping.open_all_the_same, self._on_opened_at_last)

    def _on_opened_at_last(self, found: Checkup) -> None:
        self._untell()
        if found.is_whole:
            words = _(
                "The workspace was checked and nothing in it is damaged. Whether it lacks its "
                "newest entries cannot be told: compare it with the one it was copied from."
            )
            self._tell(self._context.say(words))
        self._on_found(found)
        self._context.runningChanged.emit(False)

    def begin_afresh(self) -> None:
        """Go on with a new workspace beside the old one, which stays as it is."""
        old = self._context.services.paths.workspace
        fresh, protection = fresh_path(old), self._context.services.protection
        if self._locked is not None and protection.can_protect:
            # What was protected is not gone on with in the open.
            protection.begin_locked(fresh)
        self._locked = None
        self.workspaceRequested.emit(fresh)
        self._tell(
            self._context.say(
                _(
                    "A fresh workspace was begun. {file} was left as it is; what can be read of "
                    "it can be joined at any time: File, Workspace.",
                    file=str(old),
                )
            )
        )

    # -- what is found in one that is open --------------------------------------------

    def _on_opened(self) -> None:
        """Say what opening brought back, and have all bytes checked a little later."""
        keeping = self._context.services.safekeeping

        def tell(count: int) -> None:
            if count:
                words = ngettext(
                    "{count} entry that the database had lost was brought back from the journal "
                    "of its session.",
                    "{count} entries that the database had lost were brought back from the "
                    "journals of their sessions.",
                    count,
                )
                self._tell(self._context.say(words), "mended")

        if keeping.can_be_taken_over:
            self._offer_to_take_over()
        if self._thread is None and not self._timer.isActive():
            self._context.jobs.run("work", lambda: keeping.mended().count, tell)
            self._timer.start(CHECK_AFTER_MS)

    def _offer_to_take_over(self) -> None:
        window, services = self._window(), self._context.services
        if window is None or services.read_only_because is None:
            return
        say = self._context.say
        words = _(
            "To take it over, make sure first that it is closed there: two computers that write "
            "one file damage it. What was entered there last may be in a file that is not here."
        )
        text = f"{say(services.read_only_because)} {say(words)}"
        window.tell(_KEY, text).add_button(say(_("Take over")), self.take_over)

    def take_over(self) -> None:
        """Open for writing what another computer did not close."""
        keeping = self._context.services.safekeeping

        def done(found: Checkup) -> None:
            self._untell()
            if found.is_whole:
                words = _("The workspace was taken over and checked; nothing in it is damaged.")
                self._tell(self._context.say(words))
            self._on_found(found)
            self._context.runningChanged.emit(False)

        self._context.jobs.run("data", keeping.take_over, done)

    def check(self) -> None:
        """Check all bytes, unless a drill runs or a check is under way."""
        if self._context.is_running or self.is_checking:
            return
        self._stop.clear()
        keeping = self._context.services.safekeeping

        def should_stop() -> bool:
            time.sleep(_NAP_S)
            return self._stop.is_set()

        def work() -> None:
            try:
                found = keeping.verify(should_stop)
            except (UserError, StoreFault):
                # Whoever reads the workspace hears of it.
                return
            if found.verified.is_complete:
                self._found.emit(found)

        self._thread = threading.Thread(target=work, name="check", daemon=True)
        self._thread.start()

    def _on_found(self, found: Checkup) -> None:
        self.checked.emit(found)
        # Lists mark the drills that are damaged.
        self._context.drillChanged.emit(self._context.drill)
        window = self._window()
        if window is None:
            return
        if found.is_whole:
            window.untell("damage")
            return
        titles = sorted({one.title or one.damage.drill for one in found.damages} - {""})
        words = ngettext(
            "The workspace is damaged in {count} place.",
            "The workspace is damaged in {count} places.",
            len(found.damages),
        )
        named = self._context.say(_("Drills: {titles}.", titles=", ".join(titles)))
        text = " ".join((self._context.say(words), *([named] if titles else [])))
        banner = window.tell("damage", text, "alarm")
        banner.add_button(self._context.say(_("Workspace…")), self.sheetRequested.emit)

    @property
    def is_checking(self) -> bool:
        """Whether a check is under way."""
        return self._thread is not None and self._thread.is_alive()

    # -- copies, and the end ----------------------------------------------------------

    def rest_while_running(self, is_running: bool) -> None:
        """Check nothing while a drill runs; make a copy when it has ended."""
        if is_running:
            self._stop.set()
            self._timer.stop()
        else:
            self.back_up()

    def back_up(self) -> None:
        """Make a checked copy, after a drill; where it fails it is told."""
        keeping = self._context.services.safekeeping
        if self._context.services.is_open:
            self._context.jobs.run("work", keeping.back_up)

    def close(self) -> None:
        """Stop checking; wait until the thread has let go of the file."""
        self._stop.set()
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _tell(self, text: str, key: str = _KEY) -> None:
        window = self._window()
        if window is not None:
            window.tell(key, text)

    def _untell(self) -> None:
        window = self._window()
        if window is not None:
            window.untell(_KEY)
