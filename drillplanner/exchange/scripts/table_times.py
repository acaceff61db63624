"""Bring the planned times of a table into the form in which planners type them.

A column is read as a whole: what one cell leaves open another decides. What was decided is
said, and where a person says it (`clock`, `elapsed`) that stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from drillplanner.base.texts import Text, _
from drillplanner.exchange.importing.cells import Cell

#: What the figures of a column are: times of day, or minutes and seconds since the start.
Reading: TypeAlias = Literal["clock", "elapsed"]
READINGS: tuple[Reading, ...] = get_args(Reading)

_DAY, _HOUR, _MINUTE = 86400, 3600, 60
#: A column that begins before this hour holds no times of day: drills begin in daylight.
_FIRST_HOUR = 6
_LAST_HOUR = 23
_FIGURES = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_DATED = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]*(\d{1,2})[:h时点](\d{2})?(?:[:分](\d{2})?)?"
)
_EUROPEAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})[T ]*(\d{1,2})[:h](\d{2})(?::(\d{2}))?")
_RELATIVE = re.compile(
    r"[JD]([+-]\d+)?(?:\s*[HT]([+-]\d+))?(?:\s*M([+-]\d+))?(?:\s*(\d{1,2})h(\d{2}))?", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+|^(?:周|星期)[一二三四五六日天]\s*",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"min|分钟", re.IGNORECASE)
_PLAIN = re.compile(r"(?:T\s*)?([+-]?\d+(?:\.\d+)?)", re.IGNORECASE)


def time_texts(
    cells: Sequence[Cell], heading: str, reading: Reading | None = None
) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """Give each cell as it would be typed, and what was decided about the column."""
    texts = [_WEEKDAY.sub("", unicodedata.normalize("NFKC", cell.text).strip()) for cell in cells]
    dated = [_dated(text) for text in texts]
    said: list[Text] = []
    if any(dated):
        first = min(one for one in dated if one is not None)
        is_one_day = all(one is None or one.date() == first.date() for one in dated)
        texts = [
            text if one is None else _as_day(one) if is_one_day else _since(one, first)
            for text, one in zip(texts, dated, strict=True)
        ]
    texts = [_relative(text) for text in texts]
    if _MINUTES.search(heading):
        texts = [_minutes(text) for text in texts]
    figures = [found for text in texts if (found := _FIGURES.fullmatch(text))]
    if not figures:
        return tuple(texts), tuple(said)
    is_of_cells = any(cell.kind in ("time", "duration") for cell in cells)
    chosen = reading or _guess(figures)
    if chosen == "clock":
        said.append(
            _("The times of this table were read as times of day; the first is {time}.",
              time=figures[0][0])
        )  # fmt: skip
        texts = [_clock(text) for text in texts]
    elif is_of_cells and _are_to_minute(figures):
        told = next((one for one in figures if int(one[1]) or int(one[2])), figures[0])
        said.append(
            _(
                "{text} was read as {minutes} min {seconds} s since the start, not as a time of "
                "day. Say “clock” if that is wrong.",
                text=told[0],
                minutes=str(int(told[1])),
                seconds=str(int(told[2])),
            )
        )
        texts = [_minutes_and_seconds(text) for text in texts]
    return tuple(texts), tuple(said)


def _guess(figures: Sequence[re.Match[str]]) -> Reading:
    hours = [int(found[1]) for found in figures]
    is_day = min(hours) >= _FIRST_HOUR and max(hours) <= _LAST_HOUR
    return "clock" if is_day and hours == sorted(hours) else "elapsed"


def _are_to_minute(figures: Sequence[re.Match[str]]) -> bool:
    return all(found[3] in (None, "00") for found in figures)


def _clock(text: str) -> str:
    found = _FIGURES.fullmatch(text)
    if found is None or int(found[1]) > _LAST_HOUR:
        return text
    return f"{int(found[1])}点{int(found[2])}分{int(found[3] or 0)}秒"


def _minutes_and_seconds(text: str) -> str:
    """Take 00:03:20 as a spreadsheet keeps it, or 03:20:00, for 3 min 20 s as typed."""
    found = _FIGURES.fullmatch(text)
    return f"{int(found[1])}:{found[2]}" if found else text


def _minutes(text: str) -> str:
    found = _PLAIN.fullmatch(text)
    if found is None:
        return text
    seconds = float(found[1]) * _MINUTE
    return f"{'-' if seconds < 0 else ''}{abs(seconds):.10g}"


def _dated(text: str) -> datetime | None:
    try:
        if found := _DATED.match(text):
            year, month, day, hour, minute, second = (int(one or 0) for one in found.groups())
            return datetime(year, month, day, hour, minute, second)
        if found := _EUROPEAN.match(text):
            day, month, year, hour, minute, second = (int(one or 0) for one in found.groups())
            return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return None


def _as_day(moment: datetime) -> str:
    return f"{moment.hour}点{moment.minute}分{moment.second}秒"


def _since(moment: datetime, first: datetime) -> str:
    return f"{(moment - first).total_seconds():.10g}"


def _relative(text: str) -> str:
    """Read J-1, J+1 H+2 M-5 and the like: days, hours and minutes from the day of the drill."""
    found = _RELATIVE.fullmatch(text)
    if found is None:
        return text
    days, hours, minutes, hour, minute = (int(one or 0) for one in found.groups())
    seconds = days * _DAY + (hours + hour) * _HOUR + (minutes + minute) * _MINUTE
    return f"{'-' if seconds < 0 else ''}{abs(seconds)}"
