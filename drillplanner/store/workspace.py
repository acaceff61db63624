"""Keep facts on disk: append them durably, join them by union, read them back checked."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, delete, func, select

from drillplanner.base.condition import JoinedFile, Mended, Verified
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.ids import new_id
from drillplanner.base.private_files import close_to_others
from drillplanner.base.texts import Text, _
from drillplanner.run.codec import Sealed
from drillplanner.run.drill_index_row import DrillSessions, DrillSummary, SessionSummary
from drillplanner.run.fact import Body, Fact, make_fact
from drillplanner.run.fact_kinds import TOMBSTONE
from drillplanner.store import changes, drill_index, migration, opening, queries, tables
from drillplanner.store.backups import make_backup
from drillplanner.store.drill_index import DrillIndex
from drillplanner.store.engine import (
    BUSY_MS,
    begin_log,
    checkpoint,
    close,
    connect_reading,
    connect_writing,
    driver,
    end_log,
    say_open,
    store_faults,
    undo_opening,
    wal_of,
)
from drillplanner.store.joining import join
from drillplanner.store.lock import WriteLock
from drillplanner.store.mending import mend
from drillplanner.store.protection.key_file import key_file
from drillplanner.store.protection.keyring import key_of
from drillplanner.store.protection.rewriting import wipe_left
from drillplanner.store.protection.sealing import Sealer, sealer_of
from drillplanner.store.queries import Damaged, Draft, DrillFacts
from drillplanner.store.session_journals import SessionJournals
from drillplanner.store.verification import verify

log = logging.getLogger(__name__)

#: How long tidying waits for those who read.
_TIDY_MS = 100

P = ParamSpec("P")
T = TypeVar("T")


def _asked(
    ask: Callable[Concatenate[Workspace, P], T],
) -> Callable[Concatenate[Workspace, P], T]:
    """Let a question to a damaged or failing file end as a StoreFault, whatever it met there."""

    @wraps(ask)
    def guarded(self: Workspace, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with store_faults(self.path):
            try:
                return ask(self, *args, **kwargs)
            except (ValueError, TypeError, LookupError, StopIteration) as error:
                # Damaged pages turn numbers into words and rows into nothing.
                raise StoreFault(opening.damaged(self.path)) from error

    return guarded


class Workspace:
    """One workspace file, open; use it from one thread at a time, and close it.

    Opened for writing it holds the write lock; opened for reading it changes nothing in the
    file, though SQLite may leave its two empty helper files beside it.
    """

    def __init__(
        self,
        path: Path,
        reading: Connection,
        writing: Connection | None,
        utc_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self.path = path
        #: What time it is, for what is made or found here.
        self.utc_ns = utc_ns
        self.backup: Path | None = None
        self._reading = reading
        self._writing = writing
        self._index = DrillIndex(writing) if writing is not None else None
        self._is_for_looking = True
        self._lock: WriteLock | None = None
        self._files: tuple[os.stat_result, ...] = ()
        self._journals = SessionJournals(path, sealer_of(path))
        self._copy: Path | None = None
        #: What opening brought back from the journals of sessions.
        self.mended = Mended()

    @classmethod
    def create(cls, path: Path, *, utc_ns: Callable[[], int] = time.time_ns) -> Self:
        """Make an empty workspace at `path` and open it for writing.

        Raises:
            UserError: there is something of that name already, or another program is at it.
            StoreFault: the folder cannot be written.
        """
        path = _resolved(path)
        lock = WriteLock(path)
        lock.take()
        try:
            if os.path.lexists(path):
                raise UserError(
                    _("{file} exists already; open it, or give another name.", file=str(path))
                )
            with store_faults(path):
                migration.make_file(path, utc_ns())
            return cls._opened(path, lock, utc_ns, accept_incomplete=False)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        accept_incomplete: bool = False,
        takes_over: bool = False,
        utc_ns: Callable[[], int] = time.time_ns,
    ) -> Self:
        """Open an existing workspace, migrating an old one after a backup.

        Args:
            path: the file.
            read_only: change nothing and take no lock; works on media that cannot be written.
            accept_incomplete: open a copy that lacks its newest entries all the same.
            takes_over: open one that another computer did not close.
            utc_ns: what time it is, in nanoseconds since 1970.

        Raises:
            CheckFirst: a copy that was made while the workspace was open.
            FileRefused: missing, empty, damaged, foreign, or newer.
            UserError: another program has it open for writing; LeftElsewhere where that is
                another computer's.
            StoreFault: the disk failed.
        """
        path = _resolved(path)
        opening.judge_file(path)
        if read_only:
            return cls._opened_for_reading(path, accept_incomplete=accept_incomplete)
        lock = WriteLock(path)
        lock.take(takes_over=takes_over)
        try:
            return cls._opened(path, lock, utc_ns, accept_incomplete=accept_incomplete)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _opened(
        cls, path: Path, lock: WriteLock, utc_ns: Callable[[], int], *, accept_incomplete: bool
    ) -> Self:
        is_judged = opening.judge_alone(path, accept_incomplete=accept_incomplete)
        close_to_others(path)
        with store_faults(path), opening.refusing_damage(path):
            writing = connect_writing(path)
            try:
                if not is_judged:
                    opening.judge_content(path, writing, is_complete=True)
                backup = migration.migrate(path, writing) if migration.is_old(writing) else None
                _compute_index(writing)
                found = cls(path, writing, writing, utc_ns)
                found._compare_journals(writing)
                begin_log(writing)
                found._reading = connect_reading(path)
            except BaseException:
                undo_opening(path, writing)
                raise
        found._journals.begin()
        if key_of(path) is not None:
            # Giving it a password was cut short, and some of them lay open until now.
            found._journals.seal_all(Sealer())
            for one in (path, key_file(path)):
                wipe_left(one)
        found.backup = backup
        found._lock = lock
        found._files = found._stat()
        # SQLite takes its log away when Python ends a connection that nobody closed, and the
        # file would then look like a copy made while it was open.
        atexit.register(found.close)
        return found

    @classmethod
    def _opened_for_reading(cls, path: Path, *, accept_incomplete: bool) -> Self:
        is_judged = opening.judge_alone(path, accept_incomplete=accept_incomplete)
        with store_faults(path), opening.refusing_damage(path):
            reading, copy = opening.connect_somehow(path)
            try:
                if not is_judged:
                    opening.judge_content(path, reading, is_complete=True)
                if migration.is_old(reading) or not drill_index.is_current(reading):
                    raise FileRefused(
                        _("{file} is in an old form; open it for writing once.", file=str(path))
                    )
            except BaseException:
                close(reading)
                _remove(copy)
                raise
        found = cls(path, reading, None)
        found._copy = copy
        return found

    def reader(self) -> Self:
        """Open a second, read-only connection to this file, for another thread.

        It is read-only in any case; `is_read_only` tells of the workspace it was opened from.
        """
        with store_faults(self.path):
            reading, copy = opening.connect_somehow(self._file())
            found = type(self)(self.path, reading, None)
            found._copy = copy
        found._is_for_looking = self.is_read_only
        return found

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let all that is read inside be of one moment, whatever is written meanwhile."""
        raw = driver(self._reading)
        with store_faults(self.path):
            raw.execute("BEGIN")
        try:
            yield
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")

    @property
    def is_read_only(self) -> bool:
        """Say whether this workspace can only be looked at."""
        return self._writing is None and self._is_for_looking

    def close(self) -> None:
        """Bring everything into the one file, close it and give the lock up.

        Raises:
            StoreFault: it could not be brought in; the write-ahead log stays beside the file,
                and the next start takes it up.
        """
        atexit.unregister(self.close)
        writing, self._writing = self._writing, None
        try:
            if writing is not None:
                self._journals.close()
                with store_faults(self.path):
                    self._end(writing)
        finally:
            close(self._reading)
            _remove(self._copy)
            if self._lock is not None:
                self._lock.release()

    def _end(self, writing: Connection) -> None:
        if self._is_gone():
            close(writing)
            return
        try:
            end_log(writing)
        except BaseException:
            # The connection for reading is still open, so SQLite leaves the log.
            close(writing)
            raise
        close(self._reading)
        close(writing)
        self._journals.end()

    def _compare_journals(self, writing: Connection) -> None:
        """Mend from the journals a file that nobody closed; one that was closed is whole."""
        was_open = writing.execute(select(tables.workspace.c.is_open)).scalar()
        writing.rollback()
        if was_open:
            with writing.begin():
                self.mended = mend(
                    writing, self._kept_index(), self.path, self._journals, self.utc_ns()
                )
            if self.mended.count:
                log.warning("entries were mended from journals: %d", self.mended.count)

    def __enter__(self) -> Self:
        """Give the workspace itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the workspace."""
        self.close()

    def append(self, sealed: Sealed) -> None:
        """Add one log entry in a transaction of its own; it is on the disk on return.

        An entry that is there already, byte for byte, is acknowledged again.

        Raises:
            StoreFault: it was not saved, or the file is not the one that was opened.
        """
        writing = self._writable()
        self._require_in_place()
        self._journals.note(sealed)
        with store_faults(self.path):
            try:
                changes.append_entry(writing, self._kept_index(), sealed)
            except sqlite3.IntegrityError as error:
                if self._hash_of(sealed.entry.id) != sealed.hash:
                    raise StoreFault(_("An entry of the same id is in the log already.")) from error

    def add(self, facts: Iterable[Fact]) -> changes.Joined:
        """Join facts from elsewhere, or add own ones, in one transaction.

        What is known is left as it is; a known id with other bytes is kept apart as a
        tampered copy and named; facts of purged drills stay out, and a tombstone purges.

        Raises:
            FileRefused: a fact's hash is not that of its bytes, or a log entry is unsound.
            StoreFault: nothing was saved.
        """
        with self._transaction() as writing:
            joined = changes.add(writing, self._kept_index(), facts, self.utc_ns())
            purged = queries.tombstones(writing) if joined.new else frozenset()
        self._tidy_if_it_can()
        for drill in purged:
            self._journals.forget(drill)
        return joined

    def join(self, path: Path, purge: Iterable[str] = ()) -> JoinedFile:
        """Join all that can be read of another workspace file: a backup, or a damaged one.

        Args:
            path: the other file, which is only read.
            purge: drills deleted there that a person let go here too; others are held back.

        Raises:
            FileRefused: it is no workspace, or a newer one.
            StoreFault: nothing was saved.
        """
        path = _resolved(path)
        opening.judge_file(path)
        with store_faults(path):
            other, copy, _pages = opening.connect_despite_damage(path)
        try:
            with self._transaction() as writing:
                joined = join(
                    writing, self._kept_index(), other, path, frozenset(purge), self.utc_ns()
                )
                purged = queries.tombstones(writing)
        finally:
            close(other)
            _remove(copy)
        self._tidy_if_it_can()
        for drill in purged:
            self._journals.forget(drill)
        return joined

    def back_up(self, folder: Path, files: Mapping[str, str] | None = None) -> Path | None:
        """Make a checked copy in a folder; None where nothing changed since the last one.

        Args:
            folder: where copies are kept.
            files: what lies beside and is kept in the copy, text by name; `join` gives it back.

        Raises:
            StoreFault: there is no copy, or what was copied is damaged.
        """
        with store_faults(self.path):
            reading, copy = opening.connect_somehow(self._file())
        try:
            return make_backup(driver(reading), self.path, folder, self.utc_ns(), files or {})
        finally:
            close(reading)
            _remove(copy)

    @staticmethod
    def check_file(path: Path, should_stop: Callable[[], bool] = lambda: False) -> Verified:
        """Check every byte of a file that need not open as a workspace.

        Raises:
            FileRefused: it is no workspace, or a newer one.
            StoreFault: it cannot be read at all.
        """
        path = _resolved(path)
        opening.judge_file(path)
        with store_faults(path):
            reading, copy, pages = opening.connect_despite_damage(path)
            try:
                return verify(reading, path, should_stop, pages)
            finally:
                close(reading)
                _remove(copy)

    def tidy(self) -> None:
        """Bring the write-ahead log into the file, while nobody is waiting for an append.

        Appending never does so by itself, so that each entry costs one flush; closing does.
        """
        writing = self._writable()
        with store_faults(self.path):
            # Somebody who reads for long is not waited for; it is done the next time.
            driver(writing).execute(f"PRAGMA busy_timeout={_TIDY_MS}")
            try:
                checkpoint(writing, keep_room=True)
            finally:
                driver(writing).execute(f"PRAGMA busy_timeout={BUSY_MS}")
            say_open(writing)

    def attach(self, drill: str, data: bytes, facts: Iterable[Fact] = ()) -> changes.Joined:
        """Keep the bytes of an attachment, and the facts that name them, in one transaction.

        Raises:
            StoreFault: nothing was saved.
        """
        with self._transaction() as writing:
            changes.keep_bytes(writing, drill, data)
            joined = changes.add(writing, self._kept_index(), facts, self.utc_ns())
        self._tidy_if_it_can()
        return joined

    @_asked
    def attachment(self, sha256: str) -> bytes | None:
        """Give the bytes of an attachment, None where they are not in this workspace.

        Raises:
            FileRefused: the bytes here are not those that were stored.
        """
        return changes.read_bytes(self._reading, sha256)

    @_asked
    def attachments(self, drill: str) -> frozenset[str]:
        """List the hashes of a drill's attachments whose bytes are here."""
        return changes.present_bytes(self._reading, drill)

    def purge(self, drill: str, author: str) -> Fact:
        """Delete all facts of a drill and leave a tombstone that every union honours.

        Names of people are not touched, see `forget_person`. Free pages are overwritten.
        """
        body: Body = {"author": author, "purged": drill, "wall_utc_ns": self.utc_ns()}
        tombstone = make_fact(TOMBSTONE, new_id(), body)
        self.bury([tombstone])
        return tombstone

    def bury(self, tombstones: Iterable[Fact]) -> None:
        """Delete what tombstones name, and overwrite where it stood."""
        self.add(tombstones)
        with store_faults(self.path):
            begin_log(self._writable())

    def forget_files(self, words: str) -> int:
        """Delete, from a backup, the files that hold these words; count them."""
        column = tables.drafts.c
        holds = (column.kind == queries.FILE) & (func.instr(column.document, words) > 0)
        with self._transaction() as writing:
            return writing.execute(delete(tables.drafts).where(holds)).rowcount

    @_asked
    def facts(
        self, drill: str | None = None, kind: str | None = None, hash: str | None = None
    ) -> tuple[Fact, ...]:
        """List sound facts in order of arrival; `damaged` lists the others."""
        return queries.facts(self._reading, drill, kind, hash)[0]

    @_asked
    def told(self, kind: str) -> tuple[tuple[Fact, ...], tuple[Damaged, ...]]:
        """List the sound facts of a kind, and apart the others, each row read once."""
        return queries.facts(self._reading, kind=kind)

    @_asked
    def fact(self, fact_id: str) -> Fact | None:
        return queries.fact(self._reading, fact_id)

    @_asked
    def entries(self, drill: str) -> tuple[Sealed, ...]:
        """List the sound log entries of a drill in order of arrival; `damaged` lists others."""
        return queries.entries(self._reading, drill)[0]

    @_asked
    def read(self, drill: str) -> DrillFacts:
        """Read all facts of a drill, its log and what is damaged, each row once."""
        return queries.held(self._reading, drill)

    @_asked
    def copies(self, drill: str) -> tuple[Fact, ...]:
        """List tampered copies: facts that came with other bytes than those first stored."""
        return queries.copies(self._reading, drill)

    @_asked
    def damaged(self, drill: str) -> tuple[Damaged, ...]:
        """List the facts of a drill whose stored bytes were changed or cannot be read."""
        return queries.held(self._reading, drill).damaged

    @_asked
    def names(self) -> dict[str, str]:
        """Give the names of people by id."""
        return queries.names(self._reading)

    def name_person(self, person_id: str, name: str) -> None:
        """Store or change the name of a person; it never enters a fact."""
        with self._transaction() as writing:
            changes.name_person(writing, person_id, name)

    def add_names(self, names: Mapping[str, str]) -> int:
        """Take names of people that are neither here nor were forgotten here; count them."""
        if not names:
            return 0
        with self._transaction() as writing:
            return changes.add_names(writing, names.items())

    def forget_person(self, person_id: str, author: str = "") -> Fact:
        """Delete the name of a person; facts keep the id, which says nothing any more.

        A tombstone keeps the name from coming back with a backup.
        """
        return self.purge(person_id, author)

    @_asked
    def draft(self, draft_id: str) -> Draft | None:
        return queries.draft(self._reading, draft_id)

    @_asked
    def drafts(self, kind: str | None = None) -> tuple[Draft, ...]:
        """List drafts, the one saved last first."""
        return queries.drafts(self._reading, kind)

    def save_draft(self, draft: Draft) -> Draft:
        """Save a draft over the revision it was read as; revision 0 is a new one.

        Raises:
            UserError: it was saved elsewhere in the meantime, and nothing was overwritten.
        """
        with self._transaction() as writing:
            return changes.save_draft(writing, draft, self.utc_ns())

    def delete_draft(self, draft_id: str) -> None:
        """Delete a draft; nothing happens if there is none."""
        with self._transaction() as writing:
            changes.delete_draft(writing, draft_id)

    @_asked
    def drills(self) -> tuple[DrillSummary, ...]:
        """List the drills in order of arrival, with what the index says of each."""
        return drill_index.summaries(self._reading)

    @_asked
    def newest_drills(self, most: int) -> tuple[DrillSessions, ...]:
        """List the drills that were entered last, the last one first."""
        return drill_index.newest(self._reading, most)

    @_asked
    def begun_drills(self) -> tuple[DrillSessions, ...]:
        """List, in order of arrival, the drills that some source has begun and not ended."""
        return drill_index.begun(self._reading)

    @_asked
    def drills_of_scripts(self, scripts: Iterable[str]) -> tuple[DrillSessions, ...]:
        """List, in order of arrival, the drills with one of these scripts, named by hash."""
        return drill_index.of_scripts(self._reading, scripts)

    @_asked
    def drill(self, drill: str) -> DrillSummary | None:
        """Find one drill; None where its own fact is not here or cannot be read."""
        return next(iter(drill_index.summaries(self._reading, drill)), None)

    @_asked
    def sessions(self, drill: str) -> tuple[SessionSummary, ...]:
        """List the sessions of a drill's log, whether the drill's own fact is here or not."""
        return drill_index.sessions_of(self._reading, drill)

    def verify(self, should_stop: Callable[[], bool] = lambda: False) -> Verified:
        """Check every byte on a connection of its own; it takes long, and only reads.

        Raises:
            StoreFault: the file cannot be read at all.
        """
        with store_faults(self.path):
            reading, copy = opening.connect_somehow(self._file())
            try:
                return verify(reading, self.path, should_stop)
            finally:
                close(reading)
                _remove(copy)

    def repair(self) -> Mended:
        """Mend what can be computed anew or is in a journal; what it mended is told.

        Raises:
            StoreFault: nothing was changed.
        """
        writing = self._writable()
        self._require_in_place()
        with store_faults(self.path):
            driver(writing).execute("REINDEX")
            with writing.begin():
                mended = mend(writing, self._kept_index(), self.path, self._journals, self.utc_ns())
                changes.rebuild(writing)
        self._tidy_if_it_can()
        return mended

    @_asked
    def check_index(self) -> tuple[str, ...]:
        """Name the drills of which the index says anything else than their facts; it takes long."""
        return drill_index.check(self._reading)

    def rebuild_index(self) -> tuple[str, ...]:
        """Compute the index anew from the facts; return the drills of which it was wrong."""
        wrong = self.check_index()
        with self._transaction() as writing:
            changes.rebuild(writing)
        return wrong

    def _tidy_if_it_can(self) -> None:
        try:
            self.tidy()
        except StoreFault as fault:
            # What was added is on the disk, in the write-ahead log; tidying can wait.
            log.warning("tidying was put off: %s", fault)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        writing = self._writable()
        self._require_in_place()
        with store_faults(self.path), writing.begin():
            yield writing

    def _hash_of(self, fact_id: str) -> str | None:
        query = select(tables.facts.c.hash).where(tables.facts.c.id == fact_id)
        return self._reading.execute(query).scalar()

    def _kept_index(self) -> DrillIndex:
        if self._index is None:
            raise UserError(_("{file} is open for reading only.", file=str(self.path)))
        return self._index

    def _writable(self) -> Connection:
        if self._writing is None:
            raise UserError(_("{file} is open for reading only.", file=str(self.path)))
        return self._writing

    def _file(self) -> Path:
        return self.path if self._copy is None else self._copy / self.path.name

    def _stat(self) -> tuple[os.stat_result, ...]:
        return tuple(os.stat(each) for each in (self.path, wal_of(self.path)))

    def _is_gone(self) -> bool:
        try:
            now = self._stat()
        except OSError:
            return True
        return not all(map(os.path.samestat, now, self._files))

    def _require_in_place(self) -> None:
        """Refuse to write into a file that was deleted, replaced or pulled out with its stick."""
        if self._is_gone():
            raise StoreFault(_gone(self.path))


def _resolved(path: Path) -> Path:
    """Follow links: SQLite names its log after the file itself, whatever the link is called."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise FileRefused(
            _("{file} cannot be read: {reason}", file=str(path), reason="")
        ) from error


def _remove(copy: Path | None) -> None:
    if copy is not None:
        shutil.rmtree(copy, ignore_errors=True)


def _compute_index(writing: Connection) -> None:
    """Compute the index of a file that other rules or an older form has left."""
    is_current = drill_index.is_current(writing)
    writing.rollback()
    if not is_current:
        with writing.begin():
            drill_index.rebuild(writing)


def _gone(path: Path) -> Text:
    return _(
        "{file} is not there any more or was replaced by another file; nothing was saved. Put "
        "the medium back, or save elsewhere.",
        file=str(path),
    )
