"""Say in words what a log lacks at its end, a line for each thing that is settled on its own."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _, ngettext
from drillplanner.run.live_log import LiveLog
from drillplanner.services.run.board import Board
from drillplanner.services.run.gaps import Gap, find_gaps
from ui.run.console.wording import Wording
from ui.run.finish.gaps_list import GapLine


def read_gaps(board: Board, log: LiveLog, wording: Wording, source: str) -> tuple[GapLine, ...]:
    """List what one source might still say; units of a step each have a line."""
    return tuple(
        line
        for gap in find_gaps(board, log, source)
        for line in (_units(gap, board, wording) if gap.units else [_line(gap, board, wording)])
    )


def _units(gap: Gap, board: Board, wording: Wording) -> Iterator[GapLine]:
    step, say = board.steps[gap.step], wording.say
    said = wording.step(step)
    if len(gap.units) == len(step.units):
        words = _("{step}: no entry for any of {count}", step=said, count=len(step.units))
        yield GapLine("none_of_all", gap.step, say(words))
    names = {one.id: wording.words(one.name) for one in step.units}
    for unit in gap.units:
        words = _("{step}: no entry for {units}", step=said, units=names[unit])
        yield GapLine("nothing", f"{gap.step}/{unit}", say(words))


def _line(gap: Gap, board: Board, wording: Wording) -> GapLine:
    say = wording.say
    if gap.kind == "unnamed":
        entry = gap.entries[0]
        steps = [
            (step, f"{board.keys.get(step, '')}  {wording.step(board.steps[step])}".strip())
            for step in board.order
        ]
        words = _("{time}: which step was this instant?", time=wording.time(entry, board))
        voidable = ((entry.id, say(_("It was nothing: void"))),)
        return GapLine("unnamed", entry.id, say(words), tuple(steps), voidable)
    said = wording.step(board.steps[gap.step])
    if gap.kind == "twice":
        words = ngettext(
            "{step}: marked {count} time; the first mark counts",
            "{step}: marked {count} times; the first mark counts",
            len(gap.entries),
            step=said,
        )
        first, last = gap.entries[0].id, gap.entries[-1].id
        # What was heard by radio may be followed by what was seen: either can be the one that
        # is meant.
        either = (
            (first, say(_("Void the first mark"))),
            (last, say(_("Void the later mark"))),
        )
        return GapLine("twice", last, say(words), voidable=either)
    if gap.kind == "heard":
        words = _("{step}: known by radio alone, an upper bound; ask an eyewitness", step=said)
        is_one = len(gap.entries) == 1 and not board.steps[gap.step].units
        heard = gap.entries[0].id if is_one else ""
        return GapLine("heard", gap.step, say(words), replaces=heard)
    return GapLine("nothing", gap.step, say(_("{step}: no entry", step=said)))
