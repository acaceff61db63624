"""A live drill that is killed or breaks down: all that was shown as saved is there (1, 45)."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

from tests.faults.at_rest import EITHER, prepare
from tests.faults.live import checked_log, ids, live


def kill_again_and_again(path: Path, times: int, seed: int) -> int:
    """Kill a drill that logs without a pause, each time at another moment, and go on.

    Return how many entries were shown as saved, none of which was lost.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    shown: set[str] = set()
    for turn in range(times):
        with live(path, between_ms=0) as drill:
            if turn % 5:
                drill.wait_for("saved")
                time.sleep(chance.uniform(0, 0.1))
            else:
                # While the drill is begun or taken up.
                time.sleep(chance.uniform(0.2, 1.0) if turn else 0)
                if not turn:
                    drill.wait_for("ready")
            drill.kill()
        shown |= set(drill.said("saved"))
        log = checked_log(path)
        assert shown <= set(ids(log))
        assert len({one.entry.clock for one in log}) <= 1
        # The next start offers it again: nothing of it is called ended.
        assert {one.entry.kind for one in log} <= {"arm", "mark"}
    return len(shown)


@EITHER
def test_what_was_shown_as_saved_survives_kill_9_while_entries_pour_in(
    tmp_path: Path, at_rest: str
) -> None:
    kill_again_and_again(prepare(tmp_path / "w.drill", at_rest), times=3, seed=3)


def test_what_was_shown_as_saved_survives_an_abort(tmp_path: Path) -> None:
    with live(tmp_path / "w.drill", between_ms=1, count=20, aborts=True) as drill:
        assert drill.over() == -signal.SIGABRT

    log = ids(checked_log(tmp_path / "w.drill"))
    assert len(drill.said("saved")) > 0
    assert set(drill.said("saved")) <= set(log)
    with live(tmp_path / "w.drill", count=1) as again:
        again.wait_for("saved")
        assert again.finish() == 0
    assert ids(checked_log(tmp_path / "w.drill"))[: len(log)] == log
