"""Find what the planner of a sound script should know; nothing here refuses a script."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.plan.places import Remark
from drillplanner.plan.scenario import Script


def findings(script: Script) -> Iterator[Remark]:
    """Give what the planner of a sound script should think over, each with its place."""
    yield from ()
