"""The Chinese catalogue is complete, sound, and in the words of the glossary."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from drillplanner.resources import resource

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

#: Latin words that stand in Chinese text as they are: standards, formats, units and symbols.
LATIN = frozenset(
    [
        *["GB", "AQ", "JCGM", "ISO", "GB18030", "SHA", "CSV", "csv", "JSON", "UTF", "PDF", "UTC"],
        *[
            "MB",
            "kB",
            "JPEG",
            "PNG",
            "ppm",
            "ms",
            "T",
            "T0",
            "T09",
            "Asia",
            "Shanghai",
            "zh_CN",
            "en",
        ],
        *["S1", "S2", "pdf"],
        *["d", "u", "U", "P", "S", "M", "N", "L", "D", "I", "F", "F0320", "s"],
        *["drillplanner", "help", "DrillPlanner", "Sans", "SC", "Qt", "PySide6", "English"],
        *["Excel", "Word", "PowerPoint", "ZIP", "RAR", "z"],
        *["MIT", "LGPL", "SIL", "Open", "Font", "License"],
        *[
            "Shift",
            "Ctrl",
            "Alt",
            "Tab",
            "Esc",
            "Home",
            "F2",
            "F6",
            "F11",
            "F12",
            "B",
            "C",
            "Z",
            "V",
            "Delete",
        ],
    ]
)

#: Words of a script or a log table, which are written in Latin letters in every language.
WRITTEN = frozenset(
    [
        *["format", "t0", "decision", "first_of", "last_of", "half_ratio", "zero_ratio"],
        *["excellent", "good", "fair", "true", "false", "null"],
        *["source", "step", "not_performed", "not_applicable", "done", "failed", "hold", "resume"],
        *["exact", "at_most", "at_least", "offset", "time", "bound", "reading", "note", "until"],
        *["at", "day", "dial", "clock", "stopwatch", "hhmm", "mmss", "hmmss", "seconds"],
        *["day_fraction", "serial", "confirmed", "OTHER"],
        # The papers of `report --form`, and what `--redact` takes out.
        *["evaluation", "aar", "scorecard", "notice", "circular", "page", "form"],
        *["names", "posts", "tactics", "photos", "all", "none"],
        # Options of the command line, and a field of a mapping.
        *[
            "o",
            "dry",
            "run",
            "script",
            "map",
            "MAP",
            "write",
            "drill",
            "about_u_s",
            "xlsx",
            "xls",
            "ods",
            "json",
            "ID",
        ],
        *["full", "levels", "no_occasion"],
        *["done_when", "inject", "least_s", "likely_s", "most_s"],
    ]
)

#: Keys of menus, (&F), and patterns of a file dialog, (*.csv).
KEY = re.compile(r"\(&[A-Z]\)")
PATTERN = re.compile(r" \(\*[^)]*\)")

LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
WIDE = r"[\u3400-\u9fff（）《》、，。；：？！]"
NARROW_MARK = re.compile(rf"{WIDE} ?[,;:?!()\"']|[,;:?!()\"'] ?{WIDE}")
SENTENCE = re.compile(r" .*[.?]$", re.DOTALL)
SPACED = re.compile(rf"{WIDE} +{WIDE}")

#: Words that other programs chose, and what they should have said.
WRONG_WORDS = {
    "父母": "导调情况",
    "注射": "导调情况",
    "锻炼": "演练",
    "玩家": "参演人员",
    "选手": "参演人员",
    "观众": "观摩人员",
    "游戏": "演练",
}


def extracted(*packages: str) -> Catalog:
    catalogue = Catalog()
    for package in packages:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for _file, _line, message, _comments, context in found:
            catalogue.add(message, context=context)
    return catalogue


def called(package: str) -> Iterator[tuple[str, str | None]]:
    """Find the messages of a package in its syntax, in f-strings too."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            texts = [value for value in values if isinstance(value, str)]
            match node.func.id:
                case "_" | "ngettext" if texts:
                    yield texts[0], None
                case "pgettext" if len(texts) > 1:
                    yield texts[1], texts[0]


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


def all_forms(catalogue: Catalog) -> list[str]:
    return [form for message in catalogue if message.id for form in forms(message)]


def bare(form: str) -> str:
    """Leave out fields, menu keys and file patterns; what stands beside a field stays so."""
    return re.sub(r"\{[^}]*\}", "值", PATTERN.sub("", KEY.sub("", form)))


def said(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def test_every_message_is_translated(source: Catalog, chinese: Catalog) -> None:
    missing = [
        (message.context, message.id)
        for message in source
        if message.id
        and not all(forms(chinese.get(message.id, message.context) or Message("", "")))
    ]

    assert missing == []


def test_every_message_can_be_extracted() -> None:
    # Python 3.11 gives an f-string in one piece, and no message inside it is found.
    found = extracted("drillplanner")

    assert [one for one in called("drillplanner") if found.get(*one) is None] == []


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
    leaks = [
        (form, sorted(words))
        for form in all_forms(chinese)
        if (words := set(LATIN_WORD.findall(bare(form))) - LATIN - WRITTEN)
    ]

    assert leaks == []


def test_chinese_takes_full_width_marks(chinese: Catalog) -> None:
    assert [form for form in all_forms(chinese) if NARROW_MARK.search(bare(form))] == []


def test_chinese_has_no_spaces_between_its_characters(chinese: Catalog) -> None:
    assert [form for form in all_forms(chinese) if SPACED.search(form)] == []


def test_quotation_marks_and_brackets_come_in_pairs(chinese: Catalog) -> None:
    assert [
        form
        for form in all_forms(chinese)
        for opening, closing in ("“”", "（）", "《》", "［］")
        if form.count(opening) != form.count(closing)
    ] == []


def test_a_whole_sentence_ends_as_one(chinese: Catalog) -> None:
    differing = [
        (message.id, form)
        for message in chinese
        if message.id and SENTENCE.search(said(message))
        for form in forms(message)
        if form and not form.endswith(("。", "？", "）", "”", "}"))
    ]

    assert differing == []


def test_menus_keep_their_keys(chinese: Catalog) -> None:
    differing = [
        (message.id, form)
        for message in chinese
        if message.id
        for form in forms(message)
        if form
        and [f"(&{key.upper()})" for key in re.findall(r"&(\w)", said(message))]
        != KEY.findall(form)
    ]

    assert differing == []


@pytest.mark.parametrize("word", WRONG_WORDS)
def test_words_of_other_fields_never_appear(chinese: Catalog, word: str) -> None:
    assert [form for form in all_forms(chinese) if word in form] == []


@pytest.mark.parametrize(
    ("context", "message", "words"),
    [
        ("verdict", "too close to call (within uncertainty)", "无法判定（误差范围内）"),
        ("verdict", "clocks not tied, not judged", "未对时，不判定"),
        ("verdict", "not achieved", "未达到效果"),
        ("verdict", "out of order", "次序异常"),
        (None, "Completeness of records", "记录完整率"),
        (None, "Suggested grade", "建议等级"),
        ("kind of step", "inject", "导调情况"),
        ("nature of a drill", "no-notice call-out", "拉动"),
    ],
)
def test_words_are_the_glossarys(
    chinese: Catalog, context: str | None, message: str, words: str
) -> None:
    found = chinese.get(message, context)

    assert found is not None
    assert found.string == words
