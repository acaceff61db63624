"""Open the page of versions over the page from which it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from ui.context import AppContext
from ui.widgets.opening import LeavablePage, PageOver

if TYPE_CHECKING:
    # Read when the page is opened for the first time.
    from drillplanner.plan.comparing.merging import Merged
    from ui.plan.versions.presenter import Subject


class VersionsOver(QObject):
    """Opens one page of versions at a time."""

    def __init__(self, room: QStackedWidget, context: AppContext) -> None:
        super().__init__(room)
        self._context, self._over = context, PageOver(room)

    @property
    def page(self) -> LeavablePage | None:
        """The page while it is open."""
        return self._over.page

    def open_chosen(self) -> None:
        """Show the versions of the script that is chosen."""
        from ui.plan.versions.presenter import Subject

        script = self._context.script
        if script is not None:
            self.open(Subject(script.script, opened=script))

    def open(self, subject: Subject, take: Callable[[Merged], None] | None = None) -> None:
        """Show the versions of a script; `take` gets what a merge gives."""
        from ui.plan.versions.page import VersionsPage
        from ui.plan.versions.presenter import VersionsPresenter

        def make() -> LeavablePage:
            page = VersionsPage(self._context)
            presenter = VersionsPresenter(self._context, page, subject, page)
            if take is not None:
                presenter.merged.connect(take)
            return page

        self._over.show(make)
