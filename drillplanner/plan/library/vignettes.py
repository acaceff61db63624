"""Keep a block of steps with its inner timing, and put it into another script.

A vignette is a script of its own: its steps, what they name, and the targets and orders between
them. Its first step hangs on nothing; all others keep their times from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from drillplanner.base.texts import Words, _
from drillplanner.plan.editing.draft import (
    CellRefused,
    Draft,
    Edit,
    blank_script,
    fresh_id,
)
from drillplanner.plan.editing.names import alike
from drillplanner.plan.model import (
    MAX_STEPS,
    After,
    End,
    FirstOf,
    LastOf,
    OnlyIf,
    Order,
    Phase,
    Post,
    Role,
    Script,
    Step,
    Target,
    refs,
    split_ref,
)
from drillplanner.plan.schedule import Schedule

Named = TypeVar("Named", Role, Post, Phase)


def cut_out(script: Script, steps: Sequence[str], title: str, id: str) -> Script:
    """Make a vignette of some steps of a script.

    Raises:
        CellRefused: no step is chosen, or the steps wait for each other in a circle.
    """
    chosen = [step for step in script.steps if step.id in steps]
    if not chosen:
        raise CellRefused(_("Mark the steps that make the block."))
    try:
        at_s = Schedule(script.steps).earliest_s
    except ValueError as error:
        raise CellRefused(_("The steps wait for each other in a circle.")) from error
    inside = {step.id for step in chosen}
    # The earliest of those that hang on nothing inside: nothing inside comes before it.
    loose = [step for step in chosen if not any(one.step in inside for one in step.after)]
    first = min(loose, key=lambda step: at_s[step.id])
    cut = tuple(_loosened(step, inside, first, at_s) for step in chosen)
    targets = tuple(one for one in script.targets if _is_inside((one.start, one.stop), inside))
    orders = tuple(one for one in script.orders if _is_inside((one.before, one.after), inside))
    roles = {step.role for step in cut} | {one.owner for one in targets if one.owner}
    posts = {step.post for step in cut} | {step.backup_post for step in cut}
    phases = {step.phase for step in cut}
    return replace(
        blank_script(id, title, script.kind, script.language),
        roles=tuple(one for one in script.roles if one.id in roles),
        posts=tuple(one for one in script.posts if one.id in posts),
        phases=tuple(one for one in script.phases if one.id in phases),
        steps=cut,
        targets=targets,
        orders=orders,
    )


def _loosened(step: Step, inside: set[str], first: Step, at_s: Mapping[str, float]) -> Step:
    """Let a step hang on nothing outside; one that hangs on nothing then keeps its time."""
    after = tuple(one for one in step.after if one.step in inside)
    if not after and step.id != first.id:
        after = (After(first.id, round(at_s[step.id] - at_s[first.id], 6)),)
    branch = step.only_if if step.only_if and step.only_if.step in inside else None
    return replace(step, after=after, only_if=branch, key=None)


def _is_inside(ends: Sequence[End], inside: set[str]) -> bool:
    return all(split_ref(ref)[0] in inside for end in ends for ref in refs(end))


def put_in(draft: Draft, vignette: Script, at: int) -> Edit:
    """Put a vignette's steps in before the row at a place, its first after the row above.

    Roles, posts and phases are those of the same name, else they come along.

    Raises:
        CellRefused: the table would have too many rows.
    """
    script = draft.script
    if len(script.steps) + len(vignette.steps) > MAX_STEPS:
        raise CellRefused(_("A table has at most {most} rows.", most=MAX_STEPS))
    roles, role_of = _joined("roles", script.roles, vignette.roles)
    posts, post_of = _joined("posts", script.posts, vignette.posts)
    phases, phase_of = _joined("phases", script.phases, vignette.phases)
    new = _new_ids("steps", [one.id for one in script.steps], [one.id for one in vignette.steps])
    above = script.steps[at - 1].id if 0 < at <= len(script.steps) else None
    steps = tuple(
        replace(
            step,
            id=new[step.id],
            role=role_of.get(step.role, step.role),
            post=post_of.get(step.post or "", step.post),
            backup_post=post_of.get(step.backup_post or "", step.backup_post),
            phase=phase_of.get(step.phase, step.phase),
            after=tuple(replace(one, step=new[one.step]) for one in step.after)
            or ((After(above),) if above else ()),
            only_if=_branch(step.only_if, new),
        )
        for step in vignette.steps
    )
    target_of = _new_ids("targets", [one.id for one in script.targets],
                         [one.id for one in vignette.targets])  # fmt: skip
    order_of = _new_ids("orders", [one.id for one in script.orders],
                        [one.id for one in vignette.orders])  # fmt: skip
    targets = tuple(_target(one, target_of, new, role_of) for one in vignette.targets)
    orders = tuple(_order(one, order_of, new) for one in vignette.orders)
    made = replace(
        script,
        roles=roles,
        posts=posts,
        phases=phases,
        steps=(*script.steps[:at], *steps, *script.steps[at:]),
        targets=(*script.targets, *targets),
        orders=(*script.orders, *orders),
    )
    return Edit(replace(draft, script=made), tuple(step.id for step in steps))


def _new_ids(part: str, taken: Sequence[str], wanted: Sequence[str]) -> dict[str, str]:
    known, new = set(taken), dict[str, str]()
    for id_ in wanted:
        new[id_] = fresh_id(part, known)
        known.add(new[id_])
    return new


def _joined(
    part: str, here: tuple[Named, ...], come: tuple[Named, ...]
) -> tuple[tuple[Named, ...], dict[str, str]]:
    """Join names that come to those that are here; tell which id each goes by from now on."""
    now, joined = dict[str, str](), list(here)
    for one in come:
        said = set(_spellings(one.name))
        match = next((other for other in joined if said & set(_spellings(other.name))), None)
        if match is None:
            match = replace(one, id=fresh_id(part, {other.id for other in joined}))
            joined.append(match)
        now[one.id] = match.id
    return tuple(joined), now


def _spellings(words: Words) -> list[str]:
    return [alike(one) for one in ((words,) if isinstance(words, str) else words.values())]


def _branch(only_if: OnlyIf | None, new: Mapping[str, str]) -> OnlyIf | None:
    return replace(only_if, step=new[only_if.step]) if only_if else None


def _target(
    target: Target, ids: Mapping[str, str], new: Mapping[str, str], role_of: Mapping[str, str]
) -> Target:
    return replace(
        target,
        id=ids[target.id],
        start=_end(target.start, new),
        stop=_end(target.stop, new),
        owner=role_of.get(target.owner or "", target.owner),
    )


def _order(order: Order, ids: Mapping[str, str], new: Mapping[str, str]) -> Order:
    before, after = _ref(order.before, new), _ref(order.after, new)
    return replace(order, id=ids[order.id], before=before, after=after)


def _end(end: End, new: Mapping[str, str]) -> End:
    match end:
        case FirstOf():
            return FirstOf(tuple(_ref(one, new) for one in end.first_of))
        case LastOf():
            return LastOf(tuple(_ref(one, new) for one in end.last_of))
        case _:
            return _ref(end, new)


def _ref(ref: str, new: Mapping[str, str]) -> str:
    step, unit = split_ref(ref)
    return new[step] if unit is None else f"{new[step]}/{unit}"
