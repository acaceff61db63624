"""Measure how a keeper presses (试按): ten presses give a bias and a spread.

Both together, √(spread² + bias²), may raise the uncertainty of this source's presses, never lower
it. The bias is never subtracted from a time: a practice is not the drill, and both ends of a span
that one keeper presses carry the same bias.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Literal, TypeAlias

from drillplanner.run.entry import decimal_s

#: announced  the moment is seen coming, as when a bar reaches a line
#: sudden     a sign appears without warning
Mode: TypeAlias = Literal["announced", "sudden"]

Outcome: TypeAlias = Literal["open", "pressed", "early", "missed"]

#: Presses of one practice. The standard deviation of ten is itself known to 24 %, of five to
#: 36 % (JCGM 100:2008, table E.1); fewer than five say nothing that could be used.
ROUNDS, LEAST = 10, 5

#: The wait before each moment, in nanoseconds: it varies so that no beat can be tapped along
#: with, and is long enough that no press can belong to two moments. House values, class D.
LEAST_WAIT_NS, LONGEST_WAIT_NS = 2_500_000_000, 4_000_000_000

#: A press counts for an announced moment this far on either side of it. House value, class D.
WINDOW_NS = 1_000_000_000
#: A press counts for a sudden sign up to this long after it. House value, class D.
LATEST_NS = 1_500_000_000
#: Nobody reacts faster than this; an earlier press was a guess (World Athletics, Technical
#: Rules, rule 16: a reaction under 0.100 s is a false start).
FASTEST_NS = 100_000_000

#: An uncertainty that is raised is rounded up to this, in seconds.
_STEP_S = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Try:
    """One moment and what was pressed for it; instants are of the elapsed clock."""

    due_ns: int
    outcome: Outcome = "open"
    pressed_ns: int | None = None

    @property
    def error_ns(self) -> int | None:
        """Give how late the press was, negative if early; None if there is none that counts."""
        if self.outcome != "pressed" or self.pressed_ns is None:
            return None
        return self.pressed_ns - self.due_ns


@dataclass(frozen=True, slots=True)
class Habit:
    """How a keeper pressed: `bias_ns` late (negative: early), with a spread of `spread_ns`."""

    count: int
    bias_ns: int
    spread_ns: int

    @property
    def is_enough(self) -> bool:
        """Tell whether there were enough presses to say anything by."""
        return self.count >= LEAST


class Practice:
    """One practice: moments at known instants, each pressed once, too early, or not at all."""

    def __init__(self, mode: Mode, start_ns: int, waits_ns: Sequence[int]) -> None:
        self.mode: Mode = mode
        self._tries = [Try(due) for due in accumulate(waits_ns, initial=start_ns)][1:]

    @property
    def tries(self) -> tuple[Try, ...]:
        """List the moments in order."""
        return tuple(self._tries)

    @property
    def is_over(self) -> bool:
        """Tell whether every moment was pressed or has passed."""
        return all(one.outcome != "open" for one in self._tries)

    def current(self, now_ns: int) -> Try | None:
        """Settle what has passed; give the moment that is to be pressed next, if any."""
        for number, one in enumerate(self._tries):
            if one.outcome == "open" and now_ns > one.due_ns + self._late_ns:
                self._tries[number] = replace(one, outcome="missed")
        return next((one for one in self._tries if one.outcome == "open"), None)

    def shown(self, at_ns: int) -> None:
        """Say when a sudden sign was really on the screen: its press is measured from there."""
        for number, one in enumerate(self._tries):
            if one.outcome == "open":
                if self.mode == "sudden" and 0 < at_ns - one.due_ns <= WINDOW_NS:
                    self._tries[number] = replace(one, due_ns=at_ns)
                return

    def press(self, at_ns: int) -> Try | None:
        """Take a press; give the moment it settled, None if it belongs to none.

        A press that was made in time but is heard of only after its moment was given up for
        missed still counts.
        """
        for number, one in enumerate(self._tries):
            if one.outcome not in ("open", "missed"):
                continue
            outcome = self._outcome(one, at_ns)
            if outcome == "open":
                return None
            if outcome != "missed":
                self._tries[number] = replace(one, outcome=outcome, pressed_ns=at_ns)
                return self._tries[number]
        return None

    @property
    def _late_ns(self) -> int:
        return WINDOW_NS if self.mode == "announced" else LATEST_NS

    def _outcome(self, one: Try, at_ns: int) -> Outcome:
        error = at_ns - one.due_ns
        if error > self._late_ns:
            return "missed"
        if self.mode == "announced":
            return "pressed" if error >= -WINDOW_NS else "open"
        if error >= FASTEST_NS:
            return "pressed"
        return "early" if error >= -LEAST_WAIT_NS + LATEST_NS else "open"


def errors_ns(tries: Iterable[Try]) -> tuple[int, ...]:
    """List how late each press that counts was."""
    found = (one.error_ns for one in tries)
    return tuple(error for error in found if error is not None)


def habit(errors: Sequence[int]) -> Habit:
    """Estimate bias and spread from how late presses were, in nanoseconds.

    The bias is the median, which one slip does not move. The spread is the experimental
    standard deviation about the mean, with n - 1 (JCGM 100:2008, 4.2.2), rounded up: unlike a
    robust measure it counts slips, which happen in a drill as well. Adding one number to all
    errors moves the bias by it and leaves the spread exactly as it is.
    """
    if not errors:
        return Habit(0, 0, 0)
    middle = round(statistics.median(Fraction(one) for one in errors))
    if len(errors) == 1:
        return Habit(1, middle, 0)
    mean = Fraction(sum(errors), len(errors))
    variance = sum(((one - mean) ** 2 for one in errors), Fraction(0)) / (len(errors) - 1)
    return Habit(len(errors), middle, _root_up(variance))


def raised_u_s(press_u_s: float | Decimal, measured: Habit) -> Decimal:
    """Return the standard uncertainty of a press after a practice, in seconds.

    The greater of the script's and √(spread² + bias²), which is rounded up to 0.01 s; the
    script's where there were too few presses.
    """
    usual = decimal_s(press_u_s)
    if not measured.is_enough:
        return usual
    square = measured.spread_ns**2 + measured.bias_ns**2
    both = Decimal(_root_up(Fraction(square))).scaleb(-9)
    return max(usual, both.quantize(_STEP_S, rounding=ROUND_CEILING))


def _root_up(square: Fraction) -> int:
    """Take the square root, up to the next whole number."""
    root = math.isqrt(square.numerator // square.denominator)
    return root if root * root >= square else root + 1
