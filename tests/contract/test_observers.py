"""Several observers of one step, untied groups, a source that marks twice (§3.1, §3.3)."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.contract.build import ANY, Doc, Score, holds, script, step, target

NO_DRIFT = {"drift_ppm": 0}
#: Sources A to J on one clock: all marks at 0 with u = 0.
TIED = [f"{source},@W,0,0" for source in "ABCDEFGHIJ"]


def mad(number: int, bias: float, deviation: float) -> float:
    """Work out the u of a median: 1.25·1.483·b·MAD/√n (ISO 13528)."""
    return 1.25 * 1.483 * bias * deviation / sqrt(number)


# S by A at 0, u = 0; (rows of X, elapsed, u, sources)
JOINS = [
    # one
    (["B,X,40,1"], 40, 1, ["B"]),
    # two: weights 1/u²; u the greater of 1/√Σw and √(Σw(x - x̄)²/Σw) (n - 1 = 1)
    # w 1 and 1/4: (40 + 10.5)/1.25 = 40.4; 1/√1.25 = √0.8; (0.4² + 1.6²/4)/1.25 = 0.64
    (["A,X,40,1", "B,X,42,2"], 40.4, sqrt(0.8), None),
    (["A,X,42,1", "B,X,40,2"], 41.6, sqrt(0.8), None),
    # equal weights: 1/√2 against half of the difference, 0.5 and 2
    (["A,X,40,1", "B,X,41,1"], 40.5, sqrt(0.5), None),
    (["A,X,40,1", "B,X,44,1"], 42, 2, None),
    # w 16 to 9: (16·40 + 9·43)/25 = 41.08; 12/5; √((16·1.08² + 9·1.92²)/25) = 1.44
    (["A,X,40,3", "B,X,43,4"], 41.08, 2.4, None),
    # (16·40 + 9·50)/25 = 43.6; √((16·3.6² + 9·6.4²)/25) = 4.8
    (["A,X,40,3", "B,X,50,4"], 43.6, 4.8, None),
    # u = 0 at one: that one; at both: the mean and half their difference
    (["A,X,40,0", "B,X,41,1"], 40, 0, ANY),
    (["A,X,40,1", "B,X,41,0"], 41, 0, ANY),
    (["A,X,0.1,0", "B,X,0.2,0"], 0.15, 0.05, None),
    # three or more of equal u: the middle entry; MAD 1 gives 1.600, MAD 0.2 gives 0.32
    (["A,X,40,1", "B,X,41,1", "C,X,42,1"], 41, mad(3, 1.495, 1), ["B"]),
    (["C,X,42,1", "B,X,41,1", "A,X,40,1"], 41, mad(3, 1.495, 1), ["B"]),
    (["A,X,40,1", "B,X,40.2,1", "C,X,41,1"], 40.2, 1, ["B"]),
    # five: deviations 2, 1, 0, 1, 2: MAD 1, u 0.9998
    (
        ["A,X,40,0.5", "B,X,41,0.5", "C,X,42,0.5", "D,X,43,0.5", "E,X,44,0.5"],
        42,
        mad(5, 1.206, 1),
        ["C"],
    ),
    # four: the mean of the middle two; deviations 1.5, 0.5, 0.5, 3.5: MAD 1, u 1.263
    (["A,X,40,1", "B,X,41,1", "C,X,42,1", "D,X,45,1"], 41.5, mad(4, 1.363, 1), None),
    # deviations 30.5, 0.5, 0.5, 18.5: MAD 9.5, u 12.0
    (["A,X,10,1", "B,X,40,1", "C,X,41,1", "D,X,59,1"], 40.5, mad(4, 1.363, 9.5), None),
    # six, seven, eight and nine in steps of a second: MAD 1.5, 2, 2, 2
    ([f"{'ABCDEF'[n]},X,{40 + n},0.1" for n in range(6)], 42.5, mad(6, 1.200, 1.5), None),
    ([f"{'ABCDEFG'[n]},X,{40 + n},0.1" for n in range(7)], 43, mad(7, 1.140, 2), ["D"]),
    ([f"{'ABCDEFGH'[n]},X,{40 + n},0.1" for n in range(8)], 43.5, mad(8, 1.129, 2), None),
    ([f"{'ABCDEFGHI'[n]},X,{40 + n},0.1" for n in range(9)], 44, mad(9, 1.107, 2), ["E"]),
    # ten: b is 10/(10 - 0.8), MAD 2.5
    ([f"{'ABCDEFGHIJ'[n]},X,{40 + n},0.1" for n in range(10)], 44.5, mad(10, 10 / 9.2, 2.5), None),
    # unequal weights 1, 1/4, 1/9: the first has more than half; deviations 0, 1, 2: MAD 1
    (["A,X,40,1", "B,X,42,2", "C,X,41,3"], 40, mad(3, 1.495, 1), ["A"]),
    # u = 0 outweighs the others; several of u = 0 weigh alike (deviations 1, 0, 2)
    (["A,X,40,0", "B,X,41,1", "C,X,42,1"], 40, mad(3, 1.495, 1), ["A"]),
    (["A,X,40,0", "B,X,41,0", "C,X,43,0"], 41, mad(3, 1.495, 1), ["B"]),
    # seen, video and record before radio
    (["A,X,40,1", "B,X,30,9,observed=radio"], 40, 1, ["A"]),
    (["A,X,40,1,observed=video", "B,X,30,9,observed=radio"], 40, 1, ["A"]),
    (["A,X,40,1,observed=record", "B,X,30,9,observed=radio"], 40, 1, ["A"]),
    (["A,X,40,1", "B,X,30,9,observed=radio,bound=exact"], 40, 1, ["A"]),
    (
        ["A,X,40,1,observed=video", "B,X,42,1,observed=record", "C,X,41,1,observed=seen"],
        41,
        mad(3, 1.495, 1),
        ["C"],
    ),
    (
        [
            "A,X,40,1",
            "B,X,42,2,observed=video",
            "C,X,30,9,observed=radio",
            "D,X,31,9,observed=radio",
        ],
        40.4,
        sqrt(0.8),
        None,
    ),
    # exact entries before bounded ones
    (["A,X,40,1", "B,X,50,1,bound=at_most"], 40, 1, ["A"]),
    (["A,X,40,1", "B,X,30,1,bound=at_least"], 40, 1, ["A"]),
    # bounded ones alone: the least of the highs, with its own u; radio's blank is 2.25 + 1/12
    (["A,X,40,,observed=radio"], 40, sqrt(7 / 3), ["A"]),
    (["A,X,40,,observed=radio", "B,X,42,,observed=radio"], 40, sqrt(7 / 3), ANY),
    (["A,X,42,1,bound=at_most", "B,X,40,2,bound=at_most"], 40, 2, ANY),
    # equal times: ordered by u, then by the source's name
    (["A,X,40,3", "B,X,40,1", "C,X,40,2"], 40, 1, ["B"]),
    (["C,X,40,1", "A,X,40,1", "B,X,40,1"], 40, 1, ["B"]),
    (["C,X,40,1", "A,X,40,2", "B,X,40,1"], 40, 1, ["C"]),
]


@pytest.mark.parametrize(("rows", "elapsed", "u", "sources"), JOINS)
def test_observers_of_one_step_are_joined(
    score: Score, rows: list[str], elapsed: float, u: float, sources: list[str] | None
) -> None:
    made = script(targets=[target(limit=100)], scoring=NO_DRIFT)
    found = score(made, [*TIED, "A,S,0,0", *rows]).target()
    holds(found, verdict="met", elapsed_s=elapsed, expanded_uncertainty_s=2 * u)
    if sources is None:
        assert len(found["stop"]["sources"]) >= 2
    else:
        holds(found["stop"], sources=sources)


def test_a_start_is_joined_as_a_stop_is(score: Score) -> None:
    # start: w 1 and 1/4: (10 + 3)/1.25 = 10.4, u √0.8; stop 41, u 0
    rows = [*TIED, "A,S,10,1", "B,S,12,2", "A,X,41,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=30.6, expanded_uncertainty_s=2 * sqrt(0.8))


# A joined start stands on the clock of the reference where it is among the entries, else on that
# of the first row. A 0 and B 72 - 70 = 2 of equal u: A's 1, B's 71. (rows of S, reference, at)
JOINED: list[tuple[list[str], Doc, float]] = [
    (["A,S,0,1", "B,S,72,1"], {}, 1),
    (["B,S,72,1", "A,S,0,1"], {}, 71),
    (["A,S,0,1", "B,S,72,1"], {"reference": "B"}, 71),
    (["B,S,72,1", "A,S,0,1"], {"reference": "A"}, 1),
    (["A,S,0,1", "B,S,72,1"], {"reference": "C"}, 1),
]


@pytest.mark.parametrize(("rows", "scoring", "at"), JOINED)
def test_a_joined_start_stands_on_one_clock(
    score: Score, rows: list[str], scoring: Doc, at: float
) -> None:
    made = script(["S", "X", "Y"], scoring=NO_DRIFT | scoring)
    marks = ["A,@W,0,0", "B,@W,70,0", "C,@W,0,0", "C,Y,50,0"]
    found = score(made, [*marks, *rows, "A,X,41,0"]).target()
    holds(found, verdict="met", elapsed_s=40)
    holds(found["start"], at=at)
    holds(found["stop"], at=at + 40)


# Clocks B (+70), C (+80) and D (+90) against A, by one mark each; u of their ties 1, 2 and 3.
OFFSETS = ["A,@W,0,0", "B,@W,70,1", "C,@W,80,2", "D,@W,90,3"]

# For a mean the tie term is √(Σ(wᵢ/Σw)·tieᵢ²), else the greatest of the middle one or two.
# (rows, elapsed, u²)
AVERAGED = [
    # A's own start and stop: no tie term
    (["A,S,0,0", "A,X,40,0"], 40, 0),
    # start A; stop A 40 and B 112 - 70 = 42, both exact: half the difference 1; (0 + 1)/2
    (["A,S,0,0", "A,X,40,0", "B,X,112,0"], 41, 1 + 0.5),
    # start A; stop B 40 and C 41: 0.5²; (1 + 4)/2
    (["A,S,0,0", "B,X,110,0", "C,X,121,0"], 40.5, 0.25 + 2.5),
    # weights 1 and 1/4: u² 0.8; 0.8·0 + 0.2·1
    (["A,S,0,0", "A,X,40,1", "B,X,112,2"], 40.4, 0.8 + 0.2),
    # with the start's own
    (["A,S,0,1", "A,X,40,1", "B,X,112,2"], 40.4, 1 + 0.8 + 0.2),
    # start A 0 and B 2, stop A
    (["A,S,0,0", "B,S,72,0", "A,X,41,0"], 40, 1 + 0.5),
    # three: the middle is B's 41: its tie to A alone
    (["A,S,0,0", "A,X,40,1", "B,X,111,1", "C,X,122,1"], 41, mad(3, 1.495, 1) ** 2 + 1),
    # the middle is A's own: no tie term
    (["A,S,0,0", "A,X,41,1", "B,X,110,1", "C,X,122,1"], 41, mad(3, 1.495, 1) ** 2),
    # four, the middle two are B's 41 and C's 42: the greater of their ties
    (
        ["A,S,0,0", "A,X,40,1", "B,X,111,1", "C,X,122,1", "D,X,133,1"],
        41.5,
        mad(4, 1.363, 1) ** 2 + 4,
    ),
]


@pytest.mark.parametrize(("rows", "elapsed", "square"), AVERAGED)
def test_the_tie_term_is_that_of_the_entries_that_make_the_value(
    score: Score, rows: list[str], elapsed: float, square: float
) -> None:
    found = score(script(scoring=NO_DRIFT), [*OFFSETS, *rows]).target()
    holds(found, elapsed_s=elapsed, expanded_uncertainty_s=2 * sqrt(square))


# Spread over conflict_s + k·√(u₁² + u₂² + u_tie²) of the two extremes is a conflict.
# (marks, rows of X, scoring, spread, reported)
SPREADS = [
    (TIED, ["A,X,40,0", "B,X,42,0"], {}, 2, False),
    (TIED, ["A,X,40,0", "B,X,42.1,0"], {}, 2.1, True),
    (TIED, ["A,X,50.1,0", "B,X,50.2,0"], {"conflict_s": 0.1}, 0.1, False),
    (TIED, ["A,X,50.1,0", "B,X,50.3,0"], {"conflict_s": 0.1}, 0.2, True),
    (TIED, ["A,X,40,0.6", "B,X,44,0.8"], {}, 4, False),
    (TIED, ["A,X,40,0.6", "B,X,44.1,0.8"], {}, 4.1, True),
    (TIED, ["A,X,40,0.6", "B,X,44.1,0.8"], {"coverage_factor": 3}, 4.1, False),
    (TIED, ["A,X,40,0.6", "B,X,45.1,0.8"], {"coverage_factor": 3}, 5.1, True),
    (TIED, ["A,X,40,0", "B,X,45,0"], {"conflict_s": 5}, 5, False),
    # the tie's own: 0.6² + 0.8² = 1
    (["A,@W,0,0.6", "B,@W,0,0.8"], ["A,X,40,0", "B,X,44,0"], {}, 4, False),
    (["A,@W,0,0.6", "B,@W,0,0.8"], ["A,X,40,0", "B,X,44.1,0"], {}, 4.1, True),
    # u₁² + u₂² + tie = 2² + 1² + 2² = 9: 2 + 6 = 8
    (["A,@W,0,0", "B,@W,0,2"], ["A,X,40,2", "B,X,48,1"], {}, 8, False),
    (["A,@W,0,0", "B,@W,0,2"], ["A,X,40,2", "B,X,48.1,1"], {}, 8.1, True),
    # on one clock
    (["A,@W,0,0", "B,@W,70,0"], ["A,X,40,0", "B,X,112,0"], {}, 2, False),
    (["A,@W,0,0", "B,@W,70,0"], ["A,X,40,0", "B,X,113,0"], {}, 3, True),
    # of the two extremes, whatever lies between
    (TIED, ["A,X,40,0", "B,X,41,9", "C,X,43,0"], {}, 3, True),
    (TIED, ["A,X,40,0", "B,X,41,0", "C,X,43,1"], {}, 3, False),
    # of the entries used: radio is not, beside one who saw it
    (TIED, ["A,X,40,0", "B,X,60,0,observed=radio,bound=exact"], {}, 20, False),
    # two upper bounds contradict nothing; a lower one above an upper one does
    (TIED, ["A,X,40,,observed=radio", "B,X,60,,observed=radio"], {}, 20, False),
    (TIED, ["A,X,40,0,bound=at_most", "B,X,60,0,bound=at_least"], {}, 20, True),
    (TIED, ["A,X,40,0,bound=at_least", "B,X,60,0,bound=at_most"], {}, 20, False),
]


@pytest.mark.parametrize(("marks", "rows", "scoring", "width", "reported"), SPREADS)
def test_a_wide_spread_is_a_conflict(
    score: Score,
    marks: list[str],
    rows: list[str],
    scoring: dict[str, float],
    width: float,
    reported: bool,
) -> None:
    answer = score(script(scoring=NO_DRIFT | scoring), [*marks, "A,S,0,0", *rows])
    found = answer.conflicts("X")
    assert bool(found) is reported, found
    if reported:
        holds(found[0], spread_s=width, step="X")
        assert {rows[0][0], rows[-1][0]} <= set(found[0]["sources"])


def test_every_step_is_examined_in_a_target_or_not(score: Score) -> None:
    made = script(["S", "X", "Y", step("Z", units="K1 K2")], scoring=NO_DRIFT)
    rows = [*TIED, "A,S,0,0", "A,X,30,0", "A,Y,5,0", "B,Y,9,0"]
    rows += ["A,Z/K1,5,0", "B,Z/K1,6,0", "A,Z/K2,5,0", "B,Z/K2,15,0"]
    answer = score(made, rows)
    assert [one["spread_s"] for one in answer.conflicts("Y")] == [pytest.approx(4)]
    assert answer.conflicts("Z", "K1") == []
    assert [one["spread_s"] for one in answer.conflicts("Z", "K2")] == [pytest.approx(10)]


# A and B are not tied. (rows, scoring, elapsed)
GROUPS = [
    # reference
    (["A,S,0,0", "A,X,30,0", "B,S,0,0", "B,X,40,0"], {"reference": "A"}, 30),
    (["A,S,0,0", "A,X,30,0", "B,S,0,0", "B,X,40,0"], {"reference": "B"}, 40),
    (
        ["A,S,0,0", "A,X,30,0", "A,Y,50,0", "A,Z,60,0", "B,S,0,0", "B,X,40,0"],
        {"reference": "B"},
        40,
    ),
    # the reference holds not both ends: it is none of the groups
    (["C,S,0,0", "A,S,0,0", "A,X,30,0", "A,Y,9,0", "B,S,0,0", "B,X,40,0"], {"reference": "C"}, 30),
    # most marks in the whole log
    (["A,S,0,0", "A,X,30,0", "B,S,0,0", "B,X,40,0", "B,Y,50,0"], {}, 40),
    (["A,S,0,0", "A,X,30,0", "A,Y,50,0", "B,S,0,0", "B,X,40,0"], {}, 30),
    (
        ["A,S,0,0", "A,X,30,0", "A,Y,50,0", "B,Y,1,0", "B,Z,2,0", "B,S,3,0", "B,X,43,0"],
        {},
        40,
    ),
    # else the start's first row
    (["A,S,0,0", "A,X,30,0", "B,S,0,0", "B,X,40,0"], {}, 30),
    (["B,S,0,0", "B,X,40,0", "A,S,0,0", "A,X,30,0"], {}, 40),
    (["A,X,30,0", "B,X,40,0", "B,S,0,0", "A,S,0,0"], {}, 40),
]


@pytest.mark.parametrize(("rows", "scoring", "elapsed"), GROUPS)
def test_of_untied_groups_one_counts_and_the_others_are_a_conflict(
    score: Score, rows: list[str], scoring: Doc, elapsed: float
) -> None:
    answer = score(script(["S", "X", "Y", "Z"], scoring=scoring), rows)
    holds(answer.target(), verdict="met", elapsed_s=elapsed)
    assert "untied_group" in {one["kind"] for one in answer.conflicts()}


def test_a_group_counts_with_all_its_sources(score: Score) -> None:
    # A and C are tied: 2 + 3 marks of steps against B's 3; start A 0, stop mean of 30 and 32
    rows = ["A,@W,0,0", "C,@W,0,0", "B,S,0,0", "B,X,40,0", "B,Y,50,0"]
    rows += ["A,S,0,0", "A,X,30,0", "C,X,32,0", "C,Y,50,0", "C,Z,60,0"]
    made = script(["S", "X", "Y", "Z"], scoring=NO_DRIFT)
    holds(score(made, rows).target(), elapsed_s=31)


def test_a_group_that_holds_both_ends_needs_no_other(score: Score) -> None:
    # B has the start alone and cannot hold a span
    rows = ["B,S,0,0", "B,Y,5,0", "B,Z,6,0", "A,S,0,0", "A,X,30,0"]
    holds(score(script(["S", "X", "Y", "Z"]), rows).target(), verdict="met", elapsed_s=30)


# A source that marks a step twice: the first in its order counts.
TWICE = [
    (["A,X,30,0", "A,X,40,0"], 30),
    (["A,X,40,0", "A,X,30,0"], 40),
    (["A,X,30,0", "A,Y,35,0", "A,X,40,0", "A,X,50,0"], 30),
]


@pytest.mark.parametrize(("rows", "elapsed"), TWICE)
def test_the_first_mark_of_a_source_counts(score: Score, rows: list[str], elapsed: float) -> None:
    answer = score(script(["S", "X", "Y"]), ["A,S,0,0", *rows])
    holds(answer.target(), elapsed_s=elapsed)
    found = answer.conflicts("X")
    assert found
    assert found[0]["sources"] == ["A"]


def test_one_unit_marked_twice_is_a_conflict_of_the_unit(score: Score) -> None:
    made = script(["S", step("X", units="K1 K2")])
    rows = ["A,S,0,0", "A,X/K1,30,0", "A,X/K2,20,0", "A,X/K1,50,0"]
    answer = score(made, rows)
    holds(answer.target(), elapsed_s=30)
    assert len(answer.conflicts("X", "K1")) == 1
    assert answer.conflicts("X", "K2") == []


# A time beats another source's not_performed or failed; listed as a conflict.
BEATEN = [
    ["A,X,30,0", "B,X,not_performed"],
    ["B,X,not_performed", "A,X,30,0"],
    ["A,X,30,0", "B,X,failed"],
    ["A,X,30,0", "B,X,failed 50,0"],
    ["B,X,failed 10,0", "A,X,30,0"],
    ["A,X,30,0", "B,X,not_performed", "C,X,failed"],
]


@pytest.mark.parametrize("rows", BEATEN)
@pytest.mark.parametrize("tied", [True, False])
def test_a_time_beats_what_another_denies(score: Score, rows: list[str], tied: bool) -> None:
    marks = TIED if tied else []
    answer = score(script(scoring=NO_DRIFT), [*marks, "A,S,0,0", *rows])
    holds(answer.target(), verdict="met", elapsed_s=30, expanded_uncertainty_s=ANY)
    assert {"A", "B"} <= {source for one in answer.conflicts("X") for source in one["sources"]}


def test_done_beside_a_time_leaves_the_time(score: Score) -> None:
    answer = score(script(), ["A,S,0,0", "A,X,30,0", "B,X,done"])
    holds(answer.target(), verdict="met", elapsed_s=30)


def test_sources_that_agree_give_no_conflict(score: Score) -> None:
    answer = score(script(scoring=NO_DRIFT), [*TIED, "A,S,0,0", "A,X,30,0", "B,X,30.5,0.3"])
    assert answer.conflicts() == []


def test_observers_are_put_in_order_on_one_clock(score: Score) -> None:
    # on A's clock: A 40, B 109 - 70 = 39, C 121 - 80 = 41: the middle is A's, MAD 1
    rows = ["A,@W,0,0", "B,@W,70,0", "C,@W,80,0", "A,S,0,0"]
    rows += ["A,X,40,1", "B,X,109,1", "C,X,121,1"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=40, expanded_uncertainty_s=2 * mad(3, 1.495, 1))
    holds(found["stop"], sources=["A"])


def test_units_are_joined_each_on_its_own(score: Score) -> None:
    # K1: (20 + 22)/2 = 21 against a radio's 90; K2: the middle of 30, 31, 39, MAD 1
    made = script(["S", step("X", units="K1 K2")], scoring=NO_DRIFT)
    rows = [*TIED, "A,S,0,0", "A,X/K1,20,1", "B,X/K1,22,1", "C,X/K1,90,,observed=radio"]
    rows += ["A,X/K2,39,1", "B,X/K2,31,1", "C,X/K2,30,1"]
    wide = 2 * mad(3, 1.495, 1)
    holds(score(made, rows).target(), verdict="met", elapsed_s=31, expanded_uncertainty_s=wide)


def test_a_unit_called_by_radio_bounds_the_last(score: Score) -> None:
    # K1 seen at 40, K2 called at 50: [40, 50]; 50 + 3 <= 60
    made = script(["S", step("X", units="K1 K2")])
    rows = ["A,S,0,0", "A,X/K1,40,1.5", "A,X/K2,50,,observed=radio"]
    holds(score(made, rows).target(), verdict="met", score=100)


def test_the_reference_speaks_for_its_whole_group(score: Score) -> None:
    # C saw neither end but is tied to A; B has more marks
    rows = ["A,@W,0,0", "C,@W,0,0", "A,S,0,0", "A,X,30,0"]
    rows += ["B,S,0,0", "B,X,40,0", "B,Y,50,0", "B,Z,60,0"]
    made = script(["S", "X", "Y", "Z"], scoring={"reference": "C"})
    holds(score(made, rows).target(), elapsed_s=30)


@pytest.mark.parametrize("radio", ["exact", ""])
def test_radio_alone_is_not_radio_beside_an_untied_eye(score: Score, radio: str) -> None:
    # B saw it but is tied to nobody: A's group holds both ends by A's radio
    rows = ["A,S,0,0", f"A,X,30,1,observed=radio,bound={radio}", "B,X,40,0"]
    holds(score(script(), rows).target(), verdict="met", elapsed_s=30)
