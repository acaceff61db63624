"""Versions are read side by side, signed off by typed names, and merged piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from drillplanner.base.ids import PersonId
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import TABLES
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.writer import format_script
from drillplanner.services.plan.drafts import KeptDraft, draft_of
from drillplanner.services.plan.scripts import open_script, samples
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.versions import Versions
from ui.context import AppContext
from ui.plan.versions.presenter import Subject


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


def typed(draft: Draft, part: str, number: int, column: str, text: str) -> Draft:
    row = getattr(draft.script, part)[number - 1].id
    return acts.type_cell(draft, TABLES[part], row, column, text, "en").draft


@pytest.fixture
def kept(context: AppContext, tmp_path: Path) -> KeptDraft:
    """Keep a draft that began from a file which another program has changed since."""
    path = tmp_path / "gate.json"
    base = draft_of(samples()[0])
    path.write_bytes(format_script(base.script))
    script = open_script(path)
    kept = context.services.drafts.begin(draft_of(script), script)
    theirs = typed(base, "targets", 1, "limit", "20")
    theirs = typed(theirs, "steps", 2, "place", "West gate")
    path.write_bytes(format_script(theirs.script))
    mine = typed(kept.draft, "targets", 1, "limit", "30")
    return replace(kept, draft=typed(mine, "steps", 3, "place", "East gate"))


def subject(kept: KeptDraft) -> Subject:
    return Subject(kept.draft.script, kept)


def test_the_draft_is_compared_with_what_it_began_from(
    context: AppContext, qtbot: QtBot, kept: KeptDraft
) -> None:
    versions = Versions(context, qtbot, subject(kept))

    assert versions.sides[1].startswith("What the draft began from")
    assert versions.sides[2] == "The file gate.json"
    assert "Limits side by side" in versions.text
    assert "East gate" in versions.text
    assert "West gate" not in versions.text


def test_a_file_that_changed_on_disk_is_merged_piece_by_piece(
    context: AppContext, qtbot: QtBot, kept: KeptDraft
) -> None:
    versions = Versions(context, qtbot, subject(kept))
    versions.compare("The file", "This draft")

    versions.press("Merge into the draft…")
    versions.settle()

    taken = {piece[2]: piece[0] for piece in versions.pieces}
    assert taken == {"place": "mine", "limit": "(open)"} or len(versions.pieces) == 3
    assert not versions.buttons("Take over")[0].isEnabled()
    open_ = next(n for n, piece in enumerate(versions.pieces) if piece[0] == "(open)")
    assert versions.pieces[open_][3:] == ["0:05", "0:30", "0:20"]

    versions.take(open_, Qt.Key.Key_2)
    versions.press("Take over")

    (done,) = versions.merged
    assert done.script.targets[0].limit_s == 20.0
    assert [done.script.steps[n].place for n in (1, 2)] == ["West gate", "East gate"]


def test_a_published_version_is_signed_off_by_typed_names(
    context: AppContext, qtbot: QtBot
) -> None:
    drafts = context.services.drafts
    kept = drafts.begin(draft_of(samples()[0]))
    kept, script = drafts.publish(kept, PersonId("me"))
    versions = Versions(context, qtbot, Subject(script.script, opened=script))

    versions.press("Prepared by…")
    versions.answer("Officer Zhang")

    (version,) = context.services.versions.of(script.script.id)
    assert [one.name for one in version.sign_offs] == ["Officer Zhang"]
    assert versions.sides[1].endswith("Prepared")
    assert not versions.buttons("Approved by…")[0].isEnabled()


def test_words_of_an_author_are_no_markup(context: AppContext, qtbot: QtBot) -> None:
    base = draft_of(samples()[0])
    kept = context.services.drafts.begin(base, samples()[0])
    draft = typed(kept.draft, "steps", 2, "place", "<b>gate</b> <img src='x'> & co")

    versions = Versions(context, qtbot, subject(replace(kept, draft=draft)))

    assert "<b>gate</b> <img src='x'> & co" in versions.text
