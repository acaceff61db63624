"""Read how long ago something happened, as a keeper types it in a hurry (补记).

"20" is about 20 s ago, "20±5" and "20 5" say how sure that is; "0120", "1:20" and "1分20秒" are
1 min 20 s ago. Six digits, or a time with two colons, are a time of day: "150802", "15:08:02".
"""

from __future__ import annotations

import re
from datetime import UTC
from fractions import Fraction

from drillplanner.base.durations import HOUR
from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import narrow, plain
from drillplanner.exchange.time_reader.cell import TimeCell, time_cell
from drillplanner.exchange.time_reader.dial import Understood
from drillplanner.exchange.time_reader.value import ShownTime, shown_time
from drillplanner.run.late_entry import Ago

#: A guess of how long ago something was is believed within a quarter of it, but no closer than
#: a second; a time of day read off some watch within five seconds. House values, class D.
_SHARE, _LEAST_S, _WATCH_S = Fraction(1, 4), Fraction(1), Fraction(5)
#: What is entered late lies in this drill, not in another one.
_LONGEST_S = 12 * HOUR

_SIGN = re.compile(r"\s*(?:±|\+\s*/?\s*-|正负)\s*|\s+")
_SECONDS = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,3}))?(?:s|秒)?")
_OF_DAY = re.compile(
    r"[0-9]{6}(?:\.[0-9]+)?|[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?|.*(?<!小)[时時点].*"
)
#: Three digits are seconds; with a nought before them, minutes and seconds.
_TWO_WAYS = re.compile(r"(0?)([1-9])([0-5][0-9])")
_DAY_S = 24 * HOUR
#: What the digits of each way of writing it are.
_CLOCK, _ELAPSED = Understood("hhmm", "hhmm"), Understood("hmmss", "hmmss")


def read_ago(text: str, now_of_day_s: Fraction) -> Ago:
    """Read what was typed.

    Args:
        text: as typed.
        now_of_day_s: seconds since midnight at the drill's place, now.

    Raises:
        UserError: it is no time, lies ahead, or longer ago than a drill lasts.
    """
    written = narrow(plain(text)).strip().lower()
    parts = _SIGN.split(written, maxsplit=1)
    if not parts[0]:
        raise UserError(_("Type how many seconds ago it was, for example 20 or 20±5."))
    try:
        ago_s, half_s = _ago_in(parts[0], now_of_day_s)
        if len(parts) > 1 and parts[1]:
            half_s = _seconds_in(parts[1])
    except CellFault as fault:
        raise UserError(fault.text) from fault
    if ago_s > _LONGEST_S:
        raise UserError(
            _("{text} is in the future, or more than twelve hours ago.", text=shown(text.strip()))
        )
    return Ago(ago_s, half_s)


def other_reading(text: str) -> tuple[str, Ago] | None:
    """Give what else digits may have been meant as, and how that is typed: 120 and 0120.

    None where they have one reading alone.
    """
    digits = narrow(plain(text)).strip()
    if not (found := _TWO_WAYS.fullmatch(digits)):
        return None
    minute, second = int(found[2]), int(found[3])
    if found[1]:
        return digits[1:], guessed(Fraction(int(digits)))
    return f"0{digits}", guessed(Fraction(60 * minute + second))


def guessed(ago_s: Fraction) -> Ago:
    """Give how long ago something was with the usual doubt about such a guess."""
    return Ago(ago_s, max(_LEAST_S, ago_s * _SHARE))


def _ago_in(written: str, now_of_day_s: Fraction) -> tuple[Fraction, Fraction]:
    if _OF_DAY.fullmatch(written):
        at = _read(written, _CLOCK)
        return (now_of_day_s - at.value_s) % _DAY_S, max(_WATCH_S, at.unit_s / 2)
    ago_s = _seconds_in(written)
    return ago_s, guessed(ago_s).half_s


def _seconds_in(written: str) -> Fraction:
    if found := _SECONDS.fullmatch(written):
        decimals = found[2] or ""
        return int(found[1]) + Fraction(int(decimals or 0), 10 ** len(decimals))
    return _read(written, _ELAPSED).value_s


def _read(written: str, understood: Understood) -> ShownTime:
    cell: TimeCell = time_cell("".join(written.split()))
    if cell.is_negative:
        raise CellFault(
            _("{text} is no time; type seconds such as 20 or 20±5.", text=shown(written))
        )
    return shown_time(cell, understood, UTC)
