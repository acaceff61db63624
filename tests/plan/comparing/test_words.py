"""Texts are compared as a reader marks up a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.plan.comparing.words import Piece, compare_words


def test_a_word_in_a_chinese_sentence_is_found() -> None:
    pieces = compare_words("门卫关闭校门，设置拒马", "门卫关闭东门，设置拒马")

    assert pieces == (
        Piece("kept", "门卫关闭"),
        Piece("removed", "校"),
        Piece("added", "东"),
        Piece("kept", "门，设置拒马"),
    )


def test_latin_words_are_compared_whole() -> None:
    pieces = compare_words("Shut the east gate", "Shut the west gate")

    assert [piece.text for piece in pieces if piece.fate != "kept"] == ["east", "west"]


def test_one_character_alike_by_chance_is_no_island() -> None:
    pieces = compare_words("关闭校门，形成物理阻隔", "一键报警，立即按下")

    assert [piece.fate for piece in pieces] == ["removed", "added"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    pieces = compare_words(before, after)

    assert "".join(one.text for one in pieces if one.fate != "added") == before
    assert "".join(one.text for one in pieces if one.fate != "removed") == after
