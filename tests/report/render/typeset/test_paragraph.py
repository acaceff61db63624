"""Paragraphs take the room they say, split fairly, and print what was typed."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.platypus import Flowable, LongTable, SimpleDocTemplate, Table

from drillplanner.report.render.typeset.fonts import GlyphLog
from drillplanner.report.render.typeset.paragraph import (
    EmbeddedCanvas,
    Prose,
    draw_line,
    drawable,
    lines_of,
    shorten,
    text_width,
)
from drillplanner.report.render.typeset.styles import (
    BODY,
    CAPTION,
    CELL,
    HEADING_1,
    NOTE,
    TextStyle,
)

STYLE = TextStyle(size=10, leading=16)
LONG = "门卫关闭大门，拉起“防冲撞”路障（含破胎器），并报告派出所。" * 12


def pdf_of(story: list[Flowable], margin: int = 20, **keywords: Any) -> PdfReader:
    out = io.BytesIO()
    margins: dict[str, Any] = dict.fromkeys(
        ("leftMargin", "rightMargin", "topMargin", "bottomMargin"), margin
    )
    document = SimpleDocTemplate(out, pagesize=(300, 200), **margins, **keywords)
    document.build(story, canvasmaker=EmbeddedCanvas)
    return PdfReader(io.BytesIO(out.getvalue()))


def text_of(reader: PdfReader) -> str:
    """Give the text without spaces, since line ends come back as one, the other, or nothing."""
    return bare("".join(page.extract_text() for page in reader.pages))


def bare(text: str) -> str:
    return "".join(text.split())


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    """Give every font the pages name, and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in reader.pages:
        fonts: Any = page["/Resources"]
        for entry in fonts.get("/Font", {}).values():
            font = entry.get_object()
            found[font["/BaseFont"]] = "/FontFile2" in font.get("/FontDescriptor", {})
    return found


def broken(text: str, style: TextStyle, width: float) -> Prose:
    prose = Prose(text, style)
    prose.wrap(width, 1000)
    return prose


def test_height_is_the_lines_times_the_leading() -> None:
    prose = Prose("甲乙丙丁", STYLE)

    assert prose.wrap(20, 1000) == (20, 32)
    assert prose.lines() == ["甲乙", "丙丁"]


def test_indent_shortens_the_first_line_of_each_paragraph() -> None:
    prose = broken("甲乙丙丁\n戊己庚辛", replace(STYLE, indent=2), 40)

    assert prose.lines() == ["甲乙", "丙丁", "戊己", "庚辛"]


def test_meeting_marks_are_closed_up() -> None:
    assert text_width("甲），（“乙", STYLE) == pytest.approx(45)
    assert lines_of("甲），（“乙", STYLE, 45) == ["甲），（“乙"]


@pytest.mark.parametrize("lines_free", range(0, 12))
def test_split_leaves_two_lines_on_each_side(lines_free: int) -> None:
    prose = broken("甲" * 60, STYLE, 60)

    parts = prose.split(60, lines_free * STYLE.leading)

    counts = [len(part.lines()) for part in parts if isinstance(part, Prose)]
    assert counts in ([], [10]) or (sum(counts) == 10 and min(counts) >= 2)
    assert (counts == []) == (lines_free < 2)


@given(st.integers(40, 300), st.integers(2, 40), st.sampled_from(["left", "justify"]))
def test_split_parts_hold_the_same_lines_as_the_whole(width: int, fit: int, align: Any) -> None:
    text = LONG[:200] + "\n" + "The gate guard pressed the alarm. " * 5
    prose = broken(text, replace(BODY, align=align), width)
    whole = prose.lines()

    parts = [part for part in prose.split(width, fit * BODY.leading) if isinstance(part, Prose)]

    for part in parts:
        part.wrap(width, 1000)
    assert [line for part in parts for line in part.lines()] == whole
    fresh = [broken(part.text, replace(BODY, align=align), width) for part in parts[:1]]
    assert [line for part in fresh for line in part.lines()] == whole[: len(parts[0].lines())]


def test_rest_of_a_split_is_not_indented_again() -> None:
    prose = broken("甲" * 40, replace(STYLE, indent=2), 100)

    _, rest = prose.split(100, 2 * STYLE.leading)

    assert isinstance(rest, Prose)
    rest.wrap(50, 1000)
    assert [len(line) for line in rest.lines()] == [5, 5, 5, 5, 2]


