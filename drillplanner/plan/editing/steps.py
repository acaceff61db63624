"""The table of steps: what each cell shows, and what typing into it does."""

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
    Edit,
    Look,
    fresh_id,
    with_item,
)
from drillplanner.plan.editing.names import alike, named
from drillplanner.plan.editing.references import without_options, without_units
from drillplanner.plan.editing.table import (
    Column,
    Table,
    field,
    folded,
    item_column,
    name_field,
    number_field,
    one_of,
    parts_of,
    read_number,
)
from drillplanner.plan.editing.times import (
    planned_text,
    read_span,
    slack_text,
    span_text,
    with_planned_time,
)
from drillplanner.plan.model import (
    After,
    Duration,
    Heads,
    OnlyIf,
    Option,
    Step,
    StepKind,
    Unit,
)
from drillplanner.plan.precedence import find_circles, steps_before

#: Every way in which planners write a kind, the window's own words first, by language.
KINDS: Mapping[StepKind, tuple[str, ...]] = {
    "inject": ("导调情况", "inject", "情景注入", "导调", "情况", "注入"),
    "action": ("行动", "action", "处置动作", "动作", "处置"),
    "decision": ("决策", "decision", "决策点", "决定", "判断"),
    "check": ("检查", "check", "核查", "确认", "检查点"),
}
_LINK = re.compile(r"(?:步骤|第|step|#)*(\d{1,6})(?:步|fs)?(?:\+?(.*))?", re.IGNORECASE)
_BRANCH = re.compile(r"(?:步骤|step|#)?(\d{1,6})[=:/](.+)", re.DOTALL | re.IGNORECASE)
_HEADS = re.compile(r"(.*\S)\s*[:：]\s*(\d{1,6})\s*(?:人|people|pupils)", re.DOTALL)
_LONGEST_KEY = 8
_THREE, _TWO = 3, 2


def numbered(look: Look, text: str) -> Step:
    """Find the step of a shown number; CellRefused if there is none."""
    number = int(text)
    if not 1 <= number <= len(look.script.steps):
        raise CellRefused(
            _(
                "There is no step {number}; the last is {last}.",
                number=number,
                last=len(look.script.steps),
            )
        )
    return look.script.steps[number - 1]


# -- kind and key ------------------------------------------------------------------------------


def _kind(look: Look, step: Step) -> str:
    return KINDS[step.kind][0 if look.language == "zh_CN" else 1]


def _take_kind(_look: Look, step: Step, text: str) -> Step:
    if not text.strip():
        return replace(step, kind="action")
    what = _("A step is an inject, an action, a decision or a check.")
    return replace(step, kind=one_of(text, KINDS, what))


def _kinds(look: Look) -> tuple[str, ...]:
    place = 0 if look.language == "zh_CN" else 1
    return tuple(words[place] for words in KINDS.values())


def _take_key(_look: Look, step: Step, text: str) -> Step:
    key = unicodedata.normalize("NFKC", text).strip()
    if len(key) > _LONGEST_KEY:
        raise CellRefused(_("A key has one character, such as Q or 3."))
    return replace(step, key=key or None)


# -- what it comes after -----------------------------------------------------------------------


def after_text(look: Look, step: Step) -> str:
    """Write the links of a step: 3+0:30; 5."""
    links = []
    for one in step.after:
        number = look.numbers.get(one.step, 0)
        links.append(f"{number}+{span_text(one.lag_s)}" if one.lag_s else f"{number}")
    return "; ".join(links)


def _take_after(look: Look, step: Step, text: str) -> Step:
    links: dict[str, float] = {}
    for part in parts_of(text):
        found = _LINK.fullmatch("".join(unicodedata.normalize("NFKC", part).split()))
        if found is None:
            raise CellRefused(
                _('"{text}" is no earlier step. Type 3, 3+0:30 or 3; 5+1:00.', text=part[:40])
            )
        other = numbered(look, found[1])
        links[other.id] = read_span(found[2], part) if found[2] else 0.0
    changed = replace(step, after=tuple(After(id_, lag) for id_, lag in links.items()))
    steps = tuple(changed if one.id == step.id else one for one in look.script.steps)
    circles = find_circles(steps_before(steps))
    if circles:
        chain = " → ".join(str(look.numbers[id_]) for id_ in (*circles[0], circles[0][0]))
        raise CellRefused(_("Steps would wait for each other in a circle: {steps}.", steps=chain))
    return changed


