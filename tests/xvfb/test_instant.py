"""Real X key events: the instant is the press, however busy the window is."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.xvfb.display import Keyboard, environment, is_available, screen

pytestmark = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")

CHILD = Path(__file__).with_name("instant_child.py")
PLACES = "1234567890QWERTYUIOP"


def errors_ms(tmp_path: Path, busy_ms: int, free_ms: int, count: int) -> list[tuple[float, float]]:
    """Press keys at random moments; give each one's error by the event and by the slot."""
    chance = random.Random(busy_ms)  # noqa: S311 - moments, not secrets
    with screen() as display:
        command = [sys.executable, str(CHILD), str(busy_ms), str(free_ms)]
        keyboard = Keyboard(display)
        with subprocess.Popen(
            command, env=environment(display, tmp_path), stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            keyboard.focus(int(child.stdout.readline().split()[1]))
            time.sleep(0.5)
            pressed = []
            for number in range(count):
                time.sleep(chance.uniform(0.05, 0.35))
                place = PLACES[number % len(PLACES)]
                pressed.append((place, keyboard.press(place)))
            caught = [child.stdout.readline().split() for _ in pressed]
            child.terminate()
        keyboard.close()
    assert [place for place, _between in pressed] == [line[0] for line in caught]
    assert {line[3] for line in caught} == {"event"}
    return [
        (outside_ms(int(event), between), outside_ms(int(slot), between))
        for (_place, between), (_again, event, slot, _why) in zip(pressed, caught, strict=True)
    ]


def outside_ms(instant: int, between: tuple[int, int]) -> float:
    """Tell how far an instant lies from when the press was made, in milliseconds."""
    before, after = between
    return max(before - instant, instant - after, 0) / 1e6


def test_with_the_window_busy_for_half_a_second_at_a_time_the_press_still_counts(
    tmp_path: Path,
) -> None:
    errors = errors_ms(tmp_path, busy_ms=500, free_ms=60, count=20)

    by_event = [abs(event) for event, _slot in errors]
    by_slot = [abs(slot) for _event, slot in errors]
    report = f"event {statistics.median(by_event):.1f} max {max(by_event):.1f} ms; "
    report += f"slot {statistics.median(by_slot):.1f} max {max(by_slot):.1f} ms"
    sys.stdout.write(report)
    assert max(by_event) < 20, report
    assert max(by_slot) > 200, report


@pytest.mark.soak
@pytest.mark.parametrize("busy_ms", [0, 50, 250, 500, 2000])
def test_the_table_of_errors(tmp_path: Path, busy_ms: int) -> None:
    errors = errors_ms(tmp_path, busy_ms=busy_ms, free_ms=60, count=60)

    by_event = sorted(abs(event) for event, _slot in errors)
    by_slot = sorted(abs(slot) for _event, slot in errors)
    sys.stdout.write(
        f"busy {busy_ms} ms: event median {statistics.median(by_event):.1f} max {by_event[-1]:.1f}"
        f" ms; slot median {statistics.median(by_slot):.1f} max {by_slot[-1]:.1f} ms\n"
    )
    assert by_event[-1] < 20
