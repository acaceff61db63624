"""Write a time line of all sources as JSON for other programs (docs/formats.md, section 3)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from drillplanner.exchange.scorecard_json import conflict_json, tie_json
from drillplanner.services.review.merging.time_line import (
    LineEntry,
    LinePoint,
    SourceLine,
    TimeLine,
)


def time_line_json(line: TimeLine) -> dict[str, Any]:
    """Return the JSON object of a time line; numbers are not rounded, what is absent is null."""
    return {
        "clock": line.clock,
        "origin": line.origin or None,
        "sources": [source_json(one) for one in line.sources],
        "ties": [tie_json(one) for one in line.ties],
        "points": [_point(one) for one in line.points],
        "superseded": [_entry(one) for one in line.superseded],
        "conflicts": [conflict_json(one) for one in line.conflicts],
    }


def source_json(one: SourceLine) -> dict[str, Any]:
    """Return the JSON object of a source and how its clock is tied."""
    return {
        "source": one.source,
        "scale": one.scale,
        "standing": one.standing,
        "entries": one.entries,
        "offset_s": _number(one.offset_s),
        "drift_ppm": one.drift_ppm,
        "expanded_uncertainty_s": one.expanded_s,
        "one_more_mark_s": one.one_more_s,
        "marks": list(one.marks),
        "doubts": [conflict.kind for conflict in one.doubts],
    }


def _point(one: LinePoint) -> dict[str, Any]:
    return {
        "step": one.step,
        "unit": one.unit,
        "known": one.known,
        "at": _number(one.at_s),
        "low": _number(one.low_s),
        "uncertainty_s": one.u_s,
        "bound": one.bound,
        "sources": list(one.sources),
        "spread_s": _number(one.spread_s),
        "disputed": one.is_disputed,
        "chosen": one.chosen or None,
        "entries": [_entry(entry) for entry in one.entries],
    }


def _entry(one: LineEntry) -> dict[str, Any]:
    return {
        "place": one.place,
        "source": one.source,
        "outcome": one.outcome,
        "at": _number(one.at_s),
        "own": _number(one.own_s),
        "uncertainty_s": one.u_s,
        "bound": one.bound,
        "observed": one.observed,
        "fate": one.fate,
        "reason": one.reason,
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
