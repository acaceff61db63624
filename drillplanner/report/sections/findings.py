"""List what fell short (存在问题), worst first, with whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.durations import duration
from drillplanner.base.texts import Words, _, pgettext
from drillplanner.report.inputs import Remedy
from drillplanner.report.sections.targets import excess_said, limit_said, points
from drillplanner.report.subject import Subject
from drillplanner.review.shortfalls import Shortfall, shortfalls
from drillplanner.terms.document import Phrase
from drillplanner.terms.measured_words import measured_said, missing_said
from drillplanner.terms.phrases import itemised, listed, sentences
from drillplanner.terms.vocabulary import HEADS_MISSING, ORDERS, VERDICTS


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that fell short; `role` answers for it, `lost` orders the list.

    `name` and `kind` say it in few words, for tables; `target` is the id of the target it is
    of, `criterion` and `order` those of a criterion or order, empty where it is of none. `remedy`
    is what the ledger says of it.
    """

    words: Phrase
    role: str | None
    is_critical: bool
    lost: Fraction
    name: Phrase = ""
    kind: Phrase = ""
    target: str = ""
    notes: tuple[str, ...] = ()
    remedy: Remedy | None = None
    criterion: str = ""
    order: str = ""


def findings(subject: Subject) -> tuple[Finding, ...]:
    """List missed, not performed and failed targets, broken orders, low ratings, people's words.

    Critical ones come first, then by weight times points lost; what people wrote stands last.
    What the record lacks is said elsewhere (drillplanner.report.sections.gaps).
    """
    found = [
        _finding(subject, short)
        for short in shortfalls(subject.script, subject.card, subject.log)
        if not short.is_of_record
    ]
    written = [_written(subject, words) for words in subject.details.problems]
    return (*found, *written)


def _finding(subject: Subject, short: Shortfall) -> Finding:
    remedies = {one.about: one for one in subject.inputs.remedies}
    said = _said(subject, short)
    notes = short.notes or _rated_notes(subject, short)
    if notes:
        said = sentences([said, _("Noted: {notes}.", notes=itemised(notes))])
    is_target = short.kind in ("missed", "not_performed", "not_achieved")
    return Finding(
        said,
        short.role,
        short.is_critical,
        short.lost,
        _name(subject, short),
        _kind(short),
        short.subject if is_target else "",
        notes,
        remedies.get(short.about),
        short.subject if short.kind == "low_rating" else "",
        short.subject if short.kind == "broken_order" else "",
    )


def _rated_notes(subject: Subject, short: Shortfall) -> tuple[str, ...]:
    """Quote what the evaluators wrote beside a low rating."""
    if short.kind != "low_rating":
        return ()
    rated = [one.note.strip() for one in subject.inputs.ratings if one.criterion == short.subject]
    return tuple(dict.fromkeys(note.rstrip("。.") for note in rated if note))


def _name(subject: Subject, short: Shortfall) -> Phrase:
    match short.kind:
        case "broken_order":
            after, before = short.members
            return _(
                "“{before}” before “{after}”",
                before=subject.names.reference(before),
                after=subject.names.reference(after),
            )
        case "low_rating":
            return _criterion(subject, short)
        case "step_not_performed" | "heads_missing":
            return subject.names.reference(short.subject)
    return subject.names.target(short.subject)


def _kind(short: Shortfall) -> Phrase:
    """Say what kind of shortfall it is in one word, with the units it is of."""
    match short.kind:
        case "missed" | "not_performed" | "not_achieved":
            return VERDICTS[short.kind][1]
        case "broken_order":
            return ORDERS["broken"][1]
        case "step_not_performed":
            return VERDICTS["not_performed"][1]
        case "heads_missing":
            return HEADS_MISSING
    return pgettext("kind of finding", "rated low")


def _criterion(subject: Subject, short: Shortfall) -> Phrase:
    return subject.words(next(c.text for c in subject.script.criteria if c.id == short.subject))


def _said(subject: Subject, short: Shortfall) -> Phrase:
    match short.kind:
        case "broken_order":
            return _of_order(subject, short)
        case "low_rating":
            return _of_criterion(subject, short)
        case "missed":
            return _missed(subject, short)
        case "heads_missing":
            return missing_said(_name(subject, short), short.heads)
    name = _name(subject, short)
    if short.kind == "not_achieved":
        said = _("“{target}” was tried without effect.", target=name)
    else:
        said = _("“{target}” was not performed.", target=name)
    if not short.members:
        return said
    members = listed([subject.names.reference(ref) for ref in short.members])
    return sentences([said, _("Concerns: {members}.", members=members)])


def _missed(subject: Subject, short: Shortfall) -> Phrase:
    target, result = next(line for line in subject.lines if line[0].id == short.subject)
    name = subject.words(target.name)
    if result.elapsed_s is None or target.limit_s is None:
        return _("“{target}” took longer than its limit.", target=name)
    over = _(
        "“{target}” took {measured}, {excess} over the limit of {limit}.",
        target=name,
        measured=measured_said(target, result),
        excess=excess_said(target, result),
        limit=limit_said(target),
    )
    if not short.members:
        return over
    last = subject.names.reference(short.members[0])
    return sentences([over, _("Last was: {member}.", member=last)])


def _of_order(subject: Subject, short: Shortfall) -> Phrase:
    after, before = short.members
    result = next(one for one in subject.card.orders if one.id == short.subject)
    early = -(result.margin_s or Fraction(0))
    return _(
        "Out of order: “{after}” came {early} before “{before}”.",
        after=subject.names.reference(after),
        before=subject.names.reference(before),
        early=duration(early, 1),
    )


def _of_criterion(subject: Subject, short: Shortfall) -> Phrase:
    criterion = next(one for one in subject.script.criteria if one.id == short.subject)
    return _(
        "“{criterion}” was rated {points} of 100.",
        criterion=subject.words(criterion.text),
        points=points(subject.card.criteria[criterion.id]),
    )


def _written(subject: Subject, words: Words) -> Finding:
    said = subject.words(words)
    return Finding(said, None, False, Fraction(0), said)
