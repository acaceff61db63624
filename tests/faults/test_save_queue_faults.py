"""Bugs of others around the queue before the disk: it goes on saving (rows 8, 11 and 44)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import Text
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.save_queue import SaveQueue
from tests.fakes import FakeClock, ListStore


class Clumsy:
    """A listener that raises whatever it hears."""

    def entries_saved(self, ids: Sequence[str]) -> None:
        raise ZeroDivisionError

    def saving_failed(self, fault: Text) -> None:
        raise ZeroDivisionError


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """List the errors that were reported as caught by nobody."""
    found: list[Any] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: found.append(kind))
    return found


def recorder_on(queue: SaveQueue) -> Recorder:
    return Recorder.started(queue, Station(DrillId("d1"), "gate", PersonId("p1")), FakeClock())


def test_a_listener_that_raises_is_reported_and_stops_no_entry(reported: list[Any]) -> None:
    store = ListStore()
    queue = SaveQueue(store, lambda work: work(), Clumsy())
    recorder = recorder_on(queue)

    made = [recorder.arm(), recorder.mark("s1"), recorder.mark("s2")]

    assert [one.entry.id for one in store.saved] == [one.id for one in made]
    assert queue.unsaved == 0
    assert recorder.unsaved == ()
    assert reported == [ZeroDivisionError] * 3


def test_a_listener_that_raises_at_a_failure_stops_no_retry(reported: list[Any]) -> None:
    store, waits = ListStore(is_broken=True), []
    queue = SaveQueue(
        store, lambda work: work(), Clumsy(), later=lambda _seconds, run: waits.append(run)
    )
    recorder = recorder_on(queue)
    recorder.arm()
    recorder.mark("s1")

    store.is_broken = False
    waits.pop()()

    assert queue.unsaved == 0
    assert len(store.saved) == 2
    assert ZeroDivisionError in reported


def test_a_second_place_that_cannot_be_cleared_stops_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ListStore(is_broken=True)
    queue = SaveQueue(
        store,
        lambda work: work(),
        Silent(),
        second_place=tmp_path / "second.journal",
        later=lambda _seconds, _run: None,
    )
    recorder = recorder_on(queue)
    recorder.arm()
    assert (tmp_path / "second.journal").exists()

    def refuse(_path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    store.is_broken = False
    queue.retry()
    recorder.mark("s1")

    assert queue.unsaved == 0
    assert len(store.saved) == 2


class Silent:
    """Hears nothing."""

    def entries_saved(self, ids: Sequence[str]) -> None: ...

    def saving_failed(self, fault: Text) -> None: ...
