"""The table of targets, each a span between steps that are named by their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drillplanner.base.texts import _
from drillplanner.plan.editing.draft import CellRefused, Draft, Look, changed, with_item
from drillplanner.plan.editing.names import alike
from drillplanner.plan.editing.steps import numbered
from drillplanner.plan.editing.table import (
    Column,
    Table,
    field,
    item_column,
    name_field,
    number_field,
    one_of,
    parts_of,
    yes_field,
)
from drillplanner.plan.editing.times import read_span, span_text
from drillplanner.plan.model import (
    End,
    FirstOf,
    LastOf,
    LimitSource,
    SourceClass,
    Step,
    Target,
    refs,
    split_ref,
)

CLASSES: Mapping[SourceClass, tuple[str, ...]] = {
    "N": ("国家规定", "national", "N national", "国家", "N国家"),
    "L": ("地方公安做法", "local police", "L local police", "地方", "L地方"),
    "I": ("国际参照", "international", "I international", "国际", "I国际"),
    "D": ("建议值", "suggested", "D suggested", "建议", "D建议"),
}
_LAST = ("最后", "末", "最晚", "last of", "last")
_FIRST = ("最先", "首", "最早", "first of", "first")
_REF = re.compile(r"(?:步骤|第|step|#)?(\d{1,6})(?:步)?(?:/(.+))?", re.IGNORECASE | re.DOTALL)


def ref_text(look: Look, ref: str) -> str:
    """Write one step, or unit of a step, by its number: 5, or 5/Class 1."""
    step_id, unit_id = split_ref(ref)
    number = look.numbers.get(step_id, 0)
    if unit_id is None:
        return f"{number}"
    step = look.steps.get(step_id)
    units = step.units if step else ()
    name = next((look.words(one.name) for one in units if one.id == unit_id), unit_id)
    return f"{number}/{name}"


def end_text(look: Look, end: End) -> str:
    """Write one end of a span as it may be typed."""
    if isinstance(end, str):
        return ref_text(look, end)
    is_chinese = look.language == "zh_CN"
    words = (_FIRST if isinstance(end, FirstOf) else _LAST)[0 if is_chinese else 3]
    members = ("、" if is_chinese else ", ").join(ref_text(look, ref) for ref in refs(end))
    return f"{words} {members}"


def read_ref(look: Look, text: str) -> str:
    """Read a step, or unit of a step; CellRefused if there is none such."""
    found = _REF.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise CellRefused(_('"{text}" is no step. Type its number, such as 5.', text=text[:40]))
    step = numbered(look, found[1])
    if found[2] is None:
        return step.id
    for unit in step.units:
        if alike(look.words(unit.name)) == alike(found[2]):
            return f"{step.id}/{unit.id}"
    names = ", ".join(look.words(unit.name) for unit in step.units) or "—"
    raise CellRefused(
        _("Step {number} has these units: {units}.", number=look.numbers[step.id], units=names)
    )


def read_end(look: Look, text: str) -> End:
    """Read one end of a span: 5, 5/Class 1, last of 5, 6, 最先 3、4."""
    plain = text.strip()
    for words, kind in ((_LAST, LastOf), (_FIRST, FirstOf)):
        for word in words:
            if plain.casefold().startswith(word):
                members = parts_of(plain[len(word) :].lstrip(":： "))
                found = tuple(dict.fromkeys(read_ref(look, one) for one in members))
                if not found:
                    raise CellRefused(_("Name the steps: last of 5, 6."))
                return kind(found)
    members = parts_of(plain)
    if len(members) > 1:
        raise CellRefused(_("Say which of them counts: last of 5, 6 or first of 5, 6."))
    return read_ref(look, plain)


def _take_end(name: str, other: str) -> Any:
    def take(look: Look, target: Target, text: str) -> Target:
        end = read_end(look, text)
        if end == getattr(target, other):
            raise CellRefused(_("A target starts and stops at different steps."))
        return changed(target, **{name: end})

    return take


def step_choices(look: Look) -> tuple[str, ...]:
    """Offer every step by number and words."""
    return tuple(f"{number}" for number in look.numbers.values())


def _limit(_look: Look, target: Target) -> str:
    return "" if target.limit_s is None else span_text(target.limit_s)


def _take_limit(_look: Look, target: Target, text: str) -> Target:
    if not text.strip():
        return replace(target, limit_s=None)
    seconds = read_span(text)
    if seconds <= 0:
        raise CellRefused(_("A limit is longer than nothing; leave it blank to record only."))
    return replace(target, limit_s=seconds)


def _class(look: Look, target: Target) -> str:
    class_ = target.source.class_
    return CLASSES[class_][0 if look.language == "zh_CN" else 2]


def _classes(look: Look) -> tuple[str, ...]:
    place = 0 if look.language == "zh_CN" else 2
    return tuple(words[place] for words in CLASSES.values())


def _take_class(_look: Look, target: Target, text: str) -> Target:
    what = _("A limit's source is N national, L local police, I international or D suggested.")
    found: SourceClass = one_of(text, CLASSES, what) if text.strip() else "D"
    return replace(target, source=replace(target.source, class_=found))


def _of_source(name: str, *, is_long: bool = False) -> Column:
    def show(look: Look, target: Target) -> str:
        return look.words(getattr(target.source, name))

    def take(look: Look, target: Target, text: str) -> Target:
        old = getattr(target.source, name)
        new = look.typed(old, text) if name in ("text", "clause") else text.strip()
        return replace(target, source=changed(target.source, **{name: new}))

    return item_column(show, take, (name,), is_long=is_long)


def _made(look: Look, above: Target | None, id_: str) -> tuple[Draft, Target]:
    """Make a target from T0, or the first step, to the last."""
    steps = look.script.steps
    if len(steps) < 2:  # noqa: PLR2004 - a span has two ends
        raise CellRefused(_("A target needs two steps; write them first."))
    start = look.script.t0 or steps[0].id
    stop = next(step.id for step in reversed(steps) if step.id != start)
    owner = above.owner if above is not None else None
    return look.draft, Target(id_, "", start, stop, None, LimitSource("D"), owner)


def spanning(look: Look, id_: str, steps: list[Step]) -> Target:
    """Make the target from the first of some steps to the last of them, named by both."""
    first, last = steps[0], steps[-1]
    name = f"{look.words(first.text)} → {look.words(last.text)}"
    return Target(id_, name, first.id, last.id, None, LimitSource("D"), last.role)


TARGETS = Table(
    "targets",
    {
        "name": field("name", is_long=True),
        "start": item_column(
            lambda look, one: end_text(look, one.start),
            _take_end("start", "stop"),
            ("start",),
            step_choices,
        ),
        "stop": item_column(
            lambda look, one: end_text(look, one.stop),
            _take_end("stop", "start"),
            ("stop",),
            step_choices,
        ),
        "limit": item_column(_limit, _take_limit, ("limit_s",)),
        "class": item_column(_class, _take_class, ("source", "class"), _classes),
        "source": _of_source("text", is_long=True),
        "clause": _of_source("clause"),
        "url": _of_source("url"),
        "seen": _of_source("seen"),
        "confirmed_by": _of_source("confirmed_by"),
        "owner": name_field("owner", "roles"),
        "weight": number_field("weight"),
        "critical": yes_field("critical"),
        "caps_whole": yes_field("caps_whole", default=True),
    },
    _made,
)


def with_target(draft: Draft, target: Target) -> Draft:
    """Put a changed target in its place."""
    return with_item(draft, "targets", target)
