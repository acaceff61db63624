"""Write and read the station pack (观察岗任务包): what one post has to see, locked by a signature.

Like a log pack it is a journal behind a signed head, but nothing in it may differ: a pack that
was changed in any byte is not opened (docs/log-format.md, 2.12).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import _
from drillplanner.exchange.pack.keys import LaptopKey, is_signed
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import parse_script
from drillplanner.run.fact import Body, Fact, Value, canonical, digest, make_fact, read_body
from drillplanner.run.fact_kinds import ADOPTION, DRILL, SCHOOL, SCRIPT, STATION
from drillplanner.run.journal import read_journal, write_journal

#: The ending of a station pack's name.
SUFFIX: Final = ".drillpost"
FORM: Final = 1
#: Largest file: a script of 5 MB as one string, and little else.
MAX_BYTES: Final = 24_000_000
PURPOSE: Final = "station pack 1"
#: What the head's line calls itself; it is no fact and never stored.
_KIND = "station_pack"
_ALLOWED = frozenset({SCRIPT, DRILL, ADOPTION, SCHOOL, STATION})
_BEGINS = re.compile(rb"[0-9a-f]{64} \{")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is handed what: the post, what it is called, and the nature of the drill.

    `clock` names the source whose clock is the drill's. `is_practice` says that the events are
    invented and nothing of it is kept.
    """

    post: str
    name: str
    nature: str
    clock: str
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class StationPack:
    """A station pack as it was read: whole, and signed by the key it carries."""

    assignment: Assignment
    drill: str
    title: str
    key: str
    made_utc_ns: int
    facts: tuple[Fact, ...]
    document: str

    def script(self) -> Script:
        """Read what the post will see.

        Raises:
            FileRefused: it is no sound script.
        """
        return parse_script(self.document.encode())


def station_fact(
    drill: str, post: str, script: Fact, stands_for: str, key: str, wall_utc_ns: int
) -> Fact:
    """Make the fact that a post logs a drill by a script that stands for the drill's own."""
    body: Body = {
        "post": post,
        "script": script.hash,
        "stands_for": stands_for,
        "key": key,
        "wall_utc_ns": wall_utc_ns,
    }
    name = digest(f"{drill} {post} {script.hash}".encode())[:40]
    return make_fact(STATION, f"station-{name}", body, drill)


def write_station_pack(
    assignment: Assignment,
    script: Fact,
    facts: Sequence[Fact],
    key: LaptopKey,
    made_utc_ns: int,
    title: str = "",
) -> bytes:
    """Write a pack; `facts` are the drill's, none in a practice pack."""
    records = write_journal([script, *facts])
    drill = next((one.drill for one in facts if one.drill), None) or ""
    body: Body = {
        "schema": 1,
        "kind": _KIND,
        "id": "head",
        "form": FORM,
        "drill": drill,
        "title": title,
        "post": assignment.post,
        "name": assignment.name,
        "nature": assignment.nature,
        "clock": assignment.clock,
        "practice": int(assignment.is_practice),
        "key": key.public,
        "content": digest(records),
        "wall_utc_ns": made_utc_ns,
    }
    body["signature"] = key.sign(PURPOSE, canonical(body))
    data = canonical(body)
    return digest(data).encode("ascii") + b" " + data + b"\n" + records


def read_station_pack(data: bytes) -> StationPack:
    """Read a pack that is whole and signed.

    Raises:
        FileRefused: it is none, is of a newer version, or was changed in any byte.
    """
    if len(data) > MAX_BYTES or not _BEGINS.match(data):
        raise FileRefused(_("This is no station pack."))
    first, _feed, records = data.partition(b"\n")
    body = _head(first)
    match body:
        case {
            "drill": str(drill),
            "title": str(title),
            "post": str(post),
            "name": str(name),
            "nature": str(nature),
            "clock": str(clock),
            "practice": int(practice),
            "key": str(key),
            "content": str(content),
            "wall_utc_ns": int(made),
            "signature": str(signature),
        }:
            pass
        case _:
            raise FileRefused(_("This is no station pack."))
    unsigned: Body = {field: value for field, value in body.items() if field != "signature"}
    journal = read_journal(records)
    is_genuine = is_signed(key, signature, PURPOSE, canonical(unsigned))
    if not is_genuine or digest(records) != content or not journal.is_whole:
        raise FileRefused(
            _(
                "This station pack was changed or damaged after it was signed; it was not opened. "
                "Ask the planner for it once more."
            )
        )
    script = next((one for one in journal.facts if one.kind == SCRIPT), None)
    is_ours = all(one.kind in _ALLOWED and one.drill in (None, drill) for one in journal.facts)
    document = read_body(script.data).get("document") if script is not None else None
    if not isinstance(document, str) or not is_ours:
        raise FileRefused(_("This is no station pack."))
    assignment = Assignment(post, name, nature, clock, bool(practice))
    return StationPack(assignment, drill, title, key, made, journal.facts, document)


def _head(line: bytes) -> dict[str, Value]:
    hash_, _blank, data = line.partition(b" ")
    if digest(data).encode("ascii") != hash_:
        raise FileRefused(
            _(
                "This station pack was changed or damaged after it was signed; it was not opened. "
                "Ask the planner for it once more."
            )
        )
    body = read_body(data)
    form = body.get("form")
    if body.get("kind") != _KIND or not isinstance(form, int):
        raise FileRefused(_("This is no station pack."))
    if form > FORM:
        raise FileRefused(
            _(
                "This station pack was written by a newer version of the program; install that "
                "version."
            )
        )
    return body
