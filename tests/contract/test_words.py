"""Words in place of a time: not_applicable, use, confirmed, done (§2, §7)."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.contract.build import ANY, Refuse, Score, holds, script, step, target

NO_DRIFT = {"drift_ppm": 0}
TIED = [f"{source},@W,0,0" for source in "ABC"]
OUT = "not_applicable,note=away that day"

# X has the units K1 K2 K3; S at 0; limit 60. (rows, stop, verdict, elapsed)
ABSENT = [
    ([f"A,X/K3,{OUT}"], "X", "met", 40),
    ([f"A,X/K2,{OUT}"], "X", "not_recorded", None),
    ([f"A,X,{OUT},unit=K3"], "X", "met", 40),
    ([f"A,X/K3,{OUT}"], {"last_of": ["X/K1", "X/K3"]}, "met", 10),
    ([f"A,X/K3,{OUT}"], {"last_of": ["X/K1", "X/K2", "X/K3"]}, "met", 40),
    # left out of the first too: exactly 10, not at most
    ([f"A,X/K3,{OUT}"], {"first_of": ["X/K1", "X/K2", "X/K3"]}, "met", 10),
    ([f"A,X/K3,{OUT}"], {"first_of": ["X/K2", "X/K3"]}, "met", 40),
    # the stop itself
    ([f"A,X/K3,{OUT}"], "X/K3", "not_applicable", None),
    # beside a row that speaks for all: K1 and K2 have their own, K3 was not there
    ([f"A,X/K3,{OUT}", "A,X,90,0"], "X", "met", 40),
]


@pytest.mark.parametrize(("rows", "stop", "verdict", "elapsed"), ABSENT)
def test_what_was_not_there_is_left_out(
    score: Score, rows: list[str], stop: object, verdict: str, elapsed: float | None
) -> None:
    made = script(["S", step("X", units="K1 K2 K3")], [target(stop=stop)])
    known = ["A,S,0,0", "A,X/K1,10,0"]
    if not any(row.startswith("A,X/K2") for row in rows):
        known.append("A,X/K2,40,0")
    answer = score(made, [*known, *rows])
    holds(answer.target(), verdict=verdict, elapsed_s=elapsed)
    assert answer.conflicts() == []


def test_a_start_waits_for_no_unit_that_was_not_there(score: Score) -> None:
    # the first of K1 at 10 alone: exactly 10
    made = script([step("S", units="K1 K2"), "X"])
    found = score(made, ["A,S/K1,10,0", f"A,S/K2,{OUT}", "A,X,40,0"]).target()
    holds(found, verdict="met", elapsed_s=30, score=100)


def test_a_step_that_was_not_there_leaves_the_coverage_whole(score: Score) -> None:
    made = script(["S", "X", "Y"], [target(), target("U", stop="Y", weight=9)])
    answer = score(made, ["A,S,0,0", "A,X,30,0", f"A,Y,{OUT}"])
    holds(answer.target("U"), verdict="not_applicable", elapsed_s=None, score=None)
    holds(answer.card, coverage=1, score=100, grade="excellent")


def test_a_time_beats_not_applicable_as_a_conflict(score: Score) -> None:
    made = script(["S", step("X", units="K1 K2")])
    rows = ["A,S,0,0", "A,X/K1,10,0", "A,X/K2,40,0", f"B,X/K2,{OUT}"]
    answer = score(made, rows)
    holds(answer.target(), verdict="met", elapsed_s=40)
    assert len(answer.conflicts("X", "K2")) == 1


# Without a time, what another says of it stands before not_applicable; each is a disagreement.
@pytest.mark.parametrize(
    ("word", "verdict"),
    [("not_performed", "not_performed"), ("failed", "not_achieved"), ("done", "not_recorded")],
)
def test_what_another_says_stands_before_not_applicable(
    score: Score, word: str, verdict: str
) -> None:
    made = script(["S", step("X", units="K1 K2")])
    answer = score(made, ["A,S,0,0", "A,X/K1,10,0", f"A,X/K2,{OUT}", f"B,X/K2,{word}"])
    holds(answer.target(), verdict=verdict)
    assert len(answer.conflicts("X", "K2")) == 1


def test_not_applicable_without_a_note_is_only_warned_of(score: Score) -> None:
    made = script(["S", step("X", units="K1 K2")])
    rows = ["A,S,0,0", "A,X/K1,10,0", "A,X/K2,not_applicable"]
    holds(score(made, rows).target(), verdict="met", elapsed_s=10)


def test_a_step_that_is_done_has_no_time(score: Score) -> None:
    made = script(["S", "X", "Y"], [target(), target("U", start="X", stop="Y")])
    answer = score(made, ["A,S,0,0", "A,X,done", "A,Y,30,0"])
    holds(answer.target(), verdict="not_recorded", score=None)
    holds(answer.target("U"), verdict="not_recorded", score=None)


USE = "use,note=Li decided it"

# A and B contradict each other; S at 0, limit 60. (rows, elapsed, u)
USES = [
    # in dispute: the mean would be 40 ± 40
    (["A,X,20,0.1", "B,X,60,0.3", f"A,X,{USE}"], 20, 0.1),
    (["A,X,20,0.1", "B,X,50,0.3", f"B,X,{USE}"], 50, 0.3),
    ([f"B,X,{USE}", "A,X,20,0.1", "B,X,50,0.3"], 50, 0.3),
    # of three: the other two are dropped
    (["A,X,20,0.1", "B,X,50,0.3", "C,X,21,0.1", f"B,X,{USE}"], 50, 0.3),
    # without a dispute
    (["A,X,40,1", "B,X,41,1", f"B,X,{USE}"], 41, 1),
    # what another denies is dropped too
    (["A,X,40,1", "B,X,not_performed", f"A,X,{USE}"], 40, 1),
]


@pytest.mark.parametrize(("rows", "elapsed", "u"), USES)
def test_use_lets_one_sources_time_stand(
    score: Score, rows: list[str], elapsed: float, u: float
) -> None:
    found = score(script(scoring=NO_DRIFT), [*TIED, "A,S,0,0", *rows]).target()
    holds(found, verdict="met", elapsed_s=elapsed, expanded_uncertainty_s=2 * u, score=100)
    assert len(found["stop"]["sources"]) == 1


def test_the_spread_stays_listed_beside_use(score: Score) -> None:
    rows = [*TIED, "A,S,0,0", "A,X,20,0", "B,X,50,0", f"B,X,{USE}"]
    (found,) = score(script(scoring=NO_DRIFT), rows).conflicts("X")
    holds(found, spread_s=30)


def test_use_is_said_of_one_unit(score: Score) -> None:
    # K1 by A: 20; K2 (30 + 31)/2: the last is 30.5
    made = script(["S", step("X", units="K1 K2")], scoring=NO_DRIFT)
    rows = [*TIED, "A,S,0,0", "A,X/K1,20,0", "B,X/K1,90,0", f"A,X/K1,{USE}"]
    rows += ["A,X/K2,30,1", "B,X/K2,31,1"]
    holds(score(made, rows).target(), verdict="met", elapsed_s=30.5)


CONFIRMED = "A,#T,confirmed,note=Li: as filmed"

#: S at 0, X at 70, held from 20 to 30: 60 s net. (hold's and resume's tails, limit, u²)
HELD = [
    # whole seconds of a person's stopwatch: 1/12 + 0.09 each
    ("", "", 62, 2 * (1 / 12 + 0.09)),
    (",0.3", ",0.4", 61, 0.25),
    (",0", ",0", 60, 0),
    (",,observed=video", ",,observed=record", 61, 2 / 12),
]


@pytest.mark.parametrize(("hold", "resume", "limit", "square"), HELD)
def test_an_admitted_interruption_is_scored_with_its_presses(
    score: Score, hold: str, resume: str, limit: float, square: float
) -> None:
    rows = ["A,S,0,0", f"A,!hold,20{hold}", f"A,!resume,30{resume}", "A,X,70,0", CONFIRMED]
    answer = score(script(targets=[target(limit=limit)]), rows)
    expanded = 2 * sqrt(square)
    holds(answer.target(), elapsed_s=60, gross_s=70, expanded_uncertainty_s=expanded, score=100)
    holds(answer.card, coverage=1, score=100)


def test_an_admitted_interruption_loses_points_as_any(score: Score) -> None:
    # 85 - 10 = 75: 80 points
    rows = ["A,S,0,0", "A,!hold,20,0", "A,!resume,30,0", "A,X,85,0", CONFIRMED]
    holds(score(script(), rows).target(), elapsed_s=75, score=80)


def test_the_tie_of_an_admitted_hold_counts_once(score: Score) -> None:
    # B runs 70 ahead with u 1: 0.3² + 0.4² + 1² = 1.25
    rows = ["A,@W,0,0", "B,@W,70,1", "A,S,0,0", "B,!hold,90,0.3", "B,!resume,100,0.4"]
    rows += ["A,X,70,0", CONFIRMED]
    found = score(script(targets=[target(limit=100)], scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=60, expanded_uncertainty_s=2 * sqrt(1.25), score=100)


def test_two_admitted_holds_count_all_their_presses(score: Score) -> None:
    # 0.3² + 0.4² + 1² + 2² = 5.25
    rows = ["A,S,0,0", "A,!hold,10,0.3", "A,!resume,20,0.4", "A,!hold,30,1", "A,!resume,40,2"]
    rows += ["A,X,70,0", CONFIRMED]
    found = score(script(targets=[target(limit=100)]), rows).target()
    holds(found, elapsed_s=50, expanded_uncertainty_s=2 * sqrt(5.25))


def test_a_hold_that_was_never_resumed_counts_its_own_press(score: Score) -> None:
    rows = ["A,S,0,0", "A,!hold,20,0.3", "A,X,70,0", CONFIRMED]
    found = score(script(targets=[target(limit=100)]), rows).target()
    holds(found, elapsed_s=ANY, expanded_uncertainty_s=0.6)


# What a person admits as it is: scored, 100 for d <= limit.
ADMITTED = [
    (["A,S,30,0", "A,X,5,0"], "out_of_order"),
    (["A,S,30,0", "A,X,30,0"], "no_time_passed"),
    (["A,S,0,0", "A,!hold,20", "A,!resume,30", "A,X,40,0"], "interrupted"),
]


@pytest.mark.parametrize(("rows", "verdict"), ADMITTED)
def test_what_a_named_person_admits_is_scored(score: Score, rows: list[str], verdict: str) -> None:
    before = score(script(), rows)
    holds(before.target(), verdict=verdict, score=None)
    holds(before.card, coverage=0)
    after = score(script(), [*rows, CONFIRMED])
    holds(after.target(), score=100)
    holds(after.card, coverage=1, score=100)


def test_an_admitted_critical_target_is_graded(score: Score) -> None:
    made = script(targets=[target(critical=True)])
    rows = ["A,S,0,0", "A,!hold,20", "A,!resume,30", "A,X,40,0"]
    assert score(made, rows).card["grade"] is None
    assert score(made, [*rows, CONFIRMED]).card["grade"] == "excellent"


ERRORS = [
    # nobody named, no time of the source, twice
    ["A,X,30,0", "A,X,use"],
    ["A,X,30,0", f"B,X,{USE}"],
    ["A,X,30,0", "B,X,not_performed", f"B,X,{USE}"],
    ["A,X,30,0", "B,X,31,0", f"A,X,{USE}", f"B,X,{USE}"],
    ["A,X,30,0", f"A,X,{USE}", f"A,X,{USE}"],
    ["A,X,30,0", "A,#T,confirmed"],
    ["A,X,30,0", "A,#NOPE,confirmed,note=Li"],
    ["A,X,30,0", "A,X,confirmed,note=Li"],
    ["A,X,30,0", "A,#T,use,note=Li"],
]


@pytest.mark.parametrize("rows", ERRORS, ids="+".join)
def test_a_word_that_decides_nothing_is_refused(refuse: Refuse, rows: list[str]) -> None:
    refuse(script(), ["A,S,0,0", *rows])
