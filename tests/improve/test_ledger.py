"""Steps are facts: the fold is order-free, undo is a further step, closing needs proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.improve.codec import as_fact, read_step, read_steps
from drillplanner.improve.ledger import (
    MOVES,
    Action,
    Content,
    Deed,
    Step,
    before,
    closed,
    edited,
    fold,
    is_overdue,
    moved,
    possible,
    undoable,
)
from drillplanner.run.fact import make_fact, read_body
from tests.improve.sample import content, later

TODAY = date(2026, 11, 23)
PLANNED = content(measure="bolt", unit="office", due=TODAY)


def step(id: str, *replaces: str, deed: Deed = "edit", **fields: object) -> Step:
    given_content = fields.pop("content", None) or replace(PLANNED, notes=id)
    assert isinstance(given_content, Content)
    return Step(id, "a", deed, given_content, replaces, "p", int(id[1:]), **fields)  # type: ignore[arg-type] # what a test says


def only(steps: Sequence[Step]) -> Action:
    (action,) = fold(steps)
    return action


# -- the fold ---------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Draw steps that each replace any of the earlier ones, as two laptops would."""
    steps = [step("s0", deed="accept")]
    for number in range(1, draw(st.integers(1, 8))):
        replaced = draw(st.sets(st.sampled_from([one.id for one in steps]), min_size=1, max_size=2))
        steps.append(step(f"s{number}", *sorted(replaced)))
    return steps


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_steps_change_nothing(
    history: list[Step], random: object
) -> None:
    shuffled = [*history, *history[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a Random

    assert fold(shuffled) == fold(history)


@given(histories())
def test_every_step_is_kept_and_some_version_always_stands(history: list[Step]) -> None:
    action = only(history)

    assert {one.id for one in action.steps} == {one.id for one in history}
    assert action.heads


@given(histories(), st.data())
def test_joining_two_laptops_gives_what_one_would_have(
    history: list[Step], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(history)))

    assert fold([*history[cut:], *history[:cut]]) == fold(history)


def test_two_steps_that_replace_one_are_a_conflict_and_neither_wins() -> None:
    action = only([step("s0", deed="accept"), step("s1", "s0"), step("s2", "s0")])

    assert action.is_in_conflict
    assert [head.content.notes for head in action.heads] == ["s1", "s2"]
    assert possible(action) == ()


def test_a_choice_between_versions_ends_the_conflict() -> None:
    chosen = step("s3", "s1", "s2", deed="settle")

    action = only([step("s0", deed="accept"), step("s1", "s0"), step("s2", "s0"), chosen])

    assert action.heads == (chosen,)


def test_steps_forged_into_a_ring_are_all_shown() -> None:
    assert only([step("s1", "s2"), step("s2", "s1")]).is_in_conflict


# -- moves --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("deed", "ends"), MOVES.items())
def test_a_move_begins_in_its_own_state_alone(deed: Deed, ends: tuple[str, str]) -> None:
    for state in ("open", "under_way", "to_verify", "closed", "dismissed", "withdrawn"):
        here = replace(PLANNED, state=state, proof="d2" if state == "closed" else "")
        if state == ends[0] and deed != "close":
            assert moved(here, deed, "why").state == ends[1]
        else:
            with pytest.raises(UserError):
                moved(here, deed, "why")


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"measure": " "}, "measure"),
        ({"unit": ""}, "unit or person"),
        ({"due": None}, "deadline"),
    ],
)
def test_mending_starts_with_a_measure_an_owner_and_a_deadline(
    lacking: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        moved(replace(PLANNED, **lacking), "start")  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize("deed", ["send_back", "reopen"])
def test_going_back_needs_a_reason(deed: Deed) -> None:
    with pytest.raises(UserError, match="why"):
        moved(replace(PLANNED, state=MOVES[deed][0]), deed, "  ")


@given(st.lists(st.sampled_from([*MOVES, "edit"]), max_size=12))
def test_whatever_is_tried_nothing_is_closed_without_proof(deeds: list[Deed]) -> None:
    now = PLANNED
    for deed in deeds:
        try:
            now = (
                edited(now, replace(now, state="closed"))
                if deed == "edit"
                else moved(now, deed, "w")
            )
        except UserError:
            continue
        assert now.state != "closed"


def test_a_closed_action_is_changed_only_after_it_was_reopened() -> None:
    done = closed(replace(PLANNED, state="to_verify"), later(), "s1")

    with pytest.raises(UserError, match="reopen"):
        edited(done, replace(done, notes="x"))
    assert moved(done, "reopen", "again").proof == ""


# -- undo -----------------------------------------------------------------------------------------


def undone(history: list[Step]) -> list[Step]:
    """Take the last step back, by a further one."""
    then, restores = before(only(history))
    number = len(history)
    last = only(history).heads[0]
    return [*history, step(f"s{number}", last.id, deed="undo", content=then, restores=restores)]


def test_undo_is_a_further_step_that_brings_back_what_stood() -> None:
    history = [step("s0", deed="accept"), step("s1", "s0")]

    after = undone(history)

    assert after[:2] == history
    assert only(after).content == history[0].content


def test_undoing_again_goes_further_back_until_the_action_is_withdrawn() -> None:
    history = [step("s0", deed="accept"), step("s1", "s0"), step("s2", "s1")]
    stood = []
    for _again in range(3):
        history = undone(history)
        stood.append(only(history).content)

    assert [one.notes for one in stood] == ["s1", "s0", "s0"]
    assert [one.state for one in stood] == ["open", "open", "withdrawn"]
    assert not only(history).is_listed
    assert undoable(only(history)) is None
    with pytest.raises(UserError, match="nothing left"):
        before(only(history))


@given(st.integers(1, 6), st.integers(1, 6))
def test_so_many_undos_take_back_so_many_steps(deeds: int, undos: int) -> None:
    history = [step("s0", deed="accept")]
    history += [step(f"s{n}", f"s{n - 1}") for n in range(1, deeds + 1)]
    wanted = [one.content for one in history]
    for _again in range(min(undos, deeds)):
        history = undone(history)

    assert only(history).content == wanted[deeds - min(undos, deeds)]


def test_an_undo_names_the_step_it_would_take_back() -> None:
    history = [step("s0", deed="accept"), step("s1", "s0"), step("s2", "s1")]

    assert undoable(only(history)) == history[2]
    assert undoable(only(undone(history))) == history[1]


def test_a_version_that_was_chosen_cannot_be_taken_back_to_two() -> None:
    history = [
        step("s0"),
        step("s1", "s0"),
        step("s2", "s0"),
        step("s3", "s1", "s2", deed="settle"),
    ]

    with pytest.raises(UserError, match="more than one version"):
        before(only(history))


# -- deadlines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "due", "is_late"),
    [
        ("open", date(2026, 11, 22), True),
        ("under_way", date(2026, 11, 22), True),
        ("under_way", date(2026, 11, 23), False),
        ("open", None, False),
        ("to_verify", date(2026, 11, 22), False),
        ("closed", date(2026, 11, 22), False),
    ],
)
def test_overdue_is_computed_from_the_date_handed_in(
    state: str, due: date | None, is_late: bool
) -> None:
    for is_parked in (False, True):
        assert is_overdue(content(state=state, due=due, is_parked=is_parked), TODAY) is is_late


