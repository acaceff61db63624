"""Encode log entries as the canonical bytes that are stored, hashed and sent, and read them back.

One codec serves the hash, the database and the files that travel (docs/log-format.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias, cast, get_args

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import _
from drillplanner.run.entry import Entry, Kind
from drillplanner.run.entry_validation import (
    FIELDS,
    NEWEST_SCHEMA,
    OPTIONAL,
    SCHEMA,
    check_body,
    form_of,
)
from drillplanner.run.fact import Body, Fact, canonical, digest, read_body, read_fact
from drillplanner.run.fact_kinds import ATTACHMENT_PART, ENTRY
from drillplanner.run.photos.attachments import read_part

#: What the bytes of an entry say as their kind; no other fact says so.
ENTRY_KINDS = frozenset(get_args(Kind))

#: Brings a body of one schema number to the next.
Upcaster: TypeAlias = Callable[[Body], Body]
#: Upcasters by the schema number they start from; schema 1 is the first, so there is none yet.
UPCASTERS: Mapping[int, Upcaster] = {}

#: Longest canonical form of an entry that is read from outside, in bytes.
MAX_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry beside the very bytes it was stored as, and their SHA-256.

    The bytes, not the entry, are what was hashed: an entry of an old schema reads as a
    present one, and its hash stays what it was.
    """

    entry: Entry
    data: bytes
    hash: str


def encode(entry: Entry) -> bytes:
    """Write an entry as its canonical bytes.

    Raises:
        UserError: a field holds what an entry cannot hold (a text too long, a control
            character); the message names the field.
    """
    body = _body(entry)
    check_body(body)
    return canonical(body)


def decode(data: bytes, upcasters: Mapping[int, Upcaster] = UPCASTERS) -> Entry:
    """Read an entry from bytes that may come from anywhere.

    Raises:
        FileRefused: the bytes are damaged, in another spelling than the canonical one, of a
            newer schema, or hold what an entry cannot hold.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused(_("A log entry is longer than any of ours can be; it was not read."))
    body = _present_form(read_body(data), upcasters)
    unknown = sorted(set(body) - set(FIELDS) - {"schema"})
    if unknown:
        raise FileRefused(
            _("A log entry has a field that entries do not have: {field}.", field=unknown[0])
        )
    for name in FIELDS:
        if name not in OPTIONAL and name not in body:
            raise FileRefused(_("A log entry lacks the field {field}.", field=name))
    try:
        check_body(body)
    except UserError as error:
        raise FileRefused(error.text) from error
    if body["schema"] != form_of(body):
        raise FileRefused(_("A log entry says that it is in another form than it is."))
    values: dict[str, Any] = {name: body[name] for name in FIELDS if name in body}
    values["u_s"] = Decimal(cast(str, body["u_s"]))
    return Entry(**values)


def seal(entry: Entry) -> Sealed:
    """Encode an entry and take its hash, once, for storing and chaining."""
    data = encode(entry)
    return Sealed(entry, data, digest(data))


def unseal(data: bytes) -> Sealed:
    """Decode bytes from outside and keep them beside the entry; FileRefused as `decode`."""
    return Sealed(decode(data), data, digest(data))


def as_fact(sealed: Sealed) -> Fact:
    """Put an entry into the envelope the store keeps."""
    entry = sealed.entry
    return Fact(entry.id, ENTRY, entry.drill, sealed.data, sealed.hash, entry)


def sealed_of(fact: Fact) -> Sealed:
    """Take the entry out of the envelope, reading its bytes where nobody has; see `unseal`."""
    if isinstance(fact.entry, Entry):
        return Sealed(fact.entry, fact.data, fact.hash)
    return unseal(fact.data)


def _body(entry: Entry) -> Body:
    body: Body = {}
    for name in FIELDS:
        value = getattr(entry, name)
        if value is not None:
            body[name] = _spelled(value) if isinstance(value, Decimal) else value
    return {"schema": form_of(body), **body}


def _spelled(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _present_form(body: Body, upcasters: Mapping[int, Upcaster]) -> Body:
    number = body.get("schema")
    if not isinstance(number, int):
        raise FileRefused(_("A log entry does not say which form it is in."))
    if number > NEWEST_SCHEMA:
        raise FileRefused(
            _(
                "A log entry was written by a newer version of the program (form {number}); "
                "install that version to read it.",
                number=number,
            )
        )
    while number < SCHEMA:
        step = upcasters.get(number)
        if step is None:
            raise FileRefused(
                _("A log entry is in form {number}, which no version has written.", number=number)
            )
        body, number = {**step(body), "schema": number + 1}, number + 1
    return body


def read_any_fact(data: bytes) -> Fact:
    """Open the envelope of any fact from outside, entry or not; FileRefused if it is neither."""
    fact = read_fact(data)
    if fact.kind == ATTACHMENT_PART:
        read_part(fact)
    return as_fact(unseal(data)) if fact.kind in ENTRY_KINDS else fact
