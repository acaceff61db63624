"""Show what came of each press: rows, tiles, clocks, where the drill stands, what is unsaved.

It decides nothing that is logged; `controller` does, and hands the outcome over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QObject

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.plan.free_play import is_free_play
from drillplanner.plan.numbering import head_count_places
from drillplanner.run.clock.machine_clock import Clock, Stamp, now
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import FALSE_START, hold_reason, is_void_round
from drillplanner.run.live_log import AMENDING, Phase
from drillplanner.services.exchange.log_export import copied_marks
from drillplanner.services.run.board import WORDS
from drillplanner.services.run.commands import Arm
from drillplanner.services.run.session import LiveSession, Outcome
from drillplanner.services.run.station_steps import STEP_KEYS
from drillplanner.services.run.unit_times import shares, unit_times
from drillplanner.terms.document import Shape
from drillplanner.terms.phrases import listed
from drillplanner.terms.vocabulary import HOLD_REASONS_SAID
from ui.run.console.audio_feedback import resumed_said, saved_said
from ui.run.console.view import ConsoleView
from ui.run.console.widgets.log_table import KEPT_ROWS, LogRow, Saving
from ui.run.console.widgets.tile import TileLook
from ui.run.console.wording import Wording, countdown_text, stopwatch
from ui.run.finish.gaps_list import GapLine
from ui.run.finish.gaps_read import read_gaps
from ui.run.finish.marks_read import MarkLine, as_table, read_marks

_SECOND_NS = 10**9
#: How many running targets are told of at most.
_RUNNING = 12
#: How many targets are named that a pause interrupted; the words have one line or two.
_INTERRUPTED = 4
#: Entries on their way for longer than this are told of; a disk takes some milliseconds.
_SLOW_NS = 1_500_000_000
#: For how long after the start one key takes it back. House value, class D.
FALSE_START_NS = 8 * _SECOND_NS


class ConsolePresenter(QObject):
    """One drill on one console, from the first look at it to its end."""

    def __init__(
        self,
        page: ConsoleView,
        session: LiveSession,
        wording: Wording,
        clock: Clock,
        parent: QObject | None = None,
        *,
        unit_seconds: Sequence[int] = (),
        unconfirmed: int = 0,
    ) -> None:
        super().__init__(parent)
        #: How many safety items this post armed without, as a rehearsal may.
        self._unconfirmed = unconfirmed
        self._unit_seconds = tuple(unit_seconds)
        #: The step whose units are seen; empty where none are.
        self.unit_step = ""
        #: The step whose units were asked for, and stay until they are put away.
        self._pinned = ""
        #: When other units came to be seen there, on the elapsed clock.
        self.units_since_ns = 0
        self._page = page
        self.session = session
        self.board = session.board
        self._recorder = session.recorder
        self._wording = wording
        self._say = wording.say
        self._clock = clock
        self._is_free_play = is_free_play(session.script)
        self._free_keys = [key for key in STEP_KEYS if key not in self.board.step_by_key]
        self.chosen = ""
        self.next = ""
        #: The post whose line alone is seen; empty shows all.
        self.line = ""
        #: The entries whose times are shown since a start, and that start.
        self._since: deque[Entry] = deque(maxlen=KEPT_ROWS)
        self._start = ""
        self._phase: Phase | None = None
        self._second = 0
        #: How many instants without a name were shown last.
        self._unnamed = 0
        self._shown_standing: tuple[str, str, str] | None = None
        self._fault: Text | None = None
        self._slow_since_ns: int | None = None

    # -- beginning and ending ----------------------------------------------------------

    def open(self) -> None:
        """Show the drill as it stands, and arm it if it is not."""
        source = self._recorder.station.source
        entries = self.session.recorder.log.entries
        for sealed in self.session.before:
            # Others may have taken back, or named, what was marked here.
            target = entries.get(sealed.entry.amends or "")
            if source in (sealed.entry.source, target.source if target is not None else None):
                self._add_row(sealed.entry, "saved")
        self._build_tiles()
        self._page.show_where(self._say(self._where()))
        if self._recorder.phase == "ready":
            session = self.session
            self.show(session.do(Arm(session.arming.words(), session.arm_notes)))
        self.show(self.session.watch())
        self._show_state()
        self.on_tick()
        if self.session.before:
            self._page.tell_resumed(self._say(resumed_said(len(self.session.before))))
        if self._was_heard_by_radio():
            words = _("The last time was heard by radio. Radio mode is off now: B turns it on.")
            self._page.tell(self._say(words), "triangle")

    def _was_heard_by_radio(self) -> bool:
        """Whether this laptop's last mark before the start was: the mode itself is not kept."""
        source = self._recorder.station.source
        marks = [
            sealed.entry
            for sealed in self.session.before
            if sealed.entry.kind == "mark" and sealed.entry.source == source
        ]
        return bool(marks) and marks[-1].observed == "radio"

    def show_anew(self) -> None:
        """Show everything on a page that was made anew, in another theme or at another size."""
        rows = list(self._recorder.log.newest(KEPT_ROWS))
        self._since.clear()
        self._start = ""
        unsaved = {one.id for one in self.session.queue.waiting}
        for entry in reversed(rows):
            if entry.source == self._recorder.station.source:
                self._add_row(entry, "writing" if entry.id in unsaved else "saved")
        self._shown_standing = None
        self._unnamed = 0
        self._build_tiles()
        self._page.show_where(self._say(self._where()))
        self._show_state()
        self.on_tick()

    def _where(self) -> Text:
        title, station = self.session.drill.title, self._recorder.station
        if station.round == 1:
            return _("{title} · {source}", title=title, source=station.source)
        return _(
            "{title} · round {round} · {source}",
            title=title,
            round=station.round,
            source=station.source,
        )

    @property
    def ending(self) -> str:
        """Say how the round ended here: ended, broken_off or void; empty while it goes on."""
        log = self._recorder.log
        if any(is_void_round(one) and log.is_live(one.id) for one in log):
            return "void"
        return {"aborted": "broken_off", "ended": "ended"}.get(self._recorder.phase, "")

    @property
    def lacks_start(self) -> Text | None:
        """Say that this post keeps T0 and none stands; None where one does."""
        log, board = self._recorder.log, self.board
        if self._is_free_play or not board.sees_zero or board.start is not None:
            return None
        if any(one.text == FALSE_START and log.is_live(one.id) for one in log):
            return _(
                "The start was taken back as false, and no other was marked: no target can be "
                "measured. Go back to the console, or enter T0 late below."
            )
        return _(
            "T0 was not marked: no target can be measured. Go back to the console, or enter it "
            "late below."
        )

    @property
    def marks(self) -> tuple[MarkLine, ...]:
        """List what was marked on this source, in order of time."""
        source = self._recorder.station.source
        return read_marks(self._recorder.log, self.board, self._wording, source)

    @property
    def marks_table(self) -> str:
        """Give the same as a log table, which is read back when it is pasted into a file.

        A mark without a step has no place in such a table; then it is the list as it is shown.
        """
        station, marks = self._recorder.station, self.marks
        table = copied_marks(
            (
                entry
                for entry in self._recorder.log
                if (entry.source, entry.round) == (station.source, station.round)
            ),
            self.session.script,
            {line.entry: line.words for line in marks},
        )
        heard = self.board.is_start_heard
        return table or as_table(marks, self._wording, is_start_heard=heard)

    @property
    def gap_lines(self) -> tuple[GapLine, ...]:
        """List what the log lacks, in words."""
        source = self._recorder.station.source
        if self._is_free_play:
            return ()
        return read_gaps(self.board, self._recorder.log, self._wording, source)

    def said_of(self, entry: str) -> str:
        """Say what an entry says, a mark with its time."""
        found = self.board.find(entry)
        if found is None:
            return ""
        words = self._wording.entry(found, self.board)[1]
        if found.kind != "mark":
            return words
        return f"{self._wording.time(found, self.board)}  {words}"

    @property
    def has_free_marks(self) -> bool:
        """Say whether anything was marked that is of no step of a script."""
        return self._is_free_play or bool(self.board.words or self.board.unlabelled)

    @property
    def is_safe(self) -> bool:
        """Say whether the window may close: each entry is on a disk."""
        return self.session.queue.is_safe

    # -- what was done -----------------------------------------------------------------

    def show(self, outcome: Outcome) -> None:
        """Show what came of a command."""
        if outcome.entries:
            self._page.tell("")
            self._show_entries(outcome)
        if outcome.refusal is not None:
            self._page.refuse(self._say(outcome.refusal))
        elif outcome.act:
            self._page.tell(self._say(self._reversed_said(outcome)), "swap")

    def tell_interrupted(self) -> None:
        """Say which targets the pause that is over interrupted, and what counts it."""
        names = [self._wording.words(one.name) for one in self.board.interrupted()]
        words = _("The big clock has run on; limits do not count the pause.")
        if names:
            shown = listed(names[:_INTERRUPTED])
            rest = len(names) - _INTERRUPTED
            if rest > 0:
                shown = _("{names} and {count} more", names=shown, count=rest)
            words = _("{words} Interrupted, to be admitted: {names}", words=words, names=shown)
        self._page.tell(self._say(words), "pause")

    def _show_entries(self, outcome: Outcome) -> None:
        for entry in outcome.entries:
            self._add_row(entry, "writing")
        for id_ in outcome.reread:
            entry = self._recorder.log.entries[id_]
            words = self._wording.entry(entry, self.board)[1]
            self._page.show_row(id_, words, is_void=self.board.is_void(id_))
        start = self.board.start
        stands = (self._recorder.phase, start.id if start is not None else "")
        if stands != (self._phase, self._start):
            if stands[1] != self._start:
                self._follow_start(stands[1])
                self.refresh({*outcome.touched, *self.board.spoken_of})
            else:
                self.refresh(outcome.touched)
            self._show_state()
        else:
            self.refresh(outcome.touched)
            if self._recorder.phase == "held":
                self._say_state()
        self._show_unnamed()

    def _reversed_said(self, outcome: Outcome) -> Text:
        """Say in words what an undo or a redo took back or did again."""
        first = outcome.act[0]
        what = self._wording.entry(first, self.board)[1]
        is_back = self._recorder.log.is_live(first.id)
        count = len(outcome.act) - 1
        if count and is_back:
            return _("Done again: {what}, and {count} more", what=what, count=count)
        if count:
            return _(
                "Undone: {what}, and {count} more. Shift and ⌫ do it again.",
                what=what,
                count=count,
            )
        if is_back:
            return _("Done again: {what}", what=what)
        return _("Undone: {what}. Shift and ⌫ do it again.", what=what)

    def _add_row(self, entry: Entry, saving: Saving) -> None:
        shape, words = self._wording.entry(entry, self.board)
        time = self._wording.time(entry, self.board)
        is_void = self.board.is_void(entry.id)
        row = LogRow(entry.id, time, words, shape, saving, is_void, entry.kind in AMENDING)
        self._page.add_row(row)
        self._since.append(entry)

    def _follow_start(self, start: str) -> None:
        """Count anew from another start, or from none, what was counted from one before."""
        self._start = start
        time, board = self._wording.time, self.board
        self._page.retime_rows({one.id: time(one, board) for one in self._since})

    # -- what the queue says -----------------------------------------------------------

    def on_saved(self, entries: Collection[str]) -> None:
        """Show that entries are on the disk."""
        for id_ in entries:
            entry = self.board.find(id_)
            said = self._say(saved_said(entry, self.board, self._wording)) if entry else ""
            self._page.acknowledge(id_, said)
        if not self.session.queue.unsaved:
            self._fault, self._slow_since_ns = None, None
            self._page.show_unsaved("")

    def on_saving_failed(self, fault: Text) -> None:
        """Show that the disk did not take an entry."""
        self._fault = fault
        self.show_unsaved(now(self._clock).elapsed_ns)

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

    def refuse_closing(self) -> None:
        """Say why the window does not close."""
        self.show_unsaved(now(self._clock).elapsed_ns, is_asked=True)

    def show_unsaved(self, now_ns: int, *, is_asked: bool = False) -> None:
        """Show how many entries the disk does not have, from when it matters.

        A fault is shown at once, a slow disk after a while, or where somebody wants to close
        the window (`is_asked`).
        """
        count = self.session.queue.unsaved
        if not count:
            self._slow_since_ns = None
            return
        if self._slow_since_ns is None:
            self._slow_since_ns = now_ns
        if self._fault is not None:
            words = ngettext(
                "{count} entry is not saved and is kept in memory. {fault}",
                "{count} entries are not saved and are kept in memory. {fault}",
                count,
                fault=self._fault,
            )
        elif is_asked or now_ns - self._slow_since_ns > _SLOW_NS:
            words = ngettext(
                "{count} entry is not saved yet; the disk is slow. Do not switch off.",
                "{count} entries are not saved yet; the disk is slow. Do not switch off.",
                count,
            )
        else:
            return
        self._page.show_unsaved(self._say(words))

    # -- time --------------------------------------------------------------------------

    def on_tick(self) -> Stamp:
        """Move the clocks on, and note what befell them; ten times a second."""
        noted = self.session.watch()
        if noted.entries:
            self.show(noted)
        present = now(self._clock)
        zero = self.board.zero_ns
        if zero is None:
            self._page.show_time(self._wording.wall(present.wall_utc_ns), "muted")
        else:
            ink = "doubt" if self._recorder.phase == "held" else "text"
            self._page.show_time(stopwatch(present.elapsed_ns - zero, counts=True), ink)
        for step in {self.next, self.chosen} - {""}:
            self._show_tile(step, present)
        # With the tiles: a target's countdown is the same wherever it stands.
        self._show_running(present)
        second = present.elapsed_ns // _SECOND_NS
        if second != self._second:
            self._second = second
            if self.unit_step:
                self._look_at_units(self.unit_step)
        self._show_standing(present)
        self.show_unsaved(present.elapsed_ns)
        return present

    @property
    def is_waiting(self) -> bool:
        """Say whether the clock waits for its start."""
        return self._recorder.phase in ("armed", "running", "held") and self.board.zero_ns is None

    def false_start_left_ns(self, present: Stamp) -> int:
        """Give how long the start can still be taken back by its key; 0 if not."""
        zero_ns = self.board.zero_ns
        if zero_ns is None or self._recorder.phase not in ("running", "held"):
            return 0
        return max(0, FALSE_START_NS - max(0, present.elapsed_ns - zero_ns))

    # -- steps -------------------------------------------------------------------------

    @property
    def seen(self) -> tuple[str, ...]:
        """List the steps of the line that is seen, in order."""
        return self.board.line(self.line)

    @property
    def words_by_key(self) -> Mapping[str, str]:
        """Give the words that keys stand for in free play."""
        return dict(zip(self._free_keys, self.board.words, strict=False))

    def aimed(self) -> str:
        """Give the step a verb is about: the chosen one, else what is expected next."""
        step = self.chosen or self.next
        if not step:
            self._page.refuse(self._say(_("Choose a step first, with the arrow keys.")))
        return step

    def choose(self, step: str) -> None:
        """Choose a step; empty chooses none."""
        before, self.chosen = self.chosen, step
        for one in {before, step} - {""}:
            self._show_tile(one)
        if step:
            self._page.reveal_step(step)
        self._look_at_units(step or before)

    def move(self, place: str) -> None:
        """Choose a neighbour by an arrow key."""
        order = self.seen
        by = {"Up": -1, "Down": 1, "Left": -self._page.rows_of_steps}
        by["Right"] = self._page.rows_of_steps
        if self.chosen in order:
            number = order.index(self.chosen) + by[place]
        else:
            number = order.index(self.next) if self.next in order else 0
        if 0 <= number < len(order):
            self.choose(order[number])

    def change_line(self, by: int) -> None:
        """Look at the next line, or the one before; after the last come all again."""
        lines = ["", *(post.id for post in self.board.lines)]
        self.show_line(lines[(lines.index(self.line) + by) % len(lines)])

    def show_line(self, post: str) -> None:
        """Show the steps of one line only; every key goes on meaning the same."""
        self.line = post
        if self.chosen and self.chosen not in self.seen:
            self.choose("")
        self._page.show_line(post, self.seen)
        self.refresh(())

    def refresh(self, touched: Collection[str]) -> None:
        """Show anew the tiles that changed, and where the expected step moved."""
        before, self.next = self.next, self._next_seen()
        changed = set(touched)
        if before != self.next:
            # Nothing scrolls by itself: the pixel under a finger stays the step it was.
            changed |= {before, self.next} - {""}
        words = [tile for tile in changed if tile.startswith(WORDS)]
        for step in changed.difference(words):
            self._show_tile(step)
        if words and self._is_free_play:
            self._show_words(words)
        if before != self.next or words or self._is_free_play:
            self.show_next()
        known = [step for step in touched if step in self.board.order]
        if known:
            self._look_at_units(next((one for one in known if self._has_units(one)), known[0]))
        if touched:
            # The next look at the clock shows what runs now: a press does not wait for it.
            self._second = -1

    def _has_units(self, step: str) -> bool:
        return bool(self.board.steps[step].units)

    def _look_at_units(self, step: str) -> None:
        """Show the units of a step that has some; of another none are seen any more."""
        step = self._pinned or step
        before, self.unit_step = self.unit_step, step if step and self._has_units(step) else ""
        if before != self.unit_step:
            self.units_since_ns = now(self._clock).elapsed_ns
        if not self.unit_step:
            if before:
                self._page.show_units("", "", "", ())
            return
        units = unit_times(self.board, step)
        looks = [self._wording.unit(one, self.board) for one in units]
        said = [
            self._say(_("{seconds} s: {share}%", seconds=second, share=share))
            for second, share in shares(
                self.board, units, self._unit_seconds, now(self._clock).elapsed_ns
            )
        ]
        done = sum(one.entry is not None and one.entry.kind == "mark" for one in units)
        heading = _(
            "{step}: {done} of {count}",
            step=self._wording.step(self.board.steps[step]),
            done=done,
            count=len(units),
        )
        is_asked = step == self._pinned
        self._page.show_units(step, self._say(heading), "  ".join(said), looks, is_asked=is_asked)

    def pin_units(self) -> None:
        """Show the units of a step until they are put away; or put them away."""
        if self._pinned:
            self.unpin_units()
            return
        likely = (self.chosen, self.unit_step, self.next, *self.board.likely(len(self.board.order)))
        steps = [one for one in (*likely, *self.board.order) if one and self._has_units(one)]
        if steps:
            self._pinned = steps[0]
            # What just opened is tapped by nobody yet who can have read it.
            self.units_since_ns = now(self._clock).elapsed_ns
            self._look_at_units(steps[0])
        else:
            self._page.refuse(self._say(_("No step here has units.")))

    def unpin_units(self) -> None:
        """Let the units of a step go that were asked for."""
        before, self._pinned = self._pinned, ""
        if before:
            self._look_at_units(self.unit_step)

    def show_next(self) -> None:
        """Say what is expected next."""
        self._page.show_next(self._say(self._awaited()))

    def _awaited(self) -> Text:
        board = self.board
        if self._is_free_play and (board.unlabelled or not board.next_step):
            count = len(board.unlabelled)
            if count:
                return ngettext(
                    "{count} mark waits for words: F2 types, Shift+↑↓ chooses.",
                    "{count} marks wait for words: F2 types, Shift+↑↓ chooses.",
                    count,
                )
            return _("Space marks an instant; its words come after. Hold F12 to end the drill.")
        if self.is_waiting and not board.sees_zero:
            return _("Next: ↵  the start is heard by radio (sets this clock only, no T0)")
        if self.next:
            key = board.keys.get(self.next, "↵")
            return _(
                "Next: {key}  {step}", key=key, step=self._wording.step(board.steps[self.next])
            )
        if board.next_step:
            return _("This line is logged; Tab shows the others.")
        return _("All steps are logged; hold F12 to end the drill.")

    # -- inside ------------------------------------------------------------------------

    def _build_tiles(self) -> None:
        self.next = self._next_seen()
        self._page.build_steps([(step, self._look(step)) for step in self.board.order])
        if self._is_free_play:
            self._page.add_tiles(self._word_looks())
        names = [(post.id, self._wording.words(post.name)) for post in self.board.lines]
        self._page.build_lines(names if len(names) > 1 else [])
        if self.line:
            self._page.show_line(self.line, self.seen)
        if self.next:
            self._page.reveal_step(self.next)
        places = (head_count_places(self.board.steps[step]) for step in self.board.order)
        self._page.offer_heads(is_on=any(places))
        self._page.offer_units(is_on=any(map(self._has_units, self.board.order)))
        self._look_at_units(self.unit_step)
        self.show_next()
        self._show_unnamed()

    def _next_seen(self) -> str:
        return next(iter(self.board.likely(1, self.seen if self.line else ())), "")

    def _show_tile(self, step: str, present: Stamp | None = None) -> None:
        if step in self.board.order:
            self._page.show_step(step, self._look(step, present))

    def _look(self, step: str, present: Stamp | None = None) -> TileLook:
        is_aimed = step in (self.next, self.chosen)
        countdown = None
        if is_aimed:
            present = present or now(self._clock)
            countdown = self.board.countdown(step, present.elapsed_ns)
        return self._wording.look(
            self.board.view(step),
            self.board,
            is_next=step == self.next,
            is_chosen=step == self.chosen,
            countdown=countdown,
        )

    def _show_words(self, tiles: Collection[str]) -> None:
        """Show the tiles of words; new ones come after those that are there."""
        self._page.add_tiles(self._word_looks())
        for tile, look in self._word_looks():
            if tile in tiles:
                self._page.show_step(tile, look)

    def _word_looks(self) -> list[tuple[str, TileLook]]:
        return [
            (WORDS + words, self._word_look(number, words, tuple(marks.values())))
            for number, (words, marks) in enumerate(self.board.words.items())
        ]

    def _word_look(self, number: int, words: str, marks: Sequence[Entry]) -> TileLook:
        status: list[str] = []
        if marks and (since := self._wording.since(marks[-1], self.board)):
            status.append(since)
        if len(marks) > 1:
            said = ngettext("{count} mark", "{count} marks", len(marks))
            status.append(self._say(said))
        key = self._free_keys[number] if number < len(self._free_keys) else ""
        return TileLook(key, words, "  ".join(status), "disc" if marks else None)

    def _show_running(self, present: Stamp) -> None:
        running = self.board.running(present.elapsed_ns)
        shown = [
            (self._wording.words(one.target.name), countdown_text(one.left_s), one.left_s < 0)
            for one in running[:_RUNNING]
        ]
        self._page.show_running(shown, len(running))

    def _show_unnamed(self) -> None:
        count = len(self.board.unlabelled)
        if count != self._unnamed:
            self._unnamed = count
            words = ngettext("{count} to be named", "{count} to be named", count)
            self._page.show_unnamed(self._say(words) if count else "")

    def _show_state(self) -> None:
        phase = self._phase = self._recorder.phase
        start = self.board.start
        self._start = start.id if start is not None else ""
        self._say_state()
        is_held = phase == "held"
        hold = pgettext("verb", "Resume") if is_held else pgettext("verb", "Pause")
        self._page.show_hold(self._say(hold))
        ending, hint = _ENDINGS[is_held]
        self._page.show_ending(self._say(ending), self._say(hint))
        self._show_standing(now(self._clock))
        self.show_next()
        if self._is_free_play:
            for tile, look in self._word_looks():
                self._page.show_step(tile, look)

    def _say_state(self) -> None:
        """Say where the drill stands, large; while it is held, why."""
        shape, words = _PHASES[self._recorder.phase]
        reason = self._reason_of_hold() if self._recorder.phase == "held" else None
        if reason is not None:
            words = _("Paused: {reason}", reason=reason)
        self._page.show_state(shape, self._say(words), self._say(self._caption))

    @property
    def _caption(self) -> Text:
        """Say what the big clock counts, or what starts it."""
        board = self.board
        if self._recorder.phase == "held":
            return _("held; this clock runs on, limits do not")
        if board.is_start_heard:
            return _("since the start was heard by radio (no T0)")
        if board.start is not None and board.start.bound == "at_most":
            return _("since T0, as heard by radio")
        if board.start is not None:
            return _("since T0 (the danger appears)")
        if board.sees_zero:
            return _("time of day; T0 starts the clock")
        return _("time of day; Enter starts the clock on the radio call")

    def _show_standing(self, present: Stamp) -> None:
        """Show what may be done about the start or the pause now, and for how many seconds yet."""
        left = self.false_start_left_ns(present)
        words, shape = self._standing(left)
        offer = "void_round"
        if self.is_waiting:
            offer = "begin_t0" if self.board.sees_zero else "begin"
        elif left:
            offer = "withdraw"
        shown = (self._say(words) if words is not None else "", shape, offer)
        if shown != self._shown_standing:
            self._shown_standing = shown
            self._page.show_standing(shown[0], shape)
        # Asked each time: a button that was held offers the same as before only when let go.
        self._page.show_start(offer)

    def _standing(self, left_ns: int) -> tuple[Text | None, Shape]:
        if self._recorder.phase == "held":
            return _("Z resumes; hold F12 for one second to break off."), "pause"
        if left_ns:
            seconds = -(-left_ns // _SECOND_NS)
            return ngettext(
                "False start? Delete, then F2, takes it back ({count} second left).",
                "False start? Delete, then F2, takes it back ({count} seconds left).",
                seconds,
            ), "triangle"
        if self._unconfirmed and self._recorder.phase == "armed":
            return ngettext(
                "Armed with {count} safety item unconfirmed.",
                "Armed with {count} safety items unconfirmed.",
                self._unconfirmed,
            ), "triangle"
        is_late = self._recorder.phase == "running" and self.board.sees_zero
        if is_late and (self.board.start is None or self.board.is_start_heard):
            return _("No T0 yet: no target runs. T0 has its key."), "triangle"
        return None, "dot"

    def _reason_of_hold(self) -> Text | str | None:
        log = self._recorder.log
        for entry in log.newest(KEPT_ROWS):
            if entry.kind == "hold" and log.is_live(entry.id):
                break
            found = hold_reason(entry)
            if found is not None and log.is_live(entry.id):
                _hold, reason, words = found
                return words or HOLD_REASONS_SAID[reason]
        return None


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
