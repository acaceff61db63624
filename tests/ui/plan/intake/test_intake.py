"""Last year's table becomes a draft: its columns are understood, or said, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.scripts.workbook_writer import script_workbook
from drillplanner.services.plan.drafts import KeptDraft
from drillplanner.services.plan.scripts import samples
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.plan.intake.page import IntakePage
from ui.plan.intake.presenter import IntakePresenter

TABLE = (
    "第一小学防冲撞演练,,,\n序号,时间,演练内容,责任单位\n"
    "1,9点10分,险情出现,导演部\n2,随后,按下一键报警,专职保安员\n3,9点13分,设置拒马,护学岗\n"
)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


class Intake(PageObject[IntakePage]):
    def __init__(self, context: AppContext, qtbot: QtBot, path: Path) -> None:
        page = IntakePage(context)
        super().__init__(page, context, qtbot)
        qtbot.addWidget(page)
        self.taken: list[KeptDraft] = []
        self.presenter = IntakePresenter(context, page, open_tables(path), page)
        self.presenter.taken.connect(self.taken.append)
        self.enter()

    def column(self, number: int) -> list[str]:
        rows = self.page.preview.rows
        return [str(rows.index(row, number).data()) for row in range(rows.rowCount())]

    def say(self, heading: str, column: str) -> None:
        """Say what a column means."""
        (box,) = [
            one
            for one in self.page.findChildren(type(self.page.sheet))
            if one.accessibleName() == heading
        ]
        box.setCurrentIndex(box.findData(column))
        box.activated.emit(box.currentIndex())
        self.settle()


def test_a_table_is_shown_as_it_was_read_and_taken_over(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "last year.csv"
    path.write_text(TABLE, encoding="utf-8")
    intake = Intake(context, qtbot, path)
    assert intake.column(3) == ["险情出现", "按下一键报警", "设置拒马"]
    assert intake.column(1)[2] == "T+3:00\n09:13:00"
    assert "last year!B4" in intake.page.remarks.text()

    intake.press("Take over as a draft")
    intake.settle()

    (kept,) = intake.taken
    assert kept.draft.script.title == "第一小学防冲撞演练"
    assert kept.draft.script.steps[1].extra == {"时间": "随后"}


def test_the_table_is_given_back_with_what_is_wrong(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "last.csv"
    path.write_text(TABLE, encoding="utf-8")
    intake = Intake(context, qtbot, path)

    intake.page.errorsAsked.emit(tmp_path / "back.xlsx")
    intake.settle()

    sheet = open_tables(tmp_path / "back.xlsx").sheets[0]
    assert sheet.cell(3, 4).text.startswith("B4:")


def test_what_nobody_knows_is_said_by_a_person(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("谁,何时,干啥\n门卫,0:00,喊话\n门卫,0:20,关门\n", encoding="utf-8")
    intake = Intake(context, qtbot, path)
    assert intake.column(3) == []

    intake.say("干啥", "text")
    intake.say("何时", "planned")

    assert intake.column(3) == ["喊话", "关门"]
    assert intake.column(1) == ["T+0:00", "T+0:20"]


def test_a_workbook_of_ours_goes_on_from_what_it_was_written_from(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    path, script = tmp_path / "ours.xlsx", samples()[0].script
    path.write_bytes(script_workbook(script, "script", "zh_CN"))
    intake = Intake(context, qtbot, path)

    intake.press("Take over as a draft")
    intake.settle()

    (kept,) = intake.taken
    assert kept.draft.script == script
    assert context.services.drafts.base_of(kept) == script
