"""A desk for presenters, without Qt: signals are lists of slots, lanes work at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drillplanner.base.texts import Authored, Text
from drillplanner.base.translator import Language, translator
from ui.settings import Settings


class FakeSignal:
    """Calls at once what is connected, and remembers what it was emitted with."""

    def __init__(self) -> None:
        self.slots: list[Callable[..., object]] = []
        self.emitted: list[tuple[object, ...]] = []

    def connect(self, slot: Callable[..., object]) -> None:
        self.slots.append(slot)

    def emit(self, *values: object) -> None:
        self.emitted.append(values)
        for slot in self.slots:
            slot(*values)


class FakeJobs:
    """Does work at once; while `is_held` it waits for `release`."""

    def __init__(self, tell: Callable[[BaseException], None]) -> None:
        self.is_held = False
        self.lanes: list[str] = []
        self._tell = tell
        self._waiting: dict[object, Callable[[], None]] = {}

    def run(
        self,
        lane: str,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        *,
        owner: object = None,
        latest: str = "",
    ) -> None:
        self.lanes.append(lane)

        def do() -> None:
            try:
                value = work()
            except Exception as error:
                (failed or self._tell)(error)
                return
            if done is not None:
                done(value)

        if self.is_held:
            self._waiting[(owner, latest) if latest else object()] = do
        else:
            do()

    def drop(self, owner: object, latest: str) -> None:
        self._waiting.pop((owner, latest), None)

    def release(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for do in waiting.values():
            do()


class FakeFailures:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.told: list[BaseException] = []

    def tell(self, error: BaseException) -> None:
        self.told.append(error)


class FakeContext:
    """What presenters use of ui.context.Desk."""

    def __init__(self, services: object = None, language: Language = "en") -> None:
        self.language: Language = language
        self.services = services
        self.failures = FakeFailures()
        self.jobs = FakeJobs(self.failures.tell)
        self.settings = Settings()
        self.guards: list[Callable[[], bool]] = []
        self.is_running = False
        self.scriptChanged, self.drillChanged = FakeSignal(), FakeSignal()
        self.roomRequested, self.runningChanged = FakeSignal(), FakeSignal()
        self.continueRequested, self.tourRequested = FakeSignal(), FakeSignal()
        self.workspaceRefused = FakeSignal()
        self.workspaceOpened = FakeSignal()
        self.ledgerRequested = FakeSignal()
        self._script: object = None
        self._drill = ""

    def say(self, text: Text | Authored | str) -> str:
        return translator(self.language).say(text)

    def guard_closing(self, page: object, is_safe: Callable[[], bool]) -> None:
        self.guards.append(is_safe)

    def remember(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def script(self) -> Any:
        return self._script

    @script.setter
    def script(self, script: object) -> None:
        self._script = script
        self.scriptChanged.emit(script)

    @property
    def drill(self) -> str:
        return self._drill

    @drill.setter
    def drill(self, drill: str) -> None:
        self._drill = drill
        self.drillChanged.emit(drill)
