"""Check that ids are unique and that every name in a script names something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Protocol

from drillplanner.base.texts import Text, _
from drillplanner.plan.places import Remark, Where
from drillplanner.plan.scenario import Script, Step, Target, refs, split_ref


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


def double_ids(script: Script) -> Iterator[Remark]:
    """Find ids given twice in one list, or to a unit and an option of one step."""
    lists: tuple[tuple[str, tuple[_WithId, ...]], ...] = (
        ("roles", script.roles),
        ("posts", script.posts),
        ("phases", script.phases),
        ("steps", script.steps),
        ("targets", script.targets),
        ("orders", script.orders),
        ("criteria", script.criteria),
        ("safety", script.safety),
    )
    for name, things in lists:
        yield from _doubles((name,), things)
    for place, step in enumerate(script.steps):
        yield from _doubles(("steps", place, "units"), step.units)
        yield from _doubles(("steps", place, "options"), step.options)
        units = {unit.id for unit in step.units}
        for number, option in enumerate(step.options):
            if option.id in units:
                text = _(
                    'The id "{id}" is both a unit and an option of step "{step}". '
                    "Rename one of them.",
                    id=option.id,
                    step=step.id,
                )
                yield Remark(("steps", place, "options", number, "id"), text)


def _doubles(where: Where, things: Iterable[_WithId]) -> Iterator[Remark]:
    seen: set[str] = set()
    for place, thing in enumerate(things):
        if thing.id in seen:
            text = _('The id "{id}" is given twice. Rename one of the two.', id=thing.id)
            yield Remark((*where, place, "id"), text)
        seen.add(thing.id)


def unknown_names(script: Script) -> Iterator[Remark]:
    """Find names of roles, posts, phases, steps, units and options that are not there."""
    names = _Names(script)
    for place, step in enumerate(script.steps):
        yield from _of_step(names, ("steps", place), step)
    for place, target in enumerate(script.targets):
        yield from _of_target(names, ("targets", place), target)
    for place, order in enumerate(script.orders):
        yield from names.reference(("orders", place, "before"), order.before)
        yield from names.reference(("orders", place, "after"), order.after)
    for place, criterion in enumerate(script.criteria):
        yield from names.role(("criteria", place, "role"), criterion.role)
    yield from names.step(("t0",), script.t0)


def _of_step(names: _Names, here: Where, step: Step) -> Iterator[Remark]:
    yield from names.phase((*here, "phase"), step.phase)
    yield from names.role((*here, "role"), step.role)
    yield from names.post((*here, "post"), step.post)
    yield from names.post((*here, "backup_post"), step.backup_post)
    for number, after in enumerate(step.after):
        yield from names.step((*here, "after", number, "step"), after.step)
    if step.only_if:
        yield from names.step((*here, "only_if", "step"), step.only_if.step)


def _of_target(names: _Names, here: Where, target: Target) -> Iterator[Remark]:
    yield from names.role((*here, "owner"), target.owner)
    for name, end in (("start", target.start), ("stop", target.stop)):
        if isinstance(end, str):
            yield from names.reference((*here, name), end)
            continue
        within = "last_of" if hasattr(end, "last_of") else "first_of"
        seen: set[str] = set()
        for number, ref in enumerate(refs(end)):
            place: Where = (*here, name, within, number)
            yield from names.reference(place, ref)
            if ref in seen:
                yield Remark(place, _('"{ref}" stands twice in this list.', ref=ref))
            seen.add(ref)


class _Names:
    """Know what a script names, and remark on what it does not."""

    def __init__(self, script: Script) -> None:
        self._roles = {role.id for role in script.roles}
        self._posts = {post.id for post in script.posts}
        self._phases = {phase.id for phase in script.phases}
        self._steps = {step.id: step for step in script.steps}
        self._parts: dict[str, tuple[set[str], set[str]]] = {}

    def role(self, where: Where, name: str | None) -> Iterator[Remark]:
        text = _('There is no role "{name}".', name=name or "")
        return _unknown(where, name, self._roles, text, "roles")

    def post(self, where: Where, name: str | None) -> Iterator[Remark]:
        text = _('There is no post "{name}".', name=name or "")
        return _unknown(where, name, self._posts, text, "posts")

    def phase(self, where: Where, name: str) -> Iterator[Remark]:
        text = _('There is no phase "{name}".', name=name)
        return _unknown(where, name, self._phases, text, "phases")

    def step(self, where: Where, name: str | None) -> Iterator[Remark]:
        text = _('There is no step "{name}".', name=name or "")
        return _unknown(where, name, self._steps.keys(), text, "steps")

    def reference(self, where: Where, ref: str) -> Iterator[Remark]:
        """Remark on a step, or STEP/UNIT, that is not there."""
        name, unit = split_ref(ref)
        if name not in self._steps:
            yield from self.step(where, name)
        elif unit is not None:
            units, options = self._parts_of(name)
            if unit in units:
                return
            if unit in options:
                text = _(
                    '"{ref}" is an option of a decision. Name the decision "{step}" itself, '
                    "or a step of that branch.",
                    ref=ref,
                    step=name,
                )
            else:
                text = _('The step "{step}" has no unit "{unit}".', step=name, unit=unit)
            yield Remark(where, text, needs="parts")

    def _parts_of(self, name: str) -> tuple[set[str], set[str]]:
        if name not in self._parts:
            step = self._steps[name]
            units, options = ({part.id for part in parts} for parts in (step.units, step.options))
            self._parts[name] = (units, options)
        return self._parts[name]


def _unknown(
    where: Where, name: str | None, known: Set[str], text: Text, needs: str
) -> Iterator[Remark]:
    if name is not None and name not in known:
        yield Remark(where, text, needs)
