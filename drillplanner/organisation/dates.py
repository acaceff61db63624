"""Read days as offices write them: 2026-03-01, 2026.3.1, 2026年3月1日, 三月一日, 45717."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from drillplanner.base.texts import Text, _

#: Day 0 of spreadsheets; days before March 1900 are not read, where they count one too many.
_ZERO = date(1899, 12, 30)
#: Numbers of days that are read as such: 2000-01-01 to 2099-12-31.
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_FIGURES = {figure: str(place) for place, figure in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_WHOLE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_SERIAL = re.compile(r"\d{2},?\d{3}(?:\.0+)?")
_CHINESE = re.compile(r"[〇○零一二三四五六七八九十]+")
_TIME = re.compile(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?$")


class FieldRefused(Exception):
    """What was written cannot stand in its field; `text` says why and what can."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def read_day(text: str, year: int | None = None) -> date:
    """Read a day; `year` is taken where none is written, and without it such a day is refused.

    Raises:
        FieldRefused: it is no day, or its year is not known.
    """
    written = _TIME.sub("", _CHINESE.sub(_arabic, unicodedata.normalize("NFKC", text).strip()))
    if found := _WHOLE.fullmatch(written) or _PACKED.fullmatch(written):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _NO_YEAR.fullmatch(written):
        if year is None:
            raise FieldRefused(_("{text} has no year; write the year too.", text=text.strip()[:40]))
        return _day(year, int(found[1]), int(found[2]), text)
    if _SERIAL.fullmatch(written):
        count = int(written.replace(",", "").partition(".")[0])
        if _FIRST_SERIAL <= count <= _LAST_SERIAL:
            return _ZERO + timedelta(days=count)
    raise _no_day(text)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            return date(year, month, day)
    except ValueError:
        pass
    raise _no_day(text)


def _no_day(text: str) -> FieldRefused:
    return FieldRefused(_("{text} is no day; write it as 2026-03-01.", text=text.strip()[:40]))


def _arabic(found: re.Match[str]) -> str:
    """Write figures in Arabic: 二〇二六 is 2026, 十二 is 12, 二十 is 20."""
    said = found[0]
    if "十" not in said:
        return "".join(_FIGURES[one] for one in said)
    tens, _ten, ones = said.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return said
    return f"{_FIGURES.get(tens, '1')}{_FIGURES.get(ones, '0')}"
