"""Verdicts at their exact edges, and with bounds on either end (§4, §5)."""

from __future__ import annotations

import pytest

from tests.contract.build import ANY, Score, holds, script, target

# Exact entries; start row tail, stop row tail, limit, verdict, d, U, score.
# met: d + U <= limit. missed: d - U > limit. else too_close. u in squares, U = 2u.
EDGES = [
    ("0,0", "60,0", 60, "met", 60, 0, 100),
    ("0,0", "60.1,0", 60, "missed", 60.1, 0, 100 - 40 * 0.1 / 30),
    ("0,0", "59.4,0.3", 60, "met", 59.4, 0.6, 100),
    ("0,0", "59.5,0.3", 60, "too_close", 59.5, 0.6, 100),
    ("0,0", "60.6,0.3", 60, "too_close", 60.6, 0.6, 100 - 40 * 0.6 / 30),
    ("0,0", "60.7,0.3", 60, "missed", 60.7, 0.6, 100 - 40 * 0.7 / 30),
    # sums that binary floats put just above the limit
    ("0,0", "0.1,0.1", 0.3, "met", 0.1, 0.2, 100),
    ("0,0", "0.4,0.1", 0.6, "met", 0.4, 0.2, 100),
    ("0,0", "1.1,0.3", 1.7, "met", 1.1, 0.6, 100),
    ("0,0", "2.2,0.35", 2.9, "met", 2.2, 0.7, 100),
    ("0,0", "40.1,0.35", 40.8, "met", 40.1, 0.7, 100),
    ("0,0", "40.2,0.05", 40.3, "met", 40.2, 0.1, 100),
    ("0,0", "40.6,0.35", 41.3, "met", 40.6, 0.7, 100),
    # differences that binary floats put just above the limit: still too close, not missed
    ("0,0", "40.1,0.15", 39.8, "too_close", 40.1, 0.3, ANY),
    ("0,0", "40.2,0.2", 39.8, "too_close", 40.2, 0.4, ANY),
    ("0,0", "40.7,0.2", 40.3, "too_close", 40.7, 0.4, ANY),
    ("0,0", "0.8,0.3", 0.2, "too_close", 0.8, 0.6, 0),
    ("0,0", "1.0,0.35", 0.3, "too_close", 1, 0.7, 0),
    # differences of the two ends that floats get wrong
    ("0.1,0", "59.5,0.3", 60, "met", 59.4, 0.6, 100),
    ("0.3,0", "0.9,0", 0.6, "met", 0.6, 0, 100),
    ("1.1,0", "61.1,0", 60, "met", 60, 0, 100),
    ("09:00:00.1,0", "09:00:59.5,0.3", 60, "met", 59.4, 0.6, 100),
    ("09:00:00.1,0", "09:01:00.1,0", 60, "met", 60, 0, 100),
    ("23:59:59.9,0", "00:00:59.3,0.3", 60, "met", 59.4, 0.6, 100),
    ("15:08:02.7,0", "15:09:03.3,0.3", 60, "too_close", 60.6, 0.6, ANY),
    ("2026-05-12T09:00:00.1,0", "2026-05-12T09:00:59.5,0.3", 60, "met", 59.4, 0.6, 100),
    # both ends: 3² + 4² = 5², 0.3² + 0.4² = 0.5², 0.6² + 0.8² = 1
    ("0,3", "50,4", 60, "met", 50, 10, 100),
    ("0,3", "50.1,4", 60, "too_close", 50.1, 10, 100),
    ("0,4", "70,3", 60, "too_close", 70, 10, 100 - 40 * 10 / 30),
    ("0,4", "70.1,3", 60, "missed", 70.1, 10, 100 - 40 * 10.1 / 30),
    ("0,0.3", "59,0.4", 60, "met", 59, 1, 100),
    ("0.7,0.4", "59.7,0.3", 60, "met", 59, 1, 100),
    ("0.7,0.6", "62.7,0.8", 60, "too_close", 62, 2, 100 - 40 * 2 / 30),
    ("0.7,0.8", "58.7,0.6", 60, "met", 58, 2, 100),
    ("0,0.05", "59.74,0.12", 60, "met", 59.74, 0.26, 100),
    # zero limit of knowledge: the start after the stop, but within U
    ("10,3", "6,0", 60, "met", -4, 6, 100),
    ("10,3", "6,0", 1, "too_close", -4, 6, 100),
    ("10,3", "4,0", 60, "met", -6, 6, 100),
    ("10,3", "3.9,0", 60, "out_of_order", -6.1, 6, None),
    ("0.9,0.3", "0.3,0", 60, "met", -0.6, 0.6, 100),
    ("0.9,0.3", "0.2,0", 60, "out_of_order", -0.7, 0.6, None),
    # both ends exact and at one instant: no time has passed, which nobody can have done
    ("5,0", "5,0", 60, "no_time_passed", 0, 0, None),
    ("5,0", "4.9,0", 60, "out_of_order", -0.1, 0, None),
]


