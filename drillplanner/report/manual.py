"""Read the manual's chapters, for the window and for paper from the same text.

A chapter is a Markdown file in resources/manual/<language>; its number in the file's name is
its place, and both languages have the same chapters (a test compares them).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from drillplanner.base.texts import _
from drillplanner.base.translator import Language
from drillplanner.resources import resource
from drillplanner.terms.document import (
    Block,
    Column,
    Heading,
    PageBreak,
    Prose,
    Report,
    Row,
    Table,
)

#: The halves of a Chinese character that a cell is wide at most before it breaks.
_LINE = 60
#: What a line of a table takes at least of the page's width, so that no column vanishes.
_LEAST_SHARE = 0.18


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its name in file names and links, its title, its Markdown."""

    name: str
    title: str
    text: str


def read_manual(language: Language) -> tuple[Chapter, ...]:
    """Return the chapters of a language in order."""
    return tuple(_read(path) for path in sorted(resource("manual", language).glob("*.md")))


def _read(path: Path) -> Chapter:
    text = path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return Chapter(path.stem, title, text)


def manual_report(language: Language) -> Report:
    """Compose the manual for paper, a chapter a page or more."""
    title = _("Manual")
    blocks: list[Block] = []
    for number, chapter in enumerate(read_manual(language), 1):
        if blocks:
            blocks.append(PageBreak())
        blocks += _blocks(chapter.text, number)
    return Report(title, "drillplanner", None, tuple(blocks))


def _blocks(text: str, number: int) -> Iterator[Block]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    place, section, numbers = 0, 0, [0]
    while place < len(tokens):
        token = tokens[place]
        match token.type:
            case "heading_open" if token.tag == "h1":
                yield Heading(_plain(tokens[place + 1]), (number,))
            case "heading_open":
                section += 1
                yield Heading(_plain(tokens[place + 1]), (number, section))
            case "paragraph_open":
                words = _plain(tokens[place + 1])
                yield Prose(_counted(words, numbers), "item") if token.level else Prose(words)
            case "ordered_list_open":
                numbers.append(1)
            case "bullet_list_open":
                numbers.append(0)
            case "ordered_list_close" | "bullet_list_close":
                numbers.pop()
            case "code_block" | "fence":
                for line in token.content.rstrip().splitlines():
                    yield Prose(line, "item")
            case "table_open":
                end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
                yield _table(tokens[place:end])
                place = end
        place += 1


def _counted(words: str, numbers: list[int]) -> str:
    """Put its number before an item of a numbered list, and count on."""
    if not numbers[-1]:
        return words
    numbers[-1] += 1
    return f"{numbers[-1] - 1}. {words}"


def _table(tokens: list[Token]) -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain(token))
    head, *body = rows
    longest = [max(_width(row[n]) for row in rows) for n in range(len(head))]
    most = max(longest)
    shares = [max(_LEAST_SHARE, length / most) for length in longest]
    columns = map(Column, head, shares)
    return Table(tuple(columns), tuple(Row(tuple(row)) for row in body))


def _width(words: str) -> int:
    """Give the width of words in halves of a Chinese character, up to a full line."""
    return min(_LINE, sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in words))


def _plain(token: Token) -> str:
    """Give what a line says; marks for bold, code and links are left out."""
    parts = token.children or []
    return "".join(
        part.content if part.type in ("text", "code_inline") else " "
        for part in parts
        if part.type in ("text", "code_inline", "softbreak")
    )
