"""Write an exact time with the digits that, read back, mean the same value and uncertainty."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt

from drillplanner.base.durations import MINUTE
from drillplanner.exchange.tables.log_builder import Uncertainties
from drillplanner.exchange.time_reader.value import (
    Reading,
    ShownTime,
    TimeKind,
    last_digit_variance,
    read_off,
)
from drillplanner.review.observation import Observed

#: What the last digit can be worth, from a second to a nanosecond.
SECOND_UNITS = tuple(Fraction(1, 10**decimals) for decimals in range(10))
#: The same for times of day, which may stop at the minute.
CLOCK_UNITS = (Fraction(60), *SECOND_UNITS)

_HALF_MINUTE = Fraction(MINUTE, 2)
_OBSERVED: tuple[Observed, ...] = ("seen", "radio", "video", "record")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_DECIMALS = 60


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value as it is to be shown: a multiple of `unit_s`, with its other cells."""

    value_s: Fraction
    unit_s: Fraction
    uncertainty: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class _Blank:
    """What a reading stands for whose uncertainty is blank."""

    unit_s: Fraction
    reading: str
    shift_s: Fraction


class ValueWriter:
    """Chooses the digits of times so that they are read back with their uncertainty.

    Args:
        kind: of the source.
        blanks: what a blank uncertainty stands for.
    """

    def __init__(self, kind: TimeKind, blanks: Uncertainties) -> None:
        self._units = SECOND_UNITS if kind == "seconds" else CLOCK_UNITS
        self._by_variance: dict[tuple[Observed, Fraction], list[_Blank]] = defaultdict(list)
        readings: tuple[Reading | None, ...] = (None, "nearest", "floor")
        for unit in self._units:
            shown = ShownTime(kind, Fraction(0), unit)
            # To the second and finer, blank is nearest.
            for reading in readings if shown.is_minute else (None, readings[-1]):
                off = read_off(shown, reading)
                for observed in _OBSERVED:
                    variance = blanks.variance(shown, off, observed)
                    blank = _Blank(unit, reading or "", off.shift_s)
                    self._by_variance[observed, variance].append(blank)

    def blank(
        self, value_s: Fraction, variance_s2: Fraction, observed: Observed, *, is_minute: bool
    ) -> ShownValue | None:
        """Show a value whose uncertainty the digits say themselves; None where they do not."""
        for one in self._by_variance.get((observed, variance_s2), ()):
            shown = value_s - one.shift_s
            if (one.unit_s > 1) == is_minute and shown % one.unit_s == 0:
                return ShownValue(shown, one.unit_s, reading=one.reading)
        return None

    def stated(
        self, value_s: Fraction, variance_s2: Fraction, *, is_minute: bool = False
    ) -> ShownValue:
        """Show a value with its uncertainty beside it."""
        uncertainty = root_text(variance_s2)
        if is_minute:
            for reading, shown in (("", value_s), ("floor", value_s - _HALF_MINUTE)):
                if shown % MINUTE == 0:
                    return ShownValue(shown, Fraction(MINUTE), uncertainty, reading)
        for unit in SECOND_UNITS:
            if value_s % unit == 0:
                return ShownValue(value_s, unit, uncertainty)
        finest = SECOND_UNITS[-1]
        below = value_s - value_s % finest
        reading = "floor" if value_s - below == finest / 2 else ""
        return ShownValue(below, finest, uncertainty, reading)


def bare_value(value_s: Fraction, *, is_minute: bool = False) -> ShownValue:
    """Show a value that has no uncertainty of its own."""
    if is_minute and value_s % MINUTE == 0:
        return ShownValue(value_s, Fraction(MINUTE))
    for unit in SECOND_UNITS:
        if value_s % unit == 0:
            return ShownValue(value_s, unit)
    finest = SECOND_UNITS[-1]
    return ShownValue(value_s - value_s % finest, finest)


def difference_value(value_s: Fraction, variance_s2: Fraction) -> ShownValue:
    """Show a difference of clocks, whose blank uncertainty is that of its last digit."""
    for unit in SECOND_UNITS:
        for reading, shift in (("", Fraction(0)), ("floor", unit / 2)):
            if variance_s2 == last_digit_variance(unit) and (value_s - shift) % unit == 0:
                return ShownValue(value_s - shift, unit, reading=reading)
    shown = bare_value(value_s)
    finest = SECOND_UNITS[-1]
    reading = "floor" if value_s - shown.value_s == finest / 2 else ""
    return ShownValue(shown.value_s, shown.unit_s, root_text(variance_s2), reading)


def moment_text(value_s: Fraction, unit_s: Fraction) -> str:
    """Write seconds since midnight as 9时35分00秒, which leaves no doubt of being to the second."""
    minutes, seconds = divmod(value_s, 60)
    last = decimal_text(seconds, unit_s).rjust(_width(unit_s), "0")
    return f"{minutes // 60:02d}时{minutes % 60:02d}分{last}秒"


def clock_text(value_s: Fraction, unit_s: Fraction) -> str:
    """Write seconds since midnight as HH:MM[:SS[.f…]]."""
    minutes, seconds = divmod(value_s, 60)
    hours_minutes = f"{minutes // 60:02d}:{minutes % 60:02d}"
    if unit_s > 1:
        return hours_minutes
    return f"{hours_minutes}:{decimal_text(seconds, unit_s).rjust(_width(unit_s), '0')}"


def instant_text(value_s: Fraction, unit_s: Fraction, zone: tzinfo) -> str:
    """Write seconds since 1970-01-01T00:00Z as a local date and time with its offset."""
    local = (_EPOCH + timedelta(seconds=value_s // 1)).astimezone(zone)
    offset = local.utcoffset()
    if offset is None or offset % timedelta(minutes=1):
        local = local.astimezone(UTC)
    day_s = local.hour * 3600 + local.minute * 60 + local.second + value_s % 1
    offset_text = local.isoformat(timespec="seconds")[-len("+00:00") :]
    return f"{local:%Y-%m-%d}T{clock_text(day_s, unit_s)}{offset_text}"


def decimal_text(value: Fraction, unit: Fraction) -> str:
    """Write a multiple of a decimal unit in plain digits."""
    decimals = len(str(unit.denominator)) - 1
    digits = str(abs(value) * 10**decimals // 1).zfill(decimals + 1)
    sign = "-" if value < 0 else ""
    if not decimals:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def root_text(variance: Fraction) -> str:
    """Write the square root of a variance: in full where it is a decimal, else to 20 digits."""
    root = Fraction(isqrt(variance.numerator), isqrt(variance.denominator))
    if root**2 == variance:
        for decimals in range(_MOST_DECIMALS):
            if 10**decimals % root.denominator == 0:
                return decimal_text(root, Fraction(1, 10**decimals))
    with localcontext(prec=20):
        value = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return f"{value:.40f}".rstrip("0")


def _width(unit: Fraction) -> int:
    return 2 if unit == 1 else 2 + len(str(unit.denominator))
