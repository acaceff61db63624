"""A script leaves as a workbook and comes back: to the letter, or with what was changed in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drillplanner.exchange.importing.cells import Cell, Sheet
from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.scripts.columns import ID, Form
from drillplanner.exchange.scripts.workbook_reader import Returned, read_back
from drillplanner.exchange.scripts.workbook_writer import CARRIER, script_workbook
from drillplanner.plan.comparing.difference import Difference, compare
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import TABLES
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import parse_script
from drillplanner.services.plan.scripts import samples
from tests.plan.sample import newest, written

FORMS: tuple[Form, ...] = ("hseep", "script")
Table = list[list[str]]


def scripts() -> list[Script]:
    return [*(one.script for one in samples()), parse_script(written(newest()))]


def sheets_of(script: Script, form: Form, tmp_path: Path) -> dict[str, Table]:
    path = tmp_path / "script.xlsx"
    path.write_bytes(script_workbook(script, form, "zh_CN"))
    return {
        sheet.name: [[cell.text for cell in row] for row in sheet.rows]
        for sheet in open_tables(path).sheets
    }


def back(sheets: dict[str, Table]) -> Returned:
    made = [
        Sheet(name, tuple(tuple(Cell(text) for text in row) for row in rows))
        for name, rows in sheets.items()
    ]
    found = read_back(made)
    assert found is not None
    return found


def changed(
    script: Script, tmp_path: Path, change: Callable[[dict[str, Table]], Any]
) -> tuple[Returned, Difference]:
    sheets = sheets_of(script, "script", tmp_path)
    change(sheets)
    found = back(sheets)
    return found, compare(script, found.draft.script, "zh_CN")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.id)
def test_a_workbook_reads_back_to_the_same_script(
    form: Form, script: Script, tmp_path: Path
) -> None:
    found = back(sheets_of(script, form, tmp_path))

    assert found.draft.script == script
    assert (found.said, found.faults) == ((), ())


def test_hseep_columns_are_those_of_its_template(tmp_path: Path) -> None:
    heads = sheets_of(samples()[0].script, "hseep", tmp_path)["脚本"][0]

    assert heads[:9] == [
        "Event Number", "Designated Scenario Time", "Event Type", "Inject Mode", "From", "To",
        "Message", "Expected Participant Response", "Exercise Objective",
    ]  # fmt: skip
    assert heads[-1] == ID


def test_exactly_what_was_changed_is_different(tmp_path: Path) -> None:
    script = samples()[2].script

    def change(sheets: dict[str, Table]) -> None:
        rows = sheets["脚本"]
        column = rows[0].index("处置行动")
        row = next(row for row in rows[1:] if row[column])
        row[column] = f"{row[column]}，并报告位置"
        limit = sheets["计时项"][0].index("时限")
        sheets["计时项"][3][limit] = "1:30"

    found, difference = changed(script, tmp_path, change)

    assert found.faults == ()
    assert [(one.part, one.fate, [f.name for f in one.fields]) for one in difference.changes] == [
        ("steps", "changed", ["text"]),
        ("targets", "changed", ["limit_s"]),
    ]


def test_rows_come_go_and_move(tmp_path: Path) -> None:
    script = samples()[2].script

    def change(sheets: dict[str, Table]) -> None:
        rows = sheets["脚本"]
        heads = rows[0]
        new = [""] * len(heads)
        new[heads.index("处置行动")], new[heads.index("执行人员")] = "拍照取证", "记录员"
        new[heads.index("前置步骤")] = "5+0:10"
        rows.insert(4, new)
        rows[7], rows[8] = rows[8], rows[7]

    found, difference = changed(script, tmp_path, change)

    assert found.faults == ()
    made = found.draft.script.steps[3]
    assert made.text == "拍照取证"
    assert made.after[0].step == script.steps[4].id
    fates = [(one.part, one.fate) for one in difference.changes]
    assert fates == [("steps", "added"), ("steps", "moved"), ("roles", "added")]


def test_a_row_that_is_gone_takes_what_hung_on_it(tmp_path: Path) -> None:
    script = samples()[2].script

    def change(sheets: dict[str, Table]) -> None:
        del sheets["脚本"][4]

    found, difference = changed(script, tmp_path, change)

    gone = script.steps[3].id
    assert gone not in [step.id for step in found.draft.script.steps]
    assert ("steps", "removed") in [(one.part, one.fate) for one in difference.changes]


def test_what_cannot_stand_is_told_by_sheet_row_and_column(tmp_path: Path) -> None:
    def change(sheets: dict[str, Table]) -> None:
        sheets["计时项"][2][sheets["计时项"][0].index("时限")] = "很快"

    found, difference = changed(samples()[0].script, tmp_path, change)

    (fault,) = found.faults
    assert (fault.sheet, fault.row) == ("计时项", 2)
    assert difference.is_empty


def test_a_column_that_nobody_knows_is_carried_along(tmp_path: Path) -> None:
    def change(sheets: dict[str, Table]) -> None:
        rows = sheets["脚本"]
        rows[0].insert(3, "视频背景与字幕")
        for row in rows[1:]:
            row.insert(3, "")
        rows[2][3] = "校门航拍"

    found, _difference = changed(samples()[0].script, tmp_path, change)

    assert found.draft.script.steps[1].extra == {"视频背景与字幕": "校门航拍"}


DANGEROUS = ("=1+1", "+CMD|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_a_spreadsheet_would_compute_stays_text(text: str, tmp_path: Path) -> None:
    script = samples()[0].script
    row = script.steps[3].id
    script = acts.type_cell(
        Draft(script), TABLES["steps"], row, "place", text, "zh_CN"
    ).draft.script

    data = script_workbook(script, "script", "zh_CN")

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in book.read(name) for name in parts)
    found = back(sheets_of(script, "script", tmp_path))
    assert found.draft.script.steps[3].place == script.steps[3].place


def test_a_time_that_a_spreadsheet_made_of_it_is_asked_back(tmp_path: Path) -> None:
    script = samples()[0].script
    sheets = sheets_of(script, "script", tmp_path)
    rows = sheets["计时项"]
    at = rows[0].index("时限")
    made = [
        Sheet(
            name,
            tuple(
                tuple(
                    Cell("01:30:00", "time")
                    if (name, n, column) == ("计时项", 1, at)
                    else Cell(text)
                    for column, text in enumerate(row)
                )
                for n, row in enumerate(table)
            ),
        )
        for name, table in sheets.items()
    ]

    found = read_back(made)

    assert found is not None
    assert "1 h 30 min, or 1 min 30 s" in str(found.faults[0].text)


def test_the_same_script_gives_the_same_bytes() -> None:
    script = samples()[0].script

    assert script_workbook(script, "hseep", "en") == script_workbook(script, "hseep", "en")


def test_a_workbook_of_others_is_none_of_ours() -> None:
    assert read_back([Sheet("1", ((Cell("步骤"),),))]) is None


def cells_of(sheets: dict[str, Table]) -> dict[tuple[str, int, int], str]:
    """Give every cell of every sheet by its place, the hidden one with the script too."""
    return {
        (name, row, column): text
        for name, rows in sheets.items()
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.id)
def test_a_round_trip_is_the_same_cell_by_cell(form: Form, script: Script, tmp_path: Path) -> None:
    first = sheets_of(script, form, tmp_path)

    second = sheets_of(back(first).draft.script, form, tmp_path)

    assert cells_of(second) == cells_of(first)


@pytest.mark.parametrize("form", FORMS)
def test_of_a_changed_cell_that_cell_alone_is_different_after_the_round_trip(
    form: Form, tmp_path: Path
) -> None:
    first = sheets_of(samples()[2].script, form, tmp_path)
    heads = first["脚本"][0]
    column = heads.index("Message" if form == "hseep" else "处置行动")
    row = next(n for n, cells in enumerate(first["脚本"]) if n and cells[column])
    typed = {name: [list(cells) for cells in rows] for name, rows in first.items()}
    typed["脚本"][row][column] = "换成这句话"

    second = cells_of(sheets_of(back(typed).draft.script, form, tmp_path))

    before = cells_of(first)
    # The hidden sheet carries the script, which is another now.
    seen = [place for place in before if place[0] != CARRIER]
    assert [place for place in seen if second[place] != before[place]] == [("脚本", row, column)]
