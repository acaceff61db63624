"""What the page of typing-in is told by its presenter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from drillplanner.base.texts import Text
from drillplanner.services.review.typing_in import Grid, Typing


@dataclass(frozen=True, slots=True)
class State:
    """What the page's buttons say."""

    saved: Text
    undo: Text | None = None
    redo: Text | None = None
    is_unsaved: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change by its name, with the grid before and after it."""

    name: Text
    before: Grid
    after: Grid


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell for which nothing can be saved, and why."""

    line: str
    column: int
    why: Text


class View(Protocol):
    """What the presenter asks of its page."""

    typed: Any
    columnChanged: Any
    columnAdded: Any
    columnRemoved: Any
    markAdded: Any
    roundChosen: Any
    saveAsked: Any
    dropAsked: Any
    undoAsked: Any
    redoAsked: Any
    exportAsked: Any
    backAsked: Any

    @property
    def day(self) -> date:
        """Give the day on which a drill from paper was held."""
        ...

    def finish_cell(self) -> None:
        """Take what is being typed as typed."""

    def show_typing(self, typing: Typing) -> None:
        """Show which drill is typed into."""

    def show_grid(self, typing: Typing, grid: Grid) -> None:
        """Show the grid."""

    def show_state(self, state: State) -> None:
        """Show what is unsaved and what can be undone."""

    def show_notice(self, words: str) -> None:
        """Say why something was not done; empty words take it away."""

    def go_to(self, line: str, column: int) -> None:
        """Make a cell the current one."""

    def tell_saved(self) -> None:
        """Tell that the drill's log is another now."""

    def leave(self) -> None:
        """Tell that the page was left."""
