"""Statistics against published values: R, SAS, numpy, Shrout and Fleiss, a worked example."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.review.statistics.agreement import agreement, fleiss, icc, weighted_kappa
from drillplanner.review.statistics.series import direction, quantile, wilson


def test_a_quantile_is_of_type_7() -> None:
    # numpy 2.4, test_linear_interpolation: 29 for "linear", 20 to 27.5 for the other types.
    assert quantile([15, 20, 35, 40, 50], 0.4) == pytest.approx(29)
    assert quantile([3], 0.9) == 3
    with pytest.raises(ValueError, match="0"):
        quantile([], 0.5)


@pytest.mark.parametrize(
    ("passed", "count", "low", "high"),
    [(3, 10, 0.1077913, 0.6032219), (0, 10, 0.0, 0.2775328)],  # R 3.6.2, prop.test
)
def test_a_pass_rate_has_wilsons_limits(passed: int, count: int, low: float, high: float) -> None:
    found = wilson(passed, count)

    assert found is not None
    assert found.low == pytest.approx(low, abs=1e-6)
    assert found.high == pytest.approx(high, abs=1e-6)
    assert wilson(0, 0) is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_limits_hold_the_rate(case: tuple[int, int]) -> None:
    passed, count = case
    found = wilson(passed, count)

    assert found is not None
    assert 0 <= found.low <= passed / count <= found.high <= 1


def test_a_direction_is_mann_and_kendalls_worked_by_hand() -> None:
    # J. Little, "Mann-Kendall by hand": 72 up, 18 down, one tie; S 54, variance 332.6667.
    values = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]

    found = direction(values)

    assert found is not None
    assert found.s == 54
    assert found.variance == pytest.approx(332.6667, abs=1e-4)
    assert found.z == pytest.approx(2.9058, abs=1e-3)
    assert found.p / 2 == pytest.approx(0.0018, abs=1e-4)


def test_a_slope_is_the_middle_of_all_slopes() -> None:
    found = direction([100.0 - 2 * place for place in range(12)])
    flat = direction([5.0] * 10)

    assert found is not None
    assert (found.slope, found.s) == (-2, -66)
    assert flat is not None
    assert (flat.slope, flat.s, flat.z, flat.p) == (0, 0, 0, 1)


def test_nine_drills_show_no_direction() -> None:
    assert direction([1.0] * 9) is None


def test_kappa_is_cohens() -> None:
    # SAS, by statsmodels' test_inter_rater: 0.4842 for this table, unweighted.
    table = ((0, 4, 1), (0, 8, 0), (0, 1, 5))
    pairs = [
        (float(row), float(column))
        for row, counts in enumerate(table)
        for column, times in enumerate(counts)
        for _time in range(times)
    ]

    assert weighted_kappa(pairs, is_weighted=False) == pytest.approx(0.4842, abs=6e-5)
    assert weighted_kappa([(1.0, 1.0)] * 5) is None


def test_fleiss_kappa_of_fourteen_raters() -> None:
    # Fleiss' example as in statsmodels' test_inter_rater: 0.210.
    table = (
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    )  # fmt: skip
    rows = [
        [float(kind) for kind, times in enumerate(counts) for _time in range(times)]
        for counts in table
    ]

    assert fleiss(rows) == pytest.approx(0.210, abs=5e-4)


def test_icc_is_shrout_and_fleiss() -> None:
    # Shrout and Fleiss 1979: ICC(2,1) 0.29, ICC(2,k) 0.62.
    judges = [
        [9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7],
    ]  # fmt: skip
    single, mean = icc([list(map(float, row)) for row in zip(*judges, strict=True)])

    assert single == pytest.approx(0.29, abs=0.006)
    assert mean == pytest.approx(0.62, abs=0.006)


def rated(count: int, *evaluators: str) -> dict[str, dict[str, float]]:
    return {
        f"C{number}": {
            name: float(Fraction(60 + 10 * ((number + place * (number % 3 == 0)) % 5)))
            for place, name in enumerate(evaluators)
        }
        for number in range(count)
    }


def test_agreement_is_told_from_ten_items_of_two_evaluators_on() -> None:
    assert agreement(rated(9, "甲", "乙")) is None
    assert agreement(rated(12, "甲")) is None

    found = agreement(rated(12, "甲", "乙", "丙"))

    assert found is not None
    assert (found.items, len(found.pairs)) == (12, 3)
    assert found.pairs[0].percent == pytest.approx(8 / 12)


def test_evaluators_who_agree_in_all_agree_wholly() -> None:
    found = agreement({f"C{n}": {"甲": 10.0 * n, "乙": 10.0 * n} for n in range(10)})

    assert found is not None
    assert found.pairs[0].kappa == found.icc == found.icc_mean == 1
    assert found.fleiss == pytest.approx(1)
