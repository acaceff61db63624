"""Keep, entry by entry, what the console shows: each step's state, T0, what is expected next.

Everything here is computed from the script and the entries of one source in one round; taking
in one more entry costs the same however long the log is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from drillplanner.plan.model import Script, Unit, split_ref
from drillplanner.run.clock.machine_clock import read_clock_note
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import is_begin
from drillplanner.services.run.running_spans import Countdown, RunningSpans
from drillplanner.services.run.station_steps import StationSteps
from drillplanner.services.run.step_marks import Deeds
from drillplanner.services.run.step_views import StepView, StepViews

_DEEDS = ("mark", "failed", "not_performed")


class Board:
    """The state of one station's console; `add` takes each entry once, in order.

    `order` lists the station's steps as they are expected, `lines` the posts among whose
    steps one line can be looked at alone (门卫线, 疏散线, 警方线).

    Args:
        script: what is drilled.
        clock: the clock id of this session; times of other clocks are put on it by wall time.
        base_ns: wall minus elapsed of this session.
        posts: the posts this station keeps; none means all of them.
    """

    def __init__(
        self, script: Script, clock: str, base_ns: int, posts: Collection[str] = ()
    ) -> None:
        self._clock = clock
        self._base_ns = base_ns
        station = StationSteps(script, posts)
        self.order, self.lines, self.line = station.order, station.lines, station.line
        self.steps, self.keys = station.steps, station.keys
        self.step_by_key = station.step_by_key
        self._entries: dict[str, Entry] = {}
        #: Each entry's place in the log.
        self._numbers: dict[str, int] = {}
        #: The holds and their ends that stand, in order.
        self._holds: dict[str, Entry] = {}
        self._voided: set[str] = set()
        #: What a label made of a mark: the label entry, by the mark's id.
        self._labels: dict[str, Entry] = {}
        self._deeds: dict[str, Deeds] = {step: Deeds() for step in station.steps}
        self._views = StepViews(station, self._deeds, self.labelled, self.axis_ns)
        self._unlabelled: dict[str, Entry] = {}
        #: Names of the sync marks that stand, by entry.
        self._syncs: dict[str, str] = {}
        self._spans = RunningSpans(script, self._ref_ns, self._is_settled)
        self._zero_step = station.zero
        self._zero: Entry | None = None
        #: Starts of the clock on the radio call that were not taken back, by id.
        self._begins: dict[str, Entry] = {}

    # -- taking entries in ------------------------------------------------------------

    def add(self, entry: Entry) -> frozenset[str]:
        """Take one entry in; give the ids of the steps whose look it may have changed."""
        self._entries[entry.id] = entry
        self._numbers.setdefault(entry.id, len(self._numbers))
        match entry.kind:
            case "void":
                return self._void(entry.amends or "")
            case "label":
                return self._label(entry)
            case "sync":
                self._syncs[entry.id] = entry.text
            case "hold" | "resume":
                self._holds[entry.id] = entry
                self._tell_held(entry)
            case "note" if is_begin(entry):
                self._begins[entry.id] = entry
        if entry.kind in _DEEDS:
            if entry.step is None:
                self._unlabelled[entry.id] = entry
                return frozenset()
            return self._file(entry, entry)
        return frozenset()

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Take in what was logged before this session."""
        for entry in entries:
            self.add(entry)

    def is_void(self, entry: str) -> bool:
        """Say whether an entry was taken back."""
        return entry in self._voided

    def labelled(self, entry: Entry) -> Entry:
        """Give the entry that says which step a mark is of: its label, or itself."""
        return self._labels.get(entry.id, entry)

    def find(self, entry: str) -> Entry | None:
        """Find an entry by id."""
        return self._entries.get(entry)

    def voidable(self, entry: str) -> str | None:
        """Give what a void of this entry must name: its label first, then itself; else None."""
        found = self._entries.get(entry)
        if (
            found is None
            or entry in self._voided
            or found.kind not in (*_DEEDS, "note", "label", "sync")
        ):
            return None
        if found.kind == "note" and read_clock_note(found.text) is not None:
            # Nobody made it, and what it says of the clocks stays so.
            return None
        label = self._labels.get(entry)
        return label.id if label is not None else entry

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
    def is_start_heard(self) -> bool:
        """Say whether the clock counts from a start that was heard by radio, not from T0."""
        return self.start is not None and self.start.kind == "note"

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
        zeros = [one for one in self._deeds[self._zero_step].live.values() if one.kind == "mark"]
        zero_ns = min(self.axis_ns(one) for one in zeros or [self.start])
        since = [
            one
            for one in self._entries.values()
            if one.kind in _DEEDS and one.id not in self._voided and self.axis_ns(one) >= zero_ns
        ]
        found: list[str] = []
        for deed in since:
            label = self._labels.get(deed.id)
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
        return tuple(step for step, deeds in self._deeds.items() if deeds.live)

    @property
    def next_step(self) -> str | None:
        """Give the step that is expected next: the first in order that is still open."""
        return next(iter(self.likely(1)), None)

    def likely(self, most: int, among: Collection[str] = ()) -> tuple[str, ...]:
        """List the open steps that are expected soonest, which a nameless mark may be of."""
        found = (
            step
            for step in self.order
            if (not among or step in among) and self.view(step).state in ("waiting", "partial")
        )
        return tuple(islice(found, most))

    def open_units(self, step: str) -> tuple[Unit, ...]:
        """List the units of a step that nothing was said of yet."""
        return self._views.open_units(step)

    def countdown(self, step: str, now_ns: int) -> Countdown | None:
        """Give the running target that runs out first at a step, holds not counted."""
        return self._spans.towards(step, now_ns)

    def running(self, now_ns: int) -> tuple[Countdown, ...]:
        """List every target that runs, the one that runs out first in front."""
        return self._spans.running(now_ns)

    # -- inside -----------------------------------------------------------------------

    def _void(self, amended: str) -> frozenset[str]:
        self._voided.add(amended)
        target = self._entries.get(amended)
        if target is None:
            return frozenset()
        if target.kind == "label" and target.amends is not None:
            return self._unlabel(target)
        self._unlabelled.pop(amended, None)
        self._begins.pop(amended, None)
        if self._holds.pop(amended, None) is not None:
            self._spans.forget_holds()
            for one in self._holds.values():
                self._tell_held(one)
        self._syncs.pop(amended, None)
        return self._unfile(target, target)

    def _tell_held(self, entry: Entry) -> None:
        tell = self._spans.hold if entry.kind == "hold" else self._spans.resume
        tell(self.axis_ns(entry))

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

    def _unlabel(self, label: Entry) -> frozenset[str]:
        target = self._entries.get(label.amends or "")
        if target is None or self._labels.pop(target.id, None) is None:
            return frozenset()
        touched = self._unfile(target, label)
        if target.step is None:
            self._unlabelled[target.id] = target
            return touched
        return touched | self._file(target, target)

    def _label(self, label: Entry) -> frozenset[str]:
        target = self._entries.get(label.amends or "")
        if target is None:
            return frozenset()
        self._unlabelled.pop(target.id, None)
        touched = self._unfile(target, self.labelled(target))
        self._labels[target.id] = label
        return touched | self._file(target, label)

    def _file(self, entry: Entry, says: Entry) -> frozenset[str]:
        """Put a deed under the step that it, or its label, says."""
        if says.step not in self._deeds:
            return frozenset()
        self._deeds[says.step].add(entry, says.unit, self._numbers[entry.id])
        return self._touched(says.step)

    def _unfile(self, entry: Entry, says: Entry) -> frozenset[str]:
        if says.step not in self._deeds:
            return frozenset()
        self._deeds[says.step].drop(entry.id, says.unit)
        return self._touched(says.step)

    def _touched(self, step: str) -> frozenset[str]:
        """Name a step, and where it is a decision, the steps of its branches; see them anew."""
        touched = {step}
        if self.steps[step].options:
            touched |= {
                one.id for one in self.steps.values() if one.only_if and one.only_if.step == step
            }
        self._views.forget(touched)
        if step == self._zero_step:
            first = self._deeds[step].first("mark")
            self._zero = first
        self._spans.follow(touched)
        return frozenset(touched)

    def _is_settled(self, step: str, unit: str | None) -> bool:
        if unit is None:
            return self.view(step).state not in ("waiting", "partial")
        said = self._deeds[step].units
        return bool(said[unit] or said[None])

    def _ref_ns(self, ref: str) -> int | None:
        """Give when a step, or one unit of it, was first marked."""
        step, unit = split_ref(ref)
        if unit is None:
            first = self._deeds[step].first("mark")
        else:
            marks = (one for one in self._deeds[step].live.values() if one.kind == "mark")
            first = next((one for one in marks if self.labelled(one).unit in (unit, None)), None)
        return self.axis_ns(first) if first is not None else None
