"""Carry what the writing thread says of entries to the window's thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from drillplanner.base.texts import Text
from drillplanner.run.codec import Sealed
from ui.run.console.presenter import ConsolePresenter


class SaveNews(QObject):
    """Carries what the writing thread says to the window's thread."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.queued: list[Sealed] = []
        self.presenter: ConsolePresenter | None = None

    def entry_queued(self, sealed: Sealed) -> None:
        """Hand an entry on at once; before the console is there, keep it."""
        if self.presenter is not None:
            self.presenter.entry_queued(sealed)
        else:
            self.queued.append(sealed)

    def entries_saved(self, ids: Sequence[str]) -> None:
        """Say it on the window's thread."""
        self.saved.emit(tuple(ids))

    def saving_failed(self, fault: Text) -> None:
        """Say it on the window's thread."""
        self.failed.emit(fault)
