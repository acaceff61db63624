"""Turn verdicts into points, totals, coverage and a suggested grade.

Rules: docs/scoring.md, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from drillplanner.base.exact import exact
from drillplanner.plan.model import Scoring, Script, Target, split_ref
from drillplanner.review.scorecard import Grade, OrderResult, TargetResult, Total

_FULL = Fraction(100)

#: Verdicts that score nothing because the act was not there.
_NOTHING = frozenset({"not_performed", "not_achieved"})

#: Verdicts that a critical target fails with.
_FAILED = _NOTHING | {"missed"}


@dataclass(frozen=True, slots=True)
class _Line:
    target: Target
    result: TargetResult


def points(result: TargetResult, target: Target, scoring: Scoring) -> Fraction | None:
    """Give a target's points of 100, or None where it is not scored."""
    if target.limit_s is None:
        return None
    if result.verdict in _NOTHING:
        return Fraction(0)
    if result.verdict not in ("met", "missed", "too_close") or result.elapsed_s is None:
        return None
    if result.verdict == "too_close" and result.bound != "exact":
        return None
    return _of_time(max(Fraction(0), result.elapsed_s), exact(target.limit_s), scoring)


def _of_time(elapsed: Fraction, limit: Fraction, scoring: Scoring) -> Fraction:
    """100 up to the limit, linear to half_score at half_ratio, linear to 0 at zero_ratio."""
    half_at, zero_at = exact(scoring.half_ratio) * limit, exact(scoring.zero_ratio) * limit
    half = exact(scoring.half_score)
    if elapsed <= limit:
        return _FULL
    if elapsed <= half_at:
        return _FULL - (_FULL - half) * (elapsed - limit) / (half_at - limit)
    if elapsed < zero_at:
        return half * (zero_at - elapsed) / (zero_at - half_at)
    return Fraction(0)


def with_points(results: Sequence[TargetResult], script: Script) -> tuple[TargetResult, ...]:
    """Add each target's points to its result."""
    return tuple(
        replace(result, score=points(result, target, script.scoring))
        for result, target in zip(results, script.targets, strict=True)
    )


def total(
    script: Script,
    results: Sequence[TargetResult],
    orders: Sequence[OrderResult],
    criteria: Mapping[str, Fraction],
    owner: str | None = None,
) -> Total:
    """Total a drill for the whole (owner None) or for one owner."""
    lines = [
        _Line(target, result)
        for target, result in zip(script.targets, results, strict=True)
        if owner is None or target.owner == owner
    ]
    scoring = script.scoring
    timed = _mean([(exact(x.target.weight), x.result.score) for x in lines])
    by_eye = _mean(
        [
            (exact(criterion.weight), criteria.get(criterion.id))
            for criterion in script.criteria
            if owner is None or criterion.role == owner
        ]
    )
    score = _blend(timed, by_eye, exact(scoring.share_timed))
    coverage = _coverage(lines)
    caps = tuple(_caps(script, lines, orders, criteria, owner))
    if caps and score is not None:
        score = min(score, exact(scoring.cap))
    rounded = None if score is None else round_half_up(score)
    return Total(
        score=score,
        timed=timed,
        criteria=by_eye,
        coverage=coverage,
        grade=_grade(rounded, coverage, lines, scoring),
        capped=bool(caps),
        rounded=rounded,
        capped_by=caps,
    )


def owners(script: Script) -> tuple[str, ...]:
    """List the roles that own a target, a critical order or a criterion, in the script's order."""
    owning = {target.owner for target in script.targets}
    owning |= {criterion.role for criterion in script.criteria}
    owning |= {_answering(script, order.after) for order in script.orders if order.critical}
    return tuple(role.id for role in script.roles if role.id in owning)


def round_half_up(value: Fraction) -> Fraction:
    """Round to a tenth for people, a half upward (contract, section 5)."""
    return Fraction((value * 10 + Fraction(1, 2)).__floor__(), 10)


def _mean(weighted: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    known = [(weight, value) for weight, value in weighted if value is not None]
    weight = sum((w for w, _ in known), Fraction(0))
    return sum((w * v for w, v in known), Fraction(0)) / weight if weight else None


def _blend(timed: Fraction | None, criteria: Fraction | None, share: Fraction) -> Fraction | None:
    if timed is None or criteria is None:
        return criteria if timed is None else timed
    return share * timed + (1 - share) * criteria


def _coverage(lines: Sequence[_Line]) -> Fraction | None:
    asked = [
        line
        for line in lines
        if line.target.limit_s is not None and line.result.verdict != "not_applicable"
    ]
    weight = sum((exact(line.target.weight) for line in asked), Fraction(0))
    if not weight:
        return None
    scored = [exact(x.target.weight) for x in asked if x.result.score is not None]
    return sum(scored, Fraction(0)) / weight


def _caps(
    script: Script,
    lines: Sequence[_Line],
    orders: Sequence[OrderResult],
    criteria: Mapping[str, Fraction],
    owner: str | None,
) -> Iterable[str]:
    """Name the critical targets, orders and criteria that limit a total (一票否决)."""
    for line in lines:
        is_meant = owner is not None or line.target.caps_whole
        if line.target.critical and is_meant and line.result.verdict in _FAILED:
            yield line.target.id
    for order, outcome in zip(script.orders, orders, strict=True):
        is_meant = owner is None or _answering(script, order.after) == owner
        if order.critical and is_meant and outcome.verdict == "broken":
            yield order.id
    for criterion in script.criteria:
        is_meant = owner is None or criterion.role == owner
        if criterion.critical and is_meant and criteria.get(criterion.id) == 0:
            yield criterion.id


def _answering(script: Script, ref: str) -> str:
    return script.step(split_ref(ref)[0]).role


def _grade(
    rounded: Fraction | None, coverage: Fraction | None, lines: Sequence[_Line], scoring: Scoring
) -> Grade | None:
    """Suggest a grade; None where the record does not carry one (记录不足，不予评定)."""
    if rounded is None or (coverage is not None and coverage < exact(scoring.min_coverage)):
        return None
    if any(
        line.target.critical and line.result.verdict in ("not_recorded", "untied") for line in lines
    ):
        return None
    grades = scoring.grades
    if rounded >= exact(grades.excellent) and _sourced_are_met(lines):
        return "excellent"
    if rounded >= exact(grades.good):
        return "good"
    return "fair" if rounded >= exact(grades.fair) else "poor"


def _sourced_are_met(lines: Sequence[_Line]) -> bool:
    """Tell whether every applicable target with a limit of class N or L is met."""
    return all(
        line.result.verdict in ("met", "not_applicable")
        for line in lines
        if line.target.source.class_ in ("N", "L") and line.target.limit_s is not None
    )
