"""Decide what the planning room shows, and carry out what its page asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.plan.library.search import is_found
from ui.context import AppContext
from ui.widgets.card import SampleCard

if TYPE_CHECKING:
    from drillplanner.services.plan.scripts import OpenScript
    from ui.plan.viewer.plan_view import DraftView, PlanView


class View(Protocol):
    """What the presenter asks of its page."""

    sampleRequested: Any
    discardRequested: Any
    duplicateRequested: Any
    renameRequested: Any
    archiveRequested: Any
    restoreRequested: Any
    runRequested: Any
    saveRequested: Any
    sheetsRequested: Any
    folderRequested: Any
    filterTyped: Any

    def show_nothing(self) -> None:
        """Say that no script is on the desk."""
        ...

    def show_samples(self, cards: Sequence[SampleCard]) -> None:
        """Offer the samples."""
        ...

    def show_drafts(self, cards: Sequence[DraftView]) -> None:
        """Offer the drafts."""
        ...

    def show_archived(self, cards: Sequence[DraftView]) -> None:
        """Offer the drafts that were put out of the way."""
        ...

    def show_found(self, *, has_samples: bool, has_drafts: bool) -> None:
        """Say whether what is looked for is here."""
        ...

    def show_busy(self) -> None:
        """Say that a script is being set out."""
        ...

    def show_script(self, view: PlanView) -> None: ...

    def show_has_draft(self, has_draft: bool) -> None:
        """Say whether a draft goes on from the script."""
        ...

    def ask_where_to_save(self, name: str) -> Path | None:
        """Ask for the file of a copy."""
        ...

    def ask_where_to_print(self, name: str) -> Path | None:
        """Ask for the file of what is printed."""
        ...

    def open_path(self, path: Path) -> None:
        """Show a folder or file in the system's own program for it."""
        ...


