"""Each school is summed up by what was held, found, visited, manned and planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text
from drillplanner.base.translator import translator
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.cli import main
from drillplanner.demonstration.county import fill_county
from drillplanner.exchange.calendar import Event, calendar
from drillplanner.organisation.local_rules import lead
from drillplanner.organisation.registers import DUTY_NEEDS, LOCAL_RULES, SCHOOLS, YEAR_PLAN
from drillplanner.services.organisation.county_sheets import last_drill
from drillplanner.services.organisation.duty_sheets import roster_sheet
from drillplanner.services.organisation.lead_time import lead_said, set_lead
from drillplanner.services.organisation.lessons import class_names, coverage_sheet
from drillplanner.services.organisation.must_show import SHOWINGS
from drillplanner.services.organisation.overview import County, read_county
from drillplanner.services.organisation.register_table import read_table, revert, type_cells
from drillplanner.services.organisation.row_notes import row_note, rows_json
from drillplanner.services.organisation.schools import name_school
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Table
from tests.services.drills_held import hold

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.drill"
    with build(Paths.within(path.parent, path)) as services:
        fill_county(services, TODAY)
    with Workspace.open(path) as workspace:
        drill = hold(workspace, "十一月防暴", "2026-11-10T09:00:00+08:00", school="")
        name_school(workspace, drill, "示例县第一小学")
    return path


@pytest.fixture
def services(path: Path) -> Iterator[Services]:
    with build(Paths.within(path.parent, path)) as made:
        yield made


@pytest.fixture
def county(services: Services) -> County:
    return services.organisation.county(TODAY)


def test_a_school_is_summed_up(county: County) -> None:
    one = next(school for school in county.schools if school.fields["code"] == "SL001")

    assert (one.drills, one.last.title if one.last else "") == (1, "十一月防暴")
    assert (one.open_lines, one.overdue_lines) == (1, 1)
    assert one.last_visit == date(2026, 9, 14)
    assert one.visit_due is not None
    assert one.visit_due < TODAY
    assert one.missed_plans > 0
    assert one.gaps == ()
    assert [(rule.subject, due) for rule, due in one.by_frequency] == [
        ("anti_violence", date(2027, 2, 28)),
        ("evacuation", date(2026, 9, 30)),
    ]


def test_a_gap_is_named_before_it_happens(county: County) -> None:
    one = next(school for school in county.schools if school.fields["code"] == "SL003")

    assert [(gap.day, gap.missing) for gap in one.gaps] == [(date(2026, 12, 3), 1)]


def test_a_closed_school_is_not_in_the_overview(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.db") as workspace:
        type_cells(workspace, SCHOOLS, {"s1": {"name": "甲"}, "s2": {"name": "乙"}}, by="王")
        merged = {"standing": "并入他校", "merged_into": "甲"}
        type_cells(workspace, SCHOOLS, {"s2": merged}, by="王")

        assert [one.name for one in read_county(workspace, TODAY).schools] == ["甲"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_is_printed(path: Path, tmp_path: Path, language: str) -> None:
    seen = ["overview", "--workspace", str(path), "--lang", language]
    files = [tmp_path / f"{name}.pdf" for name in ("all", "school", "leader", "week", "plan")]

    assert main([*seen, "--pdf", str(files[0]), "--school", "SL001", str(files[1])]) == 0
    assert main([*seen, "--leader", "邹远", str(files[2])]) == 0
    rest = ["--workspace", str(path), "--lang", language]
    assert main(["roster", *rest, "--week", "2026.11.30", str(files[3])]) == 0
    assert main(["year-plan", *rest, "--standing", str(files[4])]) == 0

    assert all(file.read_bytes().startswith(b"%PDF") for file in files)


def test_what_is_not_there_is_refused(path: Path, tmp_path: Path) -> None:
    seen = ["overview", "--workspace", str(path)]
    file = str(tmp_path / "x.pdf")

    assert main([*seen, "--school", "没有", file]) == 1
    assert main([*seen, "--leader", "没有", file]) == 1
    assert main(["roster", "--workspace", str(path), "--week", "soon", file]) == 1


def test_planned_drills_go_out_as_a_calendar(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"

    assert main(["year-plan", "--workspace", str(path), "--ics", str(file)]) == 0

    lines = file.read_bytes().decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 40
    assert all(len(line.encode()) <= 75 for line in lines)


def test_a_long_title_is_folded_between_characters_and_signs_are_escaped() -> None:
    made = calendar([Event("1", TODAY, "防暴；演练," * 20, "a\nb")], 0).decode()

    unfolded = made.replace("\r\n ", "")
    assert "SUMMARY:" + "防暴；演练\\," * 20 in unfolded
    assert "DESCRIPTION:a\\nb" in unfolded
    assert "DTSTART;VALUE=DATE:20261130" in unfolded


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\u2028", "\x0b", "\x85"])
def test_no_text_begins_a_line_of_its_own_in_a_calendar(end: str) -> None:
    planted = f"a{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTACH:http://example.org/x\x00"

    made = calendar([Event(planted, TODAY, planted, planted)], 0).decode()

    lines = made.replace("\r\n ", "").splitlines()
    assert [line for line in lines if line.startswith(("BEGIN:VE", "END:VE", "ATTACH"))] == [
        "BEGIN:VEVENT",
        "END:VEVENT",
    ]
    assert "\x00" not in made


def test_education_is_covered_by_school_and_theme_and_who_had_none_is_named(
    path: Path, tmp_path: Path
) -> None:
    with Workspace.open(path, read_only=True) as workspace:
        told = coverage_sheet(workspace, TODAY)
    table, classes = [block for block in told.blocks if isinstance(block, Table)]
    assert classes.rows[0].cells[1:3] == ("一(1)班", "防冲撞避险")
    rows = {str(row.cells[0]): row.cells for row in table.rows}

    assert rows["示例县第一小学"][2:5] == ("1", "3 / 36", "132")
    assert rows["示例县职业技术学校"][2] == "0"
    file = tmp_path / "c.pdf"
    assert main(["lessons", "--workspace", str(path), "--coverage", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF")


def test_classes_are_read_as_people_list_them() -> None:
    assert class_names("一(1)班；一(2)班,二班、 三 班\n") == ["一(1)班", "一(2)班", "二班", "三 班"]


def test_what_is_not_recorded_here_is_not_said_to_have_never_been(county: County) -> None:
    one = next(school for school in county.schools if school.last is None)

    (said,) = last_drill(one)

    assert translator("zh_CN").say(said) == "无记录"
    assert translator("en").say(said) == "none recorded"


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_four_weeks_are_written_for_the_gate(path: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"weeks.{suffix}"
    order = ["roster", "--workspace", str(path), "--weeks", "2026-11-30", str(file)]

    assert main([*order, "--school", "SL003"]) == 0
    assert file.read_bytes()[:4] in (b"%PDF", b"PK\x03\x04")
    assert main([*order, "--school", "没有"]) == 1


def test_the_roster_at_the_gate_names_each_person_once_a_day_and_who_lacks(path: Path) -> None:
    with Workspace.open(path) as workspace:
        made = roster_sheet(workspace, TODAY, "zh_CN", "示例县实验小学")

    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert len(tables) == 4
    say = translator("zh_CN").say
    told = [[say(cell) if isinstance(cell, Text) else cell for cell in row.cells]
            for row in tables[0].rows]  # fmt: skip
    thursday = next(place for place, row in enumerate(told) if row[0] == "12-03 周四")
    assert told[thursday][1:] == ["陶然", "民警", "13800020003"]
    assert [row[1] for row in told[thursday + 1 : thursday + 5]] == [
        "保安3甲", "保安3乙（早）", "尤佳", "缺1人（晚）",
    ]  # fmt: skip


def test_a_local_rule_is_named_where_it_decides(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.db") as workspace:
        type_cells(workspace, SCHOOLS, {"s1": {"name": "甲", "level": "小学"}}, by="王")
        need = {"school": "甲", "post": "正门", "slot": "早", "begin": "07:30", "end": "08:00",
                "bell": "07:50", "force": "保安", "number": "1"}  # fmt: skip
        type_cells(workspace, DUTY_NEEDS, {"n1": need}, by="王")
        first = row_note(workspace, DUTY_NEEDS, "n1")

        change = set_lead(workspace, 30, "示例县公教〔2026〕1号", by="王")
        set_lead(workspace, 25, "示例县公教〔2026〕2号", by="王")
        second = row_note(workspace, DUTY_NEEDS, "n1")

        assert [str(one) for one in first] == [str(lead_said(lead([], TODAY)))]
        assert "25 min" in str(second[-1])
        assert "2号" in str(second[-1])
        assert len(second) == 2
        assert len(read_table(workspace, LOCAL_RULES, "zh_CN").rows) == 1
        with pytest.raises(UserError, match="changed since"):
            revert(workspace, LOCAL_RULES, change, by="王")


def test_a_planned_drill_tells_how_it_stands_in_its_row_and_in_json(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.db") as workspace:
        drill = hold(workspace, "十一月演练", "2026-11-10T09:00:00+08:00", school="甲小学")
        row = {"school": "甲小学", "subject": "防暴", "due": "2026-11-20", "drill": "十一月演练",
               "must_show": "Alarm raised；清点人数"}  # fmt: skip
        type_cells(workspace, YEAR_PLAN, {"p1": row}, by="王")

        assert rows_json(workspace, YEAR_PLAN)["p1"] == {
            "standing": "held",
            "held_by": drill,
            "must_show": [
                {"step": "Alarm raised", "shown": "shown"},
                {"step": "清点人数", "shown": "no_step"},
            ],
        }
        (told,) = row_note(workspace, YEAR_PLAN, "p1")
        said = translator("zh_CN").say(told)
        assert "十一月演练" in said
        assert translator("zh_CN").say(SHOWINGS["no_step"]) in said


def test_the_overview_tells_what_is_due_by_which_rule(services: Services) -> None:
    told = services.organisation.county_json(TODAY)["schools"][0]["due_by_rule"]

    assert [(one["subject"], one["due"], one["is_local"]) for one in told] == [
        ("anti_violence", "2027-02-28", True),
        ("evacuation", "2026-09-30", False),
    ]
