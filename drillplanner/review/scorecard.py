"""Hold a scorecard: what each target, owner and the whole drill came to, with its evidence.

A scorecard is frozen values only. It is computed by drillplanner.review.scoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.review.observation import Bound

#: Version of the rules of docs/scoring.md; a change of any rule changes it.
RULES = "2"

Verdict: TypeAlias = Literal[
    "not_applicable",
    "not_performed",
    "not_achieved",
    "not_recorded",
    "untied",
    "interrupted",
    "out_of_order",
    "recorded",
    "met",
    "missed",
    "too_close",
]
OrderVerdict: TypeAlias = Literal["met", "broken", "too_close", "not_recorded", "not_applicable"]
Grade: TypeAlias = Literal["excellent", "good", "fair", "poor"]

#: Why two things in the log do not agree.
#:  spread        observers of one step lie too far apart (spread_s is how far)
#:  repeated      one source marked a step (and unit) more than once
#:  disagreement  one source has a time where another says not performed, failed or done
#:  option        sources saw a decision go different ways
#:  untaken       a step of a branch that was not taken was marked
#:  untied_group  a tied group of sources that was left out of a target or order
#:  untied_hold   a hold on a clock that cannot be placed on the clock of a target
#:  drift         two clocks drift apart faster than 500 ppm (spread_s is null)
#:  residual      a sync mark lies over three of its u off the fitted tie (spread_s is how far)
#:  offset        two statements of one offset differ
ConflictKind: TypeAlias = Literal[
    "spread",
    "repeated",
    "disagreement",
    "option",
    "untaken",
    "untied_group",
    "untied_hold",
    "drift",
    "residual",
    "offset",
]


@dataclass(frozen=True, slots=True)
class EndResult:
    """One end of a span as measured.

    `at_s` is seconds on the start's clock (the end's own where no start is known or the
    ends are untied). `named` lists the members that kept the end from being known.
    `evidence` gives the places ("gate.csv, row 4") of the observations used.
    """

    at_s: Fraction | None = None
    sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    clock: str | None = None


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target's verdict, what it was measured as, and its points of 100 (None: unscored)."""

    id: str
    verdict: Verdict
    start: EndResult
    stop: EndResult
    elapsed_s: Fraction | None = None
    gross_s: Fraction | None = None
    expanded_uncertainty_s: float | None = None
    bound: Bound | None = None
    score: Fraction | None = None
    tie_uncertainty_s: float | None = None


@dataclass(frozen=True, slots=True)
class OrderResult:
    """Whether one step preceded the other; `margin_s` is after minus before.

    `named` lists the steps and units that kept it from being judged.
    """

    id: str
    verdict: OrderVerdict
    margin_s: Fraction | None = None
    expanded_uncertainty_s: float | None = None
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Things in the log that do not agree (记录不一致), for a person to rule on."""

    kind: ConflictKind
    sources: tuple[str, ...]
    step: str | None = None
    unit: str | None = None
    spread_s: float | None = None
    target: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """What two clocks' difference was found to be: `source` minus `other`, in seconds.

    `uncertainty_s` is standard, at the middle of the marks, without the drift term.
    `marks` names the shared sync marks; empty for a stated offset.
    """

    source: str
    other: str
    offset_s: float
    uncertainty_s: float
    drift_ppm: float | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A score of 100 for the whole or for one owner; None where there is nothing to score.

    `score` is after the caps and not rounded; `rounded` is to 0.1, half up, and is what
    the grade is read from. `capped` says that a critical failure limits the score.
    """

    score: Fraction | None
    timed: Fraction | None
    criteria: Fraction | None
    coverage: Fraction | None
    grade: Grade | None
    capped: bool
    rounded: Fraction | None = None
    capped_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of one drill against one script, by one version of the rules."""

    rules: str
    whole: Total
    owners: dict[str, Total]
    targets: tuple[TargetResult, ...]
    orders: tuple[OrderResult, ...]
    conflicts: tuple[Conflict, ...]
    ties: tuple[Tie, ...]
    criteria: dict[str, Fraction]
