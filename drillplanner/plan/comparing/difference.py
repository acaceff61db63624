"""Tell what is different between two scripts, so that a person can read it.

Things are the same thing if they have the same id. Where a script came back from a table
without ids, steps and the like that read alike are taken for the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

from drillplanner.base.texts import Words, words_in
from drillplanner.plan.comparing.values import Values, limit_text, words_of
from drillplanner.plan.comparing.words import Piece, compare_words
from drillplanner.plan.editing.draft import Part
from drillplanner.plan.editing.names import alike
from drillplanner.plan.model import Script

#: The lists of a script, in the order in which their differences are read.
PARTS: tuple[Part, ...] = (
    "steps", "targets", "orders", "criteria", "objectives", "safety", "roles", "posts", "phases",
)  # fmt: skip
#: What the script says of itself; ids and format marks are no difference of a drill.
HEAD = ("title", "kind", "language", "zone", "notes", "t0")

Fate: TypeAlias = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One member of a thing as it was and as it is; `language` where only one of several changed.

    `name` is the format's, "source.class" for one of a source, "extra" with its heading in
    `heading`.
    """

    name: str
    before: str
    after: str
    language: str = ""
    heading: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Cut both texts into what was kept, removed and added."""
        return compare_words(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing. Numbers are those it has in each script, 0 where it is not."""

    part: Part
    id: str
    fate: Fate
    number_before: int
    number_after: int
    said: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A target's limit in both scripts; "" where it has none, None where there is no target."""

    target: str
    said: str
    before: str | None
    after: str | None
    source_before: str
    source_after: str

    @property
    def is_changed(self) -> bool:
        """Whether limit or source are other ones now."""
        return (self.before, self.source_before) != (self.after, self.source_after)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that is different between two scripts; `limits` are all of both, changed or not."""

    head: tuple[FieldChange, ...] = ()
    changes: tuple[Change, ...] = ()
    scoring: tuple[FieldChange, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.head or self.changes or self.scoring)


def compare(before: Script, after: Script, language: str) -> Difference:
    """Compare two scripts; texts are said in `language` where they have it."""
    return _Comparison(before, _with_same_ids(before, after), language).difference()


def raw_fields(thing: Any) -> Iterator[tuple[str, Any]]:
    """Give the members of a thing by their names in the format, those of a source apart."""
    for field in fields(thing):
        name, value = field.name.rstrip("_"), getattr(thing, field.name)
        if name == "source":
            yield from ((f"source.{inner}", one) for inner, one in raw_fields(value))
        elif name != "id":
            yield name, value


class _Comparison:
    def __init__(self, before: Script, after: Script, language: str) -> None:
        self._before, self._after = Values(before, language), Values(after, language)

    def difference(self) -> Difference:
        before, after = self._before.script, self._after.script
        return Difference(
            tuple(self._head()),
            tuple(change for part in PARTS for change in self._part(part)),
            tuple(self._fields("", before.scoring, after.scoring)),
            tuple(self._limits()),
        )

    # -- lists ---------------------------------------------------------------------------------

    def _part(self, part: Part) -> Iterator[Change]:
        old = {one.id: one for one in getattr(self._before.script, part)}
        new = {one.id: one for one in getattr(self._after.script, part)}
        before = {id_: number for number, id_ in enumerate(old, 1)}
        after = {id_: number for number, id_ in enumerate(new, 1)}
        moved = _moved([id_ for id_ in old if id_ in new], [id_ for id_ in new if id_ in old])
        for id_ in _in_reading_order(old, new):
            thing = new.get(id_, old.get(id_))
            said = (self._after if id_ in new else self._before).thing(part, thing)
            fate, found = self._fate(part, old.get(id_), new.get(id_), id_ in moved)
            if fate is not None:
                yield Change(
                    part, id_, fate, before.get(id_, 0), after.get(id_, 0), said, tuple(found)
                )

    def _fate(
        self, part: Part, old: Any, new: Any, is_moved: bool
    ) -> tuple[Fate | None, Sequence[FieldChange]]:
        if old is None:
            return "added", ()
        if new is None:
            return "removed", ()
        found = list(self._fields(part, old, new))
        if found:
            return "changed", found
        return ("moved" if is_moved else None), ()

    # -- members -------------------------------------------------------------------------------

    def _fields(self, part: str, old: Any, new: Any) -> Iterator[FieldChange]:
        pairs = zip(raw_fields(old), raw_fields(new), strict=True)
        for (name, before), (_name, after) in pairs:
            if before == after:
                continue
            if name == "extra":
                yield from _headings(before, after)
            elif isinstance(before, dict) or isinstance(after, dict):
                yield from self._words(name, before, after)
            else:
                yield FieldChange(
                    name,
                    self._before.member(part, old, name),
                    self._after.member(part, new, name),
                )

    def _head(self) -> Iterator[FieldChange]:
        before, after = self._before.script, self._after.script
        for name in HEAD:
            old, new = getattr(before, name), getattr(after, name)
            if old == new:
                continue
            if name == "t0":
                yield FieldChange(name, self._before.step(old), self._after.step(new))
            elif isinstance(old, dict) or isinstance(new, dict):
                yield from self._words(name, old, new)
            else:
                yield FieldChange(name, old, new)
        yield from _headings(before.extra, after.extra)

    def _words(self, name: str, old: Words, new: Words) -> Iterator[FieldChange]:
        """Compare words language by language; a plain string is in its script's own."""
        befores = _by_language(old, self._before.script.language)
        afters = _by_language(new, self._after.script.language)
        languages = dict.fromkeys((*befores, *afters))
        for language in languages:
            before, after = befores.get(language, ""), afters.get(language, "")
            if before != after:
                yield FieldChange(name, before, after, language if len(languages) > 1 else "")

    # -- limits --------------------------------------------------------------------------------

    def _limits(self) -> Iterator[Limit]:
        old = {one.id: one for one in self._before.script.targets}
        new = {one.id: one for one in self._after.script.targets}
        for id_ in _in_reading_order(old, new):
            was, now = old.get(id_), new.get(id_)
            values, named = (self._after, now) if now is not None else (self._before, was)
            yield Limit(
                id_,
                values.thing("targets", named),
                None if was is None else limit_text(was.limit_s),
                None if now is None else limit_text(now.limit_s),
                "" if was is None else self._before.source(was),
                "" if now is None else self._after.source(now),
            )


