"""The index says of every drill what its facts say, whatever way they came and went."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.base.ids import PersonId
from drillplanner.run.codec import Sealed, as_fact
from drillplanner.run.fact import make_fact
from drillplanner.run.rounds import read_rounds
from drillplanner.services.fact_factory import (
    adoption,
    issue_scorecard,
    open_drill,
    publish_script,
)
from drillplanner.store import tables as schema
from drillplanner.store.engine import driver
from drillplanner.store.workspace import Workspace
from tests.run.build import session
from tests.services.drills_held import hold, run_round
from tests.store.test_schema import clauses, described, statements

FORM_2 = Path(__file__).parent / "forms" / "form2.drill"
MORNING = "2026-11-23T09:00:00+08:00"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.drill") as made:
        yield made


def counted(workspace: Workspace) -> dict[str, int]:
    return {one.drill.title: one.count for one in workspace.newest_drills(9)}


def test_every_append_leaves_the_index_as_the_facts_say(workspace: Workspace) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    recorder = run_round(workspace, drill, 2, MORNING)
    (mark, *_rest) = [one for one in recorder.log.entries.values() if one.kind == "mark"]
    recorder.void(mark.id)
    run_round(workspace, drill, 2, MORNING, source="square").abort("rain")

    (found,) = workspace.newest_drills(2)

    assert workspace.check_index() == ()
    assert found.standing == "under_way"
    assert found.count == len(workspace.entries(drill))
    assert found.rounds == read_rounds(one.entry for one in workspace.entries(drill))
    assert [(one.source, one.phase) for one in found.unfinished()] == [("gate", "running")]


def test_an_append_reads_no_log_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    recorder = run_round(workspace, drill, 2, MORNING)
    said: list[str] = []
    assert workspace._writing is not None
    driver(workspace._writing).set_trace_callback(said.append)

    recorder.mark("call")

    assert [one.split()[0] for one in said] == ["BEGIN", "INSERT", "INSERT", "COMMIT"]


def test_an_entry_that_was_not_saved_is_not_in_the_index(
    workspace: Workspace, tmp_path: Path
) -> None:
    log = session(3)
    workspace.append(log[0])
    workspace.append(log[1])
    with pytest.raises(sqlite3.IntegrityError):
        _append_twice(workspace, log[1])

    workspace.append(log[2])

    assert [one.count for one in workspace.sessions("d1")] == [3]
    assert workspace.check_index() == ()


def _append_twice(workspace: Workspace, sealed: Sealed) -> None:
    from drillplanner.store.changes import append_entry

    assert workspace._writing is not None
    append_entry(workspace._writing, workspace._kept_index(), sealed)


def test_logs_joined_in_any_order_come_to_the_same_rows(tmp_path: Path) -> None:
    first = session(4)
    second = session(3, "s2", prev=first[-1].hash)
    facts = [as_fact(one) for one in (*first, *second)]
    rows = []
    for number, order in enumerate((facts, facts[::-1])):
        with Workspace.create(tmp_path / f"{number}.drill") as made:
            for fact in order:
                made.add([fact])
            assert made.check_index() == ()
            rows.append(made.sessions("d1"))

    assert rows[0] == rows[1]
    assert [one.count for one in rows[0]] == [4, 3]


def test_an_entry_joined_while_a_round_is_logged_counts(workspace: Workspace) -> None:
    mine = session(3)
    other = session(2, "s2", source="square")
    workspace.append(mine[0])
    workspace.append(mine[1])
    workspace.add(as_fact(one) for one in other)

    workspace.append(mine[2])

    assert workspace.check_index() == ()
    assert [one.count for one in workspace.sessions("d1")] == [3, 2]


def test_a_drills_own_facts_are_followed(workspace: Workspace) -> None:
    author = PersonId("p1")
    first = publish_script(workspace, "one", "{}", author)
    second = publish_script(workspace, "two", "{ }", author)
    drill = open_drill(workspace, first, "Lockdown", author, nature="rehearsal")
    (before,) = workspace.newest_drills(2)
    workspace.add([adoption(drill.id, second, author, (), 1)])
    issue_scorecard(workspace, drill.id, "{}", inputs=[], rules="r", author=author)

    (found,) = workspace.drills()

    assert (before.drill, before.summary.is_issued, before.count) == (drill, False, 0)
    assert before.summary.held_utc_ns == 0
    assert (found.drill.script, found.drill.began_with) == (second.hash, first.hash)
    assert found.is_issued
    assert [one.drill.id for one in workspace.drills_of_scripts([second.hash])] == [drill.id]
    assert workspace.drills_of_scripts([first.hash]) == ()
    assert workspace.check_index() == ()


def test_a_purged_drill_leaves_no_row_and_none_comes_back(workspace: Workspace) -> None:
    drill = hold(workspace, "Gone", MORNING)
    kept = hold(workspace, "Kept", MORNING)
    facts = workspace.facts(drill)

    workspace.purge(drill, "keeper")
    workspace.add(facts)

    assert [one.drill.id for one in workspace.drills()] == [kept]
    assert workspace.sessions(drill) == ()
    assert workspace.check_index() == ()


def test_a_malformed_drill_does_not_make_the_others_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    malformed = make_fact("drill", "f1", {"title": 5}, "bad")
    with Workspace.create(path) as made:
        hold(made, "Sound", MORNING)
        with pytest.raises(FileRefused, match="f1"):
            made.add([malformed])
    with closing(sqlite3.connect(path)) as raw, raw:
        # As an earlier version has taken it in.
        raw.execute(
            "INSERT INTO facts (id, kind, drill, hash, bytes) VALUES (?, ?, ?, ?, ?)",
            (malformed.id, malformed.kind, malformed.drill, malformed.hash, malformed.data),
        )

    with Workspace.open(path) as workspace:
        assert list(counted(workspace)) == ["Sound"]
        assert workspace.drill("bad") is None
        assert [one.id for one in workspace.damaged("bad")] == ["f1"]
        assert workspace.facts("bad") == ()


def test_the_newest_and_the_begun_are_found_alone(workspace: Workspace) -> None:
    hold(workspace, "first", MORNING)
    second = hold(workspace, "second", MORNING)
    run_round(workspace, second, 2, MORNING)
    hold(workspace, "third", MORNING)

    assert [one.drill.title for one in workspace.newest_drills(2)] == ["third", "second"]
    assert [one.drill.title for one in workspace.begun_drills()] == ["second"]
    assert [len(one.sessions) for one in workspace.begun_drills()] == [2]


def test_what_was_changed_behind_our_back_is_named_and_computed_anew(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with Workspace.create(path) as made:
        drill = hold(made, "Lockdown", MORNING)
        hold(made, "Other", MORNING)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE sessions SET phase = 'running' WHERE drill = ?", (drill,))

    with Workspace.open(path) as again:
        assert again.check_index() == (drill,)
        assert again.rebuild_index() == (drill,)
        assert again.check_index() == ()


def test_rows_of_other_rules_are_computed_anew_at_opening(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with Workspace.create(path) as made:
        hold(made, "Lockdown", MORNING)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM sessions")
        raw.execute("UPDATE workspace SET index_rules = 0")

    with Workspace.open(path) as again:
        assert again.check_index() == ()
        assert counted(again) == {"Lockdown": 6}


# -- the second form ------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(FORM_2, tmp_path / "old.drill"))


def test_a_file_of_the_second_form_is_backed_up_and_indexed(old: Path) -> None:
    with Workspace.open(old) as workspace:
        second, first = workspace.newest_drills(9)

        assert workspace.backup is not None
        assert workspace.backup.name.startswith("old.form2.")
        assert workspace.check_index() == ()
        assert (first.drill.title, first.summary.is_issued) == ("Lockdown", True)
        assert [one.standing for one in first.rounds] == ["ended", "void"]
        assert (second.drill.title, second.summary.is_issued) == ("Second", False)
        assert [one.standing for one in second.rounds] == ["ended", "under_way"]
        assert workspace.names() == {"keeper": "张三"}
    with closing(sqlite3.connect(workspace.backup)) as raw:
        assert raw.execute("SELECT count(*) FROM entries").fetchone() == (
            first.count + second.count,
        )


def test_a_migrated_file_of_the_second_form_equals_a_made_one(old: Path, tmp_path: Path) -> None:
    Workspace.open(old).close()
    Workspace.create(tmp_path / "made.drill").close()
    made, migrated = statements(tmp_path / "made.drill"), statements(old)

    assert described(old) == described(tmp_path / "made.drill")
    assert made.keys() == migrated.keys()
    for name, sql in made.items():
        assert clauses(sql) == clauses(migrated[name])
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (schema.USER_VERSION,)


def test_facts_that_are_no_entries_are_found_without_reading_the_log(workspace: Workspace) -> None:
    assert workspace._writing is not None
    plan = driver(workspace._writing).execute(
        "EXPLAIN QUERY PLAN SELECT id FROM facts WHERE kind = ? AND kind <> 'entry'", ("script",)
    )

    assert "ix_facts_kind_hash" in plan.fetchone()[3]
