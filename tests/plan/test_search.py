"""Scripts are found by words and by the initials of their pinyin."""

from __future__ import annotations

import pytest

from drillplanner.plan.library.search import by_initials, is_found


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("fxsd", "放学时段校门口防冲撞处置演练"),
        ("FXSD".lower(), "放学时段"),
        ("xmk", "放学时段校门口"),
        # 长 and 重 have two readings each.
        ("cs", "长沙"),
        ("xz", "校长"),
        ("cq", "重庆"),
        ("zd", "重点"),
        # Signs between characters are passed over; letters stand for themselves.
        ("fxcz", "放学（冲撞）"),
        ("t0yl", "t0演练"),
        # A rare character, and a Traditional one.
        ("yj", "玥記"),
    ],
)
def test_initials_find_characters_that_follow_each_other(wanted: str, text: str) -> None:
    assert by_initials(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"), [("fcz", "放学冲撞"), ("fx", ""), ("", ""), ("放", "放学"), ("f-x", "放学")]
)
def test_what_is_no_run_of_initials_is_not_found_by_them(wanted: str, text: str) -> None:
    assert not (wanted and by_initials(wanted, text))


def test_every_word_must_stand_somewhere() -> None:
    texts = ("放学时段校门口防冲撞", "安禾县第一小学")

    assert is_found("fcz 一小学", *texts)
    assert is_found("  ", *texts)
    assert not is_found("fcz 二小学", *texts)
