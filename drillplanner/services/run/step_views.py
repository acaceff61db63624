"""Say how each step stands on a console, computed anew only where something changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.plan.model import Step, Unit
from drillplanner.run.entry import Entry
from drillplanner.services.run.station_steps import StationSteps
from drillplanner.services.run.step_marks import StepMarks, StepState


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
            times=len(marks.live),
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
        last = None
        for one in marks.live.values():
            kinds[self._labelled(one).unit].add(one.kind)
            if one.kind != "not_performed":
                # The time at which somebody said that nothing was done is no time of the step.
                last = one
        told = [kinds[unit.id] or kinds[None] for unit in step.units]
        return StepView(
            step,
            key,
            "partial" if open_units else marks.state,
            self._axis_ns(last) if last is not None else None,
            len(marks.live),
            _first(open_units),
            sum("mark" in one for one in told),
            marked=last,
            missed=sum(one == {"not_performed"} for one in told),
            failed=sum("failed" in one and "mark" not in one for one in told),
        )


def _first(units: Sequence[Unit]) -> Unit | None:
    return units[0] if units else None
