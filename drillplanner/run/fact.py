"""Turn facts into canonical bytes and back, so that a hash means the same on every laptop.

Canonical bytes are UTF-8 JSON with sorted keys and no spaces; the only scalars are integers
and strings, because those alone have one spelling everywhere. What is absent is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import _

#: What a fact may hold.
Value: TypeAlias = "int | str | list[Value] | dict[str, Value]"
Body: TypeAlias = dict[str, Value]

#: Whatever JSON can hold, before it is known to be canonical.
_Json: TypeAlias = "bool | int | float | str | list[_Json] | dict[str, _Json] | None"

#: Integers outside 64 bits have no place in a database column or another language.
MAX_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Fact:
    """One immutable fact: its envelope beside the canonical bytes that alone are hashed.

    `entry` is the log entry that these very bytes were read as, where somebody has read them;
    `codec.sealed_of` gives it, so that a log that is joined is read once.
    """

    id: str
    kind: str
    drill: str | None
    data: bytes
    hash: str
    entry: object = field(default=None, compare=False, repr=False)


def canonical(body: Mapping[str, Value]) -> bytes:
    """Write `body` as canonical bytes; ValueError if it holds anything but ints and strings."""
    _require_plain(dict(body))
    return _spelled(body)


def digest(data: bytes) -> str:
    """Give the SHA-256 of `data` in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def make_fact(kind: str, id: str, body: Mapping[str, Value], drill: str | None = None) -> Fact:
    """Seal a fact that is no log entry: a script version, a drill, a scorecard, a tombstone.

    `body` is completed with kind, id, schema number 1 and, where given, the drill.
    """
    whole: Body = {"schema": 1, **body, "kind": kind, "id": id}
    if drill is not None:
        whole["drill"] = drill
    data = canonical(whole)
    return Fact(id, kind, drill, data, digest(data))


def read_body(data: bytes) -> Body:
    """Read canonical bytes from outside.

    Raises:
        FileRefused: not JSON, not an object, or JSON in any other spelling than the
            canonical one (which is also how doubled keys and floats are found).
    """
    try:
        value: _Json = json.loads(data.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FileRefused(_("A record is damaged or was cut; it cannot be read.")) from error
    if not isinstance(value, dict):
        raise FileRefused(_("A record is damaged or was cut; it cannot be read."))
    try:
        body = _require_plain(value)
        is_canonical = _spelled(body) == data
    except (ValueError, RecursionError) as error:
        raise FileRefused(_("A record contains values that this program never writes.")) from error
    if not is_canonical:
        raise FileRefused(_("A record was rewritten by another program; its spelling is not ours."))
    return body


def read_fact(data: bytes) -> Fact:
    """Open the envelope of any fact from outside; FileRefused if it is none."""
    return read_whole(data)[0]


def read_whole(data: bytes) -> tuple[Fact, Body]:
    """Open the envelope of any fact from outside, and read its body; FileRefused if it is none."""
    body = read_body(data)
    match body:
        case {"id": str(fact_id), "kind": str(kind), "schema": int()}:
            drill = body.get("drill")
            if drill is None or isinstance(drill, str):
                return Fact(fact_id, kind, drill, data, digest(data)), body
    raise FileRefused(_("A record is damaged: it does not say what it is."))


def _refuse(spelling: str) -> float:
    raise ValueError(spelling)


def _spelled(body: Mapping[str, Value]) -> bytes:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def _require_plain(value: _Json | Mapping[str, Value]) -> Body:
    plain = _plain(value)
    if not isinstance(plain, dict):
        raise ValueError("not an object")
    return plain


def _plain(value: object) -> Value:
    match value:
        case bool() | float() | None:
            raise ValueError(f"{value!r} has no canonical spelling")
        case int():
            if abs(value) > MAX_INTEGER:
                raise ValueError("an integer beyond 64 bits")
            return value
        case str():
            value.encode("utf-8")
            return value
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            # Most bodies are flat; strings that cannot be spelled fail where they are encoded.
            return {
                str(key): item
                if isinstance(item, str) or (type(item) is int and abs(item) <= MAX_INTEGER)
                else _plain(item)
                for key, item in value.items()
            }
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical spelling")
