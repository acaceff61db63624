"""Decide what fell short in a drill, once for the report and for the corrective actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from drillplanner.base.exact import exact
from drillplanner.plan.model import FirstOf, Order, Script, Target, refs, split_ref
from drillplanner.review.observation import Log
from drillplanner.review.scorecard import (
    Conflict,
    ConflictKind,
    OrderResult,
    Scorecard,
    TargetResult,
)

#: The first three are verdicts that failed (docs/scoring.md, section 5), then a broken order
#: and a low rating; the last two say that the record fell short, not those who acted.
ShortfallKind: TypeAlias = Literal[
    "missed",
    "not_performed",
    "not_achieved",
    "broken_order",
    "low_rating",
    "not_recorded",
    "conflict",
]
KINDS: tuple[ShortfallKind, ...] = get_args(ShortfallKind)

#: A criterion under this many points fell short: M on psmu, poor on grade4, no on yes_no.
SHORT_OF = 70

#: Conflicts whose cause can be mended before the next drill: how clocks are tied and read.
#: What one source repeated or ruled otherwise on is for a person to decide in the review.
MENDABLE: frozenset[ConflictKind] = frozenset(
    {
        "untied_group",
        "untied_hold",
        "drift",
        "residual",
        "offset",
        "doubtful_tie",
        "weak_tie",
        "spread",
        "contradicts_bound",
        "disagreement",
    }
)

_FAILED: tuple[ShortfallKind, ...] = ("missed", "not_performed", "not_achieved")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that fell short.

    `subject` is the id of a target, order or criterion, or the kind of a conflict. `members`
    are the steps or units ("STEP/UNIT") it is about: who was last, what was not done, what
    nobody recorded. `role` answers for it, `lost` orders a list (weight times points lost),
    `evidence` names the places of the rows behind it, `sources` those of a conflict.
    """

    kind: ShortfallKind
    subject: str
    members: tuple[str, ...] = ()
    role: str | None = None
    is_critical: bool = False
    lost: Fraction = Fraction(0)
    evidence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def is_of_record(self) -> bool:
        """Tell whether the keeping of the record fell short, not those who acted."""
        return self.kind in ("not_recorded", "conflict")


def shortfalls(script: Script, card: Scorecard, log: Log | None = None) -> tuple[Shortfall, ...]:
    """List what fell short: critical first, then by points lost; what concerns records last.

    A target that is too close to call, open, held, reversed or not applicable is none: nobody
    can say yet that anything is to be mended.

    Args:
        script: what the drill was held with.
        card: what it came to.
        log: names the one that was last, where a target waits for the last of several.
    """
    at = {row.place: row for row in log.observations if row.place} if log else {}
    slow = {
        place: row.step if row.unit is None else f"{row.step}/{row.unit}"
        for place, row in at.items()
    }
    acted = [
        *_of_targets(script, card, slow),
        *_of_orders(script, card),
        *_of_criteria(script, card),
    ]
    acted.sort(key=lambda found: (not found.is_critical, -found.lost))
    kept = [*_unrecorded(script, card), *_of_conflicts(card.conflicts)]
    kept.sort(key=lambda found: not found.is_critical)
    return (*acted, *kept)


def _pairs(script: Script, card: Scorecard) -> Iterator[tuple[Target, TargetResult]]:
    results = {result.id: result for result in card.targets}
    return ((target, results[target.id]) for target in script.targets if target.id in results)


def _of_targets(script: Script, card: Scorecard, slow: dict[str, str]) -> Iterator[Shortfall]:
    for target, result in _pairs(script, card):
        for kind in _FAILED:
            if result.verdict == kind:
                yield Shortfall(
                    kind,
                    target.id,
                    _last(target, result, slow) if kind == "missed" else result.stop.named,
                    target.owner,
                    target.critical,
                    exact(target.weight) * (100 - (result.score or 0)),
                    (*result.start.evidence, *result.stop.evidence),
                )


def _last(target: Target, result: TargetResult, slow: dict[str, str]) -> tuple[str, ...]:
    """Name the one that was last, where the stop is one of several."""
    found = [slow[place] for place in result.stop.evidence if place in slow]
    ends = refs(target.stop)
    if not found or isinstance(target.stop, FirstOf):
        return ()
    is_of_several = len(ends) > 1 or ("/" not in ends[0] and "/" in found[0])
    return (found[0],) if is_of_several else ()


def _of_orders(script: Script, card: Scorecard) -> Iterator[Shortfall]:
    results: dict[str, OrderResult] = {result.id: result for result in card.orders}
    for order in script.orders:
        if order.id in results and results[order.id].verdict == "broken":
            yield Shortfall(
                "broken_order",
                order.id,
                (order.after, order.before),
                _doer(script, order),
                order.critical,
                Fraction(100),
            )


def _doer(script: Script, order: Order) -> str | None:
    wanted = split_ref(order.after)[0]
    return next((step.role for step in script.steps if step.id == wanted), None)


def _of_criteria(script: Script, card: Scorecard) -> Iterator[Shortfall]:
    for criterion in script.criteria:
        got = card.criteria.get(criterion.id, Fraction(100))
        if got < SHORT_OF:
            yield Shortfall(
                "low_rating",
                criterion.id,
                role=criterion.role,
                is_critical=criterion.critical,
                lost=exact(criterion.weight) * (100 - got),
            )


def _unrecorded(script: Script, card: Scorecard) -> Iterator[Shortfall]:
    """List targets with a limit that nobody recorded; untied clocks are a conflict of their own."""
    for target, result in _pairs(script, card):
        if result.verdict == "not_recorded" and target.limit_s is not None:
            members = dict.fromkeys((*result.start.named, *result.stop.named))
            evidence = (*result.start.evidence, *result.stop.evidence)
            yield Shortfall(
                "not_recorded",
                target.id,
                tuple(members) or (*refs(target.start), *refs(target.stop)),
                is_critical=target.critical,
                evidence=evidence,
            )


def _of_conflicts(conflicts: Iterable[Conflict]) -> Iterator[Shortfall]:
    """Gather the conflicts of one kind: their cause is one, however many rows it touched."""
    by_kind: dict[ConflictKind, list[Conflict]] = {}
    for conflict in conflicts:
        if conflict.kind in MENDABLE:
            by_kind.setdefault(conflict.kind, []).append(conflict)
    for kind, found in by_kind.items():
        steps = [
            one.step if one.unit is None else f"{one.step}/{one.unit}" for one in found if one.step
        ]
        yield Shortfall(
            "conflict",
            kind,
            tuple(dict.fromkeys(steps)),
            evidence=tuple(dict.fromkeys(place for one in found for place in one.places)),
            sources=tuple(dict.fromkeys(source for one in found for source in one.sources)),
        )
