"""What is different between two scripts is told thing by thing, as people know them."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.plan.comparing.difference import Change, compare, renamed_ids
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import TABLES
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.model import Script
from drillplanner.services.plan.scripts import samples

STEPS, TARGETS = TABLES["steps"], TABLES["targets"]
LANGUAGE = "zh_CN"


def sample() -> Script:
    return samples()[0].script


def typed(script: Script, part: str, number: int, column: str, text: str) -> Script:
    row = getattr(script, part)[number - 1].id
    return acts.type_cell(Draft(script), TABLES[part], row, column, text, LANGUAGE).draft.script


def change_of(before: Script, after: Script) -> Change:
    (change,) = compare(before, after, LANGUAGE).changes
    return change


def test_a_script_does_not_differ_from_itself() -> None:
    for script in samples():
        assert compare(script.script, script.script, LANGUAGE).is_empty


def test_a_changed_text_is_told_by_language_and_word() -> None:
    before = sample()
    after = typed(before, "steps", 5, "text", f"{before.steps[4].text['zh_CN']}两次")  # type: ignore[index]  # samples speak two languages

    change = change_of(before, after)

    assert (change.part, change.fate, change.number_after) == ("steps", "changed", 5)
    (field,) = change.fields
    assert (field.name, field.language) == ("text", "zh_CN")
    assert [(one.fate, one.text) for one in field.pieces if one.fate != "kept"] == [
        ("added", "两次")
    ]


def test_links_name_steps_by_their_words_not_by_numbers_that_shift() -> None:
    before = sample()
    after = acts.insert(Draft(before), STEPS, 0, LANGUAGE).draft.script

    change = change_of(before, after)

    assert (change.fate, change.number_before, change.number_after) == ("added", 0, 1)


def test_a_row_that_moved_is_the_only_one_that_is_told() -> None:
    before = sample()
    moved = before.steps[8].id
    draft = Draft(before)
    for _time in range(3):
        draft = acts.move(draft, STEPS, {moved}, 1).draft

    change = change_of(before, draft.script)

    assert (change.id, change.fate) == (moved, "moved")
    assert (change.number_before, change.number_after) == (9, 12)


def test_limits_stand_side_by_side_with_their_sources() -> None:
    before = sample()
    after = typed(before, "targets", 1, "limit", "1:15")
    after = typed(after, "targets", 1, "source", "县局〔2026〕3号")

    limit = compare(before, after, LANGUAGE).limits[0]

    assert (limit.before, limit.after) == ("0:05", "1:15")
    assert limit.source_after.endswith("县局〔2026〕3号")
    assert limit.is_changed


def test_what_was_deleted_stands_where_it_stood() -> None:
    before = sample()
    gone = before.steps[-1]
    after = acts.delete(Draft(before), STEPS, {gone.id}, LANGUAGE).draft.script

    changes = [one for one in compare(before, after, LANGUAGE).changes if one.part == "steps"]

    assert [(one.id, one.fate) for one in changes] == [(gone.id, "removed")]


def test_a_script_that_came_back_without_its_ids_is_compared_by_what_it_says() -> None:
    before = sample()
    ids = {step.id: f"row{number}" for number, step in enumerate(before.steps)}
    after = typed(renamed_ids(before, ids), "steps", 4, "place", "东门")

    change = change_of(before, after)

    assert (change.id, change.fate) == (before.steps[3].id, "changed")
    assert [one.name for one in change.fields] == ["place"]


def test_head_and_scoring_are_told() -> None:
    before = sample()
    after = replace(before, zone="Asia/Urumqi", scoring=replace(before.scoring, press_u_s=0.5))

    found = compare(before, after, LANGUAGE)

    assert [(one.name, one.after) for one in found.head] == [("zone", "Asia/Urumqi")]
    assert [(one.name, one.before, one.after) for one in found.scoring] == [
        ("press_u_s", "0.3", "0.5")
    ]
