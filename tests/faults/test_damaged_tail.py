"""What was acknowledged outlives damage of the write-ahead log and of a journal."""

from __future__ import annotations

import os
import random
import shutil
import sys
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.store.engine import connect_raw
from drillplanner.store.protection.sealing import sealer_of
from drillplanner.store.session_journals import journals_of, sound_lines
from drillplanner.store.tables import TRIGGERS
from drillplanner.store.workspace import Workspace
from tests.faults.at_rest import WAYS
from tests.faults.killed import COUNT, LOG, copy_of, journal_of, kept_in, killed_workspace
from tests.run.build import session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")

#: Length of a page and of the head of its frame in the write-ahead log.
_FRAME = 4096 + 24


@pytest.fixture(scope="module", params=WAYS)
def killed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killed_workspace(tmp_path_factory.mktemp("killed"), request.param)


def flip(path: Path, at: int, bit: int) -> None:
    with path.open("rb+") as stream:
        stream.seek(at)
        (old,) = stream.read(1)
        stream.seek(at)
        stream.write(bytes([old ^ (1 << bit)]))


def used_of(wal: Path) -> int:
    """Find how far the log is written; behind it lies room that says nothing."""
    with TemporaryDirectory() as folder:
        copy = copy_of(wal.with_name("w.db"), Path(folder) / "t")
        with closing(connect_raw(copy, "mode=rw")) as raw:
            raw.execute("SELECT count(*) FROM facts").fetchall()
            frames = raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]
    return 32 + _FRAME * int(frames)


def test_an_untouched_tail_needs_no_mending(killed: Path, tmp_path: Path) -> None:
    kept, was_mended = kept_in(copy_of(killed, tmp_path / "t"))

    assert kept == LOG
    assert not was_mended


def flips(killed: Path, folder: Path, times: int, seed: int) -> tuple[int, int]:
    chance = random.Random(seed)  # noqa: S311 - places, not secrets
    used = used_of(killed.with_name("w.db-wal"))
    lost = mended = 0
    for _ in range(times):
        path = copy_of(killed, folder)
        flip(path.with_name("w.db-wal"), chance.randrange(used), chance.randrange(8))
        kept, was_mended = kept_in(path)
        lost += COUNT - len(set(kept) & set(LOG))
        mended += was_mended
    return lost, mended


def test_a_flipped_bit_of_the_tail_loses_nothing(killed: Path, tmp_path: Path) -> None:
    lost, mended = flips(killed, tmp_path / "t", 40, seed=1)

    assert lost == 0
    assert mended > 5


@pytest.mark.soak
def test_2000_flipped_bits_of_the_tail_lose_nothing(killed: Path, tmp_path: Path) -> None:
    lost, mended = flips(killed, tmp_path / "t", 2000, seed=2)

    sys.stdout.write(f"2000 flips of the tail: {mended} mended, {lost} entries lost\n")
    assert lost == 0


def cut(killed: Path, folder: Path, name: str, at: int) -> int:
    """Cut the log or the journal; how many entries are missing afterwards."""
    path = copy_of(killed, folder)
    file = path.with_name("w.db-wal") if name == "wal" else journal_of(path)
    os.truncate(file, at)
    return COUNT - len(set(kept_in(path)[0]) & set(LOG))


def test_a_tail_that_was_cut_or_is_gone_loses_nothing(killed: Path, tmp_path: Path) -> None:
    wal = killed.with_name("w.db-wal")
    pages = used_of(wal) // _FRAME
    chance = random.Random(3)  # noqa: S311 - places, not secrets
    edges = [32 + _FRAME * page + by for page in chance.sample(range(pages), 12) for by in (-1, 1)]

    assert {cut(killed, tmp_path / "t", "wal", max(0, at)) for at in (0, 31, 32, *edges)} == {0}
    path = copy_of(killed, tmp_path / "t")
    path.with_name("w.db-wal").unlink()
    path.with_name("w.db-shm").unlink()
    # As if it lay where it was opened: the copy has another number on the disk.
    with Workspace.open(path, accept_incomplete=True) as workspace:
        assert workspace.entries("d1") == LOG
        assert workspace.mended.missing == {"d1": COUNT}


