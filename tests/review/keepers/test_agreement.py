"""Keepers' agreement in seconds, by hand; kappa, by what others published (cases/oracles)."""

from __future__ import annotations

import math
import random
import statistics

import pytest

from drillplanner.review.keepers.agreement import cohen_kappa, fleiss_kappa, times_agree

#: Fleiss 1971 as statsmodels' test_inter_rater has it: 14 raters, 10 things, 5 ratings.
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def test_times_by_hand() -> None:
    found = times_agree([0.5, -0.5, 1.5, 2.5], 2.0)

    assert found is not None
    assert (found.count, found.median_s, found.mean_s) == (4, 1.0, 1.0)
    assert found.share_within == 0.75
    # Deviations −0.5, −1.5, 0.5, 1.5: sum of squares 5, s = √(5/3).
    reach = 1.96 * math.sqrt(5 / 3)
    assert found.low_s == pytest.approx(1 - reach)
    assert found.high_s == pytest.approx(1 + reach)


def test_one_difference_has_no_limits_and_none_says_nothing() -> None:
    found = times_agree([0.3], 2.0)

    assert found is not None
    assert (found.median_s, found.low_s, found.high_s) == (0.3, None, None)
    assert times_agree([], 2.0) is None


def test_many_are_summed_up_like_few() -> None:
    chance = random.Random(7)  # noqa: S311 - the same numbers every time
    apart = [chance.gauss(0.4, 1.2) for _number in range(5_001)]

    found = times_agree(apart, 2.0)

    assert found is not None
    assert found.median_s == pytest.approx(statistics.median(apart))
    assert found.low_s == pytest.approx(
        statistics.fmean(apart) - 1.96 * statistics.stdev(apart), abs=1e-9
    )
    assert found.share_within == sum(abs(one) <= 2 for one in apart) / len(apart)


def test_kappa_of_two_as_sas_prints_it() -> None:
    found = cohen_kappa([[0, 4, 1], [0, 8, 0], [0, 1, 5]])

    assert found is not None
    assert found.kappa == pytest.approx(0.4842, abs=6e-5)
    assert found.error == pytest.approx(0.138, abs=6e-5)
    assert found.low == pytest.approx(0.2137, abs=6e-5)
    assert found.high == pytest.approx(0.7547, abs=6e-5)


def test_kappa_of_many_as_fleiss_published_it() -> None:
    found = fleiss_kappa(FLEISS)

    assert found is not None
    assert found.kappa == pytest.approx(0.21, abs=5e-4)


def test_where_nobody_could_differ_there_is_no_kappa() -> None:
    assert cohen_kappa([[5, 0], [0, 0]]) is None
    assert cohen_kappa([[0, 0], [0, 0]]) is None
    assert fleiss_kappa([[3, 0], [3, 0]]) is None
    assert fleiss_kappa([[1, 0], [2, 0]]) is None
    assert fleiss_kappa([[1, 0], [0, 1]]) is None
