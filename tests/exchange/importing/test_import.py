"""Tables as the field writes them become logs: what is proposed, what is asked, what is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.exchange.importing.cells import Cell, Merge, Sheet, sheet_of_texts
from drillplanner.exchange.importing.checking import Checked, check
from drillplanner.exchange.importing.conversion import convert, is_known, layout_for
from drillplanner.exchange.importing.layout import Label, find_layout
from drillplanner.exchange.importing.mapping import ColumnMap, TableMap, ValueRole
from drillplanner.exchange.importing.opening import clipboard_tables, open_tables
from drillplanner.exchange.importing.proposals import Proposed, propose
from drillplanner.exchange.importing.vocabulary import names_of_script
from drillplanner.plan.model import Script
from tests.exchange.importing import made
from tests.exchange.importing.scripts import FORM, SCHOOL, same_named, script_of

Values = dict[ValueRole, dict[str, str | None]]

FIELD = Path(__file__).parent / "field"
APP = same_named("alarm", "gate", "police", "inside", "subdued")


def proposed_for(sheet: Sheet, script: Script | None) -> Proposed:
    names = names_of_script(script)
    layout = find_layout(sheet, lambda text: is_known(text, names))
    return propose(sheet, layout, names, "table")


def tried(sheet: Sheet, table_map: TableMap, script: Script | None) -> Checked:
    layout = layout_for(sheet, table_map, names_of_script(script))
    return check(convert(sheet, layout, table_map), script)


def taken(sheet: Sheet, script: Script, **changes: object) -> Checked:
    """Take a table in as it is proposed, with what a person would change."""
    table_map = replace(proposed_for(sheet, script).table_map, **changes)  # type: ignore[arg-type]
    return tried(sheet, table_map, script)


def times(checked: Checked) -> dict[str, Fraction | None]:
    assert checked.log is not None, (checked.errors, checked.general)
    return {
        f"{one.step}/{one.unit}" if one.unit else one.step: one.at_s
        for one in checked.log.observations
    }


def errors(checked: Checked) -> list[tuple[int, int | None, str]]:
    return [(one.row, one.column, str(one.text)) for one in checked.errors]


def of_day(text: str) -> Fraction:
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)


# -- whole tables -------------------------------------------------------------------------------


def test_a_form_with_title_labels_and_two_levels_is_found_and_read() -> None:
    merges = (Merge(0, 0, 0, 5), Merge(1, 0, 1, 5), Merge(3, 1, 3, 2), Merge(3, 3, 3, 4),
              Merge(3, 0, 4, 0), Merge(3, 5, 4, 5))  # fmt: skip
    sheet = replace(sheet_of_texts("S", FORM), merges=merges)

    layout = find_layout(sheet)
    checked = taken(sheet, SCHOOL)

    assert (layout.header, layout.header_rows, layout.last) == (3, 2, 7)
    assert [column.name for column in layout.columns] == [
        "班级", "时间/就地避险", "时间/到达集合点", "人数/应到", "人数/实到", "备注",
    ]  # fmt: skip
    assert layout.labels == (
        Label("演练日期", "2026年5月12日", 2, 1),
        Label("记录人", "张老师", 2, 3),
    )
    assert times(checked) == {
        "shelter/c11": of_day("9:30:12"), "gather/c11": of_day("9:33:05"),
        "shelter/c12": of_day("9:30:20"), "gather/c12": of_day("9:33:41"),
    }  # fmt: skip
    assert checked.log is not None
    assert checked.log.origins == {"张老师": "2026-05-12"}
    assert [(one.unit, str(one.heads)) for one in checked.log.heads] == [
        ("c11", "38/40"), ("c12", "42/42"),
    ]  # fmt: skip
    assert checked.log.observations[0].note == "两人请假"


@pytest.mark.parametrize("nothing", ["", "/", "—"])
def test_heads_are_counted_of_a_class_whose_time_nobody_wrote(nothing: str) -> None:
    form = [list(row) for row in FORM]
    form[6][2] = nothing

    checked = taken(sheet_of_texts("S", form), SCHOOL)

    assert "gather/c12" not in times(checked)
    assert checked.log is not None
    assert [(one.ref, str(one.heads)) for one in checked.log.heads] == [
        ("gather/c11", "38/40"), ("gather/c12", "42/42"),
    ]  # fmt: skip


def test_the_same_form_is_found_without_its_merges() -> None:
    layout = find_layout(sheet_of_texts("S", FORM))

    assert (layout.header, layout.header_rows) == (3, 2)
    assert [column.name for column in layout.columns][1:5] == [
        "时间/就地避险", "时间/到达集合点", "人数/应到", "人数/实到",
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["Total", "Time Recorded"])
def test_a_stopwatch_export_is_read_by_total_or_by_clock(column: str) -> None:
    # By hand: totals 4.022, 7.921, 12.038, 15.411, and 15:44:09.858 - 15:44:01.937 = 7.921.
    sheet = open_tables(FIELD / "stopwatch-app.csv").sheet(None)
    table_map = proposed_for(sheet, APP).table_map
    columns = tuple(
        replace(one, role="time" if one.column == column else "note")
        if one.column in ("Total", "Time Recorded")
        else one
        for one in table_map.columns
    )
    # The start row of the totals holds a dash: a person says that it is the zero.
    meant: Values = {**table_map.values, "time": {"---": "00:00:00.000"}}

    read = times(tried(sheet, replace(table_map, columns=columns, values=meant), APP))

    start = read["alarm"]
    assert start is not None
    assert {step: at - start for step, at in read.items() if at is not None} == {
        "alarm": 0,
        "gate": Fraction("4.022"),
        "police": Fraction("7.921"),
        "inside": Fraction("12.038"),
        "subdued": Fraction("15.411"),
    }


def test_steps_that_are_like_nothing_are_proposed_by_order_and_never_sure() -> None:
    proposed = proposed_for(open_tables(FIELD / "stopwatch-app.csv").sheet(None), APP)

    assert proposed.table_map.meaning("step") == {
        "Start #1": "alarm", "Split #1": "gate", "Split #2": "police", "Split #3": "inside",
        "Split #4": "subdued",
    }  # fmt: skip
    assert not any(one.is_sure for one in proposed.proposals if one.topic == "value")


def test_a_table_copied_from_an_older_program_asks_how_sure_about_is() -> None:
    script = script_of(
        {"intruder": "Intruder seen", "alarm": "Alarm pressed", "closed": "Gate closed",
         "subdued": "Intruder subdued"}
    )  # fmt: skip
    sheet = open_tables(FIELD / "copied.csv").sheet(None)

    asked = taken(sheet, script)
    read = taken(sheet, script, about_u_s=5.0)

    assert [(row, column) for row, column, _text in errors(asked)] == [(1, 1), (2, 1)]
    assert "says “about”" in errors(asked)[0][2]
    assert read.log is not None
    assert [(one.step, one.at_s) for one in read.log.observations] == [
        ("alarm", of_day("21:14:09")), ("closed", of_day("21:14:24")),
        ("intruder", of_day("21:35:28")), ("subdued", of_day("21:36:01")),
        ("subdued", of_day("21:36:16")),
    ]  # fmt: skip
    assert read.log.observations[0].variance_s2 == 25
    assert read.log.observations[0].note == "Since T0: ≈−21:18.9"


def test_a_dispatch_record_with_a_row_a_unit_is_read() -> None:
    # emerg-call-data-review, incident FIREC of 2010-01-02: 02:59:41 - 01:41:51 = 4,670 s.
    script = script_of(
        {"dispatch": "Dispatch", "enroute": "En route", "arrive": "Arrive"},
        {step: {"U1": "U1", "U2": "U2"} for step in ("dispatch", "enroute", "arrive")},
    )
    sheet = sheet_of_texts(
        "S",
        [("Apparatus", "Date", "Dispatch", "En route", "Arrived"),
         ("U1", "2010-01-02", "02:02:55", "02:02:59", "02:59:41"),
         ("U2", "2010-01-02", "01:41:51", "01:45:11", "01:51:58")],
    )  # fmt: skip

    read = times(taken(sheet, script))

    last, first = read["arrive/U1"], read["dispatch/U2"]
    assert last is not None
    assert first is not None
    assert last - first == 4670


def test_lanes_of_a_timer_as_columns_are_units_of_one_step() -> None:
    script = script_of(
        {"gate": "Gate", "line": "Line"}, {"line": {"A": "Lane A", "B": "Lane B", "C": "Lane C"}}
    )
    sheet = sheet_of_texts(
        "S", [("Gate", "Lane A", "Lane B", "Lane C"), ("0", "2.832", "3.114", "---")]
    )

    assert times(taken(sheet, script)) == {
        "gate": 0, "line/A": Fraction("2.832"), "line/B": Fraction("3.114"),
    }  # fmt: skip


def test_labels_beside_values_are_a_table_without_a_header() -> None:
    script = script_of({"begin": "开始疏散", "alarm": "报警", "end": "疏散结束"})
    sheet = sheet_of_texts(
        "S", [("开始疏散", "9:30:05"), ("报警", "9:30:20"), ("疏散结束", "9:34:00")]
    )

    assert times(taken(sheet, script)) == {
        "begin": of_day("9:30:05"), "alarm": of_day("9:30:20"), "end": of_day("9:34:00"),
    }  # fmt: skip


def test_a_table_from_the_clipboard_is_taken_like_a_file() -> None:
    html = (
        "<table><tr><td>步骤<td>时刻<td>备注<tr><td>alarm<td>09:30:05<td>甲"
        "<tr><td>gate<td>09:30:50<td></table>"
    )

    read = taken(clipboard_tables("x", html=html).sheet(None), APP)

    assert times(read) == {"alarm": of_day("9:30:05"), "gate": of_day("9:30:50")}


def test_our_own_table_is_taken_in_without_a_question() -> None:
    sheet = sheet_of_texts(
        "S",
        [("source", "step", "time", "uncertainty_s", "bound", "note", "observed"),
         ("门卫", "alarm", "9:30:05", "0.5", "at_most", "x", "radio"),
         ("门卫", "gate", "done", "", "", "", "")],
    )  # fmt: skip

    proposed = proposed_for(sheet, APP)
    read = tried(sheet, proposed.table_map, APP)

    assert not proposed.doubtful
    assert read.log is not None
    first, second = read.log.observations
    assert (first.source, first.variance_s2, first.bound, first.observed, first.note) == (
        "门卫", Fraction(1, 4), "at_most", "radio", "x",
    )  # fmt: skip
    assert second.outcome == "done"


# -- what a column of times means -----------------------------------------------------------------


def minute_sheet(tmp_path: Path) -> Sheet:
    """3:20 typed into a spreadsheet, which keeps it as 03:20:00."""
    rows: Sequence[Sequence[made.Value]] = [
        ["步骤", "时间"], ["alarm", time(0, 0)], ["gate", time(0, 42)], ["police", time(3, 20)],
        ["subdued", timedelta(hours=24, minutes=1)],
    ]  # fmt: skip
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx(rows))
    return open_tables(path).sheet(None)


def test_minutes_and_seconds_that_a_spreadsheet_kept_as_hours_are_asked_about(
    tmp_path: Path,
) -> None:
    sheet = minute_sheet(tmp_path)

    asked = taken(sheet, APP)

    assert [(row, column) for row, column, _text in errors(asked)] == [(1, 1)]
    assert "stopwatch" in errors(asked)[0][2]


def test_said_to_be_a_stopwatch_they_are_minutes_and_seconds(tmp_path: Path) -> None:
    sheet = minute_sheet(tmp_path)
    table_map = proposed_for(sheet, APP).table_map
    columns = tuple(
        replace(one, dial="stopwatch") if one.role == "time" else one for one in table_map.columns
    )

    # By hand: 0:42 = 42 s, 3:20 = 200 s, 24:01 = 1,441 s.
    assert times(tried(sheet, replace(table_map, columns=columns), APP)) == {
        "alarm": 0, "gate": 42, "police": 200, "subdued": 1441,
    }  # fmt: skip


def test_a_heading_that_says_elapsed_proposes_a_stopwatch_where_nothing_decides() -> None:
    sheet = sheet_of_texts("S", [("步骤", "累计用时"), ("alarm", "0:00"), ("gate", "0:42")])

    proposed = proposed_for(sheet, APP)

    (dial,) = [one for one in proposed.proposals if one.topic == "dial"]
    assert not dial.is_sure
    assert next(one.dial for one in proposed.table_map.columns if one.role == "time") == "stopwatch"


# -- rows ---------------------------------------------------------------------------------------


def one_row(
    *cells: str, heads: Sequence[str] = ("步骤", "时间", "日期"), **more: object
) -> Checked:
    sheet = sheet_of_texts("S", [heads, cells, ("gate", "9:45:07", "2026/5/12")])
    return taken(sheet, APP, **more)


def test_a_date_in_a_column_of_its_own_gives_the_day() -> None:
    read = one_row("alarm", "23:59:58", "2026/5/11")

    assert read.log is not None
    assert read.log.origins == {"table": "2026-05-11"}
    assert [one.at_s for one in read.log.observations] == [86398, 86400 + of_day("9:45:07")]


@pytest.mark.parametrize(
    ("time_cell", "bound", "until"),
    [
        ("≤9:30:05", "at_most", None),
        ("不早于9:30:05", "at_least", None),
        ("9:30:05至9:30:20", "between", of_day("9:30:20")),
        ("9:30:05-9:30:20", "between", of_day("9:30:20")),
        ("上午9:30:05", "exact", None),
        ("2026/5/12 9:30:05", "exact", None),
    ],
)
def test_what_stands_around_a_time_goes_where_it_belongs(
    time_cell: str, bound: str, until: Fraction | None
) -> None:
    dated = "2026/5/12 9:45:07" if "/" in time_cell else "9:45:07"
    sheet = sheet_of_texts("S", [("步骤", "时间"), ("alarm", time_cell), ("gate", dated)])

    read = taken(sheet, APP)

    assert read.log is not None, errors(read)
    first = read.log.observations[0]
    assert (first.at_s, first.bound, first.until_s) == (of_day("9:30:05"), bound, until)


def test_every_wrong_cell_is_named_where_it_stands() -> None:
    sheet = sheet_of_texts(
        "S",
        [("title", "", ""), ("步骤", "时间", "日期"), ("alarm", "9:61:00", "2026-05-12"),
         ("gate", "nine", "2026-05-12"), ("police", "9:30:05", "31.2.2026"), ("", "9:30:05", ""),
         ("备注：雨天", "", "")],
    )  # fmt: skip
    table_map = replace(
        proposed_for(sheet, APP).table_map,
        values={"step": {"备注：雨天": None}},
    )

    checked = tried(sheet, table_map, APP)

    assert [(row, column) for row, column, _text in errors(checked)] == [
        (2, 1), (3, 1), (4, 2), (5, 0),
    ]  # fmt: skip
    assert checked.log is None


def test_a_row_whose_word_stands_for_nothing_is_passed_over_and_told() -> None:
    sheet = sheet_of_texts("S", [("步骤", "时间"), ("alarm", "9:30:05"), ("校长讲话", "9:40:00")])
    table_map = proposed_for(sheet, APP).table_map

    converted = convert(sheet, layout_for(sheet, table_map, names_of_script(APP)), table_map)

    assert len(converted.rows) == 1
    assert [(one.row, str(one.text)) for one in converted.passed_over] == [
        (2, "校长讲话 stands for nothing in the mapping")
    ]


def test_a_merged_cell_holds_for_all_its_rows() -> None:
    rows = (
        ("班级", "步骤", "时间"),
        ("一（1）班", "shelter", "9:30:05"),
        ("", "gather", "9:33:00"),
    )
    sheet = replace(sheet_of_texts("S", rows), merges=(Merge(1, 0, 2, 0),))

    assert times(taken(sheet, SCHOOL)) == {
        "shelter/c11": of_day("9:30:05"), "gather/c11": of_day("9:33:00"),
    }  # fmt: skip


def test_without_a_script_steps_are_taken_as_they_are_written() -> None:
    sheet = sheet_of_texts("S", [("step", "time"), ("alarm", "9:30:05"), ("报警", "9:31:00")])
    proposed = proposed_for(sheet, None)

    checked = tried(sheet, proposed.table_map, None)

    assert [(row, column) for row, column, _text in errors(checked)] == [(2, 0)]
    assert "no id of a step" in errors(checked)[0][2]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ((ColumnMap("步骤", "step"),), "the time"),
        ((ColumnMap("步骤", "step"), ColumnMap("x", "time")), "no column x"),
        ((ColumnMap("时间", "time_of"),), "Choose the step whose times stand under 时间"),
    ],
)
def test_a_mapping_that_does_not_fit_says_what_it_lacks(
    columns: tuple[ColumnMap, ...], told: str
) -> None:
    sheet = sheet_of_texts("S", [("步骤", "时间"), ("alarm", "9:30:05")])

    with pytest.raises(UserError, match=told):
        tried(sheet, TableMap("drillplanner/table-map", 1, columns, source="x"), APP)


def test_cells_a_spreadsheet_would_compute_are_guarded_and_come_back() -> None:
    sheet = Sheet(
        "S",
        ((Cell("步骤"), Cell("时间"), Cell("备注")), (Cell("alarm"), Cell("-30.5"), Cell("=1+1"))),
    )

    read = taken(sheet, APP)

    assert b"'=1+1" in read.table
    assert read.log is not None
    assert (read.log.observations[0].at_s, read.log.observations[0].note) == (
        Fraction("-30.5"), "=1+1",
    )  # fmt: skip
