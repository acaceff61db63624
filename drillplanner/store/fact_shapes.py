"""Tell whether a fact says what facts of its kind must say, before anybody builds on it.

Only types are told, and that counts and instants are not below zero: what a word may be is for
those who read it, so that facts of a newer version are kept. Fields that are not named here, and
kinds that nobody here knows, pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import Text, _
from drillplanner.run.codec import as_fact, sealed_of
from drillplanner.run.fact import Body, Fact, Value, read_whole
from drillplanner.run.fact_kinds import (
    ACTION_STEP,
    ADOPTION,
    ATTACHMENT_PART,
    CLOCK_COMPARISON,
    DRILL,
    ENTRY,
    GRADE,
    LIMIT,
    LINE_PHOTO,
    LOG_PACK,
    LOG_TABLE,
    OBJECTION,
    OBJECTION_ANSWER,
    PHOTO,
    RATING,
    RATING_SHEET,
    REGISTER_ROWS,
    RULING,
    SCORECARD,
    SCRIPT,
    SELF_EVALUATION,
    SESSION_KEY,
    SIGN_OFF,
    SITE_PICTURE,
    STATION,
    TOMBSTONE,
    WITHDRAWAL,
)
from drillplanner.run.photos.attachments import read_part

_Test: TypeAlias = Callable[[Value], bool]

_MOST_ROUNDS: Final = 10_000


def _word(value: Value) -> bool:
    return isinstance(value, str)


def _name(value: Value) -> bool:
    return isinstance(value, str) and bool(value)


def _instant(value: Value) -> bool:
    # 64 bits of nanoseconds end in 2262, which every date here can say.
    return isinstance(value, int) and value >= 0


def _round(value: Value) -> bool:
    return isinstance(value, int) and 1 <= value <= _MOST_ROUNDS


def _count(value: Value) -> bool:
    return isinstance(value, int) and value >= 0


def _words(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _text(value: Value) -> bool:
    """Words, or the same words by language."""
    return isinstance(value, str | dict)


def _object(value: Value) -> bool:
    return isinstance(value, dict)


#: What must be there, by kind.
_REQUIRED: Final[dict[str, dict[str, _Test]]] = {
    SCRIPT: {"script_id": _word, "document": _word, "wall_utc_ns": _instant},
    SIGN_OFF: {"script": _name, "stage": _word, "name": _word, "wall_utc_ns": _instant},
    LIMIT: {
        "name": _text,
        "limit_s": _name,
        "class": _word,
        "text": _text,
        "wall_utc_ns": _instant,
    },
    DRILL: {"title": _word, "script": _name, "nature": _word, "wall_utc_ns": _instant},
    ADOPTION: {"script": _name, "replaces": _words, "wall_utc_ns": _instant},
    TOMBSTONE: {"purged": _name, "wall_utc_ns": _instant},
    GRADE: {"grade": _word, "round": _round, "wall_utc_ns": _instant},
    RULING: {"ruling": _word, "target": _word, "round": _round, "wall_utc_ns": _instant},
    RATING: {"criterion": _word, "rating": _word, "round": _round, "wall_utc_ns": _instant},
    RATING_SHEET: {"deed": _word, "ratings": _words, "round": _round, "wall_utc_ns": _instant},
    OBJECTION: {
        "subject": _name,
        "organisation": _word,
        "text": _word,
        "round": _round,
        "wall_utc_ns": _instant,
    },
    OBJECTION_ANSWER: {
        "objection": _name,
        "text": _word,
        "round": _round,
        "wall_utc_ns": _instant,
    },
    SELF_EVALUATION: {"answers": _object, "round": _round, "wall_utc_ns": _instant},
    LOG_TABLE: {"name": _word, "document": _word, "round": _round, "wall_utc_ns": _instant},
    LOG_PACK: {
        "key": _word,
        "signature": _word,
        "content": _word,
        "sessions": _object,
        "wall_utc_ns": _instant,
    },
    SESSION_KEY: {
        "session": _name,
        "source": _name,
        "key": _word,
        "signature": _word,
        "wall_utc_ns": _instant,
    },
    STATION: {
        "post": _name,
        "script": _name,
        "stands_for": _name,
        "key": _word,
        "wall_utc_ns": _instant,
    },
    CLOCK_COMPARISON: {
        "source": _name,
        "other": _name,
        "offset_s": _word,
        "u_s": _word,
        "wall_utc_ns": _instant,
    },
    WITHDRAWAL: {"amends": _word, "wall_utc_ns": _instant},
    SCORECARD: {"document": _word, "inputs": _words, "rules": _word, "wall_utc_ns": _instant},
    PHOTO: {
        "round": _round,
        "caption": _word,
        "name": _word,
        "type": _word,
        "size": _count,
        "sha256": _word,
        "width": _count,
        "height": _count,
        "wall_utc_ns": _instant,
    },
    ACTION_STEP: {"action": _word, "deed": _word, "content": _object, "wall_utc_ns": _instant},
    LINE_PHOTO: {"line": _name, "wall_utc_ns": _instant},
    SITE_PICTURE: {"school": _name, "wall_utc_ns": _instant},
    **{
        kind: {"row": _name, "deed": _word, "fields": _object, "wall_utc_ns": _instant}
        for kind in REGISTER_ROWS
    },
}

#: What need not be there, of any kind.
_OPTIONAL: Final[dict[str, _Test]] = {
    "author": _word,
    "reason": _word,
    "note": _word,
    "made": _word,
    "evidence": _words,
    "replaces": _words,
    "restores": _word,
    "held_utc_ns": _instant,
}

#: Kinds that belong to no single drill.
_OF_NO_DRILL: Final = (
    frozenset({SCRIPT, SIGN_OFF, LIMIT, TOMBSTONE, LINE_PHOTO, SITE_PICTURE}) | REGISTER_ROWS
)
#: Kinds that may.
_OF_ANY: Final = frozenset({ACTION_STEP})


def shape_fault(fact: Fact) -> Text | None:
    """Say what keeps a fact from being one of its kind; None where it is sound.

    Its hash is not looked at. The envelope must say what the bytes say.
    """
    try:
        if fact.kind == ATTACHMENT_PART:
            read_part(fact)
            return None
        if fact.kind == ENTRY:
            inside, body = as_fact(sealed_of(fact)), None
        else:
            inside, body = read_whole(fact.data)
        if (inside.id, inside.kind, inside.drill) != (fact.id, fact.kind, fact.drill):
            return _("The record {id} is filed as another than it is.", id=fact.id)
        return None if body is None else _fault_of(fact, body)
    except FileRefused as refused:
        return refused.text


def _fault_of(fact: Fact, body: Body) -> Text | None:
    required = _REQUIRED.get(fact.kind)
    if required is None:
        return None
    is_of_none = fact.drill is None
    if fact.kind not in _OF_ANY and is_of_none != (fact.kind in _OF_NO_DRILL):
        return _("The record {id} does not say which drill it is of.", id=fact.id)
    for name, test in required.items():
        if name not in body or not test(body[name]):
            return _not_as_it_must(fact, name)
    for name, test in _OPTIONAL.items():
        if name in body and not test(body[name]):
            return _not_as_it_must(fact, name)
    return None


def _not_as_it_must(fact: Fact, field: str) -> Text:
    return _(
        "The record {id} of kind {kind} has no sound {field}.",
        id=fact.id,
        kind=fact.kind,
        field=field,
    )
