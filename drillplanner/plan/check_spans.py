"""Check that targets and orders run from one step to another that can follow it."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _
from drillplanner.plan.partial_order import Ancestry, steps_before
from drillplanner.plan.places import Remark
from drillplanner.plan.scenario import End, FirstOf, LastOf, Script, Step, refs, split_ref


def span_faults(script: Script) -> Iterator[Remark]:
    """Find targets whose ends are the same, or whose stop comes before its start."""
    steps = {step.id: step for step in script.steps}
    ancestry = Ancestry(steps_before(script.steps))
    for place, target in enumerate(script.targets):
        if _plain(target.start, steps) == _plain(target.stop, steps):
            text = _('The target "{target}" starts and stops at the same step.', target=target.id)
            yield Remark(("targets", place, "stop"), text)
        elif _must_precede(ancestry, target.stop, target.start):
            text = _(
                'The stop of target "{target}" comes before its start in the order of steps.',
                target=target.id,
            )
            yield Remark(("targets", place, "stop"), text)


def order_faults(script: Script) -> Iterator[Remark]:
    """Find orders of a step with itself."""
    for place, order in enumerate(script.orders):
        if order.before == order.after:
            text = _('The order "{order}" puts a step before itself.', order=order.id)
            yield Remark(("orders", place, "after"), text)


def may_precede(ancestry: Ancestry, stop: End, start: End) -> bool:
    """Tell whether any step of `stop` comes before any step of `start`."""
    return ancestry.precede(_steps_of(stop), _steps_of(start))


def _must_precede(ancestry: Ancestry, stop: End, start: End) -> bool:
    """Tell whether `stop` is surely over once `start` is there."""
    return ancestry.precede(
        _steps_of(stop),
        _steps_of(start),
        all_earlier=not isinstance(stop, FirstOf),
        all_later=isinstance(start, FirstOf),
    )


def _steps_of(end: End) -> list[str]:
    return list(dict.fromkeys(split_ref(ref)[0] for ref in refs(end)))


def _plain(end: End, steps: dict[str, Step]) -> object:
    """Write an end so that two ways of saying the same are equal."""
    names = frozenset(refs(end))
    if isinstance(end, str):
        return names
    if len(names) == 1:
        step = steps.get(next(iter(names)))
        if step is None or not step.units:
            return names
    return ("last" if isinstance(end, LastOf) else "first", names)
