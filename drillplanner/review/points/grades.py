"""Suggest a grade for a total, and say why it is this one and not the next better one.

Rules: docs/scoring.md, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.exact import exact
from drillplanner.plan.model import Scoring, Target
from drillplanner.review.rules import FAILED, SOURCED, UNDECIDED
from drillplanner.review.scorecard import GradeReason, TargetResult
from drillplanner.review.verdicts import Grade


@dataclass(frozen=True, slots=True)
class Line:
    """A target and what it came to."""

    target: Target
    result: TargetResult

    @property
    def is_asked(self) -> bool:
        """Tell whether the target has a limit and applies."""
        return self.target.limit_s is not None and self.result.verdict != "not_applicable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a grade is read from.

    `low` and `high` are the least and the greatest score within the targets' uncertainties,
    each with the targets' lines as they stand there.
    """

    score: Fraction | None
    coverage: Fraction | None
    lines: Sequence[Line]
    caps: Sequence[str]
    low: tuple[Fraction, Sequence[Line]] | None = None
    high: tuple[Fraction, Sequence[Line]] | None = None
    is_whole: bool = True


def suggest(outcome: Outcome, scoring: Scoring) -> tuple[Grade | None, GradeReason]:
    """Suggest a grade; None where the record does not carry one (记录不足，不予评定)."""
    undecided = tuple(_undecided(outcome))
    if not any(line.is_asked for line in outcome.lines):
        return None, GradeReason("no_targets")
    is_thin = outcome.coverage is not None and outcome.coverage < exact(scoring.min_coverage)
    if outcome.score is None or is_thin:
        return None, GradeReason("coverage", undecided=undecided)
    if undecided and not outcome.caps:
        return None, GradeReason("critical", undecided=undecided)
    grade = _grade(outcome.score, outcome.lines, scoring)
    barred = tuple(_barring(outcome.lines))
    by_score = _by_score(outcome.score, scoring)
    better, boundary = _next(grade, scoring)
    if outcome.caps:
        reason = GradeReason("capped", tuple(outcome.caps), undecided, better, boundary)
    elif grade != by_score:
        reason = GradeReason("shortfall", barred, (), better, boundary)
    else:
        within = _within(outcome, scoring)
        reason = GradeReason("boundary", (), (), better, boundary, within)
    return grade, reason


def round_half_up(value: Fraction) -> Fraction:
    """Round to a tenth for people, a half upward (contract, section 5)."""
    return Fraction((value * 10 + Fraction(1, 2)).__floor__(), 10)


def _undecided(outcome: Outcome) -> Iterable[str]:
    """Name critical targets without a verdict that counts and that could cap this total.

    Record-only ones bar nothing.
    """
    return (
        line.target.id
        for line in outcome.lines
        if line.target.critical
        and (line.target.caps_whole or not outcome.is_whole)
        and line.is_asked
        and line.result.verdict in UNDECIDED
    )


def _barring(lines: Iterable[Line]) -> Iterable[str]:
    """Name the targets that no excellent drill has.

    Those are sourced ones (N, L) that are not met, and any with a limit that failed.
    """
    for line in lines:
        is_sourced = line.target.source.class_ in SOURCED
        is_short = is_sourced and line.result.verdict != "met"
        if line.is_asked and (is_short or line.result.verdict in FAILED):
            yield line.target.id


def _grade(score: Fraction, lines: Sequence[Line], scoring: Scoring) -> Grade:
    grade = _by_score(score, scoring)
    return "good" if grade == "excellent" and any(_barring(lines)) else grade


def _by_score(score: Fraction, scoring: Scoring) -> Grade:
    rounded = round_half_up(score)
    for grade, lowest in _boundaries(scoring):
        if rounded >= lowest:
            return grade
    return "poor"


def _boundaries(scoring: Scoring) -> tuple[tuple[Grade, Fraction], ...]:
    grades = scoring.grades
    return (
        ("excellent", exact(grades.excellent)),
        ("good", exact(grades.good)),
        ("fair", exact(grades.fair)),
    )


def _next(grade: Grade, scoring: Scoring) -> tuple[Grade | None, Fraction | None]:
    """Give the next better grade and its lowest score."""
    better: tuple[Grade | None, Fraction | None] = (None, None)
    for name, lowest in _boundaries(scoring):
        if name == grade:
            return better
        better = name, lowest
    return better


def _within(outcome: Outcome, scoring: Scoring) -> tuple[Grade, ...]:
    """Give the grades at both ends of the score's range, where they differ."""
    if outcome.low is None or outcome.high is None:
        return ()
    low, high = (_grade(score, lines, scoring) for score, lines in (outcome.low, outcome.high))
    return (low, high) if low != high else ()
