"""Hazards are entered in the window, rechecked by another person, searched and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from drillplanner.organisation.registers import SCHOOLS
from drillplanner.services.organisation.register_table import type_cells
from tests.ui.app_context import close_context, make_context, workspace_of
from tests.ui.pages.improve import ImproveRoom
from ui.context import AppContext
from ui.improve.hazard_dialog import HazardDialog


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path, "zh_CN")
    made.at_work = "李"
    type_cells(workspace_of(made), SCHOOLS, {"s1": {"name": "实验小学"}}, by="李")
    yield made
    close_context(made)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot) -> ImproveRoom:
    made = ImproveRoom(context, qtbot)
    made.enter()
    return made


def enter(room: ImproveRoom, words: str, source: str = "self_check") -> None:
    """Enter a hazard by the dialog."""
    room.page.ledger.acts["enter"].click()
    dialog = room.page.window().findChildren(HazardDialog)[-1]
    dialog.school.setCurrentText("实验小学")
    dialog.words.setPlainText(words)
    dialog.source.setCurrentIndex(dialog.source.findData(source))
    dialog.enter.click()
    room.settle()


def rows(room: ImproveRoom) -> list[str]:
    model = room.page.ledger.model
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def test_a_hazard_without_words_is_refused_in_its_dialog(room: ImproveRoom) -> None:
    enter(room, "  ")

    dialog = room.page.window().findChildren(HazardDialog)[-1]
    assert dialog.fault.text()
    assert rows(room) == []
    dialog.reject()


def test_who_found_it_is_chosen_and_never_assumed(room: ImproveRoom) -> None:
    enter(room, "后门无人看守", source="")

    dialog = room.page.window().findChildren(HazardDialog)[-1]
    assert "谁发现" in dialog.fault.text()
    assert rows(room) == []
    dialog.reject()


def test_a_hazard_is_entered_mended_and_rechecked_by_another(room: ImproveRoom) -> None:
    enter(room, "后门无人看守")
    assert rows(room) == ["后门无人看守"]
    editor = room.page.ledger.editor
    editor.form.measure.setPlainText("派保安值守")
    editor.form.unit.setText("安全办")
    editor.form.has_due.setChecked(True)
    for move in ("start", "report"):
        editor.moves[move].click()
        room.settle()
    editor.reason.setText("现场有人值守")
    editor.moves["close"].click()
    room.settle()
    assert not editor.history.text().startswith("已销号")
    assert "销号" not in editor.sign.accessibleName()

    room.page.nameEntered.emit("王")
    editor.moves["close"].click()
    room.settle()

    assert "王复查" in editor.closing.text()


def test_lines_are_found_by_school_and_words(room: ImproveRoom) -> None:
    enter(room, "后门无人看守")
    enter(room, "视频存储不足")

    room.page.ledger.search.setText("实验 视频")
    assert rows(room) == ["视频存储不足"]


def test_the_register_and_a_notice_are_printed(room: ImproveRoom, tmp_path: Path) -> None:
    enter(room, "后门无人看守")

    for sheet in ("year", "due", "notice"):
        room.page.ledger.printAsked.emit(sheet, tmp_path / f"{sheet}.pdf")
        room.settle()

    assert all((tmp_path / f"{one}.pdf").exists() for one in ("year", "due", "notice"))
    assert isinstance(room.page.window(), QWidget)
