"""Read a written time as far as its own signs go, before its column says what it means.

`0:42` may be 42 s of a stopwatch or 00:42 of a clock, and no cell alone can tell. So a cell is
first taken apart (`time_cell`), then a whole column is understood (`dial`), and only then does
the cell become a time (`value`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import narrow, plain

#: `parts`: digits with colons. `day_part`: a time of day with AM/PM or 上午/下午. `moment`:
#: 9时12分. `span`: 3分20秒. `date`: ISO 8601. `number`: digits alone.
Form: TypeAlias = Literal["parts", "day_part", "moment", "span", "date", "number"]

#: What a cell says by itself: a clock, a stopwatch or a date and time; None where it does not.
Certainty: TypeAlias = Literal["clock", "stopwatch", "date"]

HOURS, SIXTIES = 24, 60
#: Number of parts of a time that has seconds.
WITH_SECONDS = 3
_NOON = 12
#: Years in which a drill can have been; outside them zones and calendars get strange.
_YEARS = range(1970, 3000)

_DECIMALS = r"(?:\.([0-9]{1,9}))?"
_COLONS = re.compile(rf"(-?)([0-9]{{1,6}}):([0-9]{{2}})(?::([0-9]{{2}}))?{_DECIMALS}")
#: Programs write seconds as their floats print, with up to 17 digits and some zeros before.
_NUMBER = re.compile(r"(-?)([0-9]{1,24})(?:\.([0-9]{1,30}))?")
_MOMENT = re.compile(
    rf"([0-9]{{1,2}}) ?[时時点點] ?([0-9]{{1,2}}) ?分?(?: ?([0-9]{{1,2}}){_DECIMALS} ?秒?)?"
)
#: How paper and this program write a duration. At least one part names its unit.
_SPAN = re.compile(
    r"(?=.*[hmin小时分秒s'′\"″])(-?) ?(?:([0-9]{1,5}) ?(?:小时|h))? ?"
    r"(?:([0-9]{1,5}) ?(?:分钟?|min|'|′))? ?"
    rf"(?:([0-9]{{1,5}}){_DECIMALS} ?(秒|s|\"|″|''|′′)?)?"
)
_OFFSET = r"(?: ?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_EXTENDED = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt]| +)([0-9]{1,2}):([0-9]{2})"
    rf"(?::([0-9]{{2}}){_DECIMALS})?" + _OFFSET
)
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})[Tt]([0-9]{2})([0-9]{2})"
    rf"(?:([0-9]{{2}}){_DECIMALS})?" + _OFFSET
)
#: Words that make a time a time of day. 晚上 ends at midnight, 凌晨 begins there.
_BEFORE_NOON = ("am", "a.m.", "上午", "早上", "凌晨")
_AFTER_NOON = ("pm", "p.m.", "下午", "傍晚", "晚上")
_DAY_PARTS = "|".join(re.escape(word) for word in (*_BEFORE_NOON, *_AFTER_NOON, "中午"))
_DAY_PART = re.compile(
    rf"(?P<before>{_DAY_PARTS})? ?(?P<time>[0-9][^a-z上下晚中早凌傍]*?) ?(?P<after>{_DAY_PARTS})?"
)
#: 晚上 is said of hours from here on; 晚上1点 may be one at night.
_EVENING = 5


@dataclass(frozen=True, slots=True)
class TimeCell:
    """A written time, taken apart.

    `parts` are hours, minutes and seconds as far as they were written, from the left; a span
    has all three. `digits` are those of a number before its point. `unit_s` is the worth of the
    last digit where the form alone says it. `date` and `zone` are of a `date`; without a zone
    it is local.
    """

    written: str
    form: Form
    parts: tuple[int, ...] = ()
    decimals: str = ""
    is_negative: bool = False
    digits: str = ""
    unit_s: Fraction | None = None
    date: datetime | None = None
    zone: tzinfo | None = None

    @property
    def fraction(self) -> Fraction:
        """Give what stands after the point."""
        return Fraction(int(self.decimals), 10 ** len(self.decimals)) if self.decimals else _ZERO

    @property
    def number(self) -> Fraction:
        """Give a number's value; only a number has one before its column is understood."""
        value = int(self.digits or 0) + self.fraction
        return -value if self.is_negative else value

    @property
    def certainty(self) -> Certainty | None:
        """Tell what this cell alone leaves no doubt of."""
        if self.form == "date":
            return "date"
        if self.form in ("day_part", "moment"):
            return "clock"
        if self.form == "span" or self.is_negative:
            return "stopwatch"
        if self.form == "parts":
            has_seconds = len(self.parts) == WITH_SECONDS
            if (self.parts[0] >= HOURS) if has_seconds else bool(self.decimals):
                return "stopwatch"
        return None

    @property
    def is_whole_minutes(self) -> bool:
        """Tell whether this is H:MM:SS whose seconds, decimals included, are 0."""
        return (
            self.form == "parts"
            and len(self.parts) == WITH_SECONDS
            and not self.parts[2]
            and not self.fraction
        )


