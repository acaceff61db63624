"""A table of another program goes from a file or the clipboard into a drill, with every answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.services.exchange.table_import import kept_maps
from tests.exchange.importing.scripts import same_named
from tests.ui.pages.importing import Importing, importing_alone
from tests.ui.pages.review import ReviewRoom
from tests.ui.review.conftest import Told
from ui.context import AppContext

SCRIPT = same_named("alarm", "gate", "police")
STOPWATCH = "步骤,时间,备注\nalarm,0:00,\ngate,0:42,关门\npolice,2:50,\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.csv"
    path.write_text(STOPWATCH, encoding="utf-8")
    return path


@pytest.fixture
def importing(context: AppContext, qtbot: QtBot, tmp_path: Path) -> Importing:
    context.folder = tmp_path
    return importing_alone(context, qtbot, SCRIPT)


def test_ambiguous_times_are_asked_about_and_decided_by_the_answer(
    importing: Importing, paper: Path, tmp_path: Path
) -> None:
    importing.open(paper)

    assert importing.wrong == ["B2"]
    assert not importing.page.join.isEnabled()
    assert "time elapsed: 0:42 is 42" in importing.page.columns.second_boxes["时间"].itemText(2)

    importing.say_dial("时间", "time elapsed: 0:42")

    assert importing.wrong == []
    assert importing.page.join.isEnabled()
    assert "3 times read as a time elapsed (M:SS): 0:00 … 2:50" in importing.page.echo.text()
    log = tmp_path / "log.csv"
    importing.page.savedAs.emit(log)
    importing.wait(log.exists)
    assert [one.at_s for one in read_logs([log], SCRIPT).observations] == [0, 42, 170]


def test_what_is_not_sure_is_said_until_somebody_answers(
    importing: Importing, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("步骤,时间\nalarms,9:30:05\ngate,9:31:00\n校长讲话,9:40:00\n", "utf-8")

    importing.open(table)
    assert "2 proposals are not sure" in importing.told

    importing.say_word("step:alarms", "police")
    assert "1 proposal is not sure" in importing.told
    importing.say_word("step:校长讲话", "gate")
    assert importing.told.startswith("3 times can be read")


def test_a_column_is_what_a_person_says(importing: Importing, paper: Path) -> None:
    importing.open(paper)

    importing.choose("时间", "Leave out")
    assert "Choose the one column that holds the time" in importing.told
    assert not importing.page.save.isEnabled()

    importing.choose("备注", "Time")
    importing.choose("时间", "Time")

    # Only one column can be the time: the other one is a note again.
    assert importing.page.columns.boxes["备注"].currentText() == "Note"
    assert importing.wrong == ["B2"]


def test_every_wrong_cell_is_shown_in_its_place_and_goes_back_with_the_table(
    importing: Importing, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("步骤,时间\nalarm,9:70:05\ngate,nine\npolice,9:40:00\n", "utf-8")

    importing.open(table)
    cells = importing.page.cells.cells

    assert importing.wrong == ["B2", "B3"]
    assert cells.index(1, 1).data() == "✕ 9:70:05"
    importing.page.problems.rowChosen.emit("1")
    assert importing.page.cells.currentIndex().row() == 2
    back = tmp_path / "wrong.xlsx"
    importing.page.errorsSavedAs.emit(back)
    importing.wait(back.exists)
    assert open_tables(back).sheet(None).cell(0, 2).text == "What is wrong"


def test_a_copied_table_is_pasted_and_a_mapping_is_kept_by_name(
    importing: Importing, paper: Path, tmp_path: Path
) -> None:
    importing.paste("<table><tr><td>步骤<td>时间<tr><td>alarm<td>0:10<tr><td>gate<td>0:42</table>")
    importing.say_dial("时间", "time elapsed: 0:10")
    importing.keep_mapping("秒表")
    assert kept_maps(tmp_path / "mappings") == ("秒表",)

    importing.open(paper)
    assert importing.wrong == ["B2"]
    importing.choose_mapping("秒表")

    assert importing.wrong == []
    assert importing.page.source.text() == "pasted table"
    importing.keep_mapping("a/b")
    assert "Give the mapping a name" in importing.told


def test_a_file_that_cannot_be_read_is_told_on_the_page(
    importing: Importing, tmp_path: Path
) -> None:
    importing.page.fileChosen.emit(tmp_path / "none.xlsx")

    importing.wait(lambda: "none.xlsx cannot be read" in importing.told)


def opened(room: ReviewRoom) -> Importing:
    """Open the page from the review."""
    room.press("Import a table…")
    page = room.page.importing.page
    assert page is not None
    return Importing(page, room.context, room.bot)


def test_a_table_is_joined_to_the_drill_that_is_shown(room: ReviewRoom, tmp_path: Path) -> None:
    review = room.review
    step = next(one for one in review.script.steps if not one.units and not one.options)
    table = tmp_path / "纸面.csv"
    table.write_text(f"环节,发生时间\n{step.id},9:12:30\n", encoding="utf-8")

    importing = opened(room)
    importing.open(table)
    importing.press("Join to the drill")

    room.wait(lambda: room.review.decisions.tables)
    assert [one.name for one in room.review.decisions.tables] == ["纸面.csv"]
    assert room.page.importing.page is None
    room.wait(room.page.drills.isEnabled)


def test_no_other_drill_is_chosen_while_a_table_is_imported_for_one(room: ReviewRoom) -> None:
    importing = opened(room)

    assert not room.page.drills.isEnabled()
    importing.press("Back")

    room.wait(room.page.drills.isEnabled)


def test_a_table_the_drill_refuses_keeps_the_page_open(
    room: ReviewRoom, tmp_path: Path, told: Told
) -> None:
    review = room.review
    step = next(one for one in review.script.steps if not one.units and not one.options)
    table = tmp_path / "纸面.csv"
    table.write_text(f"环节,发生时间\n{step.id},9:12:30\n", encoding="utf-8")
    importing = opened(room)
    importing.open(table)

    importing.say_source(next(iter(review.log.scales)))
    importing.press("Join to the drill")
    room.wait(lambda: told.said)

    assert "was recorded live in this drill" in told.said[0]
    assert room.page.importing.page is importing.page


def test_the_log_is_exported_from_the_review(room: ReviewRoom, tmp_path: Path) -> None:
    review = room.review
    log = tmp_path / "log.csv"

    room.page.exportAsked.emit(log)
    room.wait(lambda: "log.csv" in room.page.score.exported.text())

    read = read_logs([log], review.script)
    assert [(one.step, one.unit, one.at_s) for one in read.observations] == [
        (one.step, one.unit, one.at_s) for one in review.log.observations
    ]
