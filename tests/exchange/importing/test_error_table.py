"""A table that was refused goes back as it came, with a column that says why."""

from __future__ import annotations

import csv
import io
from datetime import time, timedelta
from pathlib import Path

from drillplanner.base.texts import _
from drillplanner.base.translator import translator
from drillplanner.exchange.importing.conversion import CellError
from drillplanner.exchange.importing.error_table import error_csv, error_workbook
from drillplanner.exchange.importing.layout import find_layout
from drillplanner.exchange.importing.opening import open_tables
from tests.exchange.importing import made

SAY = translator("zh_CN").say
ERRORS = (
    CellError(2, 1, _("There is nothing in this table.")),
    CellError(2, None, _("There is no table in this.")),
)


def test_the_workbook_holds_the_same_cells_and_one_column_more(tmp_path: Path) -> None:
    rows: list[list[made.Value]] = [
        ["演练记录", None, None],
        ["步骤", "时间", "备注"],
        ["报警", time(9, 30, 5), "=x"],
        ["锁门", timedelta(hours=30, milliseconds=250), 3.25],
    ]
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx(rows, ("A1:C1",)))
    sheet = open_tables(path).sheet(None)

    back = tmp_path / "b.xlsx"
    written = error_workbook(sheet, find_layout(sheet), ERRORS, SAY)
    back.write_bytes(written)
    read = open_tables(back).sheet(None)

    assert [[read.cell(row, column) for column in range(3)] for row in range(4)] == [
        [sheet.cell(row, column) for column in range(3)] for row in range(4)
    ]
    assert read.merges == sheet.merges
    assert read.cell(1, 3).text == "错误原因"
    assert read.cell(2, 3).text == "B3：这个表格是空的。\n其中没有表格。"
    # The same errors make the same bytes.
    assert written == error_workbook(sheet, find_layout(sheet), ERRORS, SAY)


def test_the_csv_says_the_same_and_computes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("步骤,时间\n=1+1,x\n报警,9:30:05\n", encoding="utf-8")
    sheet = open_tables(path).sheet(None)

    rows = list(
        csv.reader(
            io.StringIO(error_csv(sheet, find_layout(sheet), ERRORS, SAY).decode("utf-8-sig"))
        )
    )

    assert rows == [
        ["步骤", "时间", "错误原因"],
        ["'=1+1", "x", ""],
        ["报警", "9:30:05", "B3：这个表格是空的。\n其中没有表格。"],
    ]
