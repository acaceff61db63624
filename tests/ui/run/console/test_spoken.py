"""What is said aloud of an entry: what it was, and when, as people say a time."""

from __future__ import annotations

from pathlib import Path

from drillplanner.base.translator import translator
from drillplanner.services.run.sessions import create_workspace
from tests.ui.run.hand import Hand
from ui.run.console.audio_feedback import resumed_said, saved_said


def test_after_t0_an_entry_is_said_with_its_time_since_then(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "w.drill") as workspace:
        hand = Hand(workspace)
        hand.press("1")
        before = saved_said(hand.log[-1], hand.presenter.board, hand.wording)
        hand.press("2")
        # 3 min 20.4 s after T0
        hand.press("3", after_s=200.4)
        after = saved_said(hand.log[-1], hand.presenter.board, hand.wording)

    english, chinese = translator("en").say, translator("zh_CN").say
    # The Hand's clock begins at 09:00:00 in Shanghai and is shown in UTC.
    assert english(before).endswith(", at 01:00:01")
    assert english(after) == "Logged: The guard sees the intruder and challenges him, 3 min 20 s"
    assert chinese(after).endswith("，3分20秒")


def test_a_drill_that_goes_on_is_said_with_what_is_on_the_disk() -> None:
    say = translator("en").say

    assert say(resumed_said(1)) == "The drill goes on: 1 entry is on the disk."
    assert say(resumed_said(7)) == "The drill goes on: 7 entries are on the disk."
