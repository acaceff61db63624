"""Name what the rules of scoring turn on: one source for the engine and for the report's method.

The engine reads these tables and constants, the report's annex prints them, and a test holds
docs/scoring.md to them: text and rules cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.plan.model import SourceClass
from drillplanner.review.verdicts import Verdict

#: Version of the rules of docs/scoring.md; a change of any rule changes it.
RULES = 3

#: How a verdict is scored.
#:  curve      by the points curve at the measured length
#:  measured   likewise, but only where the length is known exactly: with bounds not at all
#:  nothing    0 points: the act was not there
#:  unscored   no points, and the record is the less complete
#:  outside    no points, and not asked for
Worth: TypeAlias = Literal["curve", "measured", "nothing", "unscored", "outside"]

#: Every verdict in the order in which it is decided: the first that applies.
WORTH: Mapping[Verdict, Worth] = {
    "not_applicable": "outside",
    "not_performed": "nothing",
    "not_achieved": "nothing",
    "not_recorded": "unscored",
    "untied": "unscored",
    "disputed": "unscored",
    "interrupted": "unscored",
    "out_of_order": "unscored",
    "no_time_passed": "unscored",
    "recorded": "outside",
    "met": "curve",
    "missed": "curve",
    "too_close": "measured",
}

#: Verdicts that a target fails with: a critical one caps, and nothing is excellent with any.
FAILED: frozenset[Verdict] = frozenset({"missed", "not_performed", "not_achieved"})

#: Verdicts that leave a critical target undecided, so that no grade is suggested.
UNDECIDED: frozenset[Verdict] = frozenset(
    verdict for verdict, worth in WORTH.items() if worth in ("unscored", "measured")
)

#: Classes of limits that every excellent drill keeps to: a national or a local text.
SOURCED: frozenset[SourceClass] = frozenset({"N", "L"})

#: u of a median is this times s/√n, and s is that times the median absolute deviation
#: (ISO 13528:2022).
MEDIAN_U = Fraction("1.25")
DEVIATION = Fraction("1.483")

#: What the median absolute deviation of few values falls short by, from n = 3
#: (Croux and Rousseeuw 1992); beyond, n/(n − 0.8).
FEW: tuple[Fraction, ...] = tuple(
    Fraction(b) for b in ("1.495", "1.363", "1.206", "1.200", "1.140", "1.129", "1.107")
)

#: Beyond this two clocks are not drifting but one of them is broken.
DRIFT_CONFLICT_PPM = 500

#: A sync mark, or a second statement of an offset, lies off beyond this many of its u.
RESIDUAL_U = 3

#: Clocks with dates that a stated difference puts further apart than this, from first row to
#: first row, are doubted: a drill does not last a day. House value, class D.
FAR_APART_S = 86_400
#: A comparison of two clocks stored at enrolment contradicts a tie beyond this and U.
COMPARISON_S = 5

#: A tie with marks at one end only is weak when it is used further away than this.
WEAK_TIE_S = 3_600
