"""Lay a review out on one axis of seconds: what was planned, and what was seen.

All times stand on the clock of the first tied group, counted from T0 or, where nobody saw it,
from the first step that was seen. What lies on a clock that is not tied to it has no place
on the axis and is said in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import sqrt

from drillplanner.base.durations import duration
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.report.subject import Subject
from drillplanner.review.scorecard import TargetResult
from drillplanner.services.plan.outline import Outline, StepRow, TargetRow, outline
from drillplanner.terms.document import Phrase
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.timeline import Seconds, Timeline, TimelineEntry, TimelineRow, arranged

_WITHOUT: Mapping[str, Text] = {
    "done": pgettext("step without time", "performed, time not known"),
    "failed": pgettext("step without time", "without effect"),
    "not_performed": pgettext("step without time", "not performed"),
    "not_applicable": pgettext("step without time", "not there that day"),
    "unrecorded": pgettext("step without time", "not recorded"),
}


def drill_timeline(subject: Subject) -> Timeline | None:
    """Lay targets, steps and holds out; None where no step has a time."""
    if not subject.groups:
        return None
    planned = outline(subject.script)
    axis = _Axis(subject, planned)
    if not axis.seen:
        return None
    results = {target.id: result for target, result in subject.lines}
    spans = (axis.target(row, results[row.id]) for row in planned.targets if row.id in results)
    steps = (axis.step(row) for row in planned.steps)
    titles = _("Targets"), _("Steps, by planned time")
    rows = arranged(tuple(spans), tuple(steps), *titles)
    entries = tuple(sorted(axis.entries(), key=lambda one: one.at_s))
    return Timeline(rows, tuple(axis.holds()), axis.zero, axis.is_from_t0, entries)


class _Axis:
    """Knows the zero of the axis, on which clock, and what was seen of each step there."""

    def __init__(self, subject: Subject, planned: Outline) -> None:
        self._subject = subject
        self._targets = {target.id: target for target, _result in subject.lines}
        self._factor = float(subject.scoring.coverage_factor)
        self._clock = subject.groups[0][0]
        self._group = subject.alignment.group(self._clock)
        self.seen = self._find_seen()
        zero = subject.script.t0
        if zero not in self.seen and self.seen:
            zero = min(self.seen, key=lambda step: self.seen[step][0])
        self._zero_s = self.seen[zero][0] if zero in self.seen else Fraction(0)
        self.is_from_t0 = zero is not None and zero == subject.script.t0
        self.zero: Phrase = subject.names.step(zero) if zero else planned.zero
        at_s = {row.id: row.at_s for row in planned.steps}
        #: A script without lags has an order, but no plan of times.
        self._is_planned = len(set(at_s.values())) > 1
        self._planned_zero_s = at_s.get(zero or "", 0.0)

    def step(self, row: StepRow) -> TimelineRow:
        seen = self.seen.get(row.id)
        actual = None if seen is None else self._seconds(seen[0], seen[1])
        planned = self._planned(row.at_s, row.at_s)
        note: Phrase = self._without(row.id)
        if actual is not None:
            note = duration(round(actual[1], 1))
            if planned is not None:
                note = _(
                    "{seen} (planned {planned})", seen=note, planned=duration(round(planned[0], 1))
                )
        return TimelineRow(
            _("{number} {step}", number=row.number, step=row.text),
            f"step:{row.id}",
            planned=planned,
            actual=actual,
            uncertainty_s=None if seen is None else self._factor * sqrt(seen[2]),
            note=note,
            is_critical=row.is_critical,
        )

    def target(self, row: TargetRow, result: TargetResult) -> TimelineRow:
        start, took = result.start, result.gross_s or result.elapsed_s
        actual = None
        if start.at_s is not None and start.clock is not None and took is not None:
            group = self._subject.alignment.group_of(start.clock)
            if group == self._group:
                begun = self._carry(start.at_s, start.clock)
                actual = self._seconds(begun, begun + took)
        return TimelineRow(
            row.name,
            f"target:{row.id}",
            planned=self._planned(row.from_s, row.to_s),
            actual=actual,
            limit_s=row.limit_s,
            uncertainty_s=result.expanded_uncertainty_s if actual else None,
            verdict=result.verdict,
            note=measured_said(self._targets[result.id], result),
            is_span=True,
            is_critical=row.is_critical,
        )

    def holds(self) -> Iterator[Seconds]:
        last = max((stop for _start, stop, _variance in self.seen.values()), default=Fraction(0))
        for hold in self._subject.counted_holds:
            if self._subject.alignment.group_of(hold.source) == self._group:
                start = self._carry(hold.start_s, hold.source)
                # A pause that nobody ended lasts until the last step that was seen.
                stop = last if hold.stop_s is None else self._carry(hold.stop_s, hold.source)
                yield self._seconds(start, max(start, stop))

    def entries(self) -> Iterator[TimelineEntry]:
        """Give the entries whose clock is tied to the axis, each where it lies on it."""
        names = self._subject.names
        for number, row in enumerate(self._subject.log.observations):
            if row.at_s is None or self._subject.alignment.group_of(row.source) != self._group:
                continue
            ref = row.step if row.unit is None else f"{row.step}/{row.unit}"
            at_s = float(self._carry(row.at_s, row.source) - self._zero_s)
            # One row of a table may stand for several units; each is an entry of its own.
            id_ = f"{number}:{row.place}"
            yield TimelineEntry(id_, at_s, row.source, names.reference(ref), f"step:{row.step}")

    def _find_seen(self) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
        """Find the first and last time of each step, and the largest variance of its times."""
        alignment, found = self._subject.alignment, dict[str, list[tuple[Fraction, Fraction]]]()
        for (step, _unit), state in self._subject.timeline.points.items():
            instant = state.instants.get(self._group)
            if instant is not None:
                at_s = instant.given.at_s(self._clock, alignment)
                found.setdefault(step, []).append((at_s, instant.given.variance_s2))
        return {
            step: (
                min(at for at, _var in times),
                max(at for at, _var in times),
                max(var for _at, var in times),
            )
            for step, times in found.items()
        }

    def _without(self, step: str) -> Phrase:
        timeline = self._subject.timeline
        if step in timeline.not_applicable:
            return pgettext("step without time", "branch not taken")
        known = {state.known for (name, _unit), state in timeline.points.items() if name == step}
        for standing in ("done", "failed", "not_performed"):
            if standing in known:
                return _WITHOUT[standing]
        if known == {"timed"}:
            return pgettext("step without time", "on a clock not tied")
        return _WITHOUT["unrecorded"]

    def _carry(self, at_s: Fraction, clock: str) -> Fraction:
        return self._subject.alignment.carry(at_s, clock, self._clock).at_s

    def _seconds(self, start: Fraction, stop: Fraction) -> Seconds:
        return float(start - self._zero_s), float(stop - self._zero_s)

    def _planned(self, start_s: float | None, stop_s: float | None) -> Seconds | None:
        if start_s is None or not self._is_planned:
            return None
        begin = start_s - self._planned_zero_s
        return begin, begin if stop_s is None else stop_s - self._planned_zero_s
