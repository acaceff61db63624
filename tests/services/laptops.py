"""Laptops of their own, each with its key, clock and workspace, that log one drill together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.plan.writer import format_script
from drillplanner.services.exchange.pack_joining import Examined
from drillplanner.services.plan.scripts import OpenScript, opened
from drillplanner.services.run.live_session import Again, LiveSession, Start
from tests.fakes import FakeClock
from tests.services.drills_held import plan


def script() -> OpenScript:
    return opened(format_script(plan()))


@dataclass
class Laptop:
    """One laptop; its clock moves only when told."""

    folder: Path
    source: str
    clock: FakeClock = field(default_factory=FakeClock)
    session: LiveSession | None = None

    def __post_init__(self) -> None:
        self.services: Services = build(Paths.within(self.folder / self.source), self.clock)

    @property
    def drill(self) -> str:
        assert self.session is not None
        return self.session.drill.id

    def begin(self, again: Again | None = None) -> None:
        keeper = PersonId(f"keeper-{self.source}")
        start = Start(
            script(), "Lockdown", "formal", self.source, keeper, f"Keeper of {self.source}",
            again=again,
        )  # fmt: skip
        self.session = self.services.sessions.begin(start)
        self.session.recorder.arm()

    def mark(self, step: str, unit: str | None = None, after_s: float = 1.0) -> None:
        assert self.session is not None
        self.clock.advance(after_s)
        self.session.recorder.mark(step, unit=unit)

    def sync(self, name: str, after_s: float = 1.0) -> None:
        assert self.session is not None
        self.clock.advance(after_s)
        self.session.recorder.sync(name)

    def pack(self, name: str = "", *, with_names: bool = True) -> Path:
        target = self.folder / f"{name or self.source}.drillpack"
        return self.services.packs.write(self.drill, target, with_names=with_names).path

    def take(self, path: Path, expected: str | None = None) -> Examined:
        """Join a pack if it is sound; say what it is."""
        found = self.services.packs.examine(path, expected)
        return self.services.packs.join(found) if found.verdict == "sound" else found

    def take_all_the_same(self, path: Path) -> Examined:
        return self.services.packs.join(self.services.packs.examine(path))


@contextmanager
def laptops(
    folder: Path, sources: Sequence[str] = ("post", "gate", "roof")
) -> Iterator[Mapping[str, Laptop]]:
    """Let the first laptop enter the drill, hand it to the others, and arm them all."""
    made = {source: Laptop(folder, source) for source in sources}
    head, *others = made.values()
    head.begin()
    planned = head.pack("planned")
    for one in others:
        one.take(planned)
        one.begin(Again(head.drill, 1))  # type: ignore[arg-type]  # an id of a drill
    try:
        yield made
    finally:
        for one in made.values():
            one.services.close()


def another(folder: Path, name: str = "planner") -> Laptop:
    """Make a laptop that has logged nothing."""
    return Laptop(folder, name)
