"""Say how each step stands on a console, computed anew only where something changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.plan.model import Step, Unit
from drillplanner.run.entry import Entry
from drillplanner.services.run.station_steps import StationSteps
from drillplanner.services.run.step_marks import Deeds, StepState


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


class StepViews:
    """The views of a station's steps.

    Args:
        station: the steps and their keys.
        deeds: what was said of each step; it changes under us, `forget` says where.
        labelled: gives the entry that says which step a mark is of.
        axis_ns: puts an entry's instant on the session's elapsed clock.
    """

    def __init__(
        self,
        station: StationSteps,
        deeds: Mapping[str, Deeds],
        labelled: Callable[[Entry], Entry],
        axis_ns: Callable[[Entry], int],
    ) -> None:
        self._steps, self._keys = station.steps, station.keys
        self._deeds = deeds
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
        said = self._deeds[step].units
        if said[None]:
            return ()
        return tuple(one for one in self._steps[step].units if not said[one.id])

    def forget(self, steps: Collection[str]) -> None:
        """See these steps anew: something was said of them, or of the decision before them."""
        for step in steps:
            self._views.pop(step, None)

    def _seen(self, step_id: str) -> StepView:
        step, deeds = self._steps[step_id], self._deeds[step_id]
        key = self._keys.get(step_id, "")
        first = deeds.first("mark") or deeds.first()
        if first is None:
            return StepView(step, key, self._unmarked_state(step), unit=_first(step.units))
        if step.units:
            return self._unit_view(step, key, deeds)
        chosen = None
        if step.options:
            options = (self._labelled(one).option for one in deeds.live.values())
            chosen = next((option for option in options if option), None)
        return StepView(
            step,
            key,
            deeds.state,
            self._axis_ns(first),
            times=len(deeds.live),
            option=chosen,
            marked=first,
        )

    def _unmarked_state(self, step: Step) -> StepState:
        if step.only_if is None:
            return "waiting"
        taken = self.view(step.only_if.step).option
        return "left" if taken is not None and taken != step.only_if.option else "waiting"

    def _unit_view(self, step: Step, key: str, deeds: Deeds) -> StepView:
        open_units = self.open_units(step.id)
        last = deeds.last
        return StepView(
            step,
            key,
            "partial" if open_units else deeds.state,
            self._axis_ns(last) if last is not None else None,
            len(deeds.live),
            _first(open_units),
            len(step.units) - len(open_units),
            marked=last,
        )


def _first(units: Sequence[Unit]) -> Unit | None:
    return units[0] if units else None
