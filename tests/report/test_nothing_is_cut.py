"""Every word and number of a paper's content stands in every file it is written as, uncut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from python_calamine import CalamineWorkbook

from drillplanner.base.texts import Authored, Text
from drillplanner.base.translator import Language, translator
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.making import content, made
from drillplanner.terms.document import Bar, BarChart, Blank, Figures, Sign, StepChart
from drillplanner.terms.papers import FORMS, Format, PaperOrder
from drillplanner.terms.vocabulary import HANDLING
from tests.report.sample import sample_inputs
from tests.report.test_any_log import reports

LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")
FILES: tuple[Format, ...] = ("pdf", "docx")


def plain(text: str) -> str:
    """Leave out what a line break may add or take away."""
    return re.sub(r"[\s\u200b\u00ad\u2060-]+", "", unicodedata.normalize("NFKC", text))


def phrases(value: Any, say: Any) -> Iterator[str]:
    """Give each piece of words of a content that stands as words in a file."""
    match value:
        case Text() | Authored() | str():
            yield say(value)
        case Blank() | BarChart() | StepChart() | Figures() | Bar():
            # Drawings are looked at elsewhere; their numbers are in the tables too.
            return
        case Sign():
            yield say(value.words)
        case tuple():
            for one in value:
                yield from phrases(one, say)
        case _ if is_dataclass(value):
            kept = {"style", "align", "shape", "language", "author"}
            for field in fields(value):
                if field.name not in kept:
                    yield from phrases(getattr(value, field.name), say)


def text_of(document: bytes, format_: Format) -> str:
    match format_:
        case "pdf":
            return "\n".join(
                page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages
            )
        case "docx":
            file = docx.Document(BytesIO(document))
            return "\n".join(part.text or "" for part in file.element.body.iter() if _is_text(part))
        case _:
            book = CalamineWorkbook.from_filelike(BytesIO(document))
            sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
            return "\n".join(str(cell) for sheet in sheets for row in sheet for cell in row)


def _is_text(part: Any) -> bool:
    return str(part.tag).endswith("}t")


def missing(inputs: ReportInputs, format_: Format, language: Language) -> list[tuple[str, str]]:
    """List what a paper should say and does not."""
    lost: list[tuple[str, str]] = []
    for form in FORMS:
        order = PaperOrder(form, format_)
        say = translator(language).say
        text = plain(text_of(made(inputs, order, language), format_))
        wanted = {plain(one) for one in phrases(content(inputs, order).blocks, say)}
        lost += [(form, one) for one in sorted(wanted) if one and one not in text]
    return lost


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_", FILES)
def test_every_paper_says_all_of_its_content(
    format_: Format, language: Language, tmp_path: Path
) -> None:
    assert missing(sample_inputs(tmp_path), format_, language) == []


def is_ordinary(phrase: str) -> bool:
    """Tell whether a phrase is drawn as it is: signs the font lacks are named, pages part text."""
    return len(phrase) < _SHORT and all(" " < one < "\x7f" or one in _KNOWN for one in phrase)


#: Longer phrases may go over to another page, whose head and foot then stand between.
_SHORT = 60
_KNOWN = "“”–—±·≤≥…×"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_workbook_says_all_of_its_content_but_what_it_reckons_with(
    language: Language, tmp_path: Path
) -> None:
    inputs = sample_inputs(tmp_path)
    mark = HANDLING[inputs.details.handling or "internal"]

    lost = [one for _form, one in missing(inputs, "xlsx", language) if not _NUMBER.fullmatch(one)]

    # How a paper is to be handled stands in the head of each printed page.
    assert set(lost) <= {plain(translator(language).say(mark))}


#: Numbers are cells that a reader can add up: +37.40 is 37.4 there.
_NUMBER = re.compile(r"[+−]?[0-9.]+")


@pytest.mark.soak
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports())
def test_every_paper_of_any_log_says_all_of_its_ordinary_words(inputs: ReportInputs) -> None:
    for format_ in FILES:
        lost = [one for _form, one in missing(inputs, format_, "en") if is_ordinary(one)]
        assert lost == []
