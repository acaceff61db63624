"""Run a practice: set the moments, take the presses, say what they come to."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import Any

from drillplanner.base import local_time
from drillplanner.base.durations import number
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import Clock
from drillplanner.run.practice import (
    LEAST,
    LEAST_WAIT_NS,
    LONGEST_WAIT_NS,
    ROUNDS,
    Habit,
    Mode,
    Practice,
    errors_ns,
    habit,
    raised_u_s,
)
from ui.context import AppContext
from ui.run.practice.page import PracticePage, Result
from ui.settings import Settings

#: Where the settings keep what was applied: seconds, and the day it was applied on.
APPLIED, APPLIED_ON = "practice.u_s", "practice.day"

_SECOND_NS = 10**9

_HINTS: dict[Mode, Text] = {
    "announced": _(
        "A bar runs to a line: press any key of the console at the moment it gets there. Ten times."
    ),
    "sudden": _(
        "A large disc appears without warning: press any key of the console at once. Ten times."
    ),
}


def applied_u_s(settings: Settings, today: date) -> Decimal | None:
    """Give the uncertainty of a press, in seconds, that a practice of today raised; else None.

    The console takes the larger of this and the script's.
    """
    kept: Any = settings.extra.get(APPLIED)
    if settings.extra.get(APPLIED_ON) != today.isoformat() or not isinstance(kept, str):
        return None
    try:
        found = Decimal(kept)
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found < 10**6 else None


class PracticePresenter:
    """One page of practice; `waits` sets the moments apart, in nanoseconds."""

    def __init__(
        self,
        page: PracticePage,
        context: AppContext,
        clock: Clock,
        waits: Callable[[], tuple[int, ...]] | None = None,
        today: Callable[[], date] | None = None,
    ) -> None:
        self._page = page
        self._context = context
        self._clock = clock
        self.waits = waits or chance_waits
        self._today = today or partial(local_time.today, clock)
        self._mode: Mode = "announced"
        self._press_u_s: float = 0.0
        self._practice: Practice | None = None
        self._is_running = False
        self._shown = 0
        page.pad.pressed.connect(self.on_key)
        page.pad.lit.connect(self.on_lit)
        page.ticked.connect(self.on_tick)
        page.started.connect(self.start)
        page.modeChosen.connect(self.choose)
        page.applied.connect(self.apply)
        page.dropped.connect(self.drop)
        page.hidden.connect(self.stop)

    def begin(self, press_u_s: float) -> None:
        """Open the page for a script whose presses have this uncertainty, in seconds."""
        self._press_u_s = press_u_s
        self._practice = None
        self.choose(self._mode)

    def choose(self, mode: str) -> None:
        """Choose the kind of moment."""
        self._mode = "sudden" if mode == "sudden" else "announced"
        self._practice = None
        self._page.show_mode(self._mode, _HINTS[self._mode])
        self._rest()

    def start(self) -> None:
        """Begin ten moments."""
        self._practice = Practice(self._mode, self._clock.elapsed_ns(), self.waits())
        self._is_running = True
        self._shown = 0
        self._page.show_result(None)
        self._page.show_running(is_running=True)
        self._show_tries()
        self.on_tick()

    def stop(self) -> bool:
        """Stop before the end; tell whether anything ran."""
        was_running, self._is_running = self._is_running, False
        if was_running:
            self._practice = None
            self._rest()
        return was_running

    def on_key(self, place: str, caught: Caught, _is_shifted: bool) -> None:
        """Take a press; Enter starts, Esc stops and then goes back."""
        if place == "Esc":
            if not self.stop():
                self._page.backRequested.emit()
        elif self._is_running and self._practice is not None:
            self._practice.press(caught.stamp.elapsed_ns)
            self.on_tick()
        elif place == "Enter":
            self.start()

    def on_lit(self) -> None:
        """Note when a sudden sign was really seen."""
        if self._practice is not None:
            self._practice.shown(self._clock.elapsed_ns())

    def on_tick(self) -> None:
        """Move the bar on; end after the last moment."""
        practice = self._practice
        if practice is None or not self._is_running:
            return
        present = self._clock.elapsed_ns()
        current = practice.current(present)
        settled = sum(one.outcome != "open" for one in practice.tries)
        if settled != self._shown:
            self._shown = settled
            self._show_tries()
        if current is None:
            self._end()
        elif self._mode == "announced":
            self._page.pad.show_bar((current.due_ns - present) / _SECOND_NS)
        else:
            self._page.pad.show_sign(is_lit=present >= current.due_ns)

    def apply(self) -> None:
        """Raise the uncertainty of this machine's presses for today."""
        measured = self._measured()
        raised = raised_u_s(self._press_u_s, measured)
        self._remember({APPLIED: str(raised), APPLIED_ON: self._today().isoformat()})
        self._show_result(measured)

    def drop(self) -> None:
        """Use the script's uncertainty again."""
        self._remember({})
        self._show_result(self._measured())

    # -- inside ------------------------------------------------------------------------

    def _rest(self) -> None:
        self._page.show_running(is_running=False)
        self._page.pad.show_words(self._context.say(_("Press Enter to start")))
        self._show_tries()
        self._show_result(self._measured())

    def _end(self) -> None:
        self._is_running = False
        self._page.show_running(is_running=False)
        self._page.pad.show_words(self._context.say(_("Done. Enter starts again.")))
        self._show_result(self._measured())
        self._page.reveal_result()

    def _measured(self) -> Habit:
        return habit(errors_ns(self._practice.tries) if self._practice is not None else ())

    def _show_tries(self) -> None:
        tries = self._practice.tries if self._practice is not None else ()
        done = [one for one in tries if one.outcome != "open"]
        early = sum(one.outcome == "early" for one in done)
        missed = sum(one.outcome == "missed" for one in done)
        if not tries:
            words = _("No press yet.")
        elif early or missed:
            words = _(
                "{done} of {all}; {early} too early, {missed} missed: these do not count.",
                done=len(done),
                all=len(tries),
                early=early,
                missed=missed,
            )
        else:
            words = _("{done} of {all}", done=len(done), all=len(tries))
        self._page.show_tries(done, words)

    def _show_result(self, measured: Habit) -> None:
        applied = applied_u_s(self._context.settings, self._today())
        in_use = (
            _("In use today: at least {seconds} s for each press.", seconds=str(applied))
            if applied is not None
            else None
        )
        if not measured.count:
            none = pgettext("no figure", "–")
            meaning = _("The script takes {usual} s for each press.", usual=self._usual)
            self._page.show_result(Result(none, none, meaning, None, in_use))
            return
        raised = raised_u_s(self._press_u_s, measured)
        is_raised = raised > Decimal(str(self._press_u_s)) and (applied or 0) < raised
        button = (
            _("Use {seconds} s for today's presses", seconds=str(raised)) if is_raised else None
        )
        spread = _("{seconds} s", seconds=_figure(measured.spread_ns))
        self._page.show_result(
            Result(_bias(measured), spread, self._meaning(measured, raised), button, in_use)
        )

    def _meaning(self, measured: Habit, raised: Decimal) -> Text:
        if not measured.is_enough:
            return ngettext(
                "Only {count} press counts; at least {least} are needed to say anything.",
                "Only {count} presses count; at least {least} are needed to say anything.",
                measured.count,
                least=LEAST,
            )
        if raised > Decimal(str(self._press_u_s)):
            return _(
                "Bias and spread together make {both} s (root of the sum of squares), more than "
                "the {usual} s the script takes for each press.",
                both=str(raised),
                usual=self._usual,
            )
        return _(
            "Bias and spread together are within the {usual} s the script takes for each press; "
            "it stays.",
            usual=self._usual,
        )

    @property
    def _usual(self) -> str:
        return f"{Decimal(str(self._press_u_s)):f}"

    def _remember(self, values: dict[str, str]) -> None:
        settings = self._context.settings
        kept = {
            name: value
            for name, value in settings.extra.items()
            if name not in (APPLIED, APPLIED_ON)
        }
        self._context.remember(replace(settings, extra={**kept, **values}))


def chance_waits() -> tuple[int, ...]:
    """Choose the waits before ten moments, so that nobody can learn them."""
    span = LONGEST_WAIT_NS - LEAST_WAIT_NS
    return tuple(LEAST_WAIT_NS + secrets.randbelow(span) for _turn in range(ROUNDS))


def _bias(measured: Habit) -> Text:
    figure = _figure(abs(measured.bias_ns))
    if measured.bias_ns < 0:
        return _("{seconds} s early", seconds=figure)
    return _("{seconds} s late", seconds=figure)


def _figure(ns: int) -> str:
    return number(Fraction(ns, _SECOND_NS), 2)
