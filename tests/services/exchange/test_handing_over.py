"""Logs travel as journals, are joined in any order, and tampering is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault
from drillplanner.base.ids import DrillId, EntryId, PersonId
from drillplanner.run.codec import as_fact, seal
from drillplanner.run.fact import make_fact
from drillplanner.run.journal import read_journal, write_journal
from drillplanner.services.exchange.pack_exchange import check_log, hand_over, take_in
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import start_session
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock, ListStore


def laptop(folder: Path, name: str, journal: bytes, source: str, marks: int) -> bytes:
    """Take a drill in on a laptop of its own, log there, hand the log over."""
    with Workspace.create(folder / f"{name}.db") as workspace:
        drill = DrillId(read_journal(journal).facts[1].drill or "")
        take_in(workspace, journal)
        recorder = start_session(
            workspace, Station(drill, source, PersonId("p1")), clock=FakeClock()
        )
        recorder.arm()
        for _ in range(marks):
            recorder.mark("s1")
        return hand_over(workspace, drill)


@pytest.fixture
def planned(tmp_path: Path) -> bytes:
    with Workspace.create(tmp_path / "plan.db") as workspace:
        script = publish_script(workspace, "s", '{"title": "防暴"}', PersonId("p1"))
        drill = open_drill(workspace, script, "演练", PersonId("p1"))
        return hand_over(workspace, drill.id)


def drill_of(journal: bytes) -> str:
    return read_journal(journal).facts[1].drill or ""


def test_two_laptops_join_to_the_same_facts_in_either_order_and_twice(
    tmp_path: Path, planned: bytes
) -> None:
    gate = laptop(tmp_path, "gate", planned, "大门", 3)
    post = laptop(tmp_path, "post", planned, "指挥部", 2)
    drill = drill_of(planned)
    found = []
    for name, files in (("ab", (gate, post)), ("ba", (post, gate, post))):
        with Workspace.create(tmp_path / f"{name}.db") as workspace:
            for data in files:
                take_in(workspace, data)
            found.append(frozenset(workspace.facts()))
            assert check_log(workspace, drill).is_whole
            assert len(workspace.entries(drill)) == 7

    assert found[0] == found[1]


def test_a_damaged_file_gives_what_is_whole_and_names_the_rest(
    tmp_path: Path, planned: bytes
) -> None:
    data = laptop(tmp_path, "gate", planned, "大门", 3)
    at = data.rindex(b'"elapsed_ns":1')

    with Workspace.create(tmp_path / "hub.db") as workspace:
        taken = take_in(workspace, data[: at + 13] + b"9" + data[at + 14 :])

        assert taken.joined.new == 5
        assert len(taken.journal.faults) == 1
        assert len(workspace.entries(drill_of(planned))) == 3


def test_a_tampered_copy_is_named_with_correct_json_and_a_correct_hash(
    tmp_path: Path, planned: bytes
) -> None:
    data = laptop(tmp_path, "gate", planned, "大门", 3)
    drill = drill_of(planned)
    with Workspace.open(tmp_path / "gate.db") as workspace:
        genuine = workspace.entries(drill)[1]
        forged = seal(replace(genuine.entry, elapsed_ns=1))

        taken = take_in(workspace, data + write_journal([as_fact(forged)]))
        checked = check_log(workspace, drill)

        assert taken.joined.tampered == (genuine.entry.id,)
        assert not checked.is_whole
        assert [(one.id, one.chosen) for one in checked.chains.tampered] == [
            (genuine.entry.id, genuine.hash)
        ]


def test_bytes_changed_in_the_database_are_located(tmp_path: Path, planned: bytes) -> None:
    laptop(tmp_path, "gate", planned, "大门", 3)
    drill = drill_of(planned)
    with closing(sqlite3.connect(tmp_path / "gate.db")) as raw, raw:
        raw.execute("DROP TRIGGER facts_are_never_changed")
        raw.execute(
            "UPDATE facts SET bytes = CAST(replace(CAST(bytes AS TEXT), 's1', 's2') AS BLOB) "
            "WHERE position = (SELECT max(position) - 1 FROM facts)"
        )

    with Workspace.open(tmp_path / "gate.db") as workspace:
        checked = check_log(workspace, drill)
        (changed,) = checked.damaged
        assert not checked.is_whole
        assert changed.id not in {one.id for one in workspace.facts()}
        assert [(one.kind, one.seq) for one in checked.chains.breaks] == [("removed", 4)]


def test_a_report_of_last_hashes_finds_what_was_appended_later(
    tmp_path: Path, planned: bytes
) -> None:
    laptop(tmp_path, "gate", planned, "大门", 3)
    drill = drill_of(planned)
    with Workspace.open(tmp_path / "gate.db") as workspace:
        (chain,) = check_log(workspace, drill).chains.sessions
        last = workspace.entries(drill)[-1]
        extra = seal(replace(last.entry, id=EntryId("late"), seq=5, prev=last.hash))
        workspace.append(extra)

        known = {chain.session: chain.last_hash}
        assert check_log(workspace, drill).is_whole
        assert [one.kind for one in check_log(workspace, drill, known).chains.breaks] == [
            "appended"
        ]


def test_what_could_not_be_saved_is_rescued_elsewhere_and_taken_in_later(tmp_path: Path) -> None:
    store = ListStore()
    recorder = Recorder.started(store, Station(DrillId("d1"), "gate", PersonId("p1")), FakeClock())
    recorder.arm()
    store.is_broken = True
    with pytest.raises(StoreFault):
        recorder.mark("s1")

    rescued = recorder.rescue()

    with Workspace.create(tmp_path / "w.db") as workspace:
        workspace.add(as_fact(one) for one in store.saved)
        take_in(workspace, rescued)
        assert [one.entry.kind for one in workspace.entries("d1")] == ["arm", "mark"]
        assert check_log(workspace, "d1").is_whole


def test_one_malformed_record_is_named_and_keeps_the_others_out_of_nothing(
    tmp_path: Path, planned: bytes
) -> None:
    bad = make_fact("drill", "bad", {"title": 7}, "other")

    with Workspace.create(tmp_path / "w.db") as workspace:
        taken = take_in(workspace, write_journal([bad]) + planned)

        assert taken.joined.new == 2
        assert workspace.fact("bad") is None
        assert [fault.path for fault in taken.journal.faults] == ["bad"]
