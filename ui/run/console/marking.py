"""Log what a press says of steps: at its instant, at one kept before, or as it was heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, _
from drillplanner.exchange.time_reader.late import Ago
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import Stamp
from drillplanner.run.entry import Entry, Made, Observed
from drillplanner.run.entry_markers import same_text
from drillplanner.services.run.board import Board
from drillplanner.services.run.recorder import Recorder
from ui.run.console.free_words import FreeWords
from ui.run.console.questions import LIKELY, Attempt, Questions
from ui.run.console.steps_shown import StepsShown
from ui.run.console.wording import Wording

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: An instant that is kept for further steps is let go after so long without one.
_KEPT_NS = 10 * 10**9


@dataclass(frozen=True, slots=True)
class _Kept:
    """The instant of an entry, kept for further steps until `until_ns`."""

    entry: Entry
    until_ns: int


class Marking:
    """Everything a keeper logs of steps.

    Args:
        page: where it is told of.
        recorder: what logs.
        board: how the steps stand.
        steps: which step is aimed at.
        wording: words.
        questions: what is asked afterwards.
        attempt: logs something, and says why where it is refused.
        free: names marks in words.
    """

    def __init__(
        self,
        page: ConsolePage,
        recorder: Recorder,
        board: Board,
        steps: StepsShown,
        wording: Wording,
        questions: Questions,
        attempt: Attempt,
        free: FreeWords,
    ) -> None:
        self._page = page
        self._recorder = recorder
        self._board = board
        self._steps = steps
        self._wording = wording
        self._questions = questions
        self._attempt = attempt
        self._free = free
        #: Whether every press is of what was heard by radio (听报).
        self.hears_radio = False
        self._last: Entry | None = None
        self._kept: _Kept | None = None

    # -- marks -------------------------------------------------------------------------

    def step(self, step: str, caught: Caught, made: Made, *, by_radio: bool = False) -> None:
        """Mark a step, or its next unit; at the kept instant while one is kept."""
        if self._kept is not None:
            self._mark_kept(step, caught, made)
            return
        self._marked(self._mark_now(step, caught, made, by_radio=by_radio), step)

    def nameless(self, caught: Caught, made: Made, *, by_radio: bool = False) -> None:
        """Keep an instant of which it is said later what it was."""
        entry = self._mark_now(None, caught, made, by_radio=by_radio)
        if entry is None:
            return
        self.let_go()
        self._last = entry
        if self._free.is_free_play:
            self._free.ask()
            return
        likely = self._board.likely(LIKELY, self._steps.seen if self._steps.line else ())
        self._questions.which_step(
            entry,
            likely,
            lambda step: self._name(entry.id, step),
            lambda words: self._free.name_or_ask(entry.id, words),
        )

    def words(self, words: str, caught: Caught, made: Made, *, by_radio: bool = False) -> None:
        """Mark what has words and no step; at the kept instant while one is kept."""
        if self._kept is not None:
            entry = self._at_kept(self._kept, None, caught, made)
        else:
            entry = self._mark_now(None, caught, made, by_radio=by_radio)
            self._last = entry or self._last
        if entry is not None:
            self._free.name(entry.id, words)

    def name(self, step: str) -> bool:
        """Say of which step a nameless mark is: the chosen one, else the oldest; False if none."""
        entry = self._board.waiting(self._page.chosen_entry)
        if entry is not None:
            self._name(entry.id, step)
        return entry is not None

    def late(self, caught: Caught) -> None:
        """Ask when the aimed step happened, and log it as entered late (补记)."""
        step = self._steps.aimed()
        if not step:
            return

        def log(ago: Ago) -> None:
            is_heard = self._observed() == "radio"
            usual = self._recorder.radio_u_s if is_heard else self._recorder.press_u_s
            u_s = ago.u_s(usual)
            stamp = caught.stamp.earlier(ago.ago_ns, u_s)
            entry = self._attempt(
                lambda: self._recorder.mark(
                    step,
                    unit=self._unit(step),
                    stamp=stamp,
                    u_s=u_s,
                    observed=self._observed(),
                    made="late",
                    text=ago.words(),
                )
            )
            self._marked(entry, step)
            self._steps.choose("")

        self._questions.how_long_ago(step, caught, log)

    # -- one instant for several steps ---------------------------------------------------

    def keep(self, now_ns: int) -> None:
        """Keep the last mark's instant for further steps, or let it go."""
        if self._kept is not None:
            self.let_go()
            return
        last = self._last
        if last is None or self._board.is_void(last.id):
            self._page.refuse(self._say(_("Mark a step first; then C and the keys of the others.")))
            return
        self._kept = _Kept(last, now_ns + _KEPT_NS)
        self._page.show_kept(
            self._say(
                _(
                    "Same instant {time}: press the keys of the other steps. C or Esc ends it.",
                    time=self._wording.time(last, self._board),
                )
            )
        )

    def let_go(self) -> None:
        """Let a kept instant go: the next press has its own."""
        if self._kept is not None:
            self._kept = None
            self._page.show_kept("")

    def let_go_of_void(self) -> None:
        """Let a kept instant go whose entry was taken back: nothing happened then."""
        if self._kept is not None and self._board.is_void(self._kept.entry.id):
            self.let_go()

    def tick(self, now_ns: int) -> None:
        """Let a kept instant go that nobody used for a while."""
        if self._kept is not None and now_ns > self._kept.until_ns:
            self.let_go()

    # -- not done, failed ----------------------------------------------------------------

    def not_performed(self) -> None:
        """Say that the aimed step, or its next unit, was not performed."""
        step = self._steps.aimed()
        if step:
            unit = self._unit(step)
            self._attempt(lambda: self._recorder.not_performed(step, unit=unit))
            self._steps.choose("")

    def failed(self, caught: Caught, made: Made, *, by_radio: bool = False) -> None:
        """Ask why the aimed step failed; its instant is that of the press."""
        step = self._steps.aimed()
        if step:
            self._questions.why_failed(
                step,
                caught,
                made,
                self._observed(by_radio=by_radio),
                lambda: self._steps.choose(""),
            )

    def sync(self, caught: Caught) -> None:
        """Mark a moment that all stations mark (对时标记); they name it by its number."""
        name = self._board.next_sync
        entry = self._attempt(lambda: self._recorder.sync(name, stamp=caught.stamp))
        if entry is not None:
            words = _(
                "Sync mark {name}: it ties this laptop to every other that has {name} too.",
                name=name,
            )
            self._page.tell(self._say(words), "swap")

    def switch_radio(self) -> None:
        """Take every press from now on as heard by radio, or as seen again."""
        self.hears_radio = not self.hears_radio
        self._page.show_radio(is_on=self.hears_radio)
        words = (
            _("Heard by radio: times are upper bounds until B is pressed again.")
            if self.hears_radio
            else _("Seen: times are those of the press.")
        )
        self._page.tell(self._say(words), "triangle" if self.hears_radio else "disc")

    # -- inside ------------------------------------------------------------------------

    def _mark_kept(self, step: str, caught: Caught, made: Made) -> None:
        if self._kept is not None:
            self._marked(self._at_kept(self._kept, step, caught, made), step, is_last=False)

    def _at_kept(self, kept: _Kept, step: str | None, caught: Caught, made: Made) -> Entry | None:
        first = kept.entry
        stamp = Stamp(first.elapsed_ns, first.wall_utc_ns, first.u_s)
        self._kept = _Kept(first, caught.stamp.elapsed_ns + _KEPT_NS)
        return self._attempt(
            lambda: self._recorder.mark(
                step,
                unit=self._unit(step) if step else None,
                stamp=stamp,
                observed=first.observed,
                bound=first.bound,
                u_s=first.u_s,
                made=made,
                text=same_text(first.id),
            )
        )

    def _mark_now(
        self, step: str | None, caught: Caught, made: Made, *, by_radio: bool
    ) -> Entry | None:
        return self._attempt(
            lambda: self._recorder.mark(
                step,
                unit=self._unit(step) if step else None,
                stamp=caught.stamp,
                observed=self._observed(by_radio=by_radio),
                made=made,
                text=caught.note,
            )
        )

    def _marked(self, entry: Entry | None, step: str, *, is_last: bool = True) -> None:
        if entry is None:
            return
        if is_last:
            self._last = entry
        asked = self._board.steps[step]
        if asked.options:
            self._questions.which_way(entry, step)
        elif asked.units:
            self._questions.which_unit(entry, step)

    def _name(self, entry: str, step: str) -> None:
        if any(one.id == entry for one in self._board.unlabelled):
            if self._questions.asking.about == entry:
                self._questions.asking.drop()
            unit = self._unit(step)
            self._attempt(lambda: self._recorder.label(entry, step, unit=unit))

    def _unit(self, step: str) -> str | None:
        unit = self._board.view(step).unit
        return unit.id if unit is not None else None

    def _observed(self, *, by_radio: bool = False) -> Observed:
        return "radio" if by_radio or self.hears_radio else "seen"

    def _say(self, text: Text) -> str:
        return self._wording.say(text)
