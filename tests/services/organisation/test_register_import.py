"""A bureau's own sheet is taken in by its headings: all of it, or nothing and the errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.register_tables import (
    mapping_json,
    open_register,
    read_mapping,
    workbook,
)
from drillplanner.organisation.registers import ROSTER, SCHOOLS, Register
from drillplanner.services.organisation.register_import import Taken, error_table, take_table
from drillplanner.services.organisation.register_table import read_table
from drillplanner.store.workspace import Workspace

HEADS = [
    "序号",
    "学校标识码",
    "学校名称",
    "学段",
    "在校生数",
    "寄宿生",
    "变更日期",
    "校长",
    "联系电话",
]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def sheet(
    tmp_path: Path, rows: Sequence[Sequence[str | int]], heads: Sequence[str] = HEADS
) -> Path:
    path = tmp_path / "schools.xlsx"
    path.write_bytes(workbook("学校基本情况表", heads, rows))
    return path


def take(
    workspace: Workspace, path: Path, register: Register = SCHOOLS, year: int | None = None
) -> Taken:
    opened = open_register(path, register)
    return take_table(workspace, register, opened, opened.proposed, by="王干事", year=year)


def row(number: int, **other: str | int) -> list[str | int]:
    cells: dict[str, str | int] = {
        "code": f"33{number:05}",
        "name": f"第{number}小学",
        "level": "小学",
        "pupils": 300,
        "boarders": 0,
        "since": "2026.3.1",
        "head": f"校长{number}",
        "phone": f"138{number:08}",
    }
    return [number, *{**cells, **other}.values()]


def test_headings_are_recognised_under_a_title(tmp_path: Path) -> None:
    opened = open_register(sheet(tmp_path, [row(1)]), SCHOOLS)

    assert list(opened.proposed.values()) == [
        None, "code", "name", "level", "pupils", "boarders", "since", "head", "head_phone",
    ]  # fmt: skip


def test_two_thousand_schools_with_every_kind_of_error_change_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [row(number) for number in range(1, 2001)]
    wrong: dict[int, dict[str, str | int]] = {
        3: {"name": ""},
        7: {"code": "3300006"},
        11: {"pupils": "约300"},
        12: {"level": "大学"},
        13: {"since": "三月一日"},
        14: {"since": "2026.2.30"},
        15: {"phone": "没有"},
        16: {"name": "第17小学", "code": ""},
        18: {"head": ""},
    }
    for number, cells in wrong.items():
        rows[number - 1] = row(number, **cells)
    path = sheet(tmp_path, rows)
    opened = open_register(path, SCHOOLS)

    taken = take_table(workspace, SCHOOLS, opened, opened.proposed, by="王干事")

    at = {(error.row - 1, error.column) for error in taken.errors}
    assert at == {
        (3, 2), (7, None), (11, 4), (12, 3), (13, 6), (14, 6), (15, 8), (17, None), (18, 8),
    }  # fmt: skip
    assert read_table(workspace, SCHOOLS, "zh_CN").rows == ()
    back = tmp_path / "errors.xlsx"
    back.write_bytes(error_table(opened, taken.errors, str, ".xlsx"))
    told = open_tables(back).sheets[0]
    assert told.cell(1, 9).text == "What is wrong"
    assert "no year" in told.cell(14, 9).text


def test_a_sound_sheet_is_taken_in_once_however_often_it_comes(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [row(1), row(2, since=45717), row(3, since="三月一日")]

    first = take(workspace, sheet(tmp_path, rows), year=2026)
    again = take(workspace, sheet(tmp_path, [*rows[:2], row(3, pupils=310)]), year=2026)

    assert (first.new, again.new, again.known) == (3, 0, 3)
    assert again.change is not None
    assert len(again.change.rows) == 1
    found = {one.texts["name"]: one.texts for one in read_table(workspace, SCHOOLS, "zh_CN").rows}
    assert found["第2小学"]["since"] == "2025-03-01"
    assert found["第3小学"] == {
        "code": "3300003", "name": "第3小学", "level": "小学", "pupils": "310", "boarders": "0",
        "since": "2026-03-01", "head": "校长3", "head_phone": "13800000003",
    }  # fmt: skip


def test_schools_of_one_name_with_two_codes_are_two(workspace: Workspace, tmp_path: Path) -> None:
    taken = take(workspace, sheet(tmp_path, [row(1, name="中心小学"), row(2, name="中心小学")]))

    assert (taken.new, taken.errors) == (2, ())


def test_a_school_without_a_code_is_given_its_code_by_a_later_sheet(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, sheet(tmp_path, [row(1, code="")]))

    taken = take(workspace, sheet(tmp_path, [row(1)]))

    assert (taken.new, taken.known) == (0, 1)


def test_a_roster_names_schools_that_are_here(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, sheet(tmp_path, [row(1)]))
    heads = ["学校", "日期", "时段", "点位", "力量类型", "姓名", "电话"]
    rows = [
        ["第1小学", "2026-12-31", "早", "北门", "保安", "张三", "13900000001"],
        ["第9小学", "2027-01-04", "早", "北门", "保安", "张三", "13900000001"],
    ]
    path = sheet(tmp_path, rows, heads)

    taken = take(workspace, path, ROSTER)

    assert [(one.row, one.column) for one in taken.errors] == [(3, 0)]
    assert take(workspace, sheet(tmp_path, rows[:1], heads), ROSTER).new == 1


def test_a_mapping_is_kept_and_read(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(mapping_json({"校名": "name", "序号": None}))

    assert read_mapping(path, SCHOOLS) == {"校名": "name", "序号": None}
