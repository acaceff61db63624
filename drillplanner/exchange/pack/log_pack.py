"""Write and read the log pack (记录包): the facts of a drill with a signed head in front.

A log pack is a journal whose first line says what follows: how many records, their SHA-256, how
far each session goes, and the signature of the laptop that wrote it. Names of persons are a line
of their own, outside of what is signed, so that they can be taken out. It is text without
compression, paths or links: there is nothing to unpack (docs/log-format.md, 2.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, cast

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import _
from drillplanner.exchange.pack.keys import LaptopKey, is_signed
from drillplanner.run.codec import Sealed, sealed_of
from drillplanner.run.entry_validation import MAX_SEQ
from drillplanner.run.fact import Body, Fact, Value, canonical, digest, read_body
from drillplanner.run.fact_kinds import ENTRY, LOG_PACK, LOG_PACK_NAMES
from drillplanner.run.journal import read_journal, write_journal

#: The ending of a log pack's name.
SUFFIX: Final = ".drillpack"
#: The form of the head; a greater one is of a newer version of the program.
FORM: Final = 1
#: Largest file that is read, in bytes: a drill's photos at most (200 MB) in base64, and its log.
MAX_BYTES: Final = 320_000_000
#: What the head is signed for.
PURPOSE: Final = "log pack 1"

#: What a pack is found to be.
#:  signed    all of it is what the laptop of its key wrote
#:  unsigned  there is no head: an older journal, or one that was taken off
#:  cut       records at its end are missing
#:  changed   records are not those that were signed
#:  forged    the signature is not of the key that it names
PackState: TypeAlias = Literal["signed", "unsigned", "cut", "changed", "forged"]

_BEGINS = re.compile(rb"[0-9a-f]{64} \{")
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LONGEST_NAME = 200
_MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """How far a session went when a pack was written: its last entry."""

    source: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class PackHead:
    """What the first line of a pack says, as a fact that stays with the drill."""

    fact: Fact
    drill: str
    key: str
    count: int
    content: str
    names: str
    sessions: Mapping[str, SessionEnd]
    is_genuine: bool


@dataclass(frozen=True, slots=True)
class LogPack:
    """What was read of a pack: all that is sound in it, and what speaks against the rest."""

    state: PackState
    head: PackHead | None
    facts: tuple[Fact, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    has_other_names: bool = False

    @property
    def drill(self) -> str | None:
        """The drill it is of: the head's, else that of its first record that has one."""
        if self.head is not None:
            return self.head.drill
        return next((one.drill for one in self.facts if one.drill is not None), None)

    @property
    def missing(self) -> int:
        """How many records the head counts that are not here, damaged ones among them."""
        return 0 if self.head is None else max(0, self.head.count - len(self.facts))


def begins_as_pack(data: bytes) -> bool:
    """Tell by its first bytes whether a file is a pack, or a journal."""
    return _BEGINS.match(data) is not None


def write_pack(
    drill: str, records: bytes, entries: Iterable[Sealed], names: Mapping[str, str], key: LaptopKey
) -> bytes:
    """Put head and names in front of records; the same input gives the same bytes.

    Args:
        drill: which drill they are of.
        records: the journal of all that travels.
        entries: those in it.
        names: persons by id; none where they are left out.
        key: of this laptop.
    """
    count, written = records.count(b"\n"), tuple(entries)
    line = b"" if not names else write_journal([_names_fact(drill, names)])
    body: Body = {
        "schema": 1,
        "kind": LOG_PACK,
        "drill": drill,
        "form": FORM,
        "key": key.public,
        "records": count,
        "content": digest(records),
        "names": digest(line) if line else "",
        "sessions": _ends(written),
        "wall_utc_ns": max((one.entry.wall_utc_ns for one in written), default=0),
    }
    body["id"] = f"pack-{digest(canonical(body))[:40]}"
    body["signature"] = key.sign(PURPOSE, canonical(body))
    head = canonical(body)
    fact = Fact(str(body["id"]), LOG_PACK, drill, head, digest(head))
    return write_journal([fact]) + line + records


