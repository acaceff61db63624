"""Decide what fell short in a drill, once for the report and for the corrective actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from drillplanner.base.exact import exact
from drillplanner.plan.model import FirstOf, Order, Script, Step, Target, refs, split_ref
from drillplanner.review.observation import HeadCount, Log, Observation
from drillplanner.review.scorecard import Conflict, OrderResult, Scorecard, TargetResult
from drillplanner.review.verdicts import ConflictKind

#: The first three are verdicts that failed (docs/scoring.md, section 5), then a broken order,
#: a low rating, a step that no failed target names and heads that were missing; the last two say
#: that the record fell short, not those who acted.
ShortfallKind: TypeAlias = Literal[
    "missed",
    "not_performed",
    "not_achieved",
    "broken_order",
    "low_rating",
    "step_not_performed",
    "heads_missing",
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

    `subject` is the id of a target, order or criterion, the step or unit where heads were missing,
    or the kind of a conflict. `members`
    are the steps or units ("STEP/UNIT") it is about: who was last, what was not done, what
    nobody recorded. `role` answers for it, `lost` orders a list (weight times points lost),
    `evidence` names the places of the rows that decided it, `sources` those of a conflict,
    `notes` what was written beside the rows of those steps, `heads` what each source counted.
    """

    kind: ShortfallKind
    subject: str
    members: tuple[str, ...] = ()
    role: str | None = None
    is_critical: bool = False
    lost: Fraction = Fraction(0)
    evidence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    heads: tuple[HeadCount, ...] = ()

    @property
    def about(self) -> str:
        """Tell it from the others of its drill: kind, subject and who was slow."""
        slow = self.members[0] if self.kind == "missed" and self.members else ""
        return ":".join(part for part in (self.kind, self.subject, slow) if part)

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
    rows = log.observations if log else ()
    slow = {row.place: _ref(row) for row in rows if row.place}
    acted = [
        *_of_targets(script, card, slow, rows),
        *_of_orders(script, card),
        *_of_criteria(script, card),
    ]
    acted += _of_steps(script, rows, acted)
    acted += _of_heads(script, card.heads)
    acted.sort(key=lambda found: (not found.is_critical, -found.lost))
    kept = [*_unrecorded(script, card), *_of_conflicts(card.conflicts)]
    kept.sort(key=lambda found: not found.is_critical)
    return tuple(_with_notes(found, rows) for found in (*acted, *kept))


def _ref(row: Observation) -> str:
    return row.step if row.unit is None else f"{row.step}/{row.unit}"


def _with_notes(found: Shortfall, rows: Sequence[Observation]) -> Shortfall:
    """Quote what was written beside the rows that decided, and of the same steps and units."""
    if found.kind == "heads_missing":
        return found
    cited = {_ref(row) for row in rows if row.place in found.evidence}
    if found.kind in ("not_performed", "not_achieved", "step_not_performed"):
        cited = {_ref(row) for row in rows if _is_of(row, found.members or (found.subject,))}
        # Who saw it done gives no cause for its not being done.
        rows = [row for row in rows if row.outcome not in ("time", "done")]
    return replace(found, notes=_people_said(row.note for row in rows if _ref(row) in cited))


def _people_said(notes: Iterable[str]) -> tuple[str, ...]:
    """Give each note once; a word of the program's own (docs/log-format.md) is no person's note."""
    said = dict.fromkeys(note.strip().rstrip("。.") for note in notes)
    return tuple(note for note in said if note and not note.startswith("!"))


def _is_of(row: Observation, members: Iterable[str]) -> bool:
    return any(member in (row.step, _ref(row)) for member in members)


def _pairs(script: Script, card: Scorecard) -> Iterator[tuple[Target, TargetResult]]:
    results = {result.id: result for result in card.targets}
    return ((target, results[target.id]) for target in script.targets if target.id in results)


def _of_targets(
    script: Script, card: Scorecard, slow: dict[str, str], rows: Sequence[Observation]
) -> Iterator[Shortfall]:
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
                    _deciding(kind, result, rows)
                    or (*result.start.evidence, *result.stop.evidence),
                )


def _deciding(
    kind: ShortfallKind, result: TargetResult, rows: Sequence[Observation]
) -> tuple[str, ...]:
    """Give the rows that say an act was not performed, or was without effect."""
    outcome = {"not_performed": "not_performed", "not_achieved": "failed"}.get(kind)
    return tuple(
        row.place
        for row in rows
        if row.place and row.outcome == outcome and _is_of(row, result.stop.named)
    )


def _of_steps(
    script: Script, rows: Sequence[Observation], found: Iterable[Shortfall]
) -> Iterator[Shortfall]:
    """Find the steps that somebody said were not performed and that no target speaks of."""
    told = {ref for one in found if one.kind == "not_performed" for ref in one.members}
    seen = {ref for row in rows if row.outcome in ("time", "done", "failed") for ref in _both(row)}
    for step in script.steps:
        denied = [row for row in rows if row.step == step.id and row.outcome == "not_performed"]
        absent = [row for row in denied if _ref(row) not in seen and not told & {*_both(row)}]
        if not absent or not _is_taken(script, step, rows):
            continue
        members = tuple(dict.fromkeys(_ref(row) for row in absent))
        whole = {f"{step.id}/{unit.id}" for unit in step.units}
        yield Shortfall(
            "step_not_performed",
            step.id,
            () if step.id in members or whole == {*members} else members,
            step.role,
            evidence=tuple(row.place for row in absent if row.place),
        )


def _of_heads(script: Script, counts: Iterable[HeadCount]) -> Iterator[Shortfall]:
    """Find where heads were missing: some source counted fewer than due, and not all elsewhere.

    Of several sources the one that missed most comes first; none of them is overruled.
    """
    by_place: dict[str, list[HeadCount]] = {}
    for count in counts:
        by_place.setdefault(count.ref, []).append(count)
    roles = {step.id: step.role for step in script.steps}
    for place, found in by_place.items():
        found.sort(key=lambda count: -count.heads.missing)
        if found[0].heads.missing:
            yield Shortfall(
                "heads_missing",
                place,
                role=roles.get(found[0].step),
                evidence=tuple(count.place for count in found if count.place),
                notes=_people_said(count.note for count in found),
                heads=tuple(found),
            )


def _both(row: Observation) -> tuple[str, ...]:
    """Give what a row speaks of: its unit and, of a row of the whole step, the step."""
    return (_ref(row), row.step) if row.unit is None else (_ref(row),)


def _is_taken(script: Script, step: Step, rows: Sequence[Observation]) -> bool:
    """Tell whether a step is of a branch that the log says was taken, or of none."""
    way = step.only_if
    if way is None:
        return True
    return any(row.step == way.step and row.option == way.option for row in rows)


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
