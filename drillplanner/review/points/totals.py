"""Turn verdicts into points, totals, coverage and a suggested grade.

Rules: docs/scoring.md, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from drillplanner.base.exact import exact
from drillplanner.plan.model import Scoring, Script, Target, split_ref
from drillplanner.review.points.grades import Line, Outcome, round_half_up, suggest
from drillplanner.review.rules import FAILED, WORTH
from drillplanner.review.scorecard import OrderResult, TargetResult, Total

_FULL = Fraction(100)


def points(result: TargetResult, target: Target, scoring: Scoring) -> Fraction | None:
    """Give a target's points of 100, or None where it is not scored."""
    worth = WORTH[result.verdict]
    if target.limit_s is None:
        return None
    if worth == "nothing":
        return Fraction(0)
    is_known = worth == "curve" or (worth == "measured" and result.bound == "exact")
    if not is_known or result.elapsed_s is None:
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
        Line(target, result)
        for target, result in zip(script.targets, results, strict=True)
        if owner is None or target.owner == owner
    ]
    purse = _Purse(script, orders, criteria, owner)
    score, caps = purse.score(lines), tuple(purse.caps(lines))
    slowest = fastest = None
    if score is not None:
        slow, fast = (
            [_at_end(line, script.scoring, is_slow=is_slow) for line in lines]
            for is_slow in (True, False)
        )
        slowest = purse.score(slow) or Fraction(0), slow
        fastest = purse.score(fast) or Fraction(0), fast
    coverage = _coverage(lines)
    outcome = Outcome(score, coverage, lines, caps, slowest, fastest, owner is None)
    grade, reason = suggest(outcome, script.scoring)
    return Total(
        score=score,
        timed=_timed(lines),
        criteria=purse.criteria,
        coverage=coverage,
        grade=grade,
        capped=bool(caps),
        rounded=None if score is None else round_half_up(score),
        capped_by=caps,
        score_range=(slowest[0], fastest[0]) if slowest and fastest else None,
        reason=reason,
    )


class _Purse:
    """Adds up the points of one owner or of the whole, whatever the targets came to."""

    def __init__(
        self,
        script: Script,
        orders: Sequence[OrderResult],
        criteria: Mapping[str, Fraction],
        owner: str | None,
    ) -> None:
        self._script = script
        self._orders = orders
        self._rated = criteria
        self._owner = owner
        self.criteria = _mean(
            (exact(criterion.weight), criteria.get(criterion.id))
            for criterion in script.criteria
            if owner is None or criterion.role == owner
        )

    def score(self, lines: Sequence[Line]) -> Fraction | None:
        """Give the score after the caps, not rounded."""
        scoring = self._script.scoring
        score = _blend(_timed(lines), self.criteria, exact(scoring.share_timed))
        if score is None or not any(True for _cap in self.caps(lines)):
            return score
        return min(score, exact(scoring.cap))

    def caps(self, lines: Sequence[Line]) -> Iterable[str]:
        """Name the critical targets, orders and criteria that limit a total (一票否决)."""
        owner = self._owner
        for line in lines:
            is_meant = owner is not None or line.target.caps_whole
            if line.target.critical and is_meant and line.result.verdict in FAILED:
                yield line.target.id
        for order, outcome in zip(self._script.orders, self._orders, strict=True):
            is_meant = owner is None or _answering(self._script, order.after) == owner
            if order.critical and is_meant and outcome.verdict == "broken":
                yield order.id
        for criterion in self._script.criteria:
            is_meant = owner is None or criterion.role == owner
            if criterion.critical and is_meant and self._rated.get(criterion.id) == 0:
                yield criterion.id


def _at_end(line: Line, scoring: Scoring, *, is_slow: bool) -> Line:
    """Take a scored target at one end of what its measurement allows, without U there.

    An exact length runs from d − U to d + U, a bounded one between its bounds; an open low
    end is no time at all, an open high end earns nothing.
    """
    result, target = line.result, line.target
    if result.score is None or result.elapsed_s is None or target.limit_s is None:
        return line
    limit = exact(target.limit_s)
    elapsed = (_slowest if is_slow else _fastest)(result, limit)
    if elapsed is None:
        return Line(target, replace(result, verdict="missed", score=Fraction(0)))
    # U is a rounded root: a verdict that stands with U stands at the end of U as well.
    is_missed = elapsed > limit or (result.verdict == "missed" and not is_slow)
    score = _of_time(max(Fraction(0), elapsed), limit, scoring)
    return Line(target, replace(result, verdict="missed" if is_missed else "met", score=score))


def _slowest(result: TargetResult, limit: Fraction) -> Fraction | None:
    if result.bound == "at_least":
        return None
    elapsed = result.elapsed_s or Fraction(0)
    if result.bound == "exact":
        elapsed += Fraction(result.expanded_uncertainty_s or 0)
    if result.bound == "between" and result.elapsed_low_s is not None:
        # Edges may cross within what is no conflict yet.
        elapsed = max(elapsed, result.elapsed_low_s)
    return min(elapsed, limit) if result.verdict == "met" else elapsed


def _fastest(result: TargetResult, limit: Fraction) -> Fraction:
    elapsed = result.elapsed_s or Fraction(0)
    match result.bound:
        case "at_most":
            return Fraction(0)
        case "between":
            elapsed = min(elapsed, result.elapsed_low_s or Fraction(0))
        case "exact":
            elapsed -= Fraction(result.expanded_uncertainty_s or 0)
    return max(elapsed, limit) if result.verdict == "missed" else elapsed


def owners(script: Script) -> tuple[str, ...]:
    """List the roles that own a target, a critical order or a criterion, in the script's order."""
    owning = {target.owner for target in script.targets}
    owning |= {criterion.role for criterion in script.criteria}
    owning |= {_answering(script, order.after) for order in script.orders if order.critical}
    return tuple(role.id for role in script.roles if role.id in owning)


def _mean(weighted: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    known = [(weight, value) for weight, value in weighted if value is not None]
    weight = sum((w for w, _ in known), Fraction(0))
    return sum((w * v for w, v in known), Fraction(0)) / weight if weight else None


def _blend(timed: Fraction | None, criteria: Fraction | None, share: Fraction) -> Fraction | None:
    if timed is None or criteria is None:
        return criteria if timed is None else timed
    return share * timed + (1 - share) * criteria


def _timed(lines: Sequence[Line]) -> Fraction | None:
    return _mean((exact(line.target.weight), line.result.score) for line in lines)


def _coverage(lines: Sequence[Line]) -> Fraction | None:
    asked = [line for line in lines if line.is_asked]
    weight = sum((exact(line.target.weight) for line in asked), Fraction(0))
    if not weight:
        return None
    scored = [exact(x.target.weight) for x in asked if x.result.score is not None]
    return sum(scored, Fraction(0)) / weight


def _answering(script: Script, ref: str) -> str:
    return script.step(split_ref(ref)[0]).role
