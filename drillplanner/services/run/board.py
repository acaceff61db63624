"""Show one station's steps as its log stands: how each stands, T0, what is expected next.

The log says what counts (`run/live_log`); the board files it under the steps. Taking in what
one more entry changed costs the same however long the log is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import TypeVar

from drillplanner.plan.model import Script, Target, Unit, split_ref
from drillplanner.plan.numbering import head_count_places
from drillplanner.run.clock.machine_clock import read_clock_note
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import HeadsNote, NotThereNote, heads_of, is_begin, not_there_of
from drillplanner.run.live_log import AMENDING, DEEDS, LiveLog
from drillplanner.services.run.running_spans import Countdown, RunningSpans
from drillplanner.services.run.station_steps import StationSteps
from drillplanner.services.run.step_views import StepMarks, StepView, StepViews

V = TypeVar("V")

#: What the names of words begin with where steps are named too; no id of a step has a colon.
WORDS = "words:"


class Board:
    """The state of one station's console; `follow` hears what changed in the log.

    `order` lists the station's steps as the script does, `lines` the posts among whose
    steps one line can be looked at alone (门卫线, 疏散线, 警方线). `words` are the free words
    that marks were given, in order of first use, each with the marks that stand.

    Args:
        script: what is drilled.
        clock: the clock id of this session; times of other clocks are put on it by wall time.
        base_ns: wall minus elapsed of this session.
        posts: the posts this station keeps; none means all of them.
        log: the round's log; one of the board's own unless given.
        source: whose entries are filed; empty files all.
    """

    def __init__(
        self,
        script: Script,
        clock: str,
        base_ns: int,
        posts: Collection[str] = (),
        *,
        log: LiveLog | None = None,
        source: str = "",
    ) -> None:
        self._clock = clock
        self._base_ns = base_ns
        self._source = source
        self.log = log if log is not None else LiveLog()
        station = StationSteps(script, posts)
        self.order, self.lines, self.line = station.order, station.lines, station.line
        self._expected = station.expected
        self.steps, self.keys = station.steps, station.keys
        self.step_by_key = station.step_by_key
        self.words: dict[str, dict[str, Entry]] = {}
        #: Where each deed is filed: its step, or its words, and its unit.
        self._filed: dict[str, tuple[str, str | None]] = {}
        self._marks: dict[str, StepMarks] = {step: StepMarks() for step in station.steps}
        self._views = StepViews(station, self._marks, self.log.says, self.axis_ns)
        self._unlabelled: dict[str, Entry] = {}
        #: The holds and their ends that stand.
        self._holds: dict[str, Entry] = {}
        #: Names of the sync marks that stand, by entry.
        self._syncs: dict[str, str] = {}
        #: Head counts that stand, by step and unit, then by entry.
        self._heads: dict[tuple[str, str | None], dict[str, HeadsNote]] = {}
        #: What was said not to be there that day and not taken back, by entry.
        self._absent: dict[str, NotThereNote] = {}
        self._spans = RunningSpans(script, self._ref_ns, self._is_settled)
        self._zero_step = station.zero
        self._zero: Entry | None = None
        #: Starts of the clock on the radio call that were not taken back, by id.
        self._begins: dict[str, Entry] = {}
        self.follow(self.log.entries)

    # -- following the log --------------------------------------------------------------

    def add(self, entry: Entry) -> frozenset[str]:
        """Take one entry into the log, and follow it."""
        return self.follow(self.log.add(entry))

    def follow(self, changed: Iterable[str]) -> frozenset[str]:
        """File anew what is read otherwise now; give the steps and words it is of."""
        touched: set[str] = set()
        for id_ in changed:
            entry = self.log.entries[id_]
            if self._source and entry.source != self._source:
                continue
            is_live = self.log.is_live(id_)
            if entry.kind in DEEDS:
                touched |= self._file(entry, is_live=is_live)
            elif entry.kind == "sync":
                _keep(self._syncs, id_, entry.text, is_kept=is_live)
            elif entry.kind in ("hold", "resume"):
                _keep(self._holds, id_, entry, is_kept=is_live)
                self._tell_holds()
            elif (counted := heads_of(entry)) is not None:
                counts = self._heads.setdefault((counted.step, counted.unit), {})
                _keep(counts, id_, counted, is_kept=is_live)
                if counted.step in self._marks:
                    self._views.forget([counted.step])
                    touched.add(counted.step)
            elif (gone := not_there_of(entry)) is not None:
                _keep(self._absent, id_, gone, is_kept=is_live)
            elif is_begin(entry):
                _keep(self._begins, id_, entry, is_kept=is_live)
        return frozenset(touched)

    # -- entries ------------------------------------------------------------------------

    def is_void(self, entry: str) -> bool:
        """Say whether an entry was taken back."""
        return not self.log.is_live(entry)

    def labelled(self, entry: Entry) -> Entry:
        """Give the entry that says which step a mark is of: its label, or itself."""
        return self.log.says(entry)

    def find(self, entry: str) -> Entry | None:
        return self.log.entries.get(entry)

    @property
    def next_sync(self) -> str:
        """Name the next sync mark: the first of S1, S2 … that stands nowhere in this log."""
        number = 1
        while f"S{number}" in self._syncs.values():
            number += 1
        return f"S{number}"

    @property
    def unlabelled(self) -> tuple[Entry, ...]:
        """List the marks nobody said the step of, oldest first."""
        return tuple(self._unlabelled.values())

    def waiting(self, chosen: str) -> Entry | None:
        """Give the mark that is named next: the chosen one if it waits, else the oldest."""
        return self._unlabelled.get(chosen) or next(iter(self._unlabelled.values()), None)

    # -- what is shown ----------------------------------------------------------------

    @property
    def zero_ns(self) -> int | None:
        """Give what the big clock counts from, on this session's elapsed clock.

        That is the first mark of the script's t0 step; on a post that has none, the moment
        the start was heard by radio.
        """
        return self.axis_ns(self.start) if self.start is not None else None

    @property
    def start(self) -> Entry | None:
        """Give the entry that started the clock: a mark of T0, else the note of a begin."""
        return self._zero or next(iter(self._begins.values()), None)

    @property
    def t0_ns(self) -> int | None:
        """Give when T0 was marked here, on this session's elapsed clock; None if it was not."""
        return self.axis_ns(self._zero) if self._zero is not None else None

    @property
    def armed_ns(self) -> int | None:
        """Give when this post was armed first, on this session's elapsed clock."""
        arms = (one for one in self.log if one.kind == "arm" and one.source == self._source)
        first = next(arms, None)
        return self.axis_ns(first) if first is not None else None

    @property
    def is_start_heard(self) -> bool:
        """Say whether the clock counts from a start that was heard by radio, not from T0."""
        return self.start is not None and self.start.kind == "note"

    @property
    def zero_step(self) -> str:
        """Give the step at which the danger appears (T0)."""
        return self._zero_step

    @property
    def sees_zero(self) -> bool:
        """Say whether T0 is one of this station's own steps."""
        return self._zero_step in self.order

    def withdrawing(self) -> tuple[str, ...]:
        """List what is to be voided so that the clock has not started (误启动), in that order.

        These are all deeds since the start, the label of each before itself, the holds since
        then with their ends, and every begin; what was logged before the start stays.
        """
        if self.start is None:
            return ()
        zeros = [one for one in self._marks[self._zero_step].live.values() if one.kind == "mark"]
        zero_ns = min(self.axis_ns(one) for one in zeros or [self.start])
        filed = {*self._filed, *self._unlabelled}
        since = [one for one in self.log if one.id in filed and self.axis_ns(one) >= zero_ns]
        found: list[str] = []
        for deed in since:
            label = self.log.label(deed.id)
            found.extend([label.id, deed.id] if label is not None else [deed.id])
        return (*found, *self._held_since(zero_ns), *self._begins)

    def axis_ns(self, entry: Entry) -> int:
        """Put an entry's instant on this session's elapsed clock."""
        if entry.clock == self._clock:
            return entry.elapsed_ns
        return entry.wall_utc_ns - self._base_ns

    def view(self, step: str) -> StepView:
        """Give one step as it stands."""
        return self._views.view(step)

    @property
    def spoken_of(self) -> tuple[str, ...]:
        """List the steps that something was said of, whose times count from the start."""
        return tuple(step for step, marks in self._marks.items() if marks.live)

    @property
    def next_step(self) -> str | None:
        """Give the step that is expected next: the first that is still open."""
        return next(iter(self.likely(1)), None)

    def likely(self, most: int, among: Collection[str] = ()) -> tuple[str, ...]:
        """List the open steps that are expected soonest, which a nameless mark may be of."""
        found = (
            step
            for step in self._expected
            if (not among or step in among) and self.view(step).state in ("waiting", "partial")
        )
        return tuple(islice(found, most))

    def open_units(self, step: str) -> tuple[Unit, ...]:
        """List the units of a step that nothing was said of yet."""
        return self._views.open_units(step)

    def said_of(self, step: str) -> tuple[Entry, ...]:
        """List what was said of a step and stands, in the log's order."""
        return tuple(self._marks[step].live.values())

    def is_absent(self, step: str, unit: str | None = None) -> bool:
        """Say whether a step, or a unit of it, was said not to be there that day."""
        return any(one.step == step and one.unit in (None, unit) for one in self._absent.values())

    def heads(self, step: str) -> dict[str | None, HeadsNote]:
        """Give the last head count of each place of a step that has one."""
        return {
            unit: next(reversed(counts.values()))
            for (of, unit), counts in self._heads.items()
            if of == step and counts
        }

    def uncounted(self, step: str) -> tuple[str | None, ...]:
        """List the places of a step at which heads are still to be counted."""
        known = self.heads(step)
        return tuple(one for one in head_count_places(self.steps[step]) if one not in known)

    def countdown(self, step: str, now_ns: int) -> Countdown | None:
        """Give the running target that runs out first at a step, holds not counted."""
        return self._spans.towards(step, now_ns)

    def running(self, now_ns: int) -> tuple[Countdown, ...]:
        """List every target that runs, the one that runs out first in front."""
        return self._spans.running(now_ns)

    def interrupted(self) -> tuple[Target, ...]:
        """List the targets in which the last pause lies that is over."""
        return self._spans.interrupted()

    # -- inside -----------------------------------------------------------------------

    def _file(self, entry: Entry, *, is_live: bool) -> set[str]:
        """Put a deed under the step or the words that it, or its label, says; or nowhere."""
        touched: set[str] = set()
        was = self._filed.pop(entry.id, None)
        if was is not None:
            where, unit = was
            if where.startswith(WORDS):
                self.words[where.removeprefix(WORDS)].pop(entry.id, None)
                touched.add(where)
            else:
                self._marks[where].drop(entry.id, unit)
                touched |= self._touched(where)
        says = self.log.says(entry)
        is_waiting = is_live and says.step is None and says.kind != "label"
        _keep(self._unlabelled, entry.id, entry, is_kept=is_waiting)
        if is_waiting and was is not None:
            self._unlabelled = self._in_order(self._unlabelled)
        if not is_live or is_waiting:
            return touched
        if says.step in self._marks:
            self._filed[entry.id] = (says.step, says.unit)
            self._marks[says.step].add(entry, says.unit, self.log.number(entry.id))
            touched |= self._touched(says.step)
        elif says.step is None:
            where = WORDS + says.text
            self._filed[entry.id] = (where, None)
            self.words.setdefault(says.text, {})[entry.id] = entry
            touched.add(where)
        return touched

    def _in_order(self, entries: dict[str, Entry]) -> dict[str, Entry]:
        return dict(sorted(entries.items(), key=lambda one: self.log.number(one[0])))

    def _tell_holds(self) -> None:
        self._holds = self._in_order(self._holds)
        self._spans.forget_holds()
        for one in self._holds.values():
            tell = self._spans.hold if one.kind == "hold" else self._spans.resume
            tell(self.axis_ns(one))

    def _held_since(self, since_ns: int) -> list[str]:
        """List the holds from a moment on, each with its end; the end of one before it stays."""
        found: list[str] = []
        is_since = False
        for one in self._holds.values():
            if one.kind == "hold":
                is_since = self.axis_ns(one) >= since_ns
            if is_since:
                found.append(one.id)
        return found

    def _touched(self, step: str) -> frozenset[str]:
        """Name a step, and where it is a decision, the steps of its branches; see them anew."""
        touched = {step}
        if self.steps[step].options:
            touched |= {
                one.id for one in self.steps.values() if one.only_if and one.only_if.step == step
            }
        self._views.forget(touched)
        if step == self._zero_step:
            self._zero = self._marks[step].first("mark")
        self._spans.follow(touched)
        return frozenset(touched)

    def _is_settled(self, step: str, unit: str | None) -> bool:
        if unit is None:
            return self.view(step).state not in ("waiting", "partial")
        said = self._marks[step].units
        return bool(said[unit] or said[None])

    def _ref_ns(self, ref: str) -> int | None:
        """Give when a step, or one unit of it, was first marked."""
        step, unit = split_ref(ref)
        if unit is None:
            first = self._marks[step].first("mark")
        else:
            marks = (one for one in self._marks[step].live.values() if one.kind == "mark")
            first = next((one for one in marks if self.labelled(one).unit in (unit, None)), None)
        return self.axis_ns(first) if first is not None else None


def is_taken_back(entry: Entry) -> bool:
    """Say whether a person may take an entry of this kind back.

    Nobody made what the program noted of the clocks, and it stays so; a post that was armed
    stays armed.
    """
    if entry.kind == "note":
        return read_clock_note(entry.text) is None
    return (entry.kind != "arm" and entry.kind not in AMENDING) or entry.kind == "label"


def _keep(kept: dict[str, V], key: str, value: V, *, is_kept: bool) -> None:
    if is_kept:
        kept[key] = value
    else:
        kept.pop(key, None)
