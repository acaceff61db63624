"""Say what befell the clocks of laptops in mid drill: set, crept, slept, restarted."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _, ngettext
from drillplanner.report.document import Block, Prose
from drillplanner.report.subject import Subject

#: Events that are listed; a clock that creeps all day long fills no page. House value, class D.
_LISTED = 12


def clock_events(subject: Subject) -> Iterator[Block]:
    """List the events in the order of the log; none where nothing befell the clocks."""
    events = subject.inputs.clock_events
    for event in events[:_LISTED]:
        yield Prose(
            _("{source}, {time}: {event}", source=event.source, time=event.when, event=event.said),
            "item",
        )
    rest = len(events) - _LISTED
    if rest > 0:
        yield Prose(
            ngettext(
                "{count} more event of this kind is in the log.",
                "{count} more events of this kind are in the log.",
                rest,
            ),
            "item",
        )
