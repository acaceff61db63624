"""Turn what evaluators rated by eye into points, on the scales of docs/scoring.md, section 5.

A rating is kept as one canonical word: a key of `POINTS`, a level's id, marks as a plain decimal
number ("7.5"), or `NO_OCCASION`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.exact import exact
from drillplanner.plan.model import FullMarks, Levels, NamedScale, Scale, Script
from drillplanner.plan.scales import NO_OCCASION

#: Points of each rating on each named scale (docs/scoring.md, section 5).
POINTS: Mapping[NamedScale, Mapping[str, Fraction]] = {
    "psmu": {"P": Fraction(100), "S": Fraction(80), "M": Fraction(60), "U": Fraction(0)},
    "grade4": {
        "excellent": Fraction(100),
        "good": Fraction(85),
        "fair": Fraction(70),
        "poor": Fraction(0),
    },
    "yes_no": {"yes": Fraction(100), "no": Fraction(0)},
}

#: Marks as they are kept: a plain number, of a length that no form exceeds.
_MARKS = re.compile(r"(0|[1-9][0-9]{0,9})(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Rating:
    """One evaluator's rating of one criterion, as one of the criterion's `choices` or as marks.

    `evidence` are the ids of log entries that show it; `reason` says why it was changed after
    its sheet was locked.
    """

    criterion: str
    evaluator: str
    rating: str
    note: str = ""
    place: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""


def choices(scale: Scale) -> tuple[str, ...]:
    """List the ratings to choose from, best known first; marks out of a number are free."""
    match scale:
        case FullMarks():
            return (NO_OCCASION,)
        case Levels():
            return (*(level.id for level in scale.levels), NO_OCCASION)
        case _:
            return (*POINTS[scale], NO_OCCASION)


def codes(scale: Scale) -> tuple[tuple[str, str], ...]:
    """Give each rating to choose from the sign that is typed for it, on paper and on screen.

    That is 1 and on in the scale's order, or a form's own numbers where its levels have such
    for ids, and 0 for no occasion; N where 0 means something else.
    """
    given = [one for one in choices(scale) if one != NO_OCCASION]
    is_numbered = isinstance(scale, Levels) and any(one.isdecimal() for one in given)
    signs = given if is_numbered else [str(place) for place, _one in enumerate(given, 1)]
    none = "N" if isinstance(scale, FullMarks) or "0" in signs else "0"
    return (*zip(signs, given, strict=True), (none, NO_OCCASION))


def is_rating(scale: Scale, rating: str) -> bool:
    if rating in choices(scale):
        return True
    if not isinstance(scale, FullMarks) or not _MARKS.fullmatch(rating):
        return False
    return Fraction(rating) <= exact(scale.full)


def points_of(scale: Scale, rating: str) -> Fraction | None:
    """Give the points of 100 that a rating is worth; None where it counts as none.

    Raises:
        KeyError: the scale has no such rating.
    """
    if not is_rating(scale, rating):
        raise KeyError(rating)
    if rating == NO_OCCASION:
        return None
    match scale:
        case FullMarks():
            return 100 * Fraction(rating) / exact(scale.full)
        case Levels():
            return next(exact(level.points) for level in scale.levels if level.id == rating)
        case _:
            return POINTS[scale][rating]


def rated(script: Script, ratings: Iterable[Rating]) -> dict[str, Fraction]:
    """Give each rated criterion its points: the mean over the evaluators who saw it."""
    scales = {criterion.id: criterion.scale for criterion in script.criteria}
    given: dict[str, list[Fraction]] = defaultdict(list)
    for rating in ratings:
        points = points_of(scales[rating.criterion], rating.rating)
        if points is not None:
            given[rating.criterion].append(points)
    return {
        criterion.id: sum(given[criterion.id], Fraction(0)) / len(given[criterion.id])
        for criterion in script.criteria
        if criterion.id in given
    }
