"""Open the editor over the planning room: with a script, with a draft, or with nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from ui.context import AppContext
from ui.plan.versions.room import VersionsOver
from ui.widgets.opening import LeavablePage, PageOver

if TYPE_CHECKING:
    # Reads and writes scripts: imported when the editor is opened for the first time.
    from drillplanner.plan.library.packs import Wish
    from drillplanner.services.plan.drafts import KeptDraft
    from ui.plan.editor.page import EditorPage
    from ui.plan.editor.presenter import EditorPresenter


def make_editor(
    context: AppContext, kept: KeptDraft, versions: VersionsOver | None = None
) -> LeavablePage:
    """Build the page for a draft that is kept; `versions` opens a page over it."""
    from drillplanner.services.plan.drafts import DraftDesk
    from ui.plan.editor.page import EditorPage
    from ui.plan.editor.presenter import EditorPresenter

    page = EditorPage(context)
    presenter = EditorPresenter(context, page, DraftDesk(context.services.drafts, kept), page)
    if versions is not None:
        presenter.versionsRequested.connect(partial(versions.open, take=presenter.take_merged))
    look_up = partial(_look_up_ledger, context, page, presenter)
    page.ledger.asked.connect(look_up)
    look_up()
    return page


def _look_up_ledger(context: AppContext, page: EditorPage, presenter: EditorPresenter) -> None:
    """Read what the ledger holds for scripts of the draft's kind."""
    room, kind = context.services.improvements, presenter.draft.script.kind
    work = partial(room.for_script, kind, context.language)
    context.jobs.run("work", work, page.ledger.show_ledger, owner=page, latest="ledger")


class EditorOver(QObject):
    """Opens the editor; a draft that was begun from the same script is gone on with."""

    closed = Signal()

    def __init__(self, room: QStackedWidget, context: AppContext) -> None:
        super().__init__(room)
        self._context, self._over = context, PageOver(room)
        self.versions = VersionsOver(room, context)

    @property
    def page(self) -> LeavablePage | None:
        """Give the page while it is open."""
        return self._over.page

    def edit_chosen(self) -> None:
        """Edit the script that is chosen: its draft if there is one, else a new one."""
        script, drafts = self._context.script, self._context.services.drafts
        if script is None:
            return

        def work() -> KeptDraft:
            from drillplanner.services.plan.drafts import draft_of

            return drafts.of(script) or drafts.begin(draft_of(script), script)

        self._open(work)

    def go_on(self, draft: str) -> None:
        self._open(partial(self._context.services.drafts.open, draft))

    def begin(self) -> None:
        """Begin a script from nothing."""
        drafts, language = self._context.services.drafts, self._context.language
        title = self._context.say(_("New script"))

        def work() -> KeptDraft:
            from drillplanner.plan.editing.draft import Draft, blank_script
            from drillplanner.services.plan.scripts import own_id

            script = blank_script(own_id("script"), title, "anti_violence", language)
            return drafts.begin(Draft(script))

        self._open(work)

    def begin_with(self, wish: Wish) -> None:
        """Begin a script by what was said to matter."""
        drafts = self._context.services.drafts

        def work() -> KeptDraft:
            from drillplanner.plan.editing.draft import Draft
            from drillplanner.plan.library.packs import build
            from drillplanner.plan.particulars import Particulars
            from drillplanner.services.plan.scripts import own_id

            script = build(wish, own_id(f"{wish.kind.replace('_', '-')}-{wish.level}"))
            return drafts.begin(Draft(script, particulars=Particulars(school=wish.school)))

        self._open(work)

    def import_table(self, path: Path) -> None:
        """Show what comes of a table as a script, and begin a draft with it if that is wanted."""
        from drillplanner.exchange.importing.opening import Workbook, open_tables

        def work() -> Workbook:
            return open_tables(path)

        def show(workbook: Workbook) -> None:
            from ui.plan.intake.page import IntakePage
            from ui.plan.intake.presenter import IntakePresenter

            def make() -> LeavablePage:
                page = IntakePage(self._context)
                presenter = IntakePresenter(self._context, page, workbook, page)
                presenter.taken.connect(self._show)
                page.left.connect(self.closed)
                return page

            self._over.show(make)

        self._context.jobs.run("work", work, show, owner=self, latest="table")

    def _open(self, work: Callable[[], KeptDraft]) -> None:
        if self._context.is_running:
            text = _("A drill is running; edit the script when it has ended.")
            self._context.failures.tell(UserError(text))
            return
        self._context.jobs.run("data", work, self._show, owner=self, latest="draft")

    def _show(self, kept: KeptDraft) -> None:
        def make() -> LeavablePage:
            page = make_editor(self._context, kept, self.versions)
            page.left.connect(self.closed)
            return page

        self._over.show(make)