@pytest.mark.parametrize(
    ("start", "stop", "limit", "verdict", "elapsed", "expanded", "points"), EDGES
)
def test_a_verdict_turns_exactly_at_its_edge(
    score: Score,
    start: str,
    stop: str,
    limit: float,
    verdict: str,
    elapsed: float,
    expanded: float,
    points: float | None,
) -> None:
    made = script(targets=[target(limit=limit)])
    found = score(made, [f"A,S,{start}", f"A,X,{stop}"]).target()
    holds(
        found,
        verdict=verdict,
        elapsed_s=elapsed,
        gross_s=elapsed,
        expanded_uncertainty_s=expanded,
        score=points,
    )


# coverage_factor k: U = k·u.
@pytest.mark.parametrize(
    ("factor", "u", "verdict"),
    [(1, 0.6, "met"), (3, 0.2, "met"), (3, 0.3, "too_close"), (2.5, 0.24, "met")],
)
def test_the_coverage_factor_widens_the_interval(
    score: Score, factor: float, u: float, verdict: str
) -> None:
    made = script(scoring={"coverage_factor": factor})
    found = score(made, ["A,S,0,0", f"A,X,59.4,{u}"]).target()
    holds(found, verdict=verdict, expanded_uncertainty_s=factor * u)


# Bounds: start in (-inf, s] for at_most, [s, inf) for at_least; d = [lo, hi], lo >= 0.
# hi is given when the stop is exact or at_most and the start exact or at_least;
# lo is given when the stop is exact or at_least and the start exact or at_most.
# u_start = 0.3, u_stop = 0.4, so U = 2·0.5 = 1. Start at 170 (100 and 150 could be minutes and
# seconds without a colon).
# (bound of start, bound of stop, stop, limit 60: verdict, elapsed, score, bound)
BOUNDS = [
    # hi: met if hi + 1 <= 60, never missed
    ("exact", "at_most", 220, "met", 50, 100, "at_most"),
    ("exact", "at_most", 229, "met", 59, 100, "at_most"),
    ("exact", "at_most", 229.1, "too_close", 59.1, None, "at_most"),
    ("exact", "at_most", 231.1, "too_close", 61.1, None, "at_most"),
    ("exact", "at_most", 970, "too_close", 800, None, "at_most"),
    ("at_least", "exact", 220, "met", 50, 100, "at_most"),
    ("at_least", "exact", 229, "met", 59, 100, "at_most"),
    ("at_least", "exact", 229.1, "too_close", 59.1, None, "at_most"),
    ("at_least", "exact", 970, "too_close", 800, None, "at_most"),
    ("at_least", "at_most", 229, "met", 59, 100, "at_most"),
    ("at_least", "at_most", 230, "too_close", 60, None, "at_most"),
    # lo: missed if lo - 1 > 60, never met
    ("exact", "at_least", 180, "too_close", 10, None, "at_least"),
    ("exact", "at_least", 231, "too_close", 61, None, "at_least"),
    ("exact", "at_least", 231.1, "missed", 61.1, 100 - 40 * 1.1 / 30, "at_least"),
    ("exact", "at_least", 245, "missed", 75, 80, "at_least"),
    ("exact", "at_least", 370, "missed", 200, 0, "at_least"),
    ("at_most", "exact", 180, "too_close", 10, None, "at_least"),
    ("at_most", "exact", 231, "too_close", 61, None, "at_least"),
    ("at_most", "exact", 245, "missed", 75, 80, "at_least"),
    ("at_most", "at_least", 180, "too_close", 10, None, "at_least"),
    ("at_most", "at_least", 231, "too_close", 61, None, "at_least"),
    ("at_most", "at_least", 245, "missed", 75, 80, "at_least"),
    # neither end given: [0, inf)
    ("at_most", "at_most", 180, "too_close", None, None, ANY),
    ("at_most", "at_most", 970, "too_close", None, None, ANY),
    ("at_least", "at_least", 180, "too_close", None, None, ANY),
    ("at_least", "at_least", 970, "too_close", None, None, ANY),
]


