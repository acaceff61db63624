"""Play a drill by real X keys at instants that are known, and compare them with what was logged.

A hand presses keys and notes, press by press, the entry that must come of it and the true
instant of what it marks. At the end the log must hold these entries, all of them, in this order
and no others; the table of errors then says how far each recorded instant lies from the true one.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.base.ids import EntryId
from drillplanner.run.chain import verify
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.services.fact_factory import drills
from drillplanner.services.plan.scripts import open_script
from drillplanner.services.run.board import Board
from drillplanner.services.run.sessions import open_workspace
from drillplanner.services.workspace_home import FILE_NAME
from tests.xvfb.child_window import Window
from tests.xvfb.display import Keyboard

#: Seconds between two presses, and between two that one key could be taken to have bounced for.
BETWEEN_S, APART_S = 0.08, 0.45
#: How far a recorded press may lie from the true one: the ticks of the platform's clock, and a
#: millisecond that the X server cuts off.
PRESS_MS = 20


@dataclass(frozen=True, slots=True)
class Planted:
    """An entry that must come of a press; `true_ns` are bounds of the instant it speaks of."""

    how: str
    kind: str
    step: str | None = None
    unit: str | None = None
    option: str | None = None
    observed: str = "seen"
    made: str = "key"
    #: Which of the entries before this one it amends, by its place in the log.
    amends: int | None = None
    #: What an instant is of that gets its name, or another one, later.
    about: str = ""
    true_ns: tuple[int, int] | None = None
    #: How far the recorded instant may lie from the true one, in milliseconds; for what is
    #: entered late, None: what it says of itself counts.
    within_ms: float | None = PRESS_MS

    @property
    def said(self) -> tuple[object, ...]:
        """Give what the entry must say, but for its instant."""
        said = (self.kind, self.step, self.unit, self.option, self.observed, self.made)
        return *said, self.amends


@dataclass(slots=True)
class Hand:
    """Presses keys, and notes what must come of it."""

    keys: dict[str, str]
    window: Window
    reopen: Callable[[], Window]
    home: Path
    planted: list[Planted] = field(default_factory=list)
    how: str = ""
    #: True instants of what the hand saw and did not press for, by step.
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: Keys that were pressed from the start of the program to the console of the drill, by start.
    presses_to_go_on: list[int] = field(default_factory=list)
    #: Entries said to be saved by programs that were killed.
    acknowledged: list[str] = field(default_factory=list)
    _pressed: dict[str, float] = field(default_factory=dict)

    @property
    def keyboard(self) -> Keyboard:
        """Give the keyboard of the program that runs now."""
        return self.window.keyboard

    def press(
        self, key: str, *, under: str = "", held_s: float = 0.02, is_apart: bool = False
    ) -> tuple[int, int]:
        """Press a key, apart enough from the press before to be no bounce of it."""
        since_s = time.monotonic() - self._pressed.get(key, 0.0)
        time.sleep(APART_S if is_apart else max(BETWEEN_S, APART_S - since_s))
        self._pressed[key] = time.monotonic()
        return self.keyboard.press(key, held_s, under=under)

    def expect(self, kind: str, step: str | None = None, **more: object) -> int:
        """Note the entry that must come next; give its place in the log."""
        self.planted.append(Planted(self.how, kind, step, **more))  # type: ignore[arg-type]  # keyword arguments of Planted
        return len(self.planted) - 1

    def mark(self, step: str, unit: str | None = None, *, under: str = "", **more: object) -> int:
        """Press a step's own key; give the place of the mark in the log."""
        true_ns = self.press(self.keys[step], under=under)
        return self.expect("mark", step, unit=unit, true_ns=true_ns, **more)

    def click(self, step: str) -> tuple[int, int]:
        """Click on a step's tile, apart enough to be no part of a press before."""
        time.sleep(APART_S)
        return self.keyboard.click(*self.window.tile(step))

    def type(self, text: str) -> None:
        """Type digits and letters."""
        for character in text:
            self.press(character.upper())

    def log(self) -> list[Entry]:
        """Read what the workspace holds of the drill; its chains must be whole."""
        return [one.entry for one in self.sealed_log()]

    def sealed_log(self) -> tuple[Sealed, ...]:
        """Give the same with the bytes that were hashed."""
        with open_workspace(self.home / FILE_NAME, read_only=True) as workspace:
            (drill,) = drills(workspace)
            log = workspace.entries(drill.id)
            roots = [one.hash for one in workspace.facts(drill.id, "drill")]
            assert verify(log, roots).is_whole
            return log

    def settle(self) -> None:
        """Wait until all that was pressed is said to be saved."""
        self.window.wait_until(lambda: self.saved_count >= len(self.planted))

    @property
    def saved_count(self) -> int:
        """Count what was said to be saved, by this program and those before it."""
        return len({*self.acknowledged, *self.window.saved})

    def kill_and_go_on(self) -> None:
        """Kill the program while presses are on their way, start it anew and go on.

        What it had said to be saved must be there. Of what it had not, the oldest may be: a
        keeper sees what is missing and presses it again.
        """
        self.window.child.send_signal(signal.SIGKILL)
        self.window.finish()
        self.acknowledged += self.window.saved
        self.window = self.reopen()
        assert self.window.wait(lambda line: line[0] == "unfinished")[1] == "1"
        self.window.page("StartPage")
        self.press("Enter")
        self.presses_to_go_on.append(1)
        self.window.page("ConsolePage")
        there = self.log()
        assert set(self.acknowledged) <= {entry.id for entry in there}
        lost = self.planted[len(there) :]
        del self.planted[len(there) :]
        for one in lost:
            self.how = one.how
            self.mark(str(one.step), one.unit)


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the play: how something is logged, and the presses that log it."""

    how: str
    play: Callable[[Hand], None]


@dataclass(frozen=True, slots=True)
class Error:
    """How far one recorded instant lies from the true one."""

    planted: Planted
    entry: Entry

    @property
    def error_ms(self) -> float:
        """Give recorded minus true in milliseconds; 0 within the bounds of the true instant."""
        assert self.planted.true_ns is not None
        before, after = self.planted.true_ns
        at = self.entry.elapsed_ns
        return (min(at - before, 0) + max(at - after, 0)) / 1e6

    @property
    def stated_ms(self) -> float:
        """Give the expanded uncertainty (k = 2) that the entry states."""
        return float(self.entry.u_s) * 2000

    @property
    def is_inside(self) -> bool:
        """Tell whether the error lies within what the entry says of itself."""
        return abs(self.error_ms) <= self.stated_ms

    @property
    def is_allowed(self) -> bool:
        """Tell whether the error is what this way of marking allows."""
        within = self.planted.within_ms
        return self.is_inside and (within is None or abs(self.error_ms) <= within)


def keys_of(script: Path) -> dict[str, str]:
    """Give the key of each step, as the console gives them."""
    return dict(Board(open_script(script).script, "clock", 0).keys)


def errors_of(planted: Sequence[Planted], log: Sequence[Entry]) -> list[Error]:
    """Match what was planted with what was logged, one to one and in order."""
    places = {entry.id: place for place, entry in enumerate(log)}
    said, wanted = [_said(entry, places) for entry in log], [one.said for one in planted]
    assert said == wanted, "\n".join(map(repr, zip(said, wanted, strict=False)))
    return [
        Error(one, entry)
        for one, entry in zip(planted, log, strict=True)
        if one.true_ns is not None
    ]


def table_of(errors: Sequence[Error]) -> str:
    """Write the table of errors, times in seconds since the first press."""
    zero = min(error.planted.true_ns[0] for error in errors if error.planted.true_ns)
    lines = [
        f"{'what':<26}{'how':<34}{'true':>9}{'recorded':>10}{'error ms':>10}{'U ms':>7}  inside"
    ]
    for error in errors:
        one = error.planted
        what = one.about or "/".join(part for part in (one.step or one.kind, one.unit) if part)
        true_s = (sum(one.true_ns or (0, 0)) / 2 - zero) / 1e9
        recorded_s = (error.entry.elapsed_ns - zero) / 1e9
        lines.append(
            f"{what:<26}{one.how:<34}{true_s:>9.3f}{recorded_s:>10.3f}{error.error_ms:>10.2f}"
            f"{error.stated_ms:>7.0f}  {'yes' if error.is_inside else 'NO'}"
        )
    presses = sorted(abs(one.error_ms) for one in errors if one.planted.within_ms is not None)
    lines.append(
        f"{len(errors)} instants; presses: median error {presses[len(presses) // 2]:.2f} ms, "
        f"greatest {presses[-1]:.2f} ms; inside their stated uncertainty: "
        f"{sum(one.is_inside for one in errors)} of {len(errors)}"
    )
    return "\n".join(lines)


def _said(entry: Entry, places: Mapping[EntryId, int]) -> tuple[object, ...]:
    said = (entry.kind, entry.step, entry.unit, entry.option, entry.observed, entry.made)
    return *said, places[entry.amends] if entry.amends else None
