"""Several observers of one step, untied groups, a source that marks twice (§3.1, §3.3)."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.contract.build import ANY, Doc, Score, holds, script, step, target

NO_DRIFT = {"drift_ppm": 0}
#: Sources A to F on one clock: all marks at 0 with u = 0.
TIED = [f"{source},@W,0,0" for source in "ABCDEF"]


# S by A at 0, u = 0; (rows of X, elapsed, u, sources)
JOINS = [
    # odd: the middle entry with its own u and source
    (["B,X,40,1"], 40, 1, ["B"]),
    (["A,X,40,1", "B,X,42,2", "C,X,41,3"], 41, 3, ["C"]),
    (["A,X,40,1", "B,X,41,2", "C,X,58,3"], 41, 2, ["B"]),
    (["A,X,40,1", "B,X,41,2", "C,X,42,3", "D,X,43,4", "E,X,44,5"], 42, 3, ["C"]),
    (["E,X,44,5", "A,X,40,1", "D,X,43,4", "B,X,41,2", "C,X,42,3"], 42, 3, ["C"]),
    # even: the mean of the middle two, the greater u
    (["A,X,40,1", "B,X,42,2"], 41, 2, None),
    (["A,X,42,1", "B,X,40,2"], 41, 2, None),
    (["A,X,40,2", "B,X,41.5,1"], 40.75, 2, None),
    (["A,X,10,1", "B,X,40,2", "C,X,41,3", "D,X,59,4"], 40.5, 3, None),
    (["A,X,0.1,0", "B,X,0.2,0"], 0.15, 0, None),
    # seen, video and record before radio
    (["A,X,40,1", "B,X,30,9,observed=radio"], 40, 1, ["A"]),
    (["A,X,40,1,observed=video", "B,X,30,9,observed=radio"], 40, 1, ["A"]),
    (["A,X,40,1,observed=record", "B,X,30,9,observed=radio"], 40, 1, ["A"]),
    (["A,X,40,1", "B,X,30,9,observed=radio,bound=exact"], 40, 1, ["A"]),
    (
        ["A,X,40,1,observed=video", "B,X,42,2,observed=record", "C,X,41,3,observed=seen"],
        41,
        3,
        ["C"],
    ),
    (
        [
            "A,X,40,1",
            "B,X,42,2,observed=video",
            "C,X,30,9,observed=radio",
            "D,X,31,9,observed=radio",
        ],
        41,
        2,
        None,
    ),
    # radio alone: among itself
    (["A,X,40,,observed=radio"], 40, 1.5, ["A"]),
    (
        ["A,X,40,,observed=radio", "B,X,42,,observed=radio", "C,X,41,,observed=radio"],
        41,
        1.5,
        ["C"],
    ),
    # equal times: ordered by u, then by the source's name
    (["A,X,40,3", "B,X,40,1", "C,X,40,2"], 40, 2, ["C"]),
    (["C,X,40,1", "A,X,40,1", "B,X,40,1"], 40, 1, ["B"]),
    (["C,X,40,1", "A,X,40,2", "B,X,40,1"], 40, 1, ["C"]),
    (["A,X,40,5", "B,X,40,1", "C,X,39,0"], 40, 1, ["B"]),
    (["A,X,40,5", "B,X,40,1", "C,X,41,0"], 40, 5, ["A"]),
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
    # start: (10 + 12)/2 = 11, u 2; stop 41, u 0
    rows = [*TIED, "A,S,10,1", "B,S,12,2", "A,X,41,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=30, expanded_uncertainty_s=4)


# Clocks B (+100) and C (+200) against A, by one mark each; u of B's tie 1, of C's tie 2.
# B and C share the mark too: 1² + 2² between them, were A's share none.
OFFSETS = ["A,@W,0,0", "B,@W,100,1", "C,@W,200,2"]


# (rows, elapsed, u²)
AVERAGED = [
    # A's own start and stop: no tie term
    (["A,S,0,0", "A,X,40,0"], 40, 0),
    # start A; stop mean of A 40 and B 142 - 100: greatest of A-A (0) and A-B (1)
    (["A,S,0,0", "A,X,40,0", "B,X,142,0"], 41, 1),
    # start A; stop mean of B 40 and C 41: greatest of A-B (1) and A-C (2)
    (["A,S,0,0", "B,X,140,0", "C,X,241,0"], 40.5, 4),
    # start mean of A and B, stop A: greatest of A-A, B-A
    (["A,S,0,0", "B,S,102,0", "A,X,41,0"], 40, 1),
    # start mean of A and B, stop mean of A and C: greatest of AA 0, AC 4, BA 1, BC 5
    (["A,S,0,0", "B,S,102,0", "A,X,41,0", "C,X,241,0"], 40, 5),
    # odd: the middle entry alone; start A, stop B's 41 of A 40, B 41, C 42
    (["A,S,0,0", "A,X,40,0", "B,X,141,0", "C,X,242,0"], 41, 1),
    # odd, the middle is A's own: no tie term
    (["A,S,0,0", "A,X,41,0", "B,X,140,0", "C,X,242,0"], 41, 0),
    # with the ends' own: 1² + 2² + 1²
    (["A,S,0,1", "A,X,40,0", "B,X,142,2"], 41, 6),
]


@pytest.mark.parametrize(("rows", "elapsed", "square"), AVERAGED)
def test_the_tie_term_is_the_greatest_between_any_two_sources_used(
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
    (["A,@W,0,0", "B,@W,100,0"], ["A,X,40,0", "B,X,142,0"], {}, 2, False),
    (["A,@W,0,0", "B,@W,100,0"], ["A,X,40,0", "B,X,143,0"], {}, 3, True),
    # of the two extremes, whatever lies between
    (TIED, ["A,X,40,0", "B,X,41,9", "C,X,43,0"], {}, 3, True),
    (TIED, ["A,X,40,0", "B,X,41,0", "C,X,43,1"], {}, 3, False),
    # of the entries used: radio is not, beside one who saw it
    (TIED, ["A,X,40,0", "B,X,60,0,observed=radio,bound=exact"], {}, 20, False),
    (TIED, ["A,X,40,,observed=radio", "B,X,60,,observed=radio"], {}, 20, True),
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
    # on A's clock: A 40, B 139 - 100 = 39, C 241 - 200 = 41: the middle is A's
    rows = ["A,@W,0,0", "B,@W,100,0", "C,@W,200,0", "A,S,0,0"]
    rows += ["A,X,40,1", "B,X,139,2", "C,X,241,3"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=40, expanded_uncertainty_s=2)
    holds(found["stop"], sources=["A"])


def test_units_are_joined_each_on_its_own(score: Score) -> None:
    # K1: (20 + 22)/2 = 21 against a radio's 90; K2: the middle of 30, 31, 39, u 2
    made = script(["S", step("X", units="K1 K2")], scoring=NO_DRIFT)
    rows = [*TIED, "A,S,0,0", "A,X/K1,20,1", "B,X/K1,22,1", "C,X/K1,90,,observed=radio"]
    rows += ["A,X/K2,39,1", "B,X/K2,31,2", "C,X/K2,30,3"]
    holds(score(made, rows).target(), verdict="met", elapsed_s=31, expanded_uncertainty_s=4)


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
