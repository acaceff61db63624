"""A script begins with answers to questions; limits come with their sources; the plan is played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.library.packs import Wish, build
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.editor import ScriptEditor
from ui.context import AppContext
from ui.plan.library.limits_sheet import LimitsSheet
from ui.plan.library.wizard_sheet import WizardSheet


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def editor(context: AppContext, qtbot: QtBot) -> ScriptEditor:
    script = build(Wish("anti_ramming"), "own")
    return ScriptEditor(context, qtbot, context.services.drafts.begin(Draft(script)))


def test_answers_make_a_wish(context: AppContext, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    sheet = WizardSheet(context, parent)
    wishes: list[Wish] = []
    sheet.wished.connect(wishes.append)
    sheet.school.setText("Qinghe School")
    sheet.ring.setCurrentIndex(1)
    sheet.pupils.setValue(800)

    sheet.make.click()

    (wish,) = wishes
    assert (wish.kind, wish.level, wish.ring_s) == ("anti_violence", "small", 180)
    assert (wish.school, wish.pupils) == ("Qinghe School", 800)


def test_the_questions_are_answered_in_their_order_by_keys(
    context: AppContext, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    sheet = WizardSheet(context, parent)
    wishes: list[Wish] = []
    sheet.wished.connect(wishes.append)
    sheet.present()
    qtbot.waitUntil(sheet.school.hasFocus)

    QTest.keyClicks(sheet.school, "Qinghe School")
    QTest.keyClick(sheet.school, Qt.Key.Key_Tab)
    QTest.keyClicks(sheet.county, "Qinghe")
    QTest.keyClick(sheet.county, Qt.Key.Key_Tab)
    QTest.keyClick(sheet.kind, Qt.Key.Key_End)
    QTest.keyClick(sheet.kind, Qt.Key.Key_Return)

    (wish,) = wishes
    assert (wish.school, wish.county, wish.kind) == ("Qinghe School", "Qinghe", "anti_ramming")


def asked(editor: ScriptEditor) -> LimitsSheet:
    """Ask for limits."""
    editor.press("Limit…")
    editor.settle()
    sheet = editor.page.findChildren(LimitsSheet)[-1]
    assert isinstance(sheet, LimitsSheet)
    return sheet


def test_a_county_keeps_limits_of_its_own_with_the_document(editor: ScriptEditor) -> None:
    editor.open_tab("targets")
    editor.go(1, "limit")
    editor.type("0:45")
    editor.go(1, "source")
    editor.type("County rule")
    editor.go(1, "clause")
    editor.type("No. 3 of 2026")
    asked(editor).keep.click()
    editor.settle()

    editor.go(2, "limit")
    sheet = asked(editor)
    assert "name not known here" in str(sheet.table.model().index(0, 4).data())
    sheet.take.click()

    target = editor.draft.script.targets[1]
    assert target.limit_s == 45
    assert "County rule" in str(target.source.text)
    assert "No. 3 of 2026" in str(target.source.clause)


def test_a_limit_comes_with_its_source_as_one_act(editor: ScriptEditor) -> None:
    editor.open_tab("targets")
    editor.go(1, "limit")
    before = editor.draft
    sheet = asked(editor)
    sheet.table.choose("evacuation-2014")

    sheet.take.click()

    source = editor.draft.script.targets[0].source
    assert (editor.draft.script.targets[0].limit_s, source.class_) == (120, "N")
    assert (source.clause, source.seen) == ("教基一厅〔2014〕2号", "2026-11-30")
    editor.press("Undo")
    assert editor.draft == before


def test_a_ramming_limit_is_derived_with_its_formula(editor: ScriptEditor) -> None:
    editor.open_tab("targets")
    editor.go(3, "limit")
    sheet = asked(editor)
    sheet.distance.setValue(25)
    sheet.speed.setValue(30)

    sheet.derive.click()

    target = editor.draft.script.targets[2]
    # 25 m ÷ (30 ÷ 3.6) m/s = 3.0 s
    assert (target.limit_s, target.source.class_) == (3.0, "D")
    assert "25 m ÷ approach at 30 km/h = 3 s" in str(target.source.text)


def test_the_plan_is_played_and_says_what_it_rests_on(editor: ScriptEditor) -> None:
    editor.go(3, "duration")
    editor.type("0:01 / 0:02 / 0:30")
    editor.settle()

    panel = editor.page.outlook
    assert "1 of" in panel.basis.text()
    assert "seed" in panel.basis.text()
    first = panel.table.rows.index(0, 2).data()
    assert first.endswith("%")
    assert first != "100%"


def test_particulars_are_typed_as_lines_and_undone(editor: ScriptEditor) -> None:
    form = editor.page.form
    form.school.setText("Qinghe School")
    form.schedule.setPlainText("8:30 muster, east gate\n9点 start")
    form.cast.setPlainText("Zhang San\tschool\tGuard\t01\t\t130")
    form.finish()

    said = editor.draft.particulars
    assert said.school == "Qinghe School"
    assert [(one.what, one.clock_s, one.place) for one in said.schedule] == [
        ("muster", 30600.0, "east gate"),
        ("start", 32400.0, ""),
    ]
    (person,) = said.cast
    assert (person.name, person.role, person.phone) == ("Zhang San", "Guard", "130")
    editor.undo(3)
    assert editor.draft.particulars.school == ""
    assert form.cast.toPlainText() == ""
