"""Write facts as lines of a file that travels, and read back all that is whole.

A journal is one fact a line: its SHA-256 in hex, a space, its canonical bytes, a line feed.
Canonical bytes hold no line feed, so a file that was cut or damaged anywhere loses only the
lines that were touched, and it is known which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.run.codec import read_any_fact
from drillplanner.run.fact import Fact

#: Longest line that is looked at; a script of 5 MB fits, a gigabyte in one line does not.
MAX_LINE = 16 * 1024 * 1024

_START = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64} \{")
_HASH_LENGTH = 64
_ID = re.compile(rb'"id":"([A-Za-z0-9_.-]{1,64})"')


@dataclass(frozen=True, slots=True)
class Journal:
    """What was read: the whole facts, what is wrong with the rest, and the bytes lost."""

    facts: tuple[Fact, ...]
    faults: tuple[Fault, ...]
    lost_bytes: int

    @property
    def is_whole(self) -> bool:
        """Say whether every byte was read as part of a sound fact."""
        return not self.faults

    @property
    def text(self) -> Text:
        """Say how much was read and how much was lost, for people."""
        if self.is_whole:
            return ngettext(
                "{count} record was read.", "{count} records were read.", len(self.facts)
            )
        return ngettext(
            "{count} byte of the log is damaged; records read: {records}.",
            "{count} bytes of the log are damaged; records read: {records}.",
            self.lost_bytes,
            records=len(self.facts),
        )


def write_journal(facts: Iterable[Fact]) -> bytes:
    """Write facts as a journal, in the order given."""
    return b"".join(fact.hash.encode("ascii") + b" " + fact.data + b"\n" for fact in facts)


def read_journal(data: bytes) -> Journal:
    """Read every sound record; the others are named by line and, where it is legible, by id.

    A last line without its line feed is read if it is whole; it lost nothing but that byte.
    """
    facts: list[Fact] = []
    faults: list[Fault] = []
    lost = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        for piece in _pieces(line):
            fact, text = _read(piece)
            if fact is not None:
                facts.append(fact)
            if text is not None:
                lost += len(piece) - (_record_length(fact) if fact else 0)
                faults.append(Fault(f"line {number}", text, number))
    return Journal(tuple(facts), tuple(faults), lost)


def _pieces(line: bytes) -> Iterator[bytes]:
    """Cut a line where further records begin, as they do if a line feed was damaged."""
    # A further record has " {" behind its hash; without one the slow search is spared.
    has_more = line.find(b" {", _HASH_LENGTH + 1) >= 0
    found = _START.finditer(line) if has_more else ()
    starts = [0, *(one.start() for one in found if one.start() > 0)]
    for start, stop in zip(starts, [*starts[1:], len(line)], strict=True):
        if stop > start:
            yield line[start:stop]


def _read(piece: bytes) -> tuple[Fact | None, Text | None]:
    """Read one record; what stands behind it, such as a damaged line feed, is a fault."""
    fault: Text | None = None
    for length in (len(piece), len(piece) - 1):
        fact, reason = _read_whole(piece[:length])
        if fact is not None:
            extra = length < len(piece)
            return fact, _("A line end is damaged; nothing else was lost.") if extra else None
        fault = fault or reason
    return None, fault


def _read_whole(line: bytes) -> tuple[Fact | None, Text | None]:
    if len(line) > MAX_LINE:
        return None, _("This line is far longer than any record of ours; it was not read.")
    try:
        fact = read_any_fact(line[_HASH_LENGTH + 1 :])
    except FileRefused as error:
        return None, _named(line, error.text)
    if line[: _HASH_LENGTH + 1] != fact.hash.encode("ascii") + b" ":
        return None, _named(line, _("Its content is not what it was written with."))
    return fact, None


def _named(line: bytes, reason: Text) -> Text:
    found = _ID.search(line)
    if found is None:
        return _("A record that can no longer be identified was lost. {reason}", reason=reason)
    return _("The record {id} was lost. {reason}", id=found[1].decode("ascii"), reason=reason)


def _record_length(fact: Fact) -> int:
    return _HASH_LENGTH + 1 + len(fact.data)
