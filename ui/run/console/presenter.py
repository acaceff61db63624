"""Lead one drill on the console: show entries as they are made and saved, move the clocks on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.run.clock.machine_clock import Clock, now
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.services.exchange.log_export import copied_marks
from drillplanner.services.run.board import Board
from drillplanner.services.run.live_session import LiveLog
from drillplanner.terms.document import Shape
from ui.run.console.audio_feedback import resumed_said, saved_said
from ui.run.console.beginning import Beginning
from ui.run.console.free_words import FreeWords
from ui.run.console.log_shown import LogShown
from ui.run.console.log_table import Saving
from ui.run.console.marking import Marking
from ui.run.console.presses import Parts, Presses
from ui.run.console.questions import Questions
from ui.run.console.steps_shown import StepsShown
from ui.run.console.unsaved import UnsavedWatch
from ui.run.console.wording import Wording, stopwatch
from ui.run.finish.marks_read import MarkLine, as_table, read_marks

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage


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
        self._suggest_place = suggest_place
        self._ended = ended
        base_ns = now(clock).base_ns
        self.board = Board(log.script, self._recorder.clock_id, base_ns, log.arming.posts)
        self._shown = LogShown(page, self.board, wording)
        self._early: list[Sealed] = []
        self._unsaved = UnsavedWatch(page, log.queue, wording.say)
        self.steps = StepsShown(page, self.board, wording, clock)
        self.questions = Questions(
            page, log.recorder, self.board, wording, self._try, save_elsewhere
        )
        self.free = FreeWords(page, log.recorder, self.board, wording, self.questions, self._try)
        self.marking = Marking(
            page,
            log.recorder,
            self.board,
            self.steps,
            wording,
            self.questions,
            self._try,
            self.free,
        )
        self.beginning = Beginning(
            page, log.recorder, self.board, wording.say, self._try, self._ended
        )
        self.steps.awaited = lambda: self.beginning.next_words
        parts = Parts(
            page,
            log.recorder,
            clock,
            self.board,
            self._shown,
            self.steps,
            self.questions,
            self.free,
            self.marking,
            self.beginning,
        )
        self.presses = Presses(parts, wording.say, self._try, double_press_ms)
        self._is_open = False
        self._stands = ("", "")

    # -- beginning and ending ----------------------------------------------------------

    def open(self) -> None:
        """Show the drill as it stands, and arm it if it is not."""
        source = self._recorder.station.source
        for sealed in self.log.before:
            # Others may have taken back, or named, what was marked here.
            if sealed.entry.source == source or self.board.find(sealed.entry.amends or ""):
                self._take_in(sealed.entry, "saved")
        self._is_open = True
        for sealed in self._early:
            self._take_in(sealed.entry, "saved" if not self.log.queue.unsaved else "writing")
        self.steps.open()
        self.free.open()
        self._page.show_where(self._say(self._where()))
        if self._recorder.phase == "ready":
            self._try(lambda: self._recorder.arm(self.log.arming.words()))
        self._show_state()
        self.on_tick()
        if self.log.before:
            self._page.tell_resumed(self._say(resumed_said(len(self.log.before))))
        self.presses.guard_start()

    def _where(self) -> Text:
        title, station = self.log.drill.title, self._recorder.station
        if station.round == 1:
            return _("{title} · {source}", title=title, source=station.source)
        return _(
            "{title} · round {round} · {source}",
            title=title,
            round=station.round,
            source=station.source,
        )

    def on_held(self, name: str) -> None:
        """Do what a key that was held long enough stands for."""
        if name == "end":
            self._end()
        elif name == "void_round":
            self.questions.asking.settle()
            self.beginning.void_round()

    def _end(self) -> None:
        self.questions.asking.settle()
        is_held = self._recorder.phase == "held"
        if self._try(self._recorder.abort if is_held else self._recorder.end) is not None:
            self._ended()

    @property
    def ending(self) -> str:
        """Say how the round ended here: ended, broken_off or void."""
        if self.beginning.is_void:
            return "void"
        return "broken_off" if self._recorder.phase == "aborted" else "ended"

    @property
    def marks(self) -> tuple[MarkLine, ...]:
        """List what was marked on this source, in order of time."""
        entries = self._recorder.state.entries.values()
        return read_marks(entries, self.board, self._wording, self._recorder.station.source)

    @property
    def marks_table(self) -> str:
        """Give the same as a log table, which is read back when it is pasted into a file.

        A mark without a step has no place in such a table; then it is the list as it is shown.
        """
        station, marks = self._recorder.station, self.marks
        table = copied_marks(
            (
                entry
                for entry in self._recorder.state.entries.values()
                if (entry.source, entry.round) == (station.source, station.round)
            ),
            self.log.script,
            {line.entry: line.words for line in marks},
        )
        heard = self.board.is_start_heard
        return table or as_table(marks, self._wording, is_start_heard=heard)

    @property
    def is_safe(self) -> bool:
        """Say whether the window may close: each entry is on a disk."""
        return self.log.queue.is_safe

    def refuse_closing(self) -> None:
        """Say why the window does not close."""
        self._unsaved.show(now(self._clock).elapsed_ns, is_asked=True)

    # -- what is asked, and which line is seen ------------------------------------------

    def on_line(self, post: str) -> None:
        """Show the line whose button was tapped."""
        self.steps.show_line(post)

    def on_answer(self, name: str, text: str) -> None:
        """Take the answer to what was asked."""
        self.questions.asking.take(name, text)

    def on_dropped(self) -> None:
        """Do nothing about what was asked."""
        self.questions.asking.forget()

    def ask_elsewhere(self) -> None:
        """Ask where to save the session besides."""
        self.questions.elsewhere(self._suggest_place())

    # -- what the queue says -----------------------------------------------------------

    def entry_queued(self, sealed: Sealed) -> None:
        """Show an entry as soon as it is made."""
        if not self._is_open:
            self._early.append(sealed)
            return
        touched = self._take_in(sealed.entry, "writing")
        if sealed.entry.kind in ("mark", "failed", "not_performed", "label", "void"):
            self.steps.refresh(touched)
            self.free.show()

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
        self.steps.tick(present)
        self.marking.tick(present.elapsed_ns)
        self.beginning.show(present)
        self._unsaved.show(present.elapsed_ns)

    # -- inside ------------------------------------------------------------------------

    def _try(self, verb: Callable[[], Entry]) -> Entry | None:
        """Log something; where it is refused say why."""
        try:
            entry = verb()
        except UserError as error:
            self._page.refuse(self._say(error.text))
            return None
        start = self.board.start
        stands = (self._recorder.phase, start.id if start is not None else "")
        if stands != self._stands:
            is_start = stands[1] != self._stands[1]
            self._stands = stands
            if is_start:
                self.steps.refresh(self.board.spoken_of)
            self._show_state()
        return entry

    def _take_in(self, entry: Entry, saving: Saving) -> frozenset[str]:
        touched = self._shown.take_in(entry, saving)
        self.free.take_in(entry)
        return touched

    def _show_state(self) -> None:
        phase = self._recorder.phase
        shape, words = _PHASES[phase]
        self._page.show_state(shape, self._say(words), self._say(self.beginning.caption))
        is_held = phase == "held"
        hold = pgettext("verb", "Resume") if is_held else pgettext("verb", "Pause")
        self._page.show_hold(self._say(hold))
        ending, hint = _ENDINGS[is_held]
        self._page.show_ending(self._say(ending), self._say(hint))
        self.beginning.show(now(self._clock))
        self.steps.show_next()
        self.free.show()

    def _say(self, text: Text) -> str:
        return self._wording.say(text)


#: What holding F12 does, and its hint: while the drill goes on, and while it is held.
_ENDINGS: tuple[tuple[Text, Text], tuple[Text, Text]] = (
    (_("Hold to end"), _("Hold F12 for one second to end the drill.")),
    (_("Hold to break off"), _("Hold F12 for one second to break the drill off.")),
)

_PHASES: dict[str, tuple[Shape, Text]] = {
    "ready": ("ring", pgettext("phase of a drill", "Ready")),
    "armed": ("ring", pgettext("phase of a drill", "Armed")),
    "running": ("disc", pgettext("phase of a drill", "Running")),
    "held": ("pause", pgettext("phase of a drill", "Paused")),
    "ended": ("dash", pgettext("phase of a drill", "Ended")),
    "aborted": ("cross", pgettext("phase of a drill", "Broken off")),
}
