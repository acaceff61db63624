"""A planner writes a script by keys alone; nothing typed is lost, and undo gives back what was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.scripts.workbook_reader import read_back
from drillplanner.plan.editing.draft import Draft, blank_script
from drillplanner.services.plan.drafts import draft_of
from drillplanner.services.plan.scripts import samples
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.editor import ALT, CTRL, ScriptEditor
from ui.context import AppContext
from ui.plan.papers_sheet import PapersSheet

TAB, ENTER, DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def blank(context: AppContext, qtbot: QtBot) -> ScriptEditor:
    script = blank_script("own", "Ramming drill", "anti_ramming", "en")
    return ScriptEditor(context, qtbot, context.services.drafts.begin(Draft(script)))


@pytest.fixture
def sample(context: AppContext, qtbot: QtBot) -> ScriptEditor:
    drafts, script = context.services.drafts, samples()[2]
    return ScriptEditor(context, qtbot, drafts.begin(draft_of(script), script))


def write(editor: ScriptEditor, *rows: str) -> None:
    """Write the texts of steps, one a row."""
    editor.go(editor.current[0], "text")
    for place, text in enumerate(rows):
        editor.type(text, ENTER if place < len(rows) - 1 else TAB)


def test_a_blank_script_begins_with_a_row_that_is_typed_into(blank: ScriptEditor) -> None:
    write(blank, "Car comes", "Alarm", "Barrier")

    assert blank.column("text") == ["Car comes", "Alarm", "Barrier"]
    assert blank.current == (3, "role")


def test_roles_are_chosen_from_a_list_or_typed_new(blank: ScriptEditor) -> None:
    write(blank, "Car comes", "Alarm")
    blank.go(1, "role")

    blank.type("Guard", ENTER)
    blank.type("Guard")

    assert [role.name for role in blank.draft.script.roles] == ["Guard"]
    assert blank.column("role") == ["Guard", "Guard"]


def test_planned_times_are_typed_and_link_to_t0(blank: ScriptEditor) -> None:
    write(blank, "Car comes", "Alarm")
    blank.go(1, "planned")
    blank.keys(Qt.Key.Key_G, with_=CTRL)
    blank.go(2, "planned")

    blank.type("3分20秒")

    assert blank.column("planned") == ["T+0:00", "T+3:20"]
    assert blank.column("after") == ["", "1+3:20"]


def test_what_cannot_stand_stays_open_and_says_why(blank: ScriptEditor) -> None:
    write(blank, "Car comes")
    blank.go(1, "kind")

    blank.type("what")

    assert blank.is_typing
    assert blank.typed == "what"
    assert blank.notice.startswith("A step is an inject, an action, a decision or a check.")
    blank.keys(Qt.Key.Key_Escape)


def test_a_time_that_was_refused_takes_nothing_more_until_it_is_taken_away(
    blank: ScriptEditor,
) -> None:
    write(blank, "Car comes", "Alarm", "Gate shut")
    blank.go(1, "planned")
    blank.keys(Qt.Key.Key_G, with_=CTRL)
    blank.go(2, "planned")
    blank.type("1:75", Qt.Key.Key_Return)

    blank.keys("1", ":", "2", "0", Qt.Key.Key_Return)

    assert blank.typed == "1:75"
    assert blank.notice.endswith("Backspace clears it.")
    blank.keys(Qt.Key.Key_Backspace, "1", ":", "1", "5", Qt.Key.Key_Return)
    assert blank.current == (3, "planned")
    blank.keys("1", ":", "2", "0", Qt.Key.Key_Return)
    assert blank.column("planned")[:3] == ["T+0:00", "T+1:15", "T+1:20"]


def test_long_texts_take_line_ends_by_alt_enter(blank: ScriptEditor) -> None:
    blank.go(1, "text")
    blank.keys("a")
    blank.keys(ENTER, with_=ALT)
    blank.keys("b", TAB)

    assert blank.draft.script.steps[0].text == "a\nb"


def test_undo_gives_back_what_was_with_what_was_chosen(sample: ScriptEditor) -> None:
    before = sample.draft
    sample.mark(3, 4)

    sample.keys(Qt.Key.Key_Delete, with_=CTRL)
    assert sample.count("steps") == len(before.script.steps) - 2
    sample.go(1, "role")
    sample.undo()

    assert sample.draft == before
    assert sample.marked_rows == [3, 4]


def test_forty_acts_are_undone_and_done_again(blank: ScriptEditor) -> None:
    states = [blank.draft]
    for number in range(40):
        blank.go(1, "text")
        blank.type(f"text {number}")
        states.append(blank.draft)

    blank.undo(40)
    assert blank.draft == states[0]
    blank.redo(40)

    assert blank.draft == states[-1]


def test_undo_is_named_and_turns_to_the_table_it_happened_in(sample: ScriptEditor) -> None:
    sample.open_tab("safety")
    sample.go(1, "text")
    sample.keys(Qt.Key.Key_Delete, with_=CTRL)
    sample.open_tab("steps")
    assert sample.page.acts["undo"].toolTip() == "<p>Undo: delete row 1</p>"

    sample.keys(Qt.Key.Key_Z, with_=CTRL)

    assert sample.page.view is sample.page.grids["safety"]


def test_typing_the_same_is_no_act(sample: ScriptEditor) -> None:
    sample.go(1, "text")

    sample.keys(Qt.Key.Key_F2, TAB)

    assert not sample.page.acts["undo"].isEnabled()


def test_rows_move_by_alt_and_arrows_and_stay_marked(blank: ScriptEditor) -> None:
    write(blank, "one", "two", "three")
    blank.mark(2, 3)

    blank.keys(Qt.Key.Key_Up, with_=ALT)

    assert blank.column("text") == ["two", "three", "one"]
    assert blank.marked_rows == [1, 2]


def test_marked_cells_are_cleared_filled_and_copied(blank: ScriptEditor) -> None:
    write(blank, "one", "two", "three")
    blank.go(1, "post")
    blank.type("gate")
    blank.mark(1, 2, 3, columns=["post"])

    blank.keys(Qt.Key.Key_D, with_=CTRL)
    assert blank.column("post") == ["gate"] * 3
    blank.mark(2, columns=["post"])
    blank.keys(Qt.Key.Key_Delete)

    assert blank.column("post") == ["gate", "", "gate"]


def test_cells_go_by_the_clipboard_and_rows_grow(blank: ScriptEditor) -> None:
    write(blank, "one", "two")
    blank.mark(1, 2, columns=["text"])
    blank.keys(Qt.Key.Key_C, with_=CTRL)
    blank.go(2, "text")

    blank.keys(Qt.Key.Key_V, with_=CTRL)

    assert blank.column("text") == ["one", "one", "two"]


def test_a_table_of_excel_is_pasted_by_its_headings(blank: ScriptEditor) -> None:
    rows = "\n".join(f"{number}\t动作{number}\t保安\t0:{number:02d}" for number in range(1, 41))
    blank.copy_from_elsewhere(f"序号\t演练内容\t责任人\t时间\n{rows}")

    blank.keys(Qt.Key.Key_V, with_=CTRL)

    assert blank.count("steps") == 40
    assert blank.column("planned")[0] == "T+0:00"
    assert blank.column("planned")[39] == "T+0:39"
    assert "Step 1 was taken as T0" in blank.notice
    blank.undo()
    assert blank.count("steps") == 1


def test_two_marked_steps_become_a_target_whose_limit_is_typed_next(blank: ScriptEditor) -> None:
    write(blank, "Car comes", "Alarm")
    blank.mark(1, 2)

    blank.keys(Qt.Key.Key_T, with_=CTRL)
    blank.type("15")

    (target,) = blank.draft.script.targets
    assert (target.limit_s, target.name) == (15, "Car comes → Alarm")


def test_search_finds_and_replaces(sample: ScriptEditor) -> None:
    sample.keys(Qt.Key.Key_F, with_=CTRL)
    sample.page.find_bar.wanted.setText("exercise")
    sample.page.find_bar.new.setText("drill")

    sample.press("Replace all")

    assert not any("exercise" in text for text in sample.column("text"))
    assert "cells were changed" in sample.notice


def test_the_check_list_leads_to_the_cell_and_mends(sample: ScriptEditor) -> None:
    sample.go(2, "backup_post")
    post = sample.said(2, "post")
    sample.type(post)
    sample.settle()

    sample.choose_finding("own backup")
    assert sample.current == (2, "backup_post")
    sample.press("Clear the backup post")
    sample.settle()

    assert sample.said(2, "backup_post") == ""
    assert not any("own backup" in text for text in sample.findings)


def test_a_lock_holds_a_time_and_is_seen_in_the_row(sample: ScriptEditor) -> None:
    sample.mark(5)

    sample.keys(Qt.Key.Key_L, with_=CTRL)

    heading = sample.page.view.grid.headerData(4, Qt.Orientation.Vertical)
    assert heading == "5 ="


def test_every_edit_is_kept_and_a_killed_program_finds_it(
    sample: ScriptEditor, context: AppContext
) -> None:
    sample.go(1, "text")
    sample.type("Quite another beginning")
    sample.settle()

    (card,) = context.services.drafts.all()

    kept = context.services.drafts.open(card.id)
    assert kept.draft == sample.draft


def test_closing_takes_in_the_cell_that_is_open(sample: ScriptEditor, context: AppContext) -> None:
    sample.go(1, "place")
    sample.keys("x")

    assert context.may_close()

    sample.settle()
    (card,) = context.services.drafts.all()
    assert context.services.drafts.open(card.id).draft.script.steps[0].place == "x"


def test_publishing_makes_the_script_the_chosen_one(
    sample: ScriptEditor, context: AppContext
) -> None:
    left: list[bool] = []
    sample.page.left.connect(lambda: left.append(True))

    sample.press("Publish")
    sample.settle()

    assert left == [True]
    assert context.script is not None
    assert context.script.is_published


def test_a_script_with_faults_is_not_published_and_says_so(
    blank: ScriptEditor, context: AppContext
) -> None:
    write(blank, "Car comes", "Barrier")
    blank.mark(1, 2)
    blank.keys(Qt.Key.Key_T, with_=CTRL)
    blank.go(1, "class")
    blank.type("N")
    blank.settle()

    blank.press("Publish")
    blank.settle()

    assert context.script is None
    assert blank.notice.startswith("The script has")


def test_keys_turn_the_tabs_and_reach_the_check_list(sample: ScriptEditor) -> None:
    sample.keys(Qt.Key.Key_PageUp, with_=CTRL)
    assert sample.page.tabs.currentWidget() is sample.page.about

    sample.keys(Qt.Key.Key_PageDown, with_=CTRL)
    sample.keys(Qt.Key.Key_F6)

    assert sample.page.checks.list.hasFocus() or sample.page.checks.isVisible()


def test_a_file_that_was_changed_by_another_program_is_noticed(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    drafts, path = context.services.drafts, tmp_path / "own.json"
    kept, _script = drafts.export(drafts.begin(draft_of(samples()[0])), path)
    path.write_text("{}", encoding="utf-8")

    editor = ScriptEditor(context, qtbot, kept)

    assert editor.notice.startswith("The file own.json was changed by another program")


def test_a_file_that_is_changed_while_its_draft_is_edited_is_noticed_and_nothing_is_lost(
    context: AppContext, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.system.file_watch.SETTLE_MS", 10)
    drafts, path = context.services.drafts, tmp_path / "own.json"
    kept, _script = drafts.export(drafts.begin(draft_of(samples()[0])), path)
    editor = ScriptEditor(context, qtbot, kept)
    write(editor, "one")
    # What the editor itself writes there is no other program's change.
    editor.page.exportAsked.emit(path)
    editor.wait(lambda: editor.notice.startswith("Written to"))
    qtbot.wait(60)
    editor.settle()
    assert editor.notice.startswith("Written to")

    path.write_text("{}", encoding="utf-8")

    editor.wait(lambda: editor.notice.startswith("The file own.json was changed by another"))
    assert editor.column("text")[0] == "one"


def test_enter_on_a_blank_last_row_begins_no_other(blank: ScriptEditor) -> None:
    write(blank, "one", "")

    blank.go(2, "text")
    blank.keys(ENTER, ENTER)

    assert blank.column("text") == ["one", ""]


def test_papers_are_saved_as_the_draft_stands(sample: ScriptEditor, tmp_path: Path) -> None:
    sample.go(2, "place")
    sample.type("West gate")
    sample.press("Papers…")
    sheet = sample.page.findChild(PapersSheet)
    assert sheet is not None
    sheet.paper.setCurrentIndex(sheet.paper.findData("hseep"))

    sheet.write(tmp_path / "msel.xlsx")
    sample.settle()

    found = read_back(open_tables(tmp_path / "msel.xlsx").sheets)
    assert found is not None
    assert found.base.steps[1].place == "West gate"
    sheet.close()


def test_enter_below_another_column_than_the_words_begins_no_row(blank: ScriptEditor) -> None:
    write(blank, "Car comes", "Alarm")
    blank.go(2, "role")

    blank.type("Guard", ENTER)

    assert blank.count("steps") == 2
    assert blank.column("role")[1] == "Guard"
