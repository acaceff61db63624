"""Compose the circular (通报) that goes to those who took part: one page, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _, ngettext
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.analysis import final_grade, score_said
from drillplanner.report.sections.closing import due, responsible, tally
from drillplanner.report.sections.findings import Finding, findings
from drillplanner.report.sections.overview import (
    day,
    drill_name,
    ending,
    mark,
    nature,
    units,
    unverified,
)
from drillplanner.report.sections.sums import sums
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Blank, Block, Cell, Headline, Phrase, Prose, Report
from drillplanner.terms.grade_words import grade_reason_said
from drillplanner.terms.papers import FORM_WORDS
from drillplanner.terms.phrases import itemised, listed, sentences
from drillplanner.terms.vocabulary import grade_sign

#: Findings that one page has room for; the evaluation report has all of them.
_MOST = 6


def circular(inputs: ReportInputs) -> Report:
    """Compose the circular."""
    subject = Subject(inputs)
    return Report(
        title=FORM_WORDS["circular"],
        name=drill_name(subject),
        mark=mark(subject),
        blocks=tuple(_blocks(subject)),
        author=subject.words(inputs.details.school),
        sums=sums(subject),
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    found = findings(subject)
    yield Headline(_("Circular on the drill “{name}”", name=drill_name(subject)))
    yield Prose(_("To: {organisations}", organisations=_recipients(subject)), "item")
    yield Prose(_held(subject))
    yield Prose(_result(subject))
    yield from _problems(subject, found)
    for advice in subject.details.advice:
        yield Prose(subject.words(advice))
    yield Prose(
        _(
            "Those responsible fix the above by the dates given, and name dates where none is; "
            "what was fixed is shown in the next drill."
        )
        if found
        else _("The record calls for no corrective action.")
    )
    organisers = [subject.words(one) for one in subject.details.organisers]
    yield subject.facts(
        (_("Issued by"), listed(organisers) if organisers else Blank.LINE),
        (_("Date"), Blank.LINE),
    )


def _recipients(subject: Subject) -> Phrase:
    """Name those who took part: the organisations of the script's roles unless it was said."""
    of_roles = [role.organisation for role in subject.script.roles if role.organisation]
    named = units(subject.details.participants or of_roles)
    return listed([subject.words(words) for words in named])


def _held(subject: Subject) -> Phrase:
    details, when = subject.details, day(subject)
    said: list[Phrase] = []
    parts = [
        None if isinstance(when, Blank) else when,
        nature(subject),
        subject.words(details.school),
        subject.words(details.place),
    ]
    known = [part for part in parts if part]
    if known:
        said.append(_("The drill was held: {when}.", when=listed(known)))
    ended = ending(subject)
    return sentences([*said, *([ended] if ended else []), tally(subject)])


def _result(subject: Subject) -> Phrase:
    whole = subject.card.whole
    parts: list[Phrase] = [
        _(
            "Score {score} of 100; suggested grade: {grade}.",
            score=score_said(whole),
            grade=grade_sign(whole.grade, whole.reason).words,
        )
    ]
    final = final_grade(subject)
    if not isinstance(final, Blank):
        parts.append(_("Grade entered by the leader: {grade}.", grade=_first(final)))
    why = grade_reason_said(whole, subject.script)
    parts += [why] if why else []
    unproven = unverified(subject)
    parts += [unproven] if unproven else []
    return sentences(parts)


def _problems(subject: Subject, found: tuple[Finding, ...]) -> Iterator[Block]:
    for number, one in enumerate(found[:_MOST], 1):
        yield Prose(
            _(
                "{number}. {finding} Responsible: {owner}. Deadline: {due}.",
                number=number,
                finding=one.words,
                owner=_first(responsible(subject, one)),
                due=_first(due(subject, one)),
            ),
            "item",
        )
    more = len(found) - _MOST
    if more > 0:
        yield Prose(
            ngettext(
                "{count} more finding is in the evaluation report.",
                "{count} more findings are in the evaluation report.",
                more,
            ),
            "item",
        )


def _first(cell: Cell) -> Phrase:
    """Say a cell in one phrase."""
    match cell:
        case Blank():
            return "—"
        case tuple():
            return itemised(cell)
    return cell  # type: ignore[return-value]  # neither a sign nor a bar is among these
