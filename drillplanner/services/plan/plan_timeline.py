"""Lay a script's plan out on one axis: targets above, then a lane a role, linked as they follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import End, FirstOf, Script, Step, Target, refs, split_ref
from drillplanner.plan.numbering import step_numbers
from drillplanner.plan.schedule import Schedule
from drillplanner.services.plan.outline import planned_time
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import Names
from drillplanner.terms.timeline import Link, Timeline, TimelineRow

#: Links with less slack than this decide when the later step comes, in seconds.
_SAME_S = 1e-6


def planned_timeline(script: Script, said: Callable[[float], Phrase] = planned_time) -> Timeline:
    """Lay out targets with their limits, and under each role its steps by planned time.

    `said` says the planned time of a step, in seconds from T0, else from the first step.

    Raises:
        ValueError: the steps wait for each other in a circle.
    """
    plan = _Plan(script, said)
    spans = tuple(plan.target(target) for target in script.targets)
    rows = ((TimelineRow(_("Targets")), *spans) if spans else ()) + tuple(plan.lanes())
    return Timeline(rows, zero=plan.zero, is_from_t0=script.t0 is not None)


def plan_summary(script: Script, timeline: Timeline) -> Text:
    """Say for screen readers what the time line of a plan holds."""
    ends = [row.planned[1] for row in timeline.rows if row.planned and not row.is_span]
    starts = [row.planned[0] for row in timeline.rows if row.planned and not row.is_span]
    length = max(ends, default=0.0) - min(starts, default=0.0)
    return _(
        "Planned schedule: {steps} steps and {targets} targets over {duration}, counted from: "
        "{zero}. Arrow keys choose a row and pan, + and − zoom, Home goes back to the first "
        "view, 0 shows everything.",
        steps=len(script.steps),
        targets=len(script.targets),
        duration=duration(exact(length)),
        zero=timeline.zero,
    )


class _Plan:
    def __init__(self, script: Script, said: Callable[[float], Phrase]) -> None:
        self._said = said
        self._script, self._names = script, Names(script)
        self._schedule = Schedule(script.steps)
        self._zero_s = self._schedule.earliest_s.get(script.t0, 0.0) if script.t0 else 0.0
        self._path = frozenset(self._schedule.critical_path())
        self._numbers = step_numbers(script)
        self.zero = self._names.step(script.t0) if script.t0 else _("the first step")

    def target(self, target: Target) -> TimelineRow:
        begin, span = self._when(target.start), self._schedule.span_s(target)
        note = _("recorded, not scored")
        if target.limit_s is not None:
            note = _("limit {limit}", limit=duration(exact(target.limit_s)))
        return TimelineRow(
            self._names.target(target.id),
            f"target:{target.id}",
            planned=(begin, begin + (span or 0.0)),
            limit_s=target.limit_s,
            note=note,
            is_span=True,
            is_critical=target.critical,
        )

    def lanes(self) -> Iterator[TimelineRow]:
        """Give a heading a role, in the order in which roles are listed, with its steps below."""
        times = self._schedule.earliest_s
        mine: dict[str, list[Step]] = {role.id: [] for role in self._script.roles}
        for step in self._script.steps:
            mine.setdefault(step.role, []).append(step)
        for role, steps in mine.items():
            if steps:
                yield TimelineRow(self._names.short_role(role) or _("No role yet"))
                yield from map(self._step, sorted(steps, key=lambda step: times[step.id]))

    def _step(self, step: Step) -> TimelineRow:
        schedule = self._schedule
        at = schedule.earliest_s[step.id] - self._zero_s
        return TimelineRow(
            _("{number} {step}", number=self._numbers[step.id], step=self._names.step(step.id)),
            f"step:{step.id}",
            planned=(at, at),
            note=self._said(at),
            is_critical=step.id in self._path,
            slack_s=max(0.0, schedule.latest_s[step.id] - schedule.earliest_s[step.id]),
            after=tuple(self._link(step, one.step) for one in step.after),
        )

    def _link(self, step: Step, earlier: str) -> Link:
        is_tight = self._schedule.slack_s(earlier, step.id) < _SAME_S
        return Link(f"step:{earlier}", is_tight and {step.id, earlier} <= self._path)

    def _when(self, end: End) -> float:
        pick = min if isinstance(end, FirstOf) else max
        times = self._schedule.earliest_s
        return pick(times[split_ref(ref)[0]] for ref in refs(end)) - self._zero_s
