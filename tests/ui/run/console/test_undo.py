"""Whatever was done last is taken back by one key and done again by another, as facts."""

from __future__ import annotations

import pytest

from drillplanner.run.codec import Sealed
from drillplanner.run.live_log import LiveLog
from drillplanner.store.workspace import Workspace
from tests.ui.run.hand import Hand


def undo(hand: Hand) -> None:
    hand.press("Backspace")


def redo(hand: Hand) -> None:
    hand.press("Backspace", shifted=True)


def stands(hand: Hand) -> tuple[object, ...]:
    """Say how the drill stands, as the review will read it."""
    log: tuple[Sealed, ...] = hand.saved
    found = LiveLog(one.entry for one in log)
    return (
        [one for one in found.resolution().entries if one.kind != "arm"],
        dict(found.resolution().words),
        found.phases,
        {step: look.status for step, look in hand.page.looks.items()},
        hand.page.state,
        hand.page.unnamed,
    )


def shapes(hand: Hand) -> dict[str, str | None]:
    return {step: look.shape for step, look in hand.page.looks.items()}


#: What can be done last, as presses after T0 and one more mark.
ACTS: dict[str, tuple[str, ...]] = {
    "mark": ("4",),
    "mark of the unit of a step": ("rooms",),
    "frozen instant": ("Space",),
    "name of an instant": ("Space", "5"),
    "not performed": ("N", "F2"),
    "failed": ("X",),
    "pause": ("Z",),
    "reason of a pause": ("Z", "F3"),
    "resume": ("Z", "Esc", "Z"),
    "sync mark": ("/",),
    "same instant": ("C", "6"),
    "void of a row": ("Shift Down", "V"),
    "false start": ("Delete", "F2"),
}


def play(hand: Hand, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key == "Shift Down":
            hand.page.chosen_entry = hand.log[-1].id
        elif key == "rooms":
            hand.press(hand.presenter.board.keys["rooms-secured"])
        else:
            hand.press(key)


@pytest.mark.parametrize("act", ACTS)
def test_one_key_undoes_the_last_act_and_another_does_it_again(hand: Hand, act: str) -> None:
    *before, last = ACTS[act]
    hand.press("1")
    hand.press("2")
    hand.press("3")
    play(hand, tuple(before))
    was = stands(hand)
    count = len(hand.log)
    play(hand, (last,))
    hand.press("Esc")
    done = stands(hand)
    made = len(hand.log) - count
    assert made

    undo(hand)
    assert stands(hand) == was
    assert hand.page.told[-1].startswith("Undone: ")

    redo(hand)
    assert stands(hand) == done
    assert hand.page.told[-1].startswith("Done again: ")

    undo(hand)
    assert stands(hand) == was
    # Nothing was deleted: each of them added what it says.
    assert len(hand.log) >= count + made + 3


def test_a_pause_by_mistake_is_what_the_key_takes_back_and_no_mark_before_it(hand: Hand) -> None:
    hand.press("2")
    hand.press("Z")

    undo(hand)

    assert hand.page.state == "Running"
    assert hand.log[-1].amends == hand.log[-2].id
    assert hand.page.looks["intruder"].shape == "disc"


def test_a_row_that_was_voided_is_restored_by_the_same_key(hand: Hand) -> None:
    hand.press("2")
    hand.page.chosen_entry = hand.log[-1].id
    hand.press("V")
    assert shapes(hand)["intruder"] is None

    hand.press("V")

    assert shapes(hand)["intruder"] == "disc"
    assert hand.kinds == ["arm", "mark", "void", "restore"]
    assert hand.page.struck == [hand.log[2].id]


def test_an_end_is_taken_back_and_logging_goes_on(hand: Hand) -> None:
    hand.press("2")
    hand.controller.on_held("end")
    assert hand.presenter.ending == "ended"

    hand.controller.undo()

    assert (hand.presenter.ending, hand.page.state) == ("", "Running")
    hand.press("3")
    assert hand.kinds == ["arm", "mark", "end", "void", "mark"]


def test_a_void_round_is_taken_back(hand: Hand) -> None:
    hand.press("2")
    hand.press("3", after_s=20)
    hand.controller.on_held("void_round")
    hand.press("F2")
    assert hand.is_ended

    hand.controller.undo()

    assert [hand.presenter.ending, hand.page.state] == ["", "Running"]


@pytest.mark.parametrize("held", ["end", "void_round"])
def test_a_row_that_would_end_the_drill_again_asks_and_then_leaves_the_console(
    hand: Hand, held: str
) -> None:
    hand.press("2")
    hand.press("3", after_s=20)
    hand.controller.on_held(held)
    if held == "void_round":
        hand.press("F2")
    hand.controller.undo()
    hand.is_ended = False
    hand.page.chosen_entry = hand.log[-1].id
    logged = len(hand.log)

    hand.press("V")

    assert (len(hand.log), hand.is_ended, hand.page.state) == (logged, False, "Running")
    assert "again" in hand.page.question
    hand.press("F2", after_s=2)
    assert (hand.log[-1].kind, hand.is_ended) == ("restore", True)


def test_a_mark_closes_the_question_whether_the_round_is_void(hand: Hand) -> None:
    hand.press("2")
    hand.controller.on_held("void_round")
    assert "1 mark" in hand.page.question

    hand.press("3", after_s=2)
    hand.press("F2", after_s=2)

    assert (hand.kinds, hand.is_ended) == (["arm", "mark", "mark"], False)


def test_acts_are_undone_one_after_the_other_and_none_of_them_was_the_programs(
    hand: Hand,
) -> None:
    for key in "123":
        hand.press(key)
    for _turn in range(4):
        undo(hand)

    assert [one.amends for one in hand.log if one.kind == "void"] == [
        one.id for one in reversed(hand.log[1:4])
    ]
    assert hand.page.refused == ["Nothing of this session is left to be undone."]

    for _turn in range(3):
        redo(hand)
    assert [hand.page.looks[step].shape for step in hand.presenter.board.order[:3]] == ["disc"] * 3

    hand.press("4")
    redo(hand)
    assert hand.page.refused[-1] == "Nothing was undone that could be done again."


def test_undo_and_redo_survive_a_kill_as_facts(workspace: Workspace) -> None:
    hand = Hand(workspace)
    for key in "123":
        hand.press(key)
    undo(hand)
    undo(hand)
    redo(hand)
    was = {step: look.shape for step, look in hand.page.looks.items()}

    again = Hand(workspace, after=hand)

    assert {step: look.shape for step, look in again.page.looks.items()} == was
