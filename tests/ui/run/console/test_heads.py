"""Heads are counted at the console, class after class, and undone like any act."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.plan.model import Heads
from drillplanner.plan.writer import format_script
from drillplanner.run.entry_markers import heads_of
from drillplanner.services.plan.scripts import OpenScript, opened, samples
from drillplanner.store.workspace import Workspace
from tests.ui.run.hand import Hand

STEP = "counted"


def with_heads() -> OpenScript:
    """Give the first sample with 40 due in each class that is counted."""
    script = samples()[0].script
    steps = tuple(
        replace(step, units=tuple(replace(unit, heads=Heads(40)) for unit in step.units))
        if step.id == STEP
        else step
        for step in script.steps
    )
    return opened(format_script(replace(script, version=2, steps=steps)))


@pytest.fixture
def hand(workspace: Workspace) -> Hand:
    made = Hand(workspace, script=with_heads())
    made.press("2")
    return made


def counts(hand: Hand) -> list[tuple[str | None, str, str]]:
    log = hand.presenter.session.recorder.log
    found = [heads_of(one) for one in hand.log if log.is_live(one.id)]
    return [(one.unit, str(one.heads), one.words) for one in found if one is not None]


def answer(hand: Hand, text: str) -> None:
    hand.clock.advance(1)
    hand.controller.on_answer(":typed", text)


def test_classes_are_counted_one_after_the_other_by_numbers_alone(hand: Hand) -> None:
    units = [unit.id for unit in hand.presenter.board.steps[STEP].units]
    hand.press("\\")
    assert "40 due" in hand.page.question

    for text in ("40", "36+2 two in the sick bay", "38 缺小明"):
        answer(hand, text)
    hand.controller.drop()

    assert counts(hand) == [
        (units[0], "40/40", ""),
        (units[1], "36+2/40", "two in the sick bay"),
        (units[2], "38/40", "缺小明"),
    ]
    assert hand.page.looks[STEP].shape == "triangle"
    assert "114/120" in hand.page.looks[STEP].status


def test_what_is_no_count_is_asked_again_and_nothing_is_logged(hand: Hand) -> None:
    hand.press("\\")

    answer(hand, "most of them")

    assert counts(hand) == []
    assert "no head count" in hand.page.refused[-1]
    assert hand.controller.is_asking


def test_a_count_is_undone_and_a_later_one_stands(hand: Hand) -> None:
    hand.press("\\")
    answer(hand, "4")
    hand.controller.drop()

    hand.press("Backspace")

    assert counts(hand) == []
    assert hand.presenter.board.uncounted(STEP)[0] == hand.presenter.board.steps[STEP].units[0].id


def test_where_no_step_takes_a_count_it_is_a_note_and_its_digits_mark_nothing(
    workspace: Workspace,
) -> None:
    hand = Hand(workspace)
    hand.press("2")

    hand.press("\\")

    assert not hand.page.offers_heads
    assert "head count" in hand.page.question
    hand.controller.on_answer(hand.page.asked[0], "二班 38/40")
    assert hand.log[-1].kind == "note"
    assert "二班 38/40" in hand.log[-1].text


def test_a_sample_takes_head_counts_so_that_they_can_be_tried(workspace: Workspace) -> None:
    numbers = {one.script.id: number for number, one in enumerate(samples())}
    hand = Hand(workspace, numbers["vehicle-at-dismissal"])

    assert hand.page.offers_heads
    hand.press("\\")
    assert "42 due" in hand.page.question
