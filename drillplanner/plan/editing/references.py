"""Keep what names a step, a unit or a target in order when that goes, and say what it did."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from drillplanner.base.texts import Authored, Text, Words, _
from drillplanner.plan.editing.draft import Draft, changed
from drillplanner.plan.model import (
    After,
    End,
    FirstOf,
    LastOf,
    Order,
    Script,
    Step,
    Target,
    refs,
    split_ref,
)


def without_steps(draft: Draft, gone: Collection[str]) -> tuple[Draft, tuple[Text, ...]]:
    """Take steps out; what came after them comes after what they came after, at the same lag."""
    script, gone = draft.script, frozenset(gone)
    steps = _bridged(script.steps, gone)
    steps = tuple(
        replace(one, only_if=None) if one.only_if and one.only_if.step in gone else one
        for one in steps
        if one.id not in gone
    )
    branched = {step.id for step in script.steps if step.only_if}
    said = [
        _("Step {number} is in no branch any more.", number=number)
        for number, one in enumerate(steps, 1)
        if one.only_if is None and one.id in branched
    ]
    dead = {ref for ref in _named_refs(script) if split_ref(ref)[0] in gone}
    script = replace(script, steps=steps)
    if script.t0 in gone:
        script = replace(script, t0=None)
        said.append(_("No step is T0 any more: choose another."))
    script, more = _without_refs(script, dead)
    kept = draft.locked - gone
    return replace(draft, script=script, locked=kept), (*said, *more)


def without_units(draft: Draft, step: str, gone: Collection[str]) -> tuple[Draft, tuple[Text, ...]]:
    """Let nothing name units of a step that are gone; one that was named alone becomes the step."""
    dead = frozenset(f"{step}/{unit}" for unit in gone)
    script = draft.script
    targets = tuple(
        replace(one, start=_whole(one.start, dead, step), stop=_whole(one.stop, dead, step))
        for one in script.targets
    )
    orders = tuple(
        replace(
            one,
            before=step if one.before in dead else one.before,
            after=step if one.after in dead else one.after,
        )
        for one in script.orders
    )
    script, said = _without_refs(replace(script, targets=targets, orders=orders), dead)
    return replace(draft, script=script), said


def without_options(draft: Draft, step: str, gone: Collection[str]) -> Draft:
    """Let no step hang on ways of a decision that are gone."""
    steps = tuple(
        replace(one, only_if=None)
        if one.only_if and one.only_if.step == step and one.only_if.option in gone
        else one
        for one in draft.script.steps
    )
    return replace(draft, script=replace(draft.script, steps=steps))


def without_members(draft: Draft, part: str, gone: Collection[str]) -> Draft:
    """Let no objective name targets or criteria that are gone."""
    if part not in ("targets", "criteria"):
        return draft
    objectives = tuple(
        changed(one, **{part: tuple(id_ for id_ in getattr(one, part) if id_ not in gone)})
        for one in draft.script.objectives
    )
    return replace(draft, script=replace(draft.script, objectives=objectives))


def _bridged(steps: tuple[Step, ...], gone: frozenset[str]) -> tuple[Step, ...]:
    """Lead links around the steps that go, so that planned times stay what they were."""
    links = {step.id: {one.step: one.lag_s for one in step.after} for step in steps}
    around: dict[str, dict[str, float]] = {}

    def beyond(id_: str) -> dict[str, float]:
        """Give the steps that stay before one that goes, each with the longest way to it."""
        if id_ not in around:
            around[id_] = {}  # what waits for itself ends here
            found: dict[str, float] = {}
            for other, lag in links.get(id_, {}).items():
                nearer = beyond(other) if other in gone else {other: 0.0}
                for step, way in nearer.items():
                    found[step] = max(found.get(step, 0.0), way + lag)
            around[id_] = found
        return around[id_]

    def led(step: Step) -> Step:
        if step.id in gone or not any(one.step in gone for one in step.after):
            return step
        kept = {one.step: one.lag_s for one in step.after if one.step not in gone}
        for one in step.after:
            if one.step in gone:
                for other, way in beyond(one.step).items():
                    kept[other] = max(kept.get(other, 0.0), way + one.lag_s)
        return replace(step, after=tuple(After(id_, lag) for id_, lag in kept.items()))

    return tuple(led(step) for step in steps)


def _named_refs(script: Script) -> Iterable[str]:
    for target in script.targets:
        yield from refs(target.start)
        yield from refs(target.stop)
    for order in script.orders:
        yield order.before
        yield order.after


def _whole(end: End, dead: frozenset[str], step: str) -> End:
    """Let a unit that was named alone become its step."""
    return step if isinstance(end, str) and end in dead else end


def _without_refs(script: Script, dead: Collection[str]) -> tuple[Script, tuple[Text, ...]]:
    """Take references out of ends; a target or order that loses an end goes, and is named."""
    if not dead:
        return script, ()
    said: list[Text] = []
    targets: list[Target] = []
    lost: list[str] = []
    for target in script.targets:
        start, stop = _left(target.start, dead), _left(target.stop, dead)
        if start is None or stop is None or start == stop:
            lost.append(target.id)
            said.append(
                _('The target "{target}" went with it.', target=_words(script, target.name))
            )
        elif (start, stop) != (target.start, target.stop):
            targets.append(replace(target, start=start, stop=stop))
            said.append(
                _('The target "{target}" has fewer ends.', target=_words(script, target.name))
            )
        else:
            targets.append(target)
    orders: list[Order] = []
    for order in script.orders:
        if order.before in dead or order.after in dead or order.before == order.after:
            said.append(_("An order of steps went with it."))
        else:
            orders.append(order)
    script = replace(script, targets=tuple(targets), orders=tuple(orders))
    if lost:
        script = without_members(Draft(script), "targets", lost).script
    return script, tuple(said)


def _left(end: End, dead: Collection[str]) -> End | None:
    left = tuple(ref for ref in refs(end) if ref not in dead)
    if not left:
        return None
    match end:
        case LastOf():
            return LastOf(left)
        case FirstOf():
            return FirstOf(left)
        case _:
            return left[0]


def _words(script: Script, words: Words) -> Authored:
    return Authored(words, script.language)