# -- facts ----------------------------------------------------------------------------------------

FULL = replace(
    PLANNED,
    state="closed",
    person="p9",
    hazard="technical",
    verification="drill",
    notes="n",
    is_parked=True,
    is_supervised=True,
    proof="d2",
)


@pytest.mark.parametrize("whole", [content(), PLANNED, FULL])
def test_a_step_comes_back_from_its_fact_as_it_was(whole: Content) -> None:
    made = step("s4", "s1", "s2", deed="undo", content=whole, restores="s0")

    assert read_step(as_fact(made)) == made
    assert as_fact(read_step(as_fact(made))) == as_fact(made)


@pytest.mark.parametrize(
    "damage",
    [
        {"deed": "erase"},
        {"content": {"state": "closed"}},
        {"content": "x"},
        {"wall_utc_ns": "now"},
        {"replaces": "s0"},
    ],
)
def test_a_record_that_no_step_can_be_is_refused_and_named(damage: dict[str, object]) -> None:
    body = {**read_body(as_fact(step("s1")).data), **damage}
    forged = make_fact("action_step", "s1", body, "d1")  # type: ignore[arg-type] # damaged

    with pytest.raises(FileRefused):
        read_step(forged)
    assert read_steps([forged, as_fact(step("s2"))]) == ((step("s2"),), ("s1",))


def test_a_fact_that_says_closed_without_proof_is_not_believed() -> None:
    forged = as_fact(step("s1", content=replace(PLANNED, state="closed")))

    assert read_steps([forged]) == ((), ("s1",))
