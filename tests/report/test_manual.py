"""The manual: both languages tell the same, and paper and window the same text."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest
from babel.messages.pofile import read_po

from drillplanner.base.translator import Language
from drillplanner.cli import main
from drillplanner.report.manual import manual_report, read_manual
from drillplanner.services.manual import write_manual
from drillplanner.terms.document import Heading, Prose, Table
from ui.entry import COMMANDS

LOCALE = Path(__file__).parents[2] / "resources" / "locale" / "zh_CN" / "LC_MESSAGES"
CATALOGUE = LOCALE / "drillplanner.po"


def test_both_languages_have_the_same_chapters_with_the_same_parts() -> None:
    chinese, english = read_manual("zh_CN"), read_manual("en")

    assert [one.name for one in chinese] == [one.name for one in english]
    for one, other in zip(chinese, english, strict=True):
        parts = [len(re.findall(r"^## ", chapter.text, re.MULTILINE)) for chapter in (one, other)]
        assert parts[0] == parts[1], one.name


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_line_of_a_chapter_stands_in_what_is_printed(language: Language) -> None:
    said = []
    for block in manual_report(language).blocks:
        match block:
            case Heading() | Prose():
                said.append(str(block.words))
            case Table():
                said += [str(column.head) for column in block.columns]
                said += [str(cell) for row in block.rows for cell in row.cells]
    printed = "".join(said).replace(" ", "")

    for chapter in read_manual(language):
        for line in chapter.text.splitlines():
            if set(line) <= set("|- :"):
                continue
            for part in line.split("|"):
                bare = re.sub(r"^(#+|-)\s|`", "", part.strip())
                assert bare.replace(" ", "") in printed


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_commands_in_the_manual_exist(language: Language) -> None:
    named = set(re.findall(r"`drillplanner ([a-z-]+)", _whole(language)))

    assert named
    assert named <= COMMANDS


def test_what_the_manual_quotes_is_what_the_program_shows() -> None:
    shown: dict[str, set[str]] = {"zh_CN": set(), "en": set()}
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            for language, words in (("en", message.id), ("zh_CN", message.string)):
                for one in (words,) if isinstance(words, str) else words or ():
                    bare = re.sub(r"\(&.\)|&", "", re.sub(r"\{\w+\}", "…", one))
                    shown[language].add(bare)
    quoted = {
        "zh_CN": re.findall("“([^”]+)”", _whole("zh_CN")),
        # English names buttons without quotation marks; its menus can be told.
        "en": re.findall(r"(?:File|View) → (?:[^,;:.|\n]+…|Sunlight, high contrast)", _whole("en")),
    }

    for language, quotes in quoted.items():
        parts = {part for quote in quotes for part in quote.split(" → ")}
        assert parts
        assert parts - shown[language] == set()


def _whole(language: Language) -> str:
    return "\n".join(chapter.text for chapter in read_manual(language))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_timekeeper_needs_one_page(language: Language, tmp_path: Path) -> None:
    write_manual(tmp_path / "manual.pdf", language)

    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "manual.pdf").pages]
    timekeeper, following = read_manual(language)[2:4]
    (first,) = (n for n, page in enumerate(pages) if timekeeper.title in page)
    assert following.title in pages[first + 1]


def test_the_command_prints_it(tmp_path: Path) -> None:
    assert main(["manual", "--lang", "en", "-o", str(tmp_path / "manual.pdf")]) == 0

    first = pypdf.PdfReader(tmp_path / "manual.pdf").pages[0].extract_text()
    assert "first quarter of an hour" in first
