"""Bytes of photos: kept once, checked, purged with their drill, and brought over from form 1."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, StoreFault
from drillplanner.base.ids import PersonId
from drillplanner.run.fact import Fact, digest
from drillplanner.run.photos.attachments import parts
from drillplanner.run.photos.photo import PNG, Belongs, Photo, album, photo_fact
from drillplanner.services.exchange.pack_exchange import hand_over, take_in
from drillplanner.store import tables as schema
from drillplanner.store.workspace import Workspace
from tests.store.test_schema import clauses, described, statements

DATA = b"not a picture, but bytes under a hash; SECRET-PICTURE" * 3
#: A workspace made by the first form's own code: a drill with one photo and its part taken in
#: from a newer laptop, a purged drill, a tampered copy, a name, a draft.
FORM_1 = Path(__file__).parent / "forms" / "form1.drill"


def photo(fact: str = "p1", data: bytes = DATA, **fields: object) -> Photo:
    made = Photo(
        fact=fact,
        round=1,
        author=PersonId("keeper"),
        belongs=Belongs(),
        caption="",
        name="a.png",
        type=PNG,
        size=len(data),
        sha256=digest(data),
        width=4,
        height=3,
    )
    return replace(made, **fields)  # type: ignore[arg-type] # what a test says of it


def fact(drill: str = "d1", **fields: object) -> Fact:
    return photo_fact(photo(**fields), drill)  # type: ignore[arg-type]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.drill") as made:
        yield made


# -- keeping ----------------------------------------------------------------------------------


def test_bytes_and_the_facts_that_name_them_come_together(workspace: Workspace) -> None:
    joined = workspace.attach("d1", DATA, [fact()])

    assert joined.new == 1
    assert workspace.attachment(digest(DATA)) == DATA
    assert workspace.attachments("d1") == {digest(DATA)}
    assert workspace.attachments("d2") == frozenset()


def test_the_same_bytes_are_kept_once_for_two_drills(workspace: Workspace) -> None:
    workspace.attach("d1", DATA, [fact()])
    workspace.attach("d2", DATA, [fact("d2", fact="p2")])
    workspace.attach("d2", DATA)

    with closing(sqlite3.connect(workspace.path)) as raw:
        assert raw.execute("SELECT count(*) FROM attachments").fetchone() == (1,)


def test_a_photo_without_its_bytes_is_known_and_its_bytes_can_come_later(
    workspace: Workspace,
) -> None:
    workspace.add([fact()])
    assert workspace.attachment(digest(DATA)) is None
    assert workspace.attachments("d1") == frozenset()

    workspace.attach("d1", DATA)

    assert workspace.attachments("d1") == {digest(DATA)}


def test_bytes_changed_behind_our_back_are_refused_and_named(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with Workspace.create(path) as made:
        made.attach("d1", DATA, [fact()])
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TRIGGER attachments_are_never_changed")
        raw.execute("UPDATE attachments SET bytes = zeroblob(size)")

    with (
        Workspace.open(path) as again,
        pytest.raises(FileRefused, match=digest(DATA)[:16]),
    ):
        again.attachment(digest(DATA))
    with Workspace.open(path) as again:
        assert len(again.facts("d1")) == 1
        assert b"attachment_part" not in hand_over(again, "d1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attachments SET size = 1",
        "DELETE FROM attachments",
        "DELETE FROM attachment_drills",
        "INSERT INTO attachments VALUES ('short', 1, x'00')",
        "INSERT INTO attachments VALUES (hex(zeroblob(32)), 2, x'00')",
    ],
)
def test_the_database_itself_refuses(workspace: Workspace, statement: str) -> None:
    workspace.attach("d1", DATA, [fact()])
    workspace.close()

    with (
        closing(sqlite3.connect(workspace.path)) as raw,
        pytest.raises(sqlite3.IntegrityError),
    ):
        raw.execute(statement)


# -- joining ------------------------------------------------------------------------------------


def test_photos_travel_in_the_journal_in_any_order_and_twice(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.drill") as here:
        here.attach("d1", DATA, [fact()])
        packed = hand_over(here, "d1")
        assert packed == hand_over(here, "d1")
    for name, lines in (("b", packed), ("c", b"\n".join(packed.split(b"\n")[::-1]))):
        with Workspace.create(tmp_path / f"{name}.drill") as there:
            first = take_in(there, lines)
            again = take_in(there, packed)

            assert first.journal.is_whole
            assert (first.joined.new, first.joined.unfinished) == (2, ())
            assert (again.joined.new, again.joined.known) == (0, 2)
            assert there.attachment(digest(DATA)) == DATA
            assert there.facts(kind="attachment_part") == ()


def test_a_journal_that_lost_a_part_says_so_and_the_next_copy_mends_it(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.drill") as here:
        here.attach("d1", DATA, [fact()])
        packed = hand_over(here, "d1")
    at = packed.rindex(b'"data":"') + 20
    damaged = packed[:at] + b"!" + packed[at + 1 :]
    with Workspace.create(tmp_path / "b.drill") as there:
        taken = take_in(there, damaged)

        assert [fault.line for fault in taken.journal.faults] == [2]
        assert digest(DATA)[:24] in str(taken.journal.faults[0].text)
        assert len(album(there.facts("d1")).photos) == 1
        assert there.attachments("d1") == frozenset()
        take_in(there, packed)
        assert there.attachments("d1") == {digest(DATA)}


def test_false_bytes_stay_out_and_are_named(workspace: Workspace) -> None:
    two = b"x" * 800_000
    joined = workspace.add([fact(data=two), *list(parts("d1", two))[:1]])

    assert joined.unfinished == (digest(two),)
    assert workspace.attachments("d1") == frozenset()


def test_the_bytes_of_a_photo_that_was_taken_out_do_not_travel(workspace: Workspace) -> None:
    from drillplanner.base.ids import DrillId
    from drillplanner.services.review.decisions import withdraw

    workspace.attach("d1", DATA, [fact()])
    withdraw(workspace, DrillId("d1"), "p1")

    assert b"attachment_part" not in hand_over(workspace, "d1")
    assert workspace.attachments("d1") == {digest(DATA)}


# -- purging ------------------------------------------------------------------------------------


def test_a_purged_drill_takes_its_photos_along_and_leaves_no_bytes_in_the_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.attach("d1", DATA, [fact()])
    packed = hand_over(workspace, "d1")

    workspace.purge("d1", "keeper")

    assert workspace.attachment(digest(DATA)) is None
    assert take_in(workspace, packed).joined.purged == 2
    assert workspace.attachment(digest(DATA)) is None
    workspace.close()
    assert all(
        b"SECRET-PICTURE" not in one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()
    )


def test_a_photo_that_another_drill_names_stays_with_it(workspace: Workspace) -> None:
    workspace.attach("d1", DATA, [fact()])
    workspace.add([fact("d2", fact="p2")])

    workspace.purge("d1", "keeper")

    assert workspace.attachments("d2") == {digest(DATA)}
    workspace.purge("d2", "keeper")
    assert workspace.attachment(digest(DATA)) is None


def test_which_drill_names_what_is_rebuilt_from_the_facts(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with Workspace.create(path) as made:
        made.attach("d1", DATA, [fact()])
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TRIGGER names_go_with_a_purged_drill")
        raw.execute("DELETE FROM attachment_drills")

    with Workspace.open(path) as again:
        assert again.attachments("d1") == frozenset()
        again.rebuild_index()
        assert again.attachments("d1") == {digest(DATA)}


# -- the first form -------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(FORM_1, tmp_path / "old.drill"))


def contents(path: Path, tables: tuple[str, ...]) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        found: dict[str, list[tuple[object, ...]]] = {}
        for table in tables:
            rows = raw.execute(f"SELECT * FROM {table}")  # noqa: S608 - ours
            names = [column[0] for column in rows.description]
            # Rows of older forms have no seal yet.
            width = len(names) - (names[-1] == "seal")
            found[table] = sorted((row[:width] for row in rows), key=repr)
        return found


KEPT = ("facts", "copies", "tombstones", "persons", "drafts")


def test_a_file_of_the_first_form_is_backed_up_and_keeps_all_it_held(old: Path) -> None:
    before = contents(old, KEPT)

    with Workspace.open(old) as workspace:
        backup = workspace.backup

    assert backup is not None
    assert backup.name.startswith("old.form1.")
    assert contents(backup, KEPT) == before
    assert contents(old, KEPT) == before


def test_a_migrated_file_of_the_first_form_equals_a_made_one(old: Path, tmp_path: Path) -> None:
    Workspace.open(old).close()
    Workspace.create(tmp_path / "made.drill").close()
    made, migrated = statements(tmp_path / "made.drill"), statements(old)

    assert described(old) == described(tmp_path / "made.drill")
    assert made.keys() == migrated.keys()
    for name, sql in made.items():
        assert clauses(sql) == clauses(migrated[name])
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (schema.USER_VERSION,)
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (
            schema.REVISION,
        )


def test_a_photo_that_the_first_form_took_in_as_facts_is_found_after_the_migration(
    old: Path, tmp_path: Path
) -> None:
    with Workspace.open(old) as workspace:
        drill = workspace.facts(kind="photo")[0].drill or ""
        (found,) = album(workspace.facts(drill)).photos
        data = workspace.attachment(found.sha256)
        packed = hand_over(workspace, drill)

        assert data is not None
        assert (data[:4], len(data)) == (b"\x89PNG", found.size)
        assert packed.count(b'"kind":"attachment_part"') == 1
    with Workspace.create(tmp_path / "next.drill") as fresh:
        assert take_in(fresh, packed).joined.unfinished == ()
        assert fresh.attachments(drill) == {found.sha256}


def test_a_file_of_the_first_form_is_not_migrated_for_looking(old: Path) -> None:
    before = old.read_bytes()

    with pytest.raises(FileRefused, match="old form"):
        Workspace.open(old, read_only=True)
    assert old.read_bytes() == before


def test_a_migration_that_fails_half_way_leaves_the_first_form(old: Path) -> None:
    before = contents(old, KEPT)
    with closing(sqlite3.connect(old)) as raw, raw:
        raw.execute("CREATE TABLE attachment_drills (in_the_way)")

    with pytest.raises(StoreFault):
        Workspace.open(old)

    assert contents(old, KEPT) == before
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from drillplanner.store.workspace import Workspace

left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
Workspace.open(Path(sys.argv[1])).close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("statements_done", [4, 12, 16, 19])
def test_a_migration_that_is_killed_leaves_the_old_form_or_the_new(
    old: Path, statements_done: int
) -> None:
    before = contents(old, KEPT)

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(old), str(statements_done)], check=False
    )

    assert killed.returncode == -9
    with Workspace.open(old) as workspace:
        assert len(workspace.facts(kind="photo")) == 1
    assert contents(old, KEPT) == before
