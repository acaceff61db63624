"""Join phrases and name the script's things, without choosing a language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drillplanner.base.locations import row_named
from drillplanner.base.texts import Authored, Text, Words, _, pgettext
from drillplanner.plan.model import (
    Criterion,
    End,
    FirstOf,
    FullMarks,
    LastOf,
    Levels,
    Script,
    refs,
    split_ref,
)
from drillplanner.plan.scales import NO_OCCASION
from drillplanner.run.entry_markers import FALSE_START
from drillplanner.terms.document import Phrase
from drillplanner.terms.vocabulary import NOT_OBSERVED, RATINGS

_ENTRY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

#: Ids as the editor makes them (plan.editing.draft); a name that was left blank has nothing else.
_MADE = re.compile(r"[a-z][0-9a-f]{6}")


def reason_said(text: str) -> Phrase:
    """Give the reason of a correction: a person's words, or what the program's word stands for."""
    return _("False start, taken back") if text == FALSE_START else text


def listed(items: Sequence[Phrase]) -> Phrase:
    """Join items with the comma of a list; halved, so that thousands do not nest deep."""
    if len(items) <= 1:
        return items[0] if items else ""
    middle = len(items) // 2
    return pgettext(
        "list", "{first}, {rest}", first=listed(items[:middle]), rest=listed(items[middle:])
    )


def itemised(items: Sequence[Phrase]) -> Phrase:
    """Join items that may hold commas themselves."""
    if len(items) <= 1:
        return items[0] if items else ""
    middle = len(items) // 2
    return pgettext(
        "list of phrases",
        "{first}; {rest}",
        first=itemised(items[:middle]),
        rest=itemised(items[middle:]),
    )


def place_said(place: str) -> Phrase:
    """Name where an entry stands: a row of a file, or the end of an entry's id."""
    return f"…{place[-8:]}" if _ENTRY.fullmatch(place) else row_named(place)


def sentences(parts: Sequence[Phrase]) -> Phrase:
    """Set whole sentences one after the other."""
    if len(parts) <= 1:
        return parts[0] if parts else ""
    middle = len(parts) // 2
    return pgettext(
        "sentences",
        "{first} {rest}",
        first=sentences(parts[:middle]),
        rest=sentences(parts[middle:]),
    )


class Names:
    """Finds the author's words for ids of one script; an id without words stands for itself."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._steps = {step.id: step for step in script.steps}
        self._roles = {role.id: role for role in script.roles}
        self._others: dict[tuple[str, str], Words] = {
            **{("post", post.id): post.name for post in script.posts},
            **{("phase", phase.id): phase.name for phase in script.phases},
            **{("target", target.id): target.name for target in script.targets},
            **{("criterion", one.id): one.text for one in script.criteria},
            **{("unit", f"{s.id}/{unit.id}"): unit.name for s in script.steps for unit in s.units},
            **{("unit", f"{s.id}/{way.id}"): way.name for s in script.steps for way in s.options},
        }

    def words(self, words: Words, fallback: str = "") -> Phrase:
        """Wrap an author's words with the script's language.

        Where there are none an id stands for itself, unless the editor made it: nobody knows it.
        """
        if words:
            return Authored(words, self.script.language)
        return "—" if _MADE.fullmatch(fallback) else fallback

    def step(self, id_: str) -> Phrase:
        """Name a step by its text."""
        step = self._steps.get(id_)
        return self.words(step.text, id_) if step else id_

    def reference(self, ref: str) -> Phrase:
        """Name a step, with its unit in brackets where the reference has one."""
        step_id, unit_id = split_ref(ref)
        if unit_id is None:
            return self.step(step_id)
        return _("{step} ({unit})", step=self.step(step_id), unit=self.unit(step_id, unit_id))

    def unit(self, step_id: str, unit_id: str) -> Phrase:
        """Name a unit, or an option of a decision, of a step."""
        return self._other("unit", f"{step_id}/{unit_id}", unit_id)

    def end(self, end: End) -> Phrase:
        """Name one end of a span."""
        if len(refs(end)) == 1:
            return self.reference(refs(end)[0])
        members = listed([self.reference(ref) for ref in refs(end)])
        match end:
            case LastOf():
                return _("the last of: {members}", members=members)
            case FirstOf():
                return _("the first of: {members}", members=members)
        return members

    def role(self, id_: str | None) -> Phrase:
        """Name a role, with its organisation in brackets."""
        role = self._roles.get(id_ or "")
        if role is None:
            return id_ or ""
        if not role.organisation:
            return self.words(role.name, role.id)
        return _(
            "{role} ({organisation})",
            role=self.words(role.name, role.id),
            organisation=self.words(role.organisation),
        )

    def short_role(self, id_: str | None) -> Phrase:
        """Name a role alone."""
        role = self._roles.get(id_ or "")
        return self.words(role.name, role.id) if role else (id_ or "")

    def post(self, id_: str | None) -> Phrase:
        """Name an observation post."""
        return self._other("post", id_ or "", id_ or "")

    def phase(self, id_: str) -> Phrase:
        """Name a phase."""
        return self._other("phase", id_, id_)

    def target(self, id_: str) -> Phrase:
        """Name a target."""
        return self._other("target", id_, id_)

    def criterion(self, id_: str) -> Phrase:
        """Name a criterion by its text."""
        return self._other("criterion", id_, id_)

    def rating(self, criterion: Criterion, rating: str) -> Phrase:
        """Say a rating in the form's own words."""
        if rating == NO_OCCASION:
            return NOT_OBSERVED
        match criterion.scale:
            case FullMarks(full):
                return f"{rating}/{full:.10g}"
            case Levels(levels):
                found = (level.text for level in levels if level.id == rating)
                return self.words(next(found, ""), rating)
            case named:
                return RATINGS[named, rating]

    def _other(self, kind: str, key: str, fallback: str) -> Phrase:
        return self.words(self._others.get((kind, key), ""), fallback)


def percent(text: str) -> Text:
    """Say a share that was already written as a number."""
    return _("{number}%", number=text)
