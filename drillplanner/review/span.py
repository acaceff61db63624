"""Measure a span between two ends: its length, its uncertainty, the holds inside it.

Rules: docs/scoring.md, sections 3 and 4. d = stop − start is read on the start's clock;
u² = u_start² + u_stop² + u_tie², with no tie term within one source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.exact import surely_above
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.endpoints import EndState
from drillplanner.review.instant import Edges, Instant, tie_variance
from drillplanner.review.observation import Bound, Hold, Log
from drillplanner.review.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a span as made by two given times, before and after holds are taken out."""

    gross_s: Fraction
    net_s: Fraction
    variance_s2: Fraction
    tie_variance_s2: Fraction

    @property
    def is_interrupted(self) -> bool:
        """Tell whether a hold lies inside."""
        return self.net_s != self.gross_s


@dataclass(frozen=True, slots=True)
class Span:
    """A measured span: its lower and upper length (None where no time bounds it that way).

    `given` lies between the two given times, whatever they bound; its u is the span's where
    it has no value.
    """

    low: Length | None
    high: Length | None
    is_exact: bool
    given: Length

    @property
    def has_low(self) -> bool:
        """Tell whether a given time bounds the length from below; nothing ends before it began."""
        return self.low is not None and self.low.gross_s >= 0

    @property
    def value(self) -> Length | None:
        """The length a given time made: the upper one, else the lower one above zero."""
        if self.high is not None:
            return self.high
        return self.low if self.has_low else None

    @property
    def bound(self) -> Bound | None:
        """Say how the value bounds the true length."""
        if self.is_exact:
            return "exact"
        if self.value is None:
            return None
        if self.high is None:
            return "at_least"
        return "between" if self.has_low else "at_most"


@dataclass(frozen=True, slots=True)
class Holding:
    """The holds that may lie in the spans of one tied group, and how they are weighed.

    An overlap counts that is longer than `factor` times its u. Where a person admitted the
    interruption (`is_admitted`), the u of what was taken out is part of the span's.
    """

    holds: Sequence[Hold] = ()
    factor: Fraction = Fraction(2)
    is_admitted: bool = False


def choose_group(
    start: EndState, stop: EndState, reference: str | None, timeline: Timeline
) -> int | None:
    """Choose the tied group to measure in; None where no group holds both ends."""
    both = set(start.groups) & set(stop.groups)
    return timeline.preferred_group(both, reference, start.points) if both else None


def measure(
    start: Edges, stop: Edges, alignment: Alignment, holding: Holding | None = None
) -> Span:
    """Measure the span between two ends of one tied group, net of the holds inside it."""
    clock = start.given.clock
    gauge = _Gauge(clock, alignment, holding or Holding())
    given = gauge.length(start.given, stop.given)
    if start.is_exact and stop.is_exact:
        return Span(given, given, is_exact=True, given=given)
    low = gauge.length(start.high, stop.low) if start.high and stop.low else None
    high = gauge.length(start.low, stop.high) if start.low and stop.high else None
    return Span(low, high, is_exact=False, given=given)


class _Gauge:
    """Measures between instants on one clock."""

    def __init__(self, clock: str, alignment: Alignment, holding: Holding) -> None:
        self._clock = clock
        self._alignment = alignment
        self._holding = holding

    def length(self, start: Instant, stop: Instant) -> Length:
        began_s = start.at_s(self._clock, self._alignment)
        ended_s = stop.at_s(self._clock, self._alignment)
        tie = tie_variance(start, stop, self._alignment)
        gross = ended_s - began_s
        variance = start.variance_s2 + stop.variance_s2 + tie
        inside = sorted(self._inside(began_s, ended_s)) if self._holding.holds else []
        if self._holding.is_admitted:
            variance += sum((hold[2] for hold in inside), Fraction(0))
        return Length(gross, gross - _held(began_s, ended_s, inside), variance, tie)

    def _inside(
        self, began_s: Fraction, ended_s: Fraction
    ) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
        """Give start, stop and u² of each hold that overlaps by more than its own u explains."""
        for hold in self._holding.holds:
            begun = self._alignment.carry(hold.start_s, hold.source, self._clock)
            variance = begun.variance_s2 + hold.variance_s2
            over_s = max(begun.at_s, ended_s)
            if hold.stop_s is not None:
                over_s = self._alignment.carry(hold.stop_s, hold.source, self._clock).at_s
                variance += hold.stop_variance_s2
            overlap = min(over_s, ended_s) - max(begun.at_s, began_s)
            if surely_above(overlap, variance, self._holding.factor, Fraction(0)):
                yield begun.at_s, over_s, variance


def _held(
    began_s: Fraction,
    ended_s: Fraction,
    inside: Sequence[tuple[Fraction, Fraction, Fraction]],
) -> Fraction:
    """Add up the held time inside a span; what several holds share counts once."""
    total, reached = Fraction(0), began_s
    for start_s, stop_s, _variance in inside:
        until = min(stop_s, ended_s)
        total += max(Fraction(0), until - max(start_s, reached))
        reached = max(reached, until)
    return total


def holds_of(group: int, log: Log, alignment: Alignment) -> tuple[Hold, ...]:
    """List the holds that can be placed on the clocks of one tied group."""
    return tuple(hold for hold in log.holds if alignment.group(hold.source) == group)
