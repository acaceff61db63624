"""The tables of orders, criteria, objectives, safety items, and of roles, posts and phases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drillplanner.base.texts import _
from drillplanner.plan.editing.draft import (
    CellRefused,
    Draft,
    Look,
    NamePart,
    changed,
    fresh_id,
    items,
)
from drillplanner.plan.editing.names import renamed, uses
from drillplanner.plan.editing.spans import TARGETS, read_ref, ref_text, step_choices
from drillplanner.plan.editing.steps import STEPS
from drillplanner.plan.editing.table import (
    Column,
    Table,
    field,
    folded,
    item_column,
    name_field,
    number_field,
    parts_of,
    read_number,
    yes_field,
)
from drillplanner.plan.model import (
    Criterion,
    FullMarks,
    Level,
    Levels,
    NamedScale,
    Objective,
    Order,
    Phase,
    Post,
    Role,
    SafetyItem,
)

# -- orders ------------------------------------------------------------------------------------


def _ref_column(name: str) -> Column:
    def show(look: Look, order: Order) -> str:
        return ref_text(look, getattr(order, name))

    def take(look: Look, order: Order, text: str) -> Order:
        made = changed(order, **{name: read_ref(look, text)})
        if made.before == made.after:
            raise CellRefused(_("An order has two different steps."))
        return made

    return item_column(show, take, (name,), step_choices)


def _made_order(look: Look, _above: Any, id_: str) -> tuple[Draft, Order]:
    steps = look.script.steps
    if len(steps) < 2:  # noqa: PLR2004 - an order has two steps
        raise CellRefused(_("An order needs two steps; write them first."))
    return look.draft, Order(id_, steps[0].id, steps[1].id)


ORDERS = Table(
    "orders",
    {
        "before": _ref_column("before"),
        "after": _ref_column("after"),
        "text": field("text", is_long=True),
        "critical": yes_field("critical"),
    },
    _made_order,
)

# -- criteria ----------------------------------------------------------------------------------

SCALES: Mapping[NamedScale, tuple[str, ...]] = {
    "psmu": ("P/S/M/U", "p/s/m/u"),
    "grade4": ("优良中差", "excellent/good/fair/poor", "优/良/中/差", "优良中差四级"),
    "yes_no": ("是/否", "yes/no", "是否"),
}
_LEVEL = re.compile(r"(.+?)\s*[=＝:：]\s*([0-9.]+)\s*分?", re.DOTALL)
_FULL = re.compile(r"(?:满分|outof|max|/)?([0-9.]+)(?:分|marks|points)?")
_MOST_POINTS = 100


def _scale(look: Look, criterion: Criterion) -> str:
    match criterion.scale:
        case FullMarks(full):
            return f"满分{full:.10g}" if look.language == "zh_CN" else f"out of {full:.10g}"
        case Levels(levels):
            return "; ".join(f"{look.words(one.text)}={one.points:.10g}" for one in levels)
        case name:
            return SCALES[name][0 if look.language == "zh_CN" else 1]


def _take_scale(look: Look, criterion: Criterion, text: str) -> Criterion:
    said = folded(text) or "yes_no"
    for name, spellings in SCALES.items():
        if said in map(folded, (name, *spellings)):
            return replace(criterion, scale=name)
    if found := _FULL.fullmatch(said):
        full = read_number(found[1])
        if full <= 0:
            raise CellRefused(_("Full marks are more than 0."))
        return replace(criterion, scale=FullMarks(full))
    parts = [_LEVEL.fullmatch(part) for part in parts_of(text)]
    if not all(parts):
        raise CellRefused(
            _("Type yes/no, P/S/M/U, out of 10, or the form's own words: done=100; not done=0.")
        )
    had = criterion.scale.levels if isinstance(criterion.scale, Levels) else ()
    levels = tuple(
        _level(look, had, place, found[1].strip(), read_number(found[2]))
        for place, found in enumerate(parts)
        if found
    )
    return replace(criterion, scale=Levels(levels))


def _level(look: Look, had: tuple[Level, ...], place: int, text: str, points: float) -> Level:
    if points > _MOST_POINTS:
        raise CellRefused(_("A level is worth 0 to 100 points."))
    for one in had:
        if look.words(one.text) == text:
            return replace(one, points=points)
    if place < len(had) and had[place].points == points:
        return replace(had[place], text=look.typed(had[place].text, text))
    return Level(fresh_id("levels", {one.id for one in had}), text, points)


def _scales(look: Look) -> tuple[str, ...]:
    place = 0 if look.language == "zh_CN" else 1
    return tuple(words[place] for words in SCALES.values())


CRITERIA = Table(
    "criteria",
    {
        "text": field("text", is_long=True),
        "scale": item_column(_scale, _take_scale, ("scale",), _scales),
        "role": name_field("role", "roles"),
        "weight": number_field("weight"),
        "critical": yes_field("critical"),
    },
    lambda look, _above, id_: (look.draft, Criterion(id_, "", "yes_no")),
)

# -- objectives and safety items ---------------------------------------------------------------


def _members(name: str) -> Column:
    def show(look: Look, objective: Objective) -> str:
        places = {one.id: place for place, one in enumerate(getattr(look.script, name), 1)}
        return ", ".join(str(places.get(id_, 0)) for id_ in getattr(objective, name))

    def take(look: Look, objective: Objective, text: str) -> Objective:
        things, found = getattr(look.script, name), []
        for part in parts_of(text):
            number = unicodedata.normalize("NFKC", part).strip()
            if not re.fullmatch(r"\d{1,6}", number) or not 1 <= int(number) <= len(things):
                raise CellRefused(
                    _("Type numbers of that table, from 1 to {last}.", last=len(things))
                )
            found.append(things[int(number) - 1].id)
        return changed(objective, **{name: tuple(dict.fromkeys(found))})

    return item_column(show, take, (name,))


OBJECTIVES = Table(
    "objectives",
    {
        "text": field("text", is_long=True),
        "targets": _members("targets"),
        "criteria": _members("criteria"),
    },
    lambda look, _above, id_: (look.draft, Objective(id_, "")),
)
SAFETY = Table(
    "safety",
    {"text": field("text", is_long=True)},
    lambda look, _above, id_: (look.draft, SafetyItem(id_, "")),
)

# -- names -------------------------------------------------------------------------------------


def _name_column(part: NamePart) -> Column:
    def take(look: Look, thing: Any, text: str) -> Draft:
        return renamed(look, part, thing.id, text)

    return Column(lambda look, thing: look.words(thing.name), take, ("name",))


def _uses_column(part: NamePart) -> Column:
    def show(look: Look, thing: Any) -> str:
        return str(uses(look.script, part).get(thing.id, 0))

    return Column(show, None, ())


ROLES = Table(
    "roles",
    {
        "name": _name_column("roles"),
        "organisation": field("organisation"),
        "uses": _uses_column("roles"),
    },
    lambda look, _above, id_: (look.draft, Role(id_, "")),
)
POSTS = Table(
    "posts",
    {"name": _name_column("posts"), "uses": _uses_column("posts")},
    lambda look, _above, id_: (look.draft, Post(id_, "")),
)
PHASES = Table(
    "phases",
    {"name": _name_column("phases"), "uses": _uses_column("phases")},
    lambda look, _above, id_: (look.draft, Phase(id_, "")),
)

#: Every table, in the order of the editor's tabs.
TABLES: Mapping[str, Table] = {
    table.part: table
    for table in (
        STEPS, TARGETS, ORDERS, CRITERIA, OBJECTIVES, SAFETY, ROLES, POSTS, PHASES,
    )
}  # fmt: skip


def used_name(draft: Draft, part: str, id_: str) -> bool:
    """Tell whether something still names a role, post or phase."""
    if part not in ("roles", "posts", "phases"):
        return False
    found: NamePart = part  # type: ignore[assignment]  # just compared
    return bool(uses(draft.script, found).get(id_)) and any(
        one.id == id_ for one in items(draft, found)
    )