@pytest.mark.parametrize(("first", "last", "stop", "verdict", "elapsed", "points", "bound"), BOUNDS)
def test_bounds_leave_an_interval_to_judge(
    score: Score,
    first: str,
    last: str,
    stop: float,
    verdict: str,
    elapsed: float | None,
    points: float | None,
    bound: str,
) -> None:
    rows = [f"A,S,170,0.3,bound={first}", f"A,X,{stop},0.4,bound={last}"]
    answer = score(script(), rows)
    found = answer.target()
    holds(
        found,
        verdict=verdict,
        elapsed_s=elapsed,
        expanded_uncertainty_s=ANY if elapsed is None else 1,
        score=points,
        bound=bound,
    )
    holds(answer.card, coverage=0 if points is None else 1)


@pytest.mark.parametrize("first", ["at_most", "exact", "at_least"])
def test_an_upper_bound_before_the_start_is_out_of_order(score: Score, first: str) -> None:
    # hi = 40 - 50 = -10, U = 0: no instant of the stop can follow an exact or later start;
    # a start that is at most 50 may have come before 40
    rows = [f"A,S,50,0,bound={first}", "A,X,40,0,bound=at_most"]
    verdict = score(script(), rows).target()["verdict"]
    assert verdict == ("too_close" if first == "at_most" else "out_of_order")


def test_a_stop_bounded_on_both_sides_is_judged_by_both(score: Score) -> None:
    # the stop lies in [40, 50]: d in [40, 50], elapsed_s the high end, elapsed_low_s the low
    found = score(script(), ["A,S,0,0", "A,X,40,0,bound=at_least", "A,X,50,0,bound=at_most"])
    holds(found.target(), verdict="met", elapsed_s=50, elapsed_low_s=40, bound="between", score=100)


def test_a_lower_bound_before_the_start_says_nothing_yet(score: Score) -> None:
    # d >= -10, so d lies in [0, inf)
    found = score(script(), ["A,S,50,0", "A,X,40,0,bound=at_least"]).target()
    holds(found, verdict="too_close", score=None)


def test_a_bounded_span_without_limit_is_recorded(score: Score) -> None:
    made = script(targets=[target(limit=None)])
    found = score(made, ["A,S,0,0", "A,X,40,1,bound=at_most"]).target()
    holds(found, verdict="recorded", elapsed_s=40, expanded_uncertainty_s=2, score=None)


def test_where_neither_end_was_given_elapsed_and_score_alone_are_null(score: Score) -> None:
    # "elapsed_s and the scored value are ...; where neither end was given they are null";
    # the uncertainty is null for five verdicts, and too_close is none of them
    rows = ["A,S,0,0,bound=at_most", "A,X,50,3,bound=at_most"]
    found = score(script(), rows).target()
    holds(found, verdict="too_close", elapsed_s=None, score=None, expanded_uncertainty_s=6)
