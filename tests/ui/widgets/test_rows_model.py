from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ui.theme.theme import Dress
from ui.theme.tokens import LIGHT
from ui.widgets.rows_model import Cell, Column, Row, RowsModel, plain_tip
from ui.widgets.rows_table import RowsTable

COLUMNS = (Column("No.", 50, "right"), Column("Step", 200), Column("Role", 100))


def _rows(count: int, start: int = 0) -> list[Row]:
    return [
        Row(f"s{n}", (str(n), Cell(f"step\t{n}", "in full"), "guard"))
        for n in range(start, start + count)
    ]


@pytest.fixture
def model(qtbot: QtBot) -> RowsModel:
    model = RowsModel(COLUMNS, _rows(3))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def test_appending_inserts_and_never_resets(model: RowsModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as told:
        model.append(_rows(2, 3))

    assert told.args[1:] == [3, 4]
    assert model.rowCount() == 5
    assert model.place("s4") == 4


def test_a_row_is_exchanged_in_its_place(model: RowsModel) -> None:
    model.exchange(Row("s1", ("1", "other", "guard")))

    assert model.index(1, 1).data() == "other"


def test_marked_rows_differ_by_word_weight_and_ground(model: RowsModel) -> None:
    bold = QFont()
    bold.setBold(True)
    model.mark_column = 1

    model.mark({"s1": "start"}, QBrush(Qt.GlobalColor.yellow), bold)

    assert model.index(1, 1).data() == "start · step\t1"
    assert model.index(1, 2).data() == "guard"
    assert model.index(1, 2).data(Qt.ItemDataRole.FontRole).bold()
    assert model.index(0, 1).data() == "step\t0"


def test_an_authors_markup_is_shown_as_it_is() -> None:
    assert plain_tip("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


@pytest.fixture
def table(model: RowsModel, qtbot: QtBot) -> RowsTable:
    table = RowsTable(model, Dress(LIGHT), "Steps", lines=2, stretched=1)
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    return table


def test_control_c_copies_the_selected_rows_tab_separated(table: RowsTable) -> None:
    table.selectAll()

    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "\n".join(
        f"{n}\tstep {n}\tguard" for n in range(3)
    )


def test_arrow_keys_tell_the_row_that_is_reached(table: RowsTable, qtbot: QtBot) -> None:
    table.choose("s0")

    with qtbot.waitSignal(table.rowChosen) as told:
        QTest.keyClick(table, Qt.Key.Key_Down)

    assert told.args == ["s1"]


def test_the_stretched_column_takes_the_width_that_is_left(table: RowsTable, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: table.columnWidth(1) > 300, timeout=1000)
    width = sum(table.columnWidth(n) for n in range(3))

    assert width == table.viewport().width()


def test_tab_leaves_the_table(table: RowsTable) -> None:
    assert not table.tabKeyNavigation()
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
