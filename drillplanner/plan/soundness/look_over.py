"""Look a script over: all findings with codes, weights and what would settle them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from drillplanner.plan.model import Script
from drillplanner.plan.schedule import Schedule
from drillplanner.plan.soundness.finding import SoundnessFinding
from drillplanner.plan.soundness.preparation import preparation
from drillplanner.plan.soundness.safety import safety
from drillplanner.plan.soundness.watching import watching


def look_over(script: Script, ticked: Collection[str] = ()) -> Iterator[SoundnessFinding]:
    """Give warnings, then hints, of a script that has no faults.

    Args:
        script: a sound script.
        ticked: preparation questions that a person answered with yes.
    """
    found = [*watching(script, Schedule(script.steps)), *safety(script)]
    yield from (one for one in found if one.weight == "warning")
    yield from (one for one in found if one.weight == "hint")
    yield from preparation(script, ticked)
