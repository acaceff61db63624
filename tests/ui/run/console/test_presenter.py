"""What each press comes to, without an application: a fake page, a real recorder."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import now
from drillplanner.services.run.station_steps import STEP_KEYS
from drillplanner.store.workspace import Workspace
from tests.ui.run.hand import Hand
from ui.run.console.wording import countdown_text, stopwatch


def test_opening_arms_the_post_and_expects_the_first_step(hand: Hand) -> None:
    assert hand.kinds == ["arm"]
    assert hand.page.state == "Armed"
    assert [step for step, look in hand.page.looks.items() if look.is_next] == ["begin"]
    assert hand.page.time == "01:00:00"


def test_a_steps_key_marks_it_at_the_instant_of_the_press(hand: Hand) -> None:
    hand.clock.advance(5)
    caught = Caught(now(hand.clock))
    hand.clock.advance(0.5)

    hand.controller.on_key("2", caught, False)
    hand.tick()

    assert hand.log[-1].step == "intruder"
    assert hand.log[-1].elapsed_ns == caught.stamp.elapsed_ns
    assert hand.page.time == "00:00.5"
    assert hand.page.looks["intruder"].shape == "disc"


def test_an_instant_of_the_programs_clock_is_wider_and_says_so(hand: Hand) -> None:
    present = now(hand.clock)
    slot = Caught(present.earlier(0, Decimal(1)), 0, "old")

    hand.controller.on_key("1", slot, False)

    assert (float(hand.log[-1].u_s), hand.log[-1].text) == (1.0, "!instant slot old")
    assert hand.page.rows[-1].time.startswith("≈")


def test_two_presses_of_one_key_at_once_make_one_entry_and_say_so(hand: Hand) -> None:
    hand.press("1")
    hand.press("1", after_s=0.3)
    hand.press("2", after_s=0.01)

    assert [entry.step for entry in hand.log[1:]] == ["begin", "intruder"]
    assert any("twice" in words for words in hand.page.told)


def test_backspace_undoes_the_last_act_and_then_the_one_before(hand: Hand) -> None:
    hand.press("1")
    hand.press("2")
    hand.press("Backspace")
    hand.press("Backspace")
    hand.press("Backspace")

    assert hand.kinds == ["arm", "mark", "mark", "void", "void"]
    assert hand.page.struck == [hand.log[2].id, hand.log[1].id]
    assert hand.page.looks["intruder"].shape is None
    assert hand.page.told[-1] == "Nothing of this session is left to be undone."


def test_a_mark_without_a_name_is_named_by_shift_and_a_key(hand: Hand) -> None:
    hand.press("Space")
    hand.press("3", shifted=True)
    hand.press("4", shifted=True)

    assert hand.kinds == ["arm", "mark", "label", "mark"]
    assert hand.log[2].amends == hand.log[1].id
    assert hand.page.looks[hand.log[2].step or ""].shape == "disc"


def test_a_failure_asks_for_its_reason_while_other_keys_go_on(hand: Hand) -> None:
    hand.press("1")
    hand.press("X")
    pressed = hand.clock.elapsed_ns()
    assert hand.page.asked == ["personnel", "coordination", "equipment", "other"]
    hand.press("3")
    assert "Not" not in hand.page.question
    hand.press("4")
    hand.press("F3")

    # The first step key points at what failed; the next one marks.
    again = ["void", "failed"]
    assert hand.kinds == ["arm", "mark", "failed", *again, "mark", *again]
    assert hand.log[-1].elapsed_ns == pressed
    assert (hand.log[-1].step, hand.log[-1].text) == ("challenge", "Coordination")


def test_a_press_that_was_taken_as_pointing_can_be_the_mark_it_was_meant_as(hand: Hand) -> None:
    hand.press("X")
    hand.press("3")
    pressed = hand.clock.elapsed_ns()
    hand.press("F6")

    assert (hand.log[-1].kind, hand.log[-1].step) == ("mark", "challenge")
    assert hand.log[-1].elapsed_ns == pressed


def test_a_failure_whose_reason_nobody_gave_is_logged_all_the_same(hand: Hand) -> None:
    hand.press("1")
    hand.press("X")
    hand.controller.on_held("end")

    assert hand.kinds == ["arm", "mark", "failed", "end"]
    assert hand.is_ended


def test_hold_and_resume_are_one_key(hand: Hand) -> None:
    hand.press("2")
    hand.press("Z")
    assert hand.page.state == "Paused"
    hand.press("Z")

    assert hand.kinds[-2:] == ["hold", "resume"]
    assert hand.page.state == "Running"


def test_not_performed_is_about_the_chosen_step_and_its_next_unit(hand: Hand) -> None:
    hand.press("Down")
    hand.press("Down")
    hand.press("N")
    assert hand.kinds == ["arm"]
    assert hand.page.question.startswith("Not performed: ")
    hand.press("F2")

    assert (hand.log[-1].kind, hand.log[-1].step) == ("not_performed", "intruder")


def test_not_performed_takes_the_step_that_is_pointed_at(hand: Hand) -> None:
    hand.press("N")
    hand.press("5")
    pressed = hand.clock.elapsed_ns()
    step = hand.presenter.board.step_by_key["5"]
    assert (hand.log[-1].kind, hand.log[-1].step) == ("not_performed", step)

    # It was meant as a mark: one answer makes it one, at the instant of the press.
    hand.press("F2")

    assert hand.kinds == ["arm", "not_performed", "void", "mark"]
    assert (hand.log[-1].step, hand.log[-1].elapsed_ns) == (step, pressed)


def test_a_decision_is_logged_at_once_and_its_way_afterwards(workspace: Workspace) -> None:
    hand = Hand(workspace, sample=1)
    board = hand.presenter.board
    decision = next(step for step in board.steps.values() if step.options)

    hand.press(board.keys[decision.id])
    assert hand.log[-1].kind == "mark"
    hand.press("F2")

    assert (hand.log[-1].kind, hand.log[-1].option) == ("label", decision.options[0].id)
    assert board.view(decision.id).option == decision.options[0].id


def test_what_is_refused_is_said_and_not_logged(hand: Hand) -> None:
    hand.controller.on_held("end")
    before = hand.kinds
    hand.press("1")

    assert hand.kinds == before
    assert "over" in hand.page.told[-1]


def test_a_slow_disk_is_told_of_and_closing_waits(hand: Hand) -> None:
    hand.is_stalled = True
    hand.press("1")
    hand.tick()
    assert hand.page.unsaved == ""
    hand.clock.advance(3)
    hand.tick()

    assert "1 entry is not saved yet" in hand.page.unsaved
    assert not hand.presenter.is_safe


def test_sleep_and_a_clock_that_was_set_are_shown_before_the_next_press(hand: Hand) -> None:
    hand.press("1")
    hand.clock.sleep(602)
    hand.tick()
    hand.clock.set_wall(3600)
    hand.tick()

    assert hand.kinds == ["arm", "mark", "note", "note"]
    assert "slept for 10 min 2 s" in hand.page.rows[-2].words
    assert "went ahead by 1 h" in hand.page.rows[-1].words


def test_void_last_leaves_what_the_program_noted_of_the_clocks(hand: Hand) -> None:
    hand.press("1")
    hand.clock.sleep(602)
    hand.tick()
    hand.press("Backspace")

    assert hand.kinds == ["arm", "mark", "note", "void"]
    assert hand.log[-1].amends == hand.log[1].id


@pytest.mark.parametrize(
    ("ns", "shown"),
    [
        (0, "00:00.0"),
        (61_990_000_000, "01:01.9"),
        (-50_000_000, "−00:00.1"),
        (3_661_000_000_000, "1:01:01.0"),
        (-5_000_000_000, "−00:05.0"),
    ],
)
def test_a_clock_that_counts_never_runs_ahead(ns: int, shown: str) -> None:
    assert stopwatch(ns, counts=True) == shown


@pytest.mark.parametrize(
    ("ns", "shown"),
    [(4_249_999_999, "00:04.2"), (4_250_000_000, "00:04.3"), (-40_000_000, "00:00.0")],
)
def test_an_instant_is_rounded_half_up_as_in_the_report(ns: int, shown: str) -> None:
    assert stopwatch(ns) == shown


def test_a_countdown_says_by_how_much_a_limit_is_exceeded() -> None:
    assert [countdown_text(left) for left in (42.9, 0.4, -5.2)] == ["0:42", "0:00", "+0:05"]


def test_a_key_that_no_step_lies_on_logs_nothing_and_says_so(hand: Hand) -> None:
    free = next(key for key in STEP_KEYS if key not in hand.presenter.board.step_by_key)
    hand.press(free)
    hand.press("2")
    hand.press("X")
    hand.press(free)

    assert hand.kinds == ["arm", "mark", "failed"]
    assert [words[:24] for words in hand.page.refused] == ["No step lies on this key"] * 2
    assert hand.controller.is_asking
