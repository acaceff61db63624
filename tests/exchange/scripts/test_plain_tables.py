"""Scripts of others come in: five column sets, forms under titles, and any table by a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest

from drillplanner.base.errors import UserError
from drillplanner.exchange.importing.cells import Cell, Sheet, sheet_of_texts
from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.scripts.plain_table import (
    ScriptMap,
    TableRead,
    read_map,
    read_table,
)
from drillplanner.exchange.scripts.table_times import time_texts
from drillplanner.plan.editing.draft import Draft, Look, blank_script
from drillplanner.plan.editing.times import clock_text, planned_text
from drillplanner.plan.model import Step

LANGUAGE: Literal["zh_CN"] = "zh_CN"


def read(rows: Sequence[Sequence[str]], table_map: ScriptMap | None = None) -> TableRead:
    return read_sheet(sheet_of_texts("1", rows), table_map)


def read_sheet(sheet: Sheet, table_map: ScriptMap | None = None) -> TableRead:
    onto = Draft(blank_script("own", "去年的演练", "anti_ramming", LANGUAGE))
    return read_table(sheet, onto, LANGUAGE, table_map)


def steps(found: TableRead) -> tuple[Step, ...]:
    return found.draft.script.steps


def planned(found: TableRead) -> list[str]:
    look = Look(found.draft, LANGUAGE)
    return [planned_text(look, step.id) for step in steps(found)]


SETS = {
    "HSEEP": (
        "Event Number,Designated Scenario Time,Event Type,Inject Mode,From,To,Message,"
        "Expected Participant Response,Exercise Objective,Notes",
        "1,T+0:00,Inject,Radio,Control,Gate,Danger appears,Guard warns,Alarm,be loud",
        "2,T+1:30,Action,,,,Shut the gate,Gate is shut,Containment,",
    ),
    "Blueprint": (
        "Control Number,Move,Group,Delivery Time,Simulated Time,Assigned To,Status,Title,"
        "Description,From Org,To Org,Details,Expected Actions",
        "1,Alarm,A,0,09:00,Guard,open,Danger,appears,Control,Gate,,Guard warns",
        "2,Alarm,A,90,09:01,Guard,open,Shut the gate,,,,,Gate is shut",
    ),
    "MITRE": (
        "ID,Local Time,Delivery Method,Target,Title,Description,Assumptions,Notes,"
        "Expected Actions,Measure of Performance",
        "1,0,Radio,Gate,Danger,appears,,,Guard warns,",
        "2,90,,Gate,Shut the gate,,,,Gate is shut,seconds",
    ),
    "Conducttr": (
        "Number,Time,From,Faction,To,Team,Method,Subject,Message,Expected Action,Tab",
        "1,0,Control,,Gate,,Radio,Danger,appears,Guard warns,1",
        "2,90,,,,,,Shut the gate,,Gate is shut,1",
    ),
    "脚本": (
        "序号,时间,场景,事件/注入,处置行动,执行人员,指令与对白,视频背景与字幕,解说词",
        "1,T+0:00,险情出现,Danger,,Control,,航拍,各位领导",
        "2,T+1:30,控制,,Shut the gate,Guard,关门！,,保安关闭校门",
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_the_column_sets_that_were_seen_are_read(name: str) -> None:
    found = read([line.split(",") for line in SETS[name]])

    assert found.faults == ()
    assert len(steps(found)) == 2
    assert "Danger" in str(steps(found)[0].text)
    assert "Shut the gate" in str(steps(found)[1].text)
    assert planned(found) == ["T+0:00", "T+1:30"]


def test_what_nobody_knows_is_carried_along_with_its_row() -> None:
    found = read([line.split(",") for line in SETS["脚本"]])

    assert steps(found)[0].extra == {"视频背景与字幕": "航拍"}
    assert [step.kind for step in steps(found)] == ["inject", "action"]
    assert [step.narration for step in steps(found)] == ["各位领导", "保安关闭校门"]


LAST_YEAR = [
    ["2025年防冲撞演练脚本", "", "", ""],
    ["演练地点", "东门", "演练日期", "2025-12-05"],
    ["序号", "时间", "演练内容", "责任单位"],
    ["第一阶段 险情出现", "", "", ""],
    ["1", "9点10分", "险情出现：车辆冲向校门", "导演部"],
    ["2", "9点10分20秒", "按下一键报警", "专职保安员"],
    ["第二阶段 处置", "", "", ""],
    ["3", "9点13分", "设置拒马", "护学岗"],
    ["备注：遇雨顺延", "", "", ""],
]


def test_last_year_s_excel_comes_in_whole() -> None:
    found = read(LAST_YEAR)

    script = found.draft.script
    assert script.title == "2025年防冲撞演练脚本"
    assert script.notes == "备注：遇雨顺延"
    assert (found.draft.particulars.place, found.draft.particulars.date) == ("东门", "2025-12-05")
    phases = {phase.id: phase.name for phase in script.phases}
    assert [phases[step.phase] for step in steps(found)] == [
        "第一阶段 险情出现", "第一阶段 险情出现", "第二阶段 处置",
    ]  # fmt: skip
    assert planned(found) == ["T+0:00", "T+0:20", "T+3:00"]
    assert clock_text(Look(found.draft, LANGUAGE), steps(found)[2].id) == "09:13:00"


def test_headings_of_two_levels_under_a_merged_title_are_found() -> None:
    found = read(
        [
            ["处置程序", "", "", ""],
            ["预案", "处置", "处置", "处置"],
            ["预案版本", "处置角色", "处置内容", "备注"],
            ["2", "门卫", "险情出现", ""],
            ["2", "班主任", "疏散", "快"],
        ]
    )

    assert [step.text for step in steps(found)] == ["险情出现", "疏散"]


@pytest.mark.parametrize(
    ("cells", "heading", "expected"),
    [
        (("T+5", "T+12"), "T+min", ("300", "720")),
        (("J-1", "J+1 H+2 M-5", "J 09h00"), "time", ("-86400", "93300", "32400")),
        (("26/06/2024 09h00", "26/06/2024 09h05"), "time", ("9点0分0秒", "9点5分0秒")),
        (("2026-12-04 09:00", "2026-12-05 09:00"), "时间", ("0", "86400")),
        (("Monday 9:30", "Monday 9:45"), "Date", ("9点30分0秒", "9点45分0秒")),
        (("9:00", "9:20", "10:05"), "时间", ("9点0分0秒", "9点20分0秒", "10点5分0秒")),
        (("0:00", "3:20", "9:10"), "时间", ("0:00", "3:20", "9:10")),
    ],
)
def test_times_in_many_writings(
    cells: tuple[str, ...], heading: str, expected: tuple[str, ...]
) -> None:
    assert time_texts([Cell(text) for text in cells], heading)[0] == expected


def test_what_a_spreadsheet_made_of_minutes_and_seconds_is_said_before_it_counts() -> None:
    cells = [Cell("00:00:00", "time"), Cell("03:20:00", "time")]

    texts, said = time_texts(cells, "时间")

    assert texts == ("0:00", "3:20")
    assert "3 min 20 s" in str(said[0])
    assert time_texts(cells, "时间", "clock")[0] == ("0点0分0秒", "3点20分0秒")


def test_a_cell_that_cannot_stand_is_told_and_kept_as_a_note() -> None:
    found = read([["时间", "内容"], ["0:00", "险情出现"], ["随后", "疏散"]])

    (fault,) = found.faults
    assert (fault.row, fault.column) == (2, 0)
    assert steps(found)[1].extra == {"时间": "随后"}


def test_a_table_without_known_headings_asks_for_a_mapping() -> None:
    rows = [["门卫", "0:00", "喊话"], ["门卫", "0:20", "关门"]]
    with pytest.raises(UserError, match="mapping"):
        read(rows)

    found = read(rows, ScriptMap({"A": "role", "B": "planned", "C": "text"}, 0))

    assert [step.text for step in steps(found)] == ["喊话", "关门"]


def test_a_mapping_of_an_unknown_column_is_refused() -> None:
    with pytest.raises(UserError, match="names the column"):
        read_map('{"columns": {"A": "colour"}}')


OPENBAS = ScriptMap(
    {"B": "means", "C": "planned", "D": "to", "F": "text", "G": "narration", "H": "done_when"}, 0
)


#: Rows as files of public repositories have them, without headings and not in order.
CHECKLISTS = {
    "days before": ["J-6", "J-3", "J-3"],
    "dates": ["26/06/2024 09h00", "26/06/2024 09h05", "26/06/2024 09h10"],
    "mixed": ["J-1", "26/06/2024 09h00", "J+1"],
}


@pytest.mark.parametrize("name", CHECKLISTS)
def test_checklists_without_headings_are_read_by_a_mapping(name: str) -> None:
    kinds = ("Send an SMS", "Send a mail", "???")
    rows = [
        ["", kind, time, "team1", "subject", "message" if kind != "???" else "", "", "expectation"]
        for kind, time in zip(kinds, CHECKLISTS[name], strict=True)
    ]

    found = read(rows, OPENBAS)

    assert [step.means for step in steps(found)] == list(kinds)
    # Days before and dates in one column have no common zero: those are told and kept.
    assert len(found.faults) == (2 if name == "mixed" else 0)


def test_minutes_after_the_start_are_minutes() -> None:
    found = read(
        [
            ["T+min", "Inject#", "Delivery", "Description", "Artifacts", "Expected Actions"],
            ["T+5", "1", "Verbal", "Login seen, from abroad", "a.jsonl", "Triage"],
            ["T+12", "2", "Printout", "Cost anomaly", "b.jsonl", "Pivot"],
            ["T+25", "3", "Chat", "Access attempts", "c.jsonl", "Assess"],
        ]
    )

    assert planned(found) == ["T+0:00", "T+7:00", "T+20:00"]
    assert steps(found)[0].extra == {"Artifacts": "a.jsonl"}


def test_a_template_without_rows_says_so() -> None:
    with pytest.raises(UserError, match="no rows"):
        read([["Timestamp", "Speaker/Role", "Decision/Observation"]])


def test_a_table_of_too_many_rows_is_cut_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("时间,内容\n" + "0:10,疏散\n" * 2_003, encoding="utf-8")

    found = read_sheet(open_tables(path).sheet(None))

    assert len(steps(found)) == 2_000
    assert any("left out" in str(text) for text in found.said)
