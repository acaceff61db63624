"""Names that are kept longer than is ruled are listed; who is in use is not among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.bootstrap import Paths, build
from drillplanner.organisation.registers import (
    LOCAL_RULES,
    RESPONSIBILITIES,
    ROSTER,
    SCHOOLS,
)
from drillplanner.services.organisation.person_file import beyond_period, beyond_sheet
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.store.workspace import Workspace
from tests.fakes import wall_ns

TODAY = date(2030, 6, 1)
RULE = {"rule": "保存期限", "number": "3", "from": "2026-01-01", "source": "示例"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    begun = wall_ns("2026-09-01T08:00:00+08:00")
    with Workspace.create(tmp_path / "w.db", utc_ns=lambda: begun) as made:
        school = {"name": "甲小学", "head": "在任校长", "head_phone": "13800000001"}
        type_cells(made, SCHOOLS, {"s1": school}, by="录入员")
        leader = {"school": "甲小学", "from": "2026-01-01"}
        type_cells(made, RESPONSIBILITIES, {
            "r1": {**leader, "leader": "离任领导", "until": "2026-12-31"},
            "r2": {**leader, "leader": "现任领导", "from": "2027-01-01"},
        }, by="录入员")  # fmt: skip
        shift = {"school": "甲小学", "slot": "早", "post": "正门", "force": "保安"}
        type_cells(made, ROSTER, {
            "d1": {**shift, "person": "旧保安", "day": "2026-09-01"},
            "d2": {**shift, "person": "新保安", "day": "2029-09-01"},
        }, by="录入员")  # fmt: skip
        yield made


def test_nobody_is_listed_before_a_rule_says_how_long(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="how long"):
        beyond_period(workspace, TODAY)


def test_those_are_listed_who_were_not_named_for_so_long(workspace: Workspace) -> None:
    type_cells(workspace, LOCAL_RULES, {"x": RULE}, by="录入员")

    found = beyond_period(workspace, TODAY)

    assert [(one.name, one.last) for one in found] == [
        ("录入员", date(2026, 9, 1)),
        ("旧保安", date(2026, 9, 1)),
        ("离任领导", date(2026, 12, 31)),
    ]
    assert beyond_period(workspace, date(2027, 6, 1)) == ()
    assert beyond_sheet(workspace, "zh_CN").blocks


def test_all_that_is_held_on_a_person_goes_into_a_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = workspace.path
    workspace.close()
    with build(Paths.within(tmp_path, path)) as services:
        services.organisation.write_person_file("在任校长", tmp_path / "p.json", "zh_CN")

    told = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    (person,) = told["people"]
    assert person["phone"] == "13800000001"
    assert person["registers"][0]["texts"]["name"] == "甲小学"
