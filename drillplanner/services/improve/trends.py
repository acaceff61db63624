"""Follow one target over the drills of a workspace, and refuse those that are not of a kind.

Drills stand side by side only where the target's ends and limit are the same, the nature is,
and the school is named; each school has a series of its own, and persons have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from drillplanner.base import local_time
from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import Text, Words, _
from drillplanner.plan.model import End, Script, Target
from drillplanner.review.scorecard import TargetResult
from drillplanner.review.statistics.series import (
    LEAST_FOR_TREND,
    QUANTILE,
    Direction,
    Interval,
    direction,
    quantile,
    wilson,
)
from drillplanner.review.verdicts import Verdict
from drillplanner.run.fact_kinds import SCRIPT
from drillplanner.services.fact_factory import script_document, script_id_of
from drillplanner.services.plan.scripts import parsed
from drillplanner.services.review.review_session import Recorded, TargetReview, review_target
from drillplanner.store.workspace import Workspace
from drillplanner.terms.vocabulary import NATURES, Nature, verdict_sign

_SLOW_SHARE: Final = 0.9
_MEASURED: Final[frozenset[Verdict]] = frozenset({"met", "missed", "too_close", "recorded"})
_FAILED: Final[frozenset[Verdict]] = frozenset({"missed", "not_performed", "not_achieved"})

Unfair: TypeAlias = Literal[
    "unreadable", "not_ended", "other_nature", "no_school", "no_target", "other_ends",
    "other_limit", "not_measured", "bounds_only",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Which target of which script, over drills of which nature; `school` by name, or all."""

    script: str
    target: str
    nature: Nature = "formal"
    school: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One drill: how long the target took, None where it was not performed or without effect."""

    drill: DrillId
    title: str
    day: date
    verdict: Verdict
    elapsed_s: Fraction | None
    u_s: float | None


@dataclass(frozen=True, slots=True)
class Refused:
    """One drill that cannot stand beside the others, and why."""

    drill: DrillId
    title: str
    day: date
    code: Unfair
    reason: Text


@dataclass(frozen=True, slots=True)
class Series:
    """The drills of one school, in order of time."""

    school: str
    points: tuple[Point, ...]

    @property
    def lengths(self) -> tuple[float, ...]:
        """List how long it took where that was measured."""
        return tuple(float(one.elapsed_s) for one in self.points if one.elapsed_s is not None)

    @property
    def median_s(self) -> float | None:
        """The middle length."""
        return quantile(self.lengths, 0.5) if self.lengths else None

    @property
    def slow_s(self) -> float | None:
        """The length that nine of ten do not exceed."""
        return quantile(self.lengths, _SLOW_SHARE) if self.lengths else None

    @property
    def met(self) -> int:
        """How many met the limit."""
        return sum(one.verdict == "met" for one in self.points)

    @property
    def judged(self) -> int:
        """How many were met or not, beyond doubt."""
        return self.met + sum(one.verdict in _FAILED for one in self.points)

    @property
    def rate(self) -> Interval | None:
        """The limits of the share that is met."""
        return wilson(self.met, self.judged)

    @property
    def direction(self) -> Direction | None:
        """Whether it gets slower or quicker; None where that cannot be told yet."""
        return direction(self.lengths)


@dataclass(frozen=True, slots=True)
class Trend:
    """A target over many drills: a series a school, and the drills that are in none."""

    question: Question
    name: Words
    language: str
    limit_s: float | None
    series: tuple[Series, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A script that drills were held with, and the targets there are to follow."""

    script: str
    title: Words
    language: str
    targets: tuple[tuple[str, Words], ...]


def followed(workspace: Workspace) -> tuple[Followed, ...]:
    """List what can be followed: of each script the newest version that a drill has."""
    found: dict[str, Script] = {}
    versions = {fact.hash: fact for fact in workspace.facts(kind=SCRIPT)}
    for held in sorted(workspace.drills(), key=lambda one: -one.held_utc_ns):
        fact = versions.get(held.drill.script)
        document = None if fact is None or script_id_of(fact) in found else script_document(fact)
        if document is None:
            continue
        try:
            script = parsed(document)
        except FileRefused:
            continue
        found.setdefault(script.id, script)
    return tuple(
        Followed(
            one.id, one.title, one.language, tuple((each.id, each.name) for each in one.targets)
        )
        for one in found.values()
        if one.targets
    )


def drills_of(workspace: Workspace, script: str) -> tuple[DrillId, ...]:
    """List the drills that were held with a version of a script, the latest first.

    Raises:
        UserError: none was.
    """
    versions = {fact.hash for fact in workspace.facts(kind=SCRIPT) if script_id_of(fact) == script}
    held = sorted(
        (one for one in workspace.drills() if one.drill.script in versions),
        key=lambda one: -one.held_utc_ns,
    )
    if not held:
        raise UserError(
            _("No drill here was held with a script of the ID “{script}”.", script=script)
        )
    return tuple(one.drill.id for one in held)


