"""Join logs by union, and show where a log was edited, cut or put together anew.

Each entry holds the hash of the one before it in its session, so every change but one to the
last entry of a session breaks a link. The last entry is guarded by its hash outside the log:
printed in the report as a check code (校验码), or written down at the end of the drill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from drillplanner.run.codec import Sealed
from drillplanner.run.fact import digest

#: How many characters of a hash a person is asked to compare.
CHECK_LENGTH = 8

#: What is wrong with a link of a chain.
#:  edited     an entry is not the one its successor was written after
#:  removed    entries are missing before this one
#:  reordered  an entry follows another one than the one it was written after
#:  inserted   two entries claim one place in a session; this one is not vouched for
#:  appended   entries follow the last hash that was written down elsewhere
#:  truncated  the last hash that was written down elsewhere is not there any more
#:  unrooted   a session goes on from an entry that is not there
BreakKind: TypeAlias = Literal[
    "edited", "removed", "reordered", "inserted", "appended", "truncated", "unrooted"
]


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a session's chain does not hold; `entry` is the entry in doubt."""

    kind: BreakKind
    session: str
    seq: int
    entry: str


@dataclass(frozen=True, slots=True)
class Fork:
    """Two or more sessions that go on from one entry: a restored backup, a copied folder."""

    prev: str
    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """One session as found: how long it is and the hash it ends with."""

    session: str
    source: str
    count: int
    last_seq: int
    last_hash: str

    @property
    def check_code(self) -> str:
        """Give the first characters of the last hash, to be read aloud or compared on paper."""
        return check_code(self.last_hash)


