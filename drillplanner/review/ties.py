"""Measure how one clock differs from another, from marks both made or a statement.

Rules: docs/scoring.md, section 3. Offset alone is the mean weighted by inverse variance;
drift is fitted only where the marks span enough; variances come from the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.exact import settle

DAY_S = 86_400

#: Shared marks of two clocks that are weighed by exact fractions; a drill has two or three.
_EXACT_MARKS = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A time carried from one clock to another: the time there, and the ties' variance."""

    at_s: Fraction
    variance_s2: Fraction


@dataclass(frozen=True, slots=True)
class ClockPass:
    """One tie, in one direction: there = t + offset + rate·(t − middle)."""

    offset_s: Fraction
    variance_s2: Fraction
    middle_s: Fraction = Fraction(0)
    rate: Fraction = Fraction(0)
    rate_variance: Fraction = Fraction(0)
    marks_s: tuple[Fraction, ...] = ()
    is_fitted: bool = False

    def carry(self, at_s: Fraction, drift: Fraction) -> Passage:
        """Carry a time over; `drift` is what clocks may drift away from their shared marks."""
        away = at_s - self.middle_s
        variance = self.variance_s2 + self.rate_variance * away * away
        if self.marks_s:
            nearest = min(abs(at_s - mark) for mark in self.marks_s)
            variance += (drift * nearest) ** 2
        return Passage(at_s + self.offset_s + self.rate * away, variance)


@dataclass(frozen=True, slots=True)
class SharedMark:
    """A mark both sources read: when here, when there, and the variance of the difference."""

    name: str
    here_s: Fraction
    there_s: Fraction
    variance_s2: Fraction


def whole_days(seconds: Fraction) -> int:
    """Count the whole days nearest to a stretch of seconds."""
    return round(seconds / DAY_S)


def on_day_of(mark: SharedMark, difference: Fraction) -> SharedMark:
    """Read a mark on the day that brings its difference nearest to the first mark's."""
    days = whole_days(mark.there_s - mark.here_s - difference)
    return (
        SharedMark(mark.name, mark.here_s, mark.there_s - DAY_S * days, mark.variance_s2)
        if days
        else mark
    )


def fit(shared: Sequence[SharedMark], span_s: Fraction) -> ClockPass:
    """Fit offset, and drift where the marks span enough, weighted by inverse variance.

    Variances come from the weights, not from the residuals. Marks known exactly
    (variance 0) outweigh all others.
    """
    sure = [mark for mark in shared if mark.variance_s2 == 0]
    used = sure or list(shared)
    weights = _weights(used)
    total = sum(weights, Fraction(0))
    differences = [mark.there_s - mark.here_s for mark in used]
    middle = settle(
        sum((w * m.here_s for w, m in zip(weights, used, strict=True)), Fraction(0)) / total
    )
    offset = settle(
        sum((w * d for w, d in zip(weights, differences, strict=True)), Fraction(0)) / total
    )
    variance = Fraction(0) if sure else settle(1 / total)
    marks = tuple(mark.here_s for mark in shared)
    times = [mark.here_s for mark in used]
    if max(times) - min(times) < span_s:
        return ClockPass(offset, variance, middle, marks_s=marks)
    about = [time - middle for time in times]
    spread = sum((w * x * x for w, x in zip(weights, about, strict=True)), Fraction(0))
    slope = (
        sum((w * x * d for w, x, d in zip(weights, about, differences, strict=True)), Fraction(0))
        / spread
    )
    return ClockPass(
        offset,
        variance,
        middle,
        rate=settle(slope),
        rate_variance=Fraction(0) if sure else settle(1 / spread),
        marks_s=marks,
        is_fitted=True,
    )


def _weights(marks: Sequence[SharedMark]) -> list[Fraction]:
    """Weigh marks by inverse variance; marks known exactly all weigh the same.

    Beyond a handful, weights keep 53 bits: sums of exact ones would take minutes.
    """
    if any(mark.variance_s2 == 0 for mark in marks):
        return [Fraction(1)] * len(marks)
    weights = [1 / mark.variance_s2 for mark in marks]
    return weights if len(marks) <= _EXACT_MARKS else [Fraction(float(w)) for w in weights]
