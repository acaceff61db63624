"""Decide what a press on the console means: build the entry, show it, let the queue save it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.run.clock import Clock, Stamp, now
from drillplanner.run.codec import Sealed
from drillplanner.run.entries import Entry, Made
from drillplanner.run.instant import Caught
from drillplanner.services.running import LiveLog
from drillplanner.services.running_board import Board
from drillplanner.services.wording import Shape
from ui.run.keys import STEP_ARROWS, VERB_BY_KEY
from ui.run.log_model import LogRow, Saving
from ui.run.questions import Questions
from ui.run.spoken import resumed_said, saved_said
from ui.run.step_tile import TileLook
from ui.run.unsaved import UnsavedWatch
from ui.run.wording import Wording, stopwatch

if TYPE_CHECKING:
    from ui.run.console_page import ConsolePage

_MS = 10**6


class ConsolePresenter:
    """One drill on one console, from the first look at it to its end.

    Args:
        page: what is seen.
        log: the session that is logged.
        wording: its words.
        clock: the machine's clocks.
        double_press_ms: two presses of one key within this make one entry.
        save_elsewhere: saves the session to a path that was typed, and says how it went.
        ended: what to do once the drill has ended.
    """

    def __init__(
        self,
        page: ConsolePage,
        log: LiveLog,
        wording: Wording,
        clock: Clock,
        *,
        double_press_ms: int,
        save_elsewhere: Callable[[str], None],
        suggest_place: Callable[[], str],
        ended: Callable[[], None],
    ) -> None:
        self._page = page
        self.log = log
        self._recorder = log.recorder
        self._wording = wording
        self._clock = clock
        self._double_ns = double_press_ms * _MS
        self._suggest_place = suggest_place
        self._ended = ended
        self.board = Board(log.script, self._recorder.clock_id, now(clock).base_ns)
        self._accepted: dict[str, int] = {}
        self._mine: list[str] = []
        self._early: list[Sealed] = []
        self._chosen = ""
        self._next = ""
        self._unsaved = UnsavedWatch(page, log.queue, wording.say)
        self.questions = Questions(
            page, log.recorder, self.board, wording, self._try, save_elsewhere
        )
        self._is_open = False
        self._stands: tuple[str, bool] = ("", True)

    # -- beginning and ending ----------------------------------------------------------

    def open(self) -> None:
        """Show the drill as it stands, and arm it if it is not."""
        source = self._recorder.station.source
        for sealed in self.log.before:
            if sealed.entry.source == source:
                self._take_in(sealed.entry, "saved")
        self._is_open = True
        for sealed in self._early:
            self._take_in(sealed.entry, "saved" if not self.log.queue.unsaved else "writing")
        self._next = self.board.next_step or ""
        self._page.build_steps([(step, self._look(step)) for step in self.board.order])
        drill = self.log.drill
        self._page.show_where(self._say(_("{title} · {source}", title=drill.title, source=source)))
        if self._recorder.phase == "ready":
            self._try(self._recorder.arm)
        self._show_state()
        self.on_tick()
        if self._next:
            self._page.reveal_step(self._next)
        if self.log.before:
            self._page.tell_resumed(self._say(resumed_said(len(self.log.before))))

    def on_held(self, name: str) -> None:
        """Do what a key that was held long enough stands for."""
        if name == "end":
            self._end()

    def _end(self) -> None:
        self.questions.settle()
        if self._try(self._recorder.end) is not None:
            self._ended()

    @property
    def is_safe(self) -> bool:
        """Say whether the window may close: each entry is on a disk."""
        return self.log.queue.is_safe

    def refuse_closing(self) -> None:
        """Say why the window does not close."""
        self._unsaved.show(now(self._clock).elapsed_ns, is_asked=True)

    # -- presses -----------------------------------------------------------------------

    def on_key(self, place: str, caught: Caught, is_shifted: bool, _has_ctrl: bool = False) -> None:
        """Do what the key at a place stands for."""
        if place in STEP_ARROWS:
            self._choose(place, is_shifted)
        elif place in self.board.step_by_key:
            step = self.board.step_by_key[place]
            if is_shifted and self.board.unlabelled:
                self._name(step)
            elif self._is_single(step, caught):
                self._mark(step, caught, "key")
        elif place in VERB_BY_KEY:
            if self._is_single(VERB_BY_KEY[place], caught):
                self._do(VERB_BY_KEY[place], caught, "key")
        elif place == "Enter":
            if self._chosen and self._is_single(self._chosen, caught):
                self._mark(self._chosen, caught, "key")
        elif place == "Esc":
            self._page.drop_question()
            self._page.choose_row(0)
            self._set_chosen("")
        else:
            self.questions.answer_by_key(place)

    def on_tap(self, step: str, caught: Caught) -> None:
        """Mark the step whose tile was tapped."""
        if self._is_single(step, caught):
            self._mark(step, caught, "tap")

    def on_verb(self, verb: str, caught: Caught) -> None:
        """Do what a verb's button stands for."""
        if self._is_single(verb, caught):
            self._do(verb, caught, "tap")

    def on_answer(self, name: str, text: str) -> None:
        """Take the answer to what was asked."""
        if self.questions.answer(name, text):
            self._set_chosen("")

    def on_dropped(self) -> None:
        """Do nothing about what was asked."""
        self.questions.drop()

    def ask_elsewhere(self) -> None:
        """Ask where to save the session besides."""
        self.questions.ask_elsewhere(self._suggest_place())

    # -- what the queue says -----------------------------------------------------------

    def entry_queued(self, sealed: Sealed) -> None:
        """Show an entry as soon as it is made."""
        if not self._is_open:
            self._early.append(sealed)
            return
        touched = self._take_in(sealed.entry, "writing")
        if sealed.entry.kind in ("mark", "failed", "not_performed", "label", "void"):
            self._refresh(touched)

    def on_saved(self, entries: Collection[str]) -> None:
        """Show that entries are on the disk."""
        for id_ in entries:
            entry = self.board.find(id_)
            said = self._say(saved_said(entry, self.board, self._wording)) if entry else ""
            self._page.acknowledge(id_, said)
        self._unsaved.on_saved()

    def on_saving_failed(self, fault: Text) -> None:
        """Show that the disk did not take an entry."""
        self._unsaved.on_failed(fault, now(self._clock).elapsed_ns)

    def on_saved_elsewhere(self, path: str, count: int) -> None:
        """Say that the session lies in another place too."""
        self._page.tell(
            self._say(
                ngettext(
                    "{count} entry is in {file}.",
                    "{count} entries are in {file}.",
                    count,
                    file=path,
                )
            ),
            "disc",
        )

    def on_tick(self) -> None:
        """Move the clocks on, and note what befell them; ten times a second."""
        self._recorder.watch()
        present = now(self._clock)
        zero = self.board.zero_ns
        if zero is None:
            self._page.show_time(self._wording.wall(present.wall_utc_ns), "muted")
        else:
            ink = "doubt" if self._recorder.phase == "held" else "text"
            self._page.show_time(stopwatch(present.elapsed_ns - zero), ink)
        if self._next:
            self._page.show_step(self._next, self._look(self._next, present))
        self._unsaved.show(present.elapsed_ns)

    # -- verbs -------------------------------------------------------------------------

    def _do(self, verb: str, caught: Caught, made: Made) -> None:
        match verb:
            case "mark":
                self._mark_unnamed(caught, made)
            case "not_performed":
                self._not_performed()
            case "failed":
                self._ask_reason(caught, made)
            case "void_last":
                self._void_last()
            case "void":
                self._void(self._page.chosen_entry)
            case "hold":
                self._hold(caught)
            case "note":
                self.questions.ask_note()

    def _mark(self, step: str, caught: Caught, made: Made) -> None:
        view = self.board.view(step)
        unit = view.unit.id if view.unit is not None else None
        entry = self._try(
            lambda: self._recorder.mark(
                step, unit=unit, stamp=caught.stamp, made=made, text=caught.note
            )
        )
        if entry is not None and view.step.options:
            self.questions.ask_option(entry, step)

    def _mark_unnamed(self, caught: Caught, made: Made) -> None:
        entry = self._try(
            lambda: self._recorder.mark(None, stamp=caught.stamp, made=made, text=caught.note)
        )
        if entry is not None:
            count = len(self.board.unlabelled)
            self._page.tell(
                self._say(
                    ngettext(
                        "{count} mark waits for a name: Shift and the step's key.",
                        "{count} marks wait for a name: Shift and the step's key, oldest first.",
                        count,
                    )
                ),
                "lozenge",
            )

    def _name(self, step: str) -> None:
        """Say that the oldest mark without a name is of this step."""
        waiting = self.board.unlabelled[0]
        view = self.board.view(step)
        unit = view.unit.id if view.unit is not None else None
        self._try(lambda: self._recorder.label(waiting.id, step, unit=unit))

    def _not_performed(self) -> None:
        step = self._aimed()
        if step is not None:
            unit = self.board.view(step).unit
            self._try(lambda: self._recorder.not_performed(step, unit=unit.id if unit else None))
            self._set_chosen("")

    def _ask_reason(self, caught: Caught, made: Made) -> None:
        step = self._aimed()
        if step is not None:
            self.questions.ask_reason(step, caught, made)

    def _void_last(self) -> None:
        while self._mine:
            if self.board.voidable(self._mine[-1]):
                self._void(self._mine[-1])
                return
            self._mine.pop()
        self._page.refuse(self._say(_("There is nothing to void.")))

    def _void(self, entry: str) -> None:
        target = self.board.voidable(entry) if entry else None
        if target is None:
            words = _("Choose an entry in the log first: Shift and an arrow key, or a click.")
            self._page.refuse(self._say(words))
            return
        self._accepted.clear()
        if self._try(lambda: self._recorder.void(target)) is not None:
            self._page.choose_row(0)

    def _hold(self, caught: Caught) -> None:
        is_held = self._recorder.phase == "held"
        verb = self._recorder.resume if is_held else self._recorder.hold
        self._try(lambda: verb(stamp=caught.stamp))

    # -- inside ------------------------------------------------------------------------

    def _is_single(self, what: str, caught: Caught) -> bool:
        """Say whether this is a press of its own; a bounce of the same key is told of."""
        at_ns = caught.stamp.elapsed_ns
        last = self._accepted.get(what)
        if last is not None and abs(at_ns - last) < self._double_ns:
            words = _("Pressed twice at once: it counts as one.")
            self._page.refuse(self._say(words), "swap")
            return False
        self._accepted[what] = at_ns
        return True

    def _aimed(self) -> str | None:
        """Give the step a verb is about: the chosen one, else what is expected next."""
        step = self._chosen or self._next
        if not step:
            self._page.refuse(self._say(_("Choose a step first, with the arrow keys.")))
            return None
        return step

    def _choose(self, place: str, is_shifted: bool) -> None:
        if is_shifted and place in ("Up", "Down"):
            self._page.choose_row(-1 if place == "Up" else 1)
            return
        order = self.board.order
        rows = self._page.rows_of_steps
        moves = {"Up": -1, "Down": 1, "Left": -rows, "Right": rows}
        if self._chosen:
            number = order.index(self._chosen) + moves[place]
        else:
            number = order.index(self._next) if self._next else 0
        if 0 <= number < len(order):
            self._set_chosen(order[number])

    def _set_chosen(self, step: str) -> None:
        before, self._chosen = self._chosen, step
        for one in {before, step} - {""}:
            self._page.show_step(one, self._look(one))
        if step:
            self._page.reveal_step(step)

    def _try(self, verb: Callable[[], Entry]) -> Entry | None:
        """Log something; where it is refused say why."""
        try:
            entry = verb()
        except UserError as error:
            self._page.refuse(self._say(error.text))
            return None
        stands = (self._recorder.phase, self.board.zero_ns is None)
        if stands != self._stands:
            self._stands = stands
            self._show_state()
        return entry

    def _take_in(self, entry: Entry, saving: Saving) -> frozenset[str]:
        touched = self.board.add(entry)
        shape, words = self._wording.entry(entry, self.board)
        time = self._wording.time(entry, self.board)
        is_amendment = entry.kind in ("void", "label")
        self._page.add_row(LogRow(entry.id, time, words, shape, saving, False, is_amendment))
        if entry.kind in ("mark", "failed", "not_performed", "note", "label"):
            self._mine.append(entry.id)
        target = self.board.find(entry.amends) if entry.amends else None
        if entry.kind == "void" and target is not None:
            self._page.strike_row(target.id)
            target = self.board.find(target.amends or "") if target.kind == "label" else None
        if target is not None and target.amends is None and not self.board.is_void(target.id):
            self._page.reword_row(target.id, self._wording.entry(target, self.board)[1])
        return touched

    def _refresh(self, touched: Collection[str]) -> None:
        """Show anew the steps that changed, and where the expected one moved."""
        before, self._next = self._next, self.board.next_step or ""
        changed = set(touched)
        if before != self._next:
            changed |= {before, self._next} - {""}
            if self._next:
                self._page.reveal_step(self._next)
            self._show_next()
        for step in changed:
            self._page.show_step(step, self._look(step))

    def _look(self, step: str, present: Stamp | None = None) -> TileLook:
        is_next = step == self._next
        present = present or now(self._clock)
        countdown = self.board.countdown(step, present.elapsed_ns) if is_next else None
        return self._wording.look(
            self.board.view(step),
            self.board,
            is_next=is_next,
            is_chosen=step == self._chosen,
            countdown=countdown,
        )

    def _show_state(self) -> None:
        phase = self._recorder.phase
        shape, words = _PHASES[phase]
        since = _("since T0 (the danger appears)")
        waiting = _("time of day; T0 starts the clock")
        caption = waiting if self.board.zero_ns is None else since
        self._page.show_state(shape, self._say(words), self._say(caption))
        resume = pgettext("verb", "Resume")
        hold = pgettext("verb", "Hold")
        self._page.show_hold(self._say(resume if phase == "held" else hold))
        self._show_next()

    def _show_next(self) -> None:
        if not self._next:
            self._page.show_next(self._say(_("All steps are logged; hold F12 to end the drill.")))
            return
        step = self.board.steps[self._next]
        self._page.show_next(
            self._say(
                _(
                    "Next: {key}  {step}",
                    key=self.board.keys.get(self._next, "↵"),
                    step=self._wording.step(step),
                )
            )
        )

    def _say(self, text: Text) -> str:
        return self._wording.say(text)


_PHASES: dict[str, tuple[Shape, Text]] = {
    "ready": ("ring", pgettext("phase of a drill", "Ready")),
    "armed": ("ring", pgettext("phase of a drill", "Armed")),
    "running": ("disc", pgettext("phase of a drill", "Running")),
    "held": ("pause", pgettext("phase of a drill", "Held")),
    "ended": ("dash", pgettext("phase of a drill", "Ended")),
    "aborted": ("cross", pgettext("phase of a drill", "Broken off")),
}
