"""Say durations, times of day, dates and measured values, exactly and without ambiguity.

GB/T 15835: 3分20秒 is a duration, 15:08:02 is only ever a time of day.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
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


def uncertainty_places(expanded: Fraction) -> int:
    """Choose the decimals of a measured value from its expanded uncertainty.

    One significant digit of it, two where the first is 1 (JCGM 100:2008, 7.2.6 allows at
    most two); never coarser than a second, never finer than a millisecond.
    """
    for places in range(4):
        first = int(expanded * 10**places)
        if first >= 2:  # noqa: PLR2004 - the leading digit that one digit is enough for
            return places
        if first == 1:
            return min(places + 1, 3)
    return 3


def measured(
    value: Fraction, expanded: float | Fraction | None, bound: str | None = "exact"
) -> Text:
    """Say a measured duration with its expanded uncertainty: 52.3 ± 0.9 s, 3 min 20 s ± 2 s.

    `bound` at_most says it took at most this long, at_least at least.
    """
    said = _plain_measured(value, expanded)
    match bound:
        case "at_most":
            return _("≤ {measured}", measured=said)
        case "at_least":
            return _("≥ {measured}", measured=said)
        case _:
            return said


def _plain_measured(value: Fraction, expanded: float | Fraction | None) -> Text:
    if expanded is None:
        return duration(value)
    wide = _exact(expanded)
    places = uncertainty_places(wide) if wide else places_of(value, 3)
    spread = number(wide, places if wide else 0)
    if abs(rounded(value, places)) < MINUTE:
        return _("{value} ± {spread} s", value=number(value, places), spread=spread)
    return _(
        "{duration} ± {spread}",
        duration=duration(value, places),
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
