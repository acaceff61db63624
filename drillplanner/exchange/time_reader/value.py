"""Turn a written time into seconds once its column is understood, with what its digits are worth.

Times are exact; the uncertainty of a reading follows JCGM 100:2008, 4.3.7: half of the last
digit shown is a rectangular half-width a, and u² = a²/3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

from drillplanner.base.durations import DAY, HOUR, MINUTE, duration, places_of, seconds, time_of_day
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import narrow
from drillplanner.exchange.time_reader.cell import HOURS, SIXTIES, WITH_SECONDS, TimeCell
from drillplanner.exchange.time_reader.dial import (
    CLOCKS,
    DIAL_NAMES,
    STOPWATCHES,
    Dial,
    Understood,
    pairs,
)

#: `clock`: a time of day. `instant`: a date with a time. `seconds`: a time elapsed.
TimeKind: TypeAlias = Literal["clock", "instant", "seconds"]

#: How a display is read: to the nearest digit, or cut off at it.
Reading: TypeAlias = Literal["nearest", "floor"]

#: Greatest number of whole seconds that is read: room for clocks that count since 1970.
MOST_SECONDS = 9_999_999_999

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
#: Day 0 of spreadsheets, which count 1900 as a leap year; right from March 1900 on.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_FROM, _SERIAL_TO = 1901, 3000
#: As seconds since 1970 this would be the year 5138.
_MILLISECONDS_FROM = 10**11
_LEAST_CLOCK_DIGITS, _MOST_DIGITS, _MMSS_DIGITS = 3, 6, 4
_SIGNED = re.compile(r"([+-]?)([0-9]{1,10})(?:\.([0-9]{1,30}))?")


@dataclass(frozen=True, slots=True)
class ShownTime:
    """A time as it was shown.

    `value_s` is seconds since midnight (clock), since 1970-01-01T00:00Z (instant) or as
    written (seconds); `unit_s` is the worth of the last digit shown; `day` is the local
    date of an instant.
    """

    kind: TimeKind
    value_s: Fraction
    unit_s: Fraction
    day: date | None = None

    @property
    def is_minute(self) -> bool:
        return self.kind != "seconds" and self.unit_s == MINUTE


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What reading a display adds to what it shows: a shift, and a variance."""

    shift_s: Fraction
    variance_s2: Fraction


def shown_time(cell: TimeCell, understood: Understood, zone: tzinfo) -> ShownTime:
    """Give what a written time means in its column.

    A date and time without an offset is taken in `zone`, the earlier of two where the clock
    was put back.

    Raises:
        CellFault: such a dial cannot show it, or a zone left that hour out.
    """
    dial = understood.dial
    match cell.form:
        case "number":
            return _number(cell, understood.numbers, zone)
        case "date" if dial in CLOCKS and cell.date is not None:
            return _instant(cell, cell.date, zone)
        case "day_part" | "moment" if dial in ("clock", "hhmm"):
            return _of_day(cell, cell.parts)
        case "parts" if dial in ("clock", "hhmm"):
            return _clock(cell, is_to_minute=understood.is_to_minute)
        case "parts" if dial in ("stopwatch", "mmss", "hmmss"):
            return _elapsed(cell, cell.parts, _unit(cell.decimals))
        case "span" if dial in STOPWATCHES:
            return _elapsed(cell, cell.parts, cell.unit_s or Fraction(1))
        case _:
            raise CellFault(
                _(
                    "{text} is not {kind}, which this column holds.",
                    text=shown(cell.written),
                    kind=DIAL_NAMES[dial],
                )
            )


def read_off(
    shown_at: ShownTime, reading: Reading | None, *, has_uncertainty: bool = False
) -> ReadOff:
    """Say how far the instant is from what a display showed.

    Nobody who reads 09:35 says whether the display rounds or cuts off: the instant is then the
    shown value plus a quarter of a minute, with a half-width of 45 s. A stated uncertainty says
    that the value was meant as it stands.
    """
    if shown_at.is_minute and reading is None and not has_uncertainty:
        return ReadOff(Fraction(MINUTE, 4), Fraction(3 * MINUTE, 4) ** 2 / 3)
    unit = shown_at.unit_s
    shift = unit / 2 if reading == "floor" else Fraction(0)
    return ReadOff(shift, last_digit_variance(unit))


@lru_cache(maxsize=64)
def last_digit_variance(unit_s: Fraction) -> Fraction:
    """Give the variance of a reading whose last digit is worth `unit_s`."""
    return (unit_s / 2) ** 2 / 3


def is_pressed(shown_at: ShownTime) -> bool:
    """Tell whether a person stopped this time by a press; else it was read off a watch."""
    return shown_at.kind == "seconds" or shown_at.unit_s < 1


