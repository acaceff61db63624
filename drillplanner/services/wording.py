"""Give the window the words and shapes that reports use, one word per thing everywhere."""

from __future__ import annotations

from drillplanner.base.durations import duration, measured, number, seconds, time_of_day
from drillplanner.report.document import Blank, Phrase, Shape, Sign
from drillplanner.report.phrases import Names, itemised, listed
from drillplanner.report.vocabulary import (
    BOUNDS,
    CHAINS,
    CLASSES,
    CONFLICTS,
    GRADES,
    HANDLING,
    KINDS,
    MADE,
    NATURES,
    NO_GRADE,
    OBSERVED,
    ORDERS,
    RATINGS,
    STEP_KINDS,
    VERDICTS,
    grade_sign,
    order_sign,
    verdict_sign,
)

__all__ = [
    "BOUNDS",
    "CHAINS",
    "CLASSES",
    "CONFLICTS",
    "GRADES",
    "HANDLING",
    "KINDS",
    "MADE",
    "NATURES",
    "NO_GRADE",
    "OBSERVED",
    "ORDERS",
    "RATINGS",
    "STEP_KINDS",
    "VERDICTS",
    "Blank",
    "Names",
    "Phrase",
    "Shape",
    "Sign",
    "duration",
    "grade_sign",
    "itemised",
    "listed",
    "measured",
    "number",
    "order_sign",
    "seconds",
    "time_of_day",
    "verdict_sign",
]
