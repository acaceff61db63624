"""A register is typed into, undone, joined and brought in by facts; names stay apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.organisation.field import phone_id
from drillplanner.organisation.registers import RESPONSIBILITIES, SCHOOLS
from drillplanner.services.organisation.register_table import (
    Change,
    RegisterTable,
    read_table,
    revert,
    settle,
    take_out,
    type_cells,
)
from drillplanner.services.organisation.schools import rename_school, schools
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def put(workspace: Workspace, row: str, cells: Mapping[str, str]) -> Change:
    return type_cells(workspace, SCHOOLS, {row: cells}, by="王干事")


def table(workspace: Workspace) -> RegisterTable:
    return read_table(workspace, SCHOOLS, "zh_CN")


def texts(workspace: Workspace, row: str) -> Mapping[str, str]:
    found = table(workspace).row(row)
    return found.texts if found else {}


def test_a_school_of_the_register_is_the_school_that_drills_name(workspace: Workspace) -> None:
    hold(workspace, "first", school="实验小学")
    (school,) = schools(workspace)

    put(workspace, school.id, {"level": "小学", "pupils": "1,200人"})

    assert texts(workspace, school.id) == {"name": "实验小学", "level": "小学", "pupils": "1200"}


def test_every_act_is_undone_and_done_again(workspace: Workspace) -> None:
    put(workspace, "s1", {"name": "实验小学", "guards": "2"})
    change = put(workspace, "s1", {"name": "第一小学", "guards": "3", "head": "李明"})

    undone = revert(workspace, SCHOOLS, change, by="王干事")
    before = texts(workspace, "s1")
    revert(workspace, SCHOOLS, undone, by="王干事")

    assert before == {"name": "实验小学", "guards": "2"}
    assert texts(workspace, "s1") == {"name": "第一小学", "guards": "3", "head": "李明"}


def test_entering_a_row_is_undone_by_taking_it_out(workspace: Workspace) -> None:
    change = put(workspace, "s1", {"name": "实验小学"})

    undone = revert(workspace, SCHOOLS, change, by="王干事")
    rows = table(workspace).rows
    revert(workspace, SCHOOLS, undone, by="王干事")

    assert rows == ()
    assert texts(workspace, "s1")["name"] == "实验小学"


def test_what_was_changed_since_is_not_undone(workspace: Workspace) -> None:
    change = put(workspace, "s1", {"name": "实验小学", "guards": "2"})
    put(workspace, "s1", {"guards": "3"})

    with pytest.raises(UserError):
        revert(workspace, SCHOOLS, change, by="王干事")


def test_no_fact_holds_a_name_or_a_phone(workspace: Workspace) -> None:
    put(workspace, "s1", {"name": "实验小学", "head": "李明", "head_phone": "13800000000"})

    data = b"".join(fact.data for fact in workspace.facts()).decode()

    assert "李明" not in data
    assert "13800000000" not in data
    assert texts(workspace, "s1")["head_phone"] == "13800000000"


def test_two_people_of_one_name_are_told_apart_by_their_phones(workspace: Workspace) -> None:
    put(workspace, "s1", {"name": "甲小学", "head": "王伟", "head_phone": "13800000001"})
    put(workspace, "s2", {"name": "乙小学", "head": "王伟", "head_phone": "13800000002"})

    assert texts(workspace, "s1")["head_phone"] == "13800000001"
    assert texts(workspace, "s2")["head_phone"] == "13800000002"


def test_a_forgotten_person_takes_the_phone_along(workspace: Workspace) -> None:
    put(workspace, "s1", {"name": "甲小学", "head": "王伟", "head_phone": "13800000001"})
    person = table(workspace).rows[0].values["head"]

    workspace.forget_person(person)
    workspace.forget_person(phone_id(person))

    assert texts(workspace, "s1").get("head_phone") is None
    assert texts(workspace, "s1")["head"] != "王伟"


def test_two_schools_of_one_name_need_a_code_each(workspace: Workspace) -> None:
    put(workspace, "s1", {"name": "中心小学", "code": "001"})
    with pytest.raises(UserError):
        put(workspace, "s2", {"name": "中心小学"})
    with pytest.raises(UserError):
        put(workspace, "s2", {"name": "其他小学", "code": "001"})

    put(workspace, "s2", {"name": "中心小学", "code": "002"})

    assert sorted(table(workspace).schools.values()) == ["中心小学（001）", "中心小学（002）"]
    with pytest.raises(UserError):
        type_cells(workspace, RESPONSIBILITIES, {"r": {"school": "中心小学"}}, by="王干事")
    type_cells(workspace, RESPONSIBILITIES, {"r": {"school": "002", "leader": "赵"}}, by="王干事")
    (row,) = read_table(workspace, RESPONSIBILITIES, "zh_CN").rows
    assert row.texts["school"] == "中心小学（002）"


def test_a_school_with_drills_is_closed_and_not_taken_out(workspace: Workspace) -> None:
    hold(workspace, "first", school="实验小学")
    (school,) = schools(workspace)

    with pytest.raises(UserError):
        take_out(workspace, SCHOOLS, [school.id], by="王干事")
    put(workspace, school.id, {"standing": "撤销", "since": "2026.8.31"})

    assert texts(workspace, school.id)["standing"] == "撤销"
    assert texts(workspace, school.id)["since"] == "2026-08-31"


def test_two_laptops_make_two_versions_that_a_person_settles(
    workspace: Workspace, tmp_path: Path
) -> None:
    put(workspace, "s1", {"name": "实验小学", "guards": "2"})
    with Workspace.create(tmp_path / "other.db") as other:
        other.add(workspace.facts())
        type_cells(other, SCHOOLS, {"s1": {"guards": "3"}}, by="李")
        put(workspace, "s1", {"guards": "4"})
        workspace.add(other.facts())

    row = table(workspace).row("s1")
    assert row is not None
    assert row.is_in_conflict
    with pytest.raises(UserError):
        put(workspace, "s1", {"guards": "5"})
    head = next(one.id for one in row.heads if one.fields["guards"] == "3")
    settle(workspace, SCHOOLS, "s1", head, by="王干事")
    assert texts(workspace, "s1")["guards"] == "3"


def test_a_school_renamed_elsewhere_is_renamed_in_the_register(workspace: Workspace) -> None:
    put(workspace, "s1", {"name": "实验小学"})
    rename_school(workspace, schools(workspace)[0], "第一小学")

    assert texts(workspace, "s1")["name"] == "第一小学"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("pupils", "约1200"),
        ("pupils", "-3"),
        ("level", "大学"),
        ("since", "2026-02-30"),
        ("alarm", "也许"),
        ("head_phone", "unknown"),
    ],
)
def test_what_cannot_stand_in_a_cell_changes_nothing(
    workspace: Workspace, column: str, text: str
) -> None:
    put(workspace, "s1", {"name": "实验小学", "head": "李"})

    with pytest.raises(UserError):
        put(workspace, "s1", {"gates": "2", column: text})

    assert texts(workspace, "s1") == {"name": "实验小学", "head": "李"}
