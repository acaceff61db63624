"""Tell how far the evaluators of a script agree, from the ratings they gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.plan.model import Script
from drillplanner.review.points.ratings import Rating, points_of
from drillplanner.review.statistics.agreement import (
    LEAST_EVALUATORS,
    LEAST_ITEMS,
    Agreement,
    agreement,
)

#: Why nothing is told.
HIDDEN: Text = _(
    "Agreement is told from {items} items on that {evaluators} evaluators or more all rated.",
    items=LEAST_ITEMS,
    evaluators=LEAST_EVALUATORS,
)


def agreed(script: Script, ratings: Iterable[Rating]) -> Agreement | None:
    """Compare evaluators in points of 100; None where they rated too little to tell."""
    scales = {criterion.id: criterion.scale for criterion in script.criteria}
    given: dict[str, dict[str, float]] = defaultdict(dict)
    for one in ratings:
        points = points_of(scales[one.criterion], one.rating)
        if points is not None:
            given[one.criterion][one.evaluator] = float(points)
    return agreement(given)


def agreement_said(found: Agreement | None) -> tuple[Text, ...]:
    """Say it, a line each two evaluators and one for all; why not, where nothing is told."""
    if found is None:
        return (HIDDEN,)
    pairs = [
        ngettext(
            "{one}, {other}: {count} item, {percent} % alike, weighted kappa {kappa}",
            "{one}, {other}: {count} items, {percent} % alike, weighted kappa {kappa}",
            pair.items,
            one=pair.one,
            other=pair.other,
            percent=f"{pair.percent * 100:.0f}",
            kappa=_two(pair.kappa),
        )
        for pair in found.pairs
    ]
    return (
        *pairs,
        _(
            "all: Fleiss' kappa {fleiss}, ICC(2,1) {icc}, ICC(2,k) {mean}",
            fleiss=_two(found.fleiss),
            icc=_two(found.icc),
            mean=_two(found.icc_mean),
        ),
    )


def _two(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"
