"""Name a script's things in words that are not yet in any language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from drillplanner.base.texts import Authored, Text, Words, _, pgettext
from drillplanner.plan.model import Script, split_ref

#: Words of ours, of a script's author, or plain.
Phrase: TypeAlias = "Text | Authored | str"


class Naming:
    """Finds the author's words for ids of one script; an id without words stands for itself."""

    def __init__(self, script: Script) -> None:
        self._language = script.language
        self._targets = {target.id: target.name for target in script.targets}
        self._criteria = {criterion.id: criterion.text for criterion in script.criteria}
        self._steps = {step.id: step.text for step in script.steps}
        self._units = {f"{s.id}/{unit.id}": unit.name for s in script.steps for unit in s.units}
        self._roles = {role.id: role for role in script.roles}

    def target(self, id_: str) -> Phrase:
        """Name a target."""
        return self._words(self._targets.get(id_), id_)

    def criterion(self, id_: str) -> Phrase:
        """Name a criterion by its text."""
        return self._words(self._criteria.get(id_), id_)

    def reference(self, ref: str) -> Phrase:
        """Name a step, with its unit in brackets where the reference has one."""
        step, unit = split_ref(ref)
        name = self._words(self._steps.get(step), step)
        if unit is None:
            return name
        return _("{step} ({unit})", step=name, unit=self._words(self._units.get(ref), unit))

    def references(self, members: Sequence[str]) -> Phrase:
        """Name several steps and units."""
        return joined([self.reference(ref) for ref in members])

    def role(self, id_: str | None) -> Phrase:
        """Name a role, with its organisation in brackets; empty where nobody is named."""
        role = self._roles.get(id_ or "")
        if role is None:
            return id_ or ""
        name = self._words(role.name, role.id)
        if not role.organisation:
            return name
        whole = self._words(role.organisation, "")
        return _("{role} ({organisation})", role=name, organisation=whole)

    def _words(self, words: Words | None, fallback: str) -> Phrase:
        return Authored(words, self._language) if words else fallback


def joined(items: Sequence[Phrase]) -> Phrase:
    """Join items with the comma of a list; halved, so that thousands do not nest deep."""
    if len(items) <= 1:
        return items[0] if items else ""
    middle = len(items) // 2
    return pgettext(
        "list", "{first}, {rest}", first=joined(items[:middle]), rest=joined(items[middle:])
    )
