"""Build chained logs for tests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from drillplanner.base.ids import ClockId, DrillId, EntryId, PersonId, SessionId, StepId
from drillplanner.run.codec import Sealed, seal
from drillplanner.run.entry import Entry

SECOND_NS = 10**9
#: 2026-11-23 09:00:00 in Shanghai.
NINE_NS = 1_795_395_600 * SECOND_NS


def entry(seq: int = 1, **fields: Any) -> Entry:
    """Make a mark of step s1 by the gate, one second after another."""
    plain = Entry(
        id=EntryId(f"e{seq}"),
        drill=DrillId("d1"),
        round=1,
        source="gate",
        session=SessionId("s1"),
        clock=ClockId("c1"),
        author=PersonId("p1"),
        seq=seq,
        kind="mark",
        elapsed_ns=seq * SECOND_NS,
        wall_utc_ns=NINE_NS + seq * SECOND_NS,
        step=StepId("s1"),
        u_s=Decimal("0.3"),
    )
    return replace(plain, **fields)


def bare(seq: int, kind: str, **fields: Any) -> Entry:
    """Make an entry of a kind that speaks of no step."""
    return entry(seq, kind=kind, step=None, **fields)


def session(
    count: int, name: str = "s1", prev: str | None = None, **fields: Any
) -> tuple[Sealed, ...]:
    """Make one session of chained marks."""
    log: list[Sealed] = []
    for seq in range(1, count + 1):
        one = entry(seq, id=f"{name}-{seq}", session=name, prev=prev, **fields)
        log.append(seal(one))
        prev = log[-1].hash
    return tuple(log)
