"""Two people's changes are joined piece by piece, and nothing is chosen silently."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import UserError
from drillplanner.plan.comparing.merging import (
    WHOLE,
    Side,
    choices,
    merge,
    open_choices,
    proposals,
)
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import TABLES
from drillplanner.plan.editing.draft import CellRefused, Draft, blank_script
from drillplanner.plan.model import Script
from drillplanner.plan.validation import unsound
from drillplanner.services.plan.scripts import samples
from tests.plan.comparing.test_difference import typed

STEPS, LANGUAGE = TABLES["steps"], "zh_CN"


def base() -> Script:
    return samples()[2].script


def deleted(script: Script, number: int) -> Script:
    return acts.delete(Draft(script), STEPS, {script.steps[number - 1].id}, LANGUAGE).draft.script


def test_what_one_side_changed_is_proposed_and_shown() -> None:
    mine = typed(base(), "steps", 3, "place", "东门")
    theirs = typed(base(), "steps", 5, "place", "西门")

    found = choices(base(), mine, theirs)

    assert [(one.id, one.name, one.proposed) for one in found] == [
        (base().steps[2].id, "place", "mine"),
        (base().steps[4].id, "place", "theirs"),
    ]
    joined = merge(mine, theirs, found, proposals(found)).script
    assert (joined.steps[2].place, joined.steps[4].place) == ("东门", "西门")


def test_what_both_changed_otherwise_is_left_to_a_person() -> None:
    mine = typed(base(), "targets", 1, "limit", "20")
    theirs = typed(base(), "targets", 1, "limit", "30")

    found = choices(base(), mine, theirs)

    (open_,) = open_choices(found, proposals(found))
    assert (open_.name, open_.base, open_.mine, open_.theirs) == (
        "limit_s", base().targets[0].limit_s, 20.0, 30.0,
    )  # fmt: skip
    with pytest.raises(ValueError, match="open"):
        merge(mine, theirs, found, proposals(found))
    assert merge(mine, theirs, found, {open_.key: "theirs"}).script.targets[0].limit_s == 30.0


def test_a_step_that_one_deleted_and_the_other_changed_is_left_to_a_person() -> None:
    mine = deleted(base(), 4)
    theirs = typed(base(), "steps", 4, "place", "东门")

    found = choices(base(), mine, theirs)

    asked = [one for one in open_choices(found, proposals(found)) if one.name == WHOLE]
    assert [one.id for one in asked] == [base().steps[3].id]


def test_without_a_base_all_is_asked() -> None:
    mine = typed(base(), "steps", 3, "place", "东门")

    (one,) = choices(None, mine, base())

    assert one.proposed is None


def test_an_added_step_comes_with_its_role() -> None:
    theirs = acts.insert(Draft(base()), STEPS, 2, LANGUAGE).draft.script
    theirs = typed(theirs, "steps", 3, "role", "无人机手")
    found = choices(base(), base(), theirs)
    chosen: dict[tuple[str, str, str], Side] = {
        one.key: "mine" if one.part == "roles" else "theirs" for one in found
    }

    joined = merge(base(), theirs, found, chosen).script

    assert joined.steps[2].id == theirs.steps[2].id
    assert "无人机手" in [role.name for role in joined.roles]


def test_a_circle_that_both_made_together_is_refused() -> None:
    blank = Draft(blank_script("own", "演练", "other", "zh_CN"))
    free = acts.insert(blank, STEPS, 0, LANGUAGE, 3).draft.script
    mine, theirs = typed(free, "steps", 2, "after", "3"), typed(free, "steps", 3, "after", "2")
    found = choices(free, mine, theirs)

    with pytest.raises(UserError, match="circle"):
        merge(mine, theirs, found, proposals(found))


def edits() -> st.SearchStrategy[list[tuple[str, int, str]]]:
    act = st.sampled_from(["insert", "delete", "up", "down", "text", "role", "planned", "limit"])
    return st.lists(st.tuples(act, st.integers(0, 30), st.sampled_from(["甲", "90", "T+3:00"])))


def edited(script: Script, deeds: list[tuple[str, int, str]]) -> Script:
    draft = Draft(script)
    for act, at, text in deeds:
        things = draft.script.targets if act == "limit" else draft.script.steps
        if not things:
            continue
        row = things[at % len(things)].id
        try:
            match act:
                case "insert":
                    draft = acts.insert(draft, STEPS, at % len(things), LANGUAGE).draft
                case "delete":
                    draft = acts.delete(draft, STEPS, {row}, LANGUAGE).draft
                case "up" | "down":
                    draft = acts.move(draft, STEPS, {row}, 1 if act == "down" else -1).draft
                case _:
                    table = TABLES["targets"] if act == "limit" else STEPS
                    draft = acts.type_cell(draft, table, row, act, text, LANGUAGE).draft
        except CellRefused:
            continue
    return draft.script


@settings(max_examples=40, deadline=None)
@given(edits(), edits())
def test_all_of_one_side_is_that_side(
    ours: list[tuple[str, int, str]], others: list[tuple[str, int, str]]
) -> None:
    mine, theirs = edited(base(), ours), edited(base(), others)
    found = choices(base(), mine, theirs)

    kept = merge(mine, theirs, found, {one.key: "mine" for one in found}).script
    taken = merge(mine, theirs, found, {one.key: "theirs" for one in found}).script

    assert kept == mine
    assert not choices(base(), taken, theirs)


@settings(max_examples=40, deadline=None)
@given(edits(), edits(), st.randoms(use_true_random=False))
def test_any_choice_leaves_a_script_that_can_be_edited(
    ours: list[tuple[str, int, str]], others: list[tuple[str, int, str]], random: object
) -> None:
    mine, theirs = edited(base(), ours), edited(base(), others)
    found = choices(base(), mine, theirs)
    sides: list[Side] = ["mine", "theirs"]
    chosen = {one.key: random.choice(sides) for one in found}  # type: ignore[attr-defined]

    try:
        joined = merge(mine, theirs, found, chosen).script
    except UserError:
        return

    ids = {step.id for step in joined.steps}
    assert all(one.step in ids for step in joined.steps for one in step.after)
    unknown = [one for one in unsound(joined) if "is no" in str(one.text)]
    assert unknown == []
