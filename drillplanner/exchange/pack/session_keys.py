"""Say which laptop recorded a session, as a fact that its key signed.

Whoever writes a pack signs all that is in it, whoever recorded it; only the key of the session
itself tells that entries come from the laptop that stood at the post.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from drillplanner.base.errors import FileRefused
from drillplanner.exchange.pack.keys import LaptopKey, is_signed
from drillplanner.exchange.pack.log_pack import PackHead, read_head, vouched
from drillplanner.run.codec import Sealed
from drillplanner.run.fact import Body, Fact, canonical, digest, read_body
from drillplanner.run.fact_kinds import LOG_PACK, SESSION_KEY

_PURPOSE = "session 1"


def session_key(drill: str, source: str, session: str, key: LaptopKey, wall_utc_ns: int) -> Fact:
    """Make the fact that a session is recorded on the laptop of this key."""
    body: Body = {
        "schema": 1,
        "kind": SESSION_KEY,
        "id": f"key-{digest(f'{session} {key.public}'.encode())[:40]}",
        "drill": drill,
        "source": source,
        "session": session,
        "key": key.public,
        "wall_utc_ns": wall_utc_ns,
    }
    body["signature"] = key.sign(_PURPOSE, canonical(body))
    data = canonical(body)
    return Fact(str(body["id"]), SESSION_KEY, drill, data, digest(data))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which keys speak for the sessions and sources of a drill, and what they signed."""

    of_session: Mapping[str, frozenset[str]] = field(default_factory=dict)
    of_source: Mapping[str, frozenset[str]] = field(default_factory=dict)
    heads: tuple[PackHead, ...] = ()

    def vouched_by_own(self, entries: Iterable[Sealed]) -> frozenset[str]:
        """List the hashes of the entries that the laptop of their own session signed."""
        found: set[str] = set()
        log = tuple(entries)
        for head in self.heads:
            own = {name for name, keys in self.of_session.items() if head.key in keys}
            of_own = [one for one in log if one.entry.session in own]
            found |= vouched(head, of_own)
        return frozenset(found)


def provenance(facts: Iterable[Fact], *heads: PackHead) -> Provenance:
    """Read which laptop is said to have recorded what; what nobody signed says nothing."""
    of_session: dict[str, set[str]] = defaultdict(set)
    of_source: dict[str, set[str]] = defaultdict(set)
    known = {one.fact.hash: one for one in heads if one.is_genuine}
    for fact in facts:
        if fact.kind == LOG_PACK and fact.hash not in known:
            with suppress(FileRefused):  # of a newer version: kept, and read by nobody here
                head = read_head(fact)
                if head.is_genuine:
                    known[fact.hash] = head
        elif fact.kind == SESSION_KEY:
            body = read_body(fact.data)
            signed: Body = {name: value for name, value in body.items() if name != "signature"}
            key = str(body.get("key", ""))
            if is_signed(key, str(body.get("signature", "")), _PURPOSE, canonical(signed)):
                of_session[str(body.get("session", ""))].add(key)
                of_source[str(body.get("source", ""))].add(key)
    return Provenance(
        {name: frozenset(keys) for name, keys in of_session.items()},
        {name: frozenset(keys) for name, keys in of_source.items()},
        tuple(known[name] for name in sorted(known)),
    )