def edge_below(at: int) -> int:
    """Where the last whole frame before a place ends."""
    return 32 + max(0, at - 32) // _FRAME * _FRAME


@pytest.mark.soak
def test_the_tail_may_be_cut_at_all_edges_of_pages_and_every_hundredth_byte(
    killed: Path, tmp_path: Path
) -> None:
    used = used_of(killed.with_name("w.db-wal"))
    edges = {32 + _FRAME * page + by for page in range(used // _FRAME + 1) for by in (-1, 0, 1)}
    places = sorted(edges | set(range(max(0, used - 65536), used, 100)))

    lost = sum(cut(killed, tmp_path / "t", "wal", at) for at in places)

    sys.stdout.write(f"{len(places)} cuts of the tail, opened: {lost} entries lost\n")
    assert lost == 0


def facts_after(path: Path, database: bytes, tail: bytes) -> list[tuple[str, bytes]]:
    """What SQLite alone reads of a database with such a tail."""
    path.write_bytes(database)
    wal = path.with_name(path.name + "-wal")
    wal.write_bytes(tail)
    with closing(connect_raw(path, "mode=rw")) as raw:
        return raw.execute("SELECT hash, bytes FROM facts ORDER BY id").fetchall()


@pytest.mark.soak
def test_a_cut_at_any_of_the_last_64_kb_reads_as_one_at_the_edge_of_the_page_before(
    killed: Path, tmp_path: Path
) -> None:
    """So that what holds of cuts at the edges, which are opened one by one, holds of all."""
    path = copy_of(killed, tmp_path / "t")
    database, tail = path.read_bytes(), path.with_name("w.db-wal").read_bytes()
    used = used_of(killed.with_name("w.db-wal"))
    at_edge: dict[int, list[tuple[str, bytes]]] = {}
    different = 0
    for at in range(max(0, used - 65536), used):
        edge = edge_below(at)
        if edge not in at_edge:
            at_edge[edge] = facts_after(path, database, tail[:edge])
        different += facts_after(path, database, tail[:at]) != at_edge[edge]

    sys.stdout.write(f"{min(used, 65536)} cuts of the tail, read: {different} differ\n")
    assert len(at_edge) > 10
    assert different == 0


@pytest.mark.soak
def test_the_database_may_be_cut_at_all_edges_of_pages_and_is_never_taken_for_whole(
    killed: Path, tmp_path: Path
) -> None:
    path = copy_of(killed, tmp_path / "t")
    with Workspace.open(path) as workspace:
        count = len(workspace.facts())
    size = path.stat().st_size
    shutil.rmtree(journal_of(path).parent)
    whole = path.read_bytes()
    places = sorted(
        {at + by for at in range(0, size, 4096) for by in (-1, 0, 1)} & set(range(size))
    )
    silent = 0
    for at in places:
        path.write_bytes(whole[:at])
        with suppress(UserError, StoreFault), Workspace.open(path, read_only=True) as workspace:
            silent += len(workspace.facts()) != count and workspace.verify().is_whole

    sys.stdout.write(f"{len(places)} cuts of the database: {silent} silent\n")
    assert silent == 0


def lines_in(path: Path) -> list[tuple[str, bytes]]:
    journal = journal_of(path)
    return list(sound_lines(journal, journal.read_bytes(), sealer_of(path)))


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_journal_is_written_anew(killed: Path, tmp_path: Path, seed: int) -> None:
    path = copy_of(killed, tmp_path / "t")
    journal = journal_of(path)
    data, whole = journal.read_bytes(), lines_in(path)
    chance = random.Random(seed)  # noqa: S311 - places, not secrets
    if seed % 2:
        flip(journal, chance.randrange(len(data)), chance.randrange(8))
    else:
        os.truncate(journal, chance.randrange(len(data)))

    kept, was_mended = kept_in(path)

    assert kept == LOG
    assert not was_mended
    assert lines_in(path) == whole


@pytest.mark.soak
def test_a_journal_may_be_cut_at_every_byte(killed: Path, tmp_path: Path) -> None:
    size = journal_of(killed).stat().st_size

    lost = sum(cut(killed, tmp_path / "t", "journal", at) for at in range(size))

    sys.stdout.write(f"{size} cuts of a journal: {lost} entries lost\n")
    assert lost == 0


@pytest.mark.soak
def test_2000_flipped_bits_of_a_journal_lose_nothing_and_are_mended(
    killed: Path, tmp_path: Path
) -> None:
    chance = random.Random(4)  # noqa: S311 - places, not secrets
    size, whole = journal_of(killed).stat().st_size, lines_in(killed)
    lost = unmended = 0
    for _ in range(2000):
        path = copy_of(killed, tmp_path / "t")
        flip(journal_of(path), chance.randrange(size), chance.randrange(8))
        lost += COUNT - len(set(kept_in(path)[0]) & set(LOG))
        unmended += lines_in(path) != whole

    sys.stdout.write(f"2000 flips of a journal: {lost} entries lost, {unmended} not mended\n")
    assert (lost, unmended) == (0, 0)


@pytest.mark.soak
def test_2000_flipped_bits_of_a_journal_at_rest_are_told_or_change_nothing(
    killed: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)  # noqa: S311 - places, not secrets
    path = copy_of(killed, tmp_path / "t")
    kept_in(path)
    data, whole, silent = journal_of(path).read_bytes(), lines_in(path), 0
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.verify().is_whole
        for _ in range(2000):
            journal = bytearray(data)
            journal[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            journal_of(path).write_bytes(journal)
            silent += workspace.verify().is_whole and lines_in(path) != whole

    sys.stdout.write(f"2000 flips of a journal at rest: {silent} silent\n")
    assert silent == 0


def test_what_both_have_lost_is_a_gap_that_is_named(killed: Path, tmp_path: Path) -> None:
    path = copy_of(killed, tmp_path / "t")
    os.truncate(path.with_name("w.db-wal"), 0)
    journal = journal_of(path)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(
        b"".join([*lines[:10], lines[10][:200] + b"!" + lines[10][201:], *lines[11:]])
    )

    with Workspace.open(path) as workspace:
        assert workspace.mended.missing == {"d1": COUNT - 1}
        assert LOG[10] not in workspace.entries("d1")
        assert workspace.mended.unread == ("d1+s1.journal",)


def test_what_the_end_of_a_session_lost_is_named_beside_other_sessions_of_the_drill(
    killed: Path, tmp_path: Path
) -> None:
    path = copy_of(killed, tmp_path / "t")
    with Workspace.open(path) as workspace:
        for one in session(3, "s2", prev=LOG[-1].hash):
            workspace.append(one)
    (journal,) = (one for one in journals_of(path) if "s2" in one.name)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:2], lines[2][:200] + b"!" + lines[2][201:]]))
    with closing(connect_raw(path, "mode=rw")) as raw:
        for trigger in TRIGGERS:
            raw.execute(f"DROP TRIGGER {trigger.split()[2]}")
        raw.execute("DELETE FROM facts WHERE id = 's2-3'")
        raw.execute("UPDATE workspace SET is_open = 1")

    with Workspace.open(path, accept_incomplete=True) as again:
        assert again.mended.unread == (journal.name,)


def test_an_entry_that_no_journal_takes_is_saved_all_the_same(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.db") as workspace:
        folder = tmp_path / "w.db.journals"
        (folder / "opened").unlink()
        folder.rmdir()
        folder.write_bytes(b"in the way")

        workspace.append(LOG[0])

        assert workspace.entries("d1") == LOG[:1]
    assert journals_of(tmp_path / "w.db") == ()


def test_a_journal_that_lies_in_wait_is_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    with Workspace.create(path) as workspace:
        (tmp_path / "w.db.journals" / "d1+s1.journal").symlink_to(victim)
        os.mkfifo(tmp_path / "w.db.journals" / "d1+s2.journal")

        workspace.append(LOG[0])

    assert victim.read_bytes() == b"precious"
    with Workspace.open(path) as again:
        assert again.entries("d1") == LOG[:1]
