"""Where a fault stands, said in the reader's language."""

from __future__ import annotations

import pytest

from drillplanner.base.errors import Fault
from drillplanner.base.locations import fault_said, row_named
from drillplanner.base.texts import Text
from drillplanner.base.translator import translator

WRONG = Text("There is no step {x}.", {"x": "Y"})


@pytest.mark.parametrize(
    ("fault", "english"),
    [
        (Fault("a.csv, row 5, time", WRONG, 5), "a.csv, row 5, column time: "),
        (Fault("a.csv, row 5", WRONG, 7), "a.csv, row 5: "),
        (Fault("a, row 1, b.csv, row 5", WRONG), "a, row 1, b.csv, row 5: "),
        (Fault("a.csv", WRONG), "a.csv: "),
        (Fault("a.csv", WRONG, 3), "line 3, a.csv: "),
        (Fault("$.steps[2].role", WRONG, 66), "line 66, $.steps[2].role: "),
        (Fault("$", WRONG, 2), "line 2: "),
        (Fault("$", WRONG), ""),
        (Fault("", WRONG), ""),
    ],
)
def test_a_fault_is_said_with_its_place(fault: Fault, english: str) -> None:
    assert str(fault_said(fault)) == f"{english}There is no step Y."


def test_a_chinese_reader_finds_the_row_in_chinese() -> None:
    say = translator("zh_CN").say

    assert say(fault_said(Fault("记录.csv, row 5, time", WRONG))).startswith(
        "记录.csv第5行time列："
    )
    assert say(Text("{place}", {"place": row_named("记录.csv, row 5")})) == "记录.csv第5行"
