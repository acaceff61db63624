"""Understand a column of times: what its figures mean, or that nothing decides it.

The rules are section 2 of docs/formats.md, "dial". A dial is declared, or follows from a row
that leaves no doubt, or from how all rows look. What then still has two readings is ambiguous
and is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import plain
from drillplanner.exchange.time_reader.cell import SIXTIES, WITH_SECONDS, TimeCell

#: What the figures of a source mean: the words of the column `dial` and of --dial.
Dial: TypeAlias = Literal[
    "clock", "stopwatch", "hhmm", "mmss", "hmmss", "seconds", "day_fraction", "serial"
]
DIALS: tuple[Dial, ...] = get_args(Dial)

#: Dials of a time of day, and those of a time elapsed.
CLOCKS: frozenset[Dial] = frozenset({"clock", "hhmm", "day_fraction"})
STOPWATCHES: frozenset[Dial] = frozenset({"stopwatch", "mmss", "hmmss", "seconds"})

#: What each dial is, inside a sentence.
DIAL_NAMES: Mapping[Dial, Text] = {
    "clock": pgettext("dial", "a time of day"),
    "stopwatch": pgettext("dial", "a time elapsed"),
    "hhmm": pgettext("dial", "a time of day in digits, HHMM or HHMMSS"),
    "mmss": pgettext("dial", "minutes and seconds in digits, MMSS"),
    "hmmss": pgettext("dial", "hours, minutes and seconds in digits, HMMSS"),
    "seconds": pgettext("dial", "seconds"),
    "day_fraction": pgettext("dial", "a part of a day, as spreadsheets keep times"),
    "serial": pgettext("dial", "a spreadsheet's date and time"),
}

#: What is wrong with a column that can be read in several ways.
Doubt: TypeAlias = Literal["parts", "whole_minutes", "digits", "fraction", "serial", "epoch"]

_READINGS: Mapping[Doubt, tuple[Dial, ...]] = {
    "parts": ("clock", "stopwatch"),
    "whole_minutes": ("clock", "stopwatch"),
    "digits": ("seconds", "mmss", "hmmss", "hhmm"),
    "fraction": ("seconds", "day_fraction"),
    "serial": ("seconds", "serial"),
    "epoch": ("seconds",),
}

_EPOCH_FROM = 10**8
_SERIALS = (20_000, 80_000)
_SECONDS_DECIMALS = 3
_DIGITS = range(3, 7)
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """What a column means.

    `numbers` is what plain numbers are, which a clock or stopwatch leaves open.
    `is_to_minute` says that its H:MM:SS were only ever shown to the minute.
    """

    dial: Dial
    numbers: Dial
    is_to_minute: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A time of a column, and which row it stands in; a row may hold several."""

    row: int
    cell: TimeCell


class Ambiguous(Exception):
    """A column has several readings, `dials`, and nothing decides between them."""

    def __init__(self, doubt: Doubt, dials: tuple[Dial, ...]) -> None:
        super().__init__(doubt)
        self.doubt = doubt
        self.dials = dials


class Mixed(Exception):
    """A column holds two kinds of times, first met at the places `first` and `at`."""

    def __init__(self, first: int, at: int) -> None:
        super().__init__(first, at)
        self.first = first
        self.at = at


def dial_in(text: str) -> Dial | None:
    """Read the word for a dial; None where the cell is blank.

    Raises:
        CellFault: it is none.
    """
    word = plain(text).lower()
    if not word:
        return None
    for dial in DIALS:
        if word == dial:
            return dial
    raise CellFault(
        _(
            "{word} is not known here; write one of: {words}.",
            word=shown(word),
            words=", ".join(DIALS),
        )
    )


