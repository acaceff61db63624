"""The queue before the disk: in order, never lost, never called saved before it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typing_extensions import override

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import Text
from drillplanner.run.chain import verify
from drillplanner.run.codec import Sealed, unseal
from drillplanner.run.journal import read_journal
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.save_queue import BACK_OFF_S, SaveQueue
from tests.fakes import FakeClock, ListStore


@dataclass
class Ear:
    """Remembers what it was told, and in which order."""

    said: list[tuple[str, object]] = field(default_factory=list)

    def entries_saved(self, ids: Sequence[str]) -> None:
        self.said.extend(("saved", one) for one in ids)

    def saving_failed(self, fault: Text) -> None:
        self.said.append(("failed", str(fault)))

    @property
    def saved(self) -> list[object]:
        return [what for word, what in self.said if word == "saved"]


@dataclass
class Bench:
    """A queue whose lane and waits run only when told."""

    store: ListStore = field(default_factory=ListStore)
    ear: Ear = field(default_factory=Ear)
    work: list[Callable[[], None]] = field(default_factory=list)
    waits: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    second: Path | None = None

    def __post_init__(self) -> None:
        self.queue = SaveQueue(
            self.store,
            self.work.append,
            self.ear,
            second_place=self.second,
            later=lambda seconds, run: self.waits.append((seconds, run)),
        )
        station = Station(DrillId("d1"), "gate", PersonId("p1"))
        self.recorder = Recorder.started(self.queue, station, FakeClock())

    def run_lane(self) -> None:
        while self.work:
            self.work.pop(0)()


def test_the_writer_is_started_at_once_and_an_entry_is_told_as_saved_only_by_it() -> None:
    bench = Bench()

    entry = bench.recorder.arm()

    assert bench.ear.said == []
    assert len(bench.work) == 1
    assert bench.queue.unsaved == 1
    bench.run_lane()
    assert bench.ear.saved == [entry.id]
    assert bench.queue.unsaved == 0


def test_while_the_disk_fails_entries_wait_in_order_and_nothing_is_called_saved() -> None:
    bench = Bench()
    bench.store.is_broken = True
    entries = [bench.recorder.arm(), bench.recorder.mark("s1")]
    bench.run_lane()
    entries.append(bench.recorder.mark("s2"))
    bench.run_lane()

    assert bench.ear.saved == []
    assert bench.queue.unsaved == 3
    assert not bench.queue.is_safe
    assert str(bench.queue.fault) == "The disk is full."

    bench.store.is_broken = False
    bench.waits.pop()[1]()
    bench.run_lane()

    assert bench.ear.saved == [one.id for one in entries]
    assert [one.entry.id for one in bench.store.saved] == [one.id for one in entries]
    assert verify(bench.store.saved).is_whole
    assert bench.queue.fault is None


def test_tries_come_less_often_the_longer_the_disk_fails_and_at_once_when_asked() -> None:
    bench = Bench()
    bench.store.is_broken = True
    bench.recorder.arm()
    for _turn in range(7):
        bench.run_lane()
        bench.waits[-1][1]()
    bench.run_lane()

    assert [seconds for seconds, _run in bench.waits][:5] == list(BACK_OFF_S)
    assert bench.waits[-1][0] == BACK_OFF_S[-1]

    bench.store.is_broken = False
    bench.queue.retry()
    bench.run_lane()
    assert bench.queue.unsaved == 0


def test_however_often_somebody_tries_again_one_try_is_due_by_itself() -> None:
    bench = Bench()
    bench.store.is_broken = True
    bench.recorder.arm()
    bench.run_lane()
    for _turn in range(5):
        bench.queue.retry()
        bench.run_lane()

    assert len(bench.waits) == 1
    bench.waits[0][1]()
    bench.run_lane()
    assert len(bench.waits) == 2


def test_a_store_that_breaks_in_an_unforeseen_way_loses_nothing_either() -> None:
    class Odd(ListStore):
        @override
        def append(self, sealed: Sealed) -> None:
            if self.is_broken:
                raise ZeroDivisionError
            super().append(sealed)

    bench = Bench(store=Odd(is_broken=True))
    bench.recorder.arm()
    bench.run_lane()
    assert bench.queue.unsaved == 1

    bench.store.is_broken = False
    bench.queue.retry()
    bench.run_lane()
    assert bench.queue.unsaved == 0


def test_the_session_saved_elsewhere_is_a_journal_of_all_its_entries(tmp_path: Path) -> None:
    bench = Bench()
    bench.recorder.arm()
    bench.run_lane()
    bench.store.is_broken = True
    bench.recorder.mark("s1")
    bench.run_lane()

    assert bench.queue.save_elsewhere(tmp_path / "stick.journal") == 2

    found = read_journal((tmp_path / "stick.journal").read_bytes())
    assert found.is_whole
    assert [unseal(fact.data).entry.kind for fact in found.facts] == ["arm", "mark"]
    assert bench.queue.is_safe
    assert bench.queue.unsaved == 1
    bench.recorder.mark("s2")
    assert not bench.queue.is_safe


def test_a_place_that_cannot_be_written_is_named_and_keeps_what_it_had(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    bench = Bench()
    bench.recorder.arm()

    with pytest.raises(UserError, match="taken is a folder"):
        bench.queue.save_elsewhere(taken)

    assert list(tmp_path.iterdir()) == [taken]


def test_what_is_unsaved_lies_in_the_second_place_until_it_is_saved(tmp_path: Path) -> None:
    second = tmp_path / "second.journal"
    bench = Bench(second=second)
    bench.store.is_broken = True
    bench.recorder.arm()
    bench.run_lane()
    bench.recorder.mark("s1")
    bench.waits[-1][1]()
    bench.run_lane()

    assert len(read_journal(second.read_bytes()).facts) == 2

    bench.store.is_broken = False
    bench.queue.retry()
    bench.run_lane()
    assert not second.exists()


def test_what_comes_while_the_disk_fails_is_in_the_second_place_before_the_next_try(
    tmp_path: Path,
) -> None:
    second = tmp_path / "second.journal"
    bench = Bench(second=second)
    bench.store.is_broken = True
    bench.recorder.arm()
    bench.run_lane()
    tries = len(bench.waits)

    for _turn in range(3):
        bench.recorder.mark("s1")
    bench.run_lane()

    assert len(bench.waits) == tries
    assert len(read_journal(second.read_bytes()).facts) == 4
    assert bench.ear.saved == []


def test_entries_from_one_thread_reach_the_disk_in_order_by_another() -> None:
    store, ear = ListStore(), Ear()
    with ThreadPoolExecutor(1) as lane:
        queue = SaveQueue(store, lane.submit, ear)
        station = Station(DrillId("d1"), "gate", PersonId("p1"))
        recorder = Recorder.started(queue, station, FakeClock())
        made = [recorder.arm(), *(recorder.mark("s1") for _turn in range(300))]

        assert queue.flush(10)

    assert [one.entry.id for one in store.saved] == [one.id for one in made]


def test_a_writer_that_stalls_does_not_stall_who_appends() -> None:
    stalled = threading.Event()

    class Slow(ListStore):
        @override
        def append(self, sealed: Sealed) -> None:
            stalled.wait(10)
            super().append(sealed)

    with ThreadPoolExecutor(1) as lane:
        queue = SaveQueue(Slow(), lane.submit, Ear())
        recorder = Recorder.started(
            queue, Station(DrillId("d1"), "gate", PersonId("p1")), FakeClock()
        )
        recorder.arm()
        recorder.mark("s1")

        assert queue.unsaved == 2
        assert not queue.flush(0.05)
        stalled.set()
        assert queue.flush(10)


def test_a_durable_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    write_durably(tmp_path / "f", b"old")
    write_durably(tmp_path / "f", b"new")

    assert (tmp_path / "f").read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["f"]
