"""Tell what is wrong with a draft and what to think over, each with its cell and its mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from drillplanner.base.texts import Authored, Text, TextValue, Words, _
from drillplanner.plan.advice import findings
from drillplanner.plan.author_texts import without_blank_languages
from drillplanner.plan.editing.acts import Cell
from drillplanner.plan.editing.draft import Draft, items
from drillplanner.plan.editing.rules import TABLES
from drillplanner.plan.model import Phase, Post, Role, Script
from drillplanner.plan.parser.json_path import Remark
from drillplanner.plan.validation import unpublishable, unsound

#: A fault refuses publishing; a warning is for the planner to think over.
Weight: TypeAlias = Literal["fault", "warning"]
#: More are not listed: who has so many mends the first of them.
MOST = 200


@dataclass(frozen=True, slots=True)
class Mend:
    """What would settle a finding: texts to type into cells of its table, or a step to be T0."""

    words: Text
    texts: Mapping[Cell, str]
    t0: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the draft; `part` is "" where it is about the script as a whole."""

    weight: Weight
    text: Text
    part: str = ""
    row: str = ""
    column: str = ""
    mend: Mend | None = None


def checklist(draft: Draft) -> tuple[Finding, ...]:
    """List faults, then warnings; warnings are looked for only in a draft without faults."""
    script = without_blank_languages(draft.script)
    names = _Named(script)
    unsound_found = list(unsound(script))
    faults = [*unsound_found, *unpublishable(script)]
    found = [_finding(draft, names, "fault", one) for one in faults[:MOST]]
    if not unsound_found:
        for remark in findings(script):
            if len(found) >= MOST:
                break
            found.append(_finding(draft, names, "warning", remark))
    return tuple(found)


def _finding(draft: Draft, names: _Named, weight: Weight, remark: Remark) -> Finding:
    text = names.said(remark.text)
    where = remark.where
    part = str(where[0]) if where else ""
    if part == "t0":
        steps = draft.script.steps
        return Finding(weight, text, "steps", steps[0].id if steps else "", "", _first_t0(draft))
    if part not in TABLES:
        return Finding(weight, text)
    table = TABLES[part]
    if len(where) < 2 or not isinstance(where[1], int):  # noqa: PLR2004 - a list, then a place
        return Finding(weight, text, part)
    row = items(draft, table.part)[where[1]].id
    inner = where[2:]
    # A source's own members have columns of their own.
    column = table.column_of(inner[1:] if inner[:1] == ("source",) and inner[1:] else inner)
    return Finding(weight, text, part, row, column, _mend(part, row, column, remark))


def _first_t0(draft: Draft) -> Mend | None:
    """Offer the step that says it, else the first inject, else the first step."""
    steps = draft.script.steps
    if not steps:
        return None
    said = [step for step in steps if "险情出现" in str(step.text) or "danger" in str(step.text)]
    injects = [step for step in steps if step.kind == "inject"]
    step = (said or injects or list(steps))[0]
    number = steps.index(step) + 1
    return Mend(_("Make step {number} T0", number=number), {}, step.id)


#: What clearing or typing settles, by the beginning of what was found.
_MENDS: tuple[tuple[str, str, str, Text], ...] = (
    ('The step "{step}" has one post as its own backup.', "backup_post", "",
     _("Clear the backup post")),
    ('Another step of post "{post}" wishes for the key', "key", "", _("Clear the key")),
    ('"{name}" is shown for injects only.', "", "", _("Clear it")),
    ('The step "{step}" comes before the decision', "branch", "", _("Take it out of the branch")),
    ('The limit of "{target}" claims a source of class', "class", "D", _("Make it class D")),
    ('The critical target "{target}" has no limit', "critical", "no", _("Make it not critical")),
    ('The target "{target}" has weight 0', "weight", "", _("Give it weight 1")),
    ('The criterion "{id}" has weight 0', "weight", "", _("Give it weight 1")),
)  # fmt: skip


def _mend(part: str, row: str, column: str, remark: Remark) -> Mend | None:
    for beginning, wanted, text, words in _MENDS:
        if remark.text.message.startswith(beginning):
            return Mend(words, {(row, wanted or column): text})
    return None


class _Named:
    """Says things of a script by number and words: nobody ever sees an id."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._said: dict[str, TextValue] = dict(self._all())

    def said(self, text: Text) -> Text:
        """Put names in the place of ids in a message."""
        return replace(text, values={key: self._value(one) for key, one in text.values.items()})

    def _value(self, value: TextValue) -> TextValue:
        if isinstance(value, Text):
            return self.said(value)
        return self._said.get(value, value) if isinstance(value, str) else value

    def _all(self) -> Iterator[tuple[str, TextValue]]:
        script = self._script
        named: tuple[Role | Post | Phase, ...] = (*script.roles, *script.posts, *script.phases)
        for one in named:
            yield one.id, self._words(one.name, _("(no name yet)"))
        for number, order in enumerate(script.orders, 1):
            yield order.id, self._words(order.text, _("order {number}", number=number))
        for number, rule in enumerate((*script.criteria,), 1):
            yield rule.id, self._words(rule.text, _("criterion {number}", number=number))
        for number, target in enumerate(script.targets, 1):
            yield target.id, self._words(target.name, _("target {number}", number=number))
        for number, step in enumerate(script.steps, 1):
            words = self._words(step.text, "")
            yield step.id, _("{number} {step}", number=number, step=words)

    def _words(self, words: Words, otherwise: TextValue) -> TextValue:
        return Authored(words, self._script.language) if words else otherwise
