"""The oracle's own tests: small drills worked by hand from the contract."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.contract.build import Doc, script, step, target
from tests.oracles.scorer import plain, score
from tests.oracles.tables import Refused, decide_dial, show


def answer(made: Doc, table: str, **more: Any) -> Doc:
    """Score lines written "a,b,c; d,e,f", the first one the header."""
    text = "\n".join(line.strip() for line in table.split("|")) + "\n"
    found = plain(score(made, [text], **more))
    assert isinstance(found, dict)
    return found


def only(made: Doc, table: str, **more: Any) -> Doc:
    """Score and take the first target."""
    found: Doc = answer(made, table, **more)["targets"][0]
    return found


def near(value: float, tolerance: float = 1e-6) -> Any:
    return pytest.approx(value, abs=tolerance)


def limited(limit: float | None, **more: Any) -> Doc:
    return script(targets=[target(limit=limit, **more)])


def steady(limit: float | None) -> Doc:
    """Make a script whose ties have no drift term, so that a hand can follow."""
    return limited(limit) | {"scoring": {"drift_ppm": 0}}


HEAD = "source,step,time,uncertainty_s"


def test_two_observers_have_the_greater_of_inner_and_external_u() -> None:
    made = only(
        steady(60),
        f"{HEAD}|A,@m,0.0,0|B,@m,0.0,0|A,S,0.0,0|A,X,58.4,0.3|B,X,60.2,0.3",
    )

    # mean 59.3; external u = 1.8/2 = 0.9 > 0.3/√2; U = 1.8: 61.1 > 60 and 57.5 <= 60
    assert made["elapsed_s"] == near(59.3)
    assert made["expanded_uncertainty_s"] == near(1.8)
    assert (made["verdict"], made["doubts"]) == ("too_close", ["observers_differ"])


def test_two_agreeing_observers_have_the_inner_u() -> None:
    made = only(steady(60), f"{HEAD}|A,@m,0.0,0|B,@m,0.0,0|A,S,0.0,0|A,X,50.0,0.3|B,X,50.1,0.4")

    # w 1/0.09, 1/0.16: mean 50.0 + 0.1·0.09/0.25 = 50.036; u = 0.3·0.4/0.5 = 0.24
    assert made["elapsed_s"] == near(50.036)
    assert made["expanded_uncertainty_s"] == near(0.48)
    assert (made["verdict"], made["doubts"]) == ("met", [])


def test_three_observers_are_joined_by_the_median_and_mad() -> None:
    made = only(
        steady(70),
        f"{HEAD}|A,@m,0.0,0|B,@m,0.0,0|C,@m,0.0,0|A,S,0.0,0|A,X,58.9,0.3|B,X,60.4,0.3|C,X,60.1,0.3",
    )

    # MAD 0.3: 1.25·1.483·1.495·0.3/√3 = 0.480013
    assert made["elapsed_s"] == near(60.1)
    assert made["expanded_uncertainty_s"] == near(2 * 0.4800130, 1e-5)


def test_a_weighted_median_follows_the_heavy_entry() -> None:
    made = only(
        steady(70),
        f"{HEAD}|A,@m,0.0,0|B,@m,0.0,0|C,@m,0.0,0|A,S,0.0,0|A,X,58.0,0.1|B,X,60.0,1|C,X,61.0,1",
    )

    # weights 100, 1, 1: the first alone passes half. MAD of 0, 2, 3 is 2:
    # 1.25·1.483·1.495·2/√3 = 3.200087
    assert made["elapsed_s"] == near(58)
    assert made["expanded_uncertainty_s"] == near(2 * 3.2000866, 1e-5)


def test_the_steps_own_u_is_added_once() -> None:
    made = only(
        script([step("S"), step("X") | {"u_s": 0.4}], [target(limit=60)]),
        f"{HEAD}|A,S,0.0,0|A,X,50.0,0.3",
    )

    assert made["expanded_uncertainty_s"] == near(1.0)  # 2·√(0.09 + 0.16)


def test_a_far_spread_is_disputed_and_use_ends_it() -> None:
    rows = f"{HEAD},note|A,@m,0.0,0|B,@m,0.0,0|A,S,0.0,0|A,X,50.0,0.3|B,X,60.0,0.3"

    # 10 > 2 + 2·√0.18: met by A's reading (50.6 <= 55), missed by B's (59.4 > 55)
    disputed = answer(limited(55), rows)
    assert disputed["targets"][0]["verdict"] == "disputed"
    assert disputed["targets"][0]["elapsed_s"] == near(55)
    assert disputed["targets"][0]["score"] is None
    assert [one["kind"] for one in disputed["conflicts"]] == ["spread"]
    settled = answer(limited(55), rows + "|B,X,use,,the leader: nearest")
    assert settled["targets"][0]["verdict"] == "missed"
    assert [one["kind"] for one in settled["conflicts"]] == ["spread"]


def test_a_verdict_that_all_readings_share_stands() -> None:
    # readings 50 and 60, joined 55 with external u 5, U 10: all at most 65 <= 70
    made = only(limited(70), f"{HEAD}|A,@m,0.0,0|B,@m,0.0,0|A,S,0.0,0|A,X,50.0,0.3|B,X,60.0,0.3")

    assert made["verdict"] == "met"
    assert made["expanded_uncertainty_s"] == near(10)


@pytest.mark.parametrize(
    ("start", "stop", "reading", "wanted"),
    [
        # either way: both ends a quarter of a minute later; 45²/3 + 1 each: u² = 1352
        ("09:00", "09:05", "", (300, 73.539105)),
        # half-width 30: 300 + 1 each
        ("09:00", "09:05", "nearest", (300, 49.071377)),
        ("09:00", "09:05", "floor", (300, 49.071377)),
        # whole seconds by a watch: 1/12 + 1 each
        ("09:00:01", "09:05:01", "", (300, 2.943920)),
        # tenths by a watch: 0.01/12 + 0.09 each
        ("09:00:01.0", "09:05:01.0", "", (300, 0.852447)),
    ],
)
def test_what_a_watch_shows_sets_its_u(
    start: str, stop: str, reading: str, wanted: tuple[float, float]
) -> None:
    made = only(
        limited(None),
        f"source,step,time,reading,dial|A,S,{start},{reading},clock|A,X,{stop},{reading},",
    )

    assert (made["elapsed_s"], made["expanded_uncertainty_s"]) == (near(wanted[0]), near(wanted[1]))


def test_a_mixed_minute_is_shifted_a_quarter() -> None:
    made = only(limited(None), "source,step,time,uncertainty_s|A,S,09:00,|A,X,09:05:00,0.5")

    # 09:00 means 09:00:15 ± 45/√3 and a watch's 1: 285; u² = 676 + 0.25
    assert made["elapsed_s"] == near(285)
    assert made["expanded_uncertainty_s"] == near(2 * 676.25**0.5)


def test_until_gives_hard_edges() -> None:
    made = answer(
        script(
            targets=[
                target("T1", limit=40),
                target("T2", limit=35),
                target("T3", limit=25),
            ]
        ),
        "source,step,time,uncertainty_s,until|A,S,0,0,|A,X,30,,40",
    )

    # the scored end is the high one: 60·(50 - 40)/12.5 = 48 of the last
    assert [one["verdict"] for one in made["targets"]] == ["met", "too_close", "missed"]
    assert made["targets"][0]["bound"] == "between"
    assert (made["targets"][2]["elapsed_s"], made["targets"][2]["score"]) == (40, 48)


def test_radio_is_an_upper_bound_with_its_reading() -> None:
    made = only(limited(60), "source,step,time,uncertainty_s,observed|A,S,0,0,|A,X,50,,radio")

    # u² = 2.25 + 1/12
    assert made["bound"] == "at_most"
    assert made["expanded_uncertainty_s"] == near(2 * (2.25 + 1 / 12) ** 0.5)
    assert made["verdict"] == "met"


def test_first_of_with_a_class_missing_is_at_most_the_earliest_known() -> None:
    made = only(
        script(["S", step("X", units="a b")], [target(stop={"first_of": ["X/a", "X/b"]})]),
        f"{HEAD}|A,S,0.0,0|A,X/a,50.0,0",
    )

    assert (made["bound"], made["elapsed_s"], made["verdict"]) == ("at_most", 50, "met")


def test_not_applicable_units_leave_last_of() -> None:
    made = only(
        script(["S", step("X", units="a b")]),
        f"{HEAD},note|A,S,0.0,0,|A,X/a,50.0,0,|A,X/b,not_applicable,,absent",
    )

    assert (made["bound"], made["elapsed_s"], made["verdict"]) == ("exact", 50, "met")


def test_a_drifting_tie_is_taken_at_the_stop() -> None:
    made = only(
        limited(3605),
        "source,step,time,uncertainty_s,at|ref,S,10:00:05,,|cam,X,11:00:15,,"
        "|cam,@offset:ref,0,0.1,10:00:05|cam,@offset:ref,15,0.1,11:30:20",
    )

    # u² = 2·13/12 + 0.005 + 902.5²/(200·2707.5²) + (50e-6·1805)²
    assert made["elapsed_s"] == near(3600)
    tie = 0.005 + 902.5**2 / (200 * 2707.5**2) + (50e-6 * 1805) ** 2
    assert made["expanded_uncertainty_s"] == near(2 * (2 * 13 / 12 + tie) ** 0.5)


def test_one_mark_adds_both_readings_and_the_drift_since() -> None:
    made = only(limited(200), f"{HEAD}|A,@m,10.0,0.3|B,@m,20.0,0.4|A,S,10.0,0.1|B,X,120.0,0.2")

    # d = 120 - 10 - 10 = 100; u² = 0.01 + 0.04 + 0.09 + 0.16 + (50e-6·100)²
    assert made["elapsed_s"] == near(100)
    assert made["expanded_uncertainty_s"] == near(2 * (0.3 + 0.005**2) ** 0.5)


def test_a_hold_interrupts_until_it_is_confirmed() -> None:
    rows = f"{HEAD},note|A,S,0.0,0.1|A,!hold,10.0,0.3|A,!resume,30.0,0.4|A,X,70.0,0.1"

    held = only(limited(60), rows)
    assert (held["verdict"], held["elapsed_s"], held["gross_s"]) == ("interrupted", 50, 70)
    admitted = only(limited(60), rows + "|A,#T,confirmed,,the leader: as it was")
    # u² = 0.02 + 0.09 + 0.16
    assert admitted["verdict"] == "met"
    assert admitted["expanded_uncertainty_s"] == near(2 * 0.27**0.5)


def test_one_time_in_two_steps_is_no_time_passed() -> None:
    made = answer(limited(60, critical=True), f"{HEAD}|A,S,5.0,0|A,X,5.0,0")

    assert made["targets"][0]["verdict"] == "no_time_passed"
    assert (made["score"], made["grade"]) == (None, None)
    assert [(one["kind"], one["step"]) for one in made["conflicts"]] == [("no_time_passed", "X")]


def test_an_after_that_the_log_contradicts_is_a_doubt() -> None:
    made = answer(
        script(
            ["S", step("X", after="Y"), "Y"],
            [target(limit=60)],
        ),
        f"{HEAD}|A,S,0.0,0.1|A,X,20.0,0.1|A,Y,30.0,0.1",
    )

    assert made["targets"][0]["verdict"] == "met"
    assert made["targets"][0]["doubts"] == ["against_order"]
    assert [one["steps"] for one in made["conflicts"]] == [["Y", "X"]]


def test_an_open_critical_target_leaves_no_grade_unless_the_score_is_capped() -> None:
    one = target("T1", limit=50, critical=True)
    two = target("T2", stop="Y", limit=60)
    rows = f"{HEAD}|A,S,0.0,0.5|A,X,50.0,0.5|A,Y,30.0,0.5"

    # 50 ± 1.41 against 50: too close
    open_one = answer(script(["S", "X", "Y"], [one, two]), rows)
    assert (open_one["grade"], open_one["grade_reason"]["code"]) == (None, "critical")
    missed = target("T3", stop="Y", limit=20, critical=True)
    capped = answer(script(["S", "X", "Y"], [one, two, missed]), rows)
    assert (capped["grade"], capped["grade_reason"]["code"]) == ("poor", "capped")
    assert capped["score"] == 59


def test_the_range_of_the_score_takes_verdicts_anew() -> None:
    made = answer(limited(50, critical=True), f"{HEAD}|A,S,0.0,0|A,X,50.0,0.5")

    # U = 1: at 49 met, 100; at 51 it is missed: 100 - 40·1/25 = 98.4, capped at 59
    assert made["score_range"] == [59, 100]


def test_a_missed_target_bars_excellent() -> None:
    steps = ["S", *(f"X{n}" for n in range(10))]
    targets = [target(f"T{n}", stop=f"X{n}", limit=60) for n in range(10)]
    rows = "|".join(f"A,X{n},{61 if n == 9 else 50}.0,0" for n in range(10))

    made = answer(script(steps, targets), f"{HEAD}|A,S,0.0,0|{rows}")

    assert made["score"] == near(100 - (40 / 30) / 10)
    assert (made["grade"], made["grade_reason"]["code"]) == ("good", "shortfall")


def test_a_bounded_entry_that_contradicts_is_named() -> None:
    made = answer(
        limited(60),
        f"{HEAD},bound|A,@m,0.0,0|B,@m,0.0,0|A,S,0.0,0|A,X,50.0,0.3|B,X,40.0,0.4,at_most",
    )

    # 10 > 2·√(0.09 + 0.16)
    assert made["targets"][0]["elapsed_s"] == 50
    assert [one["kind"] for one in made["conflicts"]] == ["contradicts_bound"]


@pytest.mark.parametrize(
    ("cells", "dial"),
    [
        (["0:42.5", "2:50"], "stopwatch"),
        (["9:12:30", "9:15"], "clock"),
        (["9:12:00", "9:15"], "clock"),
        (["9:12:00", "25:15:00"], "stopwatch"),
        (["9:15 AM", "10:15"], "clock"),
        (["3分20秒", "1:02"], "stopwatch"),
        (["0", "42", "170"], "seconds"),
        (["0.5", "0.75"], "seconds"),
        (["0.3958333", "17"], "seconds"),
    ],
)
def test_rows_decide_a_sources_dial(cells: list[str], dial: str) -> None:
    assert decide_dial(cells) == dial


@pytest.mark.parametrize(
    "cells",
    [
        ["0:42", "2:50"],
        ["9:12:00", "9:15:00"],
        ["930", "1015"],
        ["0.3958", "0.4001"],
        ["45000.25", "45000.5"],
        ["100000001"],
        ["9:15 AM", "-3"],
    ],
)
def test_what_nothing_decides_is_refused(cells: list[str]) -> None:
    with pytest.raises(Refused):
        decide_dial(cells)


@pytest.mark.parametrize(("dial", "cell"), [("mmss", "10327"), ("hmmss", "1000000")])
def test_digits_without_a_place_of_their_own_are_refused(dial: str, cell: str) -> None:
    with pytest.raises(Refused):
        show(cell, dial, False, ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("dial", "cell", "seconds"),
    [
        ("hhmm", "0912", 33_120),
        ("hhmm", "912", 33_120),
        ("hhmm", "091230", 33_150),
        ("clock", "0912", 33_120),
        ("clock", "0.5", 43_200),
        ("clock", "12:05 AM", 300),
        ("clock", "12:05 PM", 43_500),
        ("clock", "下午1:05", 47_100),
        ("clock", "9时12分30秒", 33_150),
        ("clock", "9点12分", 33_120),
        ("mmss", "250", 170),
        ("hmmss", "10327", 3_807),
        ("stopwatch", "3:20.5", 200.5),
        ("stopwatch", "26:00:01", 93_601),
        ("stopwatch", "-0:30", -30),
        ("stopwatch", "3分20秒", 200),
        ("seconds", "-1.25", -1.25),
        ("day_fraction", "0.396412037037037", 34_250),
        ("serial", "46154.5", 43_200),
    ],
)
def test_a_cell_is_read_by_its_dial(dial: str, cell: str, seconds: float) -> None:
    assert show(cell, dial, False, ZoneInfo("Asia/Shanghai")).seconds == seconds


def test_a_chain_over_midnight_takes_each_hops_days() -> None:
    made = only(
        limited(700),
        "source,step,time,uncertainty_s|A,S,23:55:00,0|B,@m,00:01:00,0|C,@m,00:01:10,0"
        "|B,@offset:A,5,0|C,X,00:05:12,0",
    )

    # C is 10 s before B, B 5 s before A: 00:05:12 is 00:04:57 of A, 597 s after 23:55:00
    assert (made["verdict"], made["elapsed_s"]) == ("met", 597)


def test_a_named_day_places_a_time() -> None:
    made = only(
        limited(None),
        "source,step,time,uncertainty_s,day|A,S,09:00:00,0,2026-05-12|A,X,09:00:10,0,2026-05-14",
    )

    assert made["elapsed_s"] == 2 * 86_400 + 10


def test_an_undated_row_half_a_day_away_is_refused() -> None:
    with pytest.raises(Refused):
        only(limited(60), "source,step,time|A,S,09:00:00|A,X,18:00:00")


def test_the_group_with_most_rows_counts_and_the_other_is_named() -> None:
    made = answer(
        limited(60),
        f"{HEAD}|A,S,0.0,0|A,X,50.0,0|B,S,0.0,0|B,X,40.0,0|B,X,41.0,0",
    )

    assert made["targets"][0]["elapsed_s"] == 40
    assert sorted(one["kind"] for one in made["conflicts"]) == ["repeated", "untied_group"]


def test_the_branch_not_taken_is_not_applicable() -> None:
    steps: list[Doc | str] = [
        "S",
        step("D", options="o p"),
        step("X", only_if="D/o"),
        step("Y", only_if="D/p"),
    ]
    made = answer(
        script(steps, [target("T1"), target("T2", stop="Y")]),
        f"{HEAD}|A,S,0.0,0|A,D/o,5.0,0|A,X,20.0,0",
    )

    assert [one["verdict"] for one in made["targets"]] == ["met", "not_applicable"]
    assert made["coverage"] == 1


@pytest.mark.parametrize(
    ("after", "verdict"), [("10.0", "met"), ("0.5", "too_close"), ("-9.0", "broken")]
)
def test_an_order_is_met_beyond_u(after: str, verdict: str) -> None:
    order = {"id": "O", "before": "S", "after": "X", "text": "x"}
    made = answer(script(orders=[order]), f"{HEAD}|A,S,0.0,0.3|A,X,{after},0.3")

    assert made["orders"] == [{"id": "O", "verdict": verdict}]


def test_ratings_take_marks_and_a_forms_own_words() -> None:
    criteria = [
        {"id": "C", "text": "x", "scale": {"full": 10}, "role": "R", "weight": 3},
        {
            "id": "D",
            "text": "x",
            "role": "R",
            "scale": {"levels": [{"id": "a", "text": {"zh_CN": "按时"}, "points": 70}]},
        },
    ]
    made = answer(
        script(criteria=criteria),
        f"{HEAD}|A,S,0.0,0|A,X,50.0,0",
        ratings="criterion,evaluator,rating,note\nC,e,8.5,\nC,f,no_occasion,\nD,e,按时,\n",
    )

    # (3·85 + 70)/4 = 81.25; 0.6·100 + 0.4·81.25 = 92.5
    assert (made["criteria"], made["score"]) == (81.25, near(92.5))


def test_a_critical_criterion_rated_zero_by_all_caps() -> None:
    criterion = {"id": "C", "text": "x", "scale": "psmu", "role": "R", "critical": True}
    made = answer(
        script(criteria=[criterion]),
        f"{HEAD}|A,S,0.0,0|A,X,50.0,0",
        ratings="criterion,evaluator,rating,note\nC,e,U,\nC,f,U,\n",
    )

    assert (made["score"], made["capped"], made["grade_reason"]["code"]) == (59, True, "capped")
