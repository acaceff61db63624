"""From entries to what scoring reads: clocks made one, voids and labels worked in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice, permutations
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.heads import HeadNumbers
from drillplanner.base.ids import DrillId, PersonId, StepId
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.plan.model import Heads
from drillplanner.review.observation import Hold, Log
from drillplanner.review.scoring import score
from drillplanner.review.shortfalls import shortfalls
from drillplanner.run.codec import Sealed
from drillplanner.run.entry_markers import HeadsNote, NotThereNote, hold_reason_text
from drillplanner.run.rounds import Arming
from drillplanner.services.review.observation_builder import observe, rounds
from drillplanner.services.run.recorder import Recorder, Station
from tests.fakes import FakeClock, ListStore, wall_ns
from tests.review.build import script, step, target

NINE_S = 9 * 3600


class Stage:
    """A source that is recorded on a clock of its own."""

    def __init__(self, source: str = "gate", at: str = "2026-11-23T09:00:00+08:00") -> None:
        self.clock = FakeClock(wall_ns(at))
        self.store = ListStore()
        self.station = Station(DrillId("d1"), source, PersonId("p1"))
        self.recorder = self.again()

    def again(self, round_number: int = 1) -> Recorder:
        station = Station(self.station.drill, self.station.source, PersonId("p1"), round_number)
        self.recorder = Recorder.started(self.store, station, self.clock, log=self.store.saved)
        return self.recorder

    def mark(self, after_s: float, step: str) -> None:
        self.clock.advance(after_s)
        self.recorder.mark(step)


def times(log: Log) -> dict[str, Fraction | None]:
    return {one.step: one.at_s for one in log.observations}


def seen(entries: Iterable[Sealed]) -> Log:
    return observe(entries, "Asia/Shanghai")


def test_a_mark_is_read_as_a_time_of_day_in_the_scripts_zone() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(2.5, "s1")

    log = seen(stage.store.saved)

    (one,) = log.observations
    assert one.at_s == NINE_S + Fraction(5, 2)
    assert (one.outcome, one.bound, one.observed) == ("time", "exact", "seen")
    assert one.variance_s2 == Fraction(9, 100)
    assert one.place == stage.store.saved[1].entry.id
    assert log.scales == {"gate": "clock"}
    assert log.origins == {"gate": "2026-11-23"}


def test_a_radio_called_time_is_at_most_with_its_uncertainty() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.recorder.mark("s1", observed="radio")

    (one,) = seen(stage.store.saved).observations

    assert (one.bound, one.observed, one.variance_s2) == ("at_most", "radio", Fraction(9, 4))


def test_a_wall_clock_set_in_mid_drill_moves_no_interval() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(1, "s1")
    stage.clock.set_wall(3600)
    stage.mark(30, "s2")
    stage.clock.set_wall(-7200)
    stage.mark(30, "s3")

    assert times(seen(stage.store.saved)) == {
        "s1": NINE_S + 1,
        "s2": NINE_S + 31,
        "s3": NINE_S + 61,
    }


def test_a_drill_over_midnight_counts_on() -> None:
    stage = Stage(at="2026-12-31T23:59:50+08:00")
    stage.recorder.arm()
    stage.mark(5, "s1")
    stage.mark(10, "s2")

    log = seen(stage.store.saved)

    assert times(log) == {"s1": 86395, "s2": 86405}
    assert log.origins == {"gate": "2026-12-31"}


def test_a_source_armed_before_midnight_counts_from_the_day_of_its_first_time() -> None:
    stage = Stage(at="2028-02-28T23:59:50+08:00")
    stage.recorder.arm()
    stage.mark(15, "s1")

    log = seen(stage.store.saved)

    assert times(log) == {"s1": 5}
    assert log.origins == {"gate": "2028-02-29"}


def test_a_change_to_summer_time_in_mid_drill_moves_no_interval() -> None:
    stage = Stage(at="2026-03-29T01:59:50+01:00")
    stage.recorder.arm()
    stage.mark(5, "s1")
    stage.mark(10, "s2")

    log = observe(stage.store.saved, "Europe/Berlin")

    assert times(log) == {"s1": 7195, "s2": 7205}


def test_a_crash_of_the_program_adds_no_uncertainty() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(1, "s1")
    stage.clock.advance(20)
    stage.again()
    stage.mark(1, "s2")

    log = seen(stage.store.saved)

    assert times(log) == {"s1": NINE_S + 1, "s2": NINE_S + 22}
    assert {one.variance_s2 for one in log.observations} == {Fraction(9, 100)}


def test_after_a_restart_times_go_on_by_wall_time_with_the_ties_uncertainty() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(1, "s1")
    stage.clock.restart(down_s=60, up_s=30)
    stage.again()
    stage.mark(1, "s2")
    stage.recorder.sync("点评")

    log = seen(stage.store.saved)

    # 0.3^2 of the key and 1^2 of the tie
    assert times(log) == {"s1": NINE_S + 1, "s2": NINE_S + 92}
    assert [one.variance_s2 for one in log.observations] == [Fraction(9, 100), Fraction(109, 100)]
    assert log.sync_marks[0].variance_s2 == Fraction(109, 100)


def test_a_clock_set_before_a_restart_does_not_count_twice() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(1, "s1")
    stage.clock.set_wall(3600)
    stage.mark(1, "s2")
    stage.clock.restart(down_s=60, up_s=30)
    stage.again()
    stage.mark(1, "s3")

    assert times(seen(stage.store.saved))["s3"] == NINE_S + 93


def test_voids_and_labels_are_worked_in_first() -> None:
    stage = Stage()
    stage.recorder.arm()
    wrong = stage.recorder.mark("s1")
    unnamed = stage.recorder.mark()
    stage.recorder.mark()
    stage.recorder.void(wrong.id)
    stage.recorder.label(unnamed.id, "s2", unit="u1")

    log = seen(stage.store.saved)

    assert [(one.step, one.unit) for one in log.observations] == [("s2", "u1")]


def test_not_performed_has_no_time_and_failed_keeps_its_own() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.clock.advance(10)
    stage.recorder.failed("s1", "门未关严")
    stage.recorder.not_performed("s2", text="漏掉")

    failed, skipped = seen(stage.store.saved).observations

    assert (failed.outcome, failed.at_s, failed.note) == (
        "failed",
        Fraction(NINE_S + 10),
        "门未关严",
    )
    assert (skipped.outcome, skipped.at_s, skipped.note) == ("not_performed", None, "漏掉")


def test_a_hold_runs_to_its_resume_or_stays_open() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.clock.advance(10)
    first = stage.recorder.hold()
    stage.clock.advance(20)
    stage.recorder.resume()
    stage.clock.advance(5)
    second = stage.recorder.hold()

    square = Fraction("0.3") ** 2
    assert seen(stage.store.saved).holds == (
        Hold("gate", Fraction(NINE_S + 10), Fraction(NINE_S + 30), first.id, 1, 2, square, square),
        Hold("gate", Fraction(NINE_S + 35), None, second.id, 3, variance_s2=square),
    )


def test_a_source_without_times_has_no_scale() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.recorder.not_performed("s1")

    log = seen(stage.store.saved)

    assert log.scales == {"gate": "none"}
    assert log.origins == {}


def test_rounds_are_read_one_at_a_time() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(1, "s1")
    stage.recorder.abort("误启动")
    stage.again(2).arm()
    stage.mark(10, "s1")

    assert rounds(stage.store.saved) == (1, 2)
    assert times(seen(stage.store.saved)) == {"s1": NINE_S + 11}
    assert times(observe(stage.store.saved, round_number=1)) == {"s1": NINE_S + 1}
    with pytest.raises(UserError, match="no round 3"):
        observe(stage.store.saved, round_number=3)


def test_two_laptops_keep_their_own_clocks_and_share_sync_marks() -> None:
    gate, post = Stage("gate"), Stage("post", "2026-11-23T09:00:37+08:00")
    for stage in (gate, post):
        stage.recorder.sync("集合")
        stage.recorder.arm()
        stage.mark(10, "s1")

    log = seen([*gate.store.saved, *post.store.saved])

    assert {one.source: one.at_s for one in log.sync_marks} == {
        "gate": NINE_S,
        "post": NINE_S + 37,
    }
    assert not log.offsets


def test_what_is_read_does_not_depend_on_the_order_in_which_logs_were_joined() -> None:
    gate, post = Stage("gate"), Stage("post")
    gate.recorder.arm()
    gate.mark(1, "s1")
    gate.again()
    gate.mark(1, "s2")
    post.recorder.arm()
    post.mark(1, "s3")
    everything = [*gate.store.saved, *post.store.saved]

    logs = [observe(one) for one in islice(permutations(everything), 0, None, 7)]

    assert all(log == logs[0] for log in logs)


def test_an_empty_log_is_read_as_nothing() -> None:
    assert seen([]) == Log()


def test_a_late_entry_counts_at_the_time_it_speaks_of() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.clock.advance(60)
    stage.recorder.mark(
        "s1",
        stamp=stage.recorder.stamp().earlier(45 * 10**9, Decimal(5)),
        made="late",
        text="!late ago_s=45 half_s=8",
    )

    (one,) = seen(stage.store.saved).observations

    assert one.at_s == NINE_S + 15
    assert one.variance_s2 == 25
    assert one.note == ""


def test_scoring_sees_nothing_of_a_begin_heard_by_radio() -> None:
    stage, plain = Stage(), Stage()
    for one in (stage, plain):
        one.recorder.arm()
        one.clock.advance(4)
        if one is stage:
            one.recorder.begin()
        one.mark(2, "s1")

    begun, never = seen(stage.store.saved), seen(plain.store.saved)

    assert [replace(one, number=0, place="") for one in begun.observations] == [
        replace(one, number=0, place="") for one in never.observations
    ]
    assert (begun.scales, begun.origins, begun.holds) == (never.scales, never.origins, ())


def test_a_log_says_which_sources_were_live_and_which_of_them_commanded() -> None:
    gate, command = Stage("gate"), Stage("command")
    gate.recorder.arm(Arming("formal").words())
    command.recorder.arm(Arming("formal", is_control=True).words())

    assert seen([*gate.store.saved, *command.store.saved]).commands == {
        "gate": False,
        "command": True,
    }


def test_a_void_round_is_not_read_unless_it_is_asked_for() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(1, "s1")
    stage.recorder.end()
    stage.again(2).arm()
    stage.mark(1, "s2")
    stage.recorder.void_round("hoax")

    assert list(times(seen(stage.store.saved))) == ["s1"]
    assert list(times(observe(stage.store.saved, round_number=2))) == ["s2"]


def test_a_pause_carries_the_last_reason_that_was_given_for_it() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(1, "s1")
    stage.clock.advance(1)
    first = stage.recorder.hold()
    stage.recorder.note(hold_reason_text(first.id, "hazard"))
    stage.recorder.note(hold_reason_text(first.id, "other 校车误入"))
    stage.clock.advance(5)
    stage.recorder.resume()
    stage.clock.advance(5)
    stage.recorder.hold("雨太大")

    known, unknown = seen(stage.store.saved).holds

    assert (known.reason, known.said) == ("other", "校车误入")
    assert (unknown.reason, unknown.said) == ("", "雨太大")


def test_head_counts_are_read_and_a_voided_one_is_not() -> None:
    stage = Stage()
    stage.recorder.arm()
    stage.mark(2.5, "s1")
    for numbers in (HeadNumbers(4, 40), HeadNumbers(38, 40, 1)):
        last = stage.recorder.note(HeadsNote(StepId("s1"), "c1", numbers, "one ill").text())
        if numbers.present == 4:
            stage.recorder.void(last.id, "typed wrong")

    log = seen(stage.store.saved)

    (one,) = log.heads
    assert (one.source, one.step, one.unit) == ("gate", "s1", "c1")
    assert (one.heads, one.note, one.place) == (HeadNumbers(38, 40, 1), "one ill", last.id)
    assert [row.step for row in log.observations] == ["s1"]


def test_live_head_counts_come_through_an_exported_table(tmp_path: Path) -> None:
    plan = script([step("s1", ["c1", "c2"], heads=Heads(40))], [])
    stage = Stage()
    stage.recorder.arm()
    stage.recorder.mark("s1", unit="c1")
    for unit, numbers in (("c1", HeadNumbers(38, 40)), ("c2", HeadNumbers(36, 40, 4))):
        stage.recorder.note(HeadsNote(StepId("s1"), unit, numbers, "缺小明").text())
    log = seen(stage.store.saved)

    path = tmp_path / "log.csv"
    path.write_bytes(write_log(log, plan))
    again = read_logs([path], plan)

    def said(counted: Log) -> list[tuple[object, ...]]:
        return [(one.source, one.ref, one.heads, one.note) for one in counted.heads]

    assert said(again) == said(log)
    assert [one.subject for one in shortfalls(plan, score(plan, again))] == ["s1/c1"]


def test_a_unit_said_not_to_be_there_leaves_the_last_of_its_step_live_and_as_a_table(
    tmp_path: Path,
) -> None:
    plan = script([step("s0"), step("s1", ["c1", "c2"])], [target("t", "s0", "s1")])
    stage = Stage()
    stage.recorder.arm()
    stage.recorder.mark("s0")
    stage.clock.advance(30)
    stage.recorder.mark("s1", unit="c1")
    assert score(plan, seen(stage.store.saved)).targets[0].verdict == "not_recorded"
    note = stage.recorder.note(NotThereNote(StepId("s1"), "c2", "上午外出").text())

    log = seen(stage.store.saved)
    path = tmp_path / "log.csv"
    path.write_bytes(write_log(log, plan))
    again = read_logs([path], plan)
    stage.recorder.void(note.id)

    assert [score(plan, one).targets[0].verdict for one in (log, again)] == ["met", "met"]
    (row,) = [one for one in again.observations if one.outcome == "not_applicable"]
    assert (row.unit, row.note) == ("c2", "上午外出")
    assert score(plan, seen(stage.store.saved)).targets[0].verdict == "not_recorded"
