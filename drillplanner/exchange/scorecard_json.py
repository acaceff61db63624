"""Write a scorecard as JSON for other programs (docs/formats.md, section 3).

Numbers are not rounded; what is absent is null; names are those of the contract.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from drillplanner.review.scorecard import (
    Conflict,
    EndResult,
    OrderResult,
    Scorecard,
    TargetResult,
    Tie,
    Total,
)


def scorecard_json(card: Scorecard) -> dict[str, Any]:
    """Give the JSON object of a scorecard."""
    whole = card.whole
    return {
        "rules": card.rules,
        "score": _number(whole.score),
        "timed": _number(whole.timed),
        "criteria": _number(whole.criteria),
        "grade": whole.grade,
        "coverage": _number(whole.coverage),
        "capped": whole.capped,
        "owners": {owner: _owner(total) for owner, total in card.owners.items()},
        "targets": [_target(result) for result in card.targets],
        "orders": [_order(result) for result in card.orders],
        "conflicts": [_conflict(conflict) for conflict in card.conflicts],
        "ties": [_tie(tie) for tie in card.ties],
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _owner(total: Total) -> dict[str, Any]:
    return {
        "score": _number(total.score),
        "grade": total.grade,
        "coverage": _number(total.coverage),
        "capped": total.capped,
    }


def _target(result: TargetResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "verdict": result.verdict,
        "elapsed_s": _number(result.elapsed_s),
        "gross_s": _number(result.gross_s),
        "expanded_uncertainty_s": result.expanded_uncertainty_s,
        "bound": result.bound,
        "score": _number(result.score),
        "start": _end(result.start),
        "stop": _end(result.stop),
    }


def _end(end: EndResult) -> dict[str, Any]:
    return {"at": _number(end.at_s), "sources": list(end.sources), "missing": list(end.named)}


def _order(result: OrderResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "verdict": result.verdict,
        "margin_s": _number(result.margin_s),
        "expanded_uncertainty_s": result.expanded_uncertainty_s,
        "missing": list(result.named),
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "step": conflict.step,
        "unit": conflict.unit,
        "spread_s": conflict.spread_s,
        "sources": list(conflict.sources),
        "target": conflict.target,
        "places": list(conflict.places),
    }


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "source": tie.source,
        "other": tie.other,
        "offset_s": tie.offset_s,
        "drift_ppm": tie.drift_ppm,
        "uncertainty_s": tie.uncertainty_s,
        "marks": list(tie.marks),
    }
