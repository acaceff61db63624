"""Whatever was pressed before a kill, the console shows it again as it was."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.base.ids import PersonId
from drillplanner.services.run.free_play import free_play
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.workspace import Workspace
from tests.ui.run.hand import Hand

KEYS = [*"1237W", "Space", "Esc", "F2", "F3", "Delete", "Backspace", *"C,/NXZB", "Enter", "Down"]
FREE = free_play("en")
presses = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from([0.1, 0.5, 1.0, 4.0]), st.booleans()),
    max_size=14,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as made:
        yield made


def shown(hand: Hand) -> dict[str, object]:
    """Tell what a keeper sees of the log, but for what was chosen or asked in between."""
    hand.presenter.choose("")
    hand.tick()
    page, board = hand.page, hand.presenter.board
    return {
        "state": (page.state, page.caption, page.time, page.standing, page.start, page.ending),
        "next": page.next,
        "looks": {
            step: replace(look, countdown="", is_overdue=False) for step, look in page.looks.items()
        },
        "running": [(one.target.id, one.left_s) for one in board.running(hand.clock.elapsed_ns())],
        "waiting": [one.id for one in board.unlabelled],
        "sync": board.next_sync,
        "marks": hand.presenter.marks,
        "phase": hand.presenter.session.recorder.phase,
        "withdrawing": board.withdrawing(),
        "kinds": hand.kinds,
        "times": [row.time for row in page.rows],
    }


@settings(max_examples=25, deadline=None)
@given(presses, st.booleans())
def test_a_console_after_a_kill_is_the_console_before_it(
    pressed: list[tuple[str, float, bool]], is_free: bool
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        create_workspace(Path(folder) / "w.drill") as workspace,
    ):
        script = FREE if is_free else None
        hand = Hand(workspace, script=script)
        for key, after_s, ctrl in pressed:
            hand.press(key, after_s, ctrl=ctrl)
        before = shown(hand)

        after = shown(Hand(workspace, after=hand, script=script))

    assert after == before


def test_what_another_laptop_took_back_of_this_ones_log_is_void_after_a_restart(
    workspace: Workspace,
) -> None:
    hand = Hand(workspace)
    hand.press("2")
    hand.press("3")
    mark = hand.log[-1]
    drill = hand.presenter.session.drill.id
    other = Recorder.started(
        workspace,
        Station(drill, "command", PersonId("p2")),
        hand.clock,
        log=workspace.entries(drill),
    )
    other.arm()
    other.void(mark.id)

    again = Hand(workspace, after=hand)

    assert again.page.looks["challenge"].shape is None
    assert [line.words for line in again.presenter.marks] == [hand.page.rows[1].words]


def test_a_restart_says_that_radio_mode_is_off_where_the_last_time_was_heard_so(
    workspace: Workspace,
) -> None:
    hand = Hand(workspace)
    hand.press("2")
    seen = Hand(workspace, after=hand)
    hand.press("B")
    hand.press("3")

    heard = Hand(workspace, after=hand)

    assert [words for words in seen.page.told if "Radio mode is off" in words] == []
    assert [words for words in heard.page.told if "Radio mode is off" in words] != []
