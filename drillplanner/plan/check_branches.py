"""Check that branches hang on decisions, and that options belong to decisions alone."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _
from drillplanner.plan.places import Remark, Where
from drillplanner.plan.scenario import Script


def option_faults(script: Script) -> Iterator[Remark]:
    """Find options of what is no decision, and branches of no decision or option."""
    steps = {step.id: step for step in script.steps}
    options = {step.id: {option.id for option in step.options} for step in script.steps}
    for place, step in enumerate(script.steps):
        here: Where = ("steps", place)
        if step.options and step.kind != "decision":
            text = _(
                'The step "{step}" has options but is no decision. Make it one, or take the '
                "options out.",
                step=step.id,
            )
            yield Remark((*here, "options"), text)
        # A branch of the step itself is named with the circles.
        if not step.only_if or step.only_if.step not in steps or step.only_if.step == step.id:
            continue
        decision, option = steps[step.only_if.step], step.only_if.option
        if decision.kind != "decision":
            text = _('The step "{step}" is no decision, so it has no branch.', step=decision.id)
            yield Remark((*here, "only_if", "step"), text)
        elif option not in options[decision.id]:
            text = _(
                'The decision "{step}" has no option "{option}".', step=decision.id, option=option
            )
            yield Remark((*here, "only_if", "option"), text, needs="parts")
