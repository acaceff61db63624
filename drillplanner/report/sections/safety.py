"""Say which safety items were confirmed before arming, by whom, and what stayed open."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.plan.model import SafetyItem
from drillplanner.report.inputs import ArmedOpen
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Blank, Block, Cell, Column, Phrase, Prose, Row, Table
from drillplanner.terms.phrases import sentences


def armed_open(subject: Subject) -> Phrase | None:
    """Say that the round was armed with safety items open, by whom and why; None where it was not.

    It stands on the first pages.
    """
    said = [_armed(subject, one) for one in subject.inputs.armed_open]
    return sentences(said) if said else None


def _armed(subject: Subject, one: ArmedOpen) -> Phrase:
    return ngettext(
        "Armed at {time} with {count} safety item of {all} open, by {name}. Reason: {reason}.",
        "Armed at {time} with {count} safety items of {all} open, by {name}. Reason: {reason}.",
        len(one.items),
        time=one.when,
        all=len(subject.script.safety),
        name=one.by or _("a person whose name was deleted"),
        reason=one.reason,
    )


def safety_gate(subject: Subject) -> Iterator[Block]:
    """Make the table of the safety items, where there is something to tell or room is wanted."""
    inputs = subject.inputs
    is_told = bool(inputs.confirmed or inputs.armed_open)
    if not subject.script.safety or not (is_told or inputs.has_blanks):
        return
    yield Table(
        (
            Column(_("Safety gate: item"), 5),
            Column(_("Confirmed by"), 1.5),
            Column(_("Time"), 1.2),
        ),
        tuple(
            Row((subject.words(item.text), *_confirmed(subject, item, is_told=is_told)))
            for item in subject.script.safety
        ),
    )
    said = armed_open(subject)
    if said is not None:
        yield Prose(said)


def _confirmed(subject: Subject, item: SafetyItem, *, is_told: bool) -> tuple[Cell, Cell]:
    found = next((one for one in subject.inputs.confirmed if one.item == item.id), None)
    if found is not None:
        return found.by or "—", found.when
    if not is_told:
        return Blank.CELL, Blank.CELL
    return pgettext("safety item", "open: nobody confirmed it"), "—"
