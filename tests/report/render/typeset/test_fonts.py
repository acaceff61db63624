"""Every character is drawn, or stood in for and named; the fonts are whole and our own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics

from drillplanner.base.errors import StoreFault
from drillplanner.report.render.typeset import faces
from drillplanner.report.render.typeset.fonts import (
    BOLD,
    REGULAR,
    GlyphLog,
    missing_glyphs,
    printable,
    register_fonts,
    takes_narrow_marks,
)
from drillplanner.report.render.typeset.tounicode import to_unicode_map
from drillplanner.resources import resource

RARE_NAMES = "喆㛃䶮𬶟𬕂"
SYMBOLS = "○●△▲□■◆◇☆★✓⚠←→↑↓±×÷≤≥≈−·…—–„“”‘’《》〔〕【】①⑳ⅠⅧ№℃‰㎡μΩé－～％"


def gb2312() -> str:
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in cells)


def test_both_weights_hold_names_gb2312_and_the_symbols_reports_use() -> None:
    for bold in (False, True):
        lacking = set(RARE_NAMES + SYMBOLS + gb2312()) - faces.face(bold).drawable
        assert not lacking


def test_both_weights_hold_the_same_characters() -> None:
    assert faces.face(bold=False).drawable == faces.face(bold=True).drawable


def test_fonts_are_told_apart_by_postscript_name() -> None:
    loaded = {faces.load_font(name, resource("fonts", f"{name}.ttf")) for name in (REGULAR, BOLD)}

    assert {font.face.name for font in loaded} == {REGULAR.encode(), BOLD.encode()}


def test_licence_travels_with_the_fonts() -> None:
    text = resource("fonts", "OFL.txt").read_text(encoding="utf-8")

    assert text.startswith("Copyright ")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_shipped_fonts_are_the_ones_docs_name() -> None:
    docs = Path(__file__).parents[4] / "docs" / "fonts.md"
    told = docs.read_text(encoding="utf-8")

    for name in (REGULAR, BOLD):
        data = resource("fonts", f"{name}.ttf").read_bytes()
        assert hashlib.sha256(data).hexdigest() in told


def test_registering_again_changes_nothing() -> None:
    register_fonts()
    before = pdfmetrics.getFont(REGULAR)

    register_fonts()

    assert pdfmetrics.getFont(REGULAR) is before
    assert rl_config.canvas_basefontname == REGULAR


@pytest.mark.parametrize("keep", [0, 3, 5_000, 1_000_000])
def test_damaged_font_is_a_fault_with_a_remedy(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(resource("fonts", f"{REGULAR}.ttf").read_bytes()[:keep])

    with pytest.raises(StoreFault, match="Install the program again"):
        faces.load_font("x", path)


def test_missing_font_is_a_fault_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match=r"nowhere\.ttf is missing"):
        faces.load_font("x", tmp_path / "nowhere.ttf")


@pytest.mark.parametrize(
    ("text", "drawn", "missing"),
    [
        ("王𬶟（喆）", "王𬶟（喆）", ()),
        ("好😀好", "好〔U+1F600〕好", ("😀",)),
        ("a\x00b\x1b[0m", "a〔U+0000〕b〔U+001B〕[0m", ("\x00", "\x1b")),
        ("x\ud800y", "x〔U+D800〕y", ("\ud800",)),
        ("甲\u200b乙\u202e丙\ufe0f", "甲乙丙", ("\u200b", "\u202e", "\ufe0f")),
        ("e\u0301te\u0301", "été", ()),
        ("q\u0301", "q〔U+0301〕", ("\u0301",)),
        ("a\r\nb\rc\u2028d\te", "a\nb\nc\nd    e", ()),
        ("1\u2009m", "1 m", ()),
        ("1\u202fm", "1\u00a0m", ()),
        ("\ue01c", "〔U+E01C〕", ("\ue01c",)),
        ("سل", "〔U+0633〕〔U+0644〕", ("س", "ل")),
        ("<b>&amp;<img src=x>", "<b>&amp;<img src=x>", ()),
    ],
)
def test_text_is_drawn_or_stood_in_for(text: str, drawn: str, missing: tuple[str, ...]) -> None:
    assert printable(text) == drawn
    assert missing_glyphs(text) == missing


@given(st.text(st.characters()))
def test_any_text_becomes_drawable_and_nothing_vanishes_unnamed(text: str) -> None:
    log = GlyphLog()

    drawn = log.read(text)

    assert set(drawn) <= faces.face(bold=False).drawable | {"\n"}
    assert set(log.missing) == set(missing_glyphs(text))
    assert printable(drawn) == drawn


def test_log_names_what_was_missing_in_order_of_code() -> None:
    log = GlyphLog()
    for text in ("😀", "好", "\x00😀"):
        log.read(text)

    assert log.names == ("U+0000", "U+1F600")


def test_quotes_are_narrow_in_english_and_wide_in_chinese() -> None:
    assert takes_narrow_marks("the school’s “Post 1” (王芳)")
    assert not takes_narrow_marks("SWAT指挥员喊“GO”")
    assert not takes_narrow_marks("no mark at all")


def test_unicode_map_writes_surrogate_pairs_and_skips_unused_codes() -> None:
    written = to_unicode_map("x", [0, 0x41, 0x2CD9F])

    assert "<01> <0041>" in written
    assert "<02> <D873DD9F>" in written
    assert "2 beginbfchar" in written
