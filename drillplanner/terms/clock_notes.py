"""Say to people what the program noted of clocks."""

from __future__ import annotations

from fractions import Fraction

from drillplanner.base.durations import duration
from drillplanner.base.texts import Text, _
from drillplanner.run.clock.machine_clock import ClockNote

_SECOND_NS = 10**9


def clock_note_said(note: ClockNote) -> Text:
    """Say what befell a computer's clocks, and what that means for the times of the drill."""
    span = Fraction(abs(note.moved_ns), _SECOND_NS)
    match note.what:
        case "slept":
            return _(
                "The computer slept for {span}; time was counted all the same.",
                span=duration(span, 0),
            )
        case "new":
            return _("The computer was restarted; times are tied by its wall clock.")
    # Nobody can tell a clock that was set from one that crept while nobody looked.
    if note.moved_ns > 0:
        return _(
            "The computer's time of day went ahead by {span} (set, or running fast); "
            "intervals are not affected.",
            span=duration(span),
        )
    return _(
        "The computer's time of day went back by {span} (set, or running slow); "
        "intervals are not affected.",
        span=duration(span),
    )
