"""Say what the drill showed: section 3 (演练情况分析)."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.durations import measured, number, seconds
from drillplanner.base.texts import Words, _, ngettext
from drillplanner.plan.model import Order
from drillplanner.report.sections.findings import Finding
from drillplanner.report.sections.gaps import conflicts, decisions, gaps
from drillplanner.report.sections.moments import step_chart
from drillplanner.report.sections.safety import safety_gate
from drillplanner.report.sections.targets import objections_said, points, target_table
from drillplanner.report.subject import Subject
from drillplanner.review.scorecard import OrderResult, Total
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Heading,
    Lines,
    Phrase,
    Prose,
    Row,
    Table,
)
from drillplanner.terms.grade_words import grade_reason_said
from drillplanner.terms.phrases import itemised, listed, percent, sentences
from drillplanner.terms.vocabulary import grade_sign, order_sign


class _Parts:
    """Numbers the parts of section 3, since some of them are left out."""

    def __init__(self) -> None:
        self._count = 0

    def heading(self, words: Phrase) -> Heading:
        self._count += 1
        return Heading(words, (3, self._count))


def analysis(subject: Subject, found: tuple[Finding, ...]) -> Iterator[Block]:
    """Make section 3: score, targets, charts, orders, ratings, what disagrees, findings."""
    parts = _Parts()
    yield Heading(_("What the drill showed"), (3,))
    preparation = tuple(_preparation(subject))
    if preparation:
        yield parts.heading(_("Preparation"))
        yield from preparation
    yield parts.heading(_("Score and suggested grade"))
    yield from _score(subject)
    yield parts.heading(_("Response times"))
    yield target_table(subject)
    yield Prose(_reading_the_table(), "note")
    chart = tuple(step_chart(subject))
    if chart:
        yield parts.heading(_("Planned against actual"))
        yield from chart
    if subject.script.orders:
        yield parts.heading(_("Order of steps"))
        yield order_table(subject)
    if subject.card.criteria:
        yield parts.heading(_("Rated by evaluators"))
        yield _criteria(subject)
    yield parts.heading(_("Records that disagree, and gaps"))
    yield from conflicts(subject)
    yield from gaps(subject)
    yield from decisions(subject)
    for title, items in (
        (_("Participants' own evaluation"), subject.details.self_evaluation),
        (_("What went well"), subject.details.strengths),
    ):
        if items or subject.inputs.has_blanks:
            yield parts.heading(title)
            yield from _written(subject, items)
    yield parts.heading(_("Findings"))
    yield from _findings(found)


def _preparation(subject: Subject) -> Iterator[Block]:
    if subject.details.preparation:
        yield Prose(subject.words(subject.details.preparation))
    elif subject.inputs.has_blanks:
        yield Lines(_("Preparation: plan, briefing, safety, equipment"), 2)
    yield from safety_gate(subject)


def score_said(total: Total) -> Phrase:
    """Say a score of 100, or that there is none; one of too few records says of how many."""
    if total.rounded is None:
        return _("no score")
    score = number(total.rounded, 1)
    if total.reason is None or total.reason.code != "coverage":
        return score
    return _("{score} (of {coverage} of the record)", score=score, coverage=coverage_said(total))


def coverage_said(total: Total) -> Phrase:
    """Say the completeness of records, a dash where nothing was to be recorded."""
    return "—" if total.coverage is None else percent(number(total.coverage * 100, 1))


def final_grade(subject: Subject) -> Cell:
    """Say the grade the group's leader entered, or leave room for it."""
    final = subject.inputs.final_grade
    if final is None:
        return Blank.LINE
    said = _("{grade}, by {name}", grade=grade_sign(final.grade).words, name=final.by)
    if not final.reason:
        return said
    return (said, _("Reason: {reason}", reason=subject.words(final.reason)))


def capped_by(subject: Subject, total: Total) -> Phrase | None:
    """Say which critical failures limit a total."""
    if not total.capped:
        return None
    orders = {order.id: order for order in subject.script.orders}
    criteria = {criterion.id: criterion for criterion in subject.script.criteria}
    names: list[Phrase] = []
    for id_ in total.capped_by:
        if id_ in orders:
            names.append(_order_said(subject, orders[id_]))
        elif id_ in criteria:
            names.append(subject.words(criteria[id_].text))
        else:
            names.append(subject.names.target(id_))
    return _(
        "Limited to {cap} by critical items: {items}.",
        cap=f"{subject.scoring.cap:g}",
        items=listed(names),
    )


