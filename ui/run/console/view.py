"""Say what a console can show and be asked, so that its presenter needs no window."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from drillplanner.terms.document import Shape
from ui.run.console.widgets.log_table import LogRow
from ui.run.console.widgets.tile import TileLook
from ui.run.console.widgets.unit_grid import UnitLook


class ConsoleView(Protocol):
    """The page as its presenter and its controller know it."""

    @property
    def chosen_entry(self) -> str:
        """The entry that is chosen in the log; empty if none is."""
        ...

    @property
    def typed(self) -> str:
        """What was typed into the line of the question."""
        ...

    @property
    def rows_of_steps(self) -> int:
        """How many tiles stand in one column."""
        ...

    def build_steps(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make the tiles of all steps."""
        ...

    def add_tiles(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make tiles beside those that are there."""
        ...

    def build_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Offer lines to look at alone."""
        ...

    def show_line(self, post: str, steps: Sequence[str]) -> None: ...

    def show_step(self, step: str, look: TileLook) -> None:
        """Show how a tile stands."""
        ...

    def reveal_step(self, step: str) -> None:
        """Let a step be seen."""
        ...

    def show_next(self, words: str) -> None: ...

    def show_running(self, running: Sequence[tuple[str, str, bool]], count: int) -> None:
        """Show the targets that run."""
        ...

    def show_time(self, text: str, ink: str) -> None:
        """Show the big clock."""
        ...

    def show_where(self, words: str) -> None:
        """Show which drill and source this is."""
        ...

    def show_state(self, shape: Shape, words: str, caption: str) -> None:
        """Show where the drill stands, and what the big clock counts."""
        ...

    def show_hold(self, words: str) -> None:
        """Show what the hold button does now."""
        ...

    def show_ending(self, words: str, hint: str) -> None:
        """Show what holding F12 does now."""
        ...

    def show_units(
        self,
        step: str,
        heading: str,
        shares: str,
        looks: Sequence[UnitLook],
        *,
        is_asked: bool = False,
    ) -> None:
        """Show the units of a step; an empty step shows none, `is_asked` shows them anywhere."""
        ...

    def offer_units(self, *, is_on: bool) -> None:
        """Offer to show the units of a step, where a step of the script has some."""
        ...

    def offer_heads(self, *, is_on: bool) -> None:
        """Offer head counts, where a step of the script takes them."""
        ...

    def show_start(self, offer: str) -> None:
        """Show what can be done about the start."""
        ...

    def show_standing(self, words: str, shape: Shape) -> None:
        """Show what holds as long as there are words."""
        ...

    def show_unnamed(self, words: str) -> None:
        """Show how many instants wait for a name."""
        ...

    def show_kept(self, words: str) -> None:
        """Show which instant is kept for further steps."""
        ...

    def show_radio(self, *, is_on: bool) -> None:
        """Show whether every press is of what was heard by radio."""
        ...

    def show_unsaved(self, words: str) -> None:
        """Show that entries are not saved, as long as there are words."""
        ...

    def add_row(self, row: LogRow) -> None:
        """Put an entry on top of the log."""
        ...

    def show_row(self, entry: str, words: str, *, is_void: bool) -> None:
        """Show what an entry says now, and whether it was taken back."""
        ...

    def retime_rows(self, times: Mapping[str, str]) -> None:
        """Show other times of entries."""
        ...

    def acknowledge(self, entry: str, words: str) -> None:
        """Show that an entry is on the disk."""
        ...

    def choose_row(self, by: int) -> None:
        """Choose a newer (-1) or older (1) row; 0 chooses none."""
        ...

    def choose_entry(self, entry: str) -> None:
        """Choose the row of an entry."""
        ...

    def tell(self, words: str, shape: Shape = "dot") -> None:
        """Say something in passing."""
        ...

    def tell_resumed(self, words: str) -> None:
        """Say that an unfinished drill goes on."""
        ...

    def refuse(self, words: str, shape: Shape = "triangle") -> None:
        """Say that a press was not taken, and why."""
        ...

    def ask(
        self,
        words: str,
        answers: Sequence[tuple[str, str]],
        hint: str,
        *,
        types: bool = False,
        text: str = "",
        enter: str = "",
        points: Collection[str] = (),
    ) -> None:
        """Ask in place; `points` are keys that go to the console while nothing is typed."""
        ...

    def drop_question(self) -> None:
        """Ask no more."""
        ...

    def put_away(self) -> bool:
        """Close what lies over the console, such as the keys; tell whether there was anything."""
        ...

    def zoom(self, by: int) -> None:
        """Show everything larger (1) or smaller (-1)."""
        ...

    def let_go(self) -> None:
        """Take a key that is held for let go."""
        ...