def signed_seconds(text: str) -> tuple[Fraction, Fraction]:
    """Read a difference of clocks: seconds with an optional sign, and its last digit's worth.

    Raises:
        CellFault: it is no plain number or out of range.
    """
    found = _SIGNED.fullmatch(narrow(text))
    if found is None:
        raise CellFault(
            _(
                "{text} is no difference in seconds; write a number such as -3.5.",
                text=shown(text),
            )
        )
    sign, whole, decimals = found.groups()
    value = Fraction(f"{whole}.{decimals or 0}")
    _refuse_vast(text, value)
    return (-value if sign == "-" else value), _unit(decimals or "")


def midnight_s(day: date, zone: tzinfo) -> int:
    """Give the midnight that begins a local day, in seconds since 1970-01-01T00:00Z."""
    return (datetime.combine(day, time(0), zone) - _EPOCH) // _SECOND


def on_day(day: date, at: ShownTime, zone: tzinfo) -> ShownTime:
    """Give a time of day as an instant of a local day.

    Raises:
        CellFault: the zone left that hour out.
    """
    whole = int(at.value_s // 1)
    hours, rest = divmod(whole, HOUR)
    local = datetime.combine(day, time(hours, rest // MINUTE, rest % MINUTE), zone)
    if _is_left_out(local):
        raise _left_out(f"{local:%Y-%m-%d %H:%M:%S}")
    value = (local - _EPOCH) // _SECOND + at.value_s % 1
    return ShownTime("instant", value, at.unit_s, day)


def since_1970(cell: TimeCell) -> ShownTime | None:
    """Read a number as counted since 1970: milliseconds where seconds would be far ahead.

    None where there is no such date.
    """
    value = cell.number / 1000 if cell.number > _MILLISECONDS_FROM else cell.number
    if abs(value) > MOST_SECONDS:
        return None
    return ShownTime("instant", value, Fraction(1))


def time_said(at: ShownTime, zone: tzinfo = UTC) -> Text:
    """Say a time as it was read: 3 min 20 s (3分20秒), 15:08:02, 2026-05-12 09:35:00."""
    places = 0 if at.unit_s >= 1 else len(str(at.unit_s.denominator)) - 1
    if at.kind == "seconds":
        if at.value_s >= 10**6:
            return seconds(at.value_s, places)
        return duration(at.value_s, places)
    if at.kind == "instant":
        moment = (_EPOCH + timedelta(seconds=int(at.value_s // 1))).astimezone(zone)
        return _("{clock}", clock=f"{moment:%Y-%m-%d %H:%M:%S}")
    if at.unit_s == MINUTE:
        hours, minutes = divmod(int(at.value_s) // MINUTE, SIXTIES)
        return _("{clock}", clock=f"{hours:02d}:{minutes:02d}")
    return time_of_day(at.value_s, min(places, places_of(at.value_s, 9)) if places else 0)


# -- forms ------------------------------------------------------------------------------------


def _clock(cell: TimeCell, *, is_to_minute: bool) -> ShownTime:
    has_seconds = len(cell.parts) == WITH_SECONDS
    if cell.is_negative or cell.parts[0] >= HOURS or (cell.decimals and not has_seconds):
        raise CellFault(
            _(
                "{text} is no time of day: hours run from 0 to 23, minutes and seconds to 59.",
                text=shown(cell.written),
            )
        )
    at = _of_day(cell, cell.parts)
    return ShownTime("clock", at.value_s, Fraction(MINUTE)) if is_to_minute else at


def _of_day(cell: TimeCell, parts: tuple[int, ...]) -> ShownTime:
    hour, minute, *second = parts
    whole = hour * HOUR + minute * MINUTE + (second[0] if second else 0)
    value = cell.fraction + whole if cell.decimals else Fraction(whole)
    return ShownTime("clock", value, _unit(cell.decimals) if second else Fraction(MINUTE))


def _elapsed(cell: TimeCell, parts: tuple[int, ...], unit: Fraction) -> ShownTime:
    total = Fraction(0)
    for part in parts:
        total = total * SIXTIES + part
    total += cell.fraction
    _refuse_vast(cell.written, total)
    return ShownTime("seconds", -total if cell.is_negative else total, unit)


def _instant(cell: TimeCell, local: datetime, zone: tzinfo) -> ShownTime:
    placed = local.replace(tzinfo=cell.zone or zone)
    if cell.zone is None and _is_left_out(placed):
        raise _left_out(cell.written)
    unit = _unit(cell.decimals) if len(cell.parts) == WITH_SECONDS else Fraction(MINUTE)
    value = (placed - _EPOCH) // _SECOND + cell.fraction
    return ShownTime("instant", Fraction(value), unit, placed.astimezone(zone).date())


def _number(cell: TimeCell, dial: Dial, zone: tzinfo) -> ShownTime:
    match dial:
        case "hhmm" | "mmss" | "hmmss":
            return _digits(cell, dial)
        case "day_fraction":
            if not 0 <= cell.number < 1:
                raise CellFault(
                    _(
                        "{text} is no part of a day; those run from 0 to 1.",
                        text=shown(cell.written),
                    )
                )
            # What rounds up to midnight is the first second of the day after.
            whole = round(cell.number * DAY) % DAY
            return ShownTime("clock", Fraction(whole), Fraction(1))
        case "serial":
            return _serial(cell, zone)
        case _:
            _refuse_vast(cell.written, abs(cell.number))
            return ShownTime("seconds", cell.number, _unit(cell.decimals))


def _serial(cell: TimeCell, zone: tzinfo) -> ShownTime:
    days, of_day_s = divmod(round(cell.number * DAY), DAY)
    try:
        day = _SERIAL_ZERO + timedelta(days=days)
    except OverflowError:
        day = date.min
    if not _SERIAL_FROM <= day.year < _SERIAL_TO:
        raise CellFault(_("{text} is no date and time of a spreadsheet.", text=shown(cell.written)))
    return on_day(day, ShownTime("clock", Fraction(of_day_s), Fraction(1)), zone)


def _digits(cell: TimeCell, dial: Dial) -> ShownTime:
    """Read digits without separators, from the right."""
    is_clock = dial == "hhmm"
    most = _MMSS_DIGITS if dial == "mmss" else _MOST_DIGITS
    if len(cell.digits) > most:
        raise CellFault(_too_many(cell, most))
    if is_clock and len(cell.digits) < _LEAST_CLOCK_DIGITS:
        raise CellFault(
            _("{text} is no time of day; write at least HHMM, such as 0935.",
              text=shown(cell.written))
        )  # fmt: skip
    parts = pairs(cell.digits)
    if max(parts[1:], default=0) >= SIXTIES:
        raise CellFault(
            _("{text}: minutes and seconds run from 0 to 59.", text=shown(cell.written))
        )
    if len(parts) == 1 and parts[0] >= SIXTIES:
        raise CellFault(
            _(
                "{text}: seconds run from 0 to 59; write {digits}, or {text}s.",
                text=shown(cell.written),
                digits=f"{parts[0] // SIXTIES}{parts[0] % SIXTIES:02d}",
            )
        )
    if dial == "hmmss" and len(parts) < WITH_SECONDS and parts[0] >= SIXTIES:
        hours, minutes = divmod(parts[0], SIXTIES)
        raise CellFault(
            _(
                "{text}: minutes run from 0 to 59; write {digits}.",
                text=shown(cell.written),
                digits=f"{hours}{minutes:02d}{parts[1]:02d}",
            )
        )
    if not is_clock:
        return _elapsed(cell, tuple(parts), _unit(cell.decimals))
    if cell.is_negative or parts[0] >= HOURS:
        raise CellFault(_("{text}: hours of a day run from 0 to 23.", text=shown(cell.written)))
    if cell.decimals and len(parts) < WITH_SECONDS:
        raise CellFault(
            _(
                "{text} has decimals but no seconds; write HHMMSS before them.",
                text=shown(cell.written),
            )
        )
    return _of_day(cell, tuple(parts))


def _too_many(cell: TimeCell, most: int) -> Text:
    return _(
        "{text} has more than {most} digits; decimals stand after a point.",
        text=shown(cell.written),
        most=most,
    )


def _is_left_out(local: datetime) -> bool:
    """Tell whether a zone's clocks jumped over this local time."""
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) != local.replace(tzinfo=None)


def _left_out(text: str) -> CellFault:
    return CellFault(
        _(
            "The clocks were put forward over {text}; write the time with its offset from UTC.",
            text=shown(text),
        )
    )


def _unit(decimals: str) -> Fraction:
    return Fraction(1, 10 ** len(decimals))


def _refuse_vast(text: str, value: Fraction) -> None:
    if value >= MOST_SECONDS + 1:
        raise CellFault(
            _(
                "{text} is more than {most} seconds; check the column.",
                text=shown(text),
                most=MOST_SECONDS,
            )
        )


#: The kind of a time inside a sentence.
KIND_NAMES: dict[TimeKind, Text] = {
    "clock": pgettext("kind of time", "a time of day"),
    "instant": pgettext("kind of time", "a date and time"),
    "seconds": pgettext("kind of time", "a time elapsed"),
}
