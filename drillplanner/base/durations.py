"""Say durations, times of day, dates and measured values, exactly and without ambiguity.

GB/T 15835: 3分20秒 is a duration, 15:08:02 is only ever a time of day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

from drillplanner.base.exact import exact as as_written
from drillplanner.base.texts import Text, _, ngettext, pgettext

MINUTE = 60
HOUR = 3600
DAY = 86400
MINUS = "\N{MINUS SIGN}"


def _exact(value: float | Fraction) -> Fraction:
    return value if isinstance(value, Fraction) else as_written(value)


def rounded(value: Fraction, places: int) -> Fraction:
    """Round half away from zero to `places` decimals, as people do."""
    scale = Fraction(10) ** places
    whole = int(abs(value) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole) / scale


def number(value: float | Fraction, places: int) -> str:
    """Write a number with exactly `places` decimals, a point and a true minus sign."""
    fixed = rounded(_exact(value), places)
    digits = f"{int(abs(fixed) * 10**places):0{places + 1}d}"
    body = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{MINUS}{body}" if fixed < 0 else body


def signed(value: float | Fraction, places: int) -> str:
    """Write a number with its sign, also where it is positive."""
    body = number(value, places)
    return body if body.startswith(MINUS) else f"+{body}"


def places_of(value: Fraction, most: int = 1) -> int:
    """Find how many decimals, up to `most`, a value needs."""
    for places in range(most):
        if rounded(value, places) == rounded(value, most):
            return places
    return most


def duration(seconds: float | Fraction, places: int | None = None) -> Text:
    """Say how long something took: 12.4 s, 3 min 20 s, 1 h 5 min (12.4秒, 3分20秒, 1小时5分).

    Without `places` a tenth of a second is shown where it is not zero.
    """
    precise = _exact(seconds)
    shown = places_of(precise) if places is None else places
    fixed = rounded(precise, shown)
    if fixed < 0:
        return _("{minus}{duration}", minus=MINUS, duration=duration(-fixed, shown))
    hours, rest = divmod(fixed, HOUR)
    minutes, left = divmod(rest, MINUTE)
    last = number(left, shown) if left or (shown and places is not None) else None
    if hours:
        return _with_hours(int(hours), int(minutes), last)
    if minutes and last:
        return _("{minutes} min {seconds} s", minutes=int(minutes), seconds=last)
    if minutes:
        return _("{minutes} min", minutes=int(minutes))
    return _("{seconds} s", seconds=last or "0")


def _with_hours(hours: int, minutes: int, last: str | None) -> Text:
    if last:
        return _("{hours} h {minutes} min {seconds} s", hours=hours, minutes=minutes, seconds=last)
    if minutes:
        return _("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return _("{hours} h", hours=hours)


def seconds(value: float | Fraction, places: int | None = None) -> Text:
    """Say a duration in seconds only, for columns that are compared downwards."""
    precise = _exact(value)
    return _(
        "{seconds} s", seconds=number(precise, places_of(precise) if places is None else places)
    )


#: Digits of an expanded uncertainty that are printed (JCGM 100:2008, 7.2.6: at most two).
_DIGITS = 2
#: The finest place that is printed, a nanosecond: no clock of a log shows more.
_FINEST = 9


@dataclass(frozen=True, slots=True)
class Shown:
    """A measured value as it is printed: rounded to the place of its expanded uncertainty."""

    value: Fraction
    spread: Fraction
    places: int


def shown(
    value: Fraction,
    expanded: float | Fraction,
    agrees: Callable[[Fraction, Fraction], bool] | None = None,
) -> Shown:
    """Round a measured value and its expanded uncertainty U for print.

    U is rounded up to two digits, never coarser than a second, and the value to the same place;
    more digits are taken until the printed pair agrees with what was decided from the exact one.

    Args:
        value: what was measured, in seconds.
        expanded: its expanded uncertainty; 0 where it is known exactly.
        agrees: tells whether a printed value and U give the verdict.
    """
    wide = _plain(expanded)
    for places in range(_first_place(value, wide), _FINEST):
        pair = _pair(value, wide, places)
        if agrees is None or agrees(pair.value, pair.spread):
            return pair
    return _pair(value, wide, _FINEST)


def uncertainty_shown(expanded: float | Fraction) -> tuple[str, int]:
    """Write an expanded uncertainty alone, and tell the places that its value is given to."""
    pair = shown(Fraction(0), expanded)
    return number(pair.spread, pair.places), pair.places


def _plain(expanded: float | Fraction) -> Fraction:
    """Read a rounded root without the noise of its last digits, which must not round U up."""
    return expanded if isinstance(expanded, Fraction) else Fraction(f"{expanded:.12g}")


def _first_place(value: Fraction, wide: Fraction) -> int:
    if not wide:
        return places_of(value, 3)
    places = 0
    while wide * 10**places < 10 ** (_DIGITS - 1) and places < _FINEST:
        places += 1
    # 0.0995 is 0.10, not 0.100.
    return places - 1 if places and ceil(wide * 10**places) == 10**_DIGITS else places


def _pair(value: Fraction, wide: Fraction, places: int) -> Shown:
    return Shown(rounded(value, places), Fraction(ceil(wide * 10**places), 10**places), places)


def measured(
    value: Fraction,
    expanded: float | Fraction | None,
    bound: str | None = "exact",
    agrees: Callable[[Fraction, Fraction], bool] | None = None,
) -> Text:
    """Say a measured duration with its expanded uncertainty: 52.34 ± 0.85 s, 3 min 20 s ± 12 s.

    `bound` at_most says it took at most this long, at_least at least.
    """
    said = duration(value) if expanded is None else _pair_said(shown(value, expanded, agrees))
    match bound:
        case "at_most":
            return _("≤ {measured}", measured=said)
        case "at_least":
            return _("≥ {measured}", measured=said)
        case _:
            return said


def measured_between(
    low: Fraction,
    high: Fraction,
    expanded: float | Fraction,
    agrees: Callable[[Fraction, Fraction, Fraction], bool] | None = None,
) -> Text:
    """Say a duration that lies between two lengths, each with the same uncertainty.

    `agrees` tells whether the printed lengths and U give the verdict; more digits if not.
    """
    wide = _plain(expanded)
    first = max(_first_place(low, wide), _first_place(high, wide))
    for places in range(first, _FINEST + 1):
        ends = _pair(low, wide, places), _pair(high, wide, places)
        if agrees is None or agrees(ends[0].value, ends[1].value, ends[1].spread):
            break
    said = _("{low} to {high}", low=_end(ends[0]), high=_end(ends[1]))
    if not wide:
        return said
    return _("{interval} (± {spread} s)", interval=said, spread=number(ends[1].spread, places))


def _end(end: Shown) -> Text:
    return duration(end.value, end.places or None)


def _pair_said(pair: Shown) -> Text:
    spread = number(pair.spread, pair.places if pair.spread else 0)
    if abs(pair.value) < MINUTE:
        value = number(pair.value, pair.places)
        return _("{value} ± {spread} s", value=value, spread=spread)
    return _(
        "{duration} ± {spread}",
        duration=duration(pair.value, pair.places),
        spread=_("{seconds} s", seconds=spread),
    )


def time_of_day(since_midnight: float | Fraction, places: int | None = None) -> Text:
    """Say a time of day, 15:08:02 or 15:08:02.4; another day than the first is said with it."""
    precise = _exact(since_midnight)
    shown = places_of(precise) if places is None else places
    days, left = divmod(rounded(precise, shown), DAY)
    hours, rest = divmod(left, HOUR)
    minutes, last = divmod(rest, MINUTE)
    second = number(last, shown).zfill(shown + 3 if shown else 2)
    clock = f"{int(hours):02d}:{int(minutes):02d}:{second}"
    if days == 0:
        return _("{clock}", clock=clock)
    if days == 1:
        return _("{clock} (next day)", clock=clock)
    if days == -1:
        return _("{clock} (the day before)", clock=clock)
    if days > 0:
        return ngettext("{clock} (+{count} day)", "{clock} (+{count} days)", int(days), clock=clock)
    return ngettext("{clock} (−{count} day)", "{clock} (−{count} days)", int(-days), clock=clock)


def calendar_date(day: date) -> Text:
    """Say a date: 23 November 2026, 2026年11月23日."""
    return _("{day} {month} {year}", day=day.day, month=_month(day.month), year=day.year)


def _month(month: int) -> Text:
    names = (
        pgettext("month in a date", "January"),
        pgettext("month in a date", "February"),
        pgettext("month in a date", "March"),
        pgettext("month in a date", "April"),
        pgettext("month in a date", "May"),
        pgettext("month in a date", "June"),
        pgettext("month in a date", "July"),
        pgettext("month in a date", "August"),
        pgettext("month in a date", "September"),
        pgettext("month in a date", "October"),
        pgettext("month in a date", "November"),
        pgettext("month in a date", "December"),
    )
    return names[month - 1]


#: How a reading of a clock is written, by the scale of its source.
Scale = Literal["clock", "seconds", "none"]


def reading(at: Fraction, scale: Scale, places: int | None = None) -> Text:
    """Say an instant on a source's clock: a time of day, or seconds since its own zero."""
    if scale == "clock":
        return time_of_day(at, places)
    shown = places_of(at) if places is None else places
    return _("{seconds} s from its zero", seconds=number(at, shown))
