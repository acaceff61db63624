"""List the marks that are of no step of the script: free words, and marks without a name."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.report.subject import Subject
from drillplanner.review.observation import FreeMark
from drillplanner.terms.document import Block, Column, Phrase, Prose, Row, Table
from drillplanner.terms.phrases import place_said
from drillplanner.terms.vocabulary import OBSERVED


def outside(subject: Subject) -> Iterator[Block]:
    """Say how the drill came by its script, if afterwards, and list the marks of no step."""
    yield from adopted(subject)
    marks = subject.inputs.free
    if not marks:
        yield Prose(_("Every mark is of a step of the script."))
        return
    yield Prose(count_for_nothing(len(marks)))
    yield Table(
        (
            Column(_("What happened"), 4),
            Column(_("Time"), 1.6, "right"),
            Column(_("Source"), 1.7),
            Column(_("Observed"), 1.0),
            Column(_("Entry"), 2.6),
        ),
        tuple(_row(subject, mark) for mark in sorted(marks, key=_order)),
        caption=_("Marks outside the script"),
    )


def count_for_nothing(count: int) -> Text:
    """Say that marks of no step are listed and not scored."""
    return ngettext(
        "{count} mark is of no step of the script. It is listed with its words and not scored.",
        "{count} marks are of no step of the script. They are listed with their words and not "
        "scored.",
        count,
    )


def adopted(subject: Subject) -> Iterator[Block]:
    """Say that a drill got its script after it was over, and whether laptops differ in it."""
    if subject.inputs.has_adopted:
        yield Prose(
            _(
                "This script was adopted after the drill was over; marks made in words were given "
                "their steps then, as the corrections say."
            )
        )
    if subject.inputs.has_many_scripts:
        yield Prose(
            _(
                "Laptops gave this drill different scripts after it was over. The one that "
                "arrived here last counts; adopt one script again to settle it."
            )
        )


def words_said(subject: Subject, mark: FreeMark) -> Phrase:
    """Give the words of a mark, or say that it has none."""
    if mark.words:
        return subject.words(mark.words)
    return pgettext("of a mark", "no name given")


def time_said(subject: Subject, mark: FreeMark) -> Phrase:
    """Give a mark's time on its source's clock."""
    return "—" if mark.at_s is None else subject.clock_reading(mark.at_s, mark.source, 1)


def _row(subject: Subject, mark: FreeMark) -> Row:
    return Row(
        (
            words_said(subject, mark),
            time_said(subject, mark),
            mark.source,
            OBSERVED[mark.observed],
            place_said(mark.place),
        )
    )


def _order(mark: FreeMark) -> tuple[bool, float, int]:
    return mark.at_s is None, float(mark.at_s or 0), mark.number
