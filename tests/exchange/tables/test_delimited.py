"""Text of unknown origin is read right or refused with the place; it never does harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drillplanner.exchange.tables.delimited import MOST_ROWS
from drillplanner.exchange.text_file import MOST_BYTES
from tests.exchange.tables.log_fixtures import read, refused

TABLE = "source,step,time,note\n校门,seen,09:12:30,看见\n校门,alarm,09:13:00,“报警”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_are_told_apart(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    text = TABLE.replace(",", delimiter).replace("\n", newline)

    log = read(tmp_path, text.encode(encoding))

    assert log == read(tmp_path, TABLE)
    assert log.observations[1].note == "“报警”"
    assert log.observations[1].place == "gate.csv, row 3"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "gate.csv: The file is empty"),
        (b"\xef\xbb\xbf", "gate.csv: The file is empty"),
        (b"\n ,,\r\n", "gate.csv: The file is empty"),
        (TABLE.encode("utf-16"), "gate.csv: This file is UTF-16"),
        (TABLE.encode("utf-16-be"), "gate.csv: This is not text, or UTF-16"),
        (b"source,step,time\ngate,se\0en,1\n", "gate.csv: This is not text, or UTF-16: there is a "
         "zero byte in line 2, byte 8"),
        (b"PK\x03\x04rest", "gate.csv: This is a spreadsheet"),
        (b"source,step,time\r\ng\xff,seen,1\n", "gate.csv: The text is neither UTF-8 nor GB18030 "
         "in line 2, byte 2"),
        ("source,step,time\r\ncafé,seen,1\n".encode("cp1252"), "gate.csv: The text is neither"),
        (b"\xef\xbb\xbfsource,step,time\n\xd0\xa3\xc3,seen,1\n", "gate.csv: The text is neither"),
        (b"\xed\xa0\x80,step", "gate.csv: The text is neither"),
        (b'source,step,time\na,seen,1\n"b,seen,1\n', "gate.csv: The quoted cell that opens in "
         "line 3 is never closed"),
        (b'source,step,time\n"a\n\nb"c,seen,1\n', "gate.csv: Text follows the quoted cell that "
         "opens in line 2"),
        (b"gate,seen,1\n", "gate.csv, row 1: There is no column gate."),
        (b"source,step,time,time\n", "gate.csv, row 1: The column time is here twice."),
        (b"source,,step,time\n", "gate.csv, row 1: Column 2 has no name."),
        (b"source,step\n", "gate.csv, row 1: The column time is missing; name it in the first"),
        (b"source,step,time\ng,seen,1,x\n", "gate.csv, row 2: This row has more cells"),
        (b"source,step,time\ng,seen,1" + b"," * 300 + b"x\n", "gate.csv, row 2: This row has more"),
    ],
)  # fmt: skip
def test_unreadable_text_is_refused_with_its_place(tmp_path: Path, data: bytes, told: str) -> None:
    assert any(fault.startswith(told) for fault in refused(tmp_path, data))


def test_columns_stand_in_any_order_and_case(tmp_path: Path) -> None:
    log = read(tmp_path, ' Time ,"NOTE",\ufeffStep,SOURCE,,\n9:00:01,a,seen,gate\n')

    assert (log.observations[0].source, log.observations[0].note) == ("gate", "a")


def test_table_of_only_a_header_is_an_empty_log(tmp_path: Path) -> None:
    assert read(tmp_path, "source,step,time").scales == {}


def test_blank_rows_are_passed_over_but_counted(tmp_path: Path) -> None:
    log = read(tmp_path, "\nsource,step,time\n\n,,\n  \ngate,seen,1\n")

    assert log.observations[0].place == "gate.csv, row 6"


def test_missing_and_spare_blank_cells_are_harmless(tmp_path: Path) -> None:
    log = read(tmp_path, "source,step,time,note\ngate,seen,1\ngate,alarm,2,,, ,\n")

    assert [each.note for each in log.observations] == ["", ""]


def test_row_counts_records_and_line_counts_lines(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, 'source,step,time,note\ngate,seen,1,"a\r\nb\rc"\ngate,seen,x,\n')

    assert fault.startswith("gate.csv, row 3, time")


def test_quoted_cells_may_hold_anything(tmp_path: Path) -> None:
    log = read(
        tmp_path, 'source;step;time;note\n "gate" ; seen ;1;"a;""b"";\n"\ngate;alarm;2;5" x\n'
    )

    assert [each.note for each in log.observations] == ['a;"b";\n', '5" x']


def test_too_large_a_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "gate.csv"
    with path.open("wb") as file:
        file.truncate(1 << 30)

    (fault,) = refused_path(path)

    assert (
        fault
        == f"gate.csv: The file is larger than {MOST_BYTES // 10**6} MB; split it into several."
    )


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    told = refused(tmp_path, "source,step\n" + "gate,seen\n" * (MOST_ROWS + 1))

    assert told[1] == f"gate.csv: There are more than {MOST_ROWS} rows; split the file."


def test_many_short_quoted_cells_take_linear_time(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, b"source,step,time\n" + b'"a\nb",' * 200_000)

    assert fault.startswith("gate.csv, row 2: This row has more cells")


@pytest.mark.soak
def test_endless_blank_rows_are_refused(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, b"source,step,time\n" + b"\n" * 1_048_577)

    assert fault.startswith("gate.csv: There are more than 1048576 blank rows")


def test_folder_missing_file_and_impossible_name_are_told(tmp_path: Path) -> None:
    assert refused_path(tmp_path) == [f"{tmp_path.name}: This is a folder; name a file in it."]
    assert refused_path(tmp_path / "none.csv")[0].startswith("none.csv: There is no such file")
    assert "cannot be read" in refused_path(tmp_path / ("x" * 300))[0]
    assert "cannot be read" in refused_path(tmp_path / "a\0b")[0]


@pytest.mark.skipif(os.name == "nt", reason="names of Windows are not bytes")
def test_name_that_is_no_text_can_be_said(tmp_path: Path) -> None:
    (fault,) = refused_path(tmp_path / os.fsdecode(b"\xff.csv"))

    assert fault.startswith("\ufffd.csv: ")


def refused_path(path: Path) -> list[str]:
    """Read a file that must be refused, and give its faults."""
    from drillplanner.base.errors import FileRefused
    from drillplanner.exchange.tables.log_table import read_logs
    from tests.exchange.tables.log_fixtures import script

    with pytest.raises(FileRefused) as refusal:
        read_logs([path], script())
    return [f"{fault.path}: {fault.text}" for fault in refusal.value.faults]
