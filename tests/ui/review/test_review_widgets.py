"""The parts of the review room: rows of lines, pages, bars that wrap."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from drillplanner.services.review.printing.preview import PageSize, Picture
from drillplanner.services.review.view_models import Section, show
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Phrase
from tests.services.review_stage import copy_drill, review_of
from ui.context import AppContext
from ui.review.cells import Cells
from ui.review.report.page_list import PageList
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Cell, RowsModel


def test_every_table_of_a_review_is_a_sound_model(context: AppContext, tmp_path: Path) -> None:
    with Workspace.open(copy_drill(tmp_path / "w.drill"), read_only=True) as workspace:
        review = review_of(workspace)
    shown, cells = show(review, review.inputs), Cells(context)
    models = [
        RowsModel(cells.target_columns(), [cells.target(line) for line in shown.targets]),
        RowsModel(cells.owner_columns(), [cells.owner(line) for line in shown.owners]),
        *(RowsModel(cells.section_columns(s), cells.section_rows(s)) for s in shown.sections),
    ]

    for model in models:
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for place in range(model.rowCount()):
            assert len(model.row(place).cells) == len(model.columns)


def test_a_verdict_is_a_shape_and_a_word(context: AppContext, tmp_path: Path) -> None:
    with Workspace.open(copy_drill(tmp_path / "w.drill"), read_only=True) as workspace:
        review = review_of(workspace)
    cells = Cells(context)

    for line in show(review, review.inputs).targets:
        verdict = cells.target(line).cells[1]
        assert isinstance(verdict, Cell)
        assert verdict.text
        assert verdict.icon is not None


def test_a_section_without_a_table_has_no_rows(context: AppContext) -> None:
    words: tuple[Phrase, ...] = ("nothing",)
    section = Section("gaps", "Gaps", words)

    assert Cells(context).section_rows(section) == ()


def test_only_pages_in_view_are_asked_for_once(qtbot: QtBot, context: AppContext) -> None:
    pages = PageList(context.dress, "Report")
    qtbot.addWidget(pages)
    asked: list[int] = []
    pages.pictureWanted.connect(lambda number, _width: asked.append(number))
    pages.resize(400, 300)
    pages.show_pages([PageSize(595, 842)] * 50)
    pages.show()
    qtbot.waitExposed(pages)

    pages.grab()
    pages.grab()
    pages.take_picture(Picture(0, 2, 1, 8, bytes(8)))
    pages.go(30)
    pages.grab()

    assert asked[0] == 0
    assert len(asked) == len(set(asked))
    assert 29 <= max(asked) <= 32
    assert 29 <= pages.page <= 31


def test_a_bar_wraps_and_is_as_high_as_its_lines(qtbot: QtBot, context: AppContext) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    bar = Snug(around)
    flow = Flow(bar, 4)
    for n in range(6):
        flow.addWidget(QPushButton(f"button {n}", bar))
    around.show()
    bar.show()
    bar.resize(2000, 10)
    one_line = bar.height()

    bar.resize(200, 10)

    assert bar.height() > 2 * one_line
    assert all(child.geometry().right() <= 200 for child in bar.findChildren(QPushButton))
