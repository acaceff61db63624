"""A whole drill of thirty steps by real keys at planted instants, with a kill in the middle."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from drillplanner.services.review.observation_builder import observe
from tests.faults.small_disk import small_disk
from tests.xvfb.child_window import Window, window
from tests.xvfb.display import ROOT, is_available, screen
from tests.xvfb.planted import Act, Error, Hand, errors_of, keys_of, table_of
from tests.xvfb.play import ACTS
from tests.xvfb.thirty_steps import write_script

pytestmark = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")


def play(home: Path, acts: Sequence[Act], block_ms: int = 0) -> list[Error]:
    """Play acts on a laptop whose window is blocked for so long now and then."""
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
        for act in acts:
            hand.how = act.how
            act.play(hand)
        saved = {*hand.acknowledged, *hand.window.saved}
    log = hand.log()
    # What scoring reads of it: every step but that of the branch that was not taken.
    read = observe(hand.sealed_log())
    assert {row.step for row in read.observations} == set(hand.keys) - {"away"}
    assert len(read.holds) == 1
    assert hand.presses_to_go_on
    assert max(hand.presses_to_go_on) <= 2
    assert {entry.id for entry in log[:-1]} - saved == set()
    errors = errors_of(hand.planted, log)
    table = f"window blocked for {block_ms} ms at a time\n{table_of(errors)}\n"
    sys.stdout.write(table)
    (home / "errors.txt").write_text(table, encoding="utf-8")
    return errors


def test_every_instant_of_a_drill_of_thirty_steps_is_the_planted_one(tmp_path: Path) -> None:
    errors = play(tmp_path, ACTS)

    assert [one for one in errors if not one.is_allowed] == []


@pytest.mark.soak
@pytest.mark.parametrize("block_ms", [50, 500, 2000])
def test_every_instant_is_the_planted_one_with_the_window_blocked_now_and_then(
    tmp_path: Path, block_ms: int
) -> None:
    errors = play(tmp_path, ACTS, block_ms)

    keep(tmp_path, f"planted-errors-{block_ms}.txt")
    assert [one for one in errors if not one.is_allowed] == []


@pytest.mark.soak
def test_with_the_stick_pulled_out_in_mid_drill_every_instant_is_there_when_it_is_back(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path, 64 * 1024) as disk:
        saved: list[int] = []

        def pull(hand: Hand) -> None:
            hand.settle()
            saved.append(hand.saved_count)
            disk.pull()

        def put_back(hand: Hand) -> None:
            saved.append(hand.saved_count)
            disk.put_back()

        acts = list(ACTS)
        acts.insert(place_of("failed, with a reason", acts), Act("pulled out", pull))
        acts.insert(place_of("not performed", acts), Act("put back", put_back))

        errors = play(disk.path, acts)

        # Nothing that was pressed meanwhile was said to be saved.
        assert saved[0] == saved[1]

        keep(disk.path, "planted-errors-stick.txt")
    assert [one for one in errors if not one.is_allowed] == []


def place_of(how: str, acts: Sequence[Act]) -> int:
    return next(place for place, act in enumerate(acts) if act.how == how)


def keep(home: Path, name: str) -> None:
    """Keep a table of errors where whoever ran the tests finds it."""
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    (out / name).write_bytes((home / "errors.txt").read_bytes())