@dataclass(frozen=True, slots=True)
class Chains:
    """What a log's chains show; forks are legal, breaks and tampered copies are not."""

    sessions: tuple[Chain, ...]
    breaks: tuple[Break, ...]
    forks: tuple[Fork, ...]
    tampered: tuple[Tampered, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was found that speaks against the log."""
        return not self.breaks and not self.tampered

    @property
    def check_code(self) -> str:
        """Give one code for the whole log: a hash over all sessions' last hashes, sorted."""
        lasts = sorted(chain.last_hash for chain in self.sessions)
        return check_code(digest("\n".join(lasts).encode("ascii")))


@dataclass(frozen=True, slots=True)
class Tampered:
    """One entry id that came with different bytes; `chosen` is the copy a successor vouches for."""

    id: str
    hashes: tuple[str, ...]
    chosen: str | None


@dataclass(frozen=True, slots=True)
class Union:
    """All copies found of all entries, and the one copy of each that counts.

    `copies` loses nothing and is the same in whatever order logs were joined. `entries` has
    one copy for each id; an id with several copies of which not exactly one is vouched for
    by the chain has none there and is named in `tampered`.
    """

    copies: tuple[Sealed, ...]
    entries: tuple[Sealed, ...]
    tampered: tuple[Tampered, ...]


def check_code(hash: str) -> str:
    """Shorten a hash to the 8 characters that people compare (校验码)."""
    return hash[:CHECK_LENGTH].upper()


def union(*logs: Iterable[Sealed]) -> Union:
    """Join logs by entry id; order of the logs does not matter, joining twice changes nothing."""
    by_hash = {sealed.hash: sealed for log in logs for sealed in log}
    vouched = {sealed.entry.prev for sealed in by_hash.values()}
    by_id: dict[str, list[Sealed]] = defaultdict(list)
    for sealed in by_hash.values():
        by_id[sealed.entry.id].append(sealed)
    entries: list[Sealed] = []
    tampered: list[Tampered] = []
    for entry_id, copies in by_id.items():
        held = copies if len(copies) == 1 else [copy for copy in copies if copy.hash in vouched]
        chosen = held[0] if len(held) == 1 else None
        if chosen is not None:
            entries.append(chosen)
        if len(copies) > 1:
            hashes = tuple(sorted(copy.hash for copy in copies))
            tampered.append(Tampered(entry_id, hashes, chosen.hash if chosen else None))
    return Union(
        _sorted(by_hash.values()),
        _sorted(entries),
        tuple(sorted(tampered, key=lambda one: one.id)),
    )


def verify(
    entries: Iterable[Sealed],
    roots: Collection[str] = (),
    known: Mapping[str, str] | None = None,
) -> Chains:
    """Examine every link of every session.

    Args:
        entries: a log, whole or joined, in any order, with all copies of any entry.
        roots: hashes of other facts that a first session may go on from (the drill's own).
        known: last hashes by session that were written down elsewhere (a printed report);
            what follows them is `appended`, what lacks them is `truncated`.
    """
    joined = union(entries)
    sessions = _by_session(joined.entries)
    present = {copy.hash for copy in joined.copies} | set(roots)
    breaks: list[Break] = []
    for log in sessions.values():
        breaks.extend(_session_breaks(log))
        breaks.extend(_root_breaks(log, present))
    for session, last_hash in (known or {}).items():
        breaks.extend(_head_breaks(session, last_hash, sessions.get(session, ())))
    return Chains(
        tuple(_chain(log) for log in sessions.values()),
        tuple(sorted(set(breaks), key=lambda one: (one.session, one.seq, one.kind, one.entry))),
        _forks(sessions.values()),
        joined.tampered,
    )


def in_order(entries: Iterable[Sealed]) -> tuple[Sealed, ...]:
    """Put entries in the order they were written: sessions along their chain, then by seq.

    Sessions that no chain orders (two laptops, a fork) go by the wall time of their first
    entry, then by id, which decides nothing but where they are listed.
    """
    sessions = _by_session(entries)
    home = {sealed.hash: name for name, log in sessions.items() for sealed in log}
    parent = {name: home.get(log[0].entry.prev or "") for name, log in sessions.items()}
    depth: dict[str, int] = {}
    for name in sessions:
        _measure(name, parent, depth)

    def place(name: str) -> tuple[int, int, str]:
        return (depth[name], sessions[name][0].entry.wall_utc_ns, name)

    return tuple(sealed for name in sorted(sessions, key=place) for sealed in sessions[name])


def _measure(name: str, parent: Mapping[str, str | None], depth: dict[str, int]) -> None:
    """Count how many sessions lie before this one; a forged ring of sessions counts as none."""
    path: list[str] = []
    at: str | None = name
    while at is not None and at not in depth and at not in path:
        path.append(at)
        at = parent[at]
    start = depth.get(at, 0) if at is not None else -1
    for steps, each in enumerate(reversed(path), start=1):
        depth[each] = start + steps


def _sorted(entries: Iterable[Sealed]) -> tuple[Sealed, ...]:
    return tuple(
        sorted(entries, key=lambda one: (one.entry.session, one.entry.seq, one.entry.id, one.hash))
    )


def _by_session(entries: Iterable[Sealed]) -> dict[str, list[Sealed]]:
    sessions: dict[str, list[Sealed]] = defaultdict(list)
    for sealed in _sorted(entries):
        sessions[sealed.entry.session].append(sealed)
    return dict(sessions)


def _chain(log: Sequence[Sealed]) -> Chain:
    last = log[-1]
    return Chain(last.entry.session, last.entry.source, len(log), last.entry.seq, last.hash)


def _break(kind: BreakKind, sealed: Sealed) -> Break:
    return Break(kind, sealed.entry.session, sealed.entry.seq, sealed.entry.id)


def _session_breaks(log: Sequence[Sealed]) -> list[Break]:
    """Examine one session, sorted by seq, link by link."""
    places: dict[int, list[Sealed]] = defaultdict(list)
    for sealed in log:
        places[sealed.entry.seq].append(sealed)
    hashes = {sealed.hash for sealed in log}
    vouched = {sealed.entry.prev for sealed in log}
    breaks = [
        _break("inserted", sealed)
        for rivals in places.values()
        if len(rivals) > 1
        for sealed in rivals
        if sealed.hash not in vouched
    ]
    for seq, here in places.items():
        before = places.get(seq - 1)
        if seq == 1:
            continue
        if before is None:
            breaks.append(_break("removed", here[0]))
            continue
        kept = {sealed.hash for sealed in before}
        for sealed in here:
            if sealed.entry.prev in hashes - kept:
                breaks.append(_break("reordered", sealed))
            elif sealed.entry.prev not in kept and len(here) == 1:
                breaks.append(_break("edited", before[0]))
    return breaks


def _root_breaks(log: Sequence[Sealed], present: Collection[str]) -> list[Break]:
    return [
        _break("unrooted", sealed)
        for sealed in log
        if sealed.entry.seq == 1 and sealed.entry.prev and sealed.entry.prev not in present
    ]


def _head_breaks(session: str, last_hash: str, log: Sequence[Sealed]) -> list[Break]:
    for index, sealed in enumerate(log):
        if sealed.hash == last_hash:
            return [_break("appended", later) for later in log[index + 1 :]]
    end = log[-1].entry if log else None
    return [Break("truncated", session, end.seq if end else 0, end.id if end else "")]


def _forks(sessions: Iterable[Sequence[Sealed]]) -> tuple[Fork, ...]:
    branches: dict[tuple[str, str], list[str]] = defaultdict(list)
    for log in sessions:
        first = log[0].entry
        if first.seq == 1 and first.prev is not None:
            branches[first.prev, first.source].append(first.session)
    return tuple(
        Fork(prev, tuple(names)) for (prev, _), names in sorted(branches.items()) if len(names) > 1
    )
