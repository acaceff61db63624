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
    Dial,
    Line,
    Reading,
    Typed,
    read_cell,
    typed_said,
)
from drillplanner.terms.document import Shape
from ui.context import AppContext

DIALS: dict[Dial, Text] = {
    "stopwatch": pgettext("what digits are", "stopwatch (elapsed)"),
    "clock": pgettext("what digits are", "clock (time of day)"),
}
READINGS: dict[Reading, Text] = {
    "nearest": pgettext("how a clock is read", "nearest"),
    "floor": pgettext("how a clock is read", "cut off"),
}
_SHORT_DIALS: dict[Dial, Text] = {
    "stopwatch": pgettext("what digits are, short", "elapsed"),
    "clock": pgettext("what digits are, short", "clock"),
}
_HINTS: dict[Dial, Text] = {
    "stopwatch": _("Digits only: 0320 is read as 3 min 20 s, 45 as 45 s, 0320.5 to the tenth."),
    "clock": _("Digits only: 150802 is read as 15:08:02, and 1508 as 15:08, to the minute."),
}
_SHAPES: dict[str, Shape] = {
    "time": "disc",
    "done": "dot",
    "not_performed": "square",
    "failed": "crossed",
}
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class CellView:
    """What a cell shows: the text typed, how it is said, and a shape beside it."""

    typed: str = ""
    said: str = ""
    shape: Shape | None = None
    #: Said in full where the current cell is explained.
    words: str = ""
    is_refused: bool = False


def judge(line: Line, column: Column, text: str, say: Callable[[Text], str]) -> CellView:
    """Read a cell and say the outcome; a blank cell says what may be typed."""
    try:
        typed = read_cell(line, column, text)
    except CellFault as fault:
        why = say(fault.text)
        return CellView(text, f"{text} · {why}", "cross", why, is_refused=True)
    if typed is None:
        return CellView(words=say(_HINTS[column.dial]))
    said = typed_said(typed, column.dial)
    words = say(_("Read as {time}", time=_in_full(said, typed)))
    shape = None if typed.outcome == "time" else _SHAPES[typed.outcome]
    return CellView(text, say(said), shape, words)


def _in_full(said: Text, typed: Typed) -> Text:
    if typed.unit_s == _MINUTE:
        return _("{time}, to the minute; type two more digits for seconds", time=said)
    return said


def heading(column: Column, observed: Text, say: Callable[[Text], str]) -> str:
    """Say a column's name, and below it how its digits are read; of observing what bounds it."""
    parts = [_SHORT_DIALS[column.dial]]
    if column.reading != "nearest":
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
