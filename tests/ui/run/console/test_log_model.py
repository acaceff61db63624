"""The log's model: one row inserted, no other touched, and no more kept than are needed."""

from __future__ import annotations

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.run.console.widgets.log_table import KEPT_ROWS, LogModel, LogRow


def model_of(count: int) -> LogModel:
    model = LogModel({"writing": "writing", "saved": "saved", "elsewhere": "elsewhere"})
    for number in range(count):
        model.add(LogRow(f"e{number}", "00:00.0", f"step {number}", "disc"))
    return model


def test_it_keeps_what_a_model_promises(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = model_of(3)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types here
    model.add(LogRow("x", "00:01.0", "one more", "disc"))
    model.mark({"x"}, "saved")
    model.show_anew("e1", "gone", is_void=True)

    row = model.row(0)
    assert row is not None
    assert (row.entry, row.saving) == ("x", "saved")
    struck = model.row(2)
    assert struck is not None
    assert struck.is_void


def test_the_newest_is_on_top_and_the_oldest_goes(qtbot: QtBot) -> None:
    model = model_of(KEPT_ROWS + 5)
    resets: list[object] = []
    model.modelReset.connect(lambda: resets.append(1))

    model.add(LogRow("new", "", "", "disc"))

    assert model.rowCount() == KEPT_ROWS
    newest = model.row(0)
    assert newest is not None
    assert newest.entry == "new"
    assert resets == []


def test_a_screen_reader_hears_whether_an_entry_is_saved(qtbot: QtBot) -> None:
    model = model_of(1)
    assert str(model.data(model.index(0, 0))).endswith("writing")
    model.mark({"e0"}, "saved")
    assert str(model.data(model.index(0, 0))).endswith("saved")
