"""Measure how well keepers agree: in seconds where they timed, by kappa where they rated.

Sources: limits of agreement, Bland and Altman (1986); kappa of two raters and its large-sample
error, Cohen (1960), Fleiss, Cohen and Everitt (1969); of many raters, Fleiss (1971).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Limits of agreement hold 95 % of differences: this many standard deviations either way.
_LIMIT = 1.96
#: From here on numpy sorts and sums faster than it takes to hand the numbers over.
_MANY = 2_000


@dataclass(frozen=True, slots=True)
class TimeAgreement:
    """How two keepers' times differ, in seconds: the first's minus the second's.

    `low_s` and `high_s` are Bland and Altman's limits; None where one difference says nothing
    of their spread.
    """

    count: int
    median_s: float
    mean_s: float
    share_within: float
    tolerance_s: float
    low_s: float | None
    high_s: float | None


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance; `error` is its large-sample standard error, where there is one."""

    kappa: float
    error: float | None = None
    low: float | None = None
    high: float | None = None


def times_agree(differences_s: Sequence[float], tolerance_s: float) -> TimeAgreement | None:
    """Sum up differences of two keepers' times; None where there is none."""
    if len(differences_s) >= _MANY:
        return _of_many(differences_s, tolerance_s)
    count = len(differences_s)
    if not count:
        return None
    ordered = sorted(differences_s)
    middle = count // 2
    median = ordered[middle] if count % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    mean = math.fsum(ordered) / count
    within = sum(-tolerance_s <= one <= tolerance_s for one in ordered) / count
    squares = math.fsum((one - mean) ** 2 for one in ordered)
    return _agreement(count, median, mean, within, tolerance_s, squares)


def cohen_kappa(table: Sequence[Sequence[int]]) -> Kappa | None:
    """Measure the agreement of two raters by their table of counts.

    Returns:
        None where nothing was rated, or both gave one rating to everything.
    """
    count = sum(map(sum, table))
    sides = range(len(table))
    if not count:
        return None
    share = [[cell / count for cell in row] for row in table]
    rows = [sum(row) for row in share]
    columns = [sum(share[row][column] for row in sides) for column in sides]
    seen = sum(share[one][one] for one in sides)
    chance = sum(rows[one] * columns[one] for one in sides)
    if chance >= 1:
        return None
    kappa = (seen - chance) / (1 - chance)
    same = sum(
        share[one][one] * (1 - (rows[one] + columns[one]) * (1 - kappa)) ** 2 for one in sides
    )
    other = (1 - kappa) ** 2 * sum(
        share[row][column] * (columns[row] + rows[column]) ** 2
        for row in sides
        for column in sides
        if row != column
    )
    variance = same + other - (kappa - chance * (1 - kappa)) ** 2
    error = math.sqrt(max(0.0, variance) / count) / (1 - chance)
    return Kappa(kappa, error, kappa - _LIMIT * error, kappa + _LIMIT * error)


def fleiss_kappa(table: Sequence[Sequence[int]]) -> Kappa | None:
    """Measure the agreement of many raters: a row a thing rated, a column a rating, counts within.

    Returns:
        None where fewer than two rated each thing, not all were rated by as many, or all
        gave one rating to everything.
    """
    raters = {sum(row) for row in table}
    if len(raters) != 1 or (number := raters.pop()) < 2:  # noqa: PLR2004 - one agrees with nobody
        return None
    things = len(table)
    each = [sum(cell * (cell - 1) for cell in row) / (number * (number - 1)) for row in table]
    shares = [
        sum(row[column] for row in table) / (things * number) for column in range(len(table[0]))
    ]
    chance = sum(one * one for one in shares)
    return None if chance >= 1 else Kappa((sum(each) / things - chance) / (1 - chance))


def _of_many(differences_s: Sequence[float], tolerance_s: float) -> TimeAgreement:
    import numpy as np

    found = np.asarray(differences_s, dtype=float)
    mean = float(found.mean())
    return _agreement(
        len(found),
        float(np.median(found)),
        mean,
        float((np.abs(found) <= tolerance_s).mean()),
        tolerance_s,
        float(((found - mean) ** 2).sum()),
    )


def _agreement(
    count: int, median: float, mean: float, within: float, tolerance_s: float, squares: float
) -> TimeAgreement:
    if count < 2:  # noqa: PLR2004 - one difference has no spread
        return TimeAgreement(count, median, mean, within, tolerance_s, None, None)
    reach = _LIMIT * math.sqrt(squares / (count - 1))
    return TimeAgreement(count, median, mean, within, tolerance_s, mean - reach, mean + reach)
