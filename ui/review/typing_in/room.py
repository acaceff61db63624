"""Make the page of typing-in for a recorded drill, and open it over a room's stack of pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.services.review.typing_in import PaperDrill, new_typing
from ui.context import AppContext
from ui.review.typing_in.page import TypingInPage
from ui.review.typing_in.presenter import TypingInPresenter
from ui.widgets.opening import PageOver, PageTab


def make_typing_in(
    context: AppContext, drill_id: str, round_number: int | None = None
) -> TypingInPage:
    """Build the page, for the drill's last round unless one is given.

    Its signal `left` tells that the user goes back to where it was opened, `saved` that the
    drill's log is another now.
    """
    page = TypingInPage(context)
    TypingInPresenter(context, page, drill_id, page).open(round_number)
    return page


def make_paper_drill(context: AppContext, paper: PaperDrill) -> TypingInPage:
    """Build the page for a drill from paper that is made when it is saved.

    Raises:
        UserError: the drill has no script.
    """
    new_typing(paper)
    page = TypingInPage(context)
    TypingInPresenter(context, page, "", page).open_new(paper)
    return page


class TypingInOver(QObject):
    """Opens typing-in of the drill on the desk, or of the latest, over the page that is shown."""

    def __init__(self, room: QStackedWidget, context: AppContext) -> None:
        super().__init__(room)
        self._context = context
        self._over = PageOver(room)

    @property
    def page(self) -> TypingInPage | None:
        """Give the page while it is open."""
        page = self._over.page
        return page if isinstance(page, TypingInPage) else None

    def show_typing(self, drill: str = "") -> None:
        """Show the page of a drill; without one find it first."""
        if self.page is None:
            services, wanted = self._context.services, drill or self._context.drill
            self._context.jobs.run(
                "work",
                lambda: wanted or services.catalogue.latest(),
                self._show,
                owner=self,
                latest="drill",
            )

    def show_paper(self, paper: PaperDrill) -> None:
        """Show the empty grid of a drill from paper, unless it cannot have one."""
        if self.page is not None or self._context.is_running:
            return
        try:
            self._over.show(lambda: make_paper_drill(self._context, paper))
        except UserError as error:
            self._context.failures.tell(error)

    def _show(self, drill: str) -> None:
        if not self._context.is_running:
            self._over.show(lambda: make_typing_in(self._context, drill))


class TypingInTab(QObject):
    """Opens typing-in as a tab of its own beside others; it stays until it is left."""

    saved = Signal()

    def __init__(self, tabs: QTabWidget, context: AppContext) -> None:
        super().__init__(tabs)
        self._context = context
        self._tab = PageTab(tabs, context.say(_("Typing-in")))

    @property
    def page(self) -> TypingInPage | None:
        """Give the page while it is open."""
        page = self._tab.page
        return page if isinstance(page, TypingInPage) else None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; one that is open already for another drill keeps it until it is left."""

        def make() -> TypingInPage:
            page = make_typing_in(self._context, drill, round_number)
            page.saved.connect(self.saved)
            return page

        self._tab.show(make)
