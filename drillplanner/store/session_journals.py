"""Write every log entry into a file of its session too, before the database takes it.

The write-ahead log of a database that is cut or damaged loses its tail without a word. The
journal of a session (`run/journal`) stands beside: an entry is written there first and flushed
within a second on another thread, so that an append still waits for one flush alone, the
database's. A start compares both (`store/mending`). One file a session, named after its drill,
makes a purge an unlink.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.private_files import make_private_folder, open_private, read_private
from drillplanner.run.codec import Sealed
from drillplanner.run.fact import digest
from drillplanner.store.protection.sealing import Sealer, is_sealed_line

log = logging.getLogger(__name__)

#: Longest time that a line waits for its flush, in seconds.
FLUSH_S = 0.5
#: Journals kept open at a time; a program logs one session, tests and merges a few.
_OPEN_AT_MOST = 8
#: Largest journal that is read: some 400,000 entries.
MAX_BYTES = 256 * 1024 * 1024
#: Stands in no id, so that a name can be taken apart again.
BETWEEN = "+"
_END = ".journal"
_MARK = "opened"
_HASH = 64


def journal_folder(workspace: Path) -> Path:
    """Name the folder of a workspace's journals, beside its file."""
    return workspace.with_name(workspace.name + ".journals")


def journals_of(workspace: Path, drill: str | None = None) -> tuple[Path, ...]:
    """List the journals beside a workspace, of one drill or of all."""
    try:
        found = sorted(journal_folder(workspace).iterdir())
    except OSError:
        return ()
    return tuple(
        path
        for path in found
        if path.suffix == _END and (drill is None or parts_of(path)[0] == drill)
    )


def parts_of(path: Path) -> tuple[str, str]:
    """Read drill and session from the name of a journal."""
    drill, _between, session = path.name.removesuffix(_END).partition(BETWEEN)
    return drill, session


def sound_lines(path: Path, data: bytes, sealer: Sealer) -> Iterator[tuple[str, bytes]]:
    """Read the hash and the bytes of every line that is whole, without reading what it says."""
    for sealed in data.split(b"\n"):
        line = sealer.opened_line(sealed, path.name)
        hash_hex = line[:_HASH].decode("ascii", "replace")
        if line[_HASH : _HASH + 1] == b" " and digest(line[_HASH + 1 :]) == hash_hex:
            yield hash_hex, line[_HASH + 1 :]


def was_opened_here(workspace: Path) -> bool:
    """Whether this very file was opened where it lies, so that it is no copy of an open one."""
    try:
        kept = read_private(journal_folder(workspace) / _MARK, 100)
        return kept == _identity(workspace)
    except (OSError, UserError, StoreFault):
        return False


@dataclass(slots=True)
class _Journal:
    """One open journal: `end` is where the next line begins, `waiting` what the disk refused."""

    path: Path
    descriptor: int
    end: int
    known: set[str]
    waiting: list[bytes] = field(default_factory=list)
    is_dirty: bool = True
    is_behind: bool = False


