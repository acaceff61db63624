"""Running a drill: begun, taken up after anything, and nothing shown that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import Text
from drillplanner.organisation.registers import SCHOOLS
from drillplanner.run.chain import verify
from drillplanner.run.rounds import Arming
from drillplanner.services.catalogue import find_unfinished
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.services.organisation.schools import school_labels, school_of, schools
from drillplanner.services.plan.scripts import OpenScript, samples
from drillplanner.services.review.log.corrections import correct
from drillplanner.services.run.board import Board
from drillplanner.services.run.commands import Remark
from drillplanner.services.run.live_session import (
    Again,
    Lane,
    LiveSession,
    Start,
    begin,
    recover,
    resume,
)
from drillplanner.services.run.sessions import create_workspace
from drillplanner.services.run.station_steps import STEP_KEYS
from drillplanner.store.workspace import Workspace
from tests.fakes import SECOND_NS, FakeClock


class Deaf:
    """Hears nothing."""

    def entries_saved(self, ids: Sequence[str]) -> None: ...

    def saving_failed(self, fault: Text) -> None: ...


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as made:
        yield made


@pytest.fixture
def gate() -> OpenScript:
    return samples()[0]


def lane(clock: FakeClock) -> Lane:
    return Lane(lambda work: work(), Deaf(), make_clock=lambda: clock)


def begun(workspace: Workspace, script: OpenScript, clock: FakeClock) -> LiveSession:
    start = Start(script, "演练", "rehearsal", "指挥部", PersonId("p1"), "甲")
    return begin(workspace, start, lane(clock))


def board_of(log: LiveSession, clock: FakeClock) -> Board:
    base = clock.wall_utc_ns() - clock.elapsed_ns()
    board = Board(log.script, log.recorder.clock_id, base)
    for one in log.before:
        board.add(one.entry)
    return board


def zero_of(board: Board) -> int | None:
    return board.zero_ns


def test_what_was_begun_is_found_and_goes_on_along_one_chain(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    first = begun(workspace, gate, clock)
    first.recorder.arm()
    first.recorder.mark("begin")

    (found,) = find_unfinished(workspace)
    assert (found.phase, found.count, found.station.source) == ("running", 2, "指挥部")

    second = resume(workspace, found, lane(clock))
    second.recorder.mark("intruder")
    second.recorder.end()

    assert [one.entry.kind for one in second.before] == ["arm", "mark"]
    assert find_unfinished(workspace) == ()
    log = workspace.entries(found.drill.id)
    roots = [fact.hash for fact in workspace.facts(found.drill.id, "drill")]
    assert verify(log, roots).is_whole
    assert second.check_code == log[-1].hash[:8].upper()


def test_the_timekeepers_name_is_kept_apart_from_the_facts(
    workspace: Workspace, gate: OpenScript
) -> None:
    log = begun(workspace, gate, FakeClock())
    log.recorder.arm()

    assert workspace.names() == {"p1": "甲"}
    assert all("甲".encode() not in fact.data for fact in workspace.facts())


def test_a_session_saved_elsewhere_can_be_joined_again(
    workspace: Workspace, gate: OpenScript, tmp_path: Path
) -> None:
    log = begun(workspace, gate, FakeClock())
    log.recorder.arm()
    log.queue.save_elsewhere(tmp_path / "s.journal")

    with create_workspace(tmp_path / "other.drill") as other:
        assert recover(other, tmp_path / "s.journal") == 1
        assert recover(other, tmp_path / "s.journal") == 0
        (found,) = find_unfinished(other)
        assert found.drill.title == "演练"
        assert resume(other, found, lane(FakeClock())).script == log.script


def test_keys_follow_the_script_and_t0_starts_the_clock(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    log = begun(workspace, gate, clock)
    board = board_of(log, clock)

    assert [board.keys[step] for step in board.order] == list(STEP_KEYS[:20])
    assert board.next_step == "begin"
    log.recorder.arm()
    board.add(log.recorder.mark("begin"))
    assert zero_of(board) is None
    clock.advance(120)
    mark = log.recorder.mark("intruder")
    assert board.add(mark) == {"intruder"}
    assert zero_of(board) == clock.elapsed_ns()

    board.add(log.recorder.void(mark.id))
    assert zero_of(board) is None
    assert board.view("intruder").state == "waiting"


def test_units_come_in_turn_until_all_are_done(workspace: Workspace, gate: OpenScript) -> None:
    clock = FakeClock()
    log = begun(workspace, gate, clock)
    board = board_of(log, clock)
    log.recorder.arm()
    seen = []
    while (unit := board.view("rooms-secured").unit) is not None:
        seen.append(unit.id)
        board.add(log.recorder.mark("rooms-secured", unit=unit.id))

    assert seen == [one.id for one in gate.script.step("rooms-secured").units]
    assert board.view("rooms-secured").state == "done"
    assert board.view("rooms-secured").done_units == len(seen)


def test_a_label_moves_a_mark_and_voiding_it_moves_it_back(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    log = begun(workspace, gate, clock)
    board = board_of(log, clock)
    log.recorder.arm()
    unnamed = log.recorder.mark()
    board.add(unnamed)
    assert list(board.unlabelled) == [unnamed]

    label = log.recorder.label(unnamed.id, "alarm")
    board.add(label)
    assert board.view("alarm").state == "done"
    assert list(board.unlabelled) == []

    board.add(log.recorder.void(label.id))
    assert board.view("alarm").state == "waiting"
    assert list(board.unlabelled) == [unnamed]


def test_a_decision_closes_the_branches_that_were_not_taken(workspace: Workspace) -> None:
    clock = FakeClock()
    hostage = samples()[1]
    log = begun(workspace, hostage, clock)
    board = board_of(log, clock)
    log.recorder.arm()
    decision = next(step for step in hostage.script.steps if step.options)
    branch = [step for step in hostage.script.steps if step.only_if]
    taken = branch[0].only_if
    assert taken is not None
    other = next(one.id for one in decision.options if one.id != taken.option)

    mark = log.recorder.mark(decision.id)
    board.add(mark)
    assert board.view(branch[0].id).state == "waiting"
    touched = board.add(log.recorder.label(mark.id, decision.id, option=other))

    assert branch[0].id in touched
    assert board.view(branch[0].id).state == "left"


def test_a_running_target_counts_down_and_a_hold_stops_it(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    log = begun(workspace, gate, clock)
    board = board_of(log, clock)
    log.recorder.arm()
    target = next(one for one in gate.script.targets if one.stop == "alarm" and one.limit_s)
    for step in (target.start,) if isinstance(target.start, str) else ():
        board.add(log.recorder.mark(step))
    assert target.limit_s is not None

    clock.advance(4)
    shown = board.countdown("alarm", clock.elapsed_ns())
    assert shown is not None
    assert shown.left_s == pytest.approx(target.limit_s - 4)

    board.add(log.recorder.hold())
    clock.advance(100)
    assert board.countdown("alarm", clock.elapsed_ns()) == shown
    board.add(log.recorder.resume())
    clock.advance(1)
    later = board.countdown("alarm", clock.elapsed_ns())
    assert later is not None
    assert later.left_s == pytest.approx(target.limit_s - 5)


def test_times_of_the_session_before_a_restart_are_put_on_this_ones_clock(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    first = begun(workspace, gate, clock)
    first.recorder.arm()
    first.recorder.mark("intruder")
    clock.restart(down_s=20, up_s=10)

    second = resume(workspace, find_unfinished(workspace)[0], lane(clock))
    board = board_of(second, clock)

    assert board.zero_ns is not None
    assert clock.elapsed_ns() - board.zero_ns == 30 * SECOND_NS


def test_what_a_laptop_keeps_is_in_its_log_and_is_read_back_after_a_restart(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    start = Start(
        gate, "演练", "rehearsal", "校门", PersonId("p1"), posts=("gate",), is_control=True
    )
    first = begin(workspace, start, lane(clock))
    assert first.arming == Arming("rehearsal", is_control=True, posts=("gate",))
    first.recorder.arm(first.arming.words())

    second = resume(workspace, find_unfinished(workspace)[0], lane(clock))

    assert second.arming == first.arming


def test_a_log_of_before_says_nothing_of_posts_and_keeps_them_all(
    workspace: Workspace, gate: OpenScript
) -> None:
    begun(workspace, gate, FakeClock()).recorder.arm()

    taken_up = resume(workspace, find_unfinished(workspace)[0], lane(FakeClock()))

    assert taken_up.arming == Arming()


def test_a_rehearsal_and_the_formal_run_are_rounds_of_one_drill(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    start = Start(gate, "演练", "rehearsal", "指挥部", PersonId("p1"))
    first = begin(workspace, start, lane(clock))
    first.recorder.arm(first.arming.words())
    first.recorder.mark("intruder")
    first.recorder.end()

    again = replace(start, nature="formal", again=Again(first.drill.id, 2))
    second = begin(workspace, again, lane(clock))
    second.recorder.arm(second.arming.words())

    assert second.drill == first.drill
    assert second.before == ()
    assert second.recorder.phase == "armed"
    log = workspace.entries(first.drill.id)
    assert [one.entry.round for one in log] == [1, 1, 1, 2]
    assert verify(log, [workspace.facts(first.drill.id, "drill")[0].hash]).is_whole


def test_a_round_that_this_source_is_in_cannot_be_begun_again(
    workspace: Workspace, gate: OpenScript
) -> None:
    log = begun(workspace, gate, FakeClock())
    log.recorder.arm()
    again = Again(log.drill.id, 1)
    start = Start(gate, "演练", "formal", "指挥部", PersonId("p1"), again=again)

    with pytest.raises(UserError, match="round 1 already"):
        begin(workspace, start, lane(FakeClock()))
    gone = replace(start, again=Again(DrillId("gone"), 2))
    with pytest.raises(UserError, match="not in the workspace"):
        begin(workspace, gone, lane(FakeClock()))
    other = begin(workspace, replace(start, source="校门"), lane(FakeClock()))
    assert other.recorder.station.round == 1


def test_a_void_round_is_not_offered_to_go_on_with(workspace: Workspace, gate: OpenScript) -> None:
    log = begun(workspace, gate, FakeClock())
    log.recorder.arm()
    assert len(find_unfinished(workspace)) == 1

    log.recorder.void_round("假目标")

    assert log.recorder.phase == "aborted"
    assert find_unfinished(workspace) == ()


def test_a_begin_by_radio_starts_the_clock_and_a_mark_of_t0_takes_its_place(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    log = begun(workspace, gate, clock)
    board = board_of(log, clock)
    log.recorder.arm()
    note = log.recorder.begin()
    board.add(note)

    assert (note.kind, note.observed, note.bound, note.u_s) == (
        "note",
        "radio",
        "at_most",
        Decimal("1.5"),
    )
    assert (log.recorder.phase, zero_of(board)) == ("running", clock.elapsed_ns())
    clock.advance(3)
    mark = log.recorder.mark("intruder")
    board.add(mark)
    assert zero_of(board) == clock.elapsed_ns()
    board.add(log.recorder.void(mark.id))
    assert zero_of(board) == clock.elapsed_ns() - 3 * SECOND_NS


def test_a_false_start_takes_back_all_since_the_start_and_nothing_before(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    log = begun(workspace, gate, clock)
    board = board_of(log, clock)
    log.recorder.arm()
    board.add(log.recorder.mark("begin"))
    clock.advance(10)
    board.add(log.recorder.mark("intruder"))
    clock.advance(1)
    unnamed = log.recorder.mark()
    board.add(unnamed)
    board.add(log.recorder.label(unnamed.id, "alarm"))
    board.add(log.recorder.not_performed("police-there"))

    for entry in board.withdrawing():
        board.add(log.recorder.void(entry, "!false_start"))

    assert zero_of(board) is None
    assert [board.view(step).state for step in ("begin", "intruder", "alarm", "police-there")] == [
        "done",
        "waiting",
        "waiting",
        "waiting",
    ]
    assert board.withdrawing() == ()


def test_a_step_has_the_key_of_its_number_in_the_script_on_every_post(gate: OpenScript) -> None:
    script = gate.script
    numbers = {step.id: number for number, step in enumerate(script.steps)}
    for posts in ((), *((post.id,) for post in script.posts)):
        board = Board(script, "c", 0, posts)
        assert board.keys == {step: STEP_KEYS[numbers[step]] for step in board.order}


def test_a_drill_carries_the_school_that_was_chosen_when_it_was_armed(
    workspace: Workspace, gate: OpenScript
) -> None:
    start = Start(gate, "演练", "formal", "指挥部", PersonId("p1"), school="甲校")
    first = begin(workspace, start, lane(FakeClock()))
    second = begin(workspace, start, lane(FakeClock()))
    unnamed = begin(workspace, replace(start, school=""), lane(FakeClock()))

    held = [school_of(workspace, one.drill.id) for one in (first, second, unnamed)]

    assert [one.name for one in held] == ["甲校", "甲校", ""]
    assert held[0].id == held[1].id
    assert [school.name for school in schools(workspace)] == ["甲校"]


def test_a_school_whose_name_two_have_is_asked_for_before_a_drill_is_entered(
    gate: OpenScript, workspace: Workspace
) -> None:
    for code in ("S1", "S2"):
        type_cells(workspace, SCHOOLS, {code: {"name": "甲校", "code": code}}, by="王")
    start = Start(gate, "演练", "formal", "指挥部", PersonId("p1"), school="甲校")

    with pytest.raises(UserError, match="2 schools are called"):
        begin(workspace, start, lane(FakeClock()))

    assert not workspace.drills()
    first = begin(workspace, replace(start, school="甲校（S2）"), lane(FakeClock()))
    labels, held = school_labels(workspace)
    assert labels[held[first.drill.id]] == "甲校（S2）"


def test_who_corrects_an_unfinished_drill_is_not_taken_for_its_keeper(
    workspace: Workspace, gate: OpenScript
) -> None:
    clock = FakeClock()
    first = begun(workspace, gate, clock)
    first.recorder.arm()
    mark = first.recorder.mark("begin")
    clock.advance(3600)
    drill = DrillId(first.drill.id)
    correct(workspace, drill, mark.id, Remark(mark.id, "与门卫核对过"), by="王", clock=clock)

    second = resume(workspace, find_unfinished(workspace)[0], lane(clock))

    assert second.recorder.station.author == "p1"
    assert second.recorder.mark("intruder").author == "p1"
