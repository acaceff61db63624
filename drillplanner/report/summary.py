"""Say a scorecard in a few lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.durations import duration, number
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Script, Target
from drillplanner.review.scorecard import Conflict, Scorecard, TargetResult, Total
from drillplanner.review.shortfalls import shortfalls
from drillplanner.terms.document import Phrase
from drillplanner.terms.measured_words import measured_said, missing_said
from drillplanner.terms.phrases import Names, itemised, place_said
from drillplanner.terms.vocabulary import CONFLICTS, grade_sign, order_sign, verdict_sign


def summary(script: Script, card: Scorecard) -> tuple[Text, ...]:
    """Give the lines of a scorecard: the whole, owners, targets, orders, heads, conflicts."""
    names = Names(script)
    return tuple(_lines(script, card, names))


def _lines(script: Script, card: Scorecard, names: Names) -> Iterator[Text]:
    yield _("Whole drill: {total}", total=_total(card.whole))
    for owner, total in card.owners.items():
        yield _("{role}: {total}", role=names.short_role(owner), total=_total(total))
    for target, result in zip(script.targets, card.targets, strict=True):
        yield _(
            "{id} {name}: {outcome}",
            id=target.id,
            name=names.target(target.id),
            outcome=_outcome(target, result),
        )
    for order in card.orders:
        yield _("{id}: {outcome}", id=order.id, outcome=order_sign(order.verdict).words)
    for found in shortfalls(script, card):
        if found.kind == "heads_missing":
            yield missing_said(names.reference(found.subject), found.heads)
    for conflict in card.conflicts:
        yield _conflict(conflict, names)


def _total(total: Total) -> Text:
    if total.rounded is None:
        return _("no score")
    words = _(
        "{score} points, suggested grade: {grade}, coverage {coverage}",
        score=number(total.rounded, 1),
        grade=grade_sign(total.grade, total.reason).words,
        coverage="-" if total.coverage is None else f"{number(total.coverage * 100, 0)}%",
    )
    if total.capped:
        return _("{total} (limited by a critical failure)", total=words)
    return words


def _outcome(target: Target, result: TargetResult) -> Text:
    verdict = verdict_sign(result.verdict, result.bound).words
    parts: Phrase = verdict
    if result.elapsed_s is not None:
        value = measured_said(target, result)
        parts = _("{verdict}, {measured}", verdict=parts, measured=value)
    if target.limit_s is not None:
        parts = _("{said} (limit {limit})", said=parts, limit=duration(target.limit_s))
    if result.score is not None:
        return _("{said}, {points} points", said=parts, points=number(result.score, 1))
    return _("{said}, not scored", said=parts)


def _conflict(conflict: Conflict, names: Names) -> Text:
    what = names.step(conflict.step) if conflict.step else ", ".join(conflict.sources)
    if conflict.unit and conflict.step:
        what = names.reference(f"{conflict.step}/{conflict.unit}")
    return _(
        "conflict, {what}: {why} ({places})",
        what=what,
        why=CONFLICTS[conflict.kind],
        places=itemised([place_said(place) for place in conflict.places])
        or ", ".join(conflict.sources),
    )
