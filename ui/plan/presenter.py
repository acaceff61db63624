"""Decide what the planning room shows, and carry out what its page asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _

if TYPE_CHECKING:
    from drillplanner.services.planning import OpenScript
    from ui.desk import Desk
    from ui.jobs import Lane
    from ui.plan.plan_view import PlanView
    from ui.widgets.card import SampleCard


T = TypeVar("T")


class Page(Protocol):
    """What the presenter asks of the page."""

    sampleRequested: Any
    runRequested: Any
    saveRequested: Any
    folderRequested: Any

    def show_nothing(self) -> None:
        """Say that no script is on the desk."""
        ...

    def show_samples(self, cards: Sequence[SampleCard]) -> None:
        """Offer the samples."""
        ...

    def show_busy(self) -> None:
        """Say that a script is being set out."""
        ...

    def show_script(self, view: PlanView) -> None:
        """Show a script."""
        ...

    def ask_where_to_save(self, name: str) -> Path | None:
        """Ask for the file of a copy."""
        ...

    def open_folder(self, path: Path) -> None:
        """Show a folder in the system's browser of files."""
        ...


class PlanPresenter:
    """Follows the script on the desk; what is slow is done on the work lane."""

    def __init__(self, desk: Desk, page: Page) -> None:
        self._desk, self._page = desk, page
        self._is_gone = False
        self._asked = 0
        self._view: PlanView | None = None
        self._samples: tuple[OpenScript, ...] = ()
        desk.scriptChanged.connect(self._on_script)
        page.sampleRequested.connect(self._on_sample)
        page.runRequested.connect(self._on_run)
        page.saveRequested.connect(self._on_save)
        page.folderRequested.connect(self._on_folder)
        self._on_script(desk.script)

    def leave(self) -> None:
        """Let go of a page that is no more; answers that are under way are dropped."""
        self._is_gone = True

    def _run(self, lane: Lane, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def deliver(value: T) -> None:
            if not self._is_gone:
                done(value)

        self._desk.jobs.run(lane, work, deliver, self._desk.failures.tell)

    def _on_script(self, script: OpenScript | None) -> None:
        """Set a script out off the GUI thread; answers to an older question are dropped."""
        self._asked += 1
        if script is None:
            self._page.show_nothing()
            self._load_samples()
            return
        self._page.show_busy()
        asked, say = self._asked, self._desk.say

        def work() -> PlanView:
            from ui.plan.plan_view import plan_view

            return plan_view(script, say)

        self._run("work", work, partial(self._show, asked))

    def _show(self, asked: int, view: PlanView) -> None:
        if asked == self._asked:
            self._view = view
            self._page.show_script(view)

    # -- samples ----------------------------------------------------------------------

    def _load_samples(self) -> None:
        if self._samples:
            return
        say, language = self._desk.say, self._desk.language

        def work() -> tuple[tuple[OpenScript, ...], tuple[SampleCard, ...]]:
            from drillplanner.services.planning import samples
            from ui.widgets.sample_words import sample_cards

            opened = samples()
            return opened, sample_cards(opened, say, language)

        self._run("work", work, self._show_samples)

    def _show_samples(self, loaded: tuple[tuple[OpenScript, ...], tuple[SampleCard, ...]]) -> None:
        self._samples, cards = loaded
        self._page.show_samples(cards)

    def _on_sample(self, place: int) -> None:
        self._desk.script = self._samples[place]

    # -- what is done with a script ---------------------------------------------------

    def _on_run(self) -> None:
        self._desk.roomRequested.emit("run")

    def _on_save(self) -> None:
        script, desk = self._desk.script, self._desk
        if script is None or self._view is None:
            return
        if desk.is_running:
            text = _("A drill is running; save the copy when it has ended.")
            desk.failures.tell(UserError(text))
            return
        path = self._page.ask_where_to_save(self._view.file_name)
        if path is None:
            return

        def work() -> OpenScript:
            from drillplanner.services.planning import save_copy

            return save_copy(script, path)

        self._run("work", work, partial(self._saved, path))

    def _saved(self, path: Path, copy: OpenScript) -> None:
        self._desk.remember(self._desk.settings.with_recent(path))
        self._desk.script = copy

    def _on_folder(self) -> None:
        script = self._desk.script
        if script is not None and script.path is not None:
            self._page.open_folder(script.path.absolute().parent)
