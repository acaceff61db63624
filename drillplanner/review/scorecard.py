"""Hold a scorecard: what each target, owner and the whole drill came to, with its evidence.

A scorecard is frozen values only. It is computed by drillplanner.review.scoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from drillplanner.review.observation import Bound, HeadCount, Reading
from drillplanner.review.verdicts import (
    ConflictKind,
    Doubt,
    Grade,
    OrderVerdict,
    ReasonCode,
    Verdict,
)


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
