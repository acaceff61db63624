"""Hold when something happened: the entries that make an instant, and the interval it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.observation import Observation


@dataclass(frozen=True, slots=True)
class Part:
    """An entry that makes an instant: its time on its own clock, and its share of the value."""

    row: Observation
    at_s: Fraction
    share: Fraction = Fraction(1)

    @property
    def source(self) -> str:
        """Name the clock that the time stands on."""
        return self.row.source


@dataclass(frozen=True, slots=True)
class Instant:
    """One edge of when a point happened, by the observers of one tied group.

    `parts` are the entries whose times make the value; their shares add up to 1. `value_s` is
    seconds on `clock`, the one that all entries of the point were read on. `is_median` says
    that two middle entries make it, of whose ties the greatest counts, not each by its share
    (docs/scoring.md, section 4), `differs` that the observers lie further apart than their own
    uncertainties explain.
    """

    parts: tuple[Part, ...]
    value_s: Fraction
    clock: str
    variance_s2: Fraction
    is_median: bool = False
    differs: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Name the sources whose entries make the value."""
        return tuple(dict.fromkeys(part.source for part in self.parts))

    @property
    def rows(self) -> tuple[Observation, ...]:
        """Give the entries that make the value."""
        return tuple(part.row for part in self.parts)

    def at_s(self, clock: str, alignment: Alignment) -> Fraction:
        """Give the instant in seconds on `clock`, which must be tied to its own."""
        return alignment.read(self.value_s, self.clock, clock)


@dataclass(frozen=True, slots=True)
class Edges:
    """An interval of instants; an open edge is None. `is_exact`: both edges are one instant."""

    low: Instant | None
    high: Instant | None
    is_exact: bool = False

    @property
    def given(self) -> Instant:
        """The edge that a recorded time made: the upper where there is one."""
        edge = self.high or self.low
        if edge is None:
            raise ValueError(self)
        return edge

    @property
    def known(self) -> tuple[Instant, ...]:
        """Give the edges there are, each once."""
        if self.is_exact or self.low is None or self.high is None:
            return (self.given,)
        return (self.low, self.high)


def exactly(instant: Instant) -> Edges:
    """Give the interval that is one instant."""
    return Edges(instant, instant, is_exact=True)


def tie_variance(start: Instant, stop: Instant, alignment: Alignment) -> Fraction:
    """Find what the ties between the entries of two instants add to their difference.

    The entries of a mean count by their shares. As soon as one end is the middle of two entries
    the greatest tie counts: each of them may be the one that is right.
    """
    ties = [
        (first.share * last.share, alignment.carry(last.at_s, last.source, first.source))
        for first in start.parts
        for last in stop.parts
    ]
    if start.is_median or stop.is_median:
        return max(tie.variance_s2 for _share, tie in ties)
    return sum((share * tie.variance_s2 for share, tie in ties), Fraction(0))
