"""Say the live board: stations and targets in sections for the window, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from drillplanner.base.texts import Authored, Text, _, ngettext, pgettext
from drillplanner.services.review.merging.live_board import BoardNow, StationNow
from drillplanner.services.review.merging.time_line import SourceLine
from drillplanner.services.review.view_models import Section
from drillplanner.terms.document import Column, Phrase, Row, Sign, Table
from drillplanner.terms.phrases import listed
from drillplanner.terms.vocabulary import PHASES

#: Steps still to come that are named; the others are counted.
_NAMED = 2
_MINUTE_S, _HOUR_S = 60, 3_600


def board_sections(board: BoardNow) -> tuple[Section, ...]:
    """Set the board out: stations, and targets against their limits."""
    stations = Table(
        (
            Column(_("Source"), 1.8),
            Column(_("State"), 1.2),
            Column(_("Last mark"), 3.2),
            Column(_("Still to come"), 3.4),
            Column(_("Last heard of"), 1.7),
            Column(_("Clock"), 2.2),
            Column(_("Battery"), 1, "right"),
            Column(_("Entries"), 0.9, "right"),
        ),
        tuple(_station(one) for one in board.stations),
    )
    targets = Table(
        (
            Column(_("Target"), 3),
            Column(_("Verdict"), 2.4),
            Column(_("Measured ± U"), 2.2, "right"),
            Column(_("Limit"), 1.4, "right"),
        ),
        tuple(Row((one.name, one.sign, one.measured, one.limit)) for one in board.targets),
    )
    return (
        Section(
            "stations",
            _("Stations, round {number}", number=board.round),
            _notes(board),
            stations if board.stations else None,
            tuple(f"row:{one.source}" for one in board.stations),
        ),
        Section(
            "targets",
            _("Targets, preliminary"),
            (),
            targets if board.targets else None,
            tuple(f"row:target:{one.id}" for one in board.targets),
        ),
    )


def _notes(board: BoardNow) -> tuple[Phrase, ...]:
    notes: list[Phrase] = []
    if not board.stations:
        notes.append(_("Nobody has armed yet, as far as is known here."))
    if board.waiting:
        notes.append(
            _(
                "Nothing was heard of yet: {posts}. Out of reach is normal; what they log comes "
                "with their log packs.",
                posts=listed(board.waiting),
            )
        )
    if board.refused:
        notes.append(_("No log packs, and left out: {files}.", files=listed(board.refused)))
    return tuple(notes)


def _station(one: StationNow) -> Row:
    last: Phrase = one.last
    if one.at:
        last = _("{at}  {what}", at=one.at, what=one.last)
    clock = clock_said(one.tie)
    if one.doubt is not None:
        clock = Sign("triangle", one.doubt)
    return Row(
        (
            one.source,
            PHASES[one.phase],
            last,
            to_come_said(one.to_come),
            heard_said(one),
            clock,
            "" if one.battery is None else f"{one.battery} %",
            str(one.entries),
        )
    )


def heard_said(one: StationNow) -> Phrase:
    """Say how long ago anything was heard of a source."""
    if one.is_here:
        return _("this laptop")
    if one.heard_s is None:
        return _("no news yet")
    seconds = round(one.heard_s)
    if seconds < _MINUTE_S:
        return _("{seconds} s ago", seconds=seconds)
    if seconds < _HOUR_S:
        return _("{minutes} min ago", minutes=seconds // _MINUTE_S)
    return _("{hours} h ago", hours=seconds // _HOUR_S)


def to_come_said(steps: tuple[Phrase, ...]) -> Phrase:
    """Name the next steps, and count the others."""
    if not steps:
        return _("nothing")
    if len(steps) <= _NAMED:
        return listed(steps)
    more = ngettext("and {count} more", "and {count} more", len(steps) - _NAMED)
    return _("{steps} {more}", steps=listed(steps[:_NAMED]), more=more)


def clock_said(tie: SourceLine | None) -> Phrase | Sign:
    """Say how a source's clock stands to the drill's."""
    match tie.standing if tie is not None else "no_clock":
        case "drill_clock":
            return pgettext("clock", "the drill's clock")
        case "tied" | "chained" if tie is not None and tie.expanded_s is not None:
            return _("tied, U = {u} s", u=f"{tie.expanded_s:.1f}")
        case "untied":
            return pgettext("clock", "not tied")
    return ""


def board_lines(board: BoardNow, say: Callable[[Phrase], str]) -> Iterator[str]:
    """Say the board in lines."""
    for section in board_sections(board):
        yield say(section.heading)
        for words in section.words:
            yield f"  {say(words)}"
        for row in section.table.rows if section.table is not None else ():
            cells = (cell.words if isinstance(cell, Sign) else cell for cell in row.cells)
            said = [say(cell) for cell in cells if isinstance(cell, Text | Authored | str)]
            yield "  " + " | ".join(one for one in said if one)


def board_json(board: BoardNow, say: Callable[[Phrase], str]) -> dict[str, Any]:
    """Return the JSON object of the board; words are in the language of `say`."""
    return {
        "drill": board.title,
        "round": board.round,
        "stations": [
            {
                "source": one.source,
                "phase": one.phase,
                "entries": one.entries,
                "last": say(one.last) or None,
                "at": say(one.at) or None,
                "to_come": [say(step) for step in one.to_come],
                "battery": one.battery,
                "heard_s": one.heard_s,
                "here": one.is_here,
                "tie": None if one.tie is None else one.tie.standing,
                "expanded_uncertainty_s": None if one.tie is None else one.tie.expanded_s,
                "doubt": None if one.doubt is None else say(one.doubt),
            }
            for one in board.stations
        ],
        "waiting": [say(one) for one in board.waiting],
        "targets": [
            {
                "id": one.id,
                "verdict": say(one.sign.words),
                "measured": say(one.measured),
                "limit": say(one.limit),
                "under_way": one.is_under_way,
            }
            for one in board.targets
        ],
        "refused": [say(one) for one in board.refused],
    }
