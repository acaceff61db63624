"""Read how stations' clocks stood beside the drill's when they were enrolled."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from drillplanner.review.observation import ClockComparison
from drillplanner.run.fact import Fact, read_body
from drillplanner.run.fact_kinds import CLOCK_COMPARISON


def comparisons(facts: Iterable[Fact]) -> tuple[ClockComparison, ...]:
    """List the comparisons of a drill's clocks; one whose numbers are none is left out."""
    found: list[ClockComparison] = []
    for fact in facts:
        match read_body(fact.data) if fact.kind == CLOCK_COMPARISON else {}:
            case {
                "source": str(source),
                "other": str(other),
                "offset_s": str(offset),
                "u_s": str(u_s),
            }:
                try:
                    found.append(
                        ClockComparison(source, other, Fraction(offset), Fraction(u_s) ** 2)
                    )
                except (ValueError, ZeroDivisionError):
                    continue
    return tuple(found)