def follow(
    question: Question, drills: Iterable[DrillId], read: Callable[[DrillId], Recorded | None]
) -> Trend:
    """Put the drills side by side; the latest that has the target says how it is measured.

    Raises:
        UserError: no drill has the target.
    """
    wanted: tuple[Script, Target] | None = None
    points: dict[str, list[Point]] = {}
    refused: list[Refused] = []
    for drill in drills:
        recorded = read(drill)
        if recorded is None:
            continue
        try:
            review = review_target(recorded, question.target)
        except (FileRefused, UserError) as fault:
            refused.append(
                Refused(drill, recorded.drill.title, _made(recorded), "unreadable", fault.text)
            )
            continue
        target = review.target
        school = recorded.school.name
        if question.school and school != question.school:
            continue
        if wanted is None and target is not None:
            wanted = review.script, target
        unfair = _unfair(question, review, target, wanted[1] if wanted else None)
        if unfair is not None or target is None or review.result is None:
            code, reason = unfair or _NO_TARGET
            refused.append(Refused(drill, recorded.drill.title, _day(review), code, reason))
            continue
        points.setdefault(school, []).append(_point(review, review.result))
    if wanted is None:
        raise UserError(
            _("No drill of this script here has a target “{target}”.", target=question.target)
        )
    script, target = wanted
    series = tuple(
        Series(school, tuple(sorted(found, key=lambda one: one.day)))
        for school, found in sorted(points.items())
    )
    return Trend(question, target.name, script.language, target.limit_s, series, tuple(refused))


_NO_TARGET: Final[tuple[Unfair, Text]] = ("no_target", _("its script has no such target"))


def _unfair(
    question: Question, review: TargetReview, target: Target | None, wanted: Target | None
) -> tuple[Unfair, Text] | None:
    """Say why a drill cannot stand beside the others; None where it can."""
    if target is None or wanted is None:
        return _NO_TARGET
    return (
        _unfair_drill(question, review)
        or _unfair_target(target, wanted)
        or (_unmeasured(review.result) if review.result is not None else _NO_TARGET)
    )


def _unfair_drill(question: Question, review: TargetReview) -> tuple[Unfair, Text] | None:
    if review.held.standing != "ended":
        return "not_ended", _("it was broken off, made void, or is under way")
    nature = review.held.nature or review.recorded.drill.nature
    if nature != question.nature:
        said = {str(name): words for name, words in NATURES.items()}.get(nature)
        return "other_nature", _("it is of another nature: {nature}", nature=said or nature or "—")
    if not review.recorded.school.id:
        return "no_school", _("its school is not named")
    return None


def _unfair_target(target: Target, wanted: Target) -> tuple[Unfair, Text] | None:
    if _ends(target) != _ends(wanted):
        return "other_ends", _("the target starts or stops at another step there")
    if target.limit_s == wanted.limit_s:
        return None
    if target.limit_s is None:
        return "other_limit", _("it has no limit there")
    return "other_limit", _("its limit is another: {seconds} s", seconds=f"{target.limit_s:g}")


def _unmeasured(result: TargetResult) -> tuple[Unfair, Text] | None:
    if result.verdict in ("not_performed", "not_achieved"):
        return None
    if result.verdict not in _MEASURED or result.elapsed_s is None:
        words = verdict_sign(result.verdict, result.bound).words
        return "not_measured", _("it was not measured there: {verdict}", verdict=words)
    if result.bound not in (None, "exact") or result.least_s is not None:
        return "bounds_only", _("its time is known within bounds only")
    return None


def _ends(target: Target) -> tuple[End, End]:
    return target.start, target.stop


def _point(review: TargetReview, result: TargetResult) -> Point:
    is_timed = result.verdict in _MEASURED
    drill = review.recorded.drill
    return Point(
        drill.id,
        drill.title,
        _day(review),
        result.verdict,
        result.elapsed_s if is_timed else None,
        result.expanded_uncertainty_s if is_timed else None,
    )


def _day(review: TargetReview) -> date:
    held_utc_ns = review.held.first_utc_ns or review.recorded.drill.made_utc_ns
    return date.fromisoformat(local_time.day(held_utc_ns, review.script.zone))


def _made(recorded: Recorded) -> date:
    return date.fromisoformat(local_time.day(recorded.drill.made_utc_ns))


# -- for other programs ---------------------------------------------------------------------------


def trend_json(trend: Trend, say: Callable[[Text], str]) -> Mapping[str, Any]:
    """Give the JSON object of a trend; what cannot be told yet is null."""
    question = trend.question
    return {
        "script": question.script,
        "target": question.target,
        "nature": question.nature,
        "limit_s": trend.limit_s,
        "methods": {
            "quantile": QUANTILE,
            "rate": "Wilson 95 %",
            "direction": "Theil-Sen, Mann-Kendall",
            "least_for_direction": LEAST_FOR_TREND,
        },
        "series": [_series_json(one) for one in trend.series],
        "refused": [
            {
                "drill": one.drill,
                "title": one.title,
                "day": one.day.isoformat(),
                "code": one.code,
                "reason": say(one.reason),
            }
            for one in trend.refused
        ],
    }


def _series_json(series: Series) -> Mapping[str, Any]:
    rate, found = series.rate, series.direction
    return {
        "school": series.school,
        "n": len(series.lengths),
        "median_s": series.median_s,
        "p90_s": series.slow_s,
        "met": series.met,
        "judged": series.judged,
        "rate": None if rate is None else {"low": rate.low, "high": rate.high},
        "theil_sen_s": None if found is None else found.slope,
        "mann_kendall": None
        if found is None
        else {"s": found.s, "variance": found.variance, "z": found.z, "p": found.p},
        "points": [
            {
                "drill": one.drill,
                "title": one.title,
                "day": one.day.isoformat(),
                "verdict": one.verdict,
                "elapsed_s": None if one.elapsed_s is None else float(one.elapsed_s),
                "expanded_uncertainty_s": one.u_s,
            }
            for one in series.points
        ],
    }
