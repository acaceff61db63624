"""Ties between clocks: marks, weights, drift, stated offsets, chains, days (§3.2)."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.contract.build import Doc, Score, holds, script, step, target

NO_DRIFT = {"drift_ppm": 0}


# One mark: offset B - A is the difference of two readings, variance the sum of two.
# (mark on A, u, mark on B, u, S on A, X on B, offset, d, u_tie)
Mark = tuple[str, float, str, float, str, str, float, float, float]
ONE_MARK: list[Mark] = [
    ("0", 0, "0", 0, "0", "30", 0, 30, 0),
    ("0", 0, "70", 0, "0", "100", 70, 30, 0),
    ("70", 0, "0", 0, "80", "40", -70, 30, 0),
    ("0", 0.3, "0", 0.4, "0", "30", 0, 30, 0.5),
    ("0", 0.6, "7.5", 0.8, "1", "48.5", 7.5, 40, 1),
    ("0.1", 0, "0.4", 0, "0.6", "60.3", 0.3, 59.4, 0),
    ("09:00:05", 0.6, "09:00:42", 0.8, "09:01:05", "09:02:12", 37, 30, 1),
    ("09:00:05", 0, "08:59:28", 0, "09:01:05", "09:00:58", -37, 30, 0),
    # across midnight: the offset is taken within ± 12 h
    ("23:59:50", 0, "00:00:20", 0, "23:59:40", "00:01:10", 30, 60, 0),
    ("00:00:20", 0, "23:59:50", 0, "00:00:30", "00:01:00", -30, 60, 0),
    # a clock set 13 h ahead is 11 h behind, which changes no span
    ("09:00:05", 0, "22:00:05", 0, "09:00:35", "22:01:05", -39600, 30, 0),
    # seconds against a clock: no twelve hours there
    ("20:00:00", 0, "0", 0, "20:00:10", "70", -72000, 60, 0),
    ("0", 0, "20:00:00", 0, "10", "20:01:10", 72000, 60, 0),
    ("09:00:00", 0, "1000", 0, "09:00:10", "1070", 1000 - 32400, 60, 0),
    # ISO against a clock
    ("2026-05-12T09:00:00", 0, "09:00:05", 0, "2026-05-12T09:00:10", "09:01:15", 5, 60, 0),
]


@pytest.mark.parametrize("case", ONE_MARK)
def test_one_mark_ties_two_clocks(score: Score, case: Mark) -> None:
    mark_a, u_a, mark_b, u_b, start, stop, offset, elapsed, tie = case
    rows = [f"A,@W,{mark_a},{u_a}", f"A,S,{start},0", f"B,@W,{mark_b},{u_b}", f"B,X,{stop},0"]
    made = script(targets=[target(limit=100)], scoring=NO_DRIFT)
    answer = score(made, rows)
    holds(answer.target(), verdict="met", elapsed_s=elapsed, expanded_uncertainty_s=2 * tie)
    if not start.startswith("2026"):
        holds(answer.tie("B", "A"), offset_s=offset, uncertainty_s=tie)


def test_the_uncertainty_of_the_ends_and_of_the_tie_add_in_squares(score: Score) -> None:
    # u² = 1² + 2² + (0.6² + 0.8²) = 6
    rows = ["A,@W,0,0.6", "A,S,0,1", "B,@W,0,0.8", "B,X,30,2"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=30, expanded_uncertainty_s=2 * sqrt(6))


# The blank of a mark is that of any row: its digits, and watch_u_s 1 where a person read it.
# (tail of both marks, u²)
BLANK_MARKS = [
    ("", 2 * (0.25 / 3 + 1)),
    (",,observed=record", 2 * 0.25 / 3),
    (",,observed=video", 2 * 0.25 / 3),
]


@pytest.mark.parametrize(("tail", "square"), BLANK_MARKS)
def test_blank_marks_have_the_uncertainty_of_any_row(
    score: Score, tail: str, square: float
) -> None:
    rows = [f"A,@W,09:00:05{tail}", "A,S,09:00:05,0", f"B,@W,09:00:05{tail}", "B,X,09:00:35,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, expanded_uncertainty_s=2 * sqrt(square))


def test_no_tie_term_stands_within_one_source(score: Score) -> None:
    rows = ["A,@W,0,5", "A,S,10,1", "B,@W,0,5", "B,Y,20,0", "A,X,40,1"]
    found = score(script(["S", "X", "Y"]), rows).target()
    holds(found, elapsed_s=30, expanded_uncertainty_s=2 * sqrt(2))


# Several marks: weights 1/(u_a² + u_b²), variance 1/Σw, drift_ppm 0, spans below 300 s.
# (marks as (A, u, B, u), offset, variance)
WEIGHTED = [
    # w 4 and 1: (4·10 + 1·11)/5 = 10.2, variance 1/5
    ([("0", 0.3, "10", 0.4), ("100", 0.6, "111", 0.8)], 10.2, 0.2),
    # equal weights 1: (10 + 11)/2
    ([("0", 0.6, "10", 0.8), ("100", 0.6, "111", 0.8)], 10.5, 0.5),
    # w 1, 1, 2: (10 + 10 + 22)/4 = 10.5, variance 1/4
    ([("0", 0.6, "10", 0.8), ("9", 1, "19", 0), ("99", 0.5, "110", 0.5)], 10.5, 0.25),
    # variance from the weights, not the residuals: three that agree
    ([("0", 0.6, "5", 0.8), ("50", 0.6, "55", 0.8), ("100", 0.6, "105", 0.8)], 5, 1 / 3),
    # all exact
    ([("0", 0, "5", 0), ("50", 0, "55", 0)], 5, 0),
]


@pytest.mark.parametrize(("marks", "offset", "variance"), WEIGHTED)
def test_several_marks_are_weighted_by_their_variances(
    score: Score, marks: list[tuple[str, float, str, float]], offset: float, variance: float
) -> None:
    rows = []
    for number, (on_a, u_a, on_b, u_b) in enumerate(marks):
        rows += [f"A,@W{number},{on_a},{u_a}", f"B,@W{number},{on_b},{u_b}"]
    rows += ["A,S,0,0", "B,X,60,0"]
    answer = score(script(scoring=NO_DRIFT), rows)
    expanded = 2 * sqrt(variance)
    holds(answer.target(), elapsed_s=60 - offset, expanded_uncertainty_s=expanded)
    holds(answer.tie("B", "A"), offset_s=offset, uncertainty_s=sqrt(variance))


# Marks with u = 0 and equal offsets: the tie is drift_ppm·1e-6 × seconds from the nearest
# shared mark to the stop alone.
# (shared marks on A = on B, S on A, X on B, drift_ppm, u_tie)
DISTANCES = [
    (["0"], "10", "40", None, 50e-6 * 40),
    (["0"], "10", "40", 100, 100e-6 * 40),
    (["1000"], "10", "40", None, 50e-6 * 960),
    (["0", "35"], "10", "40", None, 50e-6 * 5),
    (["0", "100"], "10", "40", None, 50e-6 * 40),
    (["0", "100"], "10", "60", None, 50e-6 * 40),
    (["40"], "10", "40", None, 0),
]


@pytest.mark.parametrize(("marks", "start", "stop", "ppm", "tie"), DISTANCES)
def test_a_tie_loosens_away_from_its_marks(
    score: Score, marks: list[str], start: str, stop: str, ppm: float | None, tie: float
) -> None:
    rows = [f"{source},@W{one},{one},0" for one in marks for source in "AB"]
    rows += [f"A,S,{start},0", f"B,X,{stop},0"]
    scoring: Doc = {} if ppm is None else {"drift_ppm": ppm}
    found = score(script(scoring=scoring), rows).target()
    elapsed = float(stop) - float(start)
    holds(found, elapsed_s=elapsed, expanded_uncertainty_s=2 * tie)


def test_a_mark_of_one_source_alone_is_not_shared(score: Score) -> None:
    # @W40 is only A's: the nearest shared mark is at 0
    rows = ["A,@W,0,0", "B,@W,0,0", "A,@W40,40,0", "A,S,10,0", "B,X,40,0"]
    found = score(script(), rows).target()
    holds(found, expanded_uncertainty_s=2 * 50e-6 * 40)


# Drift is fitted where the shared marks span at least 300 s. B gains 100 ppm.
# (second mark on A, on B, drift_span_s, fitted)
SPANS = [
    ("300", "300.03", None, True),
    ("400", "400.04", None, True),
    ("299", "299.0299", None, False),
    ("299", "299.0299", 299, True),
    ("300", "300.03", 301, False),
    ("100", "100.01", 100, True),
]


@pytest.mark.parametrize(("on_a", "on_b", "least", "fitted"), SPANS)
def test_drift_is_fitted_over_a_long_enough_span_only(
    score: Score, on_a: str, on_b: str, least: float | None, fitted: bool
) -> None:
    # X at 1000.1 on B: on the line it is A's 1000 exactly; with the mean offset it is
    # 1000.1 less half of the second mark's offset (equal weights).
    scoring: Doc = {"drift_ppm": 0} | ({} if least is None else {"drift_span_s": least})
    rows = ["A,@W,0,0.000001", "B,@W,0,0.000001"]
    rows += [f"A,@V,{on_a},0.000001", f"B,@V,{on_b},0.000001", "A,S,0,0", "B,X,1000.1,0"]
    answer = score(script(targets=[target(limit=2000)], scoring=scoring), rows)
    mean = (float(on_b) - float(on_a)) / 2
    holds(answer.target(), verdict="met", elapsed_s=1000 if fitted else 1000.1 - mean)
    drift = answer.tie("B", "A")["drift_ppm"]
    if fitted:
        assert drift == pytest.approx(100, rel=1e-3)
    else:
        assert not drift


def test_a_fitted_tie_too_loosens_away_from_its_marks(score: Score) -> None:
    # X is 600 s after the last mark: u = 50e-6·600 = 0.03, marks' own share is below 1e-5
    rows = ["A,@W,0,0.000001", "B,@W,0,0.000001", "A,@V,400,0.000001", "B,@V,400.04,0.000001"]
    rows += ["A,S,0,0", "B,X,1000.1,0"]
    found = score(script(targets=[target(limit=2000)]), rows).target()
    assert found["expanded_uncertainty_s"] == pytest.approx(0.06, rel=1e-3)


# A stated offset: SOURCE minus OTHER, with its own uncertainty, no drift term.
# (row, S on A, X on B, elapsed, u)
STATED = [
    ("B,@offset:A,37,0.5", "0", "67", 30, 0.5),
    ("A,@offset:B,37,0.5", "37", "30", 30, 0.5),
    ("B,@offset:A,-37,0.5", "90", "83", 30, 0.5),
    ("B,@offset:A,0,2", "0", "30", 30, 2),
    ("B,@offset:A,37.5,0", "0", "67.5", 30, 0),
    ("B,@offset:A,37", "0", "67", 30, 0.5 / sqrt(3)),
    ("B,@offset:A,37.5", "0", "67.5", 30, 0.05 / sqrt(3)),
    ("B,@offset:A,37,1", "09:00:00", "09:01:07", 30, 1),
    ("B,@offset:A,30,0", "23:59:40", "00:01:10", 60, 0),
    # seconds against a clock, and a clock set 13 h ahead
    ("B,@offset:A,32400,0", "10", "09:00:40", 30, 0),
    ("A,@offset:B,-32400,0", "10", "09:00:40", 30, 0),
    ("A,@offset:B,32400,0", "09:00:10", "40", 30, 0),
    ("B,@offset:A,46800,0", "09:00:30", "22:01:00", 30, 0),
]


@pytest.mark.parametrize(("row", "start", "stop", "elapsed", "u"), STATED)
def test_a_stated_offset_ties_without_drift(
    score: Score, row: str, start: str, stop: str, elapsed: float, u: float
) -> None:
    answer = score(script(), [row, f"A,S,{start},0", f"B,X,{stop},0"])
    holds(answer.target(), verdict="met", elapsed_s=elapsed, expanded_uncertainty_s=2 * u)


def test_shared_marks_come_before_a_stated_offset(score: Score) -> None:
    rows = ["A,@W,0,0.6", "B,@W,10,0.8", "B,@offset:A,37,0", "A,S,0,0", "B,X,40,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=30, expanded_uncertainty_s=2)


def test_a_stated_offset_comes_before_a_chain(score: Score) -> None:
    # the chain over C would be exact and say 0
    rows = ["A,@W,0,0", "C,@W,0,0", "B,@V,0,0", "C,@V,0,0"]
    rows += ["B,@offset:A,10,3", "A,S,0,0", "B,X,40,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=30, expanded_uncertainty_s=6)


# Chains from A (start) to Z (stop); drift 0. A row of ties: (one, other, other - one, u of it).
# The stop is at 90 on Z's clock.
CHAINS = [
    # variances added: 0.3² + 0.4²
    ([("A", "B", 10, 0.3), ("B", "Z", 20, 0.4)], 60, 0.5),
    ([("B", "A", -10, 0.3), ("Z", "B", -20, 0.4)], 60, 0.5),
    # 1² + 2² + 2² = 3²
    ([("A", "B", 10, 1), ("B", "C", 5, 2), ("C", "Z", 20, 2)], 55, 3),
    # fewest ties before least variance
    ([("A", "Z", 10, 9), ("A", "B", 0, 0), ("B", "Z", 11, 0)], 80, 9),
    (
        [
            ("A", "B", 10, 3),
            ("B", "Z", 20, 4),
            ("A", "C", 0, 0),
            ("C", "D", 0, 0),
            ("D", "Z", 31, 0),
        ],
        60,
        5,
    ),
    # equally many ties: least variance; B 5, C sqrt(2)
    ([("A", "B", 10, 3), ("B", "Z", 20, 4), ("A", "C", 10, 1), ("C", "Z", 21, 1)], 59, sqrt(2)),
    ([("A", "B", 10, 1), ("B", "Z", 20, 1), ("A", "C", 10, 3), ("C", "Z", 21, 4)], 60, sqrt(2)),
]


@pytest.mark.parametrize(("ties", "elapsed", "u"), CHAINS)
@pytest.mark.parametrize("stated", [False, True])
def test_clocks_without_a_tie_of_their_own_are_tied_by_a_chain(
    score: Score, ties: list[tuple[str, str, float, float]], elapsed: float, u: float, stated: bool
) -> None:
    rows = []
    for number, (one, other, offset, u_tie) in enumerate(ties):
        if stated:
            rows.append(f"{other},@offset:{one},{offset},{u_tie}")
        else:
            rows += [f"{one},@W{number},60,{u_tie}", f"{other},@W{number},{60 + offset},0"]
    rows += ["A,S,0,0", "Z,X,90,0"]
    made = script(targets=[target(limit=1000)], scoring=NO_DRIFT)
    found = score(made, rows).target()
    holds(found, verdict="met", elapsed_s=elapsed, expanded_uncertainty_s=2 * u)


def test_each_tie_by_marks_in_a_chain_adds_its_own_drift_term(score: Score) -> None:
    # X at 100 on all clocks; A-B marked at 90 (10 s off), B-Z at 60 (40 s off), all u = 0:
    # variance (50e-6)²·(10² + 40²) = (50e-6)²·1700
    rows = ["A,@W,90,0", "B,@W,90,0", "B,@V,60,0", "Z,@V,60,0", "A,S,50,0", "Z,X,100,0"]
    found = score(script(), rows).target()
    holds(found, elapsed_s=50, expanded_uncertainty_s=2 * 50e-6 * sqrt(1700))


def test_a_stated_link_of_a_chain_adds_no_drift_term(score: Score) -> None:
    # 50e-6·10 for the marks, 3e-4 as stated: (5e-4)² + (3e-4)²
    rows = ["A,@W,90,0", "B,@W,90,0", "Z,@offset:B,0,0.0003", "A,S,50,0", "Z,X,100,0"]
    rows += ["Z,Y,50,0"]
    found = score(script(["S", "X", "Y"]), rows).target()
    holds(found, elapsed_s=50, expanded_uncertainty_s=2 * sqrt(25e-8 + 9e-8))


# No tie, no guess.
UNTIED = [
    ["A,S,0,0", "B,X,30,0"],
    ["A,S,09:00:00,0", "B,X,09:00:30,0"],
    ["A,S,2026-05-12T09:00:00,0", "B,X,2026-05-12T09:00:30,0"],
    # a step seen by two sources never ties
    ["A,S,0,0", "A,Y,20,0", "B,Y,20,0", "B,X,30,0"],
    # marks of other names
    ["A,@W,0,0", "B,@V,0,0", "A,S,0,0", "B,X,30,0"],
    # a mark that only one of them has
    ["A,@W,0,0", "C,@W,0,0", "A,S,0,0", "B,X,30,0"],
    # a chain that breaks
    ["A,@W,0,0", "C,@W,0,0", "B,@V,0,0", "D,@V,0,0", "A,S,0,0", "B,X,30,0"],
]


@pytest.mark.parametrize("rows", UNTIED)
def test_without_a_tie_there_is_no_guess(score: Score, rows: list[str]) -> None:
    found = score(script(["S", "X", "Y"]), rows).target()
    holds(found, verdict="untied", elapsed_s=None, expanded_uncertainty_s=None, score=None)


@pytest.mark.parametrize(("gain", "reported"), [("0.12", False), ("0.24", True), ("-0.24", True)])
def test_a_drift_over_500_ppm_is_a_conflict(score: Score, gain: str, reported: bool) -> None:
    # 0.12 s in 400 s is 300 ppm, 0.24 s is 600 ppm; two marks lie on their line
    rows = ["A,@W,0,0.001", "B,@W,0,0.001", "A,@V,400,0.001"]
    rows += [f"B,@V,{400 + float(gain):.2f},0.001", "A,S,0,0", "A,X,30,0"]
    conflicts = score(script(), rows).conflicts()
    assert bool(conflicts) is reported
    if reported:
        assert {"A", "B"} <= set(conflicts[0]["sources"])


@pytest.mark.parametrize(("second", "reported"), [("104", False), ("110", True), ("90", True)])
def test_a_residual_over_three_of_its_u_is_a_conflict(
    score: Score, second: str, reported: bool
) -> None:
    # u of a mark is √2 (1 for what the mean leaves): residuals 2 and 2 or 5 and 5
    rows = ["A,@W,0,1", "B,@W,0,1", "A,@V,100,1", f"B,@V,{second},1", "A,S,0,0", "A,X,30,0"]
    conflicts = score(script(), rows).conflicts()
    assert bool(conflicts) is reported
    if reported:
        assert {"A", "B"} <= set(conflicts[0]["sources"])


def test_the_logs_may_come_in_several_files(score: Score) -> None:
    made = script(scoring=NO_DRIFT)
    for files in (
        [["A,@W,0,0", "A,S,0,0"], ["B,@W,70,0", "B,X,100,0"]],
        [["B,@W,70,0", "B,X,100,0"], ["A,@W,0,0", "A,S,0,0"]],
        [["A,@W,0,0", "B,X,100,0"], ["B,@W,70,0", "A,S,0,0"]],
    ):
        holds(score(made, *files).target(), verdict="met", elapsed_s=30)


def test_both_ends_are_read_on_the_starts_clock(score: Score) -> None:
    rows = ["A,@W,0,0", "A,S,10,0", "B,@W,70,0", "B,X,110,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found["start"], at=10, sources=["A"])
    holds(found["stop"], at=40, sources=["B"])


def test_ties_join_units_too(score: Score) -> None:
    # K1 on A at 20, K2 on B at 115 - 70 = 45
    made = script([step("S"), step("X", units="K1 K2")], scoring=NO_DRIFT)
    rows = ["A,@W,0,0", "B,@W,70,0", "A,S,0,0", "A,X/K1,20,0", "B,X/K2,115,0"]
    holds(score(made, rows).target(), verdict="met", elapsed_s=45)


def test_a_line_is_fitted_through_three_marks(score: Score) -> None:
    # offsets 0, 0.03, 0.12 at 0, 300, 600 with equal weights: mean 0.05, slope
    # (300·0.12 - 300·0)/(2·300²) = 200 ppm; at 600 the line says 0.11, the mark 0.12.
    # Which clock the slope is taken over changes less than 1e-4 s.
    rows = []
    for name, on_a, on_b in (("U", "0", "0"), ("V", "300", "300.03"), ("W", "600", "600.12")):
        rows += [f"A,@{name},{on_a},0.1", f"B,@{name},{on_b},0.1"]
    rows += ["A,S,0,0", "B,X,600.12,0"]
    answer = score(script(targets=[target(limit=2000)]), rows)
    assert answer.target()["elapsed_s"] == pytest.approx(600.01, abs=1e-4)
    assert answer.tie("B", "A")["drift_ppm"] == pytest.approx(200, rel=1e-3)
    assert answer.conflicts() == []


def test_a_span_that_starts_on_the_other_clock_is_read_there(score: Score) -> None:
    rows = ["A,@W,0,0", "B,@W,70,0", "B,S,80,0", "A,X,40,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=30)
    holds(found["start"], at=80)
    holds(found["stop"], at=110)


@pytest.mark.parametrize(
    ("mark", "stop"), [("23:59:00", "23:59:30"), ("23:59:45", "00:00:15"), ("02:00:00", "02:00:30")]
)
def test_a_chain_may_lead_over_a_clock_in_seconds(score: Score, mark: str, stop: str) -> None:
    # V is at 100 on B, at 09:01:40 on A; X is 30 s after it
    rows = ["A,@W,09:00:00,0", "B,@W,0,0", "B,@V,100,0", f"C,@V,{mark},0"]
    rows += ["A,S,09:01:40,0", f"C,X,{stop},0"]
    holds(score(script(scoring=NO_DRIFT), rows).target(), verdict="met", elapsed_s=30)


def test_the_twelve_hours_hold_for_several_marks(score: Score) -> None:
    # one mark before midnight on both, one after on B alone: 30 s and 30 s
    rows = ["A,@V,23:58:00,0.6", "B,@V,23:58:30,0.8", "A,@W,23:59:50,0.6", "B,@W,00:00:20,0.8"]
    rows += ["A,S,23:59:40,0", "B,X,00:01:10,0"]
    answer = score(script(targets=[target(limit=100)], scoring=NO_DRIFT), rows)
    holds(answer.target(), verdict="met", elapsed_s=60, expanded_uncertainty_s=2 * sqrt(0.5))
    assert answer.conflicts() == []


def test_a_chain_of_marks_and_a_statement_crosses_midnight(score: Score) -> None:
    # Z is 30 s ahead of B, B as A: 00:01:10 on Z is 00:00:40 on A
    rows = ["A,@W,23:59:50,0", "B,@W,23:59:50,0", "Z,@offset:B,30,0"]
    rows += ["A,S,23:59:40,0", "Z,X,00:01:10,0"]
    holds(score(script(scoring=NO_DRIFT), rows).target(), verdict="met", elapsed_s=60)


@pytest.mark.parametrize(("seen", "reported"), [("10", False), ("40", True)])
def test_a_residual_is_weighed_by_its_own_uncertainty(
    score: Score, seen: str, reported: bool
) -> None:
    # u of each mark √(6² + 8²) = 10: half the difference of the two marks is the residual;
    # 10 is under three of any u, 40 over (the mean leaves a residual a u of 7 at least)
    second = 100 + 2 * int(seen)
    rows = ["A,@W,0,6", "B,@W,0,8", "A,@V,100,6", f"B,@V,{second},8", "A,S,0,0", "A,X,30,0"]
    assert bool(score(script(), rows).conflicts()) is reported


@pytest.mark.parametrize(("last", "elapsed"), [("300", 1000.00857), ("299.9", 999.99)])
def test_a_span_of_exactly_the_least_length_is_fitted(
    score: Score, last: str, elapsed: float
) -> None:
    # offsets 0, 0.03, 0 at 0, 100, 300 on both clocks: mean 0.01; slope
    # (100 - 400/3)·0.03 / (133.33² + 33.33² + 166.67²) = -1/46667; at 1000 the line says
    # 0.01 - 866.67/46667 = -0.00857, the mean 0.01
    rows = []
    for name, on_a, on_b in (("U", "0", "0"), ("V", "100", "100.03"), ("W", last, last)):
        rows += [f"A,@{name},{on_a},0.1", f"B,@{name},{on_b},0.1"]
    rows += ["A,S,0,0", "B,X,1000,0"]
    found = score(script(targets=[target(limit=2000)]), rows).target()
    assert found["elapsed_s"] == pytest.approx(elapsed, abs=1e-4)