def read_pack(data: bytes) -> LogPack:
    """Read a pack from anywhere: every sound record, and what the pack is found to be.

    Raises:
        FileRefused: it is no pack, is too large, or was written by a newer version.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused(_("This file is larger than any log pack of ours; it was not read."))
    if not begins_as_pack(data):
        raise FileRefused(_("This is no log pack, or its beginning is damaged."))
    journal = read_journal(data)
    facts, head, names, rest = list(journal.facts), None, dict[str, str](), data
    if facts and facts[0].kind == LOG_PACK and data.startswith(facts[0].hash.encode("ascii")):
        head = read_head(facts.pop(0))
        rest = data.partition(b"\n")[2]
    has_other = False
    if facts and facts[0].kind == LOG_PACK_NAMES:
        line, _feed, rest = rest.partition(b"\n")
        has_other = head is None or head.names != digest(line + b"\n")
        names = {} if has_other else _names(facts[0])
    facts = [one for one in facts if one.kind != LOG_PACK_NAMES]
    if head is None and not facts:
        raise FileRefused(_("Nothing in this file could be read."), journal.faults)
    last = data.count(b"\n") + 1
    is_end_alone = all(fault.line == last for fault in journal.faults)
    state = _state(head, len(facts), rest, is_end_alone=is_end_alone)
    return LogPack(state, head, tuple(facts), names, journal.faults, has_other)


def read_head(fact: Fact) -> PackHead:
    """Read the head of a pack, whether it is genuine or not.

    Raises:
        FileRefused: it is of a newer version, or none that any version wrote.
    """
    body = read_body(fact.data)
    form = body.get("form")
    if isinstance(form, int) and form > FORM:
        raise FileRefused(
            _("This log pack was written by a newer version of the program; install that version.")
        )
    match body:
        case {
            "form": int(),
            "drill": str(drill),
            "key": str(key),
            "records": int(count),
            "content": str(content),
            "names": str(names),
            "sessions": dict(found),
            "signature": str(signature),
        }:
            sessions = {name: end for name, one in found.items() if (end := _end(one)) is not None}
            unsigned: Body = {name: value for name, value in body.items() if name != "signature"}
            is_genuine = is_signed(key, signature, PURPOSE, canonical(unsigned))
            return PackHead(fact, drill, key, count, content, names, sessions, is_genuine)
    raise FileRefused(_("The head of this log pack is none that this program writes."))


def vouched(head: PackHead, entries: Sequence[Sealed]) -> frozenset[str]:
    """List the hashes of the entries that a genuine head stands for, by the chain behind them.

    Each entry holds the hash of the one before it, so a signed last hash stands for all of its
    session as far back as the chain holds.
    """
    if not head.is_genuine:
        return frozenset()
    by_hash = {one.hash: one for one in entries}
    found: set[str] = set()
    for name, end in head.sessions.items():
        at = by_hash.get(end.hash)
        while at is not None and at.hash not in found and at.entry.session == name:
            found.add(at.hash)
            at = by_hash.get(at.entry.prev or "")
    return frozenset(found)


def entries_of(facts: Iterable[Fact]) -> tuple[Sealed, ...]:
    """Take the log entries out of facts that were read."""
    return tuple(sealed_of(one) for one in facts if one.kind == ENTRY)


def _state(head: PackHead | None, count: int, rest: bytes, *, is_end_alone: bool) -> PackState:
    if head is None:
        return "unsigned"
    if not head.is_genuine:
        return "forged"
    if head.content in (digest(rest), digest(rest + b"\n")):
        return "signed"
    return "cut" if count < head.count and is_end_alone else "changed"


def _ends(entries: Iterable[Sealed]) -> dict[str, Value]:
    last: dict[str, Sealed] = {}
    for one in entries:
        known = last.get(one.entry.session)
        if known is None or known.entry.seq < one.entry.seq:
            last[one.entry.session] = one
    return {
        name: {"source": one.entry.source, "seq": one.entry.seq, "hash": one.hash}
        for name, one in last.items()
    }


def _end(value: Value) -> SessionEnd | None:
    match value:
        case {"source": str(source), "seq": int(seq), "hash": str(name)} if 1 <= seq <= MAX_SEQ:
            return SessionEnd(source, seq, name)
    return None


def _names_fact(drill: str, names: Mapping[str, str]) -> Fact:
    said = cast(Value, {name: names[name] for name in sorted(names)})
    data = canonical(
        {"schema": 1, "kind": LOG_PACK_NAMES, "id": "names", "drill": drill, "names": said}
    )
    return Fact("names", LOG_PACK_NAMES, drill, data, digest(data))


def _names(fact: Fact) -> dict[str, str]:
    found = read_body(fact.data).get("names")
    if not isinstance(found, dict) or len(found) > _MOST_NAMES:
        return {}
    return {
        person: name
        for person, name in found.items()
        if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and not _BAD_NAME.search(name)
    }
