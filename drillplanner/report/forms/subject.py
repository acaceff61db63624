"""Hold one script with what its papers need: names, planned times, particulars, sign-offs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.local_time import day_and_minute
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.editing.times import day_text, span_text
from drillplanner.plan.model import Script, Step
from drillplanner.plan.particulars import Particulars
from drillplanner.plan.schedule import Schedule
from drillplanner.plan.sign_off import STAGES, SignOff, Stage
from drillplanner.terms.document import Blank, Block, Cell, Phrase, Report
from drillplanner.terms.phrases import Names

#: What the three stages are called under a paper.
STAGE_NAMES: dict[Stage, Text] = {
    "prepared": pgettext("on a paper", "Prepared by"),
    "reviewed": pgettext("on a paper", "Reviewed by"),
    "approved": pgettext("on a paper", "Approved by"),
}


@dataclass(frozen=True, slots=True)
class FormInputs:
    """What a paper is made of; `t0_clock_s` is the time of day of T0, if it is set.

    `site` is the plan of the school as blocks, where one is kept.
    """

    script: Script
    particulars: Particulars = field(default_factory=Particulars)
    t0_clock_s: float | None = None
    sign_offs: tuple[SignOff, ...] = ()
    site: tuple[Block, ...] = ()


class FormSubject:
    """One script as its papers say it; what is derived is worked out once."""

    def __init__(self, inputs: FormInputs) -> None:
        self.inputs = inputs
        self.script, self.particulars = inputs.script, inputs.particulars
        self.names = Names(inputs.script)
        self.numbers = {step.id: number for number, step in enumerate(self.script.steps, 1)}

    @cached_property
    def _schedule(self) -> Schedule:
        return Schedule(self.script.steps)

    @property
    def title(self) -> Phrase:
        """The script's title."""
        return self.names.words(self.script.title, self.script.id)

    def at_s(self, step: Step) -> float:
        """Give a step's planned time in seconds from T0, else from the first step."""
        t0 = self.script.t0
        zero = self._schedule.earliest_s.get(t0, 0.0) if t0 else 0.0
        return self._schedule.earliest_s[step.id] - zero

    def planned(self, step: Step) -> Phrase | tuple[Phrase, ...]:
        """Say when a step is planned: T+1:30, with the time of day below where T0 has one."""
        at = self.at_s(step)
        said = f"{'T' if self.script.t0 else ''}{'-' if at < 0 else '+'}{span_text(at)}"
        clock = self.inputs.t0_clock_s
        return said if clock is None else (said, day_text(clock + at))

    def in_time(self) -> tuple[Step, ...]:
        """Give the steps in the order in which they are planned."""
        return tuple(
            sorted(self.script.steps, key=lambda step: (self.at_s(step), self.numbers[step.id]))
        )

    @property
    def length(self) -> Phrase:
        """Say how long the plan is."""
        return duration(exact(self._schedule.duration_s))

    def when(self) -> tuple[tuple[Phrase, Cell], ...]:
        """Give school, date, T0 and place, with room to write in what is not set."""
        said, clock = self.particulars, self.inputs.t0_clock_s
        return (
            (_("School"), said.school or Blank.CELL),
            (_("Date of the drill"), said.date or Blank.CELL),
            (_("Time of day of T0"), Blank.CELL if clock is None else day_text(clock)),
            (_("Place"), said.place or Blank.CELL),
        )

    def approvals(self) -> tuple[tuple[Phrase, Cell], ...]:
        """Say who prepared, reviewed and approved; a typed name is shown as typed by whom."""
        by_stage = {one.stage: one for one in self.inputs.sign_offs}
        return tuple((STAGE_NAMES[stage], _signed(by_stage.get(stage))) for stage in STAGES)

    def paper(self, title: Text, blocks: Iterator[Block]) -> Report:
        """Make a whole paper."""
        return Report(title, self.title, None, tuple(blocks))


def _signed(one: SignOff | None) -> Cell:
    if one is None:
        return Blank.CELL
    when = day_and_minute(one.utc_ns)
    if one.typed_by:
        how = _("{when}, typed by {who}, not signed", when=when, who=one.typed_by)
    else:
        how = _("{when}, typed, not signed", when=when)
    return (one.name, how)
