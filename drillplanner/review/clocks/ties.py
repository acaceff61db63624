"""Estimate from shared marks how two clocks differ, and carry times by what was found.

Rules: docs/scoring.md, section 3. The names of logs and sources are no matter here; which
ties exist and how they chain is drillplanner.review.clocks.alignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.exact import settle, surely_above

DAY_S = 86_400

#: Shared marks of two clocks that are weighed by exact fractions; a drill has two or three.
_EXACT_MARKS = 8

#: Marks of one source that are paired anew when a tie is doubted; a drill has two or three,
#: and the work grows with the cube.
_PAIRED_MARKS = 30


@dataclass(frozen=True, slots=True)
class Hop:
    """One tie on the way of a carried time: from which clock to which, and when on the first."""

    here: str
    there: str
    at_s: Fraction


@dataclass(frozen=True, slots=True)
class Passage:
    """A time carried from one clock to another: the time there, and the ties' variance."""

    at_s: Fraction
    variance_s2: Fraction
    hops: tuple[Hop, ...] = ()


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

    def place(self, at_s: Fraction) -> Fraction:
        """Read a time over, without what is known of its uncertainty."""
        there = at_s + self.offset_s
        return there + self.rate * (at_s - self.middle_s) if self.rate else there

    def carry(self, at_s: Fraction, drift: Fraction) -> Passage:
        """Carry a time over; `drift` is what clocks may drift away from their shared marks."""
        variance = self.variance_s2
        if self.rate_variance:
            away = at_s - self.middle_s
            variance += self.rate_variance * away * away
        if self.marks_s:
            variance += (drift * self._nearest(at_s)) ** 2
        return Passage(self.place(at_s), variance)

    def is_weak(self, at_s: Fraction, beyond_s: int) -> bool:
        """Tell whether all marks lie on one side of a time, the nearest further than a limit."""
        if not self.marks_s:
            return False
        is_one_sided = max(self.marks_s) < at_s or min(self.marks_s) > at_s
        return is_one_sided and self._nearest(at_s) > beyond_s

    def _nearest(self, at_s: Fraction) -> Fraction:
        return min(abs(at_s - mark) for mark in self.marks_s)


@dataclass(frozen=True, slots=True)
class SharedMark:
    """A mark both sources read: when here, when there, and the variance of the difference.

    `name` is empty for a difference that someone stated together with its time.
    """

    name: str
    here_s: Fraction
    there_s: Fraction
    variance_s2: Fraction

    @property
    def difference_s(self) -> Fraction:
        """Give how far the clock there is ahead of the clock here."""
        return self.there_s - self.here_s

    def turned(self) -> SharedMark:
        """Give the mark as seen from the other clock."""
        return SharedMark(self.name, self.there_s, self.here_s, self.variance_s2)


def whole_days(seconds: Fraction) -> int:
    """Count the whole days nearest to a stretch of seconds."""
    return round(seconds / DAY_S)


def on_day_of(mark: SharedMark, difference: Fraction) -> SharedMark:
    """Read a mark on the day that brings its difference nearest to the first mark's."""
    days = whole_days(mark.difference_s - difference)
    if not days:
        return mark
    return SharedMark(mark.name, mark.here_s, mark.there_s - DAY_S * days, mark.variance_s2)


def fit(shared: Sequence[SharedMark], span_s: Fraction) -> ClockPass:
    """Fit offset, and drift where the marks span enough, weighted by inverse variance.

    Variances come from the weights, not from the residuals. Marks known exactly
    (variance 0) outweigh all others.
    """
    sure = [mark for mark in shared if mark.variance_s2 == 0]
    used = sure or list(shared)
    weights = _weights(used)
    total = sum(weights, Fraction(0))
    middle = settle(
        sum((w * m.here_s for w, m in zip(weights, used, strict=True)), Fraction(0)) / total
    )
    offset = settle(
        sum((w * m.difference_s for w, m in zip(weights, used, strict=True)), Fraction(0)) / total
    )
    variance = Fraction(0) if sure else settle(1 / total)
    marks = tuple(mark.here_s for mark in shared)
    times = [mark.here_s for mark in used]
    if max(times) - min(times) < span_s:
        return ClockPass(offset, variance, middle, marks_s=marks)
    spread, product = Fraction(0), Fraction(0)
    for weight, mark in zip(weights, used, strict=True):
        about = mark.here_s - middle
        spread += weight * about * about
        # About the mean difference, not about zero: the middle is rounded, and a weight of
        # 1e18 would turn that rounding into a drift of its own.
        product += weight * about * (mark.difference_s - offset)
    return ClockPass(
        offset,
        variance,
        middle,
        rate=settle(product / spread),
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


def better_pairing(
    shared: Sequence[SharedMark],
    here_s: Sequence[Fraction],
    there_s: Sequence[Fraction],
    factor: Fraction,
) -> Fraction | None:
    """Find whether other marks of the two clocks pair better than those of the same name.

    A pairing fits as well as its differences agree (greatest − least). Another one has as many
    pairs, in the order of time on both clocks, and counts where it agrees better by more than
    U of the two marks that make the named one's spread.

    Args:
        shared: the marks of the same name.
        here_s: all marks of the one clock.
        there_s: all marks of the other.
        factor: the coverage factor.

    Returns:
        By how many seconds the differences agree better, or None.
    """
    by_difference = sorted(shared, key=lambda mark: mark.difference_s)
    least, greatest = by_difference[0], by_difference[-1]
    spread = greatest.difference_s - least.difference_s
    variance = least.variance_s2 + greatest.variance_s2
    nothing = Fraction(0)
    is_wide = surely_above(spread, variance, factor, nothing)
    if not is_wide or max(len(here_s), len(there_s)) > _PAIRED_MARKS:
        return None
    mine, theirs = sorted(here_s), sorted(there_s)
    others = (
        _spread_about(there - here, mine, theirs, len(shared)) for here in mine for there in theirs
    )
    better = spread - min((other for other in others if other is not None), default=spread)
    return better if surely_above(better, variance, factor, nothing) else None


def _spread_about(
    offset: Fraction, mine: Sequence[Fraction], theirs: Sequence[Fraction], count: int
) -> Fraction | None:
    """Pair marks one to one as they lie nearest at an offset; give the spread of the best."""
    nearest: dict[Fraction, Fraction] = {}
    for here in mine:
        there = min(theirs, key=lambda at: abs(at - here - offset))
        known = nearest.get(there)
        if known is None or abs(there - here - offset) < abs(there - known - offset):
            nearest[there] = here
    differences = sorted((t - h for t, h in nearest.items()), key=lambda d: abs(d - offset))
    if len(differences) < count:
        return None
    kept = differences[:count]
    return max(kept) - min(kept)
