"""Undo and redo: frozen drafts with what was chosen in them; the stack only moves between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from typing_extensions import override

from drillplanner.base.texts import Text
from drillplanner.plan.editing.draft import Draft
from ui.widgets.grid.model import Selection


@dataclass(frozen=True, slots=True)
class Moment:
    """A draft, and what was chosen in it."""

    draft: Draft
    chosen: Selection


class _Act(QUndoCommand):
    def __init__(
        self, name: Text, before: Moment, after: Moment, show: Callable[[Moment], None]
    ) -> None:
        super().__init__(str(name))
        self.name, self.before, self.after, self._show = name, before, after, show

    @override
    def redo(self) -> None:
        self._show(self.after)

    @override
    def undo(self) -> None:
        self._show(self.before)


class History(QObject):
    """Every act of one draft, without limit; an act that changes nothing is none."""

    #: Another act would be undone or done again now.
    changed = Signal()

    def __init__(self, show: Callable[[Moment], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._stack = QUndoStack(self)
        self._stack.indexChanged.connect(self._on_index)

    def do(self, name: Text, before: Moment, after: Moment) -> bool:
        """Show the draft after an act, and remember the one before; False where nothing changed."""
        if before.draft == after.draft:
            return False
        self._stack.push(_Act(name, before, after, self._show))
        return True

    @property
    def undo_name(self) -> Text | None:
        """What would be undone."""
        return self._name(self._stack.index() - 1)

    @property
    def redo_name(self) -> Text | None:
        """What would be done again."""
        return self._name(self._stack.index())

    def undo(self) -> None:
        """Go back by one act."""
        self._stack.undo()

    def redo(self) -> None:
        """Go forward by one act."""
        self._stack.redo()

    def _on_index(self, _place: int) -> None:
        self.changed.emit()

    def _name(self, place: int) -> Text | None:
        command = self._stack.command(place) if 0 <= place < self._stack.count() else None
        return command.name if isinstance(command, _Act) else None
