"""Say in our own words what does not fit the shape of a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.plan.parser.json_path import Remark, Where, shown

_REF = re.compile(r"[A-Za-z0-9_.-]{1,64}(/[A-Za-z0-9_.-]{1,64})?")
_WORDS = frozenset({"title", "name", "organisation", "text", "notes", "done_when"})
_TARGET_END = 3
#: Members of one list that are looked at once the list is known to be wrong.
MOST_MEMBERS = 2_000


def is_union(where: Where) -> bool:
    """Tell whether values of several shapes may stand at this place."""
    return where[-1] in _WORDS or _is_end(where)


def _is_end(where: Where) -> bool:
    return len(where) == _TARGET_END and where[0] == "targets" and where[2] in ("start", "stop")


def remarks_on(draft: Any, where: Where, error: Any) -> Iterator[Remark]:
    """Say what is wrong at one place, given what stands there and what the reader found."""
    kind, name = error["type"], shown(where[-1]) if where else ""
    if kind == "unexpected_keyword_argument" and where == error["loc"]:
        yield Remark(where, _('There is no field "{name}" here. Check its spelling.', name=name))
        return
    if kind == "missing" and where == error["loc"]:
        yield Remark(where, _('The field "{name}" is missing.', name=name))
        return
    value = draft
    for part in where:
        value = value[part]
    if _is_end(where):
        yield from _on_end(value, where)
    elif where and where[-1] in _WORDS:
        yield from _on_words(value, where)
    else:
        yield Remark(where, _plain(kind, where, value, error.get("ctx", {})))


def _on_words(value: object, where: Where) -> Iterator[Remark]:
    if not isinstance(value, dict):
        text = _(
            "A text, or an object with a text for each language, belongs here, not {found}.",
            found=kind_of(value),
        )
        yield Remark(where, text)
        return
    for language, words in islice(value.items(), MOST_MEMBERS):
        if not isinstance(words, str):
            text = _("A text belongs here, not {found}.", found=kind_of(words))
            yield Remark((*where, language), text)


def _on_end(value: object, where: Where) -> Iterator[Remark]:
    if isinstance(value, str):
        yield Remark(where, _bad_ref(value))
        return
    if not isinstance(value, dict):
        text = _(
            'A step id, STEP/UNIT, or an object with one list, "last_of" or "first_of", '
            "belongs here, not {found}.",
            found=kind_of(value),
        )
        yield Remark(where, text)
        return
    lists = [name for name in value if name in ("last_of", "first_of")]
    if len(lists) != 1:
        yield Remark(where, _('This needs one of "last_of" and "first_of", and not both.'))
    for name in value:
        if name not in lists:
            text = _('There is no field "{name}" here. Check its spelling.', name=shown(name))
            yield Remark((*where, name), text)
    for name in lists:
        yield from _on_members(value[name], (*where, name))


def _on_members(value: object, where: Where) -> Iterator[Remark]:
    if not isinstance(value, list):
        yield Remark(where, _("A list belongs here, not {found}.", found=kind_of(value)))
        return
    if not value:
        yield Remark(where, _("This list is empty. Name at least one step."))
    for place, member in enumerate(value[:MOST_MEMBERS]):
        if not isinstance(member, str):
            text = _("A text belongs here, not {found}.", found=kind_of(member))
            yield Remark((*where, place), text)
        elif not _REF.fullmatch(member):
            yield Remark((*where, place), _bad_ref(member))


def _bad_ref(value: str) -> Text:
    return _(
        '"{value}" names no step: write a step id, or STEP/UNIT. Ids have 1 to 64 letters, '
        "digits, dots, hyphens or underscores.",
        value=shown(value),
    )


def _plain(kind: str, where: Where, value: object, bounds: Any) -> Text:
    if kind == "literal_error":
        return _literal(value, bounds)
    if kind == "string_pattern_mismatch":
        is_ref = where[0] == "orders" and where[-1] != "id"
        return _bad_ref(str(value)) if is_ref else _bad_id(value)
    return _of_another_kind(kind, value) or _bounded(kind, value, bounds)


def _of_another_kind(kind: str, value: object) -> Text | None:
    found: str | Text = kind_of(value)
    match kind:
        case "string_type":
            text = _("A text belongs here, not {found}.", found=found)
        case "float_type":
            text = _("A number belongs here, not {found}.", found=found)
        case "int_type" | "int_from_float":
            found = shown(value) if isinstance(value, float) else found
            text = _("A whole number belongs here, not {found}.", found=found)
        case "bool_type":
            text = _("true or false belongs here, not {found}.", found=found)
        case "dataclass_type" | "dict_type":
            text = _("An object belongs here, not {found}.", found=found)
        case "tuple_type":
            text = _("A list belongs here, not {found}.", found=found)
        case _:
            return None
    return text


def _literal(value: object, bounds: Any) -> Text:
    choices = str(bounds.get("expected", "")).replace("'", "").replace(" or ", ", ")
    if isinstance(value, str):
        return _(
            '"{value}" is not known here. Write one of: {choices}.',
            value=shown(value),
            choices=choices,
        )
    return _("One of {choices} belongs here, not {found}.", choices=choices, found=kind_of(value))


def _bad_id(value: object) -> Text:
    return _(
        '"{value}" is no id. Ids have 1 to 64 letters, digits, dots, hyphens or underscores.',
        value=shown(value),
    )


def _bounded(kind: str, value: object, bounds: Any) -> Text:
    match kind:
        case "greater_than":
            return _(
                "{value} is too small; it must be greater than {bound}.",
                value=shown(value),
                bound=_number(bounds["gt"]),
            )
        case "greater_than_equal":
            return _(
                "{value} is too small; the least is {bound}.",
                value=shown(value),
                bound=_number(bounds["ge"]),
            )
        case "less_than_equal":
            return _(
                "{value} is too great; the most is {bound}.",
                value=shown(value),
                bound=_number(bounds["le"]),
            )
        case "too_long":
            return _(
                "The list is too long; the most is {bound}.", bound=_number(bounds["max_length"])
            )
        case "string_too_long":
            return ngettext(
                "The text is too long; the most is {count} character.",
                "The text is too long; the most is {count} characters.",
                bounds["max_length"],
            )
        case _:
            return _("This value does not fit here.")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def kind_of(value: object) -> Text:
    """Name the kind of a JSON value for people."""
    match value:
        case None:
            return _("null")
        case bool():
            return _("true or false")
        case int() | float():
            return _("a number")
        case str():
            return _("a text")
        case list():
            return _("a list")
        case _:
            return _("an object")
