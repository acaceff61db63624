"""The start of the clock: heard by radio, taken back within eight seconds, or made void later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.writer import format_script
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import now
from drillplanner.run.entry import Entry
from drillplanner.services.plan.scripts import opened, samples
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.run.commands import Begin
from drillplanner.store.workspace import Workspace
from tests.ui.run.hand import Hand


def away(workspace: Workspace) -> Hand:
    """Sit at a post that does not see T0."""
    script = samples()[0].script
    zero = script.step(script.t0 or "")
    posts = [post.id for post in script.posts if post.id not in (zero.post, zero.backup_post)]
    return Hand(workspace, posts=(posts[0],))


def ticked(hand: Hand, after_s: float = 0.0) -> None:
    hand.clock.advance(after_s)
    hand.tick()


def false_start(hand: Hand) -> None:
    """Ask for it by one key, and say yes by another."""
    hand.press("Delete")
    hand.press("F2")


def live(hand: Hand) -> list[Entry]:
    voided = {one.amends for one in hand.log if one.kind == "void"}
    return [one for one in hand.log if one.amends is None and one.id not in voided]


def test_a_post_that_does_not_see_t0_is_told_to_begin_on_the_radio_call(
    workspace: Workspace,
) -> None:
    hand = away(workspace)

    assert "the start is heard by radio (sets this clock only, no T0)" in hand.page.next
    assert "Enter starts the clock" in hand.page.caption
    assert hand.page.start == "begin"

    hand.press("Enter")
    ticked(hand, 2)

    begun = hand.log[-1]
    assert (begun.kind, begun.text, begun.observed, begun.bound) == (
        "note",
        "!begin",
        "radio",
        "at_most",
    )
    assert (hand.page.state, hand.page.time) == ("Running", "00:02.0")
    assert hand.page.caption == "since the start was heard by radio (no T0)"
    assert hand.page.next.startswith("Next: 9")
    assert hand.page.rows[-1].words == "Begun, heard by radio"


def test_a_post_that_sees_t0_awaits_it_and_begin_marks_it(hand: Hand) -> None:
    assert hand.page.caption == "time of day; T0 starts the clock"
    assert hand.page.next.startswith("Next: 1")

    hand.press("Enter")
    ticked(hand, 3)
    assert (hand.log[-1].kind, hand.log[-1].step) == ("mark", "intruder")
    assert hand.page.time == "00:03.0"
    assert hand.page.caption == "since T0 (the danger appears)"


def test_enter_with_a_step_chosen_marks_it_and_a_running_clock_is_not_begun_anew(
    hand: Hand,
) -> None:
    hand.press("Down")
    hand.press("Enter")
    assert hand.kinds == ["arm", "mark"]

    hand.press("Esc")
    hand.press("2")
    hand.press("Enter")
    assert hand.kinds == ["arm", "mark", "mark"]
    assert hand.page.refused == ["The drill has begun already."]


def test_the_key_that_armed_does_not_start_the_clock_when_it_bounces(hand: Hand) -> None:
    hand.press("Enter", after_s=0.2)

    assert hand.kinds == ["arm"]
    assert "counts as one" in hand.page.told[-1]
    hand.press("Enter", after_s=1)
    assert hand.kinds == ["arm", "mark"]


def test_a_false_start_is_taken_back_by_one_key_within_eight_seconds(hand: Hand) -> None:
    hand.press("1")
    hand.press("2", after_s=5)
    hand.press("3", after_s=2)
    hand.press("Space", after_s=1)
    ticked(hand)
    assert hand.page.standing == "False start? Delete, then F2, takes it back (5 seconds left)."
    assert hand.page.start == "withdraw"

    hand.press("Delete", after_s=1)
    assert hand.page.question.startswith("False start? 3 entries are taken back")
    assert len(live(hand)) == 5
    hand.press("F2", after_s=1)

    assert [one.step for one in live(hand)] == [None, "begin"]
    voids = [one for one in hand.log if one.kind == "void"]
    assert [one.text for one in voids] == ["!false_start"] * 3
    assert hand.page.standing == "No T0 yet: no target runs. T0 has its key."
    assert hand.page.start == "begin_t0"
    assert hand.page.let_go_of == 1
    assert hand.page.rows[-1].words.startswith("False start, void")
    ticked(hand)
    assert hand.page.time == hand.wording.wall(hand.clock.wall_utc_ns())


@pytest.mark.parametrize("key", ["2", "Enter"])
def test_t0_marked_anew_after_delete_takes_the_false_start_back(hand: Hand, key: str) -> None:
    hand.press("2")
    first = hand.log[-1]
    hand.press("Delete", after_s=2)
    hand.press("3", after_s=1)
    hand.press(key, after_s=2)

    again = hand.log[-1]
    assert (again.step, again.elapsed_ns - first.elapsed_ns) == ("intruder", 5 * 10**9)
    assert [one.id for one in live(hand) if one.kind == "mark"] == [again.id]
    assert hand.presenter.board.zero_ns == again.elapsed_ns
    assert not hand.controller.is_asking


def test_a_false_start_that_was_not_answered_is_said_to_stand(hand: Hand) -> None:
    hand.press("2")
    hand.press("Delete", after_s=2)
    ticked(hand, 30)

    assert not hand.controller.is_asking
    assert "counts from the first start" in hand.page.told[-1]


def test_a_begin_by_radio_is_taken_back_too_and_the_post_is_armed_again(
    workspace: Workspace,
) -> None:
    hand = away(workspace)
    hand.press("Enter")
    hand.press("9", after_s=3)
    false_start(hand)

    assert [one.kind for one in live(hand)] == ["arm"]
    assert hand.page.state == "Armed"
    assert "heard by radio" in hand.page.next
    hand.press("Enter", after_s=0.1)
    assert hand.page.state == "Running"


def test_after_eight_seconds_delete_alone_takes_nothing_back(hand: Hand) -> None:
    hand.press("2")
    ticked(hand, 7.9)
    assert "1 second left" in hand.page.standing
    ticked(hand, 0.1)
    assert hand.page.standing == ""
    assert hand.page.start == "void_round"

    hand.press("Delete", after_s=0)

    assert hand.kinds == ["arm", "mark"]
    assert hand.page.let_go_of == 0


def test_delete_before_any_start_does_nothing(hand: Hand) -> None:
    hand.press("Delete")

    assert hand.kinds == ["arm"]


def test_delete_held_makes_the_round_void_and_ends_it_here(hand: Hand) -> None:
    hand.press("2")
    hand.press("X", after_s=10)

    hand.controller.on_held("void_round")
    assert hand.kinds == ["arm", "mark", "failed"]
    hand.press("F4")

    assert hand.kinds == ["arm", "mark", "failed", "abort"]
    assert hand.log[-1].text == "!void_round Weather or surroundings"
    assert hand.is_ended
    assert hand.presenter.ending == "void"
    assert hand.page.rows[-1].words == "The round was voided"


def test_while_the_drill_is_held_f12_breaks_it_off(hand: Hand) -> None:
    hand.press("2")
    assert hand.page.ending == "Hold to end"
    hand.press("Z", after_s=10)
    assert hand.page.ending == "Hold to break off"
    assert hand.page.standing.startswith("Z resumes")
    hand.press("Z")
    assert hand.page.standing == ""
    assert hand.page.ending == "Hold to end"
    hand.press("Z")

    hand.controller.on_held("end")

    assert hand.log[-1].kind == "abort"
    assert hand.presenter.ending == "broken_off"
    assert hand.is_ended


def test_a_taped_begin_is_the_instant_of_the_tap(hand: Hand) -> None:
    hand.clock.advance(5)
    caught = Caught(now(hand.clock))
    hand.clock.advance(0.3)

    hand.controller.on_verb("begin", caught)

    assert hand.log[-1].elapsed_ns == caught.stamp.elapsed_ns


def test_what_is_read_out_afterwards_counts_from_the_start_that_was_heard(
    workspace: Workspace,
) -> None:
    hand = away(workspace)
    hand.press("Enter")
    hand.press(hand.presenter.board.keys[hand.presenter.board.order[0]], after_s=12)

    assert [line.since for line in hand.presenter.marks] == ["00:12.0"]


def test_the_table_that_is_copied_reads_back_to_the_same_instants(
    workspace: Workspace, tmp_path: Path
) -> None:
    hand = away(workspace)
    hand.press("Enter")
    board = hand.presenter.board
    for key in (*(board.keys[step] for step in board.order[:2]), "/"):
        hand.press(key, after_s=12.25)
    copied = tmp_path / "copied.csv"

    copied.write_text(hand.presenter.marks_table, encoding="utf-8")

    script = hand.presenter.session.script
    read = read_logs([copied], script)
    logged = observe(workspace.entries(hand.presenter.session.drill.id), script.zone)
    assert [(one.step, one.at_s, one.variance_s2) for one in read.observations] == [
        (one.step, one.at_s, one.variance_s2) for one in logged.observations
    ]
    assert [one.at_s for one in read.sync_marks] == [one.at_s for one in logged.sync_marks]
    assert read.observations
    assert all(one.note for one in read.observations)


def test_a_round_that_has_not_begun_is_not_made_void(hand: Hand) -> None:
    hand.press("2")
    false_start(hand)

    hand.controller.on_held("void_round")

    assert hand.kinds == ["arm", "mark", "void"]
    assert "nothing to make void" in hand.page.told[-1]
    assert not hand.is_ended


# -- what a false start takes along ----------------------------------------------------


def test_an_instant_kept_in_a_false_start_is_let_go_with_it(hand: Hand) -> None:
    hand.press("2")
    hand.press("C")
    false_start(hand)
    assert hand.page.kept == ""

    hand.press("2", after_s=5)

    false, real = (one for one in hand.log if one.kind == "mark")
    assert real.elapsed_ns - false.elapsed_ns == 8 * 10**9
    assert real.text == ""


def test_a_hold_of_a_false_start_is_taken_back_and_the_post_is_armed_again(hand: Hand) -> None:
    hand.press("2")
    hand.press("Z")
    false_start(hand)

    assert [one.kind for one in live(hand)] == ["arm"]
    assert hand.page.state == "Armed"
    assert hand.page.ending == "Hold to end"
    hand.press("2", after_s=5)
    ticked(hand, 20)
    assert hand.page.state == "Running"
    # The limit that is gone soonest is of 5 s: overdue by 15, with nothing taken off.
    assert hand.page.running[0][1] == "+0:15"


def test_a_hold_and_its_end_go_with_a_false_start_and_one_before_it_stays(hand: Hand) -> None:
    hand.press("Z")
    hand.press("2")
    hand.press("Z")
    hand.press("Z")
    hand.press("Z")
    false_start(hand)

    # Held, T0, resumed, held, resumed: the incident from before the start is over all the same.
    assert [one.kind for one in live(hand)] == ["arm", "hold", "resume"]


def test_a_failure_that_was_asked_about_in_a_false_start_is_logged_and_taken_back(
    hand: Hand,
) -> None:
    hand.press("2")
    hand.press("X")
    hand.press("Delete")
    hand.press("F2")
    hand.press("F2")

    assert [one.kind for one in hand.log] == ["arm", "mark", "failed", "void", "void"]
    assert [one.kind for one in live(hand)] == ["arm"]
    assert hand.page.state == "Armed"


def test_a_round_whose_t0_was_entered_late_can_be_made_void(hand: Hand) -> None:
    hand.press("Down", after_s=60)
    hand.press("Down")
    hand.press(",")
    hand.press("F4")
    assert [one.made for one in live(hand)] == ["key", "late"]

    hand.controller.on_held("void_round")
    hand.press("F2")

    assert hand.log[-1].text == "!void_round Begun by mistake"
    assert hand.is_ended


def test_t0_is_the_first_mark_in_the_log_as_it_is_for_the_score_whenever_it_was_named(
    hand: Hand, workspace: Workspace
) -> None:
    hand.press("Space")
    hand.press("2", after_s=5)
    hand.press("2", shifted=True)
    ticked(hand, 3)

    found = observe(workspace.entries(hand.presenter.session.drill.id)).observations
    first = min(found, key=lambda one: one.number)
    assert first.place == hand.log[1].id
    assert hand.presenter.board.zero_ns == hand.log[1].elapsed_ns
    assert hand.page.time == "00:09.0"


def test_no_time_goes_on_counting_from_a_start_that_was_taken_back(hand: Hand) -> None:
    hand.press("1")
    hand.press("2", after_s=4)
    hand.press("/", after_s=2)
    assert hand.page.looks["begin"].status.endswith("−00:04.0")
    assert hand.page.rows[-1].time == "00:02.0"

    false_start(hand)

    wall = hand.wording.wall
    sync = hand.log[3]
    assert hand.page.looks["begin"].status == "done"
    assert [row.time for row in hand.page.rows if row.entry == sync.id] == [wall(sync.wall_utc_ns)]

    hand.press("2", after_s=5)
    assert hand.page.looks["begin"].status.endswith("−00:13.0")


def test_times_count_from_t0_once_it_is_known_and_no_longer_from_the_radio_call(
    workspace: Workspace,
) -> None:
    script = samples()[0].script
    script = replace(script, steps=tuple(replace(one, post=None) for one in script.steps))
    hand = Hand(workspace, script=opened(format_script(script)))
    hand.controller.do(Begin(now(hand.clock)))
    hand.press("3", after_s=10)
    hand.press("2", after_s=2)

    assert [row.time for row in hand.page.rows[2:]] == ["−00:02.0", "00:00.0"]
    assert hand.page.looks["challenge"].status.endswith("−00:02.0")
