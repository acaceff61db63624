"""Add verdicts, ratings and caps up to points, coverage and grades."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracles.tables import Doc, read_rows
from tests.oracles.verdicts import Size, Verdict

SCALES: dict[str, dict[str, int]] = {
    "psmu": {"P": 100, "S": 80, "M": 60, "U": 0},
    "grade4": {"excellent": 100, "good": 85, "fair": 70, "poor": 0},
    "yes_no": {"yes": 100, "no": 0},
}
NO_OCCASION = ("no_occasion", "未有机会观察")
UNDECIDED = (
    "not_recorded",
    "untied",
    "too_close",
    "disputed",
    "interrupted",
    "out_of_order",
    "no_time_passed",
)
FAILED = ("missed", "not_performed", "not_achieved")
BETTER = ("poor", "fair", "good", "excellent")


@dataclass(frozen=True, slots=True)
class Scored:
    """A target with its verdict, its points and its points at both ends of what is known."""

    target: Doc
    verdict: str
    points: Fraction | None
    #: Points and verdict at d - U and at d + U.
    ends: tuple[tuple[Fraction, str], tuple[Fraction, str]] | None


def points(doc: Doc, d: Fraction, limit: Fraction) -> Fraction:
    """Give the points of a span that took d seconds."""
    scoring = doc["scoring"]
    half, zero = Fraction(scoring["half_ratio"]) * limit, Fraction(scoring["zero_ratio"]) * limit
    score = Fraction(scoring["half_score"])
    if d <= limit:
        return Fraction(100)
    if d <= half:
        return 100 - (100 - score) * (d - limit) / (half - limit)
    if d < zero:
        return score * (zero - d) / (zero - half)
    return Fraction(0)


def root(var: Fraction) -> Fraction:
    """Take a square root to some thirty digits, which is all the answer needs of it."""
    scale = 10**30
    from math import isqrt

    return Fraction(isqrt(var.numerator * scale * scale // var.denominator), scale)


def scored(doc: Doc, target: Doc, made: Verdict) -> Scored:
    """Give a target its points."""
    if target["limit_s"] is None:
        return Scored(target, made.verdict, None, None)
    if made.verdict in ("not_performed", "not_achieved"):
        zero = Fraction(0)
        return Scored(target, made.verdict, zero, ((zero, made.verdict), (zero, made.verdict)))
    span = made.span
    if made.verdict not in ("met", "missed", "too_close") or span is None:
        return Scored(target, made.verdict, None, None)
    if made.verdict == "too_close" and not span.is_exact:
        return Scored(target, made.verdict, None, None)
    limit = Fraction(target["limit_s"])
    size = span.high or span.low
    assert size is not None
    k = Fraction(doc["scoring"]["coverage_factor"])

    def at(d: Fraction) -> tuple[Fraction, str]:
        return (
            points(doc, d, limit),
            "met" if d <= limit else "missed",
        )

    if span.is_exact:
        spread = k * root(size.var)
        ends = at(size.d - spread), at(size.d + spread)
    else:
        low = span.low.d if span.low else Fraction(0)
        if span.low and span.high and low > span.high.d:
            # Edges may cross within what is no conflict yet.
            ends = at(span.high.d), at(low)
        else:
            ends = at(low), at(span.high.d) if span.high else (Fraction(0), "missed")
    return Scored(target, made.verdict, points(doc, size.d, limit), ends)


def read_ratings(doc: Doc, text: str | None) -> dict[str, list[Fraction]]:
    """Read evaluators' ratings as points by criterion."""
    found: dict[str, list[Fraction]] = {}
    criteria = {one["id"]: one for one in doc.get("criteria", [])}
    for row in read_rows(text or ""):
        if row["rating"] not in NO_OCCASION:
            value = _rated(criteria[row["criterion"]]["scale"], row["rating"])
            found.setdefault(row["criterion"], []).append(value)
    return found


def _rated(scale: Any, rating: str) -> Fraction:
    if isinstance(scale, str):
        return Fraction(SCALES[scale][rating])
    if "full" in scale:
        return 100 * Fraction(rating) / Fraction(scale["full"])
    for level in scale["levels"]:
        texts = level["text"].values() if isinstance(level["text"], dict) else [level["text"]]
        if rating == level["id"] or rating in texts:
            return Fraction(level["points"])
    raise ValueError(rating)


def _mean(pairs: list[tuple[Any, Fraction]]) -> Fraction | None:
    total = sum((Fraction(weight) for weight, _ in pairs), Fraction(0))
    if not total:
        return None
    return sum((Fraction(w) * value for w, value in pairs), Fraction(0)) / total


