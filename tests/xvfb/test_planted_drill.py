"""A whole drill of thirty steps by real keys at planted instants, with a kill in the middle."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.xvfb.acts import playable
from tests.xvfb.child_window import Window, window
from tests.xvfb.display import ROOT, is_available, screen
from tests.xvfb.planted import Error, Hand, errors_of, keys_of, table_of
from tests.xvfb.thirty_steps import write_script

pytestmark = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")


def play(home: Path, block_ms: int = 0) -> list[Error]:
    """Play all acts on a laptop whose window is blocked for so long now and then."""
    script = write_script(home)
    with screen() as display, ExitStack() as programs:

        def start() -> Window:
            return programs.enter_context(window(display, home, str(script), str(block_ms)))

        hand = Hand(keys_of(script), start(), start, home)
        hand.window.page("StartPage")
        hand.press("Enter")
        hand.window.page("ConsolePage")
        hand.expect("arm")
        hand.press("CapsLock")
        for act in playable():
            hand.how = act.how
            act.play(hand)
        saved = {*hand.acknowledged, *hand.window.saved}
    log = hand.log()
    assert hand.presses_to_go_on
    assert max(hand.presses_to_go_on) <= 2
    assert {entry.id for entry in log[:-1]} - saved == set()
    errors = errors_of(hand.planted, log)
    table = f"window blocked for {block_ms} ms at a time\n{table_of(errors)}\n"
    sys.stdout.write(table)
    (home / "errors.txt").write_text(table, encoding="utf-8")
    return errors


def test_every_instant_of_a_drill_of_thirty_steps_is_the_planted_one(tmp_path: Path) -> None:
    errors = play(tmp_path)

    assert [one for one in errors if not one.is_allowed] == []


@pytest.mark.soak
@pytest.mark.parametrize("block_ms", [50, 500, 2000])
def test_every_instant_is_the_planted_one_with_the_window_blocked_now_and_then(
    tmp_path: Path, block_ms: int
) -> None:
    errors = play(tmp_path, block_ms)

    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    (out / f"planted-errors-{block_ms}.txt").write_bytes((tmp_path / "errors.txt").read_bytes())
    assert [one for one in errors if not one.is_allowed] == []
