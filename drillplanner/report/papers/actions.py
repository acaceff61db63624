"""Compose the list of corrective actions (整改清单) of a drill, to be handed round and signed."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.closing import action_table
from drillplanner.report.sections.findings import findings
from drillplanner.report.sections.overview import day, drill_name, mark
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Blank, Block, Headline, Prose, Report, Signatures
from drillplanner.terms.papers import FORM_WORDS
from drillplanner.terms.phrases import listed


def actions_list(inputs: ReportInputs) -> Report:
    """Compose the list: each problem with its measure, who answers, by when, and its state."""
    subject = Subject(inputs)
    return Report(
        title=FORM_WORDS["actions"],
        name=drill_name(subject),
        mark=mark(subject),
        blocks=tuple(_blocks(subject)),
        author=subject.words(inputs.details.school),
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    yield Headline(FORM_WORDS["actions"])
    when = day(subject)
    said = [drill_name(subject), subject.words(subject.details.school)]
    said += [] if isinstance(when, Blank) else [when]
    yield Prose(listed([one for one in said if one]), "item")
    yield from action_table(subject, findings(subject))
    cell = Blank.CELL
    yield Signatures(
        (_("As"), _("Name"), _("Signature"), _("Date")),
        ((_("Handed out by"), cell, cell, cell), (_("Taken on by"), cell, cell, cell)),
    )
