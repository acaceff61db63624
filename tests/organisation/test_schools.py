"""A school is a fact: its id outlives its names and travels with its drills."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.organisation.registers import SCHOOLS
from drillplanner.services.exchange.pack_exchange import hand_over, take_in
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.services.organisation.schools import (
    name_school,
    rename_school,
    school_labels,
    school_of,
    schools,
)
from drillplanner.services.review.review_session import read_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def test_one_name_is_one_school(workspace: Workspace) -> None:
    one = hold(workspace, "first", school="实验小学")
    other = hold(workspace, "second", school=" 实验 小学 ")

    assert school_of(workspace, one).id == school_of(workspace, other).id
    assert [school.name for school in schools(workspace)] == ["实验小学"]


def test_of_two_schools_with_one_name_the_label_says_which(workspace: Workspace) -> None:
    for code in ("S1", "S2"):
        type_cells(workspace, SCHOOLS, {code: {"name": "实验小学", "code": code}}, by="王")
    labels, _held = school_labels(workspace)
    ids = {label: id_ for id_, label in labels.items()}

    drill = hold(workspace, "first", school="实验小学（S2）")

    assert school_of(workspace, drill).id == ids["实验小学（S2）"]
    assert school_of(workspace, drill).name == "实验小学"
    with pytest.raises(UserError, match="2 schools are called"):
        name_school(workspace, hold(workspace, "second", school=""), "实验小学")
    assert name_school(workspace, drill, "实验小学").id == ids["实验小学（S2）"]
    assert len(schools(workspace)) == 2


def test_a_renamed_school_keeps_its_drills_and_is_found_by_its_former_name(
    workspace: Workspace,
) -> None:
    one = hold(workspace, "first", school="实验小学")

    renamed = rename_school(workspace, schools(workspace)[0], "第一实验小学")
    other = hold(workspace, "second", school="实验小学")

    assert renamed.former == ("实验小学",)
    assert school_of(workspace, one).name == "实验小学"
    assert school_of(workspace, other).id == school_of(workspace, one).id
    hold(workspace, "third", school="二中")
    with pytest.raises(UserError, match="Another school"):
        rename_school(workspace, schools(workspace)[0], "第一实验小学")


def test_a_drill_can_be_given_to_another_school_and_back(workspace: Workspace) -> None:
    drill = hold(workspace, "first", school="一中")
    before = school_of(workspace, drill)

    assert name_school(workspace, drill, "二中").name == "二中"
    assert name_school(workspace, drill, "一中").id == before.id
    assert name_school(workspace, drill, "").id == ""


def test_a_school_travels_with_its_drill(workspace: Workspace, tmp_path: Path) -> None:
    drill = hold(workspace, "first", school="一中")
    rename_school(workspace, schools(workspace)[0], "第一中学")
    with Workspace.create(tmp_path / "other.db") as other:
        take_in(other, hand_over(workspace, drill))

        assert schools(other)[0].former == ("一中",)
        assert read_drill(other, drill).school == read_drill(workspace, drill).school


def test_two_laptops_that_named_different_schools_leave_it_open(
    workspace: Workspace, tmp_path: Path
) -> None:
    drill = hold(workspace, "first", school="")
    with Workspace.create(tmp_path / "other.db") as other:
        take_in(other, hand_over(workspace, drill))
        name_school(other, drill, "二中")
        name_school(workspace, drill, "一中")
        take_in(workspace, hand_over(other, drill))

    assert school_of(workspace, drill).id == ""
    assert name_school(workspace, drill, "一中").name == "一中"
