"""Say how far evaluators agree who rated the same things: percent, kappa, ICC.

Everything is computed on points of 100, on which all scales meet; a difference weighs by its
square. Too few items or evaluators say nothing and give nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import Final

#: Fewer items or evaluators than this show no agreement. House values, class D.
LEAST_ITEMS: Final = 10
LEAST_EVALUATORS: Final = 2

#: What each evaluator gave each item: item, then points by evaluator.
Given = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two evaluators on the items that both rated.

    `percent` is the share rated alike; `kappa` is Cohen's weighted by squares, None where all
    ratings are one.
    """

    one: str
    other: str
    items: int
    percent: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far all of them agree.

    `items` are those that all rated. `fleiss` is Fleiss' kappa, unweighted; `icc` is the
    intraclass correlation for absolute agreement of single ratings (Shrout and Fleiss 1979,
    ICC(2,1)), `icc_mean` that of their mean, ICC(2,k).
    """

    evaluators: tuple[str, ...]
    items: int
    pairs: tuple[Pair, ...]
    fleiss: float | None
    icc: float | None
    icc_mean: float | None


def agreement(given: Given) -> Agreement | None:
    """Compare evaluators; None where fewer than ten items were rated by all of two or more."""
    evaluators = tuple(dict.fromkeys(name for ratings in given.values() for name in ratings))
    whole = [
        [ratings[name] for name in evaluators]
        for ratings in given.values()
        if all(name in ratings for name in evaluators)
    ]
    if len(evaluators) < LEAST_EVALUATORS or len(whole) < LEAST_ITEMS:
        return None
    single, mean = icc(whole)
    return Agreement(
        evaluators,
        len(whole),
        tuple(_pair(given, one, other) for one, other in combinations(evaluators, 2)),
        fleiss(whole),
        single,
        mean,
    )


def _pair(given: Given, one: str, other: str) -> Pair:
    both = [
        (ratings[one], ratings[other])
        for ratings in given.values()
        if one in ratings and other in ratings
    ]
    alike = sum(first == second for first, second in both)
    return Pair(one, other, len(both), alike / len(both), weighted_kappa(both))


def weighted_kappa(
    pairs: Sequence[tuple[float, float]], *, is_weighted: bool = True
) -> float | None:
    """Give Cohen's kappa of two raters, weighted by squared differences unless told otherwise.

    None where chance alone explains all, because only one value was given.
    """

    def apart(first: float, second: float) -> float:
        return (first - second) ** 2 if is_weighted else float(first != second)

    count = len(pairs)
    firsts, seconds = Counter(a for a, _b in pairs), Counter(b for _a, b in pairs)
    seen = sum(apart(first, second) for first, second in pairs) / count
    expected = sum(
        apart(first, second) * times * others
        for first, times in firsts.items()
        for second, others in seconds.items()
    ) / (count * count)
    return None if not expected else 1 - seen / expected


def fleiss(rows: Sequence[Sequence[float]]) -> float | None:
    """Give Fleiss' kappa of items that the same number of raters put into classes."""
    raters = len(rows[0])
    counted = [Counter(row) for row in rows]
    alike = fmean(
        (sum(times * times for times in row.values()) - raters) / (raters * (raters - 1))
        for row in counted
    )
    totals: Counter[float] = Counter()
    for row in counted:
        totals.update(row)
    chance = sum((times / (len(rows) * raters)) ** 2 for times in totals.values())
    return None if math.isclose(chance, 1) else (alike - chance) / (1 - chance)


def icc(rows: Sequence[Sequence[float]]) -> tuple[float | None, float | None]:
    """Give ICC(2,1) and ICC(2,k): items by row, raters by column (Shrout and Fleiss 1979)."""
    items, raters = len(rows), len(rows[0])
    whole = fmean(value for row in rows for value in row)
    of_items = [fmean(row) for row in rows]
    of_raters = [fmean(column) for column in zip(*rows, strict=True)]
    between = raters * sum((mean - whole) ** 2 for mean in of_items) / (items - 1)
    judges = items * sum((mean - whole) ** 2 for mean in of_raters) / (raters - 1)
    rest = sum(
        (value - of_items[i] - of_raters[j] + whole) ** 2
        for i, row in enumerate(rows)
        for j, value in enumerate(row)
    ) / ((items - 1) * (raters - 1))
    single = between + (raters - 1) * rest + raters * (judges - rest) / items
    mean = between + (judges - rest) / items
    return (
        None if not single else (between - rest) / single,
        None if not mean else (between - rest) / mean,
    )