_ZERO = Fraction(0)


def time_cell(text: str) -> TimeCell:
    """Take a written time apart.

    Raises:
        CellFault: it is no time in any reading.
    """
    written = " ".join(plain(text).split())
    narrowed = narrow(written)
    lowered = narrowed.lower()
    if found := _COLONS.fullmatch(narrowed):
        return _parts(written, found)
    if found := _NUMBER.fullmatch(narrowed):
        minus, digits, decimals = found.groups()
        return TimeCell(
            written, "number", decimals=decimals or "", is_negative=bool(minus), digits=digits
        )
    if found := _EXTENDED.fullmatch(narrowed) or _BASIC.fullmatch(narrowed):
        return _date(written, found)
    if (found := _DAY_PART.fullmatch(lowered)) and (found["before"] or found["after"]):
        return _day_part(written, found)
    if found := _MOMENT.fullmatch(lowered):
        return _moment(written, found)
    if found := _SPAN.fullmatch(lowered):
        return _span(written, found)
    raise CellFault(_why_no_time(narrowed))


def _parts(written: str, found: re.Match[str]) -> TimeCell:
    minus, first, second, third, decimals = found.groups()
    parts = tuple(int(part) for part in (first, second, third) if part is not None)
    if max(parts[1:]) >= SIXTIES:
        raise CellFault(_("{text}: minutes and seconds run from 0 to 59.", text=shown(written)))
    return TimeCell(written, "parts", parts, decimals or "", bool(minus))


