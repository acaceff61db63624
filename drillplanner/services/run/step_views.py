"""Say how each step stands on a console, computed anew only where something changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from drillplanner.plan.model import Step, Unit
from drillplanner.run.entry import Entry
from drillplanner.services.run.station_steps import StationSteps

#: How a step stands on this post. `partial`: some units are done; `left`: of a branch that the
#: decision did not take.
StepState: TypeAlias = Literal["waiting", "partial", "done", "not_performed", "failed", "left"]


class StepMarks:
    """What was said of one step and not taken back, in the log's order, counted as it comes."""

    __slots__ = ("_numbers", "kinds", "live", "units")

    def __init__(self) -> None:
        self.live: dict[str, Entry] = {}
        self.kinds: Counter[str] = Counter()
        self.units: Counter[str | None] = Counter()
        self._numbers: dict[str, int] = {}

    def add(self, entry: Entry, unit: str | None, number: int) -> None:
        """Take one in; `unit` is what it says now, which a label may have changed.

        `number` is its place in the log: a mark that was named late counts from where it was
        made, as it does for the score.
        """
        is_last = number > next(reversed(self._numbers.values()), -1)
        self.live[entry.id] = entry
        self._numbers[entry.id] = number
        if not is_last:
            self._numbers = dict(sorted(self._numbers.items(), key=lambda one: one[1]))
            self.live = {one: self.live[one] for one in self._numbers}
        self.kinds[entry.kind] += 1
        self.units[unit] += 1

    def drop(self, entry: str, unit: str | None) -> None:
        """Let one go."""
        gone = self.live.pop(entry, None)
        if gone is not None:
            del self._numbers[entry]
            self.kinds[gone.kind] -= 1
            self.units[unit] -= 1

    def first(self, kind: str = "") -> Entry | None:
        """Give the first, or the first of a kind."""
        if kind and not self.kinds[kind]:
            return None
        return next((one for one in self.live.values() if not kind or one.kind == kind), None)

    @property
    def last(self) -> Entry | None:
        """Give the last one in the log."""
        return next(reversed(self.live.values()), None)

    @property
    def state(self) -> StepState:
        """Say what they come to: a mark beats a failure, a failure beats not performed."""
        if self.kinds["mark"]:
            return "done"
        return "failed" if self.kinds["failed"] else "not_performed"


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as the console shows it.

    `at_ns` is on the elapsed clock of this session; `marked` is the entry that it is of.
    """

    step: Step
    key: str
    state: StepState
    at_ns: int | None = None
    times: int = 0
    unit: Unit | None = None
    done_units: int = 0
    option: str | None = None
    marked: Entry | None = None
    #: Of a step with units: those that were said not performed, and those that failed.
    missed: int = 0
    failed: int = 0


class StepViews:
    """The views of a station's steps.

    Args:
        station: the steps and their keys.
        marks: what was said of each step; it changes under us, `forget` says where.
        labelled: gives the entry that says which step a mark is of.
        axis_ns: puts an entry's instant on the session's elapsed clock.
    """

    def __init__(
        self,
        station: StationSteps,
        marks: Mapping[str, StepMarks],
        labelled: Callable[[Entry], Entry],
        axis_ns: Callable[[Entry], int],
    ) -> None:
        self._steps, self._keys = station.steps, station.keys
        self._marks = marks
        self._labelled = labelled
        self._axis_ns = axis_ns
        self._views: dict[str, StepView] = {}

    def view(self, step_id: str) -> StepView:
        """Give one step as it stands."""
        found = self._views.get(step_id)
        if found is None:
            found = self._views[step_id] = self._seen(step_id)
        return found

    def open_units(self, step: str) -> tuple[Unit, ...]:
        """List the units of a step that nothing was said of; what was said of all is of each."""
        said = self._marks[step].units
        if said[None]:
            return ()
        return tuple(one for one in self._steps[step].units if not said[one.id])

    def forget(self, steps: Collection[str]) -> None:
        """See these steps anew: something was said of them, or of the decision before them."""
        for step in steps:
            self._views.pop(step, None)

    def _seen(self, step_id: str) -> StepView:
        step, marks = self._steps[step_id], self._marks[step_id]
        key = self._keys.get(step_id, "")
        first = marks.first("mark") or marks.first()
        if first is None:
            return StepView(step, key, self._unmarked_state(step), unit=_first(step.units))
        if step.units:
            return self._unit_view(step, key, marks)
        chosen = None
        if step.options:
            options = (self._labelled(one).option for one in marks.live.values())
            chosen = next((option for option in options if option), None)
        return StepView(
            step,
            key,
            marks.state,
            self._axis_ns(first),
            times=marks.kinds["mark"],
            option=chosen,
            marked=first,
        )

    def _unmarked_state(self, step: Step) -> StepState:
        if step.only_if is None:
            return "waiting"
        taken = self.view(step.only_if.step).option
        return "left" if taken is not None and taken != step.only_if.option else "waiting"

    def _unit_view(self, step: Step, key: str, marks: StepMarks) -> StepView:
        open_units = self.open_units(step.id)
        kinds: dict[str | None, set[str]] = defaultdict(set)
        firsts: dict[str | None, Entry] = {}
        for one in marks.live.values():
            unit = self._labelled(one).unit
            kinds[unit].add(one.kind)
            if one.kind != "not_performed":
                # The time at which somebody said that nothing was done is no time of the step.
                firsts.setdefault(unit, one)
        if all(kinds[unit.id] for unit in step.units):
            # What is said of all units counts for those without an entry of their own.
            firsts.pop(None, None)
        last = max(firsts.values(), key=self._axis_ns, default=None)
        told = [kinds[unit.id] or kinds[None] for unit in step.units]
        return StepView(
            step,
            key,
            "partial" if open_units else marks.state,
            self._axis_ns(last) if last is not None else None,
            marks.kinds["mark"],
            _first(open_units),
            sum("mark" in one for one in told),
            marked=last,
            missed=sum(one == {"not_performed"} for one in told),
            failed=sum("failed" in one and "mark" not in one for one in told),
        )


def _first(units: Sequence[Unit]) -> Unit | None:
    return units[0] if units else None
