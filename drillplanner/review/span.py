"""Measure a span between two ends: its length, its uncertainty, the holds inside it.

Rules: docs/scoring.md, sections 3 and 4. d = stop − start is read on the start's clock;
u² = u_start² + u_stop² + u_tie², with no tie term within one source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from drillplanner.review.alignment import Alignment
from drillplanner.review.endpoints import Edges, EndState
from drillplanner.review.observation import Bound, Hold, Log
from drillplanner.review.timeline import Instant, Timeline


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
    def value(self) -> Length | None:
        """The length a given time made: the upper one, else the lower one above zero."""
        if self.high is not None:
            return self.high
        return self.low if self.low is not None and self.low.gross_s >= 0 else None

    @property
    def bound(self) -> Bound | None:
        """Say how the value bounds the true length."""
        if self.is_exact:
            return "exact"
        if self.value is None:
            return None
        return "at_most" if self.value is self.high else "at_least"


def choose_group(
    start: EndState, stop: EndState, reference: str | None, timeline: Timeline
) -> tuple[int | None, tuple[int, ...]]:
    """Choose the tied group to measure in, and name the groups that were left out."""
    both = sorted(set(start.groups) & set(stop.groups))
    if not both:
        return None, ()
    first = min(both, key=lambda g: min(p.number for p in start.groups[g].given.parts))
    chosen = timeline.preferred_group(both, reference, first)
    return chosen, tuple(group for group in both if group != chosen)


def measure(start: Edges, stop: Edges, holds: Sequence[Hold], alignment: Alignment) -> Span:
    """Measure the span between two ends of one tied group, net of holds.

    Args:
        start: the interval of the start.
        stop: the interval of the stop.
        holds: those of `holds_of`, all in the same tied group.
        alignment: the ties between the clocks.
    """
    clock = start.given.clock
    low = (
        _length(start.high, stop.low, clock, holds, alignment) if start.high and stop.low else None
    )
    high = (
        _length(start.low, stop.high, clock, holds, alignment) if start.low and stop.high else None
    )
    given = _length(start.given, stop.given, clock, holds, alignment)
    is_exact = (
        start.low is start.high
        and stop.low is stop.high
        and start.low is not None
        and stop.low is not None
    )
    return Span(low, high, is_exact, given)


def _length(
    start: Instant,
    stop: Instant,
    clock: str,
    holds: Sequence[Hold],
    alignment: Alignment,
) -> Length:
    began_s, ended_s = start.at_s(clock, alignment), stop.at_s(clock, alignment)
    tie = tie_variance(start, stop, alignment)
    gross = ended_s - began_s
    held = _held(began_s, ended_s, clock, holds, alignment)
    return Length(gross, gross - held, start.variance_s2 + stop.variance_s2 + tie, tie)


def tie_variance(start: Instant, stop: Instant, alignment: Alignment) -> Fraction:
    """Take the greatest tie term between any source used at the start and any at the stop."""
    return max(
        alignment.carry(last.at_s or Fraction(0), last.source, first.source).variance_s2
        for first, last in product(start.parts, stop.parts)
    )


def _held(
    began_s: Fraction, ended_s: Fraction, clock: str, holds: Sequence[Hold], alignment: Alignment
) -> Fraction:
    """Add up the held time inside a span; what several holds share counts once."""
    total, reached = Fraction(0), began_s
    for start_s, stop_s in sorted(_on_clock(hold, clock, ended_s, alignment) for hold in holds):
        until = min(stop_s, ended_s)
        total += max(Fraction(0), until - max(start_s, reached))
        reached = max(reached, until)
    return total


def _on_clock(
    hold: Hold, clock: str, ended_s: Fraction, alignment: Alignment
) -> tuple[Fraction, Fraction]:
    start_s = alignment.carry(hold.start_s, hold.source, clock).at_s
    if hold.stop_s is None:
        return start_s, max(start_s, ended_s)
    return start_s, alignment.carry(hold.stop_s, hold.source, clock).at_s


def holds_of(group: int, log: Log, alignment: Alignment) -> tuple[Hold, ...]:
    """List the holds that can be placed on the clocks of one tied group."""
    return tuple(hold for hold in log.holds if alignment.group(hold.source) == group)
