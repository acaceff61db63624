"""Set out when each step was planned and when it was seen, on one axis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Step
from drillplanner.plan.schedule import planned_times
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Block, Moment, Phrase, StepChart
from drillplanner.terms.vocabulary import VERDICTS

_WITHOUT: Mapping[str, Text] = {
    "done": pgettext("step without time", "performed, time not known"),
    "failed": pgettext("step without time", "without effect"),
    "not_performed": pgettext("step without time", "not performed"),
    "not_applicable": pgettext("step without time", "not there that day"),
    "unrecorded": pgettext("step without time", "not recorded"),
}


def step_chart(subject: Subject) -> Iterator[Block]:
    """Make the chart of steps on the first tied group's clock, from T0 or the first step."""
    if not subject.groups:
        return
    seen = _seen(subject)
    if not seen:
        return
    planned = _planned(subject)
    zero_step = subject.script.t0
    if zero_step not in seen:
        zero_step = min(seen, key=lambda step: seen[step][0])
    zero = seen[zero_step][0]
    planned_zero = planned.get(zero_step, Fraction(0))
    moments = tuple(
        Moment(
            _name(subject, step, seen),
            planned[step.id] - planned_zero if step.id in planned else None,
            (seen[step.id][0] - zero, seen[step.id][1] - zero) if step.id in seen else None,
            None if step.id in seen else _without(subject, step),
        )
        for step in subject.script.steps
    )
    yield StepChart(
        _("Steps: planned and seen, in seconds from “{step}”", step=subject.names.step(zero_step)),
        moments,
    )


def _name(subject: Subject, step: Step, seen: Mapping[str, object]) -> Phrase:
    """Name a step; one that was tried without effect says so, for its mark would read as done."""
    name = subject.words(step.text)
    failed = any(
        state.known == "failed"
        for (step_id, _unit), state in subject.timeline.points.items()
        if step_id == step.id
    )
    if step.id not in seen or not failed:
        return name
    return _("{step}: {outcome}", step=name, outcome=VERDICTS["not_achieved"][1])


def _seen(subject: Subject) -> dict[str, tuple[Fraction, Fraction]]:
    """Find the first and last time of each step on the clock of the first group."""
    clock = subject.groups[0][0]
    group = subject.alignment.group(clock)
    times: dict[str, list[Fraction]] = {}
    for (step, _unit), state in subject.timeline.points.items():
        edges = state.instants.get(group)
        if edges is not None:
            times.setdefault(step, []).append(edges.given.at_s(clock, subject.alignment))
    return {step: (min(at), max(at)) for step, at in times.items()}


def _planned(subject: Subject) -> Mapping[str, Fraction]:
    times = planned_times(subject.script)
    return {step: exact(at_s) for step, at_s in times.items()} if any(times.values()) else {}


def _without(subject: Subject, step: Step) -> Text:
    if step.id in subject.timeline.not_applicable:
        return pgettext("step without time", "branch not taken")
    units: list[str | None] = [unit.id for unit in step.units]
    states = [subject.timeline.points.get((step.id, unit)) for unit in units or [None]]
    known = {state.known if state else "unrecorded" for state in states}
    for standing in ("done", "failed", "not_performed", "not_applicable"):
        if standing in known:
            return _WITHOUT[standing]
    if known == {"timed"}:
        return pgettext("step without time", "on a clock not tied")
    return _WITHOUT["unrecorded"]
