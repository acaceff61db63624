"""Say in our own words what does not fit the shape of a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.plan.model import FirstOf, FullMarks, LastOf, Levels
from drillplanner.plan.parser.json_path import Remark, Where, shown

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_WORDS = frozenset(
    {
        *("title", "name", "organisation", "text", "notes", "done_when", "clause"),
        *("place", "say", "narration", "props", "from", "to", "means"),
    }
)
_TARGET_END = 3
#: Members of one list that are looked at once the list is known to be wrong.
MOST_MEMBERS = 2_000
#: The shapes that an object may have where values of several shapes may stand.
_FORMS = {
    "last_of": LastOf,
    "first_of": FirstOf,
    "full": FullMarks,
    "levels": Levels,
}


def is_union(where: Where) -> bool:
    """Tell whether values of several shapes may stand at this place."""
    return where[-1] in _WORDS or _is_end(where) or _is_scale(where)


def _is_end(where: Where) -> bool:
    return len(where) == _TARGET_END and where[0] == "targets" and where[2] in ("start", "stop")


def _is_scale(where: Where) -> bool:
    return len(where) == _TARGET_END and where[0] == "criteria" and where[2] == "scale"


def remarks_on(draft: Any, where: Where, error: Any) -> Iterator[Remark]:
    """Say what is wrong at one place, given what stands there and what the reader found."""
    kind = error["type"]
    if kind == "unexpected_keyword_argument" and where == error["loc"]:
        yield Remark(where, _no_field(where[-1]))
        return
    if kind == "missing" and where == error["loc"]:
        yield Remark(where, _missing(where[-1]))
        return
    value = draft
    for part in where:
        value = value[part]
    if _is_end(where):
        yield from _on_end(value, where)
    elif _is_scale(where):
        yield from _on_scale(value, where)
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
    elif isinstance(value, dict):
        text = _('This needs one of "last_of" and "first_of", and not both.')
        yield from _on_form(value, where, ("last_of", "first_of"), text)
    else:
        text = _(
            'A step id, STEP/UNIT, or an object with one list, "last_of" or "first_of", '
            "belongs here, not {found}.",
            found=kind_of(value),
        )
        yield Remark(where, text)


def _on_scale(value: object, where: Where) -> Iterator[Remark]:
    if isinstance(value, dict):
        text = _(
            'This needs one of "full" and "levels", and not both: {full}, or {levels}.',
            full='{"full": 10}',
            levels='{"levels": [{"id": "a", "text": "…", "points": 100}]}',
        )
        yield from _on_form(value, where, ("full", "levels"), text)
        return
    choices = 'psmu, grade4, yes_no, {"full": 10}, {"levels": […]}'
    yield Remark(where, _one_of(value, choices))


def _on_form(
    value: dict[str, object], where: Where, forms: tuple[str, str], text: Text
) -> Iterator[Remark]:
    """Remark on an object of which one member says what shape it has."""
    given = [name for name in value if name in forms]
    if len(given) != 1:
        yield Remark(where, text)
    for name in value:
        if name not in given:
            yield Remark((*where, name), _no_field(name))
    for name in given:
        yield from _inside({name: value[name]}, where, name)


def _inside(value: dict[str, object], where: Where, form: str) -> Iterator[Remark]:
    from pydantic import ValidationError

    try:
        _adapter(form).validate_json(json.dumps(value))
    except ValidationError as wrong:
        found: dict[Where, Any] = {}
        for error in islice(wrong.errors(include_url=False), MOST_MEMBERS):
            loc = tuple(error["loc"])
            # What follows the name of a text is the name of a member of its union.
            end = next((d for d, part in enumerate(loc, 1) if part in _WORDS), len(loc))
            found[loc[:end]] = error
        for loc, error in found.items():
            inner: Any = value
            for part in loc:
                inner = inner.get(part) if isinstance(inner, dict) else inner[part]
            yield from _inner_remarks(inner, (*where, *loc), error)


def _inner_remarks(value: object, where: Where, error: Any) -> Iterator[Remark]:
    if error["type"] == "unexpected_keyword_argument":
        yield Remark(where, _no_field(where[-1]))
    elif error["type"] == "missing":
        yield Remark(where, _missing(where[-1]))
    elif where[-1] in _WORDS:
        yield from _on_words(value, where)
    else:
        yield Remark(where, _plain(error["type"], where, value, error.get("ctx", {})))


@cache
def _adapter(form: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(_FORMS[form])


def _no_field(name: object) -> Text:
    return _('There is no field "{name}" here. Check its spelling.', name=shown(name))


def _missing(name: object) -> Text:
    return _('The field "{name}" is missing.', name=shown(name))


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
        is_member = where[0] == "targets" and isinstance(where[-1], int)
        is_ref = is_member or (where[0] == "orders" and where[-1] != "id")
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
        case "too_short":
            text = _("This list is empty. Name at least one.")
        case "tuple_type":
            text = _("A list belongs here, not {found}.", found=found)
        case _:
            return None
    return text


def _literal(value: object, bounds: Any) -> Text:
    choices = str(bounds.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return _one_of(value, choices)


def _one_of(value: object, choices: str) -> Text:
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
