"""Open the page of importing over the review."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from drillplanner.plan.model import Script
from ui.context import AppContext
from ui.review.import_log.page import ImportPage
from ui.review.import_log.presenter import ImportPresenter
from ui.widgets.opening import PageOver


class ImportOver(QObject):
    """Opens importing over the page that is shown; `joined` carries a log table by name and text.

    The page stays until it is closed: a table may be refused by the drill.
    """

    joined = Signal(str, str)

    def __init__(self, room: QStackedWidget, context: AppContext) -> None:
        super().__init__(room)
        self._context = context
        self._over = PageOver(room)

    @property
    def page(self) -> ImportPage | None:
        """Give the page while it is open."""
        page = self._over.page
        return page if isinstance(page, ImportPage) else None

    def open(self, script: Script | None, path: Path | None = None, *, can_join: bool) -> None:
        """Show the page, reading a file at once if one is given; nothing opens in a drill."""
        if self._context.is_running:
            return
        self._over.show(lambda: self._made(script, can_join=can_join))
        page = self.page
        if page is not None and path is not None:
            page.fileChosen.emit(path)

    def close(self) -> None:
        """Go back to what was shown before."""
        page = self.page
        if page is not None:
            page.left.emit()

    def _made(self, script: Script | None, *, can_join: bool) -> ImportPage:
        page = ImportPage(self._context)
        presenter = ImportPresenter(self._context, page, script, page, can_join=can_join)
        presenter.joined.connect(self.joined)
        return page
