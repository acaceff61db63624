"""Recording: one verb a fact, refused or on the disk, and taken up again after anything."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.run.chain import verify
from drillplanner.run.clock.machine_clock import read_clock_note
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace, open_workspace, start_session
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock, ListStore
from tests.review.build import script, step
from tests.services.standing import unfinished

STATION = Station(DrillId("d1"), "大门", PersonId("p1"))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "演练.db") as made:
        yield made


def in_memory(clock: FakeClock | None = None) -> tuple[Recorder, ListStore]:
    store = ListStore()
    return Recorder.started(store, STATION, clock or FakeClock()), store


def test_what_was_acknowledged_is_in_the_workspace(workspace: Workspace) -> None:
    recorder = start_session(workspace, STATION, clock=FakeClock())
    said = [recorder.sync("集合"), recorder.arm(), recorder.mark("s1"), recorder.end()]

    assert [one.entry for one in workspace.entries("d1")] == said
    assert [one.seq for one in said] == [1, 2, 3, 4]


def test_a_whole_drill_makes_a_chain_without_breaks(workspace: Workspace) -> None:
    script_fact = publish_script(workspace, "s", "{}", PersonId("p1"))
    drill = open_drill(workspace, script_fact, "演练", PersonId("p1"))
    station = Station(drill.id, "大门", PersonId("p1"))
    recorder = start_session(workspace, station, clock=FakeClock())
    first = recorder.arm()
    recorder.mark("s1")

    roots = [fact.hash for fact in workspace.facts(drill.id, "drill")]
    assert first.prev == roots[0]
    assert verify(workspace.entries(drill.id), roots).is_whole


def test_a_live_mark_carries_the_uncertainty_of_a_key_and_a_radio_call_its_own() -> None:
    recorder, _ = in_memory()
    recorder.arm()

    key, radio = recorder.mark("s1"), recorder.mark("s2", observed="radio")

    assert (key.u_s, key.bound) == (Decimal("0.3"), "exact")
    assert (radio.u_s, radio.bound) == (Decimal("1.5"), "at_most")


def test_a_wider_stamp_widens_the_uncertainty_and_a_given_one_stands() -> None:
    clock = FakeClock()
    recorder, _ = in_memory(clock)
    recorder.arm()
    clock.advance(60)
    late = recorder.stamp().earlier(30 * 10**9, Decimal(10))

    assert recorder.mark("s1", stamp=late, made="late").u_s == Decimal(10)
    assert recorder.mark("s1", stamp=late, made="late", u_s=2.5).u_s == Decimal("2.5")


def test_a_mark_before_arming_is_refused_and_leaves_no_trace() -> None:
    recorder, store = in_memory()

    with pytest.raises(UserError, match="not armed"):
        recorder.mark("s1")

    assert store.saved == []
    assert recorder.arm().seq == 1


def test_a_mark_in_the_future_is_refused() -> None:
    recorder, _ = in_memory()
    recorder.arm()

    with pytest.raises(UserError, match="future"):
        recorder.mark("s1", stamp=recorder.stamp().earlier(-1, Decimal(0)))


def test_the_script_decides_which_steps_units_and_options_there_are() -> None:
    plan = script([step("s1", units=["u1"]), step("s2", options=["o1"])], [])
    recorder = Recorder.started(ListStore(), STATION, FakeClock(), script=plan)
    recorder.arm()

    recorder.mark("s1", unit="u1")
    recorder.mark("s2", option="o1")
    with pytest.raises(UserError, match="no step s9"):
        recorder.mark("s9")
    with pytest.raises(UserError, match="u9"):
        recorder.mark("s1", unit="u9")
    with pytest.raises(UserError, match="o9"):
        recorder.mark("s2", option="o9")


def test_undo_and_correction_are_entries_of_their_own() -> None:
    recorder, store = in_memory()
    recorder.arm()
    wrong, unnamed = recorder.mark("s1"), recorder.mark()

    recorder.void(wrong.id, "误按")
    recorder.label(unnamed.id, "s2", unit="u1")

    assert [one.entry.kind for one in store.saved] == ["arm", "mark", "mark", "void", "label"]
    with pytest.raises(UserError, match="void already"):
        recorder.void(wrong.id)


def test_a_failed_append_keeps_entries_in_order_and_a_retry_saves_them_all() -> None:
    recorder, store = in_memory()
    recorder.arm()
    store.is_broken = True

    for name in ("s1", "s2"):
        with pytest.raises(StoreFault):
            recorder.mark(name)
    assert [one.step for one in recorder.unsaved] == ["s1", "s2"]

    store.is_broken = False
    assert recorder.retry() == 2
    recorder.mark("s3")
    assert [one.entry.step for one in store.saved] == [None, "s1", "s2", "s3"]
    assert verify(store.saved).is_whole


def test_a_wall_clock_set_in_mid_drill_is_written_into_the_log() -> None:
    clock = FakeClock()
    recorder, store = in_memory(clock)
    recorder.arm()
    recorder.mark("s1")
    clock.advance(10)
    clock.set_wall(3600)

    second = recorder.mark("s2")
    clock.advance(1)
    recorder.mark("s3")

    kinds = [one.entry.kind for one in store.saved]
    assert kinds == ["arm", "mark", "note", "mark", "mark"]
    note = read_clock_note(store.saved[2].entry.text)
    assert note is not None
    assert (note.what, note.moved_ns) == ("jump", 3600 * 10**9)
    assert second.prev == store.saved[2].hash
    assert verify(store.saved).is_whole


def test_a_laptop_that_slept_without_counting_it_is_flagged() -> None:
    clock = FakeClock()
    recorder, store = in_memory(clock)
    recorder.arm()
    clock.set_wall(600)

    recorder.mark("s1")

    assert store.saved[1].entry.text.startswith("!clock jump moved_ns=600000000000 ")


def test_slow_slewing_is_flagged_once_it_adds_up() -> None:
    clock = FakeClock()
    recorder, store = in_memory(clock)
    recorder.arm()
    for _ in range(12):
        clock.advance(1)
        clock.set_wall(0.1)
        recorder.mark("s1")

    assert [one.entry.kind for one in store.saved].count("note") == 2


def test_after_a_crash_the_session_goes_on_from_the_chain_on_the_same_clock() -> None:
    clock = FakeClock()
    first, store = in_memory(clock)
    first.arm()
    last = first.mark("s1")
    clock.advance(20)

    second = Recorder.started(store, STATION, clock, log=store.saved)
    mark = second.mark("s2")

    assert (mark.seq, mark.prev, mark.clock) == (1, store.saved[1].hash, last.clock)
    assert mark.session != last.session
    assert verify(store.saved).is_whole


def test_after_a_restart_of_the_machine_a_new_clock_is_tied_by_wall_time() -> None:
    clock = FakeClock()
    first, store = in_memory(clock)
    first.arm()
    last = first.mark("s1")
    clock.restart(down_s=60, up_s=30)

    second = Recorder.started(store, STATION, clock, log=store.saved)

    note = store.saved[2].entry
    tie = read_clock_note(note.text)
    assert tie is not None
    assert (tie.what, tie.u_s) == ("new", Decimal(1))
    assert note.clock == second.clock_id != last.clock
    assert second.phase == "running"
    assert verify(store.saved).is_whole


def test_a_wall_clock_set_while_the_program_was_down_starts_a_new_clock_that_says_so() -> None:
    clock = FakeClock()
    first, store = in_memory(clock)
    first.arm()
    clock.advance(10)
    clock.set_wall(-37)

    Recorder.started(store, STATION, clock, log=store.saved)

    tie = read_clock_note(store.saved[1].entry.text)
    assert tie is not None
    assert tie.u_s == Decimal(37)


def test_a_source_written_with_composed_or_combining_letters_is_one_source() -> None:
    clock = FakeClock()
    store = ListStore()
    combining = Station(DrillId("d1"), "Poste\u0301", PersonId("p1"))
    composed = Station(DrillId("d1"), "Post\u00e9", PersonId("p1"))
    Recorder.started(store, combining, clock).arm()

    second = Recorder.started(store, composed, clock, log=store.saved)

    assert second.phase == "armed"


def test_what_was_begun_and_not_ended_is_offered_for_resumption(workspace: Workspace) -> None:
    gate = start_session(workspace, STATION, clock=FakeClock())
    gate.arm()
    gate.mark("s1")
    post = start_session(
        workspace, Station(DrillId("d1"), "指挥部", PersonId("p2")), clock=FakeClock()
    )
    post.arm()
    post.end()

    assert unfinished(workspace, "d1") == ((1, "大门", "running"),)


def test_a_second_round_begins_ready_and_goes_on_along_the_chain(workspace: Workspace) -> None:
    clock = FakeClock()
    first = start_session(workspace, STATION, clock=clock)
    first.arm()
    first.end()
    again = Station(DrillId("d1"), "大门", PersonId("p1"), round=2)

    second = start_session(workspace, again, clock=clock)

    assert second.phase == "ready"
    assert second.arm().prev == workspace.entries("d1")[1].hash


def test_reopening_the_file_finds_the_drill_where_it_was(tmp_path: Path) -> None:
    path, clock = tmp_path / "w.db", FakeClock()
    with create_workspace(path) as made:
        start_session(made, STATION, clock=clock).arm()

    with open_workspace(path) as again:
        assert start_session(again, STATION, clock=clock).mark("s1").seq == 1
