"""Let the bytes of attachments travel in a journal, as facts short enough for its lines.

A workspace keeps the bytes of an attachment once, under their SHA-256. In a journal they
are parts of base64, made anew at every handing over, the same each time. A reader that knows
no parts keeps them as facts like any other and hands them on.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drillplanner.base.errors import FileRefused
from drillplanner.base.ids import HASH
from drillplanner.base.texts import _
from drillplanner.run.fact import Fact, canonical, digest, read_body
from drillplanner.run.fact_kinds import ATTACHMENT_PART

#: Largest attachment, in bytes. House value, class D: phones' pictures take 2 to 12 MB.
MAX_BYTES = 20_000_000
#: Bytes in a part: a line of 1 MiB, so that damage anywhere costs a reader little to find.
PART_BYTES = 786_432

_MOST_PARTS = -(-MAX_BYTES // PART_BYTES)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an attachment's bytes; `number` counts from 1 to `count`."""

    drill: str
    sha256: str
    number: int
    count: int
    data: bytes


def parts(drill: str, data: bytes) -> Iterator[Fact]:
    """Cut the bytes of an attachment of a drill into facts."""
    name = digest(data)
    count = max(1, -(-len(data) // PART_BYTES))
    for number in range(1, count + 1):
        piece = data[(number - 1) * PART_BYTES : number * PART_BYTES]
        body = canonical(
            {
                "schema": 1,
                "kind": ATTACHMENT_PART,
                "id": _part_id(drill, name, number),
                "drill": drill,
                "sha256": name,
                "part": number,
                "of": count,
                "data": base64.b64encode(piece).decode("ascii"),
            }
        )
        yield Fact(_part_id(drill, name, number), ATTACHMENT_PART, drill, body, digest(body))


def read_part(fact: Fact) -> Part:
    """Read a part from outside.

    Raises:
        FileRefused: it is no part that this program could have written.
    """
    match read_body(fact.data):
        case {"sha256": str(name), "part": int(number), "of": int(count), "data": str(text)} if (
            fact.drill
            and HASH.fullmatch(name)
            and 1 <= number <= count <= _MOST_PARTS
            and fact.id == _part_id(fact.drill, name, number)
        ):
            try:
                data = base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                data = b""
            if (0 < len(data) <= PART_BYTES) and (number == count or len(data) == PART_BYTES):
                return Part(fact.drill, name, number, count, data)
    raise FileRefused(_("A part of an attachment is damaged; it was not read."))


class Gathering:
    """Puts attachments together from parts that come in any order."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], dict[int, Part]] = {}

    def take(self, part: Part) -> bytes | None:
        """Take a part; give the whole bytes once they are there and are what their hash says."""
        key = (part.drill, part.sha256)
        waiting = self._waiting.setdefault(key, {})
        waiting[part.number] = part
        if len(waiting) < part.count:
            return None
        data = _whole(waiting, part.count)
        if data is None or digest(data) != part.sha256:
            return None
        del self._waiting[key]
        return data

    @property
    def unfinished(self) -> tuple[str, ...]:
        """List the hashes of the attachments of which parts are missing or false."""
        return tuple(dict.fromkeys(name for _drill, name in self._waiting))


def _whole(waiting: Mapping[int, Part], count: int) -> bytes | None:
    numbers = range(1, count + 1)
    if any(number not in waiting for number in numbers):
        return None
    return b"".join(waiting[number].data for number in numbers)


def _part_id(drill: str, name: str, number: int) -> str:
    """Name a part so that it is found again, and two drills' parts are told apart."""
    return f"{name[:24]}.{number}.{digest(drill.encode())[:12]}"
