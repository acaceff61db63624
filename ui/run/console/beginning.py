"""Begin a round on the console, take a false start back, or make the round void."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import Stamp
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import FALSE_START
from drillplanner.services.run.board import Board
from drillplanner.services.run.recorder import Recorder
from drillplanner.terms.document import Shape

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: For how long after the start one key takes it back, in nanoseconds. House value, class D.
WITHDRAWAL_NS = 8 * 10**9
_SECOND_NS = 10**9


class Beginning:
    """Knows whether the big clock has started, and what may be done about it now.

    Args:
        page: where it is shown.
        recorder: what is logged with.
        board: the steps, and what started the clock.
        say: puts a text into the window's language.
        attempt: logs something, and says why where it is refused.
        ended: what to do once the round is void.
    """

    def __init__(
        self,
        page: ConsolePage,
        recorder: Recorder,
        board: Board,
        say: Callable[[Text], str],
        attempt: Callable[[Callable[[], Entry]], Entry | None],
        ended: Callable[[], None],
    ) -> None:
        self._page = page
        self._recorder = recorder
        self._board = board
        self._say = say
        self._attempt = attempt
        self._ended = ended
        self.is_void = False
        self._shown: tuple[str, str, str] | None = None

    # -- what is done ------------------------------------------------------------------

    def begin(self, caught: Caught) -> None:
        """Start the clock on the radio call (开始); where it runs already, say so."""
        if self._is_waiting:
            self._attempt(lambda: self._recorder.begin(stamp=caught.stamp))
        else:
            self._page.refuse(self._say(_("The drill has begun already.")))

    def may_withdraw(self, present: Stamp) -> bool:
        """Say whether one key still takes the start back."""
        return self._left_ns(present) > 0

    def withdraw(self, present: Stamp) -> None:
        """Take a false start (误启动) back, with all that was logged of steps and holds since."""
        # The key may stay down: what took the start back must not make the round void as well.
        self._page.let_go()
        for entry in self._board.withdrawing():
            self._attempt(partial(self._recorder.void, entry, FALSE_START))
        self.show(present)
        self._page.tell(self._say(_("The start was taken back; the clock waits again.")), "swap")

    def void_round(self) -> None:
        """Make this round void (作废本轮): its key was held long enough.

        A round that has not begun is left as it is: whoever takes a false start back may keep
        the key down.
        """
        if self._recorder.phase == "armed" and self._board.start is None:
            words = _("Nothing has begun yet, so there is nothing to make void.")
            self._page.refuse(self._say(words))
        elif self._attempt(self._recorder.void_round) is not None:
            self.is_void = True
            self._ended()

    # -- what is shown -----------------------------------------------------------------

    def show(self, present: Stamp) -> None:
        """Show what may be done now, and for how many seconds yet."""
        left = self._left_ns(present)
        words, shape = self._standing(left)
        offer = "begin" if self._is_waiting else "withdraw" if left else "void_round"
        shown = (self._say(words) if words is not None else "", shape, offer)
        if shown != self._shown:
            self._shown = shown
            self._page.show_standing(shown[0], shape)
        # Asked each time: a button that was held offers the same as before only when let go.
        self._page.show_start(offer)

    @property
    def caption(self) -> Text:
        """Say what the big clock counts, or what starts it."""
        if self._board.is_start_heard:
            return _("since the start was heard by radio")
        if self._board.start is not None and self._board.start.bound == "at_most":
            return _("since T0, as heard by radio")
        if self._board.start is not None:
            return _("since T0 (the danger appears)")
        if self._board.sees_zero:
            return _("time of day; T0 starts the clock")
        return _("time of day; Enter starts the clock on the radio call")

    @property
    def next_words(self) -> Text | None:
        """Say what is awaited before any step, on a post that does not see T0; else None."""
        if self._is_waiting and not self._board.sees_zero:
            return _("Next: ↵  begin, when the start is heard by radio")
        return None

    # -- inside ------------------------------------------------------------------------

    @property
    def _is_waiting(self) -> bool:
        is_on = self._recorder.phase in ("armed", "running", "held")
        return is_on and self._board.zero_ns is None

    def _left_ns(self, present: Stamp) -> int:
        """Give how long the start can still be taken back; 0 if not."""
        zero_ns = self._board.zero_ns
        if zero_ns is None or self._recorder.phase not in ("running", "held"):
            return 0
        return max(0, WITHDRAWAL_NS - max(0, present.elapsed_ns - zero_ns))

    def _standing(self, left_ns: int) -> tuple[Text | None, Shape]:
        if self._recorder.phase == "held":
            words = _("Z resumes; hold F12 for one second to break off.")
            return words, "pause"
        if not left_ns:
            return None, "dot"
        seconds = -(-left_ns // _SECOND_NS)
        return ngettext(
            "False start? Delete takes it back ({count} second left).",
            "False start? Delete takes it back ({count} seconds left).",
            seconds,
        ), "triangle"
