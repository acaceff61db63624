"""Carry what the writing thread says of entries to the window's thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from drillplanner.base.texts import Text


class SaveNews(QObject):
    """Hears the save queue on its thread; its signals are to be connected as queued ones."""

    saved = Signal(object)
    failed = Signal(object)

    def entries_saved(self, ids: Sequence[str]) -> None:
        """Say it on the window's thread."""
        self.saved.emit(tuple(ids))

    def saving_failed(self, fault: Text) -> None:
        """Say it on the window's thread."""
        self.failed.emit(fault)
