"""The county's room: registers are typed into, undone by keys, and brought in by a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from drillplanner.exchange.register_tables import workbook
from drillplanner.organisation.registers import SCHOOLS
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold
from tests.ui.app_context import close_context, make_context, workspace_of
from tests.ui.pages.organisation import CountyRoom
from ui.context import AppContext
from ui.organisation.inspection_dialog import InspectionDialog
from ui.organisation.site_dialog import SiteDialog

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path, "zh_CN")
    yield made
    close_context(made)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot) -> CountyRoom:
    made = CountyRoom(context, qtbot)
    made.enter()
    made.sign("王干事")
    return made


def test_the_model_keeps_the_rules_of_models(room: CountyRoom, qtmodeltester: ModelTester) -> None:
    room.type(0, "name", "实验小学")

    qtmodeltester.check(room.tab.model)  # type: ignore[no-untyped-call] # pytest-qt


def test_a_school_is_typed_in_and_every_act_undone_by_keys(room: CountyRoom) -> None:
    room.type(0, "name", "实验小学")
    room.type(0, "pupils", "1200人")

    assert room.rows("name", "pupils") == [["实验小学", "1200"]]

    room.key(Qt.Key.Key_Z, CTRL)
    assert room.rows("name", "pupils") == [["实验小学", ""]]
    room.key(Qt.Key.Key_Z, CTRL)
    assert room.rows("name") == []
    room.key(Qt.Key.Key_Z, CTRL | SHIFT)
    room.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert room.rows("name", "pupils") == [["实验小学", "1200"]]


def test_what_cannot_stand_stays_open_and_is_told(room: CountyRoom) -> None:
    room.type(0, "name", "实验小学")
    room.type(0, "pupils", "很多")

    assert "很多" in room.tab.notice.text()
    assert room.tab.grid.is_typing


def test_nothing_is_kept_without_a_name(room: CountyRoom) -> None:
    room.sign("")

    room.type(0, "name", "实验小学")

    assert room.rows("name") == []


def test_a_remark_is_told_with_its_clause(room: CountyRoom) -> None:
    room.type(0, "name", "实验小学")
    room.type(0, "bollards", "否")
    grid, model = room.tab.grid, room.tab.model

    grid.setCurrentIndex(model.index(0, model.columns.index("bollards")))

    assert "29315" in room.tab.notice.text()
    assert "参照" in room.tab.notice.text()


def test_rows_are_found_by_words(room: CountyRoom) -> None:
    room.type(0, "name", "甲小学")
    room.type(1, "name", "乙中学")

    room.tab.search.setText("中学")

    assert room.rows("name") == [["乙中学"]]


def test_a_table_is_taken_in_once_its_columns_are_looked_at(
    room: CountyRoom, tmp_path: Path
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(
        workbook("表", ["学校名称", "在校生数", "变更日期"], [["甲小学", "三百", "三月一日"]])
    )
    room.tab.importAsked.emit(path)
    room.settle()

    room.dialog().take.click()
    room.settle()

    assert "B3" in room.dialog().faults.toPlainText()
    assert room.rows("name") == []

    path.write_bytes(workbook("表", ["学校名称", "在校生数"], [["甲小学", 300], ["乙小学", 80]]))
    room.dialog().reject()
    room.tab.importAsked.emit(path)
    room.settle()
    room.dialog().take.click()
    room.settle()
    assert room.rows("name", "pupils") == [["乙小学", "80"], ["甲小学", "300"]]
    room.tab.acts["undo"].click()
    room.settle()
    assert room.rows("name") == []


def test_two_versions_are_shown_until_one_is_chosen(room: CountyRoom, tmp_path: Path) -> None:
    room.type(0, "name", "实验小学")
    here = workspace_of(room.context)
    id_ = room.tab.model.ids[0]
    with Workspace.create(tmp_path / "other.db") as other:
        other.add(here.facts())
        type_cells(other, SCHOOLS, {id_: {"gates": "1"}}, by="李")
        type_cells(here, SCHOOLS, {id_: {"gates": "2"}}, by="王")
        here.add(other.facts())
    room.open_tab("visits")
    room.open_tab("schools")
    row = room.tab.model.row(0)
    assert row is not None
    assert row.is_in_conflict

    kept = next(head.id for head in row.heads if head.fields["gates"] == "1")
    room.tab.versionChosen.emit(id_, kept)
    room.settle()

    assert room.rows("gates") == [["1"]]


def test_the_overview_shows_each_school_and_opens_to_any_of_it(
    context: AppContext, room: CountyRoom
) -> None:
    room.type(0, "name", "甲小学")
    room.type(1, "name", "乙中学")
    asked: list[str] = []
    rooms: list[str] = []
    context.ledgerRequested.connect(asked.append)
    context.roomRequested.connect(rooms.append)
    overview = room.page.overview
    room.page.tabs.setCurrentWidget(overview)
    room.settle()
    assert overview.model.rowCount() == 2

    overview.search.setText("乙")
    assert overview.model.rowCount() == 1
    assert overview.model.index(0, 0).data() == "乙中学"
    assert not overview.acts["leader"].isEnabled()
    overview.acts["ledger"].click()
    assert (asked, rooms) == (["乙中学"], ["improve"])

    overview.acts["register"].click()
    room.settle()
    assert room.page.tab == "schools"
    place = room.tab.grid.currentIndex().row()
    assert room.rows("name")[place] == ["乙中学"]


@pytest.mark.parametrize("sheet", ["all", "school", "week", "plan", "coverage", "ics"])
def test_what_the_overview_prints_is_a_file(room: CountyRoom, tmp_path: Path, sheet: str) -> None:
    room.type(0, "name", "甲小学")
    file = tmp_path / f"{sheet}.out"

    room.page.overview.printAsked.emit(sheet, "甲小学", file)
    room.settle()

    assert file.stat().st_size > 80


def test_what_a_duty_post_saw_is_entered_into_the_ledger(room: CountyRoom) -> None:
    room.type(0, "name", "甲小学")
    room.open_tab("roster")
    room.type(0, "school", "甲小学")
    room.type(0, "seen", "后门无人看守")
    grid = room.tab.grid
    grid.setCurrentIndex(room.tab.model.index(0, 0))

    room.tab.acts["ledger"].click()
    room.settle()

    assert "已列入台账" in room.tab.notice.text()


def test_the_time_before_the_bell_is_chosen_with_its_source_and_undone(room: CountyRoom) -> None:
    room.type(0, "name", "甲小学")
    room.open_tab("duty-needs")
    menu = room.tab.lead_menu("…")

    offered = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
    assert "商州" in offered[3].text()
    offered[1].trigger()
    room.settle()

    room.open_tab("local-rules")
    assert room.rows("number", "source") == [["15", "某幼儿园2023年护学岗制度"]]
    room.open_tab("duty-needs")
    room.key(Qt.Key.Key_Z, CTRL)
    room.open_tab("local-rules")
    assert room.rows("number") == []


def test_a_row_says_what_its_rule_asks_for(room: CountyRoom) -> None:
    room.type(0, "name", "甲小学")
    room.open_tab("duty-needs")
    for column, text in (
        ("school", "甲小学"),
        ("post", "正门"),
        ("begin", "07:45"),
        ("bell", "07:50"),
    ):
        room.type(0, column, text)
    room.tab.grid.setCurrentIndex(room.tab.model.index(0, 1))
    room.settle()

    assert "随县" in room.tab.notice.text()
    assert "到岗偏晚" in room.tab.notice.text()


def test_an_inspection_is_begun_filled_and_its_findings_entered(room: CountyRoom) -> None:
    room.type(0, "name", "甲小学")
    room.open_tab("inspections")
    room.tab.beginAsked.emit()
    room.settle()
    dialog = room.tab.findChildren(InspectionDialog)[-1]
    dialog.begin.click()
    assert dialog.fault.isVisible()
    dialog.school.setEditText("甲小学")
    dialog.inspector.setCurrentIndex(dialog.inspector.findData("joint"))
    dialog.begin.click()
    room.settle()

    items = room.rows("item")
    assert len(items) == 5
    room.type(0, "seen", "保安一人无证")
    room.tab.grid.setCurrentIndex(room.tab.model.index(0, 0))
    room.tab.acts["findings"].click()
    room.settle()

    assert "1" in room.tab.notice.text()
    lines = room.context.services.improvements.ledger().actions
    assert [one.content.found.source for one in lines] == ["joint"]
    for _act in ("typed", "begun"):
        room.tab.acts["undo"].click()
        room.settle()
    assert room.rows("item") == []


def test_lessons_are_proposed_from_a_drill_and_undone(room: CountyRoom) -> None:
    drill = hold(workspace_of(room.context), "十一月封控", shut_s=80.0, school="甲小学")
    room.open_tab("lessons")

    menu = room.tab.drill_menu([(drill, "十一月封控")])
    menu.actions()[0].trigger()
    room.settle()

    assert room.rows("school", "classes") == [["甲小学", "c2"]]
    room.tab.acts["undo"].click()
    room.settle()
    assert room.rows("school") == []
    assert not room.tab.drill_menu([]).actions()[0].isEnabled()


def test_a_plan_is_marked_by_keys_and_by_the_mouse_and_undone(
    room: CountyRoom, tmp_path: Path
) -> None:
    room.type(0, "name", "甲小学")
    picture = tmp_path / "plan.png"
    Image.new("RGB", (600, 300), "white").save(picture)
    room.tab.grid.setCurrentIndex(room.tab.model.index(0, 0))
    room.tab.acts["plan"].click()
    room.settle()
    dialog = room.tab.findChildren(SiteDialog)[-1]
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    room.settle()
    assert dialog.marks.count() == 0
    dialog.pictureAsked.emit(picture)
    room.settle()

    dialog.name.setText("正门")
    QTest.keyClick(dialog.view, Qt.Key.Key_Right)
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    room.settle()
    dialog.kind.setCurrentIndex(dialog.kind.findData("route"))
    dialog.view.place((100, 100))
    dialog.view.place((200, 300))
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    room.settle()
    dialog.kind.setCurrentIndex(dialog.kind.findData("waiting"))
    middle = dialog.view.viewport().rect().center()
    QTest.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    room.settle()

    schools = room.context.services.organisation
    marks = schools.site_plan("甲小学").marks
    assert [(one.kind, one.name) for one in marks[:2]] == [("post", "正门"), ("route", "")]
    assert marks[0].places == ((505, 500),)
    assert marks[1].places == ((100, 100), (200, 300))
    assert marks[2].kind == "waiting"
    assert dialog.marks.count() == 3
    dialog.marks.setCurrentRow(0)
    QTest.keyClick(dialog.view, Qt.Key.Key_Delete)
    room.settle()
    assert dialog.marks.count() == 2
    for left in (3, 2, 1, 0):
        dialog.acts["undo"].click()
        room.settle()
        assert dialog.marks.count() == left
    dialog.acts["undo"].click()
    room.settle()
    assert schools.site_plan("甲小学").picture is None
    dialog.acts["redo"].click()
    room.settle()
    assert schools.site_plan("甲小学").picture is not None
    before = dialog.view.transform().m11()
    QTest.keyClick(dialog.view, Qt.Key.Key_Plus)
    assert dialog.view.transform().m11() > before
    dialog.reject()
    room.settle()