def _date(written: str, found: re.Match[str]) -> TimeCell:
    year, month, day, hour, minute, second, decimals, offset = found.groups()
    _check_day(written, int(hour), int(minute), int(second or 0))
    if int(year) not in _YEARS:
        raise CellFault(_("The year of {text} is out of range.", text=shown(written)))
    try:
        zone = _zone(offset)
        local = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        # An offset may lead out of the years that a date can have.
        local.replace(tzinfo=zone or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellFault(_("There is no such date as in {text}.", text=shown(written))) from None
    parts = (int(hour), int(minute)) if second is None else (int(hour), int(minute), int(second))
    return TimeCell(written, "date", parts, decimals or "", date=local, zone=zone)


def _zone(offset: str | None) -> tzinfo | None:
    if offset is None:
        return None
    if offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * SIXTIES + int(digits[2:])
    if int(digits[2:]) >= SIXTIES:
        raise ValueError(offset)
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _day_part(written: str, found: re.Match[str]) -> TimeCell:
    if found["before"] and found["after"]:
        raise CellFault(_why_no_time(written))
    word = found["before"] or found["after"]
    time = _COLONS.fullmatch(found["time"])
    inner = _parts(written, time) if time else None
    if inner is None and (moment := _MOMENT.fullmatch(found["time"])):
        inner = _moment(written, moment)
    has_decimals_alone = inner and inner.decimals and len(inner.parts) < WITH_SECONDS
    if inner is None or inner.is_negative or has_decimals_alone:
        raise CellFault(_why_no_time(written))
    hour = _hour(written, word, inner.parts[0])
    _check_day(written, hour, *inner.parts[1:])
    return TimeCell(written, "day_part", (hour, *inner.parts[1:]), inner.decimals)


def _hour(written: str, word: str, hour: int) -> int:
    """Give the hour of 24 that a word beside it makes of an hour of 12."""
    if hour > _NOON and word in (*_AFTER_NOON, "中午"):
        return hour
    is_odd = (
        (word == "晚上" and not _EVENING <= hour < _NOON)
        or (word == "中午" and hour not in (1, 11, 12))
        or (hour == 0 and word in _AFTER_NOON)
        or hour > _NOON
    )
    if is_odd:
        raise CellFault(_("{text} may be two times; write it with 24 hours.", text=shown(written)))
    if word == "中午":
        return hour + _NOON if hour == 1 else hour
    return hour % _NOON + (_NOON if word in _AFTER_NOON else 0)


def _moment(written: str, found: re.Match[str]) -> TimeCell:
    hour, minute, second, decimals = found.groups()
    parts = tuple(int(part) for part in (hour, minute, second) if part is not None)
    _check_day(written, *parts)
    return TimeCell(written, "moment", parts, decimals or "")


def _span(written: str, found: re.Match[str]) -> TimeCell:
    minus, hours, minutes, seconds, decimals, unit_of_seconds = found.groups()
    # What follows hours and has no unit of its own may be minutes.
    is_bare = seconds is not None and unit_of_seconds is None and minutes is None
    if is_bare or (hours is None and minutes is None and seconds is None):
        raise CellFault(_why_no_time(written))
    is_crowded = (hours is not None and int(minutes or 0) >= SIXTIES) or (
        (hours is not None or minutes is not None) and int(seconds or 0) >= SIXTIES
    )
    if is_crowded:
        raise CellFault(_("{text}: minutes and seconds run from 0 to 59.", text=shown(written)))
    if seconds is not None:
        unit = Fraction(1, 10 ** len(decimals or ""))
    else:
        unit = Fraction(SIXTIES if minutes is not None else SIXTIES**2)
    parts = (int(hours or 0), int(minutes or 0), int(seconds or 0))
    return TimeCell(written, "span", parts, decimals or "", bool(minus), unit_s=unit)


def _check_day(written: str, hour: int, minute: int = 0, second: int = 0) -> None:
    if hour >= HOURS or max(minute, second) >= SIXTIES:
        raise CellFault(
            _(
                "{text} is no time of day: hours run from 0 to 23, minutes and seconds to 59.",
                text=shown(written),
            )
        )


def _why_no_time(written: str) -> Text:
    if not written:
        return _("This cell is blank; write a time, not_performed, done or failed.")
    if re.search(r"[0-9][,，][0-9]", written):
        return _("{text} has a comma; write decimals after a point.", text=shown(written))
    if re.search(r"[:.][0-9]+\.[0-9]{10}|:[0-9]{2}\.[0-9]{10}", written):
        return _("{text} has more than nine decimals.", text=shown(written))
    return _(
        "{text} is no time; write 09:12:30, 9:12:30 AM, 2026-05-12T09:12:30, 3分20秒, a number of "
        "seconds, not_performed, done or failed.",
        text=shown(written),
    )


def pattern(cell: TimeCell, dial: str) -> str:
    """Give the form of a cell for people and programs: H:MM:SS, M:SS.f, HHMM."""
    decimals = ".f" if cell.decimals else ""
    match cell.form:
        case "number":
            return _NUMBER_PATTERNS.get(dial, "S") + (
                decimals if dial not in ("day_fraction", "serial") else ""
            )
        case "date":
            return (
                "YYYY-MM-DDTHH:MM" + (":SS" if len(cell.parts) == WITH_SECONDS else "") + decimals
            )
        case "moment":
            return "H时MM分" + (f"SS{decimals}秒" if len(cell.parts) == WITH_SECONDS else "")
        case "span":
            return "M分" if cell.unit_s and cell.unit_s >= SIXTIES else f"M分SS{decimals}秒"
        case _:
            pass
    has_seconds = len(cell.parts) == WITH_SECONDS
    if not has_seconds and dial in ("stopwatch", "mmss", "hmmss"):
        return f"M:SS{decimals}"
    body = f"H:MM:SS{decimals}" if has_seconds else "H:MM"
    return f"{body} AM" if cell.form == "day_part" else body


_NUMBER_PATTERNS = {
    "hhmm": "HHMM",
    "mmss": "MMSS",
    "hmmss": "HMMSS",
    "day_fraction": "0.f",
    "serial": "D.f",
}
