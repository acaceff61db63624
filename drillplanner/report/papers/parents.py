"""Compose the notice for parents: that there was a drill, and nothing of how it was played.

No step, post, target, time or name of a person stands in it. It says nothing that the record
does not show.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _, ngettext
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.findings import Finding, findings
from drillplanner.report.sections.overview import day
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Blank, Block, Headline, Phrase, Prose, Report
from drillplanner.terms.papers import FORM_WORDS
from drillplanner.terms.phrases import sentences

_TITLE = FORM_WORDS["notice"]


def parents_notice(inputs: ReportInputs) -> Report:
    """Compose the notice; it carries no handling mark, for it leaves the house."""
    subject = Subject(inputs)
    return Report(
        title=_TITLE,
        name=_("Safety drill at school"),
        mark=None,
        blocks=tuple(_blocks(subject)),
        author=subject.words(inputs.details.school),
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    yield Headline(_TITLE)
    yield Prose(_("Dear parents,"), "item")
    yield Prose(_held(subject))
    yield Prose(_found(findings(subject)))
    yield Prose(
        _(
            "To keep pupils safe, how the school and the police act is not told in public. Please "
            "pass on no pictures or recordings of the drill."
        )
    )
    yield Prose(
        _(
            "If your child is worried or has questions, please turn to the class teacher; talking "
            "about it calmly at home helps too."
        )
    )
    school = subject.words(subject.details.school) or "____________"
    yield Prose(_("{school} (seal)    Date: ____________", school=school), "item")


def _held(subject: Subject) -> Phrase:
    when = day(subject)
    said: list[Phrase] = []
    if isinstance(when, Blank):
        said.append(_("A safety drill was held at our school."))
    else:
        said.append(_("A safety drill was held at our school on {day}.", day=when))
    said.append(_("It was an exercise, not a real event."))
    return sentences(said)


def _found(found: tuple[Finding, ...]) -> Phrase:
    if not found:
        return _("It was observed and evaluated; the record calls for no correction.")
    dated = sum(one.remedy is not None and one.remedy.due is not None for one in found)
    return sentences(
        [
            ngettext(
                "It was observed and evaluated; {count} point is to be improved.",
                "It was observed and evaluated; {count} points are to be improved.",
                len(found),
            ),
            ngettext(
                "A date to fix it is set for {count} of them.",
                "A date to fix it is set for {count} of them.",
                dated,
            )
            if dated
            else _("No date to fix it is set yet."),
        ]
    )