# -- branches, units, options ------------------------------------------------------------------


def _branch(look: Look, step: Step) -> str:
    if step.only_if is None:
        return ""
    decision = look.steps.get(step.only_if.step)
    ways = decision.options if decision else ()
    said = next((look.words(one.name) for one in ways if one.id == step.only_if.option), "?")
    return f"{look.numbers.get(step.only_if.step, 0)}={said}"


def _branches(look: Look) -> tuple[str, ...]:
    return tuple(
        f"{look.numbers[step.id]}={look.words(way.name)}"
        for step in look.script.steps
        for way in step.options
    )


def _take_branch(look: Look, step: Step, text: str) -> Step:
    if not text.strip():
        return replace(step, only_if=None)
    found = _BRANCH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise CellRefused(_("Type the decision's number and the way it went, such as 4=evacuate."))
    decision = numbered(look, found[1])
    wanted = alike(found[2])
    for way in decision.options:
        if alike(look.words(way.name)) == wanted:
            changed = replace(step, only_if=OnlyIf(decision.id, way.id))
            _refuse_own_branch(look, changed)
            return changed
    offered = ", ".join(look.words(way.name) for way in decision.options)
    if not offered:
        raise CellRefused(
            _(
                "Step {number} has no options to choose from; type them there first.",
                number=look.numbers[decision.id],
            )
        )
    raise CellRefused(_("That decision can go: {options}.", options=offered))


def _refuse_own_branch(look: Look, step: Step) -> None:
    seen, branch = {step.id}, step.only_if
    while branch is not None:
        if branch.step in seen:
            raise CellRefused(_("A step cannot hang on its own branch."))
        seen.add(branch.step)
        decision = look.steps.get(branch.step)
        branch = decision.only_if if decision else None


def _units(look: Look, step: Step) -> str:
    people = "人" if look.language == "zh_CN" else " people"
    said = [
        look.words(unit.name) + (f": {unit.heads.expected}{people}" if unit.heads else "")
        for unit in step.units
    ]
    return ("、" if look.language == "zh_CN" else "; ").join(said)


def _take_units(look: Look, step: Step, text: str) -> Draft | Edit:
    found: list[tuple[str, Heads | None]] = []
    for part in parts_of(text):
        heads = _HEADS.fullmatch(part)
        found.append((heads[1], Heads(int(heads[2]))) if heads else (part, None))
    units = _matched(look, step.units, [name for name, _heads in found], "units")
    units = [replace(unit, heads=heads) for unit, (_n, heads) in zip(units, found, strict=True)]
    draft = with_item(look.draft, "steps", replace(step, units=tuple(units)))
    gone = {unit.id for unit in step.units} - {unit.id for unit in units}
    if not gone:
        return draft
    draft, said = without_units(draft, step.id, gone)
    return Edit(draft, said=said)


def _options(look: Look, step: Step) -> str:
    said = [look.words(way.name) for way in step.options]
    return ("、" if look.language == "zh_CN" else "; ").join(said)


def _take_options(look: Look, step: Step, text: str) -> Draft:
    options = _matched(look, step.options, parts_of(text), "options")
    kind = "decision" if options else step.kind
    changed = replace(step, options=tuple(options), kind=kind)
    draft = with_item(look.draft, "steps", changed)
    gone = {way.id for way in step.options} - {way.id for way in options}
    return without_options(draft, step.id, gone) if gone else draft


