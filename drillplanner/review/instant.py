"""Hold when something happened: the entries that make an instant, and the interval it lies in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from drillplanner.review.alignment import Alignment
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

    `parts` are the entries whose times make the value; their shares add up to 1. `clock` is
    the one it is read on. `is_mean` says that ties count by share (docs/scoring.md, section 3),
    `differs` that the observers lie further apart than their own uncertainties explain.
    """

    parts: tuple[Part, ...]
    clock: str
    variance_s2: Fraction
    is_mean: bool = False
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
        """Give the instant in seconds on `clock`, which must be tied to its sources."""
        if len(self.parts) == 1:
            part = self.parts[0]
            return alignment.read(part.at_s, part.source, clock)
        return sum(
            (part.share * alignment.read(part.at_s, part.source, clock) for part in self.parts),
            Fraction(0),
        )


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

    An entry of a mean counts by its share. Of the other end, and of a median, the greatest tie
    counts: each entry of a median may be the one that is right.
    """
    if len(start.parts) == len(stop.parts) == 1:
        return _tie(start.parts[0], stop.parts[0], alignment)
    if start.is_mean and stop.is_mean:
        return sum(
            (
                first.share * last.share * _tie(first, last, alignment)
                for first in start.parts
                for last in stop.parts
            ),
            Fraction(0),
        )
    if start.is_mean:
        return _by_share(
            (first.share, max(_tie(first, last, alignment) for last in stop.parts))
            for first in start.parts
        )
    ties = [
        (last.share, max(_tie(first, last, alignment) for first in start.parts))
        for last in stop.parts
    ]
    return _by_share(ties) if stop.is_mean else max(tie for _share, tie in ties)


def _by_share(ties: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    return sum((share * tie for share, tie in ties), Fraction(0))


def _tie(first: Part, last: Part, alignment: Alignment) -> Fraction:
    return alignment.carry(last.at_s, last.source, first.source).variance_s2
