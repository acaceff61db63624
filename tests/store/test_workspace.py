"""What a workspace keeps, joins, purges and forgets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.run.codec import as_fact, seal
from drillplanner.run.fact import Fact
from drillplanner.store.queries import Draft
from drillplanner.store.workspace import Workspace
from tests.run.build import entry, session

LOG = session(4)
FACTS = tuple(as_fact(one) for one in LOG)
FORGED = seal(replace(LOG[1].entry, elapsed_ns=1))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def test_entries_come_back_as_the_bytes_that_went_in(workspace: Workspace) -> None:
    for one in LOG:
        workspace.append(one)

    assert workspace.entries("d1") == LOG
    assert workspace.facts("d1") == FACTS
    assert workspace.entries("d2") == ()


def test_the_same_entry_is_acknowledged_twice_and_kept_once(workspace: Workspace) -> None:
    workspace.append(LOG[0])
    workspace.append(LOG[0])

    assert workspace.entries("d1") == LOG[:1]


def test_another_entry_under_a_known_id_is_not_acknowledged(workspace: Workspace) -> None:
    workspace.append(LOG[1])

    with pytest.raises(StoreFault):
        workspace.append(FORGED)
    assert workspace.entries("d1") == LOG[1:2]


def test_joining_counts_what_was_new_and_what_was_known(workspace: Workspace) -> None:
    first = workspace.add(FACTS[:3])
    second = workspace.add(FACTS)

    assert (first.new, first.known) == (3, 0)
    assert (second.new, second.known) == (1, 3)


def test_a_tampered_copy_is_named_and_kept_apart(workspace: Workspace) -> None:
    workspace.add(FACTS)

    joined = workspace.add([as_fact(FORGED), as_fact(FORGED)])

    assert joined.tampered == ("s1-2", "s1-2")
    assert workspace.entries("d1") == LOG
    assert workspace.copies("d1") == (as_fact(FORGED),)


def test_joining_a_fact_whose_hash_is_not_its_own_changes_nothing(workspace: Workspace) -> None:
    with pytest.raises(FileRefused):
        workspace.add([FACTS[0], replace(FACTS[1], hash="0" * 64)])

    assert workspace.facts() == ()


def test_joining_an_unsound_entry_changes_nothing(workspace: Workspace) -> None:
    bad = Fact("x", "entry", "d1", b"{}", as_fact(LOG[0]).hash)

    with pytest.raises(FileRefused):
        workspace.add([FACTS[0], bad])
    assert workspace.facts() == ()


@given(st.permutations(FACTS), st.integers(0, 4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_joining_in_any_order_and_twice_gives_the_same_facts(
    tmp_path_factory: pytest.TempPathFactory, facts: list[Fact], cut: int
) -> None:
    with Workspace.create(tmp_path_factory.mktemp("join") / "w.db") as workspace:
        workspace.add(facts[cut:])
        workspace.add(facts)

        assert sorted(workspace.facts(), key=lambda one: one.id) == list(FACTS)


def test_a_purged_drill_is_gone_and_does_not_come_back(workspace: Workspace) -> None:
    other = as_fact(seal(entry(1, id="x1", drill="d2")))
    workspace.add([*FACTS, other, as_fact(FORGED)])

    workspace.purge("d1", "p1")

    assert workspace.facts("d1") == ()
    assert workspace.copies("d1") == ()
    joined = workspace.add([*FACTS, other])
    assert (joined.purged, joined.known) == (4, 1)
    assert workspace.entries("d1") == ()


def test_a_tombstone_that_arrives_purges_here_too(workspace: Workspace, tmp_path: Path) -> None:
    workspace.add(FACTS)
    with Workspace.create(tmp_path / "other.db") as other:
        other.add(FACTS)
        tombstone = other.purge("d1", "p1")

    workspace.add([*FACTS, tombstone, *FACTS])

    assert workspace.facts("d1") == ()
    assert workspace.facts(kind="tombstone") == (tombstone,)


def test_purged_words_are_not_left_in_the_file(workspace: Workspace, tmp_path: Path) -> None:
    secret = seal(entry(1, text="不该留下的话 SECRET-WORDS"))
    workspace.append(secret)

    workspace.purge("d1", "p1")

    workspace.close()
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert files
    assert all(b"SECRET-WORDS" not in one.read_bytes() for one in files)


def test_an_entry_changed_behind_our_back_is_named_and_the_rest_is_usable(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    with Workspace.create(path) as made:
        made.add(FACTS)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TRIGGER facts_are_never_changed")
        raw.execute("UPDATE facts SET bytes = ? WHERE id = 's1-2'", (FORGED.data,))

    with Workspace.open(path) as again:
        assert [one.id for one in again.damaged("d1")] == ["s1-2"]
        assert again.entries("d1") == (LOG[0], *LOG[2:])


def test_names_live_outside_the_facts_and_can_go(workspace: Workspace) -> None:
    workspace.name_person("p1", "张三")
    workspace.name_person("p1", "张珊")
    workspace.append(LOG[0])
    assert workspace.names() == {"p1": "张珊"}

    workspace.forget_person("p1")

    assert workspace.names() == {}
    assert workspace.entries("d1") == LOG[:1]
    assert "张珊".encode() not in workspace.facts()[0].data


def test_a_draft_is_overwritten_only_by_who_read_its_last_revision(workspace: Workspace) -> None:
    first = workspace.save_draft(Draft("x", "script", "{}", None, 0, 0))
    second = workspace.save_draft(replace(first, document='{"a":1}'))

    assert (first.revision, second.revision) == (1, 2)
    assert workspace.draft("x") == second
    with pytest.raises(UserError, match="elsewhere"):
        workspace.save_draft(first)
    with pytest.raises(UserError, match="elsewhere"):
        workspace.save_draft(replace(first, revision=0))
    assert workspace.drafts("script") == (second,)
    workspace.delete_draft("x")
    assert workspace.draft("x") is None


def test_a_workspace_open_for_reading_refuses_to_write(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    with Workspace.create(path) as made:
        made.add(FACTS)

    with Workspace.open(path, read_only=True) as view:
        assert view.is_read_only
        assert view.entries("d1") == LOG
        with pytest.raises(UserError, match="reading only"):
            view.append(LOG[0])


def test_a_reader_beside_the_writer_sees_what_was_acknowledged(workspace: Workspace) -> None:
    with Workspace.open(workspace.path, read_only=True) as view:
        for count, one in enumerate(LOG, start=1):
            workspace.append(one)
            assert len(view.entries("d1")) == count


def test_what_is_there_already_is_not_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    workspace.append(LOG[0])
    workspace.close()

    with pytest.raises(UserError, match="exists already"):
        Workspace.create(tmp_path / "w.db")
    with Workspace.open(tmp_path / "w.db") as again:
        assert again.entries("d1") == LOG[:1]


def test_closing_leaves_one_file_and_the_journals_of_sessions(workspace: Workspace) -> None:
    workspace.append(LOG[0])

    workspace.close()

    folder = workspace.path.parent
    names = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    assert names == {"w.db", "w.db.journals/d1+s1.journal"}


def test_closing_a_workspace_without_sessions_leaves_one_file(workspace: Workspace) -> None:
    workspace.close()

    assert [one.name for one in workspace.path.parent.iterdir()] == ["w.db"]
