"""Hold a script that is being written, and look things up in it as they are shown."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, Words, words_in
from drillplanner.plan.model import VERSION, Kind, Script
from drillplanner.plan.particulars import Particulars
from drillplanner.plan.schedule import Schedule

#: The lists of a script that are edited as tables.
Part: TypeAlias = Literal[
    "steps", "targets", "orders", "criteria", "objectives", "safety", "roles", "posts", "phases"
]
#: What steps name by typing it: it comes into being there.
NamePart: TypeAlias = Literal["roles", "posts", "phases"]

T = TypeVar("T")

#: How ids of each list begin; people never see them, but files and logs hold them.
_PREFIX: Mapping[str, str] = {
    "steps": "s", "targets": "t", "orders": "o", "criteria": "c", "objectives": "g",
    "safety": "f", "roles": "r", "posts": "p", "phases": "h", "units": "u", "options": "v",
    "levels": "l", "vignettes": "b",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A script as it is being written.

    `locked` are steps whose planned time stands, whatever is planned before them. `t0_clock_s`
    is the time of day of T0 in seconds since midnight, by which times of day are typed.
    `particulars` are when and where the drill is held, and by whom; `prepared` are questions of
    preparation that a person answered with yes.
    """

    script: Script
    locked: frozenset[str] = frozenset()
    t0_clock_s: float | None = None
    particulars: Particulars = field(default_factory=Particulars)
    prepared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Edit:
    """The draft after an act, the rows that are chosen now, and what else came of it."""

    draft: Draft
    rows: tuple[str, ...] = ()
    said: tuple[Text, ...] = ()


class CellRefused(UserError):
    """What was typed cannot stand in that cell; `text` says what can."""


def blank_script(id: str, title: str, kind: Kind, language: Literal["zh_CN", "en"]) -> Script:
    """Make a script with nothing in it yet."""
    return Script(
        format="drillplanner/scenario",
        version=VERSION,
        id=id,
        title=title,
        kind=kind,
        language=language,
        roles=(),
        posts=(),
        phases=(),
        steps=(),
        targets=(),
    )


def fresh_id(part: str, taken: Collection[str]) -> str:
    """Make an id that is not taken, nor was by a thing of this script that is gone.

    A step that was deleted may stand in the logs of an earlier version: numbers that begin
    again would let two things pass for one.
    """
    while True:
        id_ = f"{_PREFIX[part]}{secrets.token_hex(3)}"
        if id_ not in taken:
            return id_


def changed(thing: T, **fields: Any) -> T:
    """Change fields of a frozen thing that are named while the program runs."""
    replaced: Any = replace
    made: T = replaced(thing, **fields)
    return made


def items(draft: Draft, part: Part) -> tuple[Any, ...]:
    """Give one list of the script."""
    found: tuple[Any, ...] = getattr(draft.script, part)
    return found


def with_items(draft: Draft, part: Part, things: tuple[Any, ...]) -> Draft:
    """Put another list in the place of one."""
    return replace(draft, script=changed(draft.script, **{part: things}))


def with_item(draft: Draft, part: Part, thing: Any) -> Draft:
    """Put one thing in the place of the one with its id."""
    things = tuple(thing if one.id == thing.id else one for one in items(draft, part))
    return with_items(draft, part, things)


def with_words(words: Words, text: str, language: str, script_language: str) -> Words:
    """Write a text in the language in which it was shown; other languages stay.

    Emptied is emptied: a blank stands there, so that no other language comes up in its place.
    """
    if isinstance(words, str):
        return text
    shown = next(
        (one for one in (language, script_language) if one in words), next(iter(words), language)
    )
    written = {**words, shown: text if text.strip() else ""}
    return written if any(written.values()) else ""


@dataclass(frozen=True)
class Look:
    """A draft as it is shown in one language; what is looked up is kept."""

    draft: Draft
    language: str
    _names: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False)

    def following(self, draft: Draft) -> Look:
        """Look at the next draft; the plan is not worked out again where no link is another."""
        look = Look(draft, self.language)
        before, after = self.script, draft.script
        if before.t0 == after.t0 and _links(before) == _links(after):
            for name in ("schedule", "zero_s", "linked"):
                if name in self.__dict__:
                    look.__dict__[name] = self.__dict__[name]
        return look

    @property
    def script(self) -> Script:
        """The script itself."""
        return self.draft.script

    def words(self, words: Words) -> str:
        """Give an author's words as they are shown."""
        return words_in(words, self.language, self.script.language)

    def typed(self, old: Words, text: str) -> Words:
        """Give words after a text was typed over them."""
        return with_words(old, text, self.language, self.script.language)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each step."""
        return {step.id: number for number, step in enumerate(self.script.steps, 1)}

    @cached_property
    def steps(self) -> Mapping[str, Any]:
        """The steps by id."""
        return {step.id: step for step in self.script.steps}

    @cached_property
    def schedule(self) -> Schedule:
        """The planned times; ValueError where steps wait for each other in a circle."""
        return Schedule(self.script.steps)

    @cached_property
    def zero_s(self) -> float:
        """The planned time of T0 on the schedule's axis."""
        t0 = self.script.t0
        return self.schedule.earliest_s.get(t0, 0.0) if t0 else 0.0

    @cached_property
    def linked(self) -> frozenset[str]:
        """The steps that have a place in the plan: linked to another, or T0."""
        found = {self.script.t0} if self.script.t0 else set()
        for step in self.script.steps:
            if step.after:
                found.add(step.id)
                found.update(after.step for after in step.after)
        return frozenset(id_ for id_ in found if id_)

    def names(self, part: NamePart) -> Mapping[str, str]:
        """Give the names of roles, posts or phases by id, as they are shown."""
        if part not in self._names:
            self._names[part] = {one.id: self.words(one.name) for one in items(self.draft, part)}
        return self._names[part]

    def name(self, part: NamePart, id: str | None) -> str:
        """Name a role, post or phase; "" for none."""
        return self.names(part).get(id, id) if id else ""


def _links(script: Script) -> list[tuple[str, object]]:
    return [(step.id, step.after) for step in script.steps]
