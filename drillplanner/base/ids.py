"""Name ids with types, and make new ones."""

from __future__ import annotations

from typing import NewType

ScenarioId = NewType("ScenarioId", str)
RoleId = NewType("RoleId", str)
PostId = NewType("PostId", str)
PhaseId = NewType("PhaseId", str)
StepId = NewType("StepId", str)
TargetId = NewType("TargetId", str)
DrillId = NewType("DrillId", str)
SessionId = NewType("SessionId", str)
ClockId = NewType("ClockId", str)
EntryId = NewType("EntryId", str)
PersonId = NewType("PersonId", str)


def new_id() -> str:
    """Make a UUIDv7 (RFC 9562): unique everywhere, roughly in order of creation.

    The order of two ids never decides anything: clocks of laptops differ.
    """
    from uuid_utils import uuid7

    return str(uuid7())
