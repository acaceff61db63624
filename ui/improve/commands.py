"""Take steps in somebody's name: on the data lane, one after the other, then read anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from ui.context import AppContext
from ui.settings import NAME_AT_WORK


class NameView(Protocol):
    """Where the page shows who is at work."""

    def show_name(self, name: str, known: str) -> None:
        """Show who is at work, and offer the name that is known from before."""

    def ask_name(self) -> None:
        """Lead to the field for the name, which is missing."""


class Acting(QObject):
    """Knows who is at work, and lets nothing be done by nobody or while a drill runs.

    A name holds for every room until the program ends; the next start asks again, for somebody
    else may sit there.
    """

    def __init__(
        self,
        context: AppContext,
        page: NameView,
        reload: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._reload = context, page, reload
        self.show()

    @property
    def name(self) -> str:
        """Give the name that the history will hold; empty until somebody said it."""
        return self._context.at_work

    def show(self) -> None:
        """Show who is at work: another room may have been told."""
        known = str(self._context.settings.extra.get(NAME_AT_WORK, ""))
        self._page.show_name(self.name, known)

    def rename(self, name: str) -> None:
        """Let somebody be at work here from now on."""
        said = " ".join(name.split())
        if said == self.name:
            return
        self._context.at_work = said
        settings = self._context.settings
        self._context.settings = replace(settings, extra={**settings.extra, NAME_AT_WORK: said})
        self._context.remember(self._context.settings)

    def do(self, work: Callable[[str], object], then: Callable[[], object] = lambda: None) -> None:
        """Do `work` in that name on the data lane, then `then`, then reload."""
        by, context = self.name, self._context
        if context.is_running:
            return
        if not by:
            self._page.ask_name()
            return

        def done(_done: object) -> None:
            then()
            self._reload()

        def failed(error: BaseException) -> None:
            context.failures.tell(error)
            self._reload()

        context.jobs.run("data", lambda: work(by), done, failed, owner=self)
