"""Word for the ear what the console shows for the eye."""

from __future__ import annotations

from fractions import Fraction

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.run.entries import Entry
from drillplanner.services.running_board import Board
from drillplanner.services.wording import duration
from ui.run.wording import Wording

_SECOND_NS = 10**9


def saved_said(entry: Entry, board: Board, wording: Wording) -> Text:
    """Say that an entry is on the disk, and when it was: 3 min 20 s after T0, else by the clock."""
    _shape, what = wording.entry(entry, board)
    if board.zero_ns is None:
        return _("Logged: {what}, at {time}", what=what, time=wording.wall(entry.wall_utc_ns))
    since = Fraction(board.axis_ns(entry) - board.zero_ns, _SECOND_NS)
    return _("Logged: {what}, {span}", what=what, span=duration(since, 0))


def resumed_said(count: int) -> Text:
    """Say that an unfinished drill goes on."""
    return ngettext(
        "The drill goes on: {count} entry is on the disk.",
        "The drill goes on: {count} entries are on the disk.",
        count,
    )
