"""Number the steps of a script, once for script, console, sheets and report."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.plan.model import Script, Step


def step_numbers(script: Script) -> Mapping[str, int]:
    """Number each step by its place in the script, from 1, whichever post watches it."""
    return {step.id: number for number, step in enumerate(script.steps, 1)}


def head_count_places(step: Step) -> Mapping[str | None, int | None]:
    """List where heads are counted at a step, with how many are due where the script says.

    That is each unit that takes a count, or that the step takes one of; a step without units is
    a place itself (None).
    """
    whole = step.heads.expected if step.heads else None
    if not step.units:
        return {None: whole} if step.heads else {}
    return {
        unit.id: unit.heads.expected if unit.heads else None
        for unit in step.units
        if unit.heads or step.heads
    }
