"""Bring a cell of another program's table into what the log's time column takes, never guessing.

What stands around a time goes to the columns it belongs to: a date to `day`, "about" to
`uncertainty_s`, ≤ and ≥ to `bound`, the second of two times to `until`. What the figures mean is
left to the reader of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.importing.cells import Cell
from drillplanner.exchange.plain_words import narrow, plain
from drillplanner.exchange.time_reader.cell import time_cell

#: What people write where there is nothing to write.
_NOTHING = re.compile(r"[-—–―/\\.…*]+|无|n/?a|none|null", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:≈|~|～|约|大约|大概|左右)\s*|\s*(?:左右|许)$")
_AT_MOST = re.compile(r"^(?:≤|<=|<|不晚于|至迟)\s*")
_AT_LEAST = re.compile(r"^(?:≥|>=|>|不早于|最早)\s*")
#: A hyphen stands between two times only where both show that they are: 1-2 is a class.
_BETWEEN = re.compile(
    r"\s*(?:~|～|–|—|至|到)\s*|(?<=:[0-9]{2})\s*-\s*(?=[0-9]+:)|(?<=[秒分])\s*-\s*(?=[0-9])"
)
_DATED = re.compile(
    r"([0-9]{4})([-/.年])([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T,]+|(?<=日)|$)(.*)", re.DOTALL
)
_ISO_OFFSET = re.compile(r".*[0-9](?:Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)")
_OF_NUMBERS = 0.4
_PLAIN = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?")
_SECONDS = re.compile(r":00$")
#: A time that a spreadsheet keeps has hours, minutes and seconds, whatever was typed.
_KEPT = frozenset({"time", "duration"})


@dataclass(frozen=True, slots=True)
class TimeText:
    """A time as the log writes it: its text, and what stood around it."""

    time: str
    until: str = ""
    day: str = ""
    bound: str = ""
    is_about: bool = False


def is_nothing(text: str) -> bool:
    """Tell whether a cell says only that there is nothing: blank, a dash, a stroke."""
    written = plain(text)
    return not written or bool(_NOTHING.fullmatch(written))


def are_to_minute(cells: Iterable[Cell]) -> bool:
    """Tell whether all times that a spreadsheet keeps have 0 seconds.

    3:20 typed for 3 min 20 s is kept as 03:20:00, as is 3:20 of the clock: nobody knows which,
    so both are written as 3:20 and the reader of times asks.
    """
    kept = [cell.text for cell in cells if cell.kind in _KEPT]
    return bool(kept) and all(text.count(":") > 1 and text.endswith(":00") for text in kept)


def timeliness(text: str) -> float:
    """Say from 0 to 1 how much a cell looks like a time; a plain number may be anything."""
    try:
        form = time_cell(_split(plain(text)).time).form
    except CellFault:
        return 0.0
    return _OF_NUMBERS if form == "number" else 1.0


def looks_like_date(text: str) -> bool:
    """Tell whether a cell is a date without a time."""
    found = _DATED.fullmatch(narrow(plain(text)))
    return found is not None and not found[5].strip()


def time_text(cell: Cell, *, is_to_minute: bool = False) -> TimeText:
    """Write a cell as the log's time column takes it.

    Raises:
        CellFault: its date is none.
    """
    text = plain(cell.text)
    if cell.kind in _KEPT and is_to_minute:
        return TimeText(_SECONDS.sub("", text))
    if cell.kind == "date":
        return TimeText("00:00:00", day=date_text(text))
    return _split(text)


def date_text(text: str) -> str:
    """Write a date as YYYY-MM-DD.

    Raises:
        CellFault: it is none, or day and month may be changed about.
    """
    found = _DATED.fullmatch(narrow(plain(text)))
    if found is None or found[5].strip():
        raise CellFault(
            _("{text} is no date; write it with the year first: 2026-05-12.", text=shown(text))
        )
    return _iso(text, found)


def _iso(text: str, found: re.Match[str]) -> str:
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        raise CellFault(_("There is no such date as in {text}.", text=shown(text))) from None


def _split(text: str) -> TimeText:
    narrowed = narrow(text)
    if _ISO_OFFSET.fullmatch(narrowed) and _DATED.fullmatch(narrowed):
        return TimeText(narrowed)
    day = ""
    if found := _DATED.fullmatch(narrowed):
        if not found[5].strip():
            return TimeText(text)
        day, narrowed = _iso(text, found), found[5].strip()
        if _PLAIN.fullmatch(narrowed):
            return TimeText(f"{day}T{narrowed}")
    bare = _ABOUT.sub("", narrowed)
    is_about = bare != narrowed
    bound = ""
    for pattern, said in ((_AT_MOST, "at_most"), (_AT_LEAST, "at_least")):
        cut = pattern.sub("", bare)
        if cut != bare:
            bare, bound = cut, said
    return _between(bare, TimeText(bare, day=day, bound=bound, is_about=is_about))


def _between(text: str, single: TimeText) -> TimeText:
    """Take two times for the edges of one; what is none stays as it was written."""
    parts = [part.strip() for part in _BETWEEN.split(text)]
    if len(parts) != 2 or not all(parts) or single.bound:  # noqa: PLR2004 - two edges
        return single
    try:
        for part in parts:
            time_cell(part)
    except CellFault:
        return single
    return TimeText(parts[0], until=parts[1], day=single.day, is_about=single.is_about)
