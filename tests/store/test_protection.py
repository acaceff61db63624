"""A protected workspace gives nothing away, and loses nothing on the way in, through or out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, Locked, StoreFault, UserError
from drillplanner.store.engine import Keyed, connect_raw
from drillplanner.store.protection import key_file as key_files
from drillplanner.store.protection import keyring, rewriting
from drillplanner.store.protection.key_file import (
    key_file,
    new_key,
    read_key_file,
    read_recovery_code,
    recovery_code,
    wrap,
    write_key_file,
)
from drillplanner.store.protection.keyring import forget_keys, is_encrypted
from drillplanner.store.protection.protecting import (
    begin_locked,
    protect,
    recover,
    unlock,
    unprotect,
)
from drillplanner.store.protection.sealing import Sealer
from drillplanner.store.workspace import Workspace
from tests.run.build import session

pytest.importorskip("sqlcipher3", reason="the packages for passwords are optional")

WORDS = "看到险情"
PASSWORD = "correct horse"  # noqa: S105 - of nothing but these
LOG = session(5, "s1", text=WORDS)


@pytest.fixture(autouse=True)
def nothing_is_unlocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What a password costs is written in each key file; here it may cost nothing.
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)
    forget_keys()
    yield
    forget_keys()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "w.db"
    with Workspace.create(found) as workspace:
        for one in LOG:
            workspace.append(one)
        workspace.name_person("p1", "陈计时")
        workspace.back_up(tmp_path / "backups")
    return found


def backups(path: Path) -> tuple[Path, ...]:
    return tuple((path.parent / "backups").glob("*.backup"))


def says_anywhere(folder: Path, *words: str) -> list[str]:
    return [
        one.name
        for one in folder.rglob("*")
        if one.is_file() and any(word.encode() in one.read_bytes() for word in words)
    ]


def require_whole(path: Path) -> None:
    with Workspace.open(path) as workspace:
        assert workspace.entries("d1") == LOG
        assert workspace.names() == {"p1": "陈计时"}
        assert workspace.verify().is_whole


def test_no_file_of_a_protected_workspace_says_anything(path: Path) -> None:
    assert len(says_anywhere(path.parent, WORDS, "陈计时")) == 3

    _key, left = protect(path, PASSWORD, backups(path))

    assert left == ()
    assert says_anywhere(path.parent, WORDS, "陈计时", PASSWORD) == []
    require_whole(path)
    with Workspace.open(path) as workspace:
        workspace.append(session(1, "s2", text=WORDS)[0])
        assert says_anywhere(path.parent, WORDS) == []
        workspace.back_up(path.parent / "backups")
    assert len(backups(path)) == 2
    assert says_anywhere(path.parent, WORDS) == []


def test_without_its_password_nothing_opens_and_nothing_changes(path: Path) -> None:
    protect(path, PASSWORD, backups(path))
    forget_keys()
    before = path.read_bytes()

    for read_only in (False, True):
        with pytest.raises(Locked):
            Workspace.open(path, read_only=read_only)
    with pytest.raises(Locked):
        Workspace.check_file(path)
    with pytest.raises(UserError, match="not the password"):
        unlock(path, "battery staple")

    assert path.read_bytes() == before
    assert not path.with_name("w.db.lock").exists()
    unlock(path, PASSWORD)
    require_whole(path)


def test_a_backup_opens_by_itself_with_the_password(path: Path, tmp_path: Path) -> None:
    protect(path, PASSWORD, backups(path))
    forget_keys()
    (kept,) = backups(path)
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    for one in (kept, key_file(kept)):
        one.rename(elsewhere / one.name)
    kept = elsewhere / kept.name

    with pytest.raises(Locked):
        Workspace.open(kept, read_only=True)
    unlock(kept, PASSWORD)

    with (
        Workspace.create(tmp_path / "new.db") as workspace,
    ):
        assert workspace.join(kept).new == len(LOG)


def test_a_password_is_changed_by_rewriting_the_small_file_alone(path: Path) -> None:
    first, _left = protect(path, PASSWORD, backups(path))
    data = path.read_bytes()

    second, left = protect(path, "another one", backups(path))

    assert (first, left) == (second, ())
    assert path.read_bytes() == data
    forget_keys()
    for one in (path, *backups(path)):
        with pytest.raises(UserError):
            unlock(one, PASSWORD)
        unlock(one, "another one")
    require_whole(path)


def test_a_password_is_taken_away(path: Path) -> None:
    key, _left = protect(path, PASSWORD, backups(path))

    assert unprotect(path, backups(path)) == ()

    forget_keys()
    require_whole(path)
    assert not list(path.parent.rglob("*.key"))
    assert Workspace.check_file(backups(path)[0]).is_whole
    assert Sealer(key).is_sealing
    assert len(says_anywhere(path.parent, WORDS)) == 3


def test_the_recovery_sheet_opens_it_even_without_the_key_file(path: Path) -> None:
    key, _left = protect(path, PASSWORD, ())
    code = recovery_code(key)
    forget_keys()
    key_file(path).unlink()
    with pytest.raises(FileRefused, match="recovery sheet"):
        Workspace.open(path)

    typed = code.lower().replace("o", "0").replace("i", "1").replace("-", " ")
    with pytest.raises(UserError, match="another workspace"):
        recover(path, new_key(), "a new password")
    recover(path, read_recovery_code(typed), "a new password")

    require_whole(path)
    forget_keys()
    unlock(path, "a new password")


@pytest.mark.parametrize("slip", [lambda code: code[1:], lambda code: "B" + code[1:] + "A", str])
def test_a_mistyped_code_is_told(slip: Callable[[str], str]) -> None:
    code = recovery_code(bytes(range(32)))
    typed = slip(code)
    if typed == code:
        typed = code[:-1] + ("A" if code[-1] != "A" else "C")

    with pytest.raises(UserError, match="wrong or missing"):
        read_recovery_code(typed)


def test_a_short_password_is_refused_before_anything_is_done(path: Path) -> None:
    with pytest.raises(UserError, match="8 characters"):
        protect(path, "kurz", ())

    assert not is_encrypted(path)
    assert not key_file(path).exists()


def test_the_same_password_in_another_form_of_unicode_opens(path: Path) -> None:
    protect(path, "Schlüsselbund", ())
    forget_keys()

    unlock(path, "Schlu\u0308sselbund")


def test_a_fresh_one_is_encrypted_before_it_has_a_password(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    begin_locked(path)
    with Workspace.create(path) as workspace:
        workspace.append(LOG[0])
    assert is_encrypted(path)
    assert not keyring.has_password(path)
    assert says_anywhere(tmp_path, WORDS) == []

    protect(path, PASSWORD, ())

    assert keyring.has_password(path)
    forget_keys()
    with pytest.raises(Locked):
        Workspace.open(path)


@pytest.mark.parametrize("is_protected", [False, True])
@pytest.mark.parametrize("at", ["_export", "_compare", "sync", "sync_folder"])
def test_cut_short_anywhere_it_opens_with_all_it_had(
    path: Path, monkeypatch: pytest.MonkeyPatch, at: str, is_protected: bool
) -> None:
    if is_protected:
        protect(path, PASSWORD, ())

    def fail(*_values: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(rewriting, at, fail)
        act = partial(unprotect, path) if is_protected else partial(protect, path, PASSWORD)
        with pytest.raises(StoreFault):
            act(())

    assert not path.with_name("w.db.rewriting").exists()
    require_whole(path)
    if not is_protected and is_encrypted(path):
        # The next start sealed the journals that were still open.
        assert says_anywhere(path.parent / "w.db.journals", WORDS) == []


def test_where_no_open_file_is_replaced_the_old_one_is_wiped_under_another_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "IS_POSIX", False)
    inode = path.stat().st_ino

    protect(path, PASSWORD, ())

    assert path.stat().st_ino != inode
    assert not path.with_name("w.db.wiping").exists()
    # A kill between the change and the wiping leaves it to the next start.
    path.with_name("w.db.wiping").write_bytes(WORDS.encode())
    path.with_name("w.db.wiping").chmod(0o600)
    require_whole(path)
    assert not path.with_name("w.db.wiping").exists()


def test_a_damaged_workspace_is_not_rewritten(path: Path) -> None:
    with path.open("rb+") as stream:
        stream.seek(3 * 4096)
        stream.write(b"\x55" * 100)
    before = path.read_bytes()

    with pytest.raises(StoreFault):
        protect(path, PASSWORD, ())

    assert path.read_bytes() == before


def test_a_backup_with_another_password_stays_and_is_named(path: Path) -> None:
    protect(path, PASSWORD, backups(path))
    (kept,) = backups(path)
    unprotect(path, ())

    _key, left = protect(path, "a second time", backups(path))

    assert [one.name for one, _why in left] == [kept.name]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:40],
        lambda data: data.replace(b'"version": 1', b'"version": 2'),
        lambda data: data.replace(b": 64,", b": 99999999999,"),
        lambda data: data.replace(b'"memory_kib": 64', b'"memory_kib": "64"'),
        lambda data: b"[" * 3000,
        lambda data: b"",
    ],
)
def test_a_damaged_key_file_is_told_and_harms_nothing(
    path: Path, change: Callable[[bytes], bytes]
) -> None:
    protect(path, PASSWORD, ())
    file = key_file(path)
    file.write_bytes(change(file.read_bytes()))
    forget_keys()

    with pytest.raises(FileRefused, match="recovery sheet"):
        Workspace.open(path)
    with pytest.raises(FileRefused):
        unlock(path, PASSWORD)


def test_a_key_wrapped_for_another_workspace_does_not_pass(tmp_path: Path) -> None:
    key = new_key()
    found = wrap(key, PASSWORD)
    write_key_file(tmp_path / "w.db", found)
    file = key_file(tmp_path / "w.db")
    file.write_bytes(file.read_bytes().replace(found.id.encode(), b"0" * 32))

    again = read_key_file(tmp_path / "w.db")

    assert again is not None
    with pytest.raises(UserError, match="not the password"):
        again.unwrap(PASSWORD)


def test_what_cannot_be_opened_is_told_in_the_family_of_plain_files(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect_raw(tmp_path / "missing" / "w.db", "mode=rw", Keyed(new_key()))
