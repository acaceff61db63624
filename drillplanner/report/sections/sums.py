"""Give the score as the numbers it is the sum of, so that a reader can add them up himself."""

from __future__ import annotations

from drillplanner.base.exact import exact
from drillplanner.report.subject import Subject
from drillplanner.terms.document import SumLine, Sums
from drillplanner.terms.measured_words import measured_shown
from drillplanner.terms.vocabulary import verdict_sign


def sums(subject: Subject) -> Sums:
    """Collect weights, points and parameters, unrounded."""
    card, scoring = subject.card, subject.scoring
    return Sums(
        targets=tuple(
            SumLine(
                subject.words(target.name),
                exact(target.weight),
                result.score,
                target.limit_s is not None and result.verdict != "not_applicable",
                None if target.limit_s is None else exact(target.limit_s),
                result.elapsed_s,
                measured_shown(target, result),
                verdict_sign(result.verdict, result.bound),
            )
            for target, result in subject.lines
        ),
        criteria=tuple(
            SumLine(subject.words(one.text), exact(one.weight), card.criteria.get(one.id))
            for one in subject.script.criteria
        ),
        share=exact(scoring.share_timed),
        cap=exact(scoring.cap) if card.whole.capped else None,
        timed=card.whole.timed,
        rated=card.whole.criteria,
        score=card.whole.score,
        coverage=card.whole.coverage,
    )
