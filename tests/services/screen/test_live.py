"""What others see of a running drill is read off its session, and changes nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text
from drillplanner.base.translator import translator
from drillplanner.run.clock.machine_clock import now
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.commands import HoldOrResume, Mark
from drillplanner.services.run.live_session import Lane, LiveSession, Start, begin
from drillplanner.services.run.sessions import create_workspace
from drillplanner.services.screen.live import NOW, ScreenFrame, ScreenReader
from tests.fakes import SECOND_NS, FakeClock

SCRIPT = samples()[0].script


class Deaf:
    def entries_saved(self, ids: Sequence[str]) -> None: ...

    def saving_failed(self, fault: Text) -> None: ...


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> Iterator[LiveSession]:
    start = Start(samples()[0], "演练", "formal", "指挥部", PersonId("p1"))
    with create_workspace(tmp_path / "w.drill") as workspace:
        made = begin(workspace, start, Lane(lambda work: work(), Deaf(), make_clock=lambda: clock))
        made.recorder.arm(made.arming.words())
        yield made


@pytest.fixture
def mark(session: LiveSession, clock: FakeClock) -> Callable[..., None]:
    def press(step: str, after_s: float = 0.0, unit: str | None = None) -> None:
        clock.advance(after_s)
        assert session.do(Mark(step, now(clock), unit=unit)).refusal is None

    return press


def frame(session: LiveSession, clock: FakeClock) -> ScreenFrame:
    return ScreenReader(session).frame(clock.elapsed_ns())


def test_before_the_danger_nothing_counts(session: LiveSession, clock: FakeClock) -> None:
    shown = frame(session, clock)

    assert (shown.state, shown.since_ns, shown.done, shown.overdue) == ("armed", None, (), ())
    assert shown.next[0].number == 1
    assert len(shown.phases) == len(SCRIPT.phases)


def test_what_was_seen_comes_last_first_and_phase_and_narration_follow_it(
    session: LiveSession, clock: FakeClock, mark: Callable[..., None]
) -> None:
    order = [step.id for step in SCRIPT.steps]
    zero = SCRIPT.t0
    assert zero is not None
    mark(zero)
    for step in order[order.index(zero) + 1 :][:NOW]:
        mark(step, 3.0)
    clock.advance(1.5)

    shown = frame(session, clock)

    last = SCRIPT.steps[order.index(zero) + NOW]
    numbers = [line.number for line in shown.done]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == NOW
    assert shown.done[0].at_ns == 9 * SECOND_NS
    assert shown.since_ns == round(10.5 * SECOND_NS)
    assert shown.phase == [phase.id for phase in SCRIPT.phases].index(last.phase)
    say = translator("zh_CN").say
    assert say(shown.narration) == say(shown.done[0].words).split("（")[0]


def test_a_target_beyond_its_limit_is_overdue(
    session: LiveSession, clock: FakeClock, mark: Callable[..., None]
) -> None:
    assert SCRIPT.t0 is not None
    mark(SCRIPT.t0)
    clock.advance(3600)

    late = frame(session, clock).overdue

    assert late
    assert all(line.over_s > 0 for line in late)


def test_a_voided_mark_is_not_shown_and_a_pause_is(
    session: LiveSession, clock: FakeClock, mark: Callable[..., None]
) -> None:
    assert SCRIPT.t0 is not None
    mark(SCRIPT.t0)
    mark("challenge", 2.0)
    session.undo()
    clock.advance(1)
    session.do(HoldOrResume(now(clock)))

    shown = frame(session, clock)

    assert shown.state == "held"
    assert len(shown.done) == 1


def test_looking_on_logs_nothing(session: LiveSession, clock: FakeClock) -> None:
    before = len(session.recorder.log)

    for _time in range(5):
        frame(session, clock)
        clock.advance(1)

    assert len(session.recorder.log) == before
