"""The document for Word and WPS: real styles, repeated heads, every word of the content."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from drillplanner.base.translator import LANGUAGES, Language, translator
from drillplanner.report.content import evaluation_report, scorecard_page
from drillplanner.report.render.numbering import numbered
from drillplanner.report.render.office.document import build_document
from drillplanner.report.render.office.plain import clean, lines_of
from drillplanner.terms.document import Heading, Lines, Prose, Report, Table
from tests.report.sample import sample_inputs


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return evaluation_report(sample_inputs(tmp_path_factory.mktemp("log")))


def opened(report: Report, language: Language = "zh_CN") -> Any:
    return docx.Document(BytesIO(build_document(report, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_have_the_styles_that_an_outline_is_made_of(
    report: Report, language: Language
) -> None:
    say = translator(language).say

    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in opened(report, language).paragraphs
        if paragraph.style.name.startswith("Heading") and "资料" not in paragraph.text
    ]

    wanted = [
        (f"Heading {min(block.level, 3)}", numbered(block, say(block.words), language))
        for block in report.blocks
        if isinstance(block, Heading)
    ]
    assert [one for one in found if one in wanted] == wanted


def test_the_head_of_a_table_is_repeated_and_its_rows_stay_whole(report: Report) -> None:
    rows = list(opened(report).element.iter(qn("w:trPr")))
    heads = [row for row in rows if row.find(qn("w:tblHeader")) is not None]

    assert len(heads) >= sum(isinstance(block, Table) for block in report.blocks)
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_content_stands_in_the_document(
    report: Report, language: Language
) -> None:
    say = translator(language)
    written = "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in opened(report, language).element.iter(qn("w:p"))
    )

    missing = []
    for block in report.blocks:
        if isinstance(block, Prose):
            missing += [
                line for line in clean(say.say(block.words)).split("\n") if line not in written
            ]
        if isinstance(block, Table):
            cells = (cell for row in block.rows for cell in row.cells)
            missing += [
                line for cell in cells for line in lines_of(cell, say) if line not in written
            ]
            details = (say.say(words) for row in block.rows for _label, words in row.details)
            missing += [words for words in details if words not in written]
    assert missing == []


def test_the_same_report_gives_the_same_bytes_and_holds_no_date_of_its_making(
    report: Report,
) -> None:
    first, second = (build_document(report, "zh_CN") for _time in range(2))

    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in parts.read("docProps/core.xml")


def test_characters_that_xml_cannot_hold_are_named(tmp_path: Path) -> None:
    assert clean("甲\x00乙\ud800丙\x0b😀") == "甲〔U+0000〕乙〔U+D800〕丙〔U+000B〕😀"


def test_the_scorecard_is_a_document_too(tmp_path: Path) -> None:
    document = opened(scorecard_page(sample_inputs(tmp_path)))

    assert document.paragraphs[0].style.name == "Title"
    assert len(document.tables) >= 3


def test_a_line_to_write_on_begins_at_the_edge() -> None:
    made = opened(Report("t", "", None, (Lines("答复", 2),)))

    found = [one for one in made.paragraphs if one.text.startswith("＿")]
    assert [one.paragraph_format.first_line_indent for one in found] == [0, 0]
