"""Run the readiness check: ask the machine, judge, and keep what goes into the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from drillplanner.base import local_time
from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.run.clock.machine_clock import Clock, Stamp, now
from drillplanner.services.readiness.checks import (
    CHECKS,
    Awake,
    Check,
    CheckId,
    disk_fault,
    judge_awake,
    judge_clock,
    judge_disk,
    judge_input,
    judge_keys,
    judge_password,
    judge_post,
    judge_power,
    judge_sound,
    log_note,
    summary,
)
from drillplanner.services.readiness.probes import DiskReading, Power, measure_disk, read_power

if TYPE_CHECKING:
    from ui.context import AppContext
    from ui.run.readiness.page import ReadinessPage

_SECOND_NS = 10**9


@dataclass(frozen=True, slots=True)
class Post:
    """What is chosen on the start page: the post, its steps with their keys, the script's zone."""

    source: str
    steps: tuple[tuple[str, str], ...] | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Probes:
    """What asks the machine."""

    disk: Callable[[Path], DiskReading] = measure_disk
    power: Callable[[], Power] = read_power
    beep: Callable[[], None] = lambda: None
    offset: Callable[[datetime], timedelta] = lambda moment: (
        moment.astimezone().utcoffset() or timedelta(0)
    )


class ReadinessPresenter:
    """One check; `begin` starts it anew for a post, `take_note` gives what the log is told."""

    def __init__(
        self, page: ReadinessPage, context: AppContext, clock: Clock, first: Stamp, probes: Probes
    ) -> None:
        self._page = page
        self._context = context
        self._clock = clock
        self._first = first
        self._probes = probes
        self._post = Post("")
        self._checks: dict[CheckId, Check] = {}
        self._key = ""
        self._is_heard: bool | None = None
        self._awake: Awake = "asked"
        self._second = ""
        page.ticked.connect(self.on_tick)
        page.keyPressed.connect(self.on_key)
        page.againRequested.connect(self.measure)
        page.soundRequested.connect(self.on_play)
        page.soundAnswered.connect(self.on_heard)

    @property
    def checks(self) -> Sequence[Check]:
        """List the checks so far, in their order."""
        return tuple(self._checks[name] for name in CHECKS if name in self._checks)

    def take_note(self) -> str:
        """Give the outcome as a note for the log, once; empty if nothing was checked since."""
        if not self._checks:
            return ""
        note = self._context.say(log_note(self.checks, self._second))
        self._checks = {}
        return note

    def begin(self, post: Post) -> None:
        """Check for a post; what the keeper tried before still holds."""
        self._post = post
        self._page.show_steps(post.steps or ())
        for check in (judge_input(), judge_keys(self._key), judge_sound(self._is_heard)):
            self._show(check)
        self._show(judge_awake(self._awake))
        self._show(judge_password(self._context.services.protection.state == "password"))
        self._show(judge_post(post.source, None if post.steps is None else len(post.steps)))
        self._second = ""
        self.on_tick()
        self.measure()

    def measure(self) -> None:
        """Ask the disk and what feeds the machine."""
        folder = self._context.services.paths.workspace.parent
        jobs, page = self._context.jobs, self._page
        jobs.run(
            "data",
            partial(self._probes.disk, folder),
            self._on_disk,
            self._on_disk_fault,
            owner=page,
        )
        jobs.run("work", self._probes.power, self._on_power, owner=page)

    def on_tick(self) -> None:
        """Move the clock on; judge it once a second."""
        present = now(self._clock)
        moment = local_time.in_utc(present.wall_utc_ns)
        offset = self._probes.offset(moment)
        time = f"{moment + offset:%H:%M:%S}"
        if time == self._second:
            return
        self._second = time
        words = _(
            "Time of this computer, {zone}. Compare it by eye with the other posts'.",
            zone=local_time.offset_words(offset),
        )
        self._page.show_time(time, self._context.say(words))
        zone = self._post.zone
        place = moment.astimezone(ZoneInfo(zone)).utcoffset() if zone else None
        self._show(judge_clock(self._first, present, offset, place, zone or ""))

    def on_key(self, place: str) -> None:
        """Take a key that was tried."""
        self._key = place
        self._show(judge_keys(place))

    def on_play(self) -> None:
        """Play the sound and ask whether it was heard."""
        self._probes.beep()
        self._page.show_sound(is_asked=True)

    def on_heard(self, is_heard: bool) -> None:
        """Take the answer."""
        self._is_heard = is_heard
        self._page.show_sound(is_asked=False)
        self._show(judge_sound(is_heard))

    def on_awake(self, awake: Awake) -> None:
        """Take what the system says of staying awake."""
        self._awake = awake
        if self._checks:
            self._show(judge_awake(awake))

    # -- inside ------------------------------------------------------------------------

    def _on_disk(self, reading: DiskReading) -> None:
        self._show(judge_disk(reading))

    def _on_disk_fault(self, error: BaseException) -> None:
        if isinstance(error, StoreFault):
            self._show(disk_fault(error.text))
        else:
            self._context.failures.tell(error)

    def _on_power(self, power: Power) -> None:
        self._show(judge_power(power))

    def _show(self, check: Check) -> None:
        if self._checks.get(check.id) == check:
            return
        self._checks[check.id] = check
        self._page.show_check(check)
        self._page.show_summary(*summary(self.checks))
