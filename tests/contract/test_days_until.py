"""The columns day, until, heads and at, and clocks that are set apart (§2, §3.2, §7)."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from tests.contract.build import ANY, Refuse, Score, holds, script, step, target

NO_DRIFT = {"drift_ppm": 0}
DAY = 86400

# A time of day takes the day that brings it nearest the row before it, or the one it names.
# (rows, elapsed)
DAYS = [
    (["A,S,09:00:05,0,day=0", "A,X,09:00:05,0,day=1"], DAY),
    (["A,S,09:00:05,0", "A,X,09:00:05,0,day=1"], DAY),
    (["A,S,09:00:05,0", "A,X,20:00:05,0,day=0"], 11 * 3600),
    (["A,S,09:00:05,0", "A,X,20:00:05,0,day=2"], 2 * DAY + 11 * 3600),
    (["A,S,23:00:05,0", "A,X,01:00:05,0,day=1"], 7200),
    # a named day beats the nearest one
    (["A,S,23:00:05,0,day=0", "A,X,01:00:05,0,day=2"], DAY + 7200),
    # the rows after it go on from it
    (["A,S,09:00:05,0", "A,Y,20:00:05,0,day=1", "A,X,21:00:05,0"], DAY + 12 * 3600),
    (["A,S,09:00:05,0", "A,Y,20:00:05,0,day=1", "A,X,02:00:05,0"], DAY + 17 * 3600),
    # dates
    (["A,S,09:00:05,0,day=2026-05-12", "A,X,09:00:05,0,day=2026-05-13"], DAY),
    (["A,S,09:00:05,0,day=2026-05-12", "A,X,20:00:05,0,day=2026-05-12"], 11 * 3600),
    (["A,S,23:00:05,0,day=2026-02-28", "A,X,01:00:05,0,day=2026-03-01"], 7200),
    (["A,S,23:00:05,0,day=2026-05-12", "A,X,01:00:05,0"], 7200),
    # nearer than 8 h either way needs no day
    (["A,S,09:00:05,0", "A,X,16:00:05,0"], 7 * 3600),
    (["A,S,16:00:05,0", "A,X,09:00:05,0"], -7 * 3600),
    (["A,S,20:00:05,0", "A,X,03:00:05,0"], 7 * 3600),
]


@pytest.mark.parametrize(("rows", "elapsed"), DAYS)
def test_a_time_of_day_stands_on_its_day(score: Score, rows: list[str], elapsed: float) -> None:
    found = score(script(["S", "X", "Y"]), rows).target()
    holds(found, elapsed_s=elapsed)


DAY_ERRORS = [
    # 8 to 16 h from the row before it, either way
    ["A,S,09:00:05,0", "A,X,20:00:05,0"],
    ["A,S,20:00:05,0", "A,X,09:00:05,0"],
    ["A,S,09:00:05,0", "A,X,18:00:05,0"],
    ["A,S,23:00:05,0", "A,X,08:00:05,0"],
    ["A,S,09:00:05,0", "A,Y,20:00:05,0,day=0", "A,X,08:00:05,0"],
    ["A,S,9:00:05 AM,0", "A,X,8:00:05 PM,0"],
    # no day of a stopwatch, nor beside a date
    ["A,S,0,0", "A,X,60,0,day=1"],
    ["A,S,0:00.5,0", "A,X,1:00.5,0,day=1"],
    ["A,S,2026-05-12T09:00:05,0", "A,X,2026-05-12T09:01:05,0,day=0"],
    # a date that the first row lacks
    ["A,S,09:00:05,0", "A,X,09:01:05,0,day=2026-05-13"],
    ["A,S,09:00:05,0,day=0", "A,X,09:01:05,0,day=tomorrow"],
    ["A,S,09:00:05,0,day=2026-02-30", "A,X,09:01:05,0"],
    ["A,S,09:00:05,0,day=1.5", "A,X,09:01:05,0"],
]


@pytest.mark.parametrize("rows", DAY_ERRORS, ids=lambda rows: rows[-1])
def test_a_day_that_cannot_be_told_is_refused(refuse: Refuse, rows: list[str]) -> None:
    refuse(script(["S", "X", "Y"]), rows)


# S at 0 and X between 30 and 40. (limit, verdict, score)
INTERVAL: list[tuple[float | None, str, Any]] = [
    (40, "met", 100),
    (35, "too_close", None),
    (30, "too_close", None),
    (25, "missed", ANY),
    (None, "recorded", None),
]


@pytest.mark.parametrize(("limit", "verdict", "points"), INTERVAL)
@pytest.mark.parametrize(
    "rows",
    [
        ["A,X,30,,until=40"],
        ["A,X,30,0,until=40"],
        ["A,X,30,0,bound=at_least", "A,X,40,0,bound=at_most"],
        ["A,X,40,0,bound=at_most", "A,X,30,0,bound=at_least"],
        ["B,@W,0,0", "A,@W,0,0", "A,X,40,0,bound=at_most", "B,X,30,0,bound=at_least"],
    ],
)
def test_an_instant_between_two_edges_is_judged_by_both(
    score: Score, rows: list[str], limit: float | None, verdict: str, points: Any
) -> None:
    made = script(targets=[target(limit=limit)], scoring=NO_DRIFT)
    answer = score(made, ["A,S,0,0", *rows])
    holds(
        answer.target(),
        verdict=verdict,
        elapsed_s=40,
        elapsed_low_s=30,
        bound="between",
        expanded_uncertainty_s=0,
        score=points,
    )
    assert answer.conflicts() == []


# U = 2·1.5 at either edge.
@pytest.mark.parametrize(
    ("limit", "verdict"),
    [(43, "met"), (42.9, "too_close"), (27, "too_close"), (26.9, "missed")],
)
def test_a_stated_uncertainty_of_an_interval_is_that_of_its_edges(
    score: Score, limit: float, verdict: str
) -> None:
    made = script(targets=[target(limit=limit)])
    found = score(made, ["A,S,0,0", "A,X,30,1.5,until=40"]).target()
    holds(found, verdict=verdict, elapsed_s=40, expanded_uncertainty_s=3)


# d between the ends. (start row, stop row, low, high)
SPANS = [
    ("A,S,0,,until=10", "A,X,50,0", 40, 50),
    ("A,S,0,,until=10", "A,X,50,,until=55", 40, 55),
    ("A,S,09:00:05,0", "A,X,09:00:35,,until=09:00:45", 30, 40),
    ("A,S,23:59:05,0", "A,X,23:59:50,,until=00:00:10", 45, 65),
    ("A,S,0:00.5,0", "A,X,0:30.5,,until=0:40.5", 30, 40),
    ("A,S,2026-05-12T09:00:05,0", "A,X,2026-05-12T09:00:35,,until=2026-05-12T09:00:45", 30, 40),
]


@pytest.mark.parametrize(("start", "stop", "low", "high"), SPANS)
def test_a_span_between_intervals_has_two_ends(
    score: Score, start: str, stop: str, low: float, high: float
) -> None:
    found = score(script(targets=[target(limit=200)]), [start, stop]).target()
    holds(found, verdict="met", elapsed_s=high, elapsed_low_s=low, expanded_uncertainty_s=0)


UNTIL_ERRORS = [
    "A,X,30,,until=20",
    "A,X,30,,until=09:00:05",
    "A,X,30,,until=soon",
    "A,X,30,,until=40,bound=at_most",
    "A,X,30,,until=40,bound=at_least",
    "A,X,30,,until=40,reading=floor",
    "A,X,failed 30,,until=40",
    "A,X,not_performed,,until=40",
    "A,@W,30,,until=40",
    "A,!hold,30,,until=40",
]


@pytest.mark.parametrize("row", UNTIL_ERRORS)
def test_an_interval_that_cannot_be_is_refused(refuse: Refuse, row: str) -> None:
    refuse(script(), ["A,S,0,0", row])


def test_an_instant_without_edges_has_no_low_end(score: Score) -> None:
    assert score(script(), ["A,S,0,0", "A,X,30,0"]).target().get("elapsed_low_s") is None


HEADS = {"expected": 40}


@pytest.mark.parametrize("count", ["38/40", "40/40", "0/40"])
def test_a_head_count_changes_no_time(score: Score, count: str) -> None:
    made = script(["S", step("X") | {"heads": HEADS}], version=2)
    answer = score(made, ["A,S,0,0", f"A,X,30,0,heads={count},note=who"])
    holds(answer.target(), verdict="met", elapsed_s=30, score=100)
    assert answer.conflicts() == []


def test_a_head_count_stands_on_a_unit_too(score: Score) -> None:
    units = [{"id": "K1", "name": "K1", "heads": HEADS}, {"id": "K2", "name": "K2"}]
    made = script(["S", step("X") | {"units": units}], version=2)
    answer = score(made, ["A,S,0,0", "A,X/K1,20,0,heads=38/40", "A,X/K2,30,0"])
    holds(answer.target(), verdict="met", elapsed_s=30)


@pytest.mark.parametrize(
    ("count", "missing"), [("38/40", 2), ("40/40", 0), ("41/40", 0), ("36+2/40", 2), ("38+2/40", 0)]
)
def test_heads_that_were_counted_are_listed(score: Score, count: str, missing: int) -> None:
    made = script(["S", step("X") | {"heads": HEADS}], version=2)
    answer = score(made, ["A,S,0,0", f"A,X,30,0,heads={count},note=who"])
    (row,) = answer.card["heads"]
    assert (row["step"], row["unit"], row["source"]) == ("X", None, "A")
    assert (row["expected"], row["missing"], row["note"]) == (40, missing, "who")
    assert row["present"] + row["elsewhere"] + missing >= 40


def test_a_row_may_count_heads_alone(score: Score) -> None:
    made = script(["S", step("X") | {"heads": HEADS}], version=2)
    rows = ["A,S,0,0", "A,X,30,0", "B,X,,,heads=38/40", "B,X,,,heads=39/40"]
    answer = score(made, rows)
    holds(answer.target(), verdict="met", elapsed_s=30, score=100)
    assert answer.conflicts() == []
    assert [row["present"] for row in answer.card["heads"]] == [39]


def test_a_row_without_time_and_heads_is_refused(refuse: Refuse) -> None:
    made = script(["S", step("X") | {"heads": HEADS}], version=2)
    refuse(made, ["A,S,0,0", "A,X,,"])


@pytest.mark.parametrize("count", ["38", "38 of 40", "a/b", "-1/40", "38/", "1.5/40"])
def test_a_head_count_that_is_none_is_refused(refuse: Refuse, count: str) -> None:
    made = script(["S", step("X") | {"heads": HEADS}], version=2)
    refuse(made, ["A,S,0,0", f"A,X,30,0,heads={count}"])


# Differences stated at several instants of the source's clock count as shared marks: a line.
# B is 0 ahead at its 10:00:05 and 15 at its 11:30:20; at 11:00:15 it is 15·3610/5415 = 10.
DRIFTING = [
    "B,@offset:A,0,0,at=10:00:05",
    "B,@offset:A,15,0,at=11:30:20",
    "A,S,10:00:05,0",
    "B,X,11:00:15,0",
]


@pytest.mark.parametrize("rows", [DRIFTING, DRIFTING[::-1]])
def test_differences_stated_at_several_times_give_a_drift(score: Score, rows: list[str]) -> None:
    made = script(targets=[target(limit=4000)], scoring=NO_DRIFT)
    found = score(made, rows).target()
    holds(found, verdict="met", elapsed_s=pytest.approx(3600, abs=1e-6))
    assert found["expanded_uncertainty_s"] == pytest.approx(0, abs=1e-6)


def test_differences_stated_at_several_times_loosen_as_marks_do(score: Score) -> None:
    # the nearest is 1805 s from the stop: 2·50e-6·1805 = 0.1805 (which clock, below 1e-3)
    found = score(script(targets=[target(limit=4000)]), DRIFTING).target()
    assert found["expanded_uncertainty_s"] == pytest.approx(0.1805, abs=1e-3)


def test_differences_stated_within_the_least_span_are_averaged(score: Score) -> None:
    # 100 s apart: (10 + 12)/2 = 11, variance 1/2 of u² = 1
    rows = ["B,@offset:A,10,1,at=0", "B,@offset:A,12,1,at=99", "A,S,0,0", "B,X,51,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=40, expanded_uncertainty_s=2 * sqrt(0.5))


def test_one_difference_with_its_time_has_no_drift_term(score: Score) -> None:
    # 5000 s away, yet u is the stated 0.5 alone
    rows = ["B,@offset:A,10,0.5,at=0", "A,S,5020,0", "B,X,5070,0", "A,Y,9,0"]
    found = score(script(["S", "X", "Y"]), rows).target()
    holds(found, elapsed_s=40, expanded_uncertainty_s=1)


OFFSET_ERRORS = [
    # several, one without its time; both ways round
    ["B,@offset:A,10,0", "B,@offset:A,12,0"],
    ["B,@offset:A,10,0,at=0", "B,@offset:A,12,0"],
    ["B,@offset:A,10,0,at=0", "A,@offset:B,-12,0,at=400"],
    ["B,@offset:A,10,0,at=soon", "B,@offset:A,12,0,at=400"],
]


@pytest.mark.parametrize("rows", OFFSET_ERRORS, ids=lambda rows: rows[-1])
def test_differences_that_cannot_be_placed_are_refused(refuse: Refuse, rows: list[str]) -> None:
    refuse(script(), [*rows, "A,S,0,0", "B,X,51,0"])


def test_the_refusal_of_two_differences_tells_of_their_times(refuse: Refuse) -> None:
    rows = ["B,@offset:A,10,0", "B,@offset:A,12,0", "A,S,0,0", "B,X,51,0"]
    message = refuse(script(), rows)
    assert any(word in message for word in ("`at`", " at ", "mark"))


# Every hop of a chain takes whole days of its own. S at 23:55:05 on A, X at 00:03:07 on Z.
# 00:03:07 is 8 min 2 s after it: 482 s. (rows)
HOPS = [
    ["A,@W,23:50:05,0", "B,@W,23:50:05,0", "Z,@offset:B,0,0"],
    ["B,@offset:A,0,0", "Z,@offset:B,0,0"],
    ["B,@offset:A,0,0", "B,Y,23:52:05,0", "Z,@offset:B,0,0"],
    ["A,@W,23:50:05,0", "B,@W,23:50:05,0", "B,@V,00:01:05,0", "Z,@V,00:01:05,0"],
    ["A,@W,23:50:05,0", "B,@W,23:50:05,0", "C,@offset:B,0,0", "C,@V,00:01:05,0", "Z,@V,00:01:05,0"],
    ["A,@W,23:50:05,0", "B,@W,23:50:05,0", "C,@offset:B,30,0", "Z,@offset:C,-30,0"],
    ["Z,@offset:A,0,0"],
]


@pytest.mark.parametrize("rows", HOPS)
@pytest.mark.parametrize("dated", [False, True])
def test_every_hop_over_midnight_takes_its_own_days(
    score: Score, rows: list[str], dated: bool
) -> None:
    made = script(["S", "X", "Y"], [target(limit=600)], scoring=NO_DRIFT)
    start, stop = "A,S,23:55:05,0", "Z,X,00:03:07,0"
    if dated:
        # every row of A and Z with its date
        start, stop = "A,S,2026-05-12T23:55:05,0", "Z,X,2026-05-13T00:03:07,0"
        rows = [one.replace("A,@W,", "A,@W,2026-05-12T") for one in rows]
        rows = [one.replace("Z,@V,", "Z,@V,2026-05-13T") for one in rows]
    answer = score(made, [*rows, start, stop])
    holds(answer.target(), verdict="met", elapsed_s=482)


# Both clocks show dates: what was said of their difference is taken as it was said, whatever time
# lies between their rows. (difference of Z to A, X on Z, d)
DAY_APART = 86_400
DATED = [
    # 21 hours, and 20 s that Z is ahead
    ("0", "2026-05-13T06:00:05", 75_600),
    ("20", "2026-05-13T06:00:25", 75_600),
    ("0", "2026-05-13T10:00:05", 90_000),
    ("0", "2026-05-15T09:00:05", 3 * DAY_APART),
    # the date of Z is a day ahead, and that was said
    ("86400", "2026-05-13T09:01:05", 60),
    ("86420", "2026-05-13T09:01:25", 60),
    # Z was never set
    ("-831427200", "2000-01-06T09:01:05", 60),
]


@pytest.mark.parametrize(("said", "stop", "elapsed"), DATED)
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("through", [False, True])
def test_two_dated_clocks_keep_their_dates(
    score: Score, said: str, stop: str, elapsed: float, turned: bool, through: bool
) -> None:
    made = script(targets=[target(limit=300_000)], scoring=NO_DRIFT)
    row = f"A,@offset:Z,{-int(said)},0" if turned else f"Z,@offset:A,{said},0"
    if through:
        # by way of a clock of which nobody wrote a time
        row = row.replace("@offset:A", "@offset:B").replace("A,@offset", "B,@offset")
    rows = [row, *(["B,@offset:A,0,0"] if through else [])]
    answer = score(made, [*rows, "A,S,2026-05-12T09:00:05,0", f"Z,X,{stop},0"])
    holds(answer.target(), verdict="met", elapsed_s=elapsed)


def test_differences_said_at_several_times_keep_the_dates_too(score: Score) -> None:
    # Z is 0 ahead at noon and 12 s a day later; X is half a day after that: 18 s
    made = script(targets=[target(limit=300_000)], scoring=NO_DRIFT)
    rows = ["Z,@offset:A,0,0,at=2026-05-12T12:00:05", "Z,@offset:A,12,0,at=2026-05-13T12:00:05"]
    answer = score(made, [*rows, "A,S,2026-05-10T12:00:05,0", "Z,X,2026-05-14T00:00:05,0"])
    holds(answer.target(), elapsed_s=3.5 * DAY_APART - 18)


@pytest.mark.parametrize(
    ("stop", "far"), [("2026-05-13T09:00:05", False), ("2026-05-13T09:00:06", True)]
)
def test_clocks_that_dates_put_over_a_day_apart_are_named(
    score: Score, stop: str, far: bool
) -> None:
    made = script(targets=[target(limit=300_000)], scoring=NO_DRIFT)
    rows = ["Z,@offset:A,0,0", "A,S,2026-05-12T09:00:05,0", f"Z,X,{stop},0"]
    assert ("offset" in score(made, rows).kinds) is far


@pytest.mark.parametrize(
    "rows",
    [
        # a stopwatch that was started at 23:50:05 of A
        ["W,@offset:A,-85805,0,dial=seconds"],
        ["W,@offset:A,-85805,0,at=100,dial=seconds", "W,@offset:A,-85805,0,at=500"],
        ["A,@offset:W,85805,0"],
        # said of the morning's midnight
        ["W,@offset:A,595,0,dial=seconds"],
    ],
)
def test_a_stopwatch_is_tied_over_midnight_too(score: Score, rows: list[str]) -> None:
    # S at 300 of the stopwatch is 23:55:05, X at 00:03:07: 482 s
    made = script(["S", "X", "Y"], [target(limit=600)], scoring=NO_DRIFT)
    answer = score(made, [*rows, "W,S,300,0,dial=seconds", "A,X,00:03:07,0"])
    holds(answer.target(), verdict="met", elapsed_s=482)


def test_the_drift_over_midnight_is_taken_from_the_nearest_mark(score: Score) -> None:
    # X is 780 s after the mark (23:50:05 to 00:03:05): 2·50e-6·780 = 0.078
    rows = ["A,@W,23:50:05,0", "B,@W,23:50:05,0", "Z,@offset:B,0,0"]
    rows += ["A,S,23:55:05,0", "Z,X,00:03:05,0"]
    found = score(script(targets=[target(limit=600)]), rows).target()
    holds(found, verdict="met", elapsed_s=480, expanded_uncertainty_s=0.078)
