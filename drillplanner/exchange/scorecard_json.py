"""Write a scorecard as JSON for other programs (docs/formats.md, section 3).

Numbers are not rounded; what is absent is null; names are those of the contract.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from drillplanner.base.texts import Text
from drillplanner.base.translator import translator
from drillplanner.plan.model import Script
from drillplanner.review.observation import HeadCount, Reading
from drillplanner.review.scorecard import (
    Conflict,
    EndResult,
    OrderResult,
    Scorecard,
    TargetResult,
    Tie,
    Total,
)
from drillplanner.terms.grade_words import grade_reason_said

#: Says a sentence in the reader's language.
Say = Callable[[Text], str]


def scorecard_json(card: Scorecard, script: Script) -> dict[str, Any]:
    """Give the JSON object of a scorecard.

    Args:
        card: what a drill came to.
        script: the one it was scored with. The reason of a grade is said in its language, so
            that the same inputs give the same bytes under whatever system.
    """
    say = translator(script.language).say
    whole = card.whole
    return {
        "rules": card.rules,
        "score": _number(whole.score),
        "score_range": _range(whole),
        "timed": _number(whole.timed),
        "criteria": _number(whole.criteria),
        "grade": whole.grade,
        "grade_reason": _reason(whole, script, say),
        "coverage": _number(whole.coverage),
        "capped": whole.capped,
        "owners": {owner: _owner(total, script, say) for owner, total in card.owners.items()},
        "targets": [_target(result) for result in card.targets],
        "orders": [_order(result) for result in card.orders],
        "conflicts": [conflict_json(conflict) for conflict in card.conflicts],
        "ties": [tie_json(tie) for tie in card.ties],
        "readings": [_reading(reading) for reading in card.readings],
        "heads": [_heads(count) for count in card.heads],
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _range(total: Total) -> list[float] | None:
    return None if total.score_range is None else [float(end) for end in total.score_range]


def _reason(total: Total, script: Script, say: Say) -> dict[str, Any] | None:
    said = grade_reason_said(total, script)
    if total.reason is None or said is None:
        return None
    return {"code": total.reason.code, "text": say(said)}


def _owner(total: Total, script: Script, say: Say) -> dict[str, Any]:
    return {
        "score": _number(total.score),
        "grade": total.grade,
        "grade_reason": _reason(total, script, say),
        "coverage": _number(total.coverage),
        "capped": total.capped,
    }


def _target(result: TargetResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "verdict": result.verdict,
        "elapsed_s": _number(result.elapsed_s),
        "elapsed_low_s": _number(result.elapsed_low_s),
        "gross_s": _number(result.gross_s),
        "expanded_uncertainty_s": result.expanded_uncertainty_s,
        "bound": result.bound,
        "score": _number(result.score),
        "doubts": list(result.doubts),
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


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """Return the JSON object of something that disagrees."""
    return {
        "kind": conflict.kind,
        "step": conflict.step,
        "steps": list(conflict.steps),
        "unit": conflict.unit,
        "spread_s": conflict.spread_s,
        "sources": list(conflict.sources),
        "target": conflict.target,
        "places": list(conflict.places),
    }


def tie_json(tie: Tie) -> dict[str, Any]:
    """Return the JSON object of a tie of two clocks."""
    return {
        "source": tie.source,
        "other": tie.other,
        "offset_s": tie.offset_s,
        "drift_ppm": tie.drift_ppm,
        "uncertainty_s": tie.uncertainty_s,
        "marks": list(tie.marks),
    }


def _heads(count: HeadCount) -> dict[str, Any]:
    return {
        "step": count.step,
        "unit": count.unit,
        "source": count.source,
        "present": count.heads.present,
        "elsewhere": count.heads.elsewhere,
        "expected": count.heads.expected,
        "missing": count.heads.missing,
        "note": count.note,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "source": reading.source,
        "dial": reading.dial,
        "form": reading.form,
        "rows": reading.rows,
        "first": reading.first,
        "last": reading.last,
    }
