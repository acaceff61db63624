"""Compose the remarks on the spot (现场点评): one page and a few sentences to read aloud.

They are made of what is known by then, and every one of them says that it is preliminary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.base.translator import translator
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.analysis import score_said
from drillplanner.report.sections.closing import short, tally
from drillplanner.report.sections.findings import Finding, findings
from drillplanner.report.sections.gaps import UNSCORED_WHY
from drillplanner.report.sections.overview import day, drill_name, ending, mark, unverified
from drillplanner.report.sections.targets import limit_said
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Blank, Block, Heading, Headline, Phrase, Prose, Report
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.papers import FORM_WORDS
from drillplanner.terms.phrases import itemised, listed, sentences
from drillplanner.terms.vocabulary import grade_sign

#: What a page has room for, and what listeners keep in mind. House values, class D.
_SHOWN: Final = 4
#: Characters of the speech in Chinese: half a minute of reading aloud.
_SPEECH: Final = 200


def remarks(inputs: ReportInputs) -> Report:
    """Compose the remarks."""
    subject = Subject(inputs)
    return Report(
        title=FORM_WORDS["remarks"],
        name=drill_name(subject),
        mark=mark(subject),
        blocks=tuple(_blocks(subject)),
        author=subject.words(inputs.details.school),
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    found = findings(subject)
    good, bad = tuple(_good(subject)), [one.words for one in found]
    yield Headline(FORM_WORDS["remarks"])
    when, school = day(subject), subject.words(subject.details.school)
    named = [drill_name(subject), school, None if isinstance(when, Blank) else when]
    yield Prose(listed([one for one in named if one]), "item")
    yield Prose(_result(subject))
    for words, said in ((_("What went well"), good), (_("What to improve"), bad)):
        if said:
            yield Heading(words, holds=2)
        yield from (Prose(one, "item") for one in said[:_SHOWN])
    yield Heading(_("To be read aloud"), holds=2)
    yield Prose(speech(subject, found))


def _result(subject: Subject) -> Phrase:
    whole, ended = subject.card.whole, ending(subject)
    doubt = unverified(subject)
    return sentences(
        [
            *([ended] if ended else []),
            tally(subject),
            _(
                "Preliminary: score {score} of 100, suggested grade {grade}.",
                score=score_said(whole),
                grade=grade_sign(whole.grade, whole.reason).words,
            ),
            *([doubt] if doubt else []),
        ]
    )


def _good(subject: Subject) -> Iterator[Phrase]:
    """Give what the group wrote, then the limits that were met by most."""
    yield from (subject.words(words) for words in subject.details.strengths)
    met = [
        (result.elapsed_s / exact(target.limit_s), target, result)
        for target, result in subject.lines
        if result.verdict == "met" and target.limit_s and result.elapsed_s is not None
    ]
    for _share, target, result in sorted(met, key=lambda one: one[0]):
        yield _(
            "{target}: {measured} (limit {limit})",
            target=subject.words(target.name),
            measured=measured_said(target, result),
            limit=limit_said(target),
        )


def speech(subject: Subject, found: Sequence[Finding]) -> Phrase:
    """Say it in a few sentences, in as many details as half a minute has room for."""
    for count in (3, 2, 1):
        said = sentences(list(_speech(subject, found, count)))
        if len(translator("zh_CN").say(said)) <= _SPEECH:
            return said
    return sentences(list(_speech(subject, found, 0)))


def _speech(subject: Subject, found: Sequence[Finding], count: int) -> Iterator[Text]:
    timed = [result for target, result in subject.lines if target.limit_s is not None]
    met = sum(result.verdict == "met" for result in timed)
    yield _("The drill is over; thank you all.")
    yield ngettext(
        "Of {count} target with a limit, {met} was met.",
        "Of {count} targets with a limit, {met} were met.",
        len(timed),
        met=met,
    )
    if found and count:
        yield _("To be improved: {items}.", items=itemised([short(one) for one in found[:count]]))
    more = len(found) - count
    if more > 0:
        yield ngettext("{count} more point is open.", "{count} more points are open.", more)
    open_ = sum(result.verdict in UNSCORED_WHY for result in timed)
    if open_:
        yield ngettext(
            "{count} target is not decided yet.", "{count} targets are not decided yet.", open_
        )
    yield _("This is preliminary; the evaluation report stands.")