def _matched(look: Look, had: tuple[Any, ...], names: list[str], part: str) -> list[Any]:
    """Keep what is named as before, take names in the same place for renamed ones, make others."""
    doubles = [name for place, name in enumerate(names) if name in names[:place]]
    if doubles:
        raise CellRefused(_('"{text}" is in this list twice.', text=doubles[0]))
    by_name = {alike(look.words(one.name)): one for one in had}
    found: list[Any] = [by_name.get(alike(name)) for name in names]
    used = {one.id for one in found if one is not None}
    is_same_length = len(had) == len(names)
    make = Unit if part == "units" else Option
    for place, name in enumerate(names):
        if found[place] is None:
            old = had[place] if is_same_length else None
            if old is not None and old.id not in used:
                found[place] = replace(old, name=look.typed(old.name, name))
            else:
                found[place] = make(fresh_id(part, {one.id for one in (*had,)}), name)
            used.add(found[place].id)
    return found


# -- numbers -----------------------------------------------------------------------------------


def _duration(_look: Look, step: Step) -> str:
    lasts = step.duration
    if lasts is None:
        return ""
    return " / ".join(span_text(one) for one in (lasts.least_s, lasts.likely_s, lasts.most_s))


def _take_duration(_look: Look, step: Step, text: str) -> Step:
    if not text.strip():
        return replace(step, duration=None)
    plain = unicodedata.normalize("NFKC", text)
    parts = [read_span(part, text) for part in re.split(r"[/~至到–—]|(?<=\d)-(?=\d)", plain)]
    if len(parts) == 1:
        parts = [parts[0]] * _THREE
    elif len(parts) == _TWO:
        parts = [parts[0], sum(parts) / 2, parts[1]]
    if len(parts) != _THREE or parts != sorted(parts):
        raise CellRefused(_("Type least / likely / most, such as 0:20 / 0:30 / 1:00."))
    return replace(step, duration=Duration(*parts))


def _take_heads(_look: Look, step: Step, text: str) -> Step:
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("人")
    if not plain:
        return replace(step, heads=None)
    number = read_number(plain)
    if number != int(number) or not 0 <= number <= 100_000:  # noqa: PLR2004 - the format's bound
        raise CellRefused(_("Type how many are expected, such as 38."))
    return replace(step, heads=Heads(int(number)))


COLUMNS: Mapping[str, Column] = {
    "phase": name_field("phase", "phases", is_needed=True),
    "kind": item_column(_kind, _take_kind, ("kind",), _kinds),
    "role": name_field("role", "roles", is_needed=True),
    "post": name_field("post", "posts"),
    "backup_post": name_field("backup_post", "posts"),
    "text": field("text", is_long=True),
    "done_when": field("done_when", is_long=True),
    "after": item_column(after_text, _take_after, ("after",)),
    "planned": Column(lambda look, step: planned_text(look, step.id), with_planned_time, ()),
    "slack": Column(lambda look, step: slack_text(look, step.id), None, ()),
    "units": Column(_units, _take_units, ("units",)),
    "options": Column(_options, _take_options, ("options",)),
    "branch": item_column(_branch, _take_branch, ("only_if",), _branches),
    "key": item_column(lambda _look, step: step.key or "", _take_key, ("key",)),
    "u_s": number_field("u_s", default=0.0),
    "place": field("place"),
    "say": field("say", is_long=True),
    "narration": field("narration", is_long=True),
    "props": field("props"),
    "from_": field("from_"),
    "to": field("to"),
    "means": field("means"),
    "duration": item_column(_duration, _take_duration, ("duration",)),
    "heads": item_column(
        lambda _look, step: str(step.heads.expected) if step.heads else "", _take_heads, ("heads",)
    ),
}


def _made(look: Look, above: Step | None, id_: str) -> tuple[Draft, Step]:
    """Make a blank step in the phase and role of the one above."""
    if above is not None:
        return look.draft, Step(id_, above.phase, "action", above.role, "", above.post)
    draft, phase = named(look, "phases", "")
    draft, role = named(Look(draft, look.language), "roles", "")
    return draft, Step(id_, phase, "action", role, "")


STEPS = Table("steps", COLUMNS, _made)
__all__ = ["COLUMNS", "KINDS", "STEPS", "after_text", "folded", "numbered"]
