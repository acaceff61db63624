"""Steps are taken in somebody's name, in order, and never while a drill runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from ui.context import AppContext
from ui.improve.commands import Acting
from ui.improve.page import ImprovePage
from ui.settings import Settings


class Signal:
    """A signal that remembers what it told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def emit(self, words: str) -> None:
        self.told.append(words)


class FakeJobs:
    """Lanes that do their work at once."""

    def run(
        self,
        _lane: str,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[BaseException], None],
        owner: object,
    ) -> None:
        try:
            value = work()
        except UserError as error:
            failed(error)
        else:
            done(value)


@dataclass
class FakeFailures:
    refused: Signal = field(default_factory=Signal)
    told: list[BaseException] = field(default_factory=list)

    def tell(self, error: BaseException) -> None:
        self.told.append(error)


@dataclass
class FakeContext:
    settings: Settings
    is_running: bool = False
    at_work: str = ""
    jobs: FakeJobs = field(default_factory=FakeJobs)
    failures: FakeFailures = field(default_factory=FakeFailures)
    remembered: list[Settings] = field(default_factory=list)

    def say(self, text: Text) -> str:
        return str(text)

    def remember(self, settings: Settings) -> None:
        self.remembered.append(settings)


@dataclass
class FakePage:
    name: str = ""
    known: str = ""
    is_asked: bool = False

    def show_name(self, name: str, known: str) -> None:
        self.name, self.known = name, known

    def ask_name(self) -> None:
        self.is_asked = True


class Stage:
    def __init__(self, name: str = "Li") -> None:
        self.context = FakeContext(Settings(), at_work=name)
        self.page = FakePage()
        self.happened: list[Any] = []
        self.acting = Acting(
            cast("AppContext", self.context),
            cast("ImprovePage", self.page),
            lambda: self.happened.append("reload"),
        )

    def do(self) -> None:
        self.acting.do(
            self.happened.append,
            lambda: self.happened.append("then"),
        )


def test_a_step_is_done_in_the_name_then_the_room_is_read_anew() -> None:
    stage = Stage()

    stage.do()

    assert stage.happened == ["Li", "then", "reload"]
    assert stage.page.name == "Li"


def test_without_a_name_nothing_is_done_and_the_page_leads_to_it() -> None:
    stage = Stage("")

    stage.do()

    assert stage.happened == []
    assert stage.page.is_asked
    assert stage.context.failures.refused.told == []


def test_while_a_drill_runs_nothing_is_done() -> None:
    stage = Stage()
    stage.context.is_running = True

    stage.do()

    assert stage.happened == []


def test_a_refused_step_is_told_and_the_room_read_anew() -> None:
    stage = Stage()

    def refuse(_by: str) -> None:
        raise UserError(_("No."))

    stage.acting.do(refuse, lambda: stage.happened.append("then"))

    assert stage.happened == ["reload"]
    assert len(stage.context.failures.told) == 1


def test_a_new_name_is_remembered_once() -> None:
    stage = Stage()

    stage.acting.rename(" Li ")
    stage.acting.rename("Zhao")

    assert [one.extra["improve.name"] for one in stage.context.remembered] == ["Zhao"]
    assert stage.context.at_work == "Zhao"
