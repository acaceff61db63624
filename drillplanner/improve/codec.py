"""Turn steps of the ledger into facts and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeGuard, TypeVar

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import Words, _
from drillplanner.improve.ledger import (
    DEEDS,
    HAZARDS,
    JUDGED,
    LEVELS,
    SOURCES,
    STATES,
    Content,
    Found,
    Step,
)
from drillplanner.improve.proof import NEEDED_KINDS, Needed
from drillplanner.run.fact import Body, Fact, Value, make_fact, read_body
from drillplanner.run.fact_kinds import ACTION_STEP

_T = TypeVar("_T", bound=str)

#: Steps that were read, by id and hash; a large county has some tens of thousands.
_READ: dict[tuple[str, str], Step] = {}
_MOST_READ = 60_000


def as_fact(step: Step) -> Fact:
    """Seal a step; names of people are not in it, only their ids."""
    body: Body = {
        "action": step.action,
        "deed": step.deed,
        "content": _content_body(step.content),
        "replaces": [*step.replaces],
        "author": step.author,
        "wall_utc_ns": step.made_utc_ns,
    }
    if step.restores:
        body["restores"] = step.restores
    return make_fact(ACTION_STEP, step.id, body, step.content.found.drill or None)


def read_step(fact: Fact) -> Step:
    """Read a step; one that was read before is not read again, for its hash vouches for it.

    Raises:
        FileRefused: it is none, or says something that no step of ours can, such as closed
            without the drill that showed it.
    """
    known = _READ.get((fact.id, fact.hash))
    if known is None:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        known = _READ[fact.id, fact.hash] = _read_step(fact)
    return known


def _read_step(fact: Fact) -> Step:
    body = read_body(fact.data)
    deed = body.get("deed")
    try:
        if fact.kind != ACTION_STEP or not _is_one_of(deed, DEEDS):
            raise ValueError(deed)
        content = _content(_dict(body["content"]))
        _require_sound(content, fact)
        return Step(
            fact.id,
            _text(body, "action"),
            deed,
            content,
            _texts(body, "replaces"),
            _text(body, "author"),
            _int(body, "wall_utc_ns"),
            _text(body, "restores"),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise FileRefused(_("The record {id} is no step of the ledger.", id=fact.id)) from error


def read_steps(facts: Iterable[Fact]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Read the steps among facts, and name apart those that cannot be read."""
    steps: list[Step] = []
    unread: list[str] = []
    for fact in facts:
        if fact.kind == ACTION_STEP:
            try:
                steps.append(read_step(fact))
            except FileRefused:
                unread.append(fact.id)
    return tuple(steps), tuple(unread)


def _require_sound(content: Content, fact: Fact) -> None:
    found = content.found
    is_decided = (found.is_of_record or found.is_hazard) and bool(content.reason)
    is_closed = content.state == "closed"
    if (is_closed and not content.proof and not is_decided) or (content.proof and not is_closed):
        raise ValueError("closed without proof")
    if found.is_hazard != (not found.drill) or found.is_hazard != (found.needed.kind == "hazard"):
        raise ValueError("neither of a drill nor from elsewhere")
    is_own_proof = bool(content.proof) and content.proof == found.drill
    if is_own_proof or found.drill != (fact.drill or ""):
        raise ValueError("not of its drill")


def _content_body(content: Content) -> Body:
    body: Body = {
        "found": _found_body(content.found),
        "state": content.state,
        "marks": [
            *(["parked"] if content.is_parked else []),
            *(["supervised"] if content.is_supervised else []),
        ],
    }
    if content.due is not None:
        body["due"] = content.due.isoformat()
    if content.hazard is not None:
        body["hazard"] = content.hazard
    for name in (
        "measure",
        "unit",
        "person",
        "verification",
        "notes",
        "reason",
        "proof",
        "admission",
        "level",
        "judged",
        "judge",
        "head",
    ):
        if value := getattr(content, name):
            body[name] = value
    return body


def _content(body: Body) -> Content:
    state, hazard, due = body["state"], body.get("hazard"), body.get("due")
    if not _is_one_of(state, STATES):
        raise ValueError(state)
    level, judged = body.get("level", ""), body.get("judged", "")
    if not _is_one_of(level, LEVELS) or not _is_one_of(judged, JUDGED):
        raise ValueError(level)
    marks = _texts(body, "marks")
    content = Content(
        _found(_dict(body["found"])),
        state,
        due=None if due is None else date.fromisoformat(str(due)),
        is_parked="parked" in marks,
        is_supervised="supervised" in marks,
        measure=_text(body, "measure"),
        unit=_text(body, "unit"),
        person=_text(body, "person"),
        verification=_text(body, "verification"),
        notes=_text(body, "notes"),
        reason=_text(body, "reason"),
        proof=_text(body, "proof"),
        admission=_text(body, "admission"),
        level=level,
        judged=judged,
        judge=_text(body, "judge"),
        head=_text(body, "head"),
    )
    if hazard is None:
        return content
    if not _is_one_of(hazard, HAZARDS):
        raise ValueError(hazard)
    return replace(content, hazard=hazard)


def _found_body(found: Found) -> Body:
    needed = found.needed
    elsewhere: Body = {"source": found.source, "school": found.school, "place": found.place}
    return {
        **(elsewhere if found.is_hazard else {}),
        "key": found.key,
        "words": _words_value(found.words),
        "name": _words_value(found.name),
        "drill": found.drill,
        "held_utc_ns": found.held_utc_ns,
        "critical": int(found.is_critical),
        "evidence": [*found.evidence],
        "needed": {
            "script": needed.script,
            "kind": needed.kind,
            "subject": needed.subject,
            "ends": needed.ends,
            "limit": needed.limit,
        },
    }


def _found(body: Body) -> Found:
    needed = _dict(body["needed"])
    kind = needed["kind"]
    if not _is_one_of(kind, NEEDED_KINDS):
        raise ValueError(kind)
    source = body.get("source", "drill")
    if not _is_one_of(source, SOURCES):
        raise ValueError(source)
    limit = _text(needed, "limit")
    if limit:
        Fraction(limit)
    return Found(
        _text(body, "key"),
        _words(body["words"]),
        _words(body["name"]),
        _text(body, "drill"),
        _int(body, "held_utc_ns"),
        Needed(
            _text(needed, "script"), kind, _text(needed, "subject"), _text(needed, "ends"), limit
        ),
        bool(body.get("critical")),
        _texts(body, "evidence"),
        source,
        _text(body, "school"),
        _text(body, "place"),
    )


def _words_value(words: Words) -> Value:
    return words if isinstance(words, str) else {**words}


def _words(value: Value) -> Words:
    if isinstance(value, str):
        return value
    return {language: _text(_dict(value), language) for language in _dict(value)}


def _dict(value: Value) -> Body:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _text(body: Body, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _texts(body: Body, name: str) -> tuple[str, ...]:
    value = body.get(name, [])
    if not isinstance(value, list):
        raise TypeError(name)
    return tuple(str(item) for item in value)


def _int(body: Body, name: str) -> int:
    value = body[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return value


def _is_one_of(value: object, known: tuple[_T, ...]) -> TypeGuard[_T]:
    return value in known
