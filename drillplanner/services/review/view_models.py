"""Say a review as frozen lines, in no language yet: scores, targets, doubts, the chart.

All words and figures are those of the report, so that screen and paper never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Criterion, FullMarks, Target
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.analysis import capped_by, coverage_said, order_table, score_said
from drillplanner.report.sections.gaps import UNSCORED_WHY, conflicts, gaps
from drillplanner.report.sections.outside import outside
from drillplanner.report.sections.overview import ending
from drillplanner.report.sections.process import clock_events, clock_ties
from drillplanner.report.sections.targets import (
    end_said,
    limit_said,
    loss,
    points,
    source_said,
)
from drillplanner.report.subject import Subject
from drillplanner.review.points.ratings import Rating, choices
from drillplanner.review.scorecard import Grade, TargetResult, Total
from drillplanner.services.review.decisions import Ruling, RulingKind
from drillplanner.services.review.drill_timeline import drill_timeline
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.document import Phrase, Prose, Sign, Table
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.timeline import Timeline
from drillplanner.terms.vocabulary import CLASSES, GRADES, grade_sign, verdict_sign


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A score of the whole (`role` empty) or of one owner."""

    role: str
    name: Phrase
    score: Phrase
    sign: Sign
    coverage: Phrase
    capped: Phrase | None
    targets: int


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as judged. `asks` is the ruling that only a named person can give it."""

    id: str
    role: str
    name: Phrase
    is_critical: bool
    owner: Phrase
    span: Phrase
    start: Phrase
    stop: Phrase
    limit: Phrase
    class_: Phrase
    source: Phrase
    measured: Phrase
    sign: Sign
    worth: str
    points: str
    why: Phrase
    asks: RulingKind | None
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """What evaluators rate by eye, the ratings there are to choose from, and those given.

    `full` is what marks are out of, where the criterion takes marks.
    """

    id: str
    words: Phrase
    role: Phrase
    is_critical: bool
    choices: tuple[tuple[str, Phrase], ...]
    full: float | None
    given: tuple[Rating, ...]
    said: tuple[Phrase, ...]
    points: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the doubts: a table whose rows open by `keys`, or words where it is empty."""

    id: str
    heading: Phrase
    words: tuple[Phrase, ...] = ()
    table: Table | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole review in lines, made from one scorecard: today's or the one issued."""

    whole: ScoreLine
    owners: tuple[ScoreLine, ...]
    targets: tuple[TargetLine, ...]
    sections: tuple[Section, ...]
    criteria: tuple[CriterionLine, ...]
    timeline: Timeline | None
    suggested: Grade | None
    ending: Sign | None = None


def show(review: DrillReview, inputs: ReportInputs) -> Shown:
    """Lay a review out in lines; `inputs` hold the scorecard to show."""
    subject = Subject(inputs)
    card = subject.card
    whole = _score(subject, "", _("The whole drill"), card.whole)
    return Shown(
        whole=whole,
        owners=tuple(
            _score(subject, role, subject.names.role(role), total)
            for role, total in card.owners.items()
        ),
        targets=tuple(_target(subject, review, t, r) for t, r in subject.lines),
        sections=tuple(_sections(subject)),
        criteria=tuple(_criterion(subject, review, one) for one in review.script.criteria),
        timeline=drill_timeline(subject),
        suggested=card.whole.grade,
        ending=_ending(subject),
    )


def difference_said(review: DrillReview) -> Text | None:
    """Say in one sentence how today's result differs from the issued one, if it does."""
    last = review.last_issued
    if last is None or last.card == review.card:
        return None
    before = last.card.whole if last.card else None
    return _(
        "Today's rules and entries give {now} ({grade}); issued were {then} ({then_grade}).",
        now=score_said(review.card.whole),
        grade=grade_sign(review.card.whole.grade).words,
        then=score_said(before) if before else "—",
        then_grade=grade_sign(last.grade).words if last.grade in {*GRADES, None} else "—",
    )


def _ending(subject: Subject) -> Sign | None:
    """Say that the round was broken off or made void."""
    said = ending(subject)
    kind = subject.details.ending
    return Sign("crossed" if kind == "void" else "cross", said) if said and kind else None


