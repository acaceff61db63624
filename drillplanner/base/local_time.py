"""Say instants as times of day somewhere: at the drill's place, or where this machine stands.

Instants are kept in UTC; only on a screen or on paper do they become local, and only here.
`zone` is an IANA name such as a script's "Asia/Shanghai"; without one it is this machine's own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_TENTH_NS = 10**8
_SECOND_NS = 10**9


class WallClock(Protocol):
    """What knows the time; `run.clock.machine_clock.Clock` does."""

    def wall_utc_ns(self) -> int:
        """Return nanoseconds since 1970-01-01T00:00Z."""
        ...


def in_utc(utc_ns: int) -> datetime:
    """Return an instant, cut off to the second, in UTC."""
    return datetime.fromtimestamp(utc_ns // _SECOND_NS, UTC)


def local(utc_ns: int, zone: str = "") -> datetime:
    """Return an instant, cut off to the second, as the clocks show it."""
    return in_utc(utc_ns).astimezone(ZoneInfo(zone) if zone else None)


def today(clock: WallClock) -> date:
    """Return the day that it is where this machine stands."""
    return local(clock.wall_utc_ns()).date()


def instant(day: date, hour: int = 0) -> int:
    """Return the UTC nanoseconds of an hour of a day at the machine's place."""
    return int(datetime.combine(day, time(hour)).astimezone().timestamp()) * _SECOND_NS


def day(utc_ns: int, zone: str = "") -> str:
    """Write the day: 2026-11-23, in the order that all readers sort by."""
    return f"{local(utc_ns, zone):%Y-%m-%d}"


def day_and_minute(utc_ns: int, zone: str = "") -> str:
    """Write day and minute: 2026-11-23 09:00."""
    return f"{local(utc_ns, zone):%Y-%m-%d %H:%M}"


def held(utc_ns: int, zone: str = "") -> str:
    """Write when a drill was held: day and minute, or the day alone where no more is known."""
    if local(utc_ns, zone).time() == time():
        return day(utc_ns, zone)
    return day_and_minute(utc_ns, zone)


def minute(utc_ns: int, zone: str = "") -> str:
    """Write the time of day to the minute: 09:00."""
    return f"{local(utc_ns, zone):%H:%M}"


def second(utc_ns: int, zone: str = "") -> str:
    """Write the time of day to the second: 09:00:05.

    It is the second in which the instant lies where it is told to tenths, so that one instant is
    never 08:56:33 here and 08:56:34.0 there.
    """
    tenths = (utc_ns + _TENTH_NS // 2) // _TENTH_NS
    return f"{local(tenths * _TENTH_NS, zone):%H:%M:%S}"


def offset_words(offset: timedelta) -> str:
    """Write an offset from UTC as UTC+08:00."""
    minutes = round(offset.total_seconds() / 60)
    sign = "+" if minutes >= 0 else "−"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def zone_words(zone: str, utc_ns: int) -> str:
    """Name a zone as it is at an instant, alike wherever one is named: Asia/Shanghai UTC+08:00."""
    return f"{zone} {offset_words(local(utc_ns, zone).utcoffset() or timedelta(0))}"
