"""Turn a report's blocks into a PDF's bytes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.platypus.doctemplate import NextPageTemplate
from reportlab.platypus.flowables import CondPageBreak, Flowable
from reportlab.platypus.flowables import PageBreak as NewPage

from drillplanner.base.texts import pgettext
from drillplanner.base.translator import Language, translator
from drillplanner.report.render.pdf.blocks import Setter
from drillplanner.report.render.pdf.figures import figure_rows
from drillplanner.report.render.pdf.page import (
    HEIGHT,
    WIDTH,
    Furniture,
    PageCount,
    Pages,
    ReportCanvas,
)
from drillplanner.report.render.typeset.fonts import printable, register_fonts
from drillplanner.terms.document import Cover, Figures, PageBreak, Report

#: The program's name, in the file's properties.
_PRODUCER = "DrillPlanner"


def build(report: Report, language: Language) -> bytes:
    """Build a report in one language; the same report gives the same bytes."""
    register_fonts()
    rl_config.useA85 = 0  # binary streams: a fifth smaller, and the encoder is slow Python
    setter = Setter(translator(language), language)
    story = _story(report, setter)
    target = BytesIO()
    say = setter.say
    pages = Pages(
        target,
        Furniture(
            title=say(report.title),
            name=say(report.name),
            mark=say(report.mark) if report.mark else "",
            page=say(pgettext("page x of y, left half", "Page {number}", number="{number}")),
        ),
        has_cover=any(isinstance(block, Cover) for block in report.blocks),
        title=printable(f"{say(report.name)} {say(report.title)}"),
        author=printable(say(report.author)),
        subject=printable(say(report.title)),
        creator=_PRODUCER,
        producer=_PRODUCER,
        lang="zh-CN" if language == "zh_CN" else "en",
        invariant=1,
    )
    pages.build(story, canvasmaker=ReportCanvas)
    return target.getvalue()


def _story(report: Report, setter: Setter) -> list[Flowable]:
    story: list[Flowable] = [NextPageTemplate("page")]
    story.extend(_kept(list(_flow(report, setter))))
    of = pgettext("page x of y, right half", "of {number}", number="{number}")
    return [*story, *setter.missing_note(), PageCount(setter.say(of))]


def _flow(report: Report, setter: Setter) -> Iterator[Flowable]:
    for block in report.blocks:
        match block:
            case PageBreak():
                yield NewPage()
            case Figures():
                yield from figure_rows(block, setter)
            case _:
                yield from setter.flow(block)


def _kept(flowables: list[Flowable]) -> Iterator[Flowable]:
    """Start a page where a heading would stand at the foot without what it heads."""
    for place, flowable in enumerate(flowables):
        if getattr(flowable, "leads", False) and not (
            place and getattr(flowables[place - 1], "leads", False)
        ):
            yield CondPageBreak(_needed(flowables, place))
        yield flowable


def _needed(flowables: list[Flowable], place: int) -> float:
    """Add up the headings from `place` on and the least of what they hold."""
    tall, held = 0.0, 0
    for flowable in flowables[place:]:
        space = flowable.getSpaceBefore() + flowable.getSpaceAfter()
        if getattr(flowable, "leads", False):
            tall += flowable.wrap(WIDTH, HEIGHT)[1] + space
            held = max(held, getattr(flowable, "holds", 1))
            continue
        held -= 1
        if held > 0:
            tall += flowable.wrap(WIDTH, HEIGHT)[1] + space
            continue
        return min(tall + _least(flowable), HEIGHT)
    return min(tall, HEIGHT)


def _least(flowable: Flowable) -> float:
    """Give the height of what must stand with the heading: two rows, or two lines."""
    least: Any = getattr(flowable, "least_height", None)
    return float(least(WIDTH)) if least else min(flowable.wrap(WIDTH, HEIGHT)[1], 90.0)
