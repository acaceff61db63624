"""Name ids with types, tell them from other text, and make new ones."""

from __future__ import annotations

import re
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

#: How an id is spelled (contract, section 1), and a SHA-256 as facts name it.
ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
HASH = re.compile(r"[0-9a-f]{64}")


def new_id() -> str:
    """Make a UUIDv7 (RFC 9562): unique everywhere, roughly in order of creation.

    The order of two ids never decides anything: clocks of laptops differ.
    """
    from uuid_utils import uuid7

    return str(uuid7())
