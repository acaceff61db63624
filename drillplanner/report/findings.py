"""List what fell short (存在问题), worst first, with whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.durations import duration, measured
from drillplanner.base.exact import exact
from drillplanner.base.texts import Words, _
from drillplanner.plan.scenario import Criterion, Order, Target, refs, split_ref
from drillplanner.report.document import Phrase
from drillplanner.report.losses import FAILED
from drillplanner.report.phrases import listed, sentences
from drillplanner.report.subject import Subject
from drillplanner.review.scorecard import OrderResult, TargetResult

#: A criterion under this many points is a finding: M on psmu, poor on grade4, no on yes_no.
SHORT_OF = 70


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that fell short; `role` answers for it, `lost` orders the list."""

    words: Phrase
    role: str | None
    is_critical: bool
    lost: Fraction


def findings(subject: Subject) -> tuple[Finding, ...]:
    """List missed, not performed and failed targets, broken orders, low ratings, people's words.

    Critical ones come first, then by weight times points lost; what people wrote stands last.
    """
    found = [
        *(_of_target(subject, t, r) for t, r in subject.lines if r.verdict in FAILED),
        *_of_orders(subject),
        *_of_criteria(subject),
    ]
    found.sort(key=lambda finding: (not finding.is_critical, -finding.lost))
    written = [_written(subject, words) for words in subject.details.problems]
    return (*found, *written)


def _of_target(subject: Subject, target: Target, result: TargetResult) -> Finding:
    lost = exact(target.weight) * (100 - (result.score or 0))
    return Finding(_said(subject, target, result), target.owner, target.critical, lost)


def _said(subject: Subject, target: Target, result: TargetResult) -> Phrase:
    name = subject.words(target.name)
    if result.verdict == "missed" and result.elapsed_s is not None and target.limit_s is not None:
        limit = exact(target.limit_s)
        over = _(
            "“{target}” took {measured}, {excess} over the limit of {limit}.",
            target=name,
            measured=measured(result.elapsed_s, result.expanded_uncertainty_s, result.bound),
            excess=duration(result.elapsed_s - limit, 1),
            limit=duration(limit),
        )
        slowest = _slowest(subject, target, result)
        return sentences([over, slowest]) if slowest else over
    if result.verdict == "missed":
        return _("“{target}” took longer than its limit.", target=name)
    if result.verdict == "not_achieved":
        return _with_members(
            subject, _("“{target}” was tried without effect.", target=name), result
        )
    return _with_members(subject, _("“{target}” was not performed.", target=name), result)


def _with_members(subject: Subject, said: Phrase, result: TargetResult) -> Phrase:
    if not result.stop.named:
        return said
    members = listed([subject.names.reference(ref) for ref in result.stop.named])
    return sentences([said, _("Concerns: {members}.", members=members)])


def _slowest(subject: Subject, target: Target, result: TargetResult) -> Phrase | None:
    """Name the one that was last, where the stop is the last of several."""
    rows = [subject.observation_at[p] for p in result.stop.evidence if p in subject.observation_at]
    if not rows:
        return None
    row = rows[0]
    is_joined = len(refs(target.stop)) > 1 or "/" not in refs(target.stop)[0]
    if not is_joined or (row.unit is None and len(refs(target.stop)) == 1):
        return None
    ref = row.step if row.unit is None else f"{row.step}/{row.unit}"
    return _("Last was: {member}.", member=subject.names.reference(ref))


def _of_orders(subject: Subject) -> list[Finding]:
    results = {result.id: result for result in subject.card.orders}
    return [
        _of_order(subject, order, results[order.id])
        for order in subject.script.orders
        if order.id in results and results[order.id].verdict == "broken"
    ]


def _of_order(subject: Subject, order: Order, result: OrderResult) -> Finding:
    role = subject.script.step(split_ref(order.after)[0]).role
    early = -(result.margin_s or Fraction(0))
    words = _(
        "Out of order: “{after}” came {early} before “{before}”.",
        after=subject.names.reference(order.after),
        before=subject.names.reference(order.before),
        early=duration(early, 1),
    )
    return Finding(words, role, order.critical, Fraction(100))


def _of_criteria(subject: Subject) -> list[Finding]:
    return [
        _of_criterion(subject, criterion, subject.card.criteria[criterion.id])
        for criterion in subject.script.criteria
        if subject.card.criteria.get(criterion.id, Fraction(100)) < SHORT_OF
    ]


def _of_criterion(subject: Subject, criterion: Criterion, got: Fraction) -> Finding:
    from drillplanner.report.losses import points

    words = _(
        "“{criterion}” was rated {points} of 100.",
        criterion=subject.words(criterion.text),
        points=points(got),
    )
    return Finding(words, criterion.role, criterion.critical, exact(criterion.weight) * (100 - got))


def _written(subject: Subject, words: Words) -> Finding:
    return Finding(subject.words(words), None, False, Fraction(0))
