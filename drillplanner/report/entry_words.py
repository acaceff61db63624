"""Say what one entry of a log tells of its step."""

from __future__ import annotations

from drillplanner.base.texts import pgettext
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Observation
from drillplanner.terms.document import Phrase


def step_said(subject: Subject, row: Observation) -> Phrase:
    """Name the step of an entry, with its unit or option."""
    part = row.unit or row.option
    return subject.names.reference(f"{row.step}/{part}" if part else row.step)


def outcome_said(row: Observation) -> Phrase:
    """Say what a row without a time says of its step; empty for a time."""
    match row.outcome:
        case "not_performed":
            return pgettext("said of a step", "not performed")
        case "failed":
            return pgettext("said of a step", "without effect")
        case "done":
            return pgettext("said of a step", "performed, time not known")
    return ""
