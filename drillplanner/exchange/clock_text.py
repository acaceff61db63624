"""Read times as people and clocks write them, exactly and with the worth of their last digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import narrow

#: `clock`: a time of day. `instant`: a date with a time. `seconds`: a number of seconds.
TimeKind: TypeAlias = Literal["clock", "instant", "seconds"]

#: Greatest number of whole seconds that is read: room for clocks that count since 1970.
MOST_SECONDS = 9_999_999_999

#: Years in which a drill can have been; outside them zones and calendars get strange.
_YEARS = range(1970, 3000)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_HOURS, _SIXTIES = 24, 60

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?")
_OFFSET = r"(?: ?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_EXTENDED = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt]| +)([0-9]{1,2}):([0-9]{2})"
    r"(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?" + _OFFSET
)
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})[Tt]([0-9]{2})([0-9]{2})"
    r"(?:([0-9]{2})(?:\.([0-9]{1,9}))?)?" + _OFFSET
)
#: Programs write seconds as their floats print, with up to 17 digits and some zeros before.
_NUMBER = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,30}))?")
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


def shown_time(text: str, zone: tzinfo) -> ShownTime:
    """Read `HH:MM[:SS[.f…]]`, an ISO 8601 date and time, or a plain number of seconds.

    A date and time without an offset is taken in `zone`, the earlier of two where the clock
    was put back.

    Raises:
        CellFault: it is none of them, out of range, or an hour that a zone left out.
    """
    written = narrow(text)
    if found := _CLOCK.fullmatch(written):
        hour, minute, second, decimals = found.groups()
        return ShownTime(
            "clock",
            _in_day(text, hour, minute, second) + _fraction(decimals),
            _unit(second, decimals),
        )
    if found := _EXTENDED.fullmatch(written) or _BASIC.fullmatch(written):
        return _instant(text, found, zone)
    if found := _NUMBER.fullmatch(written):
        whole, decimals = found.groups()
        value = int(whole) + _fraction(decimals)
        _refuse_vast(text, value)
        return ShownTime("seconds", value, _unit("", decimals))
    raise CellFault(_why_no_time(text, written))


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
    value = int(whole) + _fraction(decimals)
    _refuse_vast(text, value)
    return (-value if sign == "-" else value), _unit("", decimals)


def midnight_s(day: date, zone: tzinfo) -> int:
    """Give the midnight that begins a local day, in seconds since 1970-01-01T00:00Z."""
    return _seconds_since_epoch(datetime.combine(day, time(0), zone))


def _instant(text: str, found: re.Match[str], zone: tzinfo) -> ShownTime:
    year, month, day, hour, minute, second, decimals, offset = found.groups()
    _in_day(text, hour, minute, second)
    if int(year) not in _YEARS:
        raise CellFault(_("The year of {text} is out of range.", text=shown(text)))
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0)
        ).replace(tzinfo=_zone(offset) or zone)
    except ValueError:
        raise CellFault(_("There is no such date as in {text}.", text=shown(text))) from None
    if offset is None and _is_left_out(local):
        raise CellFault(
            _(
                "The clocks were put forward over {text}; write the time with its offset from UTC.",
                text=shown(text),
            )
        )
    return ShownTime(
        "instant",
        _seconds_since_epoch(local) + _fraction(decimals),
        _unit(second, decimals),
        local.astimezone(zone).date(),
    )


def _is_left_out(local: datetime) -> bool:
    """Tell whether a zone's clocks jumped over this local time."""
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) != local.replace(tzinfo=None)


def _seconds_since_epoch(moment: datetime) -> int:
    return (moment - _EPOCH) // _SECOND


def _zone(offset: str | None) -> tzinfo | None:
    if offset is None:
        return None
    if offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * _SIXTIES + int(digits[2:])
    if int(digits[2:]) >= _SIXTIES:
        raise ValueError(offset)
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _in_day(text: str, hour: str, minute: str, second: str | None) -> int:
    parts = int(hour), int(minute), int(second or 0)
    if parts[0] >= _HOURS or max(parts[1:]) >= _SIXTIES:
        raise CellFault(
            _(
                "{text} is no time of day: hours run from 0 to 23, minutes and seconds to 59.",
                text=shown(text),
            )
        )
    return (parts[0] * _SIXTIES + parts[1]) * _SIXTIES + parts[2]


def _fraction(decimals: str | None) -> Fraction:
    return Fraction(int(decimals), 10 ** len(decimals)) if decimals else Fraction(0)


def _unit(second: str | None, decimals: str | None) -> Fraction:
    if second is None:
        return Fraction(_SIXTIES)
    return Fraction(1, 10 ** len(decimals or ""))


def _refuse_vast(text: str, value: Fraction) -> None:
    if value >= MOST_SECONDS + 1:
        raise CellFault(
            _(
                "{text} is more than {most} seconds; check the column.",
                text=shown(text),
                most=MOST_SECONDS,
            )
        )


def _why_no_time(text: str, written: str) -> Text:
    if not written:
        return _("This cell is blank; write a time, not_performed, done or failed.")
    if written[0] in "+-":
        return _("{text} has a sign; a time counts from 0 and takes none.", text=shown(text))
    if re.search(r"[0-9][,，][0-9]", written):
        return _("{text} has a comma; write decimals after a point.", text=shown(text))
    if re.search(r"\.[0-9]{10}", written):
        return _("{text} has more than nine decimals.", text=shown(text))
    return _(
        "{text} is no time; write 09:12:30, 2026-05-12T09:12:30, a number of seconds, "
        "not_performed, done or failed.",
        text=shown(text),
    )
