"""Inspection sheets are begun, filled, printed, and what they found is walked to its proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.cli import main
from drillplanner.improve.ledger import HAZARDS
from drillplanner.organisation.inspection_forms import inspection_forms
from drillplanner.organisation.registers import INSPECTIONS, SCHOOLS
from drillplanner.services.improve import actions
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.organisation.inspections import (
    begin,
    blank_sheet,
    enter_findings,
    filled_sheet,
    sheets_known,
)
from drillplanner.services.organisation.register_table import read_table, revert, type_cells
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Facts, Sign, Table
from tests.services.drills_held import hold

DAY = date(2026, 10, 8)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        type_cells(
            made, SCHOOLS, {"s1": {"name": "甲小学", "code": "A1", "pupils": "900"}}, by="王"
        )
        yield made


def begun(workspace: Workspace, form: str = "physical") -> list[str]:
    change = begin(
        workspace, form, school="甲小学", day=DAY, inspector="police", language="zh_CN", by="李警官"
    )
    return [one.row for one in change.rows]


def test_every_hazard_class_has_a_sheet_and_marks_name_their_paper() -> None:
    forms = inspection_forms()

    assert {one.kind for one in forms} == set(HAZARDS)
    for form in forms:
        points = [one.points for one in form.items if one.points is not None]
        assert sum(points) in (0, 100)
        assert form.source


def test_a_sheet_is_begun_once_and_undone_as_one_act(workspace: Workspace) -> None:
    change = begin(
        workspace, "消防检查表", school="A1", day=DAY, inspector="joint", language="zh_CN", by="李"
    )

    rows = read_table(workspace, INSPECTIONS, "zh_CN").rows
    assert {one.texts["inspector"] for one in rows} == {"李"}
    assert {one.texts["by"] for one in rows} == {"联合检查"}
    with pytest.raises(UserError, match="begun already"):
        begin(
            workspace, "fire", school="甲小学", day=DAY, inspector="joint", language="en", by="李"
        )
    revert(workspace, INSPECTIONS, change, by="李")
    assert read_table(workspace, INSPECTIONS, "zh_CN").rows == ()


def test_an_unknown_sheet_is_refused_with_those_there_are(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="消防检查表"):
        begun(workspace, "卫生检查")


def test_a_bureaus_own_sheet_is_taken_over_from_the_last_that_was_filled(
    workspace: Workspace,
) -> None:
    row = {"school": "甲小学", "day": "2026-09-10", "by": "公安", "form": "县局校园检查表",
           "item": "门卫", "points": "10"}  # fmt: skip
    type_cells(workspace, INSPECTIONS, {"r1": row}, by="王")
    newer = {**row, "day": "2026-09-20"}
    type_cells(workspace, INSPECTIONS, {"r2": newer, "r3": {**newer, "item": "器械"}}, by="王")

    own = sheets_known(workspace, "zh_CN")[-1]

    assert own.name == "县局校园检查表"
    assert [dict(one) for one in own.items] == [
        {"item": "门卫", "points": "10"},
        {"item": "器械", "points": "10"},
    ]
    assert len(begun(workspace, "县局校园检查表")) == 2


def test_the_score_counts_what_was_judged_and_tells_the_rest(workspace: Workspace) -> None:
    first, second, third, _fourth = begun(workspace, "fire_score")
    type_cells(workspace, INSPECTIONS, {
        first: {"result": "落实"},
        second: {"result": "基本落实", "deducted": "5", "seen": "新聘宿管未培训"},
        third: {"result": "不涉及"},
    }, by="李警官")  # fmt: skip

    made = filled_sheet(workspace, first, "zh_CN")

    facts = next(block for block in made.blocks if isinstance(block, Facts))
    assert str(facts.rows[-1][1]) == "55 of 60; not judged: 1"
    table = next(block for block in made.blocks if isinstance(block, Table))
    assert [row.cells[3].shape for row in table.rows if isinstance(row.cells[3], Sign)] == [
        "disc", "triangle", "dash",
    ]  # fmt: skip


def test_a_blank_sheet_leaves_room_to_write(workspace: Workspace) -> None:
    made = blank_sheet(workspace, "risk_score", "en")

    table = next(block for block in made.blocks if isinstance(block, Table))
    assert [row.cells[4] for row in table.rows] == ["30", "25", "15", "10", "10", "10"]


def test_what_a_sheet_found_is_walked_to_its_proof(workspace: Workspace) -> None:
    rows = begun(workspace)
    with pytest.raises(UserError, match="nothing that was found"):
        enter_findings(workspace, rows[0], "zh_CN", by="李警官")
    found = {
        "result": "未落实",
        "seen": "盾牌外借未还",
        "instructed": "当日收回",
        "due": "2026-10-20",
    }
    type_cells(workspace, INSPECTIONS, {rows[1]: found, rows[0]: {"result": "落实"}}, by="李警官")

    (line,) = enter_findings(workspace, rows[0], "zh_CN", by="李警官")
    assert enter_findings(workspace, rows[0], "zh_CN", by="李警官") == ()
    content = line.content
    assert (content.found.source, content.hazard, content.due) == (
        "police", "physical", date(2026, 10, 20),
    )  # fmt: skip
    line = actions.edit(workspace, line, content, "陈副校长", by="李警官")
    line = actions.move(workspace, line, "start", by="陈副校长")
    line = actions.move(workspace, line, "report", by="陈副校长")
    with pytest.raises(UserError, match="another person"):
        actions.close(workspace, line, "", by="陈副校长", reason="已收回")
    drill = hold(workspace, "十一月防暴", "2026-11-23T09:00:00+08:00", school="甲小学")
    line = actions.close(workspace, line, drill, by="李警官", reason="现场清点齐全，演练中使用")

    assert (line.content.state, line.content.proof) == ("closed", drill)
    (known,) = read_ledger(workspace).actions
    assert [step.deed for step in known.steps] == ["accept", "edit", "start", "report", "close"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_commands_begin_print_and_enter(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.drill"
    with Workspace.create(path) as made:
        type_cells(made, SCHOOLS, {"s1": {"name": "甲小学"}}, by="王")
    order = ["inspections", "--workspace", str(path), "--lang", language]

    assert (
        main([*order, "--begin", "access", "甲小学", "2026.10.8", "self_check", "--by", "李"]) == 0
    )
    assert main([*order, "--begin", "access", "甲小学", "2026.10.8", "nobody", "--by", "李"]) == 1
    assert main([*order, "--filled", "access", "甲小学", "2026.10.8", str(tmp_path / "f.pdf")]) == 0
    assert main([*order, "--blank", "access", str(tmp_path / "b.docx")]) == 0
    assert main([*order, "--findings", "access", "甲小学", "2026.10.8", "--by", "李"]) == 1
    assert main([*order, "--filled", "fire", "甲小学", "2026.10.8", str(tmp_path / "f.pdf")]) == 1
    assert main([*order, "--forms"]) == 0
    assert "risk" in capsys.readouterr().out.lower() or language == "zh_CN"
