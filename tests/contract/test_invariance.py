"""What must not change a result: where a clock's zero lies, the order of logs, exact edges."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from tests.contract.build import Doc, Score, holds, script, spread, step, target

NO_DRIFT = {"drift_ppm": 0}
#: Shifts after which the numbers could be a spreadsheet's days or some epoch: said to be seconds.
SAID = {"32400.7": "dial=seconds", "999999000": "dial=seconds"}
SHIFTS = ["0", "0.1", "0.7", "37.3", "32400.7", "999999.9", "999999000"]


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize(("stop", "verdict"), [("59.4", "met"), ("59.5", "too_close")])
def test_where_a_clock_starts_to_count_changes_nothing(
    score: Score, shift: str, stop: str, verdict: str
) -> None:
    # u_tie² = 0.18² + 0.24² = 0.3², U = 0.6; 59.4 + 0.6 = 60 exactly
    mark, seen = (Decimal(shift) + Decimal(one) for one in ("0.3", stop))
    rows = ["A,@W,0.3,0.18", "A,S,0,0", f"B,@W,{mark},0.24", f"B,X,{seen},0"]
    if shift in SAID:
        rows = [f"{row},{SAID[shift]}" if row.startswith("B") else row for row in rows]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, verdict=verdict, elapsed_s=float(stop), expanded_uncertainty_s=0.6)


def test_the_mean_of_two_observers_meets_its_edge(score: Score) -> None:
    # equal weights: (59.1 + 59.7)/2 = 59.4; 1/√Σw = 0.3/√2, external 0.6/2 = 0.3: U = 0.6
    rows = ["A,@W,0,0", "B,@W,0,0", "A,S,0,0", "A,X,59.1,0.3", "B,X,59.7,0.3"]
    holds(score(script(scoring=NO_DRIFT), rows).target(), verdict="met", elapsed_s=59.4)


def test_a_drift_taken_out_leaves_the_edge_exact(score: Score) -> None:
    # B gains 100 ppm: its 1000.1 is A's 1000, which is the limit
    rows = ["A,@W,0,0", "B,@W,0,0", "A,@V,400,0", "B,@V,400.04,0", "A,S,0,0", "B,X,1000.1,0"]
    made = script(targets=[target(limit=1000)], scoring=NO_DRIFT)
    holds(score(made, rows).target(), verdict="met", elapsed_s=1000, expanded_uncertainty_s=0)


def test_an_exact_mark_outweighs_every_other(score: Score) -> None:
    # the weight of a mark with u = 0 has no bound: the offset is its 10, the variance 0
    rows = ["A,@W,0,0", "B,@W,10,0", "A,@V,100,1", "B,@V,111,1", "A,S,0,0", "B,X,40,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, elapsed_s=30, expanded_uncertainty_s=0)


LOGS = [
    ["A,@W,0,0.3", "A,S,0,0.1", "A,X/K1,20,0.2", "A,Y,70,0.1"],
    ["B,@W,100,0.4", "B,X/K1,121,0.5", "B,X/K2,130,0.1", "B,Y,171,0.3"],
    ["C,@W,50,0.1", "C,X/K2,81,,observed=radio", "C,Y,119,0.2", "C,Z,not_performed"],
]


def timeless(found: Doc) -> Doc:
    """Leave out `at`: a joined value stands on the clock of its first row (§7)."""
    ends = {end: found[end] | {"at": None} for end in ("start", "stop")}
    return found | ends


def test_the_order_of_the_logs_changes_nothing(score: Score) -> None:
    made = script(
        ["S", step("X", units="K1 K2"), "Y", "Z"],
        [target(), target("U", "S", "Y"), target("V", "S", "Z"), target("W", "X/K1", "Y")],
    )
    cards = [score(made, *order).card for order in permutations(LOGS)]
    for card in cards[1:]:
        assert [timeless(one) for one in card["targets"]] == [
            timeless(one) for one in cards[0]["targets"]
        ]
        assert card["score"] == cards[0]["score"]
        assert len(card["conflicts"]) == len(cards[0]["conflicts"])
        assert len(card["ties"]) == len(cards[0]["ties"]) == 3


def test_a_mixed_score_on_the_edge_is_rounded_half_up(score: Score) -> None:
    # d = 72.5625: 100 - 40·12.5625/30 = 83.25; 0.6·83.25 + 0.4·100 = 89.95 → 90.0;
    # U = 20, so the target is too close to call and bars nothing
    made = script(criteria=[{"id": "C", "text": "C", "scale": "psmu"}])
    card = score(made, ["A,S,0,0", "A,X,72.5625,10"], ratings="C,E1,P,\n").card
    holds(card, score=89.95, grade="excellent")


def test_a_cap_on_the_edge_is_rounded_half_up(score: Score) -> None:
    made = script(*spread({"critical": True}, {"weight": 9}), scoring={"cap": 59.95})
    card = score(made, ["A,S,0,0", "A,X1,75,0", "A,X2,30,0"]).card
    holds(card, score=59.95, grade="fair")


@pytest.mark.parametrize(("seen", "reported"), [("10002.9", False), ("10003.1", True)])
def test_a_spread_far_from_the_marks_is_judged_with_the_drift(
    score: Score, seen: str, reported: bool
) -> None:
    # 50e-6·10000 = 0.5: 2 + 2·0.5 = 3
    rows = ["A,@W,0,0", "B,@W,0,0", "A,S,9990,0", "A,X,10000,0", f"B,X,{seen},0"]
    assert bool(score(script(), rows).conflicts("X")) is reported


@pytest.mark.parametrize("other", ["B", "D"])
def test_what_an_untied_source_adds_elsewhere_changes_no_verdict(score: Score, other: str) -> None:
    rows = ["A,S,0,0", "A,X,30,0", f"{other},Y,77,0", f"{other},@Q,78,0"]
    answer = score(script(["S", "X", "Y"]), rows)
    holds(answer.target(), verdict="met", elapsed_s=30)
    assert answer.conflicts() == []


def test_a_source_may_count_the_seconds_of_unix_time(score: Score) -> None:
    # cameras and recorders write 1790000000 and on; over 10⁸ that has to be said
    rows = ["A,@W,0,0", "A,S,10,0", "B,@W,1790000000,0,dial=seconds", "B,X,1790000040.5,0"]
    holds(score(script(scoring=NO_DRIFT), rows).target(), verdict="met", elapsed_s=30.5)
