"""A failure is in the log at its key; what is said of it later costs no instant."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.run.entry import Entry
from drillplanner.store.workspace import Workspace
from tests.ui.pages.console import Console
from tests.ui.run.hand import Hand
from ui.run.console.controller import READ_NS
from ui.run.room import RunRoom

READ_MS = READ_NS // 10**6 + 50


@pytest.fixture
def console(room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setattr("ui.run.console.controller.READ_NS", READ_NS)
    made = Console.armed(room, qtbot)
    made.press("2")
    return made


def live(console: Console) -> list[Entry]:
    gone = {one.amends for one in console.log if one.kind == "void"}
    back = {one.amends for one in console.log if one.kind == "restore"}
    voids = {one.amends for one in console.log if one.kind == "void" and one.id in back}
    return [
        one
        for one in console.log
        if one.kind in ("mark", "failed") and (one.id not in gone or one.id in voids)
    ]


def said(console: Console) -> Sequence[tuple[str, str | None, str]]:
    return [(one.kind, one.step, one.text) for one in live(console)][1:]


def test_backspace_under_the_question_of_a_failure_takes_the_wrong_mark_back(
    console: Console,
) -> None:
    console.press("X", "4")
    console.press("3")

    console.press("Backspace")

    assert [(kind, text) for kind, _step, text in said(console)] == [("failed", "Other")]
    assert console.question.startswith("Why did it fail?")
    assert console.told.startswith("Undone: ")
    console.press("Backspace")
    assert said(console) == []
    assert console.question == ""
    console.press("Backspace", shift=True)
    assert [kind for kind, _step, _text in said(console)] == ["failed"]
    assert console.told.startswith("Done again: ")


@pytest.mark.parametrize("dropped_by", ["", "Esc"])
def test_a_failure_is_saved_at_its_key_whatever_becomes_of_the_question(
    console: Console, room: RunRoom, dropped_by: str
) -> None:
    console.press("X")
    at_ns = console.last.elapsed_ns
    console.press("4")
    if dropped_by:
        console.press(dropped_by)
        assert "stays logged" in console.told

    (failed,) = live(console)[1:]
    assert (failed.kind, failed.text, failed.elapsed_ns) == ("failed", "Other", at_ns)
    assert console.page.board.tiles[failed.step or ""].look.key == "4"


def test_the_reason_stands_at_the_instant_of_the_key_and_one_press_undoes_both(
    console: Console,
) -> None:
    console.press("X")
    first = console.last
    console.wait_ms(READ_MS)
    console.press("F3")

    (failed,) = live(console)[1:]
    assert (failed.step, failed.text) == (first.step, "Coordination")
    assert (failed.elapsed_ns, failed.wall_utc_ns, failed.u_s, failed.bound) == (
        first.elapsed_ns,
        first.wall_utc_ns,
        first.u_s,
        first.bound,
    )

    console.press("Backspace")
    assert said(console) == []
    assert "Coordination" in console.told
    console.press("Backspace", shift=True)
    assert [text for _kind, _step, text in said(console)] == ["Coordination"]


def test_a_failure_whose_reason_nobody_gave_is_found_after_a_kill(workspace: Workspace) -> None:
    hand = Hand(workspace)
    hand.press("2")
    hand.press("X")
    at_ns = hand.clock.elapsed_ns()

    after = Hand(workspace, after=hand)

    assert after.log[-1].kind == "failed"
    assert after.log[-1].elapsed_ns == at_ns


def test_f2_after_a_question_has_gone_opens_no_line_for_typing(console: Console) -> None:
    console.press("Space", "Esc")

    console.press("F2")
    assert "just gone" in console.told
    console.wait_ms(READ_MS)
    console.press("F2")
    assert "Nothing is asked" in console.told

    assert console.question == ""
    console.press("5")
    assert console.kinds == ["arm", "mark", "mark", "mark"]


def test_a_second_f2_upon_an_answer_is_told_of_and_types_nothing(console: Console) -> None:
    console.press("Space", "Esc")
    console.press("X")
    console.wait_ms(READ_MS)
    console.press("F2", "F2")

    assert "just gone" in console.told
    console.press("5")
    assert console.kinds[-1] == "mark"


def test_instants_kept_in_quick_succession_are_all_kept(console: Console) -> None:
    for _instant in range(4):
        console.press("Space")
        console.wait_ms(200)

    assert console.kinds == ["arm", "mark", *["mark"] * 4]
    console.press("Space", "Space")
    assert console.kinds == ["arm", "mark", *["mark"] * 5]


def test_a_new_instant_beside_one_that_waits_is_asked_about_by_its_time(console: Console) -> None:
    console.press("Space", "Esc")
    console.wait_ms(450)
    console.press("Space")
    asked = console.page.model.row(0)
    assert asked is not None

    assert console.unnamed == "2 to be named"
    assert f"2 instants are kept. What was that of {asked.time}?" in console.question
    assert "before it (1)" in console.question
    newest = console.last.id
    console.press("5")
    assert console.log[-1].amends == newest