class PlanPresenter(QObject):
    """Follows the script that is chosen; what is slow is done on the work lane."""

    def __init__(self, context: AppContext, page: View, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        self._view: PlanView | None = None
        self._samples: tuple[OpenScript, ...] = ()
        self._sample_cards: tuple[SampleCard, ...] = ()
        self._drafts: tuple[DraftView, ...] = ()
        self._archived: tuple[DraftView, ...] = ()
        self._wanted, self._kind = "", ""
        #: The samples that are shown, by their places.
        self._found: tuple[int, ...] = ()
        context.scriptChanged.connect(self._on_script)
        page.sampleRequested.connect(self._on_sample)
        page.filterTyped.connect(self._on_filter)
        drafts = context.services.drafts
        page.discardRequested.connect(partial(self._with_drafts, drafts.discard))
        page.duplicateRequested.connect(partial(self._with_drafts, drafts.duplicate))
        page.renameRequested.connect(partial(self._with_drafts, drafts.rename))
        page.archiveRequested.connect(partial(self._with_drafts, drafts.archive))
        page.restoreRequested.connect(partial(self._with_drafts, drafts.restore))
        page.runRequested.connect(self._on_run)
        page.saveRequested.connect(self._on_save)
        page.sheetsRequested.connect(self._on_sheets)
        page.folderRequested.connect(self._on_folder)
        self._on_script(context.script)

    def _on_script(self, script: OpenScript | None) -> None:
        """Set a script out off the GUI thread."""
        if script is None:
            self._context.jobs.drop(self, "script")
            self._page.show_nothing()
            self._load_samples()
            self.load_drafts()
            return
        self._page.show_busy()
        say = self._context.say

        def work() -> PlanView:
            from ui.plan.viewer.plan_view import plan_view

            return plan_view(script, say)

        self._context.jobs.run("work", work, self._show, owner=self, latest="script")

    def _show(self, view: PlanView) -> None:
        self._view = view
        self._page.show_script(view)
        script, services = self._context.script, self._context.services
        if script is not None:
            self._context.jobs.run(
                "work",
                lambda: services.drafts.of(script) is not None,
                self._page.show_has_draft,
                owner=self,
                latest="has draft",
            )

    def show_again(self) -> None:
        """Show what is chosen anew: it may have been edited meanwhile."""
        self._on_script(self._context.script)

    # -- samples ----------------------------------------------------------------------

    def _load_samples(self) -> None:
        if self._samples:
            return
        say, language = self._context.say, self._context.language

        def work() -> tuple[tuple[OpenScript, ...], tuple[SampleCard, ...]]:
            from drillplanner.services.plan.scripts import samples
            from ui.plan.sample_words import sample_cards

            opened = samples()
            return opened, sample_cards(opened, say, language)

        self._context.jobs.run("work", work, self._show_samples, owner=self)

    def _show_samples(self, loaded: tuple[tuple[OpenScript, ...], tuple[SampleCard, ...]]) -> None:
        self._samples, self._sample_cards = loaded
        self._show_found()

    # -- drafts -----------------------------------------------------------------------

    def load_drafts(self) -> None:
        """List the drafts anew."""
        services, say = self._context.services, self._context.say

        def work() -> tuple[tuple[DraftView, ...], tuple[DraftView, ...]]:
            from ui.plan.sample_words import draft_cards

            drafts = services.drafts
            return draft_cards(drafts.all(), say), draft_cards(drafts.archived(), say)

        self._context.jobs.run("work", work, self._show_drafts, owner=self, latest="drafts")

    def _show_drafts(self, found: tuple[tuple[DraftView, ...], tuple[DraftView, ...]]) -> None:
        self._drafts, self._archived = found
        self._show_found()

    def _on_filter(self, wanted: str, kind: str) -> None:
        self._wanted, self._kind = wanted, kind
        self._show_found()

    def _show_found(self) -> None:
        """Show the samples and drafts that are called as was typed, and are of the kind chosen."""
        self._found = tuple(
            place
            for place, (opened, card) in enumerate(
                zip(self._samples, self._sample_cards, strict=True)
            )
            if self._is_found(opened.script.kind, card.title, card.facts, card.note)
        )
        drafts, archived = (
            tuple(
                one for one in cards if self._is_found(one.kind, one.title, one.facts, one.school)
            )
            for cards in (self._drafts, self._archived)
        )
        self._page.show_samples([self._sample_cards[place] for place in self._found])
        self._page.show_drafts(drafts)
        self._page.show_archived(archived)
        is_whole = not self._wanted and not self._kind
        self._page.show_found(
            has_samples=is_whole or bool(self._found), has_drafts=bool(drafts or archived)
        )

    def _is_found(self, kind: str, *texts: str) -> bool:
        return self._kind in ("", kind) and (not self._wanted or is_found(self._wanted, *texts))

    def _with_drafts(self, act: Callable[..., object], *given: str) -> None:
        """Do something with a draft, and list the drafts anew."""

        def done(_nothing: object) -> None:
            self.load_drafts()

        self._context.jobs.run("data", partial(act, *given), done, owner=self)

    def _on_sample(self, place: int) -> None:
        self._context.script = self._samples[self._found[place]]

    # -- what is done with a script ---------------------------------------------------

    def _on_run(self) -> None:
        self._context.roomRequested.emit("run")

    def _on_save(self) -> None:
        script, context = self._context.script, self._context
        if script is None or self._view is None:
            return
        if context.is_running:
            text = _("A drill is running; save the copy when it has ended.")
            context.failures.tell(UserError(text))
            return
        path = self._page.ask_where_to_save(self._view.file_name)
        if path is None:
            return

        def work() -> OpenScript:
            from drillplanner.services.plan.scripts import save_copy

            return save_copy(script, path)

        context.jobs.run("work", work, partial(self._saved, path), owner=self)

    def _saved(self, path: Path, copy: OpenScript) -> None:
        self._context.remember(self._context.settings.with_recent(path))
        self._context.script = copy

    def _on_sheets(self) -> None:
        """Print a page for each post, and show it."""
        script, context = self._context.script, self._context
        if script is None or self._view is None or context.is_running:
            return
        stem = Path(self._view.file_name).stem
        path = self._page.ask_where_to_print(context.say(_("{name}-sheets.pdf", name=stem)))
        if path is None:
            return
        language = context.language

        def work() -> None:
            from drillplanner.services.plan.sheets import write_sheets

            write_sheets(script.script, path, language)

        def done(_nothing: None) -> None:
            self._page.open_path(path)

        context.jobs.run("work", work, done, owner=self)

    def _on_folder(self) -> None:
        script = self._context.script
        if script is not None and script.path is not None:
            self._page.open_path(script.path.absolute().parent)
