"""Number the steps of a script, once for script, console, sheets and report."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.plan.model import Script


def step_numbers(script: Script) -> Mapping[str, int]:
    """Number each step by its place in the script, from 1, whichever post watches it."""
    return {step.id: number for number, step in enumerate(script.steps, 1)}
