"""Say whether the fields of an entry can stand together, the same for our own and for others'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import cast, get_args

from drillplanner.base.errors import UserError
from drillplanner.base.ids import HASH, ID
from drillplanner.base.texts import Text, _
from drillplanner.run.entry import Bound, Entry, Kind, Made, Observed
from drillplanner.run.entry_markers import BEGIN
from drillplanner.run.fact import Body

#: Number of the form of an entry; a change of any field changes it.
SCHEMA = 1
#: Number of the form of a label in words of its own, without a step, and of the note that the
#: start was heard by radio, which is not exact. Readers of form 1 refuse both as damaged, so
#: neither calls itself one of theirs; all else stays readable to them.
WORDS_SCHEMA = 2
#: Number of the form of a `restore`, which readers of form 1 and 2 do not know.
RESTORE_SCHEMA = 3
NEWEST_SCHEMA = RESTORE_SCHEMA
#: Longest text of an entry, in characters, and longest name of a source or a sync mark.
MAX_TEXT = 4000
MAX_NAME = 64

#: Which fields a kind must have and which it may have, beyond those that all have.
_PLACE = ("step", "unit", "option")
_MUST: Mapping[Kind, tuple[str, ...]] = {
    "label": ("amends",),
    "void": ("amends",),
    "restore": ("amends",),
    "not_performed": ("step",),
    "failed": ("step", "text"),
    "note": ("text",),
    "sync": ("text",),
}
_MAY: Mapping[Kind, tuple[str, ...]] = {
    "mark": (*_PLACE, "text"),
    "label": (*_PLACE, "text", "amends"),
    "void": ("text", "amends"),
    "restore": ("text", "amends"),
    "not_performed": ("step", "unit", "text"),
    "failed": ("step", "unit", "text"),
}

#: Kinds whose time may be "no later" or "no earlier"; a sync mark is exact or is none.
_BOUNDED: frozenset[Kind] = frozenset({"mark", "failed"})

_DECIMAL = re.compile(r"(?:0|[1-9]\d{0,5})(?:\.\d{0,8}[1-9])?")
_BAD_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f]")
_INTEGERS = ("round", "seq", "elapsed_ns", "wall_utc_ns")
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(
        ("id", "drill", "session", "clock", "author", "step", "unit", "option", "amends"), ID
    ),
    "prev": HASH,
    "u_s": _DECIMAL,
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "bound": get_args(Bound),
    "observed": get_args(Observed),
    "made": get_args(Made),
}
OPTIONAL = {"step", "unit", "option", "amends", "prev"}
FIELDS = tuple(field.name for field in fields(Entry))
#: Wall times between the years 1970 and 2200; an elapsed clock may be on either side of 0,
#: because what is entered late may have happened before the machine was started.
_MAX_WALL_NS = 7_258_118_400 * 10**9
#: Most entries of one session.
MAX_SEQ = 10**9


def form_of(body: Body) -> int:
    """Give the number of the form that an entry is in: the lowest that can hold it."""
    if body.get("kind") == "restore":
        return RESTORE_SCHEMA
    is_wordy = body.get("kind") == "label" and "step" not in body
    return WORDS_SCHEMA if is_wordy or _is_begin(body) else SCHEMA


def _is_begin(body: Body) -> bool:
    return (body.get("kind"), body.get("text"), body.get("bound")) == ("note", BEGIN, "at_most")


def check_body(body: Body) -> None:
    """Examine every field, then what the kind of entry needs and allows.

    Raises:
        UserError: naming the first field that is wrong.
    """
    for name, value in body.items():
        if not _is_sound(name, value):
            raise UserError(
                _(
                    "A log entry cannot have this as its {field}: {value}",
                    field=name,
                    value=_short(value),
                )
            )
    _check_kind(body)


def _is_sound(name: str, value: object) -> bool:
    if name == "schema" or name in _INTEGERS:
        return isinstance(value, int) and not isinstance(value, bool) and _in_range(name, value)
    if not isinstance(value, str):
        return False
    if name in _CHOICES:
        return value in _CHOICES[name]
    pattern = _PATTERNS.get(name)
    return pattern.fullmatch(value) is not None if pattern else _is_sound_text(name, value)


def _in_range(name: str, value: int) -> bool:
    match name:
        case "schema":
            return SCHEMA <= value <= NEWEST_SCHEMA
        case "wall_utc_ns":
            return 0 <= value <= _MAX_WALL_NS
        case "elapsed_ns":
            return abs(value) <= _MAX_WALL_NS
        case _:
            return 1 <= value <= MAX_SEQ


def _is_sound_text(name: str, value: str) -> bool:
    if _SURROGATE.search(value):
        return False
    if name == "source":
        return bool(value.strip()) and len(value) <= MAX_NAME and not _BAD_NAME.search(value)
    return len(value) <= MAX_TEXT and not _BAD_TEXT.search(value)


def _check_kind(body: Body) -> None:
    kind = cast(Kind, body["kind"])
    for name in _MUST.get(kind, ()):
        if not body.get(name):
            raise UserError(_missing(kind, name))
    allowed = _MAY.get(kind, ("text",))
    for name in (*_PLACE, "amends"):
        if name in body and name not in allowed:
            raise UserError(
                _("An entry of kind {kind} can have no {field}.", kind=kind, field=name)
            )
    if kind == "label" and "step" not in body and not cast(str, body["text"]).strip():
        raise UserError(_missing(kind, "step"))
    if body["bound"] != "exact" and kind not in _BOUNDED and not _is_begin(body):
        raise UserError(_("The time of an entry of kind {kind} is exact.", kind=kind))
    if "step" not in body and ("unit" in body or "option" in body):
        raise UserError(_("A unit or an option needs the step it belongs to; name the step."))
    if kind == "sync" and not _is_sync_name(cast(str, body["text"])):
        raise UserError(
            _(
                "{name} cannot name a sync mark; use up to {count} characters, no colon.",
                name=_short(body["text"]),
                count=MAX_NAME,
            )
        )


def _missing(kind: Kind, name: str) -> Text:
    match kind, name:
        case "failed", "text":
            return _("Say why the step failed; a reason is needed.")
        case "note", "text":
            return _("The note is empty; write something.")
        case "sync", "text":
            return _("The sync mark has no name; give it one that all sources use.")
        case _, "step":
            return _("Name the step that this is about.")
    return _("An entry of kind {kind} needs its {field}.", kind=kind, field=name)


def _is_sync_name(name: str) -> bool:
    is_short = 0 < len(name) <= MAX_NAME
    return is_short and name == name.strip() and ":" not in name and not _BAD_NAME.search(name)


def _short(value: object) -> str:
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= MAX_NAME else text[:MAX_NAME] + "…"