@pytest.mark.parametrize(
    "text",
    [
        "<b>不是粗体</b> & <i>",
        "gate <T1> open &lt; &#60;",
        '<img src="/etc/hostname"/><a href="http://example.org">x</a>',
        "</para><unclosed",
        "100%（\\n不是换行）%s {name}",
    ],
)
def test_markup_is_printed_as_typed(text: str) -> None:
    reader = pdf_of([Prose(text, CELL)])

    assert text_of(reader) == bare(text)
    assert "/XObject" not in str(reader.pages[0]["/Resources"])


def test_rare_names_and_english_quotes_copy_back() -> None:
    names = "王喆、李㛃、张䶮、陈𬶟、赵𬕂"
    english = "The school’s “Post 1” … shut"

    reader = pdf_of([Prose(names, HEADING_1), Prose(names, BODY), Prose(english, BODY)])

    assert text_of(reader) == names + names + bare(english)
    assert english in reader.pages[0].extract_text()


def test_hostile_characters_are_stood_in_for_and_named() -> None:
    log = GlyphLog()

    reader = pdf_of([Prose("a\x00b\ud800😀\u202eمن", NOTE, log)])

    assert text_of(reader) == "a〔U+0000〕b〔U+D800〕〔U+1F600〕〔U+0645〕〔U+0646〕"
    assert log.names == ("U+0000", "U+0645", "U+0646", "U+202E", "U+D800", "U+1F600")


def test_every_font_of_a_document_is_embedded() -> None:
    table = Table([["plain", Prose("分项格", CELL)], [Prose("b", HEADING_1), ""]])

    fonts = fonts_of(pdf_of([Prose(LONG, BODY), table], initialFontName="Helvetica"))

    assert fonts
    assert all(fonts.values()), fonts
    assert all("DrillPlannerSansSC" in name for name in fonts)


def test_fifty_thousand_characters_without_a_space_run_over_pages() -> None:
    reader = pdf_of([Prose("x" * 50_000, CELL)])

    assert text_of(reader) == "x" * 50_000


def test_paragraph_in_a_frame_too_low_for_two_lines_is_still_printed() -> None:
    text = "甲乙丙丁" * 8

    reader = pdf_of([Prose(text, TextStyle(size=30, leading=40))], margin=68)

    assert text_of(reader) == text


def test_heading_goes_to_the_next_page_with_its_text() -> None:
    filler = Prose("甲\n" * 7 + "乙", replace(CELL, leading=16))

    reader = pdf_of([filler, Prose("一、标题", CAPTION), Prose("正文" * 40, BODY)])

    assert "标题" in reader.pages[1].extract_text()


def test_cell_taller_than_a_page_splits_in_its_row() -> None:
    table = LongTable([[Prose(LONG, CELL), Prose("短", CELL)]], colWidths=[60, 40], splitInRow=1)

    reader = pdf_of([table])

    assert len(reader.pages) > 1
    assert text_of(reader).replace("短", "") == LONG


@pytest.mark.parametrize("align", ["left", "center", "right", "justify"])
def test_alignment_keeps_the_text(align: Any) -> None:
    text = LONG + "SWAT at 15:08:02 GB/T 29315—2022 , end"

    reader = pdf_of([Prose(text, replace(BODY, align=align))])

    assert text_of(reader) == bare(text)


def test_shorten_keeps_to_the_width() -> None:
    short = shorten("门卫关闭大门并报告", STYLE, 50)

    assert short == "门卫关闭…"
    assert text_width(short, STYLE) <= 50
    assert shorten("门卫", STYLE, 50) == "门卫"


def test_lines_and_labels_drawn_by_hand_copy_back() -> None:
    out = io.BytesIO()
    canvas = EmbeddedCanvas(out)
    log = GlyphLog()

    draw_line(canvas, 100, 700, "左（“甲”）", STYLE, log)
    draw_line(canvas, 300, 600, "第 1 页", replace(STYLE, align="center", bold=True), log)
    draw_line(canvas, 500, 500, "it’s 😀", replace(STYLE, align="right"), log)
    canvas.drawString(100, 400, drawable("“Post 1” is 5 m away"))
    canvas.save()

    reader = PdfReader(io.BytesIO(out.getvalue()))
    text = reader.pages[0].extract_text()
    for expected in ("左（“甲”）", "第 1 页", "it’s 〔U+1F600〕", "“Post 1” is 5 m away"):
        assert expected in text
    assert all(fonts_of(reader).values())
    assert log.names == ("U+1F600",)


def test_narrowest_width_keeps_words_whole() -> None:
    prose = Prose("甲 SWAT-7 乙（丙）丁", STYLE)

    assert prose.minWidth() == pytest.approx(text_width("SWAT-7", STYLE))
