"""Write how far evaluators agree as JSON for other programs (docs/formats.md, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drillplanner.review.statistics.agreement import Agreement


def agreement_json(found: Agreement | None, hidden: str) -> Mapping[str, Any]:
    """Give the JSON object of an agreement.

    Args:
        found: how far evaluators agree; None where too little was rated to tell.
        hidden: the sentence that says so.
    """
    methods = {"kappa": "Cohen, squared weights", "fleiss": "Fleiss", "icc": "ICC(2,1), ICC(2,k)"}
    if found is None:
        return {"methods": methods, "hidden": hidden, "items": None, "pairs": []}
    return {
        "methods": methods,
        "hidden": None,
        "evaluators": list(found.evaluators),
        "items": found.items,
        "fleiss": found.fleiss,
        "icc": found.icc,
        "icc_mean": found.icc_mean,
        "pairs": [
            {
                "evaluators": [pair.one, pair.other],
                "items": pair.items,
                "percent": pair.percent,
                "kappa": pair.kappa,
            }
            for pair in found.pairs
        ],
    }
