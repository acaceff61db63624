"""Judge a file before it is opened as a workspace, so that a foreign one stays untouched."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from drillplanner.base.errors import CheckFirst, FileRefused, StoreFault
from drillplanner.base.ids import new_id
from drillplanner.base.private_files import (
    close_to_others,
    data_folder,
    make_private_folder,
)
from drillplanner.base.texts import Text, _
from drillplanner.store import tables
from drillplanner.store.engine import (
    close,
    connect_given,
    connect_reading,
    driver,
    pragma,
    store_faults,
    wal_of,
)
from drillplanner.store.protection.key_file import key_file
from drillplanner.store.protection.keyring import PLAIN, key_for_new, key_of
from drillplanner.store.protection.salvage import damaged_pages, salvaged
from drillplanner.store.session_journals import was_opened_here

_HEADER = 100
_COPY_ATTEMPTS = 3
#: Where SQLite's header keeps these two (sqlite.org/fileformat2.html, section 1.3).
_USER_VERSION_AT = 60
_APPLICATION_ID_AT = 68

#: Tables that other forms had, and the one of Alembic.
_OTHERS: Final = ("entries", "alembic_version")
#: What may stand before a bracket: what tables are made of, and two functions of our checks.
_BEFORE_BRACKETS: Final = frozenset(
    {"key", "unique", "check", "varchar", "in", "and", "or", "not", "length", "typeof"}
    | {table.name for table in tables.metadata.sorted_tables}
    | {*_OTHERS}
)
_TEXT = re.compile(r"'(?:[^']|'')*'")
_BEGINS = re.compile(r"create (?:table|index|unique index) ([a-z_0-9]+)\b")
#: Computed columns, questions, and functions that make much of nothing.
_COMPUTED = re.compile(
    r"\b(?:as|zeroblob|randomblob|hex|replace|printf|format|char|quote) ?\(|\bselect\b"
)
_BEFORE_BRACKET = re.compile(r"([a-z_0-9]+) ?\(")


def judge_file(path: Path) -> None:
    """Refuse what is no workspace, by its first bytes alone and without opening it.

    Raises:
        Locked: it has a password, which was not given yet.
        FileRefused: missing, a folder, empty, damaged, another program's, or newer.
    """
    file = str(path)
    if path.is_dir():
        raise FileRefused(_("{file} is a folder; name the workspace file in it.", file=file))
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER)
    except FileNotFoundError as error:
        raise FileRefused(_("There is no file {file}.", file=file)) from error
    except OSError as error:
        raise FileRefused(
            _("{file} cannot be read: {reason}", file=file, reason=error.strerror or "")
        ) from error
    if not header.strip(b"\x00"):
        raise FileRefused(
            _(
                "{file} is empty or damaged, as after a power cut; this is not a new workspace. "
                "Restore a backup of it.",
                file=file,
            )
        )
    if len(header) < _HEADER:
        raise FileRefused(_("{file} is not a workspace of this program.", file=file))
    if not header.startswith(PLAIN):
        # Whose it is can only be read with its key.
        key_for_new(path)
        return
    _judge_numbers(path, _number(header, _APPLICATION_ID_AT), _number(header, _USER_VERSION_AT))


def judge_content(path: Path, connection: Connection, *, is_complete: bool) -> None:
    """Refuse a file whose pages are damaged, whose tables are missing, or that is half a copy.

    While a workspace is open for writing it says so inside, and its newest entries are in
    the file "-wal" beside it; a file that says open and stands alone lacks them.

    Args:
        path: for the messages.
        connection: to the file; it is left without a transaction.
        is_complete: the write-ahead log is there, or nobody minds that it is not.

    Raises:
        FileRefused: with advice what to do.
    """
    with refusing_damage(path):
        refuse_foreign(path, connection)
        if pragma(connection, "quick_check") != "ok":
            raise FileRefused(damaged(path))
        version = _integer(pragma(connection, "user_version"))
        _judge_numbers(path, _integer(pragma(connection, "application_id")), version)
        if version < tables.USER_VERSION:
            return
        found = set(inspect(connection).get_table_names())
        connection.rollback()
        if not {table.name for table in tables.metadata.sorted_tables} <= found:
            raise FileRefused(_copied(path))
        is_open = connection.execute(select(tables.workspace.c.is_open)).scalar()
        connection.rollback()
        if is_open is None:
            raise FileRefused(damaged(path))
        if is_open and not is_complete:
            raise CheckFirst(_copied(path))


def refuse_foreign(path: Path, connection: Connection, *, is_damaged: bool = False) -> None:
    """Refuse a file that would do something by itself when somebody reads or writes it.

    A workspace may come from anybody. What a view, a trigger, a virtual table or a computed
    column does could go on for ever, or change and delete facts behind the back of those who
    add them. So before the first question the description of the database is looked at: plain
    tables and indexes of columns, and our own triggers word for word.

    Raises:
        FileRefused: it holds what no version of this program makes.
    """
    name = _foreign_name(driver(connection), is_damaged=is_damaged)
    if name is not None:
        raise FileRefused(
            _(
                "{file} was changed by another program: this one never makes {name}. It was left "
                "alone; restore a backup of it.",
                file=str(path),
                name=name,
            )
        )


@contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
    """Refuse the file where SQLite finds its pages damaged."""
    try:
        yield
    except (sqlite3.DatabaseError, DBAPIError) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        raise FileRefused(damaged(path)) from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged schema quotes the damage itself.
        raise FileRefused(damaged(path)) from error


def judge_alone(path: Path, *, accept_incomplete: bool) -> bool:
    """Judge a file that has no write-ahead log without leaving a trace; False if it has one.

    One that says open and was opened where it lies is no copy: some other program looked into
    it after a kill, and brought its log in.
    """
    if has_wal(path):
        return False
    is_complete = accept_incomplete or was_opened_here(path)
    with store_faults(path), refusing_damage(path):
        looking = connect_reading(path, is_immutable=True)
        try:
            judge_content(path, looking, is_complete=is_complete)
        finally:
            close(looking)
    return True


def connect_somehow(path: Path) -> tuple[Connection, Path | None]:
    """Connect for reading; where the medium cannot be written, without a lock.

    A file with a write-ahead log that SQLite cannot read in place is copied with it into a
    private folder, and the copy is opened: to overlook the log would hide its entries.

    Returns:
        The connection, and the folder of the copy, which the caller removes.
    """
    reading = connect_reading(path)
    try:
        reading.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    except DBAPIError as error:
        close(reading)
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        if not has_wal(path) or not wal_of(path).stat().st_size:
            return connect_reading(path, is_immutable=True), None
        folder = _copied_aside(path)
        try:
            copy = connect_reading(folder / path.name)
            # The first question makes the index of the log anew.
            copy.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return copy, folder
    return reading, None


def connect_despite_damage(path: Path) -> tuple[Connection, Path | None, int]:
    """Connect for reading as `connect_somehow`, to what can be read of an encrypted file too.

    Returns:
        Also how many pages of it are damaged; entries in a log beside it are in journals too.

    Raises:
        FileRefused: it holds what no version of this program makes.
    """
    reading, copy, count = _connected(path)
    try:
        refuse_foreign(path, reading, is_damaged=True)
    except BaseException:
        close(reading)
        if copy is not None:
            shutil.rmtree(copy, ignore_errors=True)
        raise
    return reading, copy, count


def _connected(path: Path) -> tuple[Connection, Path | None, int]:
    key = key_of(path)
    if key is None:
        return *connect_somehow(path), 0
    reading: Connection | None = None
    copy: Path | None = None
    try:
        reading, copy = connect_somehow(path)
        count = damaged_pages(driver(reading))
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        count = 1
    if count == 0 and reading is not None:
        return reading, copy, 0
    if reading is not None:
        close(reading)
    if copy is not None:
        shutil.rmtree(copy, ignore_errors=True)
    return connect_given(salvaged(path, key)), None, count


def _copied_aside(path: Path) -> Path:
    """Copy a file and its log into a private folder, again where they changed meanwhile."""
    viewing = data_folder() / "viewing"
    make_private_folder(viewing)
    folder = viewing / new_id()
    make_private_folder(folder)
    both = (path, wal_of(path))
    try:
        if key_file(path).exists():
            shutil.copyfile(key_file(path), key_file(folder / path.name))
        for _attempt in range(_COPY_ATTEMPTS):
            before = _stamps(both)
            for one in both:
                shutil.copyfile(one, folder / one.name)
                close_to_others(folder / one.name)
            if _stamps(both) == before:
                return folder
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    raise StoreFault(_("{file} is being written by another program; try again.", file=str(path)))


def _stamps(files: tuple[Path, ...]) -> list[tuple[int, int]]:
    return [(found.st_mtime_ns, found.st_size) for found in map(os.stat, files)]


def has_wal(path: Path) -> bool:
    """Say whether a write-ahead log stands beside the file."""
    return wal_of(path).exists()


def _judge_numbers(path: Path, application_id: int, version: int) -> None:
    if application_id != tables.APPLICATION_ID:
        raise FileRefused(
            _("{file} is a database, but not a workspace of this program.", file=str(path))
        )
    if version > tables.USER_VERSION:
        raise FileRefused(
            _(
                "{file} was written by a newer version of the program (form {number}); install "
                "that version to open it. The file was not changed.",
                file=str(path),
                number=version,
            )
        )


def damaged(path: Path) -> Text:
    """Say that a file is damaged, and what to do."""
    return _("{file} is damaged; restore a backup of it.", file=str(path))


def _copied(path: Path) -> Text:
    return _(
        "{file} was copied while it was open, without the file {wal} that has its newest "
        "entries. Close the workspace on the computer it comes from and copy it again, or "
        "export the log there.",
        file=str(path),
        wal=wal_of(path).name,
    )


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")


def _integer(value: object) -> int:
    return value if isinstance(value, int) else 0


def _foreign_name(raw: sqlite3.Connection, *, is_damaged: bool = False) -> str | None:
    """Name what no version of this program makes; None where there is nothing of the kind.

    Args:
        raw: a connection to the database, of which nothing was asked yet.
        is_damaged: the description may be garbled: only what reading alone would run is named.
    """
    # As bytes: of a damaged file they need not be text.
    columns = ", ".join(f"CAST({name} AS BLOB)" for name in ("type", "name", "sql"))
    for row in raw.execute(f"SELECT {columns} FROM sqlite_master").fetchall():  # noqa: S608 - ours
        kind, name, sql = ((one or b"").decode("utf-8", "replace") for one in row)
        # An index that SQLite makes for a constraint has no words.
        if sql and (_runs(kind, sql) if is_damaged else not _is_ours(kind, sql)):
            return name
    return None


def _runs(kind: str, sql: str) -> bool:
    """Whether reading alone runs something; triggers rest, and what is garbled mostly fails."""
    words = _plain(_TEXT.sub("''", sql)).lower()
    if kind == "trigger":
        return False
    is_more = kind == "view" or words.startswith("create virtual")
    return is_more or _COMPUTED.search(words) is not None


def _is_ours(kind: str, sql: str) -> bool:
    if kind == "trigger":
        return _plain(sql) in _TRIGGERS
    words = _plain(_TEXT.sub("''", sql)).lower()
    begins = _BEGINS.match(words)
    if kind not in ("table", "index") or begins is None:
        return False
    found = _BEFORE_BRACKET.findall(words[begins.end() :])
    return all(word in _BEFORE_BRACKETS for word in found)


def _plain(sql: str) -> str:
    return " ".join(re.sub(r'["`\[\]]', "", sql).split())


_TRIGGERS: Final = frozenset(map(_plain, tables.TRIGGERS))
