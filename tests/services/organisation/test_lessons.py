"""What people fell short of in a drill is proposed as a lesson to those classes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.organisation.registers import LESSONS
from drillplanner.services.organisation.lessons import (
    coverage_json,
    drills_offered,
    find_drill,
    propose_lessons,
)
from drillplanner.services.organisation.register_table import read_table, revert, type_cells
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold

TODAY = date(2026, 11, 30)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def test_a_slow_class_is_proposed_a_lesson_once(workspace: Workspace) -> None:
    drill = hold(workspace, "十一月封控", shut_s=80.0, school="甲小学")

    change = propose_lessons(workspace, drill, "zh_CN", by="王")
    again = propose_lessons(workspace, drill, "zh_CN", by="王")

    (row,) = read_table(workspace, LESSONS, "zh_CN").rows
    assert (row.texts["school"], row.texts["classes"]) == ("甲小学", "c2")
    assert row.texts["because"].startswith("十一月封控：")
    assert "day" not in row.texts
    assert again.rows == ()
    revert(workspace, LESSONS, change, by="王")
    assert read_table(workspace, LESSONS, "zh_CN").rows == ()


def test_a_drill_without_shortfalls_proposes_nothing(workspace: Workspace) -> None:
    drill = hold(workspace, "十一月封控", school="甲小学")

    assert propose_lessons(workspace, drill, "zh_CN", by="王").rows == ()


def test_a_lesson_counts_once_it_was_given(workspace: Workspace) -> None:
    drill = hold(workspace, "十一月封控", shut_s=80.0, school="甲小学")
    (made,) = propose_lessons(workspace, drill, "zh_CN", by="王").rows
    assert coverage_json(workspace, TODAY) == {"schools": {}}

    type_cells(workspace, LESSONS, {made.row: {"day": "2026-11-25", "theme": "锁门"}}, by="王")

    assert coverage_json(workspace, TODAY) == {
        "schools": {"甲小学": {"c2": {"锁门": "2026-11-25"}}}
    }


def test_drills_are_found_by_title_and_need_a_school(workspace: Workspace) -> None:
    first = hold(workspace, "甲", "2026-11-02T09:00:00+08:00", school="甲小学")
    second = hold(workspace, "乙", "2026-11-09T09:00:00+08:00", school="")

    assert find_drill(workspace, "甲") == first
    assert [one[0] for one in drills_offered(workspace)] == [first]
    with pytest.raises(UserError, match="No drill"):
        find_drill(workspace, "丙")
    with pytest.raises(UserError, match="at which school"):
        propose_lessons(workspace, second, "zh_CN", by="王")
