"""A late entry that can hardly be so is doubted in words; one that can be is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.plan.model import After
from drillplanner.run.late_entry import late_entry_doubt
from tests.review.build import script, step

SECOND = 10**9
#: Armed at 100 s, danger at 160 s of the session's clock; the director began before it.
PLAN = script([step("begin"), step("seen"), step("shut")], [])
PLAN = replace(
    PLAN,
    t0="seen",
    steps=(
        PLAN.steps[0],
        replace(PLAN.steps[1], after=(After("begin"),)),
        replace(PLAN.steps[2], after=(After("seen"),)),
    ),
)


def doubt(at_s: int, of: str, armed_s: int | None = 100, zero_s: int | None = 160) -> str:
    said = late_entry_doubt(
        PLAN,
        of,
        at_s * SECOND,
        armed_ns=None if armed_s is None else armed_s * SECOND,
        zero_ns=None if zero_s is None else zero_s * SECOND,
    )
    return "" if said is None else str(said)


def test_an_entry_before_arming_is_asked_back() -> None:
    # 0120 read as 120 s would have been 20 s before arming.
    assert doubt(80, "shut") == "shut would lie 20 s before this laptop was armed. Enter it there?"
    assert "before this laptop was armed" in doubt(80, "begin")


def test_an_entry_before_the_danger_is_asked_back() -> None:
    assert "shut would lie 1 min before the danger appeared (T0)" in doubt(100, "shut")


@pytest.mark.parametrize("of", ["begin", "seen"])
def test_what_leads_to_the_danger_may_lie_before_it(of: str) -> None:
    assert doubt(100, of) == ""


def test_what_is_not_known_doubts_nothing() -> None:
    assert doubt(160, "shut") == ""
    assert doubt(50, "shut", armed_s=None, zero_s=None) == ""
    assert doubt(50, "another", armed_s=None) == ""
