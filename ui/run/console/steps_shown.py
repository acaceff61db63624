"""Decide how the steps are shown: which is next, which is chosen, which line is seen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, _
from drillplanner.run.clock.machine_clock import Clock, Stamp, now
from drillplanner.services.run.board import Board
from ui.run.console.board import TileLook
from ui.run.console.wording import Wording, countdown_text

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: How many running targets are told of at most.
_RUNNING = 12
_SECOND_NS = 10**9


class StepsShown:
    """The board's tiles, the words on what is next, and the targets that run.

    Args:
        page: what is seen.
        board: how the steps stand.
        wording: their words.
        clock: the machine's clocks.
    """

    def __init__(self, page: ConsolePage, board: Board, wording: Wording, clock: Clock) -> None:
        self._page = page
        self._board = board
        self._wording = wording
        self._clock = clock
        self.chosen = ""
        self.next = ""
        #: The post whose line alone is seen; empty shows all.
        self.line = ""
        self._second = 0
        #: What is awaited before any step; None where the next step is.
        self.awaited: Callable[[], Text | None] = lambda: None

    @property
    def seen(self) -> tuple[str, ...]:
        """List the steps of the line that is seen, in order."""
        return self._board.line(self.line)

    def open(self) -> None:
        """Make the tiles, and show what is next."""
        self.next = self._next_seen()
        self._page.build_steps([(step, self._look(step)) for step in self._board.order])
        names = [(post.id, self._wording.words(post.name)) for post in self._board.lines]
        self._page.build_lines(names if len(names) > 1 else [])
        if self.next:
            self._page.reveal_step(self.next)
        self.show_next()

    def refresh(self, touched: Collection[str]) -> None:
        """Show anew the steps that changed, and where the expected one moved."""
        before, self.next = self.next, self._next_seen()
        changed = set(touched)
        if before != self.next:
            changed |= {before, self.next} - {""}
            if self.next:
                self._page.reveal_step(self.next)
            self.show_next()
        for step in changed:
            self._show(step)
        if touched:
            self._show_running(now(self._clock))

    def tick(self, present: Stamp) -> None:
        """Count down."""
        for step in {self.next, self.chosen} - {""}:
            self._show(step, present)
        second = present.elapsed_ns // _SECOND_NS
        if second != self._second:
            self._second = second
            self._show_running(present)

    def change_line(self, by: int) -> None:
        """Look at the next line, or the one before; after the last come all again."""
        lines = ["", *(post.id for post in self._board.lines)]
        self.show_line(lines[(lines.index(self.line) + by) % len(lines)])

    def show_line(self, post: str) -> None:
        """Show the steps of one line only; every key goes on meaning the same."""
        self.line = post
        if self.chosen and self.chosen not in self.seen:
            self.choose("")
        self._page.show_line(post, self.seen)
        self.refresh(())

    def move(self, place: str) -> None:
        """Choose a neighbour by an arrow key."""
        order = self.seen
        moves = {"Up": -1, "Down": 1, "Left": -self._page.rows_of_steps}
        moves["Right"] = self._page.rows_of_steps
        if self.chosen in order:
            number = order.index(self.chosen) + moves[place]
        else:
            number = order.index(self.next) if self.next in order else 0
        if 0 <= number < len(order):
            self.choose(order[number])

    def choose(self, step: str) -> None:
        """Choose a step; empty chooses none."""
        before, self.chosen = self.chosen, step
        for one in {before, step} - {""}:
            self._show(one)
        if step:
            self._page.reveal_step(step)

    def aimed(self) -> str:
        """Give the step a verb is about: the chosen one, else what is expected next."""
        step = self.chosen or self.next
        if not step:
            self._page.refuse(self._wording.say(_("Choose a step first, with the arrow keys.")))
        return step

    def show_next(self) -> None:
        """Say what is expected next."""
        say = self._wording.say
        awaited = self.awaited()
        if awaited is not None:
            self._page.show_next(say(awaited))
        elif self.next:
            key = self._board.keys.get(self.next, "↵")
            step = self._wording.step(self._board.steps[self.next])
            self._page.show_next(say(_("Next: {key}  {step}", key=key, step=step)))
        elif self._board.next_step:
            self._page.show_next(say(_("This line is logged; Tab shows the others.")))
        else:
            self._page.show_next(say(_("All steps are logged; hold F12 to end the drill.")))

    # -- inside ------------------------------------------------------------------------

    def _next_seen(self) -> str:
        return next(iter(self._board.likely(1, self.seen if self.line else ())), "")

    def _show(self, step: str, present: Stamp | None = None) -> None:
        self._page.show_step(step, self._look(step, present))

    def _look(self, step: str, present: Stamp | None = None) -> TileLook:
        is_aimed = step in (self.next, self.chosen)
        present = present or now(self._clock)
        countdown = self._board.countdown(step, present.elapsed_ns) if is_aimed else None
        return self._wording.look(
            self._board.view(step),
            self._board,
            is_next=step == self.next,
            is_chosen=step == self.chosen,
            countdown=countdown,
        )

    def _show_running(self, present: Stamp) -> None:
        running = self._board.running(present.elapsed_ns)
        shown = [
            (self._wording.words(one.target.name), countdown_text(one.left_s), one.left_s < 0)
            for one in running[:_RUNNING]
        ]
        self._page.show_running(shown, len(running))
