"""Say in one sentence why a grade is what it is, and not the next better one."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.base.durations import number
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Script
from drillplanner.review.points.grades import round_half_up
from drillplanner.review.scorecard import GradeReason, Total
from drillplanner.review.verdicts import Grade
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import Names, listed
from drillplanner.terms.vocabulary import GRADES


def grade_reason_said(total: Total, script: Script) -> Text | None:
    """Say why a total has its grade; None for a scorecard of rules 1 or 2, which knew no reason."""
    reason = total.reason
    if reason is None:
        return None
    if total.grade is None:
        return _without_grade(total, reason, script)
    grade, score = GRADES[total.grade][1], number(total.rounded or 0, 1)
    match reason.code:
        case "capped":
            names = _named(reason.barred_by, script)
            said = _(
                "{grade}: a critical failure limits the score to {score} ({names}).",
                grade=grade,
                score=score,
                names=names,
            )
        case "shortfall":
            said = _(
                "{grade}: {score} points would be {better}, but of what {better} needs to be met "
                "these were not found so: {names}.",
                grade=grade,
                score=score,
                better=_grade(reason.better),
                names=_named(reason.barred_by, script),
            )
        case _ if reason.better is None or reason.boundary is None:
            said = _(
                "{grade}: {score} points, and no target with a limit failed.",
                grade=grade,
                score=score,
            )
        case _:
            said = _(
                "{grade}: {score} points; {better} begins at {boundary}.",
                grade=grade,
                score=score,
                better=_grade(reason.better),
                boundary=number(reason.boundary, 1),
            )
    return _with_doubts(said, total, reason, script)


def _without_grade(total: Total, reason: GradeReason, script: Script) -> Text:
    match reason.code:
        case "no_targets":
            return _("No grade: nothing is scored here.")
        case "critical":
            names = _named(reason.undecided, script)
            return _(
                "No grade: a critical target is not decided and could change it ({names}).",
                names=names,
            )
        case _:
            return _(
                "No grade: the record covers {coverage}% of the weights, and {least}% are needed.",
                coverage=number((total.coverage or 0) * 100, 0),
                least=f"{script.scoring.min_coverage * 100:g}",
            )


def _with_doubts(said: Text, total: Total, reason: GradeReason, script: Script) -> Text:
    """Add what a better measurement could still change."""
    if reason.undecided:
        names = _named(reason.undecided, script)
        said = _("{said} Not decided: {names}.", said=said, names=names)
    if reason.within and total.score_range:
        least, greatest = (number(round_half_up(end), 1) for end in total.score_range)
        said = _(
            "{said} Within the uncertainty of the measurements it is {low} or {high} "
            "({least} to {greatest} points).",
            said=said,
            low=_grade(reason.within[0]),
            high=_grade(reason.within[-1]),
            least=least,
            greatest=greatest,
        )
    return said


def _grade(grade: Grade | None) -> Text | str:
    return GRADES[grade][1] if grade else ""


def _named(ids: Sequence[str], script: Script) -> Phrase:
    """Name targets, orders and criteria in their author's words."""
    names = Names(script)
    words = {
        **{order.id: order.text for order in script.orders},
        **{criterion.id: criterion.text for criterion in script.criteria},
        **{target.id: target.name for target in script.targets},
    }
    return listed([names.words(words.get(id_, ""), id_) for id_ in ids])
