"""Say a review as frozen lines, in no language yet: scores, targets, doubts, the chart.

All words and figures are those of the report, so that screen and paper never differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Target
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.analysis import capped_by, coverage_said, order_table, score_said
from drillplanner.report.sections.gaps import UNSCORED_WHY, conflicts, decisions, gaps
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
from drillplanner.review.scorecard import Conflict, TargetResult, Total
from drillplanner.review.verdicts import Grade
from drillplanner.services.review.decisions import Ruling, RulingKind
from drillplanner.services.review.drill_timeline import drill_timeline
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.scorecard_issue import changed_targets
from drillplanner.terms.document import Column, Phrase, Prose, Row, Sign, Table
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
class Section:
    """A part of the doubts: a table whose rows open by `keys`, or words where it is empty."""

    id: str
    heading: Phrase
    words: tuple[Phrase, ...] = ()
    table: Table | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision that a named person can enter: its kind, what it is of, whose time or marks."""

    words: Phrase
    kind: RulingKind
    subject: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person can decide at a row of the doubts, and which decision can be taken back."""

    choices: tuple[Choice, ...] = ()
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole review in lines, made from one scorecard: today's or the one issued.

    `asked` is by the key of a row in `sections`.
    """

    whole: ScoreLine
    owners: tuple[ScoreLine, ...]
    targets: tuple[TargetLine, ...]
    sections: tuple[Section, ...]
    timeline: Timeline | None
    suggested: Grade | None
    ending: Sign | None = None
    asked: Mapping[str, Asked] = field(default_factory=dict)


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
        sections=tuple(_sections(subject, review)),
        timeline=drill_timeline(subject),
        suggested=card.whole.grade,
        ending=_ending(subject),
        asked=dict(_asked(subject, review)),
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


def _history(subject: Subject, review: DrillReview) -> Section | None:
    """Set the scorecard that was issued beside today's, where they are not the same."""
    last = review.last_issued
    if last is None or not review.differences:
        return None
    columns = (
        Column(_("What"), 3),
        Column(_("As issued, rules {rules}", rules=last.rules), 2.4),
        Column(_("Points then"), 1, "right"),
        Column(_("Today, rules {rules}", rules=review.card.rules), 2.4),
        Column(_("Points now"), 1, "right"),
    )
    rows = []
    if last.card is not None:
        whole, then = review.card.whole, last.card.whole
        rows.append(
            Row(
                (
                    _("The whole drill"),
                    grade_sign(then.grade, then.reason),
                    score_said(then),
                    grade_sign(whole.grade, whole.reason),
                    score_said(whole),
                )
            )
        )
        old = {one.id: one for one in last.card.targets}
        new = {one.id: one for one in review.card.targets}
        targets = {one.id: one for one in review.script.targets}
        for id_ in changed_targets(last.card, review.card):
            target = targets.get(id_)
            cells = [subject.names.target(id_)]
            for found in (old.get(id_), new.get(id_)):
                cells += ["—", "—"] if found is None or target is None else _told(target, found)
            rows.append(Row(tuple(cells)))
    same = _("The script, its limits and its parameters are those of the drill in both.")
    words = (*review.differences, same)
    return Section("history", _("Issued then, and today"), words, Table(columns, tuple(rows)))


def _told(target: Target, result: TargetResult) -> list[Phrase]:
    sign = verdict_sign(result.verdict, result.bound)
    said = _("{verdict}: {measured}", verdict=sign.words, measured=measured_said(target, result))
    return [said, "—" if result.score is None else points(result.score)]


def _sections(subject: Subject, review: DrillReview) -> Iterator[Section]:
    card = subject.card
    history = _history(subject, review)
    if history is not None:
        yield history
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
    decided = next(decisions(subject), None)
    if isinstance(decided, Table):
        keys = tuple(f"ruling:{one.fact}" for one in review.decisions.rulings)
        yield Section("decisions", _("Decided by named persons"), (), decided, keys)
    words, tables = _split(outside(subject))
    if tables or subject.inputs.has_adopted:
        yield Section("free", _("Marks outside the script"), words, next(iter(tables), None))


def _asked(subject: Subject, review: DrillReview) -> Iterator[tuple[str, Asked]]:
    """Give what can be decided, by the keys of the rows it can be decided at."""
    for place, conflict in enumerate(subject.card.conflicts):
        choices = tuple(_choices(subject, conflict))
        if choices:
            yield f"conflict:{place}", Asked(choices)
    for target, result in subject.lines:
        if result.verdict == "not_recorded":
            named = dict.fromkeys((*result.start.named, *result.stop.named))
            absent = tuple(_absent(subject, ref) for ref in named)
            if absent:
                yield f"target:{target.id}", Asked(absent)
    for ruling in review.decisions.rulings:
        yield f"ruling:{ruling.fact}", Asked(ruling=ruling)


def _choices(subject: Subject, conflict: Conflict) -> Iterator[Choice]:
    if conflict.kind in ("doubtful_tie", "residual") and len(conflict.sources) > 1:
        source, other = conflict.sources[:2]
        words = _(
            "Pair the sync marks of {source} with those of {other} by time",
            source=source,
            other=other,
        )
        yield Choice(words, "tie", source, other)
    if conflict.step is None or conflict.kind not in ("spread", "disagreement"):
        return
    ref = conflict.step if conflict.unit is None else f"{conflict.step}/{conflict.unit}"
    timed = dict.fromkeys(
        row.source
        for row in subject.log.observations
        if (row.step, row.unit) == (conflict.step, conflict.unit) and row.at_s is not None
    )
    for source in timed:
        yield Choice(_("The time of {source} stands", source=source), "use", ref, source)
    if not timed:
        yield _absent(subject, ref)


def _absent(subject: Subject, ref: str) -> Choice:
    words = _("“{step}”: not there that day", step=subject.names.reference(ref))
    return Choice(words, "not_applicable", ref)


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
