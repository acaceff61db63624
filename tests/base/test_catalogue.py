"""The Chinese catalogue is complete, sound, and in the words of the glossary."""

from __future__ import annotations

import io
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from drillplanner.resources.locate import resource

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

#: Latin words that stand in Chinese text as they are.
LATIN = frozenset(["GB", "AQ", "JCGM", "SHA", "CSV", "JSON", "UTF", "PDF", "URL", "T0", "ppm"])


def extracted(*packages: str) -> Catalog:
    catalogue = Catalog()
    for package in packages:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for _file, _line, message, _comments, context in found:
            catalogue.add(message, context=context)
    return catalogue


@pytest.fixture(scope="module")
def source() -> Catalog:
    return extracted("drillplanner", "ui")


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    path = resource("locale", "zh_CN", "LC_MESSAGES", "drillplanner.po")
    return read_po(io.BytesIO(path.read_bytes()), locale="zh_CN", abort_invalid=True)


def forms(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def said(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


@pytest.mark.parametrize("room", ["drillplanner/base", "drillplanner/report"])
def test_every_message_is_translated(room: str, chinese: Catalog) -> None:
    missing = [
        (message.context, message.id)
        for message in extracted(room)
        if message.id
        and not all(forms(chinese.get(message.id, message.context) or Message("", "")))
    ]

    assert missing == []


def test_nothing_is_fuzzy_or_left_over(source: Catalog, chinese: Catalog) -> None:
    assert [message.id for message in chinese if message.id and message.fuzzy] == []
    assert [
        (message.context, message.id)
        for message in chinese
        if message.id and source.get(message.id, message.context) is None
    ] == []


def test_fields_are_the_same_on_both_sides(chinese: Catalog) -> None:
    differing = [
        message.id
        for message in chinese
        if message.id
        and any(form and fields(form) != fields(said(message)) for form in forms(message))
    ]

    assert differing == []


def test_no_english_leaks_into_chinese(chinese: Catalog) -> None:
    leaks = []
    for message in chinese:
        for form in forms(message) if message.id else ():
            bare = re.sub(r"\{[^}]*\}", "", form)
            words = set(re.findall(r"[A-Za-z][A-Za-z0-9]+", bare)) - LATIN
            if words and not re.search(r"[\u4e00-\u9fff]", bare):
                leaks.append((message.id, words))

    assert leaks == []


def test_chinese_takes_full_width_marks(chinese: Catalog) -> None:
    narrow = [
        form
        for message in chinese
        if message.id
        for form in forms(message)
        if re.search(r"[\u4e00-\u9fff][,;:?!]|[,;:?!] ?[\u4e00-\u9fff]", form)
    ]

    assert narrow == []


@pytest.mark.parametrize(
    ("context", "message", "words"),
    [
        ("verdict", "too close to call (within uncertainty)", "无法判定（误差范围内）"),
        ("verdict", "clocks not tied, not judged", "未对时，不判定"),
        ("verdict", "not achieved", "未奏效"),
        ("verdict", "out of order", "次序异常"),
        (None, "Completeness of records", "记录完整率"),
        (None, "Suggested grade", "建议等级"),
        ("kind of step", "inject", "情景注入"),
        ("nature of a drill", "no-notice call-out", "拉动"),
    ],
)
def test_words_are_the_glossarys(
    chinese: Catalog, context: str | None, message: str, words: str
) -> None:
    found = chinese.get(message, context)

    assert found is not None
    assert found.string == words
