"""Marks that are more than a press: by radio, kept instants, units out of turn, entered late."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import now
from drillplanner.run.late_entry import steps_up_to_zero
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.workspace import Workspace
from tests.ui.run.hand import Hand

S = 10**9


def key_of(hand: Hand, step: str) -> str:
    return hand.presenter.board.keys[step]


# -- heard by radio --------------------------------------------------------------------


def test_ctrl_and_a_key_is_one_time_heard_by_radio_an_upper_bound(hand: Hand) -> None:
    hand.press("1", ctrl=True)
    hand.press("2")

    heard, seen = hand.log[1:]
    assert (heard.observed, heard.bound, heard.u_s) == ("radio", "at_most", Decimal("1.5"))
    assert (seen.observed, seen.bound, seen.u_s) == ("seen", "exact", Decimal("0.3"))
    assert hand.page.rows[1].time.startswith("≤")
    assert hand.page.rows[1].words.endswith("(by radio)")


def test_b_takes_every_press_as_heard_until_it_is_pressed_again_and_shows_it(hand: Hand) -> None:
    hand.press("B")
    shown = hand.page.is_radio
    hand.press("2")
    hand.press("X")
    hand.press("F2")
    hand.press("B")
    hand.press("1")

    assert shown
    assert not hand.page.is_radio
    said = [one for one in hand.log[1:] if one.kind != "void"]
    assert [one.observed for one in said] == ["radio", "radio", "radio", "seen"]
    assert [one.bound for one in said] == ["at_most", "at_most", "at_most", "exact"]


# -- mark now, name later --------------------------------------------------------------


@pytest.mark.parametrize("place", ["Space", "PageUp", "PageDown", "KeypadEnter", "."])
def test_every_marking_key_freezes_an_instant_and_the_likely_steps_are_offered(
    hand: Hand, place: str
) -> None:
    hand.press("1")
    hand.press(place)
    at_ns = hand.log[-1].elapsed_ns
    offered = hand.page.asked
    hand.press("F2", after_s=5)

    assert offered == [*hand.presenter.board.order[1:5], ":words"]
    assert hand.kinds == ["arm", "mark", "mark", "label"]
    assert hand.log[-1].step == "intruder"
    assert hand.log[-1].amends == hand.log[2].id
    assert hand.presenter.board.zero_ns == at_ns


def test_a_name_given_by_shift_is_not_asked_for_again(hand: Hand) -> None:
    hand.press("Space")
    hand.press("2", shifted=True)
    hand.press("Esc")
    hand.press("F2")

    assert hand.kinds == ["arm", "mark", "label"]


def test_a_step_key_with_shift_down_by_mistake_is_a_mark_by_one_answer(hand: Hand) -> None:
    hand.press("Space")
    hand.press("Esc")
    hand.press("2", shifted=True, after_s=60)
    pressed_ns = hand.clock.elapsed_ns()

    assert "did it happen just now" in hand.page.question
    hand.press("F2", after_s=2)

    board = hand.presenter.board
    assert board.zero_ns is not None
    assert abs(board.zero_ns - pressed_ns) < 10**6
    assert len(board.unlabelled) == 1


def test_of_several_that_wait_the_one_chosen_in_the_log_is_named_first(hand: Hand) -> None:
    hand.press("Space")
    hand.press("Space")
    second = hand.log[-1].id
    hand.page.chosen_entry = second
    hand.press("1", shifted=True)
    hand.page.chosen_entry = ""
    hand.press("2", shifted=True)

    assert [one.amends for one in hand.log if one.kind == "label"] == [second, hand.log[1].id]


# -- one instant for several steps -----------------------------------------------------


def test_several_steps_share_one_instant_and_say_so(hand: Hand) -> None:
    hand.press("1", ctrl=True)
    hand.press("C")
    kept = hand.page.kept
    hand.press("2", after_s=2)
    hand.press("3", after_s=2)
    hand.press("C")
    hand.press("4", after_s=2)

    first, second, third, fourth = hand.log[1:]
    assert "Same instant" in kept
    assert hand.page.kept == ""
    assert first.elapsed_ns == second.elapsed_ns == third.elapsed_ns
    assert (second.observed, second.bound, second.u_s) == ("radio", "at_most", first.u_s)
    assert second.text == third.text == f"!same {first.id}"
    assert fourth.elapsed_ns - first.elapsed_ns == 8 * S


def test_a_kept_instant_that_nobody_uses_is_let_go(hand: Hand) -> None:
    hand.press("1")
    hand.press("C")
    hand.clock.advance(29)
    hand.press("2")
    hand.clock.advance(31)
    hand.tick()
    assert "let go" in hand.page.told[-1]
    hand.press("3")

    assert hand.log[2].elapsed_ns == hand.log[1].elapsed_ns
    assert hand.log[-1].elapsed_ns - hand.log[1].elapsed_ns == (1 + 29 + 1 + 31 + 1) * S


def test_nothing_is_kept_where_nothing_was_marked_or_the_mark_is_void(hand: Hand) -> None:
    hand.press("C")
    first = hand.page.told[-1]
    hand.press("1")
    hand.press("Backspace")
    hand.press("C")

    assert "Mark a step first" in first
    assert "Mark a step first" in hand.page.told[-1]
    assert hand.page.kept == ""


# -- units -----------------------------------------------------------------------------


def test_units_are_taken_in_turn_and_another_one_is_given_by_one_key(hand: Hand) -> None:
    gates = key_of(hand, "gate-shut")
    hand.press(gates)
    asked = hand.page.asked
    hand.press("F2")
    hand.press(gates)

    units = [one.id for one in hand.presenter.board.steps["gate-shut"].units]
    assert asked == units[1:]
    assert [(one.kind, one.unit) for one in hand.log[1:]] == [
        ("mark", units[0]),
        ("label", units[1]),
        ("mark", units[0]),
    ]
    assert hand.page.looks["gate-shut"].shape == "disc"


# -- late entries ----------------------------------------------------------------------


def test_what_was_missed_is_entered_late_with_its_doubt_and_does_not_start_the_drill(
    hand: Hand,
) -> None:
    hand.press("2", after_s=200)
    hand.press(",")
    at_ns = hand.clock.elapsed_ns()
    asked = hand.page.asked
    hand.press("F4", after_s=3)

    late = hand.log[-1]
    assert asked == ["5", "10", "20", "30", "60", "120", "300"]
    assert (late.step, late.made, late.text) == ("begin", "late", "!late ago_s=20 half_s=5")
    assert at_ns - late.elapsed_ns == 20 * S
    # sqrt(5^2 / 3 + 0.3^2) = 2.902298 s, rounded up
    assert late.u_s == Decimal("2.902298")
    assert hand.page.rows[-1].time.startswith("≈")
    assert hand.page.rows[-1].words.endswith("(late entry)")


def test_how_long_ago_may_be_typed_and_what_is_no_time_is_told(hand: Hand) -> None:
    hand.press("2", after_s=200)
    hand.press(",")
    hand.controller.on_answer("5", "1:20 ± 10")
    hand.press(",")
    hand.controller.on_answer("5", "soon")

    assert hand.log[-1].text == "!late ago_s=80 half_s=10"
    assert "no time" in hand.page.told[-1]
    assert hand.kinds == ["arm", "mark", "mark"]


def test_what_was_typed_of_a_late_entry_is_logged_when_something_else_comes_up(
    hand: Hand,
) -> None:
    hand.press("2", after_s=200)
    hand.press(",")
    hand.page.typed = "20"
    hand.controller.on_held("end")
    late = hand.log[-2]

    assert hand.kinds == ["arm", "mark", "mark", "end"]
    assert (late.made, late.text) == ("late", "!late ago_s=20 half_s=5")


def test_a_late_entry_of_which_nothing_was_typed_logs_nothing_when_something_else_comes_up(
    hand: Hand,
) -> None:
    hand.press("2", after_s=200)
    hand.press(",")
    hand.controller.on_held("end")

    assert hand.kinds == ["arm", "mark", "end"]
    assert hand.page.refused == []


def test_a_late_entry_is_scored_with_its_own_uncertainty(hand: Hand, workspace: Workspace) -> None:
    hand.press("2", after_s=200)
    hand.press(",")
    hand.press("F2")
    entries = workspace.entries(hand.presenter.session.drill.id)

    found = {one.step: one for one in observe(entries).observations}

    # "about 5 s ago", within 2 s: 2^2 / 3 + 0.3^2 = 1.42333
    assert float(found["begin"].variance_s2) == pytest.approx(1.423333, abs=1e-5)
    assert found["intruder"].at_s is not None
    assert found["begin"].at_s is not None
    assert found["intruder"].at_s - found["begin"].at_s == 4


def test_a_late_entry_before_arming_is_asked_back_with_both_readings(hand: Hand) -> None:
    hand.press("2", after_s=90)
    hand.press(",", after_s=5)
    hand.controller.on_answer(":typed", "120")

    assert hand.kinds == ["arm", "mark"]
    assert "120 is read as about 2 min ago" in hand.page.question
    assert "0120 would be about 1 min 20 s ago" in hand.page.question
    assert "before this laptop was armed" in hand.page.question

    hand.press("F3")
    assert hand.kinds == ["arm", "mark"]
    assert hand.page.question.startswith("Late entry. When was it?")
    hand.controller.on_answer(":typed", "0120")
    assert hand.log[-1].text == "!late ago_s=80 half_s=20"


def test_a_late_entry_says_from_which_instant_it_counts_back(hand: Hand) -> None:
    hand.press(",", after_s=5)
    assert f"before {hand.wording.wall(hand.clock.wall_utc_ns())}" in hand.page.question

    hand.press("Esc")
    hand.press("2", after_s=5)
    hand.press(",", after_s=90)
    hand.press("T", after_s=13)

    assert "before 01:30.0" in hand.page.question


def test_one_key_keeps_a_late_entry_that_was_asked_back(hand: Hand) -> None:
    hand.press("2", after_s=90)
    hand.press(",", after_s=5)
    at_ns = hand.clock.elapsed_ns()
    hand.controller.on_answer(":typed", "120")
    hand.press("F2")

    assert hand.kinds == ["arm", "mark", "mark"]
    assert at_ns - hand.log[-1].elapsed_ns == 120 * S


def test_a_late_entry_before_the_danger_is_asked_back_unless_it_leads_there(hand: Hand) -> None:
    hand.press("2", after_s=200)
    board = hand.presenter.board
    leading = steps_up_to_zero(hand.presenter.session.script)
    later = next(one for one in board.order if one not in leading)
    hand.press(",", after_s=5)
    hand.press(board.keys[later])
    hand.press("F5")

    assert hand.kinds == ["arm", "mark"]
    assert "before the danger appeared (T0)" in hand.page.question


def test_a_doubted_late_entry_is_kept_when_something_else_comes_up_and_left_by_escape(
    hand: Hand,
) -> None:
    hand.press("2", after_s=20)
    hand.press(",")
    hand.controller.on_answer(":typed", "120")
    hand.press("Esc")
    assert hand.kinds == ["arm", "mark"]

    hand.press(",")
    hand.controller.on_answer(":typed", "120")
    hand.controller.on_held("end")
    assert hand.kinds == ["arm", "mark", "mark", "end"]


def test_what_is_typed_and_doubted_is_kept_when_the_drill_ends(hand: Hand) -> None:
    hand.press("2", after_s=20)
    hand.press(",")
    hand.page.typed = "120"
    hand.controller.on_held("end")

    assert hand.kinds == ["arm", "mark", "mark", "end"]


# -- lines -----------------------------------------------------------------------------


def test_tab_shows_one_line_after_the_other_and_every_key_goes_on_meaning_the_same(
    hand: Hand,
) -> None:
    posts = [post.id for post in hand.presenter.board.lines]
    seen = []
    for _post in posts:
        hand.press("Tab")
        seen.append(hand.page.line)
    hand.press("Tab")
    hand.press("Tab", shifted=True)
    line = hand.page.seen
    hidden = next(step for step in hand.presenter.board.order if step not in line)
    hand.press(key_of(hand, hidden))

    assert hand.page.lines == posts == seen
    assert hand.page.line == posts[-1]
    assert all(hand.presenter.board.steps[one].post == posts[-1] for one in line)
    assert hand.log[-1].step == hidden


def test_what_is_next_is_looked_for_in_the_line_that_is_seen(hand: Hand) -> None:
    hand.press("Tab")

    nexts = [step for step, look in hand.page.looks.items() if look.is_next]
    first = next(step for step in hand.presenter.board.order if step in hand.page.seen)
    assert nexts == [first]


# -- what runs -------------------------------------------------------------------------


def test_every_running_target_is_shown_the_most_urgent_first_until_it_is_over(hand: Hand) -> None:
    hand.press("2")
    hand.clock.advance(20)
    hand.tick()
    running = hand.page.running
    hand.press("3")

    lefts = [left for _name, left, _is_overdue in running]
    assert running
    assert running[0][2]
    assert lefts[0].startswith("+")
    assert not any("recognis" in name.lower() for name, _left, _is in hand.page.running)
    assert len(hand.page.running) < len(running) + 1


# -- sync marks ------------------------------------------------------------------------


def test_a_pause_says_what_runs_on_and_afterwards_which_targets_it_interrupted(
    hand: Hand,
) -> None:
    hand.press("Z", after_s=5)
    hand.press("Z", after_s=5)
    assert hand.page.told[-1] == "The big clock has run on; limits do not count the pause."

    hand.press("2", after_s=5)
    hand.press("Z", after_s=5)
    assert "the big clock runs on" in hand.page.question
    hand.tick()
    running = [name for name, _left, _is_overdue in hand.page.running]
    hand.press("Z", after_s=5)

    said = hand.page.told[-1]
    assert said.startswith("The big clock has run on; limits do not count the pause.")
    assert all(name in said for name in running[:4])
    assert "and 8 more" in said


def test_what_was_over_before_a_pause_was_not_interrupted_what_ended_in_it_was(
    hand: Hand,
) -> None:
    def interrupted() -> list[str]:
        return [one.id for one in hand.presenter.board.interrupted()]

    hand.press("2", after_s=5)
    hand.press("Z", after_s=5)
    hand.press(key_of(hand, "challenge"), after_s=5)
    assert interrupted() == []
    hand.press("Z", after_s=5)
    first = interrupted()
    hand.press("Z", after_s=5)
    hand.press("Z", after_s=5)

    assert "V1" in first
    assert interrupted() == [one for one in first if one != "V1"]


def test_sync_marks_are_numbered_alike_on_every_laptop_and_a_void_one_frees_its_number(
    hand: Hand,
) -> None:
    hand.press("/")
    hand.press("/")
    hand.press("Backspace")
    hand.press("/")

    assert [(one.kind, one.text) for one in hand.log[1:]] == [
        ("sync", "S1"),
        ("sync", "S2"),
        ("void", ""),
        ("sync", "S2"),
    ]
    assert hand.page.rows[1].shape == "swap"
    assert hand.presenter.session.recorder.phase == "armed"


def test_two_laptops_that_marked_one_moment_are_tied_by_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    gate = Hand(workspace)
    with create_workspace(tmp_path / "other.drill") as other:
        command = Hand(other, source="command", ahead_s=37)
        for hand in (gate, command):
            hand.press("/")
            hand.press("2")
        both = (
            *workspace.entries(gate.presenter.session.drill.id),
            *other.entries(command.presenter.session.drill.id),
        )

        log = observe(both)

    marks = {mark.source: mark.at_s for mark in log.sync_marks}
    assert [mark.name for mark in log.sync_marks] == ["S1", "S1"]
    assert marks["command"] - marks["gate"] == 37


# -- what a time is signed with --------------------------------------------------------


def signs(hand: Hand) -> list[str]:
    return [row.time[:1] for row in hand.page.rows[1:]]


def test_what_counts_from_a_t0_that_was_heard_by_radio_took_no_less(hand: Hand) -> None:
    hand.press("2", ctrl=True)
    hand.press("3", after_s=5)
    hand.press("4", ctrl=True)

    # T0 was over when it was heard: what was seen came at least so long after it; how long
    # after it what was heard as well came is bounded on neither side.
    assert [row.time for row in hand.page.rows[1:]] == ["≤00:00.0", "≥00:05.0", "≈00:06.0"]
    assert [line.since for line in hand.presenter.marks] == ["≤00:00.0", "≥00:05.0", "≈00:06.0"]
    assert hand.page.looks["challenge"].status.endswith("≥00:05.0")
    assert hand.page.caption == "since T0, as heard by radio"


def test_what_counts_from_a_heard_start_is_what_it_says(hand: Hand) -> None:
    hand.press("Enter")
    hand.press("3", after_s=5)
    hand.press("4", ctrl=True)

    assert [row.time for row in hand.page.rows[2:]] == ["00:05.0", "≤00:06.0"]


def test_tiles_and_times_of_day_carry_the_sign_of_their_mark(hand: Hand) -> None:
    hand.press("2")
    hand.press("3", ctrl=True)
    hand.press("4")
    hand.press("Down")
    hand.press(",")
    hand.press("F2")

    late = hand.log[-1].step or ""
    lines = {line.since[0]: line.of_day[0] for line in hand.presenter.marks}
    assert hand.page.looks["challenge"].status.endswith("≤00:01.0")
    assert hand.page.looks["radio"].status.endswith("  00:02.0")
    assert "≈" in hand.page.looks[late].status
    assert (lines["≤"], lines["≈"]) == ("≤", "≈")


def test_an_instant_shared_with_a_late_entry_is_no_exact_press_either(hand: Hand) -> None:
    hand.press("2", after_s=60)
    hand.press(",")
    hand.press("F4")
    hand.press("C")
    hand.press("3")

    assert signs(hand) == ["0", "≈", "≈"]
    assert hand.log[-1].u_s == hand.log[-2].u_s


def test_what_was_heard_by_radio_and_entered_late_is_an_upper_bound(hand: Hand) -> None:
    hand.press("2", after_s=60)
    hand.press("B")
    hand.press(",")
    hand.press("F2")

    late = hand.log[-1]
    # "about 5 s ago", within 2 s, and the delay of a call: sqrt(2^2 / 3 + 1.5^2) = 1.892969
    assert (late.observed, late.bound, late.u_s) == ("radio", "at_most", Decimal("1.892970"))


def test_a_hold_is_no_surer_than_its_press(hand: Hand) -> None:
    hand.press("2")
    hand.clock.advance(1)
    rough = Caught(now(hand.clock, Decimal(1)), why="absent")
    hand.controller.on_key("Z", rough, False)

    assert (hand.log[-1].kind, hand.log[-1].u_s) == ("hold", Decimal(1))


def test_what_was_said_not_performed_is_no_second_mark(hand: Hand) -> None:
    hand.press("2")
    hand.press("N")
    hand.press("5")
    hand.press("5")

    assert [one.kind for one in hand.log[-2:]] == ["not_performed", "mark"]
    assert "marks" not in hand.page.looks["alarm"].status


def test_a_press_after_the_last_unit_does_not_move_the_time_at_which_all_were_done(
    hand: Hand,
) -> None:
    hand.press("2")
    hand.press("6")
    hand.press("6")
    done = hand.page.looks["gate-shut"].status
    assert "2/2" in done

    hand.press("6", after_s=9)

    assert "00:02.0" in done
    assert "00:02.0" in hand.page.looks["gate-shut"].status