def _score(subject: Subject, role: str, name: Phrase, total: Total) -> ScoreLine:
    count = sum(role in ("", target.owner) for target in subject.script.targets)
    return ScoreLine(
        role,
        name,
        score_said(total),
        grade_sign(total.grade, total.reason),
        coverage_said(total),
        capped_by(subject, total),
        count,
    )


def _target(
    subject: Subject, review: DrillReview, target: Target, result: TargetResult
) -> TargetLine:
    share = subject.share(target, result)
    got = None if share is None or result.score is None else share * result.score / 100
    start, stop = subject.names.end(target.start), subject.names.end(target.stop)
    asks: RulingKind | None = None
    if result.verdict == "interrupted":
        asks = "admit"
    elif result.verdict in ("out_of_order", "no_time_passed"):
        asks = "confirm"
    return TargetLine(
        id=target.id,
        role=target.owner or "",
        name=subject.words(target.name),
        is_critical=target.critical,
        owner=subject.names.short_role(target.owner) or "—",
        span=_("{start} → {stop}", start=start, stop=stop),
        start=end_said(subject, target.start, result.start),
        stop=end_said(subject, target.stop, result.stop),
        limit=limit_said(target),
        class_=CLASSES[target.source.class_],
        source=source_said(subject, target),
        measured=measured_said(target, result),
        sign=verdict_sign(result.verdict, result.bound),
        worth="—" if share is None else points(share),
        points="—" if got is None else points(got),
        why=loss(target, result, subject.scoring, subject.names),
        asks=asks,
        rulings=tuple(one for one in review.decisions.rulings if one.target == target.id),
    )


def _criterion(subject: Subject, review: DrillReview, criterion: Criterion) -> CriterionLine:
    given = tuple(one for one in review.decisions.ratings if one.criterion == criterion.id)
    said = subject.names.rating
    got = subject.card.criteria.get(criterion.id)
    return CriterionLine(
        id=criterion.id,
        words=subject.words(criterion.text),
        role=subject.names.short_role(criterion.role) or "—",
        is_critical=criterion.critical,
        choices=tuple((rating, said(criterion, rating)) for rating in choices(criterion.scale)),
        full=criterion.scale.full if isinstance(criterion.scale, FullMarks) else None,
        given=given,
        said=tuple(
            _(
                "{evaluator}: {rating}",
                evaluator=one.evaluator,
                rating=said(criterion, one.rating),
            )
            for one in given
        ),
        points="—" if got is None else points(got),
    )


def _sections(subject: Subject) -> Iterator[Section]:
    card = subject.card
    words, tables = _split(conflicts(subject))
    yield Section(
        "conflicts",
        _("Records that disagree"),
        words,
        tables[0] if tables else None,
        tuple(f"conflict:{place}" for place in range(len(card.conflicts))),
    )
    words, tables = _split(chain(clock_ties(subject), clock_events(subject)))
    yield Section(
        "ties",
        _("How the clocks were tied"),
        words,
        tables[0] if tables else None,
        tuple(f"tie:{place}" for place in range(len(card.ties))),
    )
    if subject.script.orders:
        judged = {result.id for result in card.orders}
        keys = tuple(f"order:{o.id}" for o in subject.script.orders if o.id in judged)
        yield Section("orders", _("Order of steps"), (), order_table(subject), keys)
    words, tables = _split(gaps(subject))
    table = tables[0] if tables else None
    unscored = () if table is None else tuple(_unscored(subject, len(table.rows)))
    yield Section("gaps", _("Gaps in the record"), words, table, unscored)
    words, tables = _split(outside(subject))
    if tables or subject.inputs.has_adopted:
        yield Section("free", _("Marks outside the script"), words, next(iter(tables), None))


def _unscored(subject: Subject, count: int) -> Iterator[str]:
    """Name the targets of the table of gaps, which stand in it in the script's order."""
    found = [
        f"target:{target.id}"
        for target, result in subject.lines
        if result.score is None and result.verdict in UNSCORED_WHY
    ]
    yield from found[:count]


def _split(blocks: Iterator[object]) -> tuple[tuple[Phrase, ...], list[Table]]:
    found = list(blocks)
    words = tuple(block.words for block in found if isinstance(block, Prose))
    return words, [block for block in found if isinstance(block, Table)]