def understand(
    column: Sequence[Written], declared: Dial | None = None, *, as_before: bool = False
) -> Understood:
    """Decide what the times of one source mean.

    Args:
        column: all its times, in order; at least one.
        declared: its dial, where it was said.
        as_before: take what is ambiguous as the rules before 3 did: what has colons for a time
            of day, what has none for seconds. For tables that were read so and kept.

    Raises:
        Ambiguous: nothing decides between several readings.
        Mixed: it holds times of two kinds.
    """
    _require_dates_alone(column)
    if declared is not None:
        return _as(declared, column)
    certain = _certain(column)
    if certain is not None:
        return _as("clock" if certain == "date" else certain, column)
    return _by_looks(column, as_before=as_before)


def _as(dial: Dial, column: Sequence[Written]) -> Understood:
    numbers: Dial = dial
    if dial == "clock":
        figures = [one.cell for one in column if one.cell.form == "number"]
        is_fraction = figures and all(0 <= cell.number < 1 for cell in figures)
        numbers = "day_fraction" if is_fraction else "hhmm"
    elif dial == "stopwatch":
        numbers = "seconds"
    return Understood(dial, numbers, dial in CLOCKS and _is_to_minute(column))


def _certain(column: Sequence[Written]) -> Literal["clock", "stopwatch", "date"] | None:
    """Find what rows without doubt say, if they agree."""
    first: int | None = None
    for place, one in enumerate(column):
        certainty = one.cell.certainty
        if certainty is None:
            continue
        if first is None:
            first = place
        elif certainty != column[first].cell.certainty:
            raise Mixed(first, place)
    return None if first is None else column[first].cell.certainty


def _require_dates_alone(column: Sequence[Written]) -> None:
    """Hold a column with dates to them: a bare time beside them is of another kind."""
    for place, one in enumerate(column):
        if (one.cell.form == "date") != (column[0].cell.form == "date"):
            raise Mixed(0, place)


def _by_looks(column: Sequence[Written], *, as_before: bool) -> Understood:
    for place, one in enumerate(column):
        if (one.cell.form == "number") != (column[0].cell.form == "number"):
            raise Mixed(0, place)
    doubt = (
        _doubt_of_numbers([one.cell for one in column])
        if column[0].cell.form == "number"
        else _doubt_of_parts(column)
    )
    if doubt is not None and not as_before:
        raise Ambiguous(doubt, _READINGS[doubt])
    if column[0].cell.form == "number":
        return Understood("seconds", "seconds")
    return Understood("clock", "hhmm")


def _doubt_of_parts(column: Sequence[Written]) -> Doubt | None:
    if not any(len(one.cell.parts) == WITH_SECONDS for one in column):
        return "parts"
    return "whole_minutes" if _is_to_minute(column) else None


def _is_to_minute(column: Sequence[Written]) -> bool:
    """Tell whether all H:MM:SS, in two or more rows, have 0 for seconds: nobody read those."""
    full = [
        one for one in column if one.cell.form == "parts" and len(one.cell.parts) == WITH_SECONDS
    ]
    is_whole = all(one.cell.is_whole_minutes for one in full)
    return is_whole and len({one.row for one in full}) >= _SEVERAL


def _doubt_of_numbers(cells: Sequence[TimeCell]) -> Doubt | None:
    values = [cell.number for cell in cells]
    if any(value > _EPOCH_FROM for value in values):
        return "epoch"
    least, most = _SERIALS
    if all(least <= value <= most for value in values) and any(cell.decimals for cell in cells):
        return "serial"
    is_fine = any(len(cell.decimals) > _SECONDS_DECIMALS for cell in cells)
    if is_fine and all(0 <= value <= 1 for value in values):
        return "fraction"
    return "digits" if all(_may_be_digits(cell) for cell in cells) else None


def _may_be_digits(cell: TimeCell) -> bool:
    if cell.decimals or len(cell.digits) not in _DIGITS:
        return False
    return all(pair < SIXTIES for pair in pairs(cell.digits)[1:])


def pairs(digits: str) -> list[int]:
    """Cut digits into pairs from the right: 320 is 3 and 20."""
    padded = digits.zfill(len(digits) + len(digits) % 2)
    return [int(padded[place : place + 2]) for place in range(0, len(padded), 2)]
