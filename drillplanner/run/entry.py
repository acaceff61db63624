"""Hold log entries: one thing a source says, at an instant, of a step, a clock or another entry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from drillplanner.base.errors import UserError
from drillplanner.base.ids import ClockId, DrillId, EntryId, PersonId, SessionId, StepId
from drillplanner.base.texts import _

Kind: TypeAlias = Literal[
    "arm",
    "mark",
    "label",
    "void",
    "restore",
    "not_performed",
    "failed",
    "note",
    "sync",
    "hold",
    "resume",
    "abort",
    "end",
]
Bound: TypeAlias = Literal["exact", "at_most", "at_least"]
Observed: TypeAlias = Literal["seen", "radio", "video", "record"]
Made: TypeAlias = Literal["key", "tap", "late", "imported"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a source says, immutable; undo and correction are entries of their own.

    `u_s` is a standard uncertainty in seconds. `text` is the reason of a `failed`, the name
    of a `sync`, the words of a `note` and of a `label` without a step (free words), and an
    optional remark elsewhere. `amends` is the id of the entry that a `void` or `label` speaks
    of, or of the void that a `restore` takes back. `prev` is the hash of the entry before it
    in its session; a session's first entry holds the last hash found.
    """

    id: EntryId
    drill: DrillId
    round: int
    source: str
    session: SessionId
    clock: ClockId
    author: PersonId
    seq: int
    kind: Kind
    elapsed_ns: int
    wall_utc_ns: int
    step: StepId | None = None
    unit: str | None = None
    option: str | None = None
    u_s: Decimal = Decimal(0)
    bound: Bound = "exact"
    observed: Observed = "seen"
    made: Made = "key"
    text: str = ""
    amends: EntryId | None = None
    prev: str | None = None


def decimal_s(seconds: float | Decimal | str) -> Decimal:
    """Give a number of seconds as the decimal an entry carries, to the nanosecond.

    Raises:
        UserError: it is negative, not finite, or a million seconds and more.
    """
    number = Decimal(str(seconds))
    if not number.is_finite() or not 0 <= number < 10**6:
        raise UserError(
            _(
                "An uncertainty of {seconds} seconds is not possible; give 0 or more.",
                seconds=str(seconds),
            )
        )
    number = number.quantize(Decimal("1e-9")).normalize()
    return number if number else Decimal(0)
