"""Hold what evaluators rated by eye, as points on the scales of docs/scoring.md, section 5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from drillplanner.plan.model import Scale

#: Points of each rating on each scale (docs/scoring.md, section 5).
POINTS: Mapping[Scale, Mapping[str, Fraction]] = {
    "psmu": {"P": Fraction(100), "S": Fraction(80), "M": Fraction(60), "U": Fraction(0)},
    "grade4": {
        "excellent": Fraction(100),
        "good": Fraction(85),
        "fair": Fraction(70),
        "poor": Fraction(0),
    },
    "yes_no": {"yes": Fraction(100), "no": Fraction(0)},
}


@dataclass(frozen=True, slots=True)
class Rating:
    """One evaluator's rating of one criterion; `rating` is a key of `POINTS[scale]`."""

    criterion: str
    evaluator: str
    rating: str
    note: str = ""
    place: str = ""
