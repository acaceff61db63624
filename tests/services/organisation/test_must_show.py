"""The year plan says of each step that must be shown what the held drill recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.translator import translator
from drillplanner.organisation.registers import YEAR_PLAN
from drillplanner.organisation.year_plan import HeldDrill, PlanLine
from drillplanner.plan.writer import format_script
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.organisation.county_sheets import plan_sheet
from drillplanner.services.organisation.must_show import must_show, named_steps
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.services.organisation.schools import name_school
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Table
from tests.fakes import FakeClock, wall_ns
from tests.services.drills_held import hold, plan

AT = "2026-11-23T09:00:00+08:00"
WANTED = "Alarm raised；classroom  shut、Call to 110;Fire engine"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def row(drill: str, wanted: str = WANTED) -> PlanLine:
    held = HeldDrill(drill, "d", "s", date(2026, 11, 23), "lockdown", is_formal=True)
    return PlanLine("r", {"must_show": wanted}, "held", held)


def recorder_of(workspace: Workspace, drill: DrillId, source: str) -> Recorder:
    recorder = Recorder.started(
        workspace,
        Station(drill, source, PersonId("keeper"), 1),
        FakeClock(wall_ns(AT)),
        log=workspace.entries(drill),
        root=workspace.facts(drill, "drill")[0].hash,
        script=plan(),
    )
    recorder.arm("")
    return recorder


def half_held(workspace: Workspace) -> DrillId:
    """Hold a drill in which one of two classes was shut, and the call was seen to be left out."""
    author, made = PersonId("keeper"), plan()
    fact = publish_script(workspace, made.id, format_script(made).decode(), author)
    drill = open_drill(workspace, fact, "half", author, nature="formal").id
    name_school(workspace, drill, "First School")
    recorder = recorder_of(workspace, drill, "gate")
    recorder.mark("alarm")
    recorder.mark("shut", unit="c1")
    recorder.not_performed("call")
    recorder.end()
    return drill


def test_steps_are_cut_as_people_list_them() -> None:
    assert named_steps("一键报警；关闭校门、 首批警力到场\n") == (
        "一键报警",
        "关闭校门",
        "首批警力到场",
    )
    assert named_steps(" ") == ()


def test_what_was_recorded_is_shown_and_no_name_is_guessed(workspace: Workspace) -> None:
    told = must_show(workspace, row(hold(workspace, "whole")))

    assert told == (
        ("Alarm raised", "shown"),
        ("classroom shut", "shown"),
        ("Call to 110", "shown"),
        ("Fire engine", "no_step"),
    )
    assert must_show(workspace, row(hold(workspace, "two"), "Alarm")) == (("Alarm", "no_step"),)


def test_a_unit_nobody_recorded_and_a_step_left_out_are_told_apart(workspace: Workspace) -> None:
    told = dict(must_show(workspace, row(half_held(workspace))))

    assert told["classroom shut"] == "not_recorded"
    assert told["Call to 110"] == "not_shown"


def test_where_two_observers_contradict_each_other_it_is_said(workspace: Workspace) -> None:
    drill = half_held(workspace)
    other = recorder_of(workspace, drill, "yard")
    other.mark("call")
    other.end()

    assert must_show(workspace, row(drill, "Call to 110")) == (("Call to 110", "disputed"),)


def test_a_plan_that_nothing_holds_says_nothing(workspace: Workspace) -> None:
    assert must_show(workspace, PlanLine("r", {"must_show": WANTED}, "overdue")) == ()


def test_the_printed_plan_says_it_in_the_row(workspace: Workspace) -> None:
    hold(workspace, "whole")
    cells = {"school": "First School", "due": "2026-11-20", "must_show": "Alarm raised；Bell"}
    type_cells(workspace, YEAR_PLAN, {"r": {**cells, "drill": "whole"}}, by="Li")

    sheet = plan_sheet(workspace, date(2026, 11, 30), "en")
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    cell = table.rows[0].cells[3]

    assert isinstance(cell, tuple)
    say = translator("zh_CN").say
    assert [say(one) for one in cell] == ["Alarm raised：已体现", "Bell：脚本无此环节"]
