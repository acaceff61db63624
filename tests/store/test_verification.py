"""Damage is found wherever it is, named by drill, session and entry, and mended where it can be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from drillplanner.base.condition import Verified
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.run.codec import as_fact
from drillplanner.run.fact import make_fact
from drillplanner.store import tables
from drillplanner.store.engine import connect_raw
from drillplanner.store.protection.key_file import copy_key_file
from drillplanner.store.protection.keyring import is_encrypted
from drillplanner.store.queries import Draft
from drillplanner.store.workspace import Workspace
from tests.faults.at_rest import WAYS, prepare
from tests.run.build import session

LOG = session(12, "s1", text="看到险情")
OTHER = session(3, "s9", drill="d2")
DRILL = make_fact(
    "drill",
    "f1",
    {"title": "演练", "script": "0" * 64, "nature": "formal", "author": "p1", "wall_utc_ns": 5},
    "d1",
)


@pytest.fixture(params=WAYS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    found = prepare(tmp_path / "w.db", request.param)
    with Workspace.create(found) as made:
        made.add([DRILL])
        for one in LOG:
            made.append(one)
        made.add(as_fact(one) for one in OTHER)
        made.name_person("p1", "陈计时")
        made.save_draft(Draft("x", "script", "{}", None, 0, 0))
        made.attach("d1", b"\xff\xd8picture" * 500)
    return found


def tamper(path: Path, *statements: str) -> None:
    with closing(connect_raw(path, "mode=rw")) as raw:
        for trigger in tables.TRIGGERS:
            raw.execute(f"DROP TRIGGER {trigger.split()[2]}")
        for statement in statements:
            raw.execute(statement)
        for trigger in tables.TRIGGERS:
            raw.execute(trigger)


def verified(path: Path) -> Verified:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.verify()


def test_a_whole_workspace_is_whole(path: Path) -> None:
    found = verified(path)

    assert found.is_whole, [str(one.text) for one in found.damages]
    assert found.facts == 1 + len(LOG) + len(OTHER)


def test_a_check_that_is_stopped_calls_nothing_whole(path: Path) -> None:
    with Workspace.open(path) as workspace:
        found = workspace.verify(lambda: True)

    assert not found.is_whole
    assert found.damages == ()


@pytest.mark.parametrize(
    ("statement", "drill", "fact"),
    [
        ("UPDATE facts SET bytes = X'7B7D' WHERE id = 's1-4'", "d1", "s1-4"),
        ("UPDATE facts SET id = 's1-40' WHERE id = 's1-4'", "d1", "s1-40"),
        ("UPDATE facts SET drill = 'd2' WHERE id = 's1-4'", "d2", "s1-4"),
        ("UPDATE facts SET kind = 'grade' WHERE id = 's1-4'", "d1", "s1-4"),
        ("UPDATE facts SET hash = hash WHERE id = 's1-4'", "", ""),
        ("UPDATE facts SET drill = 'd3' WHERE id = 'f1'", "d3", "f1"),
        ("UPDATE sessions SET phase = 'ended' WHERE drill = 'd1'", "d1", ""),
        ("UPDATE sessions SET count = 11 WHERE drill = 'd1'", "d1", ""),
        ("DELETE FROM sessions WHERE drill = 'd1'", "d1", ""),
        ("DELETE FROM drills", "d1", ""),
        ("UPDATE drills SET title = '另一场'", "d1", ""),
        ("UPDATE persons SET name = '陈计分'", "", "p1"),
        ("UPDATE drafts SET document = '[]'", "", "x"),
        ("UPDATE attachments SET bytes = zeroblob(size)", "d1", None),
        ("INSERT INTO tombstones VALUES ('d7', 'nobody')", "", ""),
    ],
)
def test_what_was_changed_behind_our_back_is_named(
    path: Path, statement: str, drill: str, fact: str | None
) -> None:
    tamper(path, statement)

    found = verified(path)

    if statement.startswith("UPDATE facts SET hash = hash"):
        assert found.is_whole
        return
    assert not found.is_whole
    assert any(
        one.drill == drill and (fact is None or one.fact == fact) for one in found.damages
    ), found.damages


def test_an_entry_that_is_gone_is_a_gap_in_its_session(path: Path) -> None:
    tamper(path, "DELETE FROM facts WHERE id = 's1-4'")

    found = verified(path)

    assert any((one.drill, one.session) == ("d1", "s1") for one in found.damages)
    assert any("4" in str(one.text) for one in found.damages)


def test_an_index_that_lacks_a_row_is_found_and_mended(path: Path) -> None:
    if is_encrypted(path):
        pytest.skip("nobody can change a page so that it passes for one of ours")
    with closing(connect_raw(path, "mode=rw")) as raw:
        (root,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name LIKE '%facts%' AND sql IS NULL"
        ).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    page = slice((root - 1) * size, root * size)
    assert b"s1-4" in data[page]
    data[page] = data[page].replace(b"s1-4", b"s1-Z")
    path.write_bytes(data)

    with Workspace.open(path) as workspace:
        found = workspace.verify()
        assert not found.is_whole
        assert found.is_general

        workspace.repair()

        assert workspace.verify().is_whole


def test_damaged_entries_are_mended_from_the_journal(path: Path) -> None:
    tamper(
        path,
        "UPDATE facts SET bytes = X'7B7D' WHERE id = 's1-4'",
        "DELETE FROM facts WHERE id = 's1-7'",
        "UPDATE sessions SET phase = 'ended'",
    )
    with Workspace.open(path) as workspace:
        found = workspace.verify()
        assert found.is_mendable
        assert found.drills == {"d1", "d2"}

        mended = workspace.repair()

        assert (mended.missing, mended.damaged) == ({"d1": 1}, {"d1": 1})
        assert sorted(workspace.entries("d1"), key=lambda one: one.entry.seq) == list(LOG)
        assert workspace.verify().is_whole


def questions(workspace: Workspace) -> list[object]:
    """Ask everything there is to ask; each question ends in an answer or in our own families."""
    asks: list[Callable[[], object]] = [
        workspace.facts,
        lambda: workspace.facts("d1"),
        lambda: workspace.facts("d1", "drill"),
        lambda: workspace.fact("s1-4"),
        lambda: workspace.entries("d1"),
        lambda: workspace.entries("d2"),
        lambda: workspace.read("d1"),
        lambda: workspace.copies("d1"),
        workspace.names,
        lambda: workspace.draft("x"),
        workspace.drafts,
        workspace.drills,
        lambda: workspace.newest_drills(5),
        workspace.begun_drills,
        lambda: workspace.drills_of_scripts(["0" * 64]),
        lambda: workspace.drill("d1"),
        lambda: workspace.sessions("d1"),
        lambda: workspace.attachments("d1"),
        lambda: [workspace.attachment(one) for one in sorted(workspace.attachments("d1"))],
        lambda: workspace.damaged("d1"),
    ]
    answers: list[object] = []
    for ask in asks:
        try:
            answers.append(ask())
        except (UserError, StoreFault) as refused:
            answers.append(type(refused))
    return answers


def flip_each(path: Path, places: range, folder: Path) -> tuple[int, int, int]:
    """Flip one bit at a place at a time: how many opened, differed, and differed in silence.

    One that does not open is called damaged by a check that needs not open it.
    """
    whole = path.read_bytes()
    with Workspace.open(path, read_only=True) as workspace:
        truth = questions(workspace)
    opened = differing = silent = 0
    copy = folder / "copy.db"
    copy_key_file(path, copy)
    for at in places:
        data = bytearray(whole)
        data[at] ^= 1 << (at % 8)
        copy.write_bytes(data)
        try:
            with Workspace.open(copy, read_only=True) as workspace:
                opened += 1
                answers = questions(workspace)
                is_whole = workspace.verify().is_whole
        except (UserError, StoreFault):
            with suppress(UserError, StoreFault):
                silent += Workspace.check_file(copy).is_whole
            continue
        if answers != truth:
            differing += 1
            silent += is_whole
    return opened, differing, silent


def test_a_flipped_bit_ends_in_our_families_and_no_difference_is_silent(
    path: Path, tmp_path: Path
) -> None:
    size = path.stat().st_size

    opened, _differing, silent = flip_each(path, range(100, size, 1499), tmp_path)

    # Of an encrypted file no page opens of which a single bit is another.
    assert opened == 0 if is_encrypted(path) else opened > 20
    assert silent == 0


@pytest.mark.soak
def test_2000_flipped_bits_of_the_database_differ_nowhere_in_silence(
    path: Path, tmp_path: Path
) -> None:
    size = path.stat().st_size

    opened, differing, silent = flip_each(path, range(100, size, size // 2000), tmp_path)

    sys.stdout.write(f"2000 flips: {opened} opened, {differing} differed, {silent} in silence\n")
    assert silent == 0


def test_of_an_encrypted_file_with_a_flipped_bit_all_other_facts_are_named_and_joined(
    tmp_path: Path,
) -> None:
    path = prepare(tmp_path / "w.db", "protected")
    with Workspace.create(path) as made:
        made.add([DRILL])
        made.add(as_fact(one) for one in session(40, "s1", text="看到险情" * 40))
    size = path.stat().st_size
    data = bytearray(path.read_bytes())
    with Workspace.create(tmp_path / "whole.db") as whole:
        whole.join(path)
        facts = {fact.id for fact in whole.facts()}
    lost = 0
    for number, at in enumerate(range(4096 * 3 + 500, size, 4096 * 3)):
        data[at] ^= 4
        path.write_bytes(data)
        data[at] ^= 4

        found = Workspace.check_file(path)
        with Workspace.create(tmp_path / f"new{number}.db") as fresh:
            fresh.join(path)
            here = {fact.id for fact in fresh.facts()}

        assert any("page" in str(one.text) for one in found.damages)
        named = {one.fact for one in found.damages if one.fact}
        assert facts - here <= named
        lost += len(facts - here)
    assert number > 5
    assert 0 < lost <= number + 1
