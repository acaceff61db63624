"""Build small scripts and logs for the tests of scoring."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from drillplanner.base.heads import head_numbers
from drillplanner.plan.model import (
    End,
    LimitSource,
    Option,
    Phase,
    Role,
    Scoring,
    Script,
    Step,
    Target,
    Unit,
)
from drillplanner.review.observation import (
    Confirmation,
    HeadCount,
    Hold,
    Log,
    Observation,
    StatedOffset,
    SyncMark,
    Use,
)

SOURCE = LimitSource(class_="D", text="建议值")


def step(id: str, units: Iterable[str] = (), options: Iterable[str] = (), **fields: Any) -> Step:
    """Make a step of phase p and role r."""
    kind = "decision" if options else "action"
    return Step(
        id=id,
        phase="p",
        kind=fields.pop("kind", kind),
        role=fields.pop("role", "r"),
        text=id,
        units=tuple(Unit(unit, unit) for unit in units),
        options=tuple(Option(option, option) for option in options),
        **fields,
    )


def target(id: str, start: End, stop: End, limit_s: float | None = 60.0, **fields: Any) -> Target:
    """Make a target of class D."""
    source = fields.pop("source", SOURCE)
    return Target(id, id, start, stop, limit_s, source, **fields)


def script(steps: Iterable[Step], targets: Iterable[Target], **fields: Any) -> Script:
    """Make a script with roles r and q."""
    return Script(
        format="drillplanner/scenario",
        version=1,
        id="test",
        title="test",
        kind="other",
        language="en",
        roles=(Role("r", "r"), Role("q", "q")),
        posts=(),
        phases=(Phase("p", "p"),),
        steps=tuple(steps),
        targets=tuple(targets),
        scoring=fields.pop("scoring", Scoring()),
        **fields,
    )


class LogBuilder:
    """Collect rows in order, as a table would hold them."""

    def __init__(self) -> None:
        self._number = 0
        self._seen: list[Observation] = []
        self._marks: list[SyncMark] = []
        self._offsets: list[StatedOffset] = []
        self._holds: list[Hold] = []
        self._uses: list[Use] = []
        self._confirmed: list[Confirmation] = []
        self._heads: list[HeadCount] = []
        self._sources: dict[str, None] = {}

    def _next(self, source: str) -> int:
        self._sources.setdefault(source)
        self._number += 1
        return self._number - 1

    def saw(
        self, source: str, ref: str, at_s: float | Fraction | None, u_s: Any = 0, **fields: Any
    ) -> LogBuilder:
        """Add an observation of STEP or STEP/UNIT; a None time is `not_performed`.

        `until` is the later edge of an interval.
        """
        name, _, unit = ref.partition("/")
        number = self._next(source)
        outcome = fields.pop("outcome", "not_performed" if at_s is None else "time")
        until = fields.pop("until", None)
        if until is not None:
            fields.update(until_s=Fraction(str(until)), bound="between")
        self._seen.append(
            Observation(
                source,
                name,
                unit or None,
                fields.pop("option", None),
                outcome,
                number,
                None if at_s is None else Fraction(str(at_s)),
                Fraction(str(u_s)) ** 2,
                place=f"row {number}",
                **fields,
            )
        )
        return self

    def counted(self, source: str, ref: str, heads: str, note: str = "") -> LogBuilder:
        """Add a head count of STEP or STEP/UNIT, as 38/40 or 36+2/40."""
        name, _, unit = ref.partition("/")
        numbers = head_numbers(heads)
        assert numbers is not None
        number = self._next(source)
        count = HeadCount(source, name, unit or None, numbers, note, number, f"row {number}")
        self._heads.append(count)
        return self

    def sync(self, source: str, name: str, at_s: float | Fraction, u_s: Any = 0) -> LogBuilder:
        """Add a sync mark."""
        number = self._next(source)
        u = Fraction(str(u_s))
        self._marks.append(SyncMark(source, name, Fraction(str(at_s)), u * u, number))
        return self

    def offset(
        self, source: str, other: str, offset_s: float, u_s: Any = 0, at_s: float | None = None
    ) -> LogBuilder:
        """Add a stated offset, `source` minus `other`, read at a time on `source`'s clock."""
        number = self._next(source)
        u = Fraction(str(u_s))
        at = None if at_s is None else Fraction(str(at_s))
        self._offsets.append(
            StatedOffset(source, other, Fraction(str(offset_s)), u * u, number, at_s=at)
        )
        return self

    def held(self, source: str, start_s: float, stop_s: float | None, u_s: Any = 0) -> LogBuilder:
        """Add a hold, and its resume unless it has none; both with the same u."""
        number, square = self._next(source), Fraction(str(u_s)) ** 2
        stop = None if stop_s is None else Fraction(str(stop_s))
        self._holds.append(
            Hold(
                source,
                Fraction(str(start_s)),
                stop,
                f"row {number}",
                number,
                number,
                square,
                square,
            )
        )
        return self

    def use(self, source: str, ref: str) -> LogBuilder:
        """Add a person's decision that the source's time stands."""
        name, _, unit = ref.partition("/")
        self._uses.append(Use(source, name, unit or None, "decided", self._next(source)))
        return self

    def confirm(self, source: str, target_id: str) -> LogBuilder:
        """Add a person's word that a target is as it is."""
        self._confirmed.append(Confirmation(source, target_id, "seen", self._next(source)))
        return self

    def log(self, scale: Any = "seconds", **fields: Any) -> Log:
        """Give the log; every source has the same kind of times."""
        return Log(
            tuple(self._seen),
            tuple(self._marks),
            tuple(self._offsets),
            holds=fields.pop("holds", tuple(self._holds)),
            uses=tuple(self._uses),
            confirmations=tuple(self._confirmed),
            heads=tuple(self._heads),
            scales=dict.fromkeys(self._sources, scale),
            **fields,
        )