class SessionJournals:
    """The journals of a workspace that is open for writing; none of its methods raises.

    A journal that cannot be written holds no entry up: the database has it, and the line is
    written with the next one.
    """

    def __init__(self, workspace: Path, sealer: Sealer) -> None:
        self._workspace = workspace
        self._sealer = sealer
        self._folder = journal_folder(workspace)
        self._open: dict[tuple[str, str], _Journal] = {}
        self._changed = threading.Condition()
        self._is_closed = False
        self._flusher: threading.Thread | None = None

    def begin(self) -> None:
        """Make the folder, and say in it which file was opened here."""
        try:
            make_private_folder(self._folder)
            descriptor = open_private(self._folder / _MARK, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_identity(self._workspace))
        except (OSError, StoreFault) as error:
            log.warning("journals cannot be kept: %s", type(error).__name__)

    def note(self, sealed: Sealed) -> None:
        """Write an entry into the journal of its session; its flush follows within a second."""
        with self._changed:
            journal = self._journal(sealed.entry.drill, sealed.entry.session)
            if journal is None or sealed.hash in journal.known:
                return
            journal.known.add(sealed.hash)
            journal.waiting.append(self._line(journal.path, sealed.hash, sealed.data))
            _write(journal)
            if self._flusher is None:
                self._flusher = threading.Thread(target=self._flush_on, name="journal", daemon=True)
                self._flusher.start()
            self._changed.notify()

    def forget(self, drill: str) -> None:
        with self._changed:
            for key in [one for one in self._open if one[0] == drill]:
                os.close(self._open.pop(key).descriptor)
            for path in journals_of(self._workspace, drill):
                with contextlib.suppress(OSError):
                    path.unlink()

    def write_anew(self, drill: str, session: str, facts: Iterable[tuple[str, bytes]]) -> None:
        """Write a whole journal anew, beside and renamed."""
        path = self._path(drill, session)
        with self._changed:
            if (drill, session) in self._open:
                os.close(self._open.pop((drill, session)).descriptor)
            self._replace(path, (self._line(path, *one) for one in facts))

    def _replace(self, path: Path, lines: Iterable[bytes]) -> None:
        beside = path.with_suffix(".new")
        try:
            descriptor = open_private(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines(lines)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except OSError as error:
            log.warning("a journal was not written anew: %s", type(error).__name__)
            with contextlib.suppress(OSError):
                beside.unlink()

    def close(self) -> None:
        """Flush and close all; nothing can be noted any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._flusher is not None:
            self._flusher.join()
        with self._changed:
            for journal in self._open.values():
                _flush(journal.descriptor, journal.is_dirty)
            self._open.clear()

    def end(self) -> None:
        """Take back what `begin` said, once the workspace was closed as it should be."""
        with contextlib.suppress(OSError):
            (self._folder / _MARK).unlink()
        # A folder that holds journals stays.
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    def _journal(self, drill: str, session: str) -> _Journal | None:
        found = self._open.get((drill, session))
        if found is not None or self._is_closed:
            return found
        path = self._path(drill, session)
        try:
            descriptor = open_private(path, os.O_RDWR | os.O_CREAT)
            data = _all(descriptor)
            # A line that a kill cut short is written over.
            end = data.rfind(b"\n") + 1
            known = {one for one, _data in sound_lines(path, data[:end], self._sealer)}
        except OSError as error:
            log.warning("a journal cannot be opened: %s", type(error).__name__)
            return None
        if len(self._open) >= _OPEN_AT_MOST:
            oldest = self._open.pop(next(iter(self._open)))
            _flush(oldest.descriptor, oldest.is_dirty)
        made = self._open[drill, session] = _Journal(path, descriptor, end, known)
        return made

    def seal_all(self, source: Sealer) -> None:
        """Write anew, line by line, the journals that are sealed in another way than they should.

        Giving a workspace a password, or taking it away, may have been cut short. A line that
        cannot be opened stays as it is.
        """
        for path in journals_of(self._workspace):
            try:
                data = read_private(path, MAX_BYTES)
            except (UserError, StoreFault):
                continue
            lines = data.split(b"\n")
            if any(line and is_sealed_line(line) != self._sealer.is_sealing for line in lines):
                sealed = (self._sealed_anew(path, line, source) for line in lines)
                self._replace(path, [b"\n".join(sealed)])

    def _sealed_anew(self, path: Path, line: bytes, source: Sealer) -> bytes:
        opened = source.opened_line(line, path.name) if line else b""
        return self._sealer.line(opened, path.name) if opened else line

    def _line(self, path: Path, digest_hex: str, data: bytes) -> bytes:
        line = digest_hex.encode("ascii") + b" " + data
        return self._sealer.line(line, path.name) + b"\n"

    def _path(self, drill: str, session: str) -> Path:
        return self._folder / f"{drill}{BETWEEN}{session}{_END}"

    def _flush_on(self) -> None:
        """Flush what was written, half a second after it began to wait, until closed."""
        while True:
            with self._changed:
                while not self._is_closed and not any(one.is_dirty for one in self._open.values()):
                    self._changed.wait()
                if self._is_closed:
                    return
                self._changed.wait_for(lambda: self._is_closed, FLUSH_S)
                dirty = [one for one in self._open.values() if one.is_dirty]
                # On a descriptor of its own: an entry must not wait for this flush, and the
                # journal may be closed meanwhile.
                copies = [os.dup(one.descriptor) for one in dirty]
                for one in dirty:
                    _write(one)
                    one.is_dirty = False
            for copy in copies:
                _flush(copy, is_dirty=True)


def _write(journal: _Journal) -> None:
    """Write what waits; after a failure the next line begins where the last whole one ended."""
    data = b"".join(journal.waiting)
    try:
        os.lseek(journal.descriptor, journal.end, os.SEEK_SET)
        written = os.write(journal.descriptor, data)
    except OSError as error:
        if not journal.is_behind:
            journal.is_behind = True
            log.warning("a journal was not written: %s", type(error).__name__)
        return
    if written == len(data):
        journal.is_behind = False
        journal.end += written
        journal.waiting.clear()
        journal.is_dirty = True


def _flush(descriptor: int, is_dirty: bool) -> None:
    with contextlib.suppress(OSError):
        if is_dirty:
            os.fsync(descriptor)
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _all(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    return os.read(descriptor, min(size, MAX_BYTES)) if size else b""


def _identity(workspace: Path) -> bytes:
    found = workspace.stat()
    return f"{found.st_dev} {found.st_ino}\n".encode("ascii")
