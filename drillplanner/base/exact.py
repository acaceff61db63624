"""Compute with seconds as exact fractions, and decide comparisons with uncertainty exactly.

A limit of 60 s and a measurement of 59.4 s with U = 0.6 s meet exactly; binary floats would
say otherwise. Roots appear only on the way out to people.
"""

from __future__ import annotations

import math
from fractions import Fraction

#: Fits of many marks are kept to this resolution, far below any clock's, to bound the size
#: of their numerators. Values of a nanosecond's resolution and their halves stay exact, and
#: the square of half a nanosecond, the variance of such a reading, keeps eleven digits.
_RESOLUTION = 10**30


def exact(value: float) -> Fraction:
    """Read a number as its shortest decimal: 0.3 is 3/10."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def root(square: Fraction) -> float:
    """Give the square root of a variance, for output."""
    return math.sqrt(square)


def settle(value: Fraction) -> Fraction:
    """Round a fitted value to 1e-30, so that fractions do not grow without bound."""
    if value.denominator <= _RESOLUTION:
        return value
    return Fraction(round(value * _RESOLUTION), _RESOLUTION)


def surely_not_above(
    value: Fraction, variance: Fraction, factor: Fraction, bound: Fraction
) -> bool:
    """Decide value + factor·√variance ≤ bound (JCGM 106:2012, guarded acceptance)."""
    room = bound - value
    return room >= 0 and factor * factor * variance <= room * room


def surely_above(value: Fraction, variance: Fraction, factor: Fraction, bound: Fraction) -> bool:
    """Decide value − factor·√variance > bound (JCGM 106:2012, guarded rejection)."""
    excess = value - bound
    return excess > 0 and factor * factor * variance < excess * excess
