"""Hold what sources saw, in one form, whether typed on paper, read from a camera or keyed live.

Times are exact fractions of a second on the source's own clock, so that a verdict on the
boundary of a limit is decided by arithmetic and not by rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.errors import Fault
from drillplanner.base.heads import HeadNumbers
from drillplanner.base.texts import Words

#: `between`: the instant lies from `at_s` to `until_s` of its observation, both edges hard.
Bound: TypeAlias = Literal["exact", "at_most", "at_least", "between"]
Observed: TypeAlias = Literal["seen", "radio", "video", "record"]

#: `clock`: time of day, seconds since midnight of the source's first timed row, in the
#: script's zone. `seconds`: an elapsed time from a zero of its own. `none`: no timed row.
TimeScale: TypeAlias = Literal["clock", "seconds", "none"]

#: What a row says of its step: done at a time, done at an unknown time, said not
#: performed, tried and failed (with a time where one is known), or not there that day.
Outcome: TypeAlias = Literal["time", "done", "not_performed", "failed", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Observation:
    """What one source says of one step, unit or option.

    `at_s` is seconds on the source's clock, present exactly when the outcome is `time`,
    and optional when it is `failed`. `variance_s2` is the square of the standard
    uncertainty in seconds. `until_s` is the later edge, present exactly when the bound is
    `between`. `place` names where it stands ("gate.csv, row 4") or the id of the log entry;
    `number` is its order among all rows of the log, from 0. `is_typed` says that the time was
    typed in a table, `is_minute` that it was shown to the minute only: a table of seconds whose
    start and stop are the same instant measured nothing (docs/scoring.md).
    """

    source: str
    step: str
    unit: str | None
    option: str | None
    outcome: Outcome
    number: int
    at_s: Fraction | None = None
    variance_s2: Fraction = Fraction(0)
    bound: Bound = "exact"
    observed: Observed = "seen"
    note: str = ""
    place: str = ""
    until_s: Fraction | None = None
    is_typed: bool = False
    is_minute: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A named person's decision that one source's time stands for a step and unit."""

    source: str
    step: str
    unit: str | None
    note: str
    number: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A named person admits a target that was interrupted, out of order or took no time."""

    source: str
    target: str
    note: str
    number: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many were there of how many expected, at a step or unit; never a time."""

    source: str
    step: str
    unit: str | None
    heads: HeadNumbers
    note: str
    number: int
    place: str = ""

    @property
    def ref(self) -> str:
        """Name the step or unit: STEP, STEP/UNIT."""
        return self.step if self.unit is None else f"{self.step}/{self.unit}"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a source's times were understood, said before they count.

    `dial` is the word that the option --dial takes, `form` the pattern (H:MM:SS), `first` and
    `last` are times as they were written.
    """

    source: str
    dial: str
    form: str
    rows: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class ClockComparison:
    """Two clocks compared when a laptop was enrolled: `source` minus `other`, in seconds."""

    source: str
    other: str
    offset_s: Fraction
    variance_s2: Fraction


@dataclass(frozen=True, slots=True)
class FreeMark:
    """A mark of no step of the script, or one that was made as such and got its step later.

    `words` are the free words it was given; empty where nobody named it. `step`, `unit` and
    `option` are what it counts as now; without a step it counts as nothing and is only listed.
    `at_s` is missing where it has no time, as a step that was said not performed.
    """

    source: str
    words: Words
    number: int
    at_s: Fraction | None
    variance_s2: Fraction = Fraction(0)
    bound: Bound = "exact"
    observed: Observed = "seen"
    place: str = ""
    step: str | None = None
    unit: str | None = None
    option: str | None = None
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class SyncMark:
    """One source's reading of a moment that others read too (对时标记)."""

    source: str
    name: str
    at_s: Fraction
    variance_s2: Fraction
    number: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class StatedOffset:
    """A difference of two clocks read off by someone: `source` minus `other`, in seconds.

    `at_s` is when it was read, on the clock of `source`; several give a drift, as marks do.
    """

    source: str
    other: str
    offset_s: Fraction
    variance_s2: Fraction
    number: int
    place: str = ""
    at_s: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A drill held and, unless it was never taken up again, resumed, on one source's clock.

    `number` and `stop_number` are the places of the two rows among all rows of the log, as
    an observation's is: a source need not have written in the order of its clock.
    `variance_s2` and `stop_variance_s2` are those of the two presses. `reason` is one of
    `run.entry_markers.HOLD_REASONS` where one was given, `said` what else was written of it.
    """

    source: str
    start_s: Fraction
    stop_s: Fraction | None
    place: str = ""
    number: int = 0
    stop_number: int = 0
    variance_s2: Fraction = Fraction(0)
    stop_variance_s2: Fraction = Fraction(0)
    reason: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """All that all sources saw of one drill.

    `scales` names every source in order of first appearance; `origins` gives, for a source
    with clock times, the ISO date of the midnight its seconds count from where one is known.
    `not_applicable` are targets that a source said do not apply, with the place it said so.
    `commands` says of each source that was recorded live whether it armed as the control post
    (指挥岗); a table is not in it.
    """

    observations: tuple[Observation, ...] = ()
    sync_marks: tuple[SyncMark, ...] = ()
    offsets: tuple[StatedOffset, ...] = ()
    holds: tuple[Hold, ...] = ()
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, TimeScale] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, bool] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    heads: tuple[HeadCount, ...] = ()
    readings: tuple[Reading, ...] = ()
    warnings: tuple[Fault, ...] = ()
    comparisons: tuple[ClockComparison, ...] = ()

    @property
    def standing_heads(self) -> tuple[HeadCount, ...]:
        """List the head counts that count: of each source's counts of one place the last."""
        last = {(one.source, one.step, one.unit): one for one in self.heads}
        return tuple(last.values())
