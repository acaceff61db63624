"""A week of the ledger: a hazard of a drill and a gap of a duty post are walked to their proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.improve.ledger import Action
from drillplanner.organisation.registers import DUTY_NEEDS, ROSTER, SCHOOLS
from drillplanner.services.improve import actions
from drillplanner.services.improve.hazards import enter_row
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.improve.notices import NOTICES, due_lines, year_lines
from drillplanner.services.organisation.overview import read_county
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold

SCHOOL = "甲小学"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        type_cells(made, SCHOOLS, {"s1": {"name": SCHOOL}}, by="王")
        yield made


def planned(workspace: Workspace, line: Action, due: date, measure: str) -> Action:
    content = replace(line.content, measure=measure, unit="安全办", due=due)
    return actions.edit(workspace, line, content, "陈副校长", by="王")


def test_a_slow_class_is_walked_from_the_drill_to_the_drill_that_proves_it(
    workspace: Workspace,
) -> None:
    found_in = hold(workspace, "十月封控", "2026-10-12T09:00:00+08:00", shut_s=80.0, school=SCHOOL)
    review = review_drill(read_drill(workspace, found_in))
    proposals = actions.propose(review, read_ledger(workspace))
    (line,) = actions.accept(workspace, [proposals[0].finding], by="王")
    line = planned(workspace, line, date(2026, 10, 20), "每班指定两人锁门")
    assert [one.id for one in due_lines(read_ledger(workspace), date(2026, 10, 21))] == [line.id]
    line = actions.move(workspace, line, "start", by="陈副校长")
    line = actions.move(workspace, line, "report", by="陈副校长")

    still_slow = hold(
        workspace, "十一月封控", "2026-11-02T09:00:00+08:00", shut_s=75.0, school=SCHOOL
    )
    elsewhere = hold(workspace, "乙校封控", "2026-11-03T09:00:00+08:00", school="乙小学")
    for drill in ("", found_in, still_slow, elsewhere):
        with pytest.raises(UserError):
            actions.close(workspace, line, drill, by="李警官")
    proof = hold(workspace, "十一月复演", "2026-11-16T09:00:00+08:00", school=SCHOOL)
    line = actions.close(workspace, line, proof, by="李警官")
    assert (line.content.state, line.content.proof) == ("closed", proof)

    line = actions.move(workspace, line, "reopen", "三（2）班又没锁上", by="王")
    line = actions.undo(workspace, line, by="王")
    assert line.content.state == "closed"
    ledger = read_ledger(workspace)
    assert NOTICES["closing"](ledger, date(2026, 11, 20), "zh_CN", line).blocks
    assert year_lines(ledger, 2027) == ()
    assert [step.author for step in ledger.actions[0].steps].count("") == 0


def test_a_gap_at_a_duty_post_is_walked_to_its_proof_by_a_drill(workspace: Workspace) -> None:
    need = {"school": SCHOOL, "post": "后勤门", "slot": "早", "begin": "07:30", "end": "08:10",
            "force": "保安", "number": "1", "from": "2026-09-01"}  # fmt: skip
    type_cells(workspace, DUTY_NEEDS, {"n1": need}, by="王")
    shift = {"school": SCHOOL, "day": "2026-10-14", "slot": "早", "post": "后勤门", "force": "保安",
             "person": "保安甲", "state": "脱岗", "seen": "后勤门无人看守"}  # fmt: skip
    type_cells(workspace, ROSTER, {"d1": shift}, by="民警甲")
    (school,) = read_county(workspace, date(2026, 10, 14)).schools
    assert date(2026, 10, 14) in {gap.day for gap in school.gaps}

    line = enter_row(workspace, ROSTER, "d1", by="民警甲")
    line = planned(workspace, line, date(2026, 10, 21), "后勤门上锁，钥匙由保安保管")
    line = actions.move(workspace, line, "start", by="陈副校长")
    line = actions.move(workspace, line, "report", by="陈副校长")
    before = hold(workspace, "十月演练", "2026-10-10T09:00:00+08:00", school=SCHOOL)
    with pytest.raises(UserError):
        actions.close(workspace, line, before, by="民警甲", reason="已看")
    proof = hold(workspace, "十月复演", "2026-10-26T09:00:00+08:00", school=SCHOOL)
    line = actions.close(workspace, line, proof, by="民警甲", reason="演练中后勤门锁闭")

    assert (line.content.state, line.content.proof) == ("closed", proof)
    (school,) = read_county(workspace, date(2026, 10, 27)).schools
    assert (school.open_lines, school.last.title if school.last else "") == (0, "十月复演")