def _score(subject: Subject) -> Iterator[Block]:
    whole = subject.card.whole
    rows: list[tuple[Phrase, Cell]] = [
        (_("Score (of 100)"), score_said(whole)),
        (_("Suggested grade"), grade_sign(whole.grade, whole.reason)),
        (_("Grade entered by the leader"), final_grade(subject)),
        (_("Completeness of records"), coverage_said(whole)),
    ]
    if whole.timed is not None and whole.criteria is not None:
        rows.append((_("Timed score"), points(whole.timed)))
        rows.append((_("Rated score"), points(whole.criteria)))
    why = grade_reason_said(whole, subject.script)
    if why:
        rows.append((_("Why this grade"), why))
    capped = capped_by(subject, whole)
    if capped:
        rows.append((_("Cap"), capped))
    yield subject.facts(*rows)
    if subject.card.owners:
        yield Table(
            (
                Column(_("Responsible"), 3.2),
                Column(_("Score"), 1, "right"),
                Column(_("Suggested grade"), 2),
                Column(_("Completeness of records"), 1.3, "right"),
                Column(_("Cap"), 3),
            ),
            tuple(_owner_row(subject, role, total) for role, total in subject.card.owners.items()),
            caption=_("By responsible party"),
        )


def _owner_row(subject: Subject, role: str, total: Total) -> Row:
    return Row(
        (
            subject.names.role(role),
            _("no score") if total.rounded is None else number(total.rounded, 1),
            grade_sign(total.grade, total.reason),
            coverage_said(total),
            capped_by(subject, total) or "—",
        )
    )


def _reading_the_table() -> Phrase:
    return sentences(
        [
            _(
                "“Points of max”: the maximum is the target's share of 100 points by weight among "
                "the scored targets; the points add up to the timed score."
            ),
            _("The line across the bars is the limit; a met target is not explained further."),
            _("A dash is not scored, which is not the same as 0."),
            _("A limit of class D is a suggested value."),
        ]
    )


def _order_said(subject: Subject, order: Order) -> Phrase:
    if order.text:
        return subject.words(order.text)
    return _(
        "“{before}” before “{after}”",
        before=subject.names.reference(order.before),
        after=subject.names.reference(order.after),
    )


def order_table(subject: Subject) -> Table:
    """Make the table of required orders, a row for each that was judged."""
    results = {result.id: result for result in subject.card.orders}
    rows = [
        Row(
            (
                _order_cell(subject, order),
                order_sign(results[order.id].verdict),
                _margin(results[order.id]),
            )
        )
        for order in subject.script.orders
        if order.id in results
    ]
    return Table(
        (
            Column(_("Required order"), 5),
            Column(_("Verdict"), 1.8),
            Column(_("Later minus earlier, ± U"), 2, "right"),
        ),
        tuple(rows),
    )


def _order_cell(subject: Subject, order: Order) -> Cell:
    said = _order_said(subject, order)
    return (said, _("critical item")) if order.critical else said


def _margin(result: OrderResult) -> Phrase:
    if result.margin_s is None:
        return "—"
    if result.margin_s < 0:
        return seconds(result.margin_s, 1)
    return measured(result.margin_s, result.expanded_uncertainty_s)


def _criteria(subject: Subject) -> Block:
    evaluators: dict[str, list[Phrase]] = {}
    criteria = {criterion.id: criterion for criterion in subject.script.criteria}
    for rating in subject.inputs.ratings:
        word = subject.names.rating(criteria[rating.criterion], rating.rating)
        said: Phrase = _("{evaluator}: {rating}", evaluator=rating.evaluator, rating=word)
        if rating.note:
            said = _("{rating} ({note})", rating=said, note=rating.note)
        evaluators.setdefault(rating.criterion, []).append(said)
    rows = [
        Row(
            (
                subject.words(criterion.text),
                subject.names.short_role(criterion.role) or "—",
                itemised(evaluators.get(criterion.id, ["—"])),
                points(subject.card.criteria[criterion.id]),
            ),
            tuple(objections_said(subject, criterion.id)),
        )
        for criterion in subject.script.criteria
        if criterion.id in subject.card.criteria
    ]
    return Table(
        (
            Column(_("Criterion"), 4),
            Column(_("Responsible"), 1.6),
            Column(_("Ratings"), 2.6),
            Column(_("Points"), 0.9, "right"),
        ),
        tuple(rows),
    )


def _written(subject: Subject, items: tuple[Words, ...]) -> Iterator[Block]:
    if not items:
        yield Lines(_("not given"), 2)
    for item in items:
        yield Prose(subject.words(item), "item")


def _findings(found: tuple[Finding, ...]) -> Iterator[Block]:
    if not found:
        yield Prose(
            _("The record shows no target missed, left out or without effect, and no order broken.")
        )
        return
    yield Prose(
        ngettext(
            "The record shows {count} finding.", "The record shows {count} findings.", len(found)
        )
    )
    for place, finding in enumerate(found, 1):
        words: Phrase = _("{number}. {finding}", number=place, finding=finding.words)
        if finding.is_critical:
            words = sentences([words, _("Critical item.")])
        yield Prose(words, "item")
