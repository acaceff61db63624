"""Stand-ins for what tests must rule: the clocks, and a store that can fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.run.codec import Sealed

SECOND_NS = 10**9


def wall_ns(text: str) -> int:
    """Read an ISO time with offset, such as 2026-11-23T09:00:00+08:00."""
    whole = datetime.fromisoformat(text)
    return int(whole.replace(microsecond=0).timestamp()) * SECOND_NS + whole.microsecond * 1000


@dataclass
class FakeClock:
    """Clocks that move only when told."""

    wall: int = field(default_factory=lambda: wall_ns("2026-11-23T09:00:00+08:00"))
    elapsed: int = 1000 * SECOND_NS
    asleep: int = 0

    def elapsed_ns(self) -> int:
        return self.elapsed

    def wall_utc_ns(self) -> int:
        return self.wall

    def asleep_ns(self) -> int:
        return self.asleep

    def sleep(self, seconds: float) -> None:
        """Suspend the machine: both clocks go on, and a third says that it slept."""
        self.advance(seconds)
        self.asleep += round(seconds * SECOND_NS)

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        passed = round(seconds * SECOND_NS)
        self.elapsed += passed
        self.wall += passed

    def set_wall(self, seconds: float) -> None:
        """Move the wall clock alone, as a person or NTP would."""
        self.wall += round(seconds * SECOND_NS)

    def restart(self, down_s: float, up_s: float) -> None:
        """Restart the machine: the elapsed clock begins anew, the wall clock went on."""
        self.wall += round((down_s + up_s) * SECOND_NS)
        self.elapsed = round(up_s * SECOND_NS)


@dataclass
class ListStore:
    """A store in memory that fails while `is_broken`."""

    saved: list[Sealed] = field(default_factory=list)
    is_broken: bool = False

    def append(self, sealed: Sealed) -> None:
        if self.is_broken:
            raise StoreFault(_("The disk is full."))
        self.saved.append(sealed)
