"""Hold a scorecard: what each target, owner and the whole drill came to, with its evidence.

A scorecard is frozen values only. It is computed by drillplanner.review.scoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.review.observation import Bound, HeadCount, Reading

Verdict: TypeAlias = Literal[
    "not_applicable",
    "not_performed",
    "not_achieved",
    "not_recorded",
    "untied",
    "disputed",
    "interrupted",
    "out_of_order",
    "no_time_passed",
    "recorded",
    "met",
    "missed",
    "too_close",
]
OrderVerdict: TypeAlias = Literal["met", "broken", "too_close", "not_recorded", "not_applicable"]
Grade: TypeAlias = Literal["excellent", "good", "fair", "poor"]

#: What a target's verdict is to be read with, though it stands.
#:  against_order    the log contradicts the script's order at its start or stop
#:  observers_differ observers of an end lie further apart than their own u explains
Doubt: TypeAlias = Literal["against_order", "observers_differ"]

#: Why a grade is what it is and not the next better one.
#:  boundary    the score lies under the next boundary (or there is no better grade)
#:  shortfall   the score would do, but a target that must be met is not
#:  coverage    too little was recorded: no grade
#:  critical    a critical target is undecided and could change it: no grade
#:  capped      a critical failure limits the score
#:  no_targets  nothing of this owner is scored or could be: no grade
ReasonCode: TypeAlias = Literal[
    "boundary", "shortfall", "coverage", "critical", "capped", "no_targets"
]

#: Why two things in the log do not agree.
#:  spread             observers of one step lie too far apart (spread_s is how far)
#:  repeated           one source marked a step (and unit) more than once
#:  disagreement       one source has a time where another says otherwise
#:  contradicts_bound  an upper or lower bound excludes the exact time that counts
#:  option             sources saw a decision go different ways
#:  untaken            a step of a branch that was not taken was marked
#:  against_order      the log contradicts the script's order of two steps (`steps`)
#:  no_time_passed     a target's start and stop were typed as one instant
#:  untied_group       rows of a tied group that was left out of a target or order
#:  untied_hold        a hold on a clock that cannot be placed on the clock of a target
#:  drift              two clocks drift apart faster than 500 ppm (spread_s is null)
#:  residual           a sync mark lies over three of its u off the fitted tie (spread_s)
#:  offset             two statements of one offset differ, or dates contradict one
#:  doubtful_tie       other marks pair better, or a comparison contradicts the tie
#:  weak_tie           a tie with marks at one end only was used over an hour away
ConflictKind: TypeAlias = Literal[
    "spread",
    "repeated",
    "disagreement",
    "contradicts_bound",
    "option",
    "untaken",
    "against_order",
    "no_time_passed",
    "untied_group",
    "untied_hold",
    "drift",
    "residual",
    "offset",
    "doubtful_tie",
    "weak_tie",
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
    """A target's verdict, what it was measured as, and its points of 100 (None: unscored).

    `elapsed_low_s` is the low end where both ends were given, `elapsed_s` then the high one.
    `least_s` and `greatest_s` are what the readings of disputed steps make of it.
    """

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
    elapsed_low_s: Fraction | None = None
    least_s: Fraction | None = None
    greatest_s: Fraction | None = None
    doubts: tuple[Doubt, ...] = ()


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
    """Things in the log that do not agree (记录不一致), for a person to rule on.

    `steps` are the two of an order, the earlier first.
    """

    kind: ConflictKind
    sources: tuple[str, ...]
    step: str | None = None
    unit: str | None = None
    spread_s: float | None = None
    target: str | None = None
    places: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


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
class GradeReason:
    """Why a grade is what it is; drillplanner.terms.grade_words says it in one sentence.

    `barred_by` are the ids of targets, orders and criteria that stand in the way of a better
    grade, `undecided` those of critical targets that nothing is decided of. `better` is the
    next better grade and `boundary` its lowest score. `within` are the grades at both ends of
    the score's range, the lower first, where a boundary lies inside.
    """

    code: ReasonCode
    barred_by: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    better: Grade | None = None
    boundary: Fraction | None = None
    within: tuple[Grade, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A score of 100 for the whole or for one owner; None where there is nothing to score.

    `score` is after the caps and not rounded; `rounded` is to 0.1, half up, and is what
    the grade is read from. `capped` says that a critical failure limits the score.
    `score_range` is the least and greatest score within the targets' uncertainties. Scorecards
    of rules 1 and 2 have neither range nor reason.
    """

    score: Fraction | None
    timed: Fraction | None
    criteria: Fraction | None
    coverage: Fraction | None
    grade: Grade | None
    capped: bool
    rounded: Fraction | None = None
    capped_by: tuple[str, ...] = ()
    score_range: tuple[Fraction, Fraction] | None = None
    reason: GradeReason | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of one drill against one script, by one version of the rules.

    `heads` are the head counts that stand; they change no verdict and no point.
    """

    rules: int
    whole: Total
    owners: dict[str, Total]
    targets: tuple[TargetResult, ...]
    orders: tuple[OrderResult, ...]
    conflicts: tuple[Conflict, ...]
    ties: tuple[Tie, ...]
    criteria: dict[str, Fraction]
    readings: tuple[Reading, ...] = ()
    heads: tuple[HeadCount, ...] = ()
