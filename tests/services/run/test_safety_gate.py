"""The safety gate bars the control post while items are open, and the log says who did what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text
from drillplanner.base.translator import translator
from drillplanner.run.entry_markers import SafetyOpenNote, safety_open_of
from drillplanner.run.rounds import NATURES
from drillplanner.services.plan.scripts import samples
from drillplanner.services.review.log.lines import whole_log
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.services.run.commands import Arm
from drillplanner.services.run.live_session import Lane, LiveSession, Start, begin
from drillplanner.services.run.safety_gate import Confirmation, SafetyGate
from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock

GATE = samples()[0]
ITEMS = tuple(item.id for item in GATE.script.safety)


class Deaf:
    """Hears nothing."""

    def entries_saved(self, ids: Sequence[str]) -> None: ...

    def saving_failed(self, fault: Text) -> None: ...


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as made:
        yield made


def start(nature: str = "formal", *, is_control: bool = True) -> Start:
    return Start(GATE, "演练", nature, "指挥部", PersonId("p1"), is_control=is_control)


def confirmed(items: Sequence[str], clock: FakeClock, name: str = "赵安全") -> SafetyGate:
    return SafetyGate(tuple(Confirmation(one, name, clock.wall_utc_ns()) for one in items))


def armed(workspace: Workspace, chosen: Start, clock: FakeClock) -> LiveSession:
    log = begin(workspace, chosen, Lane(lambda work: work(), Deaf(), make_clock=lambda: clock))
    log.do(Arm(log.arming.words(), log.arm_notes))
    return log


def kinds(log: LiveSession) -> list[str]:
    return [one.kind for one in log.recorder.log.entries.values()]


@pytest.mark.parametrize("nature", [one for one in NATURES if one != "rehearsal"])
def test_the_control_post_arms_no_round_in_earnest_with_open_items(
    workspace: Workspace, nature: str
) -> None:
    clock = FakeClock()

    with pytest.raises(UserError, match="safety items are open"):
        armed(workspace, start(nature), clock)
    but_one = replace(start(nature), gate=confirmed(ITEMS[1:], clock))
    with pytest.raises(UserError, match="1 safety item is open"):
        armed(workspace, but_one, clock)

    assert not workspace.drills()
    assert workspace.names() == {}


@pytest.mark.parametrize(
    "chosen", [start("rehearsal"), start(is_control=False), start("rehearsal", is_control=False)]
)
def test_a_rehearsal_and_other_posts_are_not_barred(workspace: Workspace, chosen: Start) -> None:
    unneeded = SafetyGate((), "周校长", "演练照常")
    log = armed(workspace, replace(chosen, gate=unneeded), FakeClock())

    assert kinds(log) == ["arm"]


def test_what_was_confirmed_stands_in_the_log_before_the_arming_and_no_name_does(
    workspace: Workspace,
) -> None:
    clock = FakeClock()
    log = armed(workspace, replace(start(), gate=confirmed(ITEMS, clock)), clock)

    assert kinds(log) == [*["note"] * len(ITEMS), "arm"]
    assert not any("赵安全" in one.text for one in log.recorder.log.entries.values())
    assert list(workspace.names().values()) == ["赵安全"]
    said = review_drill(read_drill(workspace, log.drill.id)).inputs
    assert [(one.item, one.by) for one in said.confirmed] == [(one, "赵安全") for one in ITEMS]
    assert said.armed_open == ()
    assert log.last_act == ()


def test_who_arms_all_the_same_answers_by_name_and_reason(workspace: Workspace) -> None:
    clock = FakeClock()
    some = confirmed(ITEMS[:2], clock)
    for half in (replace(some, answers="周校长"), replace(some, reason="雨大，提前开始")):
        with pytest.raises(UserError, match="open"):
            armed(workspace, replace(start(), gate=half), clock)

    whole = replace(some, answers="周校长", reason="雨大，提前开始")
    log = armed(workspace, replace(start(), gate=whole), clock)

    notes = [safety_open_of(one) for one in log.recorder.log.entries.values()]
    [found] = [one for one in notes if one is not None]
    assert isinstance(found, SafetyOpenNote)
    assert (found.items, found.reason) == (ITEMS[2:], "雨大，提前开始")
    [said] = review_drill(read_drill(workspace, log.drill.id)).inputs.armed_open
    assert (said.by, said.items, said.reason) == ("周校长", ITEMS[2:], "雨大，提前开始")


def test_a_confirmation_that_was_voided_counts_no_more(workspace: Workspace) -> None:
    clock = FakeClock()
    log = armed(workspace, replace(start(), gate=confirmed(ITEMS, clock)), clock)
    log.recorder.void(next(iter(log.recorder.log.entries)), "按错了")

    said = review_drill(read_drill(workspace, log.drill.id)).inputs

    assert [one.item for one in said.confirmed] == list(ITEMS[1:])


def test_a_confirmation_has_one_time_and_its_name_wherever_it_stands(
    workspace: Workspace,
) -> None:
    clock = FakeClock()
    gate = confirmed(ITEMS, clock)
    clock.advance(754)
    log = armed(workspace, replace(start(), gate=gate), clock)

    review = review_drill(read_drill(workspace, log.drill.id))

    line = whole_log(review).lines[0]
    say = translator("zh_CN").say
    time, said = (say(line.cells[place]) for place in (2, 4))  # type: ignore[arg-type]
    told = review.inputs.confirmed[0]
    assert time.startswith(told.when)
    assert "赵安全" in said
    assert told.by == "赵安全"