def _headings(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FieldChange]:
    """Compare columns that were carried along, by their headings."""
    for heading in dict.fromkeys((*old, *new)):
        before, after = old.get(heading, ""), new.get(heading, "")
        if before != after:
            yield FieldChange("extra", before, after, heading=heading)


def _by_language(words: Words, language: str) -> Mapping[str, str]:
    if isinstance(words, dict):
        return words
    return {language: words} if words else {}


def _in_reading_order(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Give ids as the later script has them; what is gone stands where it stood."""
    gone: dict[str | None, list[str]] = {}
    last: str | None = None
    for id_ in old:
        if id_ in new:
            last = id_
        else:
            gone.setdefault(last, []).append(id_)
    yield from gone.get(None, ())
    for id_ in new:
        yield id_
        yield from gone.get(id_, ())


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    """Find the fewest things that went to another place among those both have."""
    if old == new:
        return frozenset()
    kept = {
        id_
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for id_ in old[block.a : block.a + block.size]
    }
    return frozenset(old) - kept


# -- scripts without ids of their own -----------------------------------------------------------


def _with_same_ids(before: Script, after: Script) -> Script:
    """Give things of the later script the ids of those that read alike, where no id is common."""
    new: dict[str, str] = {}
    for part in PARTS:
        old = {one.id: one for one in getattr(before, part)}
        later = {one.id: one for one in getattr(after, part)}
        if old.keys() & later.keys() or not old or not later:
            continue
        free: dict[str, list[str]] = {}
        for one in old.values():
            free.setdefault(_reads(one, before), []).append(one.id)
        for one in later.values():
            same = free.get(_reads(one, after))
            if same:
                new[one.id] = same.pop(0)
    return renamed_ids(after, new) if new else after


def _reads(thing: Any, script: Script) -> str:
    return alike(words_in(words_of(thing), script.language, script.language))


def renamed_ids(script: Script, new: Mapping[str, str]) -> Script:
    """Give things of a script other ids, wherever they are named."""
    named: Script = _renamed(script, new)
    return replace(named, id=script.id)


def _renamed(value: Any, new: Mapping[str, str]) -> Any:
    match value:
        case str():
            step, slash, unit = value.partition("/")
            return f"{new.get(step, step)}{slash}{unit}" if step in new else value
        case tuple():
            return tuple(_renamed(item, new) for item in value)
        case dict() | None | bool() | int() | float():
            return value
    changes = {}
    for field in fields(value):
        if field.name in _NAMES_THINGS or not isinstance(getattr(value, field.name), str):
            changes[field.name] = _renamed(getattr(value, field.name), new)
    return replace(value, **changes)


#: Members that hold an id, or a reference to a step.
_NAMES_THINGS = frozenset(
    {
        *("id", "t0", "phase", "role", "post", "backup_post", "step", "start", "stop", "owner"),
        *("before", "after", "last_of", "first_of", "targets", "criteria"),
    }
)
