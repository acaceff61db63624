"""Compose the papers of a drill, the evaluation report and the one-page scorecard among them.

The sections stand in the order of docs/report.md. What comes out names no language and no
layout; one content is printed in Chinese and in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Final

from drillplanner.base.texts import _
from drillplanner.report.annexes.log import raw_log
from drillplanner.report.annexes.method import method_annex
from drillplanner.report.annexes.photos import photo_annex
from drillplanner.report.annexes.script import script_annex, signature_annex
from drillplanner.report.annexes.tick_form import tick_form
from drillplanner.report.annexes.timeline import merged_timeline
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.papers.after_action import after_action_report
from drillplanner.report.papers.circular import circular
from drillplanner.report.papers.parents import parents_notice
from drillplanner.report.seals import check_code
from drillplanner.report.sections.analysis import analysis
from drillplanner.report.sections.closing import conclusion, improvement
from drillplanner.report.sections.findings import findings
from drillplanner.report.sections.overview import TITLE, cover, drill_name, mark, overview
from drillplanner.report.sections.process import process
from drillplanner.report.sections.sheet import sheet
from drillplanner.report.sections.summary_page import summary_page
from drillplanner.report.sections.sums import sums
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Block, PageBreak, Report
from drillplanner.terms.papers import Form


def compose(form: Form, inputs: ReportInputs) -> Report:
    """Compose one of the papers."""
    return FORMS[form](inputs)


def evaluation_report(inputs: ReportInputs) -> Report:
    """Compose the whole report (演练评估报告): cover, summary, five sections, annexes."""
    subject = Subject(inputs)
    return Report(
        title=TITLE,
        name=drill_name(subject),
        mark=mark(subject),
        blocks=tuple(_blocks(subject)),
        author=subject.words(inputs.details.school),
        sums=sums(subject),
    )


def scorecard_page(inputs: ReportInputs) -> Report:
    """Compose the scorecard as one loose page (评分表) for the head of a school."""
    subject = Subject(inputs)
    return Report(
        title=_("Scorecard"),
        name=drill_name(subject),
        mark=mark(subject),
        blocks=(sheet(subject, findings(subject)),),
        author=subject.words(inputs.details.school),
        sums=sums(subject),
    )


#: The papers by the names that the command line takes.
FORMS: Final[Mapping[Form, Callable[[ReportInputs], Report]]] = {
    "evaluation": evaluation_report,
    "aar": after_action_report,
    "scorecard": scorecard_page,
    "notice": parents_notice,
    "circular": circular,
}


def _blocks(subject: Subject) -> Iterator[Block]:
    found = findings(subject)
    annexes = count(1)
    yield cover(subject)
    yield PageBreak()
    yield from summary_page(subject, found)
    yield from overview(subject)
    yield from process(subject)
    yield from analysis(subject, found)
    yield from improvement(subject, found)
    yield from conclusion(subject)
    if "tactics" not in subject.inputs.hidden:
        yield from merged_timeline(subject, next(annexes))
        yield from raw_log(subject, next(annexes))
        yield from script_annex(subject, next(annexes))
    if subject.inputs.has_form:
        yield from tick_form(subject, next(annexes), found)
    yield from signature_annex(subject, next(annexes), check_code(subject))
    if subject.inputs.photos:
        yield from photo_annex(subject, next(annexes))
    yield from method_annex(subject, next(annexes))