class Totals:
    """Total one drill, whole or of one owner."""

    def __init__(
        self, doc: Doc, targets: list[Scored], orders: list[Doc], ratings: dict[str, list[Fraction]]
    ) -> None:
        self._doc, self._scoring = doc, doc["scoring"]
        self._targets, self._ratings = targets, ratings
        roles = {step["id"]: step["role"] for step in doc["steps"]}
        told = {order["id"]: order["verdict"] for order in orders}
        self._broken = [
            roles[order["after"].partition("/")[0]]
            for order in doc.get("orders", [])
            if order.get("critical") and told[order["id"]] == "broken"
        ]
        self._criteria = [one for one in doc.get("criteria", []) if one["id"] in ratings]

    def owners(self) -> list[str]:
        """Name the roles that own a target, a criterion or an order."""
        roles = {step["id"]: step["role"] for step in self._doc["steps"]}
        found = [one.target.get("owner") for one in self._targets]
        found += [one.get("role") for one in self._doc.get("criteria", [])]
        found += [
            roles[one["after"].partition("/")[0]]
            for one in self._doc.get("orders", [])
            if one.get("critical")
        ]
        return [role["id"] for role in self._doc["roles"] if role["id"] in found]

    def total(self, owner: str | None) -> Doc:
        """Total the whole (None) or one owner."""
        targets = [one for one in self._targets if owner in (None, one.target.get("owner"))]
        criteria = [one for one in self._criteria if owner in (None, one.get("role"))]
        countable = [
            one
            for one in targets
            if one.target["limit_s"] is not None and one.verdict != "not_applicable"
        ]
        done = [one for one in countable if one.points is not None]
        coverage = _mean(
            [(one.target.get("weight", 1), Fraction(one.points is not None)) for one in countable]
        )
        timed = _mean([(one.target.get("weight", 1), one.points or Fraction(0)) for one in done])
        rated = _mean(
            [
                (
                    one.get("weight", 1),
                    _mean([(1, v) for v in self._ratings[one["id"]]]) or Fraction(0),
                )
                for one in criteria
            ]
        )
        fixed = self._is_capped_otherwise(owner, criteria)
        capped = fixed or any(self._caps(one, one.verdict, owner) for one in targets)
        score = self._mixed(timed, rated, capped)
        grade, code = self._grade(owner, score, coverage, capped, targets, bool(countable))
        return {
            "score": score,
            "timed": timed,
            "criteria": rated,
            "coverage": coverage,
            "capped": capped,
            "grade": grade,
            "grade_reason": {"code": code},
            "score_range": self._range(owner, targets, done, rated, fixed),
        }

    def _mixed(
        self, timed: Fraction | None, rated: Fraction | None, capped: bool
    ) -> Fraction | None:
        share = Fraction(self._scoring["share_timed"])
        if timed is None or rated is None:
            score = rated if timed is None else timed
        else:
            score = share * timed + (1 - share) * rated
        if score is not None and capped:
            score = min(score, Fraction(self._scoring["cap"]))
        return score

    def _caps(self, one: Scored, verdict: str, owner: str | None) -> bool:
        target = one.target
        if not target.get("critical") or verdict not in FAILED or target["limit_s"] is None:
            return bool(
                target.get("critical")
                and verdict in ("not_performed", "not_achieved")
                and (owner is not None or target.get("caps_whole", True))
            )
        return owner is not None or bool(target.get("caps_whole", True))

    def _is_capped_otherwise(self, owner: str | None, criteria: list[Doc]) -> bool:
        broken = bool(self._broken) if owner is None else owner in self._broken
        return broken or any(
            one.get("critical") and not any(self._ratings[one["id"]]) for one in criteria
        )

    def _range(
        self,
        owner: str | None,
        targets: list[Scored],
        done: list[Scored],
        rated: Fraction | None,
        fixed: bool,
    ) -> list[Fraction] | None:
        found = []
        for which in (0, 1):
            parts = [(one.target.get("weight", 1), one.ends[which][0]) for one in done if one.ends]
            capped = fixed or any(
                self._caps(one, one.ends[which][1] if one.ends else one.verdict, owner)
                for one in targets
            )
            score = self._mixed(_mean(parts), rated, capped)
            if score is None:
                return None
            found.append(score)
        return [min(found), max(found)]

    def _grade(
        self,
        owner: str | None,
        score: Fraction | None,
        coverage: Fraction | None,
        capped: bool,
        targets: list[Scored],
        has_targets: bool,
    ) -> tuple[str | None, str]:
        if not has_targets:
            return None, "no_targets"
        if score is None or not coverage or coverage < Fraction(self._scoring["min_coverage"]):
            return None, "coverage"
        open_ones = [
            one
            for one in targets
            if one.target.get("critical")
            and one.target["limit_s"] is not None
            and one.verdict in UNDECIDED
            and (owner is not None or one.target.get("caps_whole", True))
        ]
        if open_ones and not capped:
            return None, "critical"
        rounded = (score * 10 + Fraction(1, 2)).__floor__() / Fraction(10)
        grades = self._scoring["grades"]
        grade = next((g for g in reversed(BETTER[1:]) if rounded >= grades[g]), "poor")
        if capped:
            return grade, "capped"
        if grade == "excellent" and self._has_shortfall(targets):
            return "good", "shortfall"
        return grade, "boundary"

    @staticmethod
    def _has_shortfall(targets: list[Scored]) -> bool:
        limited = [
            one
            for one in targets
            if one.target["limit_s"] is not None and one.verdict != "not_applicable"
        ]
        return any(
            one.verdict in FAILED
            or (one.target["source"]["class"] in ("N", "L") and one.verdict != "met")
            for one in limited
        )


def shown_size(span_size: Size | None) -> Fraction | None:
    """Take what elapsed_s shows of one end."""
    return None if span_size is None else span_size.d
