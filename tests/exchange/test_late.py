"""How long ago it was, as typed: read right, with a doubt that is never too small."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import UserError
from drillplanner.exchange.time_reader.late import read_ago
from drillplanner.run.late_entry import Ago, read_late_text

#: 15:08:30
NOW_S = Fraction(15 * 3600 + 8 * 60 + 30)


@pytest.mark.parametrize(
    ("typed", "ago_s", "half_s"),
    [
        ("20", 20, 5),
        ("20±5", 20, 5),
        ("20 8", 20, 8),
        ("20±", 20, 5),
        ("20 +- 3", 20, 3),
        ("20+/-3", 20, 3),
        ("２０±１０", 20, 10),
        ("90", 90, Fraction(45, 2)),
        ("2", 2, 1),
        ("1.5", Fraction(3, 2), 1),
        ("20秒 正负 2秒", 20, 2),
        ("0120", 80, 20),
        ("1:20", 80, 20),
        ("1分20秒±15", 80, 15),
        ("150802", 28, 5),
        ("15:08:02 2", 28, 2),
        ("15时8分2秒", 28, 5),
        ("15时8分", 30, 30),
    ],
)
def test_what_is_typed_is_read(typed: str, ago_s: Fraction, half_s: Fraction) -> None:
    assert read_ago(typed, NOW_S) == Ago(Fraction(ago_s), Fraction(half_s))


def test_a_time_before_midnight_is_of_the_day_before() -> None:
    assert read_ago("235950", Fraction(10)).ago_s == 20


@pytest.mark.parametrize("typed", ["", "  ", "soon", "150840", "-5", "±5", "n", "1e3", "٣"])
def test_what_is_no_time_or_lies_ahead_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        read_ago(typed, NOW_S)
    assert str(refused.value.text)


def test_the_doubt_is_a_rectangle_and_a_press() -> None:
    # sqrt(5^2/3 + 0.3^2) = sqrt(8.3333 + 0.09) = 2.902298...
    assert Ago(Fraction(20), Fraction(5)).u_s(Decimal("0.3")) == Decimal("2.902298")


@given(st.fractions(0, 40000, max_denominator=1000), st.fractions(0, 40000, max_denominator=1000))
def test_what_an_entry_says_of_it_is_read_back(ago_s: Fraction, half_s: Fraction) -> None:
    said = read_late_text(Ago(ago_s, half_s).words())

    assert said is not None
    assert abs(said.ago_s - ago_s) <= Fraction(1, 2000)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found = read_ago(text, NOW_S)
    except UserError:
        return
    assert 0 <= found.ago_s <= 12 * 3600
    assert found.half_s >= 0
