"""Lay out what evaluators rate, have rated and can rest it on, as lines for the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drillplanner.base.texts import Text
from drillplanner.plan.model import Criterion, FullMarks
from drillplanner.report.sections.targets import points
from drillplanner.report.subject import Subject
from drillplanner.review.points.objection import Objection
from drillplanner.review.points.ratings import Rating, codes
from drillplanner.review.points.seen_from import phases_of, posts_of
from drillplanner.services.review.evaluation.agreed import agreed, agreement_said
from drillplanner.services.review.evaluation.self_evaluation import ShortForm, short_forms
from drillplanner.services.review.evaluation.sheets import RatingSheet, rating_sheets
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import listed
from drillplanner.terms.rating_words import definition


@dataclass(frozen=True, slots=True)
class RatingChoice:
    """One rating to choose: the sign that is typed for it, as it is kept, in words, its meaning."""

    code: str
    rating: str
    words: Phrase
    definition: Phrase


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A criterion, where it can be seen, what there is to choose, and what was given.

    `full` is what marks are out of, where the criterion takes marks. `given` is by evaluator.
    """

    id: str
    words: Phrase
    role: Phrase
    is_critical: bool
    choices: tuple[RatingChoice, ...]
    full: float | None
    posts: tuple[str, ...]
    phases: tuple[str, ...]
    objectives: tuple[Phrase, ...]
    notes: tuple[str, ...]
    given: tuple[tuple[str, Rating, Phrase], ...]
    points: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A log entry that a rating can rest on."""

    id: str
    words: Phrase


@dataclass(frozen=True, slots=True)
class RatingBoard:
    """All that the tab of ratings shows. `posts` and `phases` are those that see a criterion."""

    criteria: tuple[RatedLine, ...]
    sheets: tuple[RatingSheet, ...]
    posts: tuple[tuple[str, Phrase], ...]
    phases: tuple[tuple[str, Phrase], ...]
    agreement: tuple[Text, ...]
    evidence: tuple[Evidence, ...] = ()
    objections: tuple[Objection, ...] = ()
    targets: tuple[tuple[str, Phrase], ...] = ()
    roles: tuple[tuple[str, Phrase], ...] = ()
    forms: tuple[ShortForm, ...] = ()

    def sheet(self, evaluator: str) -> RatingSheet | None:
        """Find an evaluator's sheet; None where they rated nothing yet."""
        return next((one for one in self.sheets if one.evaluator == evaluator), None)


def rating_board(review: DrillReview) -> RatingBoard:
    """Lay out the ratings of a reviewed round."""
    subject = Subject(review.inputs)
    script, recorded = review.script, review.recorded
    lines = tuple(_line(subject, review, one) for one in script.criteria)
    seen_posts = {post for line in lines for post in line.posts}
    seen_phases = {phase for line in lines for phase in line.phases}
    return RatingBoard(
        criteria=lines,
        sheets=rating_sheets(recorded.facts, recorded.names, script, review.round),
        posts=tuple(
            (one.id, subject.names.post(one.id)) for one in script.posts if one.id in seen_posts
        ),
        phases=tuple(
            (one.id, subject.names.phase(one.id)) for one in script.phases if one.id in seen_phases
        ),
        agreement=agreement_said(agreed(script, review.decisions.ratings)),
        evidence=tuple(_evidence(subject)),
        objections=review.inputs.objections,
        targets=tuple((one.id, subject.names.target(one.id)) for one in script.targets),
        roles=tuple((one.id, subject.names.short_role(one.id)) for one in script.roles),
        forms=short_forms(recorded.facts, review.round),
    )


def _line(subject: Subject, review: DrillReview, criterion: Criterion) -> RatedLine:
    said, got = subject.names.rating, subject.card.criteria.get(criterion.id)
    scale = criterion.scale
    return RatedLine(
        id=criterion.id,
        words=subject.words(criterion.text),
        role=subject.names.short_role(criterion.role) or "—",
        is_critical=criterion.critical,
        choices=tuple(
            RatingChoice(code, rating, said(criterion, rating), definition(criterion, rating))
            for code, rating in codes(scale)
        ),
        full=scale.full if isinstance(scale, FullMarks) else None,
        posts=posts_of(review.script, criterion),
        phases=phases_of(review.script, criterion),
        objectives=tuple(
            subject.words(one.text)
            for one in review.script.objectives
            if criterion.id in one.criteria
        ),
        notes=tuple(f"{name}: {words}" for name, words in criterion.extra.items()),
        given=tuple(
            (one.evaluator, one, said(criterion, one.rating))
            for one in review.decisions.ratings
            if one.criterion == criterion.id
        ),
        points="—" if got is None else points(got),
    )


def _evidence(subject: Subject) -> Iterator[Evidence]:
    """Give each entry that says when a step was seen, in the order of the log."""
    for row in subject.log.observations:
        if row.at_s is not None and row.place:
            ref = row.step if row.unit is None else f"{row.step}/{row.unit}"
            when = subject.drill_time(row.at_s, row.source)
            yield Evidence(row.place, listed([when, row.source, subject.names.reference(ref)]))
