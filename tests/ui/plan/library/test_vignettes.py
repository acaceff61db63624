"""A block of steps is kept from one script and put into another, from the editor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.services.plan.drafts import draft_of
from drillplanner.services.plan.scripts import samples
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.editor import CTRL, ScriptEditor
from ui.context import AppContext
from ui.plan.library.vignettes_sheet import VignettesSheet


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


def editor_of(place: int, context: AppContext, qtbot: QtBot) -> ScriptEditor:
    script = samples()[place]
    return ScriptEditor(context, qtbot, context.services.drafts.begin(draft_of(script), script))


def sheet_of(editor: ScriptEditor) -> VignettesSheet:
    editor.keys(Qt.Key.Key_B, with_=CTRL)
    editor.wait(lambda: editor.page.findChildren(VignettesSheet))
    return editor.page.findChildren(VignettesSheet)[-1]


def test_a_block_goes_from_one_script_into_another(context: AppContext, qtbot: QtBot) -> None:
    first = editor_of(2, context, qtbot)
    first.mark(3, 4, 5)
    sheet = sheet_of(first)
    assert not sheet.take.isEnabled()
    sheet.name.setText("Gate block")
    QTest.keyClick(sheet.name, Qt.Key.Key_Return)
    first.settle()
    assert first.notice == "The block “Gate block” is kept."
    texts = first.column("text")[2:5]

    second = editor_of(0, context, qtbot)
    second.go(2, "text")
    before = second.draft
    sheet = sheet_of(second)
    sheet.take.click()

    assert second.column("text")[2:5] == texts
    assert second.marked_rows == [3, 4, 5]
    assert second.page.acts["undo"].accessibleName() == "Undo: put in the block “Gate block”"
    second.page.acts["undo"].click()
    assert second.draft == before


def test_a_block_that_is_put_away_is_offered_no_more(context: AppContext, qtbot: QtBot) -> None:
    drafts = context.services.drafts
    drafts.keep_vignette(samples()[0].script)
    editor = editor_of(2, context, qtbot)
    sheet = sheet_of(editor)

    sheet.away.click()
    editor.wait(lambda: not drafts.vignettes())
    editor.settle()

    (shown,) = (one for one in editor.page.findChildren(VignettesSheet) if one.isVisible())
    assert not shown.take.isEnabled()
    shown.reject()
    qtbot.wait(1)


def test_blocks_are_in_backups(context: AppContext) -> None:
    drafts = context.services.drafts
    kept = drafts.keep_vignette(samples()[0].script)
    contents = drafts.contents()
    (drafts.folder / "vignettes" / f"{kept.id}.draft.json").unlink()

    assert drafts.put_back(contents) == 1
    assert [one.draft.script for one in drafts.vignettes()] == [samples()[0].script]
