"""Decide what the welcome page shows, and open what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from drillplanner.base import local_time
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _
from ui.context import AppContext
from ui.home.shelf_view import RecentScript, Shelf
from ui.widgets.card import SampleCard

if TYPE_CHECKING:
    from drillplanner.services.plan.scripts import OpenScript

#: Where the settings keep whether the first steps are shown.
_TOUR = "tour"
#: Where its steps lead that are a room of their own.
_ROOMS = {"drill": "run", "score": "review"}


class View(Protocol):
    """What the presenter asks of its page."""

    shown: Any
    sampleRequested: Any
    scriptRequested: Any
    forgetRequested: Any
    undoRequested: Any
    drillRequested: Any
    continueRequested: Any
    ledgerRequested: Any
    tourRequested: Any
    tourSkipped: Any
    dropped: Any

    def show_samples(self, cards: Sequence[SampleCard]) -> None:
        """Offer the samples."""
        ...

    def show_scripts(self, scripts: Sequence[RecentScript]) -> None:
        """List the scripts that were opened before."""
        ...

    def show_shelf(self, shelf: Shelf) -> None:
        """List the drills."""
        ...

    def show_unread(self) -> None:
        """Say that the drills could not be read."""
        ...

    def show_tour(self, *, is_shown: bool) -> None:
        """Show the first steps, or put them away."""
        ...

    def show_due(self, words: str) -> None:
        """Say what of the ledger is overdue or due soon."""
        ...

    def show_forgotten(self, name: str) -> None:
        """Offer to put a file back into the list."""
        ...


class WelcomePresenter(QObject):
    """Fills the page from the lanes, and takes into the context what people choose."""

    def __init__(self, context: AppContext, page: View, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        self._samples: tuple[OpenScript, ...] = ()
        self._before: tuple[str, ...] | None = None
        page.shown.connect(self.refresh)
        page.sampleRequested.connect(self._on_sample)
        page.scriptRequested.connect(self._on_script)
        page.forgetRequested.connect(self._on_forget)
        page.undoRequested.connect(self._on_undo)
        page.drillRequested.connect(self._on_drill)
        page.continueRequested.connect(self._on_continue)
        page.ledgerRequested.connect(self._on_ledger)
        page.dropped.connect(self._on_dropped)
        page.tourRequested.connect(self._on_tour)
        page.tourSkipped.connect(self._on_tour_skipped)
        page.show_tour(is_shown=self._is_tour_wanted)
        context.tourRequested.connect(self._on_tour_asked)
        context.scriptChanged.connect(self._on_changed)
        context.drillChanged.connect(self._on_changed)
        context.runningChanged.connect(self._on_changed)
        self._load_samples()
        self.refresh()

    def refresh(self) -> None:
        """Read anew what is remembered and what the workspace holds; never while a drill runs."""
        if self._context.is_running:
            return
        self._load_recent()
        self._load_shelf()

    @property
    def _is_tour_wanted(self) -> bool:
        """Whether the first steps are shown: to whoever opened nothing yet and skipped nothing."""
        settings = self._context.settings
        return bool(settings.extra.get(_TOUR, not settings.recent and not settings.keeper))

    def _on_tour_asked(self) -> None:
        self._show_tour(is_wanted=True)

    def _on_tour_skipped(self) -> None:
        self._show_tour(is_wanted=False)

    def _show_tour(self, *, is_wanted: bool) -> None:
        settings = self._context.settings
        self._context.remember(replace(settings, extra={**settings.extra, _TOUR: is_wanted}))
        self._page.show_tour(is_shown=is_wanted)

    def _on_tour(self, step: str) -> None:
        # What was begun goes on being shown: by the time people come back, a drill was run.
        self._show_tour(is_wanted=True)
        if step == "script":
            self._on_sample(0)
        elif step in _ROOMS:
            self._context.roomRequested.emit(_ROOMS[step])

    def _on_changed(self, _what: object) -> None:
        self.refresh()

    # -- what is filled in ------------------------------------------------------------

    def _load_samples(self) -> None:
        say, language = self._context.say, self._context.language

        def work() -> tuple[tuple[OpenScript, ...], tuple[SampleCard, ...]]:
            from drillplanner.services.plan.scripts import samples
            from ui.plan.sample_words import sample_cards

            opened = samples()
            return opened, sample_cards(opened, say, language)

        self._context.jobs.run("work", work, self._show_samples, owner=self)

    def _show_samples(self, loaded: tuple[tuple[OpenScript, ...], tuple[SampleCard, ...]]) -> None:
        self._samples, cards = loaded
        self._page.show_samples(cards)

    def _load_recent(self) -> None:
        paths = self._context.settings.recent

        def work() -> tuple[RecentScript, ...]:
            from ui.home.shelf_view import recent_scripts

            return recent_scripts(paths)

        self._context.jobs.run("work", work, self._page.show_scripts, owner=self, latest="scripts")

    def _load_shelf(self) -> None:
        services, say = self._context.services, self._context.say

        def work() -> Shelf:
            from ui.home.shelf_view import shelf_view

            return shelf_view(
                services.catalogue.shelf(),
                services.read_only_because,
                say,
                services.safekeeping.damaged_drills,
            )

        def show(shelf: Shelf) -> None:
            self._page.show_shelf(shelf)
            self._load_due()
            self._context.workspaceOpened.emit()

        def refused(error: BaseException) -> None:
            self._page.show_unread()
            if isinstance(error, UserError | StoreFault):
                self._context.workspaceRefused.emit(error)
            else:
                self._context.failures.tell(error)

        self._context.jobs.run("work", work, show, refused, owner=self, latest="shelf")

    def _load_due(self) -> None:
        services = self._context.services

        def work() -> Text | None:
            return services.improvements.due_said(local_time.today(services.clock))

        def show(said: Text | None) -> None:
            self._page.show_due(self._context.say(said) if said is not None else "")

        self._context.jobs.run("work", work, show, owner=self, latest="due")

    def _on_ledger(self) -> None:
        # The room is made when it is first entered; only then does it hear.
        self._context.roomRequested.emit("improve")
        self._context.ledgerRequested.emit("")

    # -- what is opened ---------------------------------------------------------------

    def _may_open(self) -> bool:
        """Leave the script on the desk while a drill runs on it."""
        if self._context.is_running:
            text = _("A drill is running; open something else when it has ended.")
            self._context.failures.tell(UserError(text))
        return not self._context.is_running

    def _on_sample(self, place: int) -> None:
        if self._may_open():
            self._show_script(self._samples[place])

    def _show_script(self, script: OpenScript) -> None:
        self._context.script = script
        self._context.roomRequested.emit("plan")

    def _on_script(self, name: str) -> None:
        if not self._may_open():
            return
        path = Path(name)

        def work() -> OpenScript:
            from drillplanner.services.plan.scripts import open_script

            return open_script(path)

        self._context.jobs.run("work", work, self._opened(path), owner=self, latest="open")

    def _on_dropped(self, path: Path) -> None:
        """Open a script, or bring a table in where logs are joined."""
        from drillplanner.exchange.importing.opening import SUFFIXES

        if path.suffix.lower() not in SUFFIXES:
            self._on_script(str(path))
        elif self._may_open():
            self._context.roomRequested.emit("review")
            self._context.importRequested.emit(path)

    def _opened(self, path: Path) -> Callable[[OpenScript], None]:
        def done(script: OpenScript) -> None:
            self._context.remember(self._context.settings.with_recent(path))
            self._show_script(script)

        return done

    def _on_drill(self, drill: str) -> None:
        self._open_drill(drill, "review")

    def _on_continue(self, drill: str) -> None:
        self._open_drill(drill, "run")

    def _open_drill(self, drill: str, room: str) -> None:
        """Put a drill on the desk with the script it is held with, then go to a room."""
        if not self._may_open():
            return
        services = self._context.services
        done = partial(self._show_drill, drill, room)
        self._context.jobs.run(
            "work", lambda: services.catalogue.script(drill), done, owner=self, latest="open"
        )

    def _show_drill(self, drill: str, room: str, script: OpenScript) -> None:
        self._context.script = script
        self._context.drill = drill
        self._context.roomRequested.emit(room)
        if room == "run":
            self._context.continueRequested.emit(drill)

    # -- the list of scripts ----------------------------------------------------------

    def _on_forget(self, name: str) -> None:
        self._before = self._context.settings.recent
        kept = tuple(path for path in self._before if path != name)
        self._context.remember(replace(self._context.settings, recent=kept))
        self._page.show_forgotten(Path(name).name)
        self._load_recent()

    def _on_undo(self) -> None:
        if self._before is not None:
            self._context.remember(replace(self._context.settings, recent=self._before))
            self._before = None
        self._page.show_forgotten("")
        self._load_recent()
