"""Say what one entry of a log tells of its step."""

from __future__ import annotations

from fractions import Fraction

from drillplanner.base.texts import _, pgettext
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Observation
from drillplanner.terms.document import Phrase


def step_said(subject: Subject, row: Observation) -> Phrase:
    """Name the step of an entry, with its unit or option."""
    part = row.unit or row.option
    return subject.names.reference(f"{row.step}/{part}" if part else row.step)


def reading_said(subject: Subject, row: Observation, at_s: Fraction, clock: str) -> Phrase:
    """Say when an entry was, read on a clock; an interval with both its edges."""
    first = subject.clock_reading(at_s, clock)
    if row.until_s is None or row.at_s is None:
        return first
    last = subject.clock_reading(at_s + row.until_s - row.at_s, clock)
    return _("{first} to {last}", first=first, last=last)


def outcome_said(row: Observation) -> Phrase:
    """Say what a row without a time says of its step; empty for a time."""
    match row.outcome:
        case "not_performed":
            return pgettext("said of a step", "not performed")
        case "failed":
            return pgettext("said of a step", "without effect")
        case "done":
            return pgettext("said of a step", "performed, time not known")
        case "not_applicable":
            return pgettext("said of a step", "not there that day")
    return ""
