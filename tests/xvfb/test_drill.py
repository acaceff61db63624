"""A whole drill by real X key events, killed in the middle and taken up again with one key."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from drillplanner.run.chain import verify
from drillplanner.services.fact_factory import drills
from drillplanner.services.run.sessions import open_workspace
from drillplanner.services.workspace_home import FILE_NAME
from tests.services.standing import unfinished
from tests.xvfb.child_window import window
from tests.xvfb.display import Keyboard, is_available, screen

pytestmark = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")


def press_all(keys: str, keyboard: Keyboard, between_s: float) -> None:
    for key in keys:
        keyboard.press(key)
        time.sleep(between_s)


def entries_of(home: Path) -> list[tuple[str, str, str | None]]:
    with open_workspace(home / FILE_NAME) as workspace:
        (drill,) = drills(workspace)
        log = workspace.entries(drill.id)
        assert verify(log, [one.hash for one in workspace.facts(drill.id, "drill")]).is_whole
        return [(one.entry.id, one.entry.kind, one.entry.step) for one in log]


def test_a_drill_killed_in_the_middle_goes_on_with_one_key_and_has_all_that_was_saved(
    tmp_path: Path,
) -> None:
    with screen() as display:
        with window(display, tmp_path) as first:
            first.page("StartPage")
            first.keyboard.press("Enter")
            first.page("ConsolePage")
            first.keyboard.press("CapsLock")
            press_all("12345", first.keyboard, 0.1)
            press_all("QWE", first.keyboard, 0.0)
            time.sleep(0.05)
            first.child.send_signal(signal.SIGKILL)
            first.finish()
            saved = first.saved

        assert len(saved) >= 6
        assert set(saved) <= {entry for entry, _kind, _step in entries_of(tmp_path)}

        with window(display, tmp_path) as second:
            assert second.wait(lambda line: line[0] == "unfinished")[1] == "1"
            second.page("StartPage")
            second.keyboard.press("Enter")
            second.page("ConsolePage")
            press_all("67", second.keyboard, 0.1)
            second.keyboard.press("F12", held_s=1.4)
            second.page("EndPage")
            second.child.send_signal(signal.SIGKILL)
            second.finish()

    log = entries_of(tmp_path)
    assert set(saved) | set(second.saved) <= {entry for entry, _kind, _step in log}
    assert [kind for _entry, kind, _step in log].count("arm") == 1
    assert log[-1][1] == "end"
    with open_workspace(tmp_path / FILE_NAME) as workspace:
        assert unfinished(workspace, drills(workspace)[0].id) == ()


def test_a_locked_screen_takes_the_keys_and_gives_them_back(tmp_path: Path) -> None:
    with screen() as display, window(display, tmp_path) as only:
        only.page("StartPage")
        only.keyboard.press("Enter")
        only.page("ConsolePage")
        press_all("1", only.keyboard, 0.1)
        only.keyboard.down("Q")
        only.keyboard.lock()
        only.keyboard.up("Q")
        press_all("23", only.keyboard, 0.1)
        only.keyboard.unlock()
        press_all("4", only.keyboard, 0.3)
        only.child.send_signal(signal.SIGTERM)
        only.finish()

    kinds = [kind for _entry, kind, _step in entries_of(tmp_path)]
    # 1 and Q before, 4 after; what was typed at the locked screen is nobody's
    assert kinds == ["arm", *["mark"] * 3]


def test_sigterm_saves_without_asking_and_leaves_the_drill_to_be_taken_up(
    tmp_path: Path,
) -> None:
    with screen() as display, window(display, tmp_path) as only:
        only.page("StartPage")
        only.keyboard.press("Enter")
        only.page("ConsolePage")
        press_all("123456", only.keyboard, 0.0)
        time.sleep(0.3)
        only.child.send_signal(signal.SIGTERM)
        only.finish()

        assert only.child.returncode == 0
    assert [kind for _entry, kind, _step in entries_of(tmp_path)] == ["arm", *["mark"] * 6]
