"""Sum up one target over many drills: the middle, the slow end, the pass rate, the direction.

Plain numbers in, plain numbers out; which drills may stand side by side is decided elsewhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist, median
from typing import Final

#: Fewer points than this show no direction: Mann-Kendall's normal approximation asks for ten
#: (Gilbert 1987, 16.4.2).
LEAST_FOR_TREND: Final = 10

#: The quantile that spreadsheets and numpy call linear: type 7 of Hyndman and Fan (1996).
QUANTILE: Final = "Hyndman-Fan type 7"

_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, the lower first."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Direction:
    """Whether values rise or fall in their order.

    `slope` is Theil and Sen's, a step of one drill; `s` and `z` are Mann and Kendall's with the
    correction for ties, `p` is two-sided.
    """

    slope: float
    s: int
    variance: float
    z: float
    p: float


def quantile(values: Sequence[float], share: float) -> float:
    """Give a quantile of type 7: between two order statistics by straight line.

    Raises:
        ValueError: there is no value, or the share is not from 0 to 1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(share)
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def wilson(passed: int, count: int, confidence: float = _CONFIDENCE) -> Interval | None:
    """Give the score interval of a pass rate (Wilson 1927); None where nothing was judged."""
    if count == 0:
        return None
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    rate, square = passed / count, z * z / count
    middle = (rate + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(rate * (1 - rate) / count + square / (4 * count))
    # Rounding must not push an end past what a rate can be.
    low = 0.0 if passed == 0 else max(0.0, middle - half)
    high = 1.0 if passed == count else min(1.0, middle + half)
    return Interval(low, high)


def direction(values: Sequence[float]) -> Direction | None:
    """Tell whether values rise or fall in their order; None where they are too few to tell."""
    if len(values) < LEAST_FOR_TREND:
        return None
    slopes = [
        (later - earlier) / (after - before)
        for (before, earlier), (after, later) in combinations(enumerate(values), 2)
    ]
    s = sum((later > earlier) - (later < earlier) for earlier, later in combinations(values, 2))
    variance = _variance(values)
    z = 0.0 if not s or not variance else (s - math.copysign(1, s)) / math.sqrt(variance)
    return Direction(median(slopes), s, variance, z, 2 * (1 - NormalDist().cdf(abs(z))))


def _variance(values: Sequence[float]) -> float:
    """Give the variance of Mann-Kendall's S, less what values that are tied take from it."""
    count = len(values)
    ties = Counter(values).values()
    taken = sum(tied * (tied - 1) * (2 * tied + 5) for tied in ties)
    return (count * (count - 1) * (2 * count + 5) - taken) / 18
