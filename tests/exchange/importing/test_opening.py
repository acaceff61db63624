"""Tables of every form come in as plain cells; what would harm is refused unread."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.exchange.importing.cells import Merge, Sheet, cell_name
from drillplanner.exchange.importing.opening import clipboard_tables, open_tables
from drillplanner.exchange.importing.spreadsheets import read_apart
from drillplanner.exchange.text_file import Unreadable
from tests.exchange.importing import made

HERE = Path(__file__).parent
WORKBOOK = made.xlsx([["步骤", "时间"], ["报警", time(9, 30)]])


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


def opened(folder: Path, data: bytes, name: str) -> Sheet:
    path = folder / name
    path.write_bytes(data)
    return open_tables(path).sheet(None)


def why_refused(folder: Path, data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(FileRefused) as refusal:
        opened(folder, data, name)
    return str(refusal.value)


def test_cells_of_a_workbook_keep_what_they_were(tmp_path: Path) -> None:
    rows: list[list[made.Value]] = [
        ["步骤", time(3, 20), timedelta(hours=30, seconds=5), 0.395833333333333, 45000],
        ["=x", date(2026, 5, 12), datetime(2026, 5, 12, 9, 30, 5), True, time(15, 44, 1, 937000)],
    ]

    sheet = opened(tmp_path, made.xlsx(rows), "a.xlsx")

    assert [[(cell.kind, cell.text) for cell in row] for row in sheet.rows] == [
        [("text", "步骤"), ("time", "03:20:00"), ("duration", "30:00:05"),
         ("number", "0.395833333333333"), ("number", "45000")],
        [("number", "0"), ("date", "2026-05-12"), ("datetime", "2026-05-12T09:30:05"),
         ("text", "TRUE"), ("time", "15:44:01.937")],
    ]  # fmt: skip


def test_an_old_workbook_is_read_with_its_merged_title() -> None:
    sheet = open_tables(HERE / "old.xls").sheet("记录")

    assert texts(sheet)[1:] == [
        ["步骤", "时间", "备注"],
        ["发现险情", "09:30:05", "甲"],
        ["报警", "09:30:50", ""],
        ["锁门", "2026-05-12T09:31:00", ""],
    ]
    assert sheet.merges == (Merge(0, 0, 0, 2),)
    assert sheet.spread(0, 2).text == "演练记录"


def test_an_opendocument_table_is_read_with_its_long_durations(tmp_path: Path) -> None:
    long = (
        '<table:table-row><table:table-cell office:value-type="time" '
        'office:time-value="PT30H03M20.5S"><text:p>30:03:20.5</text:p></table:table-cell>'
        "</table:table-row>"
    )

    sheet = opened(tmp_path, made.ods(made.ods_row("报警", "09:30:00") + long), "a.ods")

    assert texts(sheet) == [["报警", "09:30:00"], ["30:03:20.5", ""]]
    assert sheet.cell(1, 0).kind == "duration"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1,5;2", [["a", "b"], ["1,5", "2"]]),
        ("演练记录\n\na\tb,c\n1\t2", [["演练记录"], [], ["a", "b,c"], ["1", "2"]]),
        ('"#","Label"\r\n"0","x\ny"\r\n', [["#", "Label"], ["0", "x\ny"]]),
        ("只有一列\n二", [["只有一列"], ["二"]]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_is_cut_by_the_delimiter_that_fits(
    tmp_path: Path, text: str, cells: list[list[str]], encoding: str
) -> None:
    assert texts(opened(tmp_path, text.encode(encoding), "a.csv")) == cells


def test_a_web_page_named_as_a_workbook_is_read(tmp_path: Path) -> None:
    page = (
        "<html><head><title>x</title></head><table><tr><td rowspan=2>一班<td colspan=2>出发 "
        "&amp; 到达<tr><td>09:30<td>09:31<br>第二次</table>"
    )

    sheet = opened(tmp_path, page.encode(), "a.xls")

    assert texts(sheet) == [["一班", "出发 & 到达", ""], ["", "09:30", "09:31\n第二次"]]
    assert sheet.spread(1, 0).text == "一班"


def test_the_clipboard_gives_its_table_as_html_or_as_text() -> None:
    html = clipboard_tables("x", html="<p>no table</p>", text="a\tb\n1\t2").sheet(None)

    assert texts(html) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (made.far_corners(), "more than 200000 cells"),
        (
            made.ods(made.ods_row("a") + made.ods_row(repeated=300_000) + made.ods_row("b")),
            "more than 200000 cells",
        ),
        (
            made.replaced(
                WORKBOOK,
                "xl/sharedStrings.xml",
                b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><s>&b;</s>',
            ),
            "damaged",
        ),
        (made.replaced(WORKBOOK, "xl/sharedStrings.xml", b" " * 201_000_000), "unpacks to more"),
        (made.replaced(WORKBOOK, "xl/sharedStrings.xml", b"<a>" * 100), "damaged"),
        (made.replaced(WORKBOOK, "xl/worksheets/sheet1.xml", b"<worksheet"), "damaged"),
        (WORKBOOK[: len(WORKBOOK) // 2], "damaged"),
        (made.archive({"word/document.xml": b"<w/>"}), "no spreadsheet that can be read"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (made.xlsx([]), "nothing in this spreadsheet"),
        (b"", "nothing in this table"),
        (b"<html><p>x", "no table in this"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, data: bytes, told: str) -> None:
    assert told in why_refused(tmp_path, data)


def test_a_reader_that_dies_is_told_and_nothing_else_dies() -> None:
    with pytest.raises(Unreadable, match="more memory or time"):
        read_apart(made.far_corners())


def test_a_damaged_byte_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - the same bytes at every run
    for _time in range(12):
        broken = bytearray(WORKBOOK)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        try:
            opened(tmp_path, bytes(broken), "a.xlsx")
        except FileRefused:
            continue


def test_cells_are_named_as_spreadsheets_do() -> None:
    assert [cell_name(0, 0), cell_name(6, 25), cell_name(1, 26), cell_name(0, 701)] == [
        "A1", "Z7", "AA2", "ZZ1",
    ]  # fmt: skip
