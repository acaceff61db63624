"""Play one drill on five laptops, each a process of its own with its own screen, keys and clock."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.services.exchange.stations import HandOut
from drillplanner.services.plan.scripts import opened
from tests.xvfb.child_window import Window
from tests.xvfb.display import Keyboard, environment, screen
from tests.xvfb.planted import APART_S, BETWEEN_S
from tests.xvfb.thirty_steps import thirty_steps

CHILD = Path(__file__).with_name("station_child.py")
#: Posts, and by how many seconds each laptop's clock is fast.
POSTS: Mapping[str, float] = {
    "control": 0.0, "gate": 37.25, "floor": -12.5, "road": 181.0, "clinic": -3_600.75,
}  # fmt: skip
STEPS = tuple(f"s{number}" for number in range(1, 11))


def script() -> bytes:
    """Give a script of ten steps, all of which every post may see."""
    posts = [{"id": name, "name": name} for name in POSTS]
    steps = [
        {"id": step, "phase": "p", "kind": "action", "role": "r", "text": f"Step {step}"}
        for step in STEPS
    ]
    for step, after in zip(steps[1:], STEPS, strict=False):
        step["after"] = [{"step": after}]  # type: ignore[assignment]  # a JSON value
    made = {
        **thirty_steps(),
        "id": "five", "title": "Five stations", "language": "en", "posts": posts, "steps": steps,
        "roles": [{"id": "r", "name": "All"}], "phases": [{"id": "p", "name": "All"}], "t0": "s1",
        "scoring": {"reference": "control"},
        "targets": [
            {"id": "T", "name": "All of it", "start": "s1", "stop": "s10", "limit_s": 600,
             "source": {"class": "D", "text": "trial"}}
        ],
    }  # fmt: skip
    return json.dumps(made).encode()


@dataclass
class Station:
    """One laptop: its window, the keys of its steps, what must be saved of it."""

    name: str
    home: Path
    display: str
    share: Path
    window: Window
    expected: int = 0
    _pressed: dict[str, float] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, str]:
        return {line[1]: line[2] for line in list(self.window.lines) if line[0] == "key"}

    def press(self, key: str, adds: int = 1, *, held_s: float = 0.03) -> tuple[int, int]:
        """Press a key, apart enough from the press before to be no bounce of it."""
        since_s = time.monotonic() - self._pressed.get(key, 0.0)
        time.sleep(max(BETWEEN_S, APART_S - since_s))
        self._pressed[key] = time.monotonic()
        self.expected += adds
        return self.window.keyboard.press(key, held_s)

    def settle(self) -> None:
        """Wait until all that was pressed is saved."""

        def is_saved() -> bool:
            counts = [int(one[1]) for one in list(self.window.lines) if one[0] == "saved"]
            return bool(counts) and counts[-1] >= self.expected

        self.window.wait_until(is_saved, 60)

    def arm(self) -> None:
        self.window.wait(lambda line: line[:2] == ["page", "StartPage"], 120)
        self.window.page("StartPage")
        self.press("Enter")
        self.window.wait(lambda line: line[:2] == ["page", "ConsolePage"], 60)
        self.window.page("ConsolePage")
        self.settle()

    def end(self) -> None:
        self.expected += 1
        self.window.keyboard.down("F12")
        self.window.wait(lambda line: line[:2] == ["page", "EndPage"], 60)
        self.window.keyboard.up("F12")
        self.settle()

    def close(self) -> None:
        """End as at a log-out: all is saved, nobody is asked."""
        self.window.child.send_signal(signal.SIGTERM)
        self.window.child.wait(60)


@contextmanager
def station_window(
    name: str, home: Path, display: str, pack: Path | None, share: Path
) -> Iterator[Window]:
    words = [str(home), str(pack or ""), str(POSTS[name]), str(share)]
    with subprocess.Popen(
        [sys.executable, str(CHILD), *words],
        env=environment(display, home), stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        keyboard = Keyboard(display)
        try:
            yield Window(child, keyboard)
        finally:
            if child.poll() is None:
                child.kill()
            keyboard.close()


def hand_out(folder: Path) -> tuple[Services, str, dict[str, Path]]:
    """Let a planner enter the drill and write a pack a post."""
    out = folder / "packs"
    out.mkdir()
    planner = build(Paths.within(folder / "planner"))
    order = HandOut(
        opened(script()), "Five stations", "rehearsal", out, "en", PersonId("boss"),
        tuple(POSTS), "control",
    )  # fmt: skip
    packs = {path.stem: path for path in planner.stations.hand_out(order)}
    (held,) = planner.catalogue.drills()
    return planner, held.drill.id, packs


def play(folder: Path, packs: Mapping[str, Path], share: Path) -> dict[str, int]:
    """Play the drill by real keys; give the true instant of each step on the elapsed clock, in ns.

    One laptop is killed and goes on, one start is false, one hold is made and ended.
    """
    true_ns: dict[str, int] = {}
    with ExitStack() as stack:
        stations: dict[str, Station] = {}
        for name in POSTS:
            home = folder / name
            home.mkdir()
            display = stack.enter_context(screen())
            window = stack.enter_context(station_window(name, home, display, packs[name], share))
            stations[name] = Station(name, home, display, share, window)
        for one in stations.values():
            one.arm()
        _at_once(stations, "/")
        control = stations["control"]
        # A false start: the clock is started, and that is taken back by two keys.
        control.press(control.keys["s1"])
        control.press("Delete", 0)
        time.sleep(0.7)
        control.press("F2")
        control.settle()
        names = list(stations)
        for number, step in enumerate(STEPS):
            if number == 4:
                _kill_and_go_on(stations["road"], stack, folder)
            if number == 6:
                control.press("Z")
                time.sleep(0.7)
                control.press("F2", 0)
                time.sleep(1.0)
                control.press("Z")
            # Both see it; the second presses as soon as the first has.
            seen = [stations[names[(number + turn) % len(names)]] for turn in (0, 1)]
            pressed = [one.press(one.keys[step]) for one in seen]
            true_ns[step] = sum(sum(bounds) for bounds in pressed) // 4
            time.sleep(0.5)
        _at_once(stations, "/")
        for one in stations.values():
            one.settle()
            one.end()
        time.sleep(8)
        for one in stations.values():
            one.close()
    return true_ns


def _at_once(stations: Mapping[str, Station], key: str) -> None:
    """Press a key on all laptops, as people at one table do."""
    time.sleep(APART_S)
    for one in stations.values():
        one.expected += 1
        one.window.keyboard.down(key)
    time.sleep(0.03)
    for one in stations.values():
        one.window.keyboard.up(key)
    for one in stations.values():
        one.settle()


def _kill_and_go_on(one: Station, stack: ExitStack, folder: Path) -> None:
    one.settle()
    one.window.child.send_signal(signal.SIGKILL)
    one.window.finish()
    one.window = stack.enter_context(
        station_window(one.name, one.home, one.display, None, one.share)
    )
    one.window.wait(lambda line: line[0] == "unfinished", 120)
    one.window.page("StartPage")
    one.press("Enter", 0)
    one.window.wait(lambda line: line[:2] == ["page", "ConsolePage"], 60)
    one.window.page("ConsolePage")
