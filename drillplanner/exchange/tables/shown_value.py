"""Write an exact time with the digits that, read back, mean the same value and uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt

from drillplanner.exchange.tables.log_words import default_variance

#: What the last digit can be worth, from a second to a nanosecond.
SECOND_UNITS = tuple(Fraction(1, 10**decimals) for decimals in range(10))
#: The same for times of day, which may stop at the minute.
CLOCK_UNITS = (Fraction(60), *SECOND_UNITS)

#: Which last digit a variance speaks of, where a blank uncertainty means half of it.
_UNITS_BY_VARIANCE: Mapping[Fraction | None, Fraction] = {
    default_variance(unit): unit for unit in CLOCK_UNITS
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_DECIMALS = 60


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value as it is to be shown: a multiple of `unit_s`, with its other cells."""

    value_s: Fraction
    unit_s: Fraction
    uncertainty: str = ""
    reading: str = ""

    @property
    def shift_s(self) -> Fraction:
        """What `reading` adds to the shown value."""
        return self.unit_s / 2 if self.reading else Fraction(0)


def shown_value(
    value_s: Fraction,
    variance_s2: Fraction | None,
    units: Sequence[Fraction],
    *,
    is_plain: bool,
) -> ShownValue:
    """Choose the digits of a value, and its uncertainty where the digits do not say it.

    Args:
        value_s: The value in seconds.
        variance_s2: Its variance, or None where it has none to be told.
        units: What its last digit may be worth, greatest first.
        is_plain: Whether a blank uncertainty means half of the last digit.
    """
    unit = _UNITS_BY_VARIANCE.get(variance_s2) if is_plain else None
    if unit is not None and unit in units:
        if value_s % unit == 0:
            return ShownValue(value_s, unit)
        if (value_s - unit / 2) % unit == 0:
            return ShownValue(value_s - unit / 2, unit, reading="floor")
    uncertainty = "" if variance_s2 is None else root_text(variance_s2)
    for unit in SECOND_UNITS:
        if value_s % unit == 0:
            return ShownValue(value_s, unit, uncertainty)
    finest = SECOND_UNITS[-1]
    below = value_s - value_s % finest
    if value_s - below == finest / 2:
        return ShownValue(below, finest, uncertainty, "floor")
    return ShownValue(below, finest, uncertainty)


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
