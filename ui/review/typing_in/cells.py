"""Say what was typed into a cell: how it was read, or why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drillplanner.base.texts import Authored, Text, Words, _, ngettext, pgettext
from drillplanner.plan.model import Script
from drillplanner.plan.numbering import step_numbers
from drillplanner.services.review.typing_in import (
    CellFault,
    Column,
    ColumnTimes,
    Dial,
    Line,
    Reading,
    Typed,
    is_to_minute,
    read_cell,
    typed_said,
)
from drillplanner.terms.document import Shape
from ui.context import AppContext

#: What a column's digits can be, in the order of choice; "" leaves it to the column.
DIALS: dict[Dial | str, Text] = {
    "": pgettext("what digits are", "as the column shows"),
    "stopwatch": pgettext("what digits are", "elapsed: 3:20, or seconds"),
    "seconds": pgettext("what digits are", "seconds"),
    "mmss": pgettext("what digits are", "elapsed: 0320 is 3 min 20 s"),
    "hmmss": pgettext("what digits are", "elapsed, with hours: 10320"),
    "clock": pgettext("what digits are", "time of day: 1508, 150802"),
    "hhmm": pgettext("what digits are", "time of day, digits only"),
    "day_fraction": pgettext("what digits are", "part of a day (spreadsheet)"),
    "serial": pgettext("what digits are", "date and time (spreadsheet)"),
}
#: How a clock is read; "" where nobody knows.
READINGS: dict[Reading | str, Text] = {
    "": pgettext("how a clock is read", "not known"),
    "nearest": pgettext("how a clock is read", "nearest"),
    "floor": pgettext("how a clock is read", "cut off"),
}
_SHORT_DIALS: dict[Dial, Text] = {
    "stopwatch": pgettext("what digits are, short", "elapsed"),
    "seconds": pgettext("what digits are, short", "seconds"),
    "mmss": pgettext("what digits are, short", "elapsed"),
    "hmmss": pgettext("what digits are, short", "elapsed"),
    "clock": pgettext("what digits are, short", "clock"),
    "hhmm": pgettext("what digits are, short", "clock"),
    "day_fraction": pgettext("what digits are, short", "part of a day"),
    "serial": pgettext("what digits are, short", "date and time"),
}
_DIGITS_ELAPSED = _("Digits only: 0320 is read as 3 min 20 s, 45 as 45 s, 0320.5 to the tenth.")
_HINTS: dict[Dial, Text] = {
    "mmss": _DIGITS_ELAPSED,
    "hmmss": _DIGITS_ELAPSED,
    "clock": _("Digits only: 150802 is read as 15:08:02, and 1508 as 15:08, to the minute."),
    "hhmm": _("Digits only: 150802 is read as 15:08:02, and 1508 as 15:08, to the minute."),
    "stopwatch": _("Type 3:20 for 3 min 20 s, or plain seconds: 200."),
    "seconds": _("Type seconds: 200, or 200.5 to the tenth."),
}
_HEADS_HINT = _(
    "Type how many are there: 38/40, or 36+2/40 where it is known of two; then who is missing."
)
_HINT = _("Type times as they were written; what they are is decided by the whole column.")
_SHAPES: dict[str, Shape] = {
    "time": "disc",
    "done": "dot",
    "not_performed": "square",
    "failed": "crossed",
}


@dataclass(frozen=True, slots=True)
class CellView:
    """What a cell shows: the text typed, how it is said, and a shape beside it."""

    typed: str = ""
    said: str = ""
    shape: Shape | None = None
    #: Said in full where the current cell is explained.
    words: str = ""
    is_refused: bool = False


def judge(
    line: Line, column: Column, times: ColumnTimes, text: str, say: Callable[[Text], str]
) -> CellView:
    """Read a cell and say the outcome; a blank cell says what may be typed."""
    try:
        typed = read_cell(line, column, text)
        if typed is None and line.counts:
            return CellView(words=say(_HEADS_HINT))
        if typed is None:
            hint = _HINTS.get(column.dial, _HINT) if column.dial else _HINT
            return CellView(words=say(times.why or hint))
        if typed.cell is not None and times.why is not None:
            return CellView(text, f"{text} ?", "triangle", say(times.why))
        said = typed_said(typed, times.understood)
    except CellFault as fault:
        why = say(fault.text)
        return CellView(text, f"{text} · {why}", "cross", why, is_refused=True)
    words = say(_("Read as {time}", time=_in_full(said, typed, times)))
    shape = None if typed.outcome == "time" else _SHAPES[typed.outcome]
    if typed.heads is not None:
        shape = "triangle" if typed.heads.missing else None
    return CellView(text, say(said), shape, words)


def _in_full(said: Text, typed: Typed, times: ColumnTimes) -> Text:
    if is_to_minute(typed, times.understood):
        return _("{time}, to the minute; type two more digits for seconds", time=said)
    return said


def heading(column: Column, times: ColumnTimes, observed: Text, say: Callable[[Text], str]) -> str:
    """Say a column's name, and below it what its digits are; of observing what bounds it."""
    parts: list[Text] = []
    if times.understood is not None:
        parts.append(_SHORT_DIALS[times.understood.dial])
    elif times.why is not None:
        parts.append(pgettext("what digits are, short", "not decided"))
    if column.reading == "floor":
        parts.append(READINGS[column.reading])
    if column.observed == "radio":
        parts.append(observed)
    return f"{column.name}\n{' · '.join(say(part) for part in parts)}"


class LineWords:
    """Names the lines of one script in the window's language."""

    def __init__(self, context: AppContext, script: Script) -> None:
        self._say = context.say
        self._language = script.language
        self._numbers = step_numbers(script)

    def __call__(self, line: Line) -> str:
        """Name a line: a step by its number and text, what is under it set in."""
        say, step = self._say, line.step
        if step is None:
            return say(_("Sync mark: {name}", name=line.mark or ""))
        if line.counts:
            if line.due is None:
                return f"            {say(_('heads there / due'))}"
            return f"            {say(_('heads there, of {due} due', due=line.due))}"
        for unit in step.units:
            if unit.id == line.unit:
                return f"        {self._words(unit.name)}"
        for option in step.options:
            if option.id == line.option:
                return f"        → {self._words(option.name)}"
        text = self._words(step.text)
        if step.units:
            count = len(step.units)
            text = say(
                ngettext("{text} (all of {count})", "{text} (all of {count})", count, text=text)
            )
        return f"{self._numbers[step.id]}  {text}"

    def _words(self, words: Words) -> str:
        return self._say(Authored(words, self._language))
