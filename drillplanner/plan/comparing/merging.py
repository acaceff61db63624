"""Join what two people changed in one script, piece by piece; nothing is chosen silently.

The smallest piece is a member of a thing (the role of a step), a thing that came or went, and the
order of a list. Each piece that differs is a `Choice` with what the base, mine and theirs have.
Where only one side changed it, that side is proposed and shown; where both did, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.plan.comparing.difference import HEAD, PARTS
from drillplanner.plan.editing.draft import Draft, Part, changed
from drillplanner.plan.editing.references import without_members, without_steps
from drillplanner.plan.model import Script, refs, split_ref
from drillplanner.plan.precedence import find_circles, steps_before

Side: TypeAlias = Literal["mine", "theirs"]
#: What a choice is about beside a member: the whole thing, or the order of its list.
WHOLE, ORDER = "*", "order"
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Choice:
    """One piece that differs: a member `name` of the thing `id` in the list `part`.

    `part` is "" for what the script says of itself. `proposed` is the only side that changed it;
    None where both did, and differently: a person must choose.
    """

    part: str
    id: str
    name: str
    proposed: Side | None
    base: Any
    mine: Any
    theirs: Any

    @property
    def key(self) -> tuple[str, str, str]:
        """Name the piece."""
        return (self.part, self.id, self.name)


#: Which side was chosen, by the piece's key.
Chosen: TypeAlias = "Mapping[tuple[str, str, str], Side]"


@dataclass(frozen=True, slots=True)
class Merged:
    """The script after a merge, and what came along with what was chosen."""

    script: Script
    said: tuple[Text, ...] = ()


def choices(base: Script | None, mine: Script, theirs: Script) -> tuple[Choice, ...]:
    """List every piece in which mine and theirs differ.

    Args:
        base: what both began from; without it every piece has to be chosen.
        mine: the script that is being written.
        theirs: the other one.
    """
    return tuple(_of_head(base, mine, theirs)) + tuple(
        choice for part in PARTS for choice in _of_part(part, base, mine, theirs)
    )


def proposals(found: tuple[Choice, ...]) -> dict[tuple[str, str, str], Side]:
    """Give the sides that are proposed, to be looked through and changed."""
    return {one.key: one.proposed for one in found if one.proposed is not None}


def open_choices(found: tuple[Choice, ...], chosen: Chosen) -> tuple[Choice, ...]:
    """Give the choices that nobody made yet."""
    return tuple(one for one in found if one.key not in chosen)


def merge(mine: Script, theirs: Script, found: tuple[Choice, ...], chosen: Chosen) -> Merged:
    """Carry out what was chosen.

    Names that a chosen step needs come along with it; what names a step that goes is settled as
    when it is deleted.

    Raises:
        UserError: steps would wait for each other in a circle.
        ValueError: a choice is open.
    """
    if open_choices(found, chosen):
        raise ValueError("a choice is open")
    taken = [one for one in found if chosen[one.key] == "theirs"]
    script = mine
    gone: dict[str, set[str]] = {}
    for one in taken:
        if one.name == WHOLE and one.theirs is _MISSING:
            gone.setdefault(one.part, set()).add(one.id)
        elif one.name != ORDER:
            script = _take(script, one)
    for one in taken:
        if one.name == WHOLE and one.theirs is not _MISSING:
            script = _place(script, one, theirs)
    for one in taken:
        if one.name == ORDER:
            script = _arrange(script, one.part, theirs)
    for part, ids in gone.items():
        if part != "steps":
            kept = tuple(thing for thing in getattr(script, part) if thing.id not in ids)
            script = changed(script, **{part: kept})
            script = without_members(Draft(script), part, ids).script
    dead = gone.get("steps", set()) | _named_steps(script) - {one.id for one in script.steps}
    draft, said = without_steps(Draft(script), dead)
    script, more = _with_needed_names(draft.script, (mine, theirs))
    if find_circles(steps_before(script.steps)):
        raise UserError(
            _("So the steps would wait for each other in a circle. Choose otherwise for a link.")
        )
    return Merged(script, (*said, *more))


# -- what differs -------------------------------------------------------------------------------


def _of_head(base: Script | None, mine: Script, theirs: Script) -> Iterator[Choice]:
    for name in (*HEAD, "extra", "scoring"):
        old = _MISSING if base is None else getattr(base, name)
        yield from _choice("", "", name, old, getattr(mine, name), getattr(theirs, name))


def _of_part(part: Part, base: Script | None, mine: Script, theirs: Script) -> Iterator[Choice]:
    olds = {one.id: one for one in getattr(base, part)} if base is not None else {}
    ours = {one.id: one for one in getattr(mine, part)}
    others = {one.id: one for one in getattr(theirs, part)}
    for id_ in dict.fromkeys((*ours, *others)):
        old, our, other = olds.get(id_), ours.get(id_), others.get(id_)
        if our is not None and other is not None:
            for name in _names(our):
                before = _MISSING if old is None else getattr(old, name)
                yield from _choice(
                    part, id_, name, before, getattr(our, name), getattr(other, name)
                )
        else:
            yield _came_or_went(part, id_, old, our, other, has_base=base is not None)
    both = [id_ for id_ in ours if id_ in others]
    if both != [id_ for id_ in others if id_ in ours]:
        known = {*both}
        orders = [[id_ for id_ in ids if id_ in known] for ids in (olds, ours, others)]
        yield from _choice(part, "", ORDER, *(tuple(order) for order in orders))


def _came_or_went(part: str, id_: str, old: Any, our: Any, other: Any, *, has_base: bool) -> Choice:
    """Tell of a thing that only one side has: one added it, or the other took it out."""
    present = our if our is not None else other
    side: Side | None
    if old is None:
        side = ("mine" if our is not None else "theirs") if has_base else None
    elif present == old:
        # The other side took it out, and nobody changed it.
        side = "theirs" if our is not None else "mine"
    else:
        side = None
    base, mine, theirs = (_MISSING if one is None else one for one in (old, our, other))
    return Choice(part, id_, WHOLE, side, base, mine, theirs)


def _choice(part: str, id_: str, name: str, base: Any, mine: Any, theirs: Any) -> Iterator[Choice]:
    if mine == theirs:
        return
    side: Side | None = None
    if base == mine:
        side = "theirs"
    elif base == theirs:
        side = "mine"
    yield Choice(part, id_, name, side, base, mine, theirs)


def _names(thing: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(thing) if field.name != "id")


def is_missing(value: Any) -> bool:
    """Tell whether a side has no such thing."""
    return value is _MISSING


# -- what is taken ------------------------------------------------------------------------------


def _take(script: Script, one: Choice) -> Script:
    """Take a member of the other side; things that come or go are another matter."""
    if one.name == WHOLE:
        return script
    if not one.part:
        return changed(script, **{one.name: one.theirs})
    things = tuple(
        changed(thing, **{one.name: one.theirs}) if thing.id == one.id else thing
        for thing in getattr(script, one.part)
    )
    return changed(script, **{one.part: things})


def _place(script: Script, one: Choice, theirs: Script) -> Script:
    """Put a thing of the other side after the one it follows there."""
    things = list(getattr(script, one.part))
    if any(thing.id == one.id for thing in things):
        return script
    here = {thing.id: place for place, thing in enumerate(things)}
    at = 0
    for thing in getattr(theirs, one.part):
        if thing.id == one.id:
            break
        at = here.get(thing.id, at - 1) + 1
    things.insert(at, one.theirs)
    return changed(script, **{one.part: tuple(things)})


def _arrange(script: Script, part: str, theirs: Script) -> Script:
    """Bring what both have into the order of the other side; the rest follows what it followed."""
    rank = {thing.id: place for place, thing in enumerate(getattr(theirs, part))}
    groups: dict[str, list[Any]] = {}
    head: list[Any] = []
    group = head
    for thing in getattr(script, part):
        if thing.id in rank:
            group = groups.setdefault(thing.id, [])
        group.append(thing)
    ordered = sorted(groups, key=rank.__getitem__)
    things = (*head, *(thing for id_ in ordered for thing in groups[id_]))
    return changed(script, **{part: things})


def _with_needed_names(
    script: Script, pools: tuple[Script, ...]
) -> tuple[Script, tuple[Text, ...]]:
    """Bring roles, posts and phases along that a chosen step names."""
    came = False
    needed: dict[str, set[str | None]] = {
        "roles": {
            *(step.role for step in script.steps),
            *(target.owner for target in script.targets),
            *(criterion.role for criterion in script.criteria),
        },
        "posts": {post for step in script.steps for post in (step.post, step.backup_post)},
        "phases": {step.phase for step in script.steps},
    }
    for part, ids in needed.items():
        missing = ids - {one.id for one in getattr(script, part)} - {None}
        found = {one.id: one for pool in pools for one in getattr(pool, part) if one.id in missing}
        if found:
            script = changed(script, **{part: (*getattr(script, part), *found.values())})
            came = True
    return script, (_("Names that are needed came along."),) if came else ()


def _named_steps(script: Script) -> set[str]:
    """Give the ids of steps that links, branches, targets and orders name."""
    named = {one.step for step in script.steps for one in step.after}
    named |= {step.only_if.step for step in script.steps if step.only_if}
    ends = [ref for one in script.targets for end in (one.start, one.stop) for ref in refs(end)]
    ends += [ref for one in script.orders for ref in (one.before, one.after)]
    return named | {split_ref(ref)[0] for ref in ends}
