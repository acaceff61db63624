"""Describe the fields of a register: what may stand in one, how it is kept and how it is shown.

A field's value is kept as one text in one form whatever language it was typed in: a choice by
its key, a day as 2026-03-01, a person or a school by id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.base.translator import Language, translator
from drillplanner.organisation.dates import FieldRefused, read_day

Kind: TypeAlias = Literal[
    "text", "long", "count", "day", "clock", "yes", "choice", "person", "phone", "school"
]

YES, NO = "yes", "no"
_YES_WORDS = frozenset({"是", "有", "yes", "y", "true", "1", "√", "✓", "已", "达标", "已联网"})
_NO_WORDS = frozenset({"否", "无", "no", "n", "false", "0", "x", "×", "未", "不达标", "未联网"})
_YES_SAID, _NO_SAID = pgettext("in a register", "yes"), pgettext("in a register", "no")
_COUNT = re.compile(r"(\d+)(?:\.0+)?\s*(?:人|名|个|层|处|间|班|套|件|辆|节|天)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00(?:\.0+)?)?")
_PHONE = re.compile(r"\+?[\d\- ()/]{5,40}")
_MOST_COUNT = 10**7
#: Longest text of a field, in characters.
MOST_CHARACTERS = 2_000
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words; `heard` are other spellings of it in tables from outside."""

    words: Text
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a register.

    `heard` are headings that tables from outside give it. A phone is that of the person in
    the field `of`, with whose name it is kept and deleted.
    """

    id: str
    words: Text
    kind: Kind = "text"
    width: int = 110
    heard: tuple[str, ...] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    of: str = ""
    is_needed: bool = False
    tip: Text | None = None

    @property
    def is_personal(self) -> bool:
        """Tell whether what stands in it is of a person, and kept out of facts."""
        return self.kind in ("person", "phone")


def folded(text: str) -> str:
    """Bring a word into the form in which words are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def phone_id(person: str) -> str:
    """Name the place where a person's phone is kept: beside the name, out of every fact."""
    return f"{person}.phone"


def take(what: Field, text: str, year: int | None = None) -> str:
    """Read what was typed into a field, as it is kept; persons and schools stay names.

    Raises:
        FieldRefused: it cannot stand there.
    """
    said = unicodedata.normalize("NFC", text).strip()
    if not said:
        return ""
    if len(said) > (_LONGEST_NAME if what.kind == "person" else MOST_CHARACTERS):
        raise FieldRefused(_("This text is too long."))
    if what.kind == "day":
        return read_day(said, year).isoformat()
    if what.kind == "choice":
        return _choice(what, said)
    reader = _READERS.get(what.kind)
    return reader(said) if reader is not None else " ".join(said.split())


def show(what: Field, value: str, language: Language) -> str:
    """Say a value that is neither a person's nor a school's, as it would be typed."""
    if what.kind == "yes" and value:
        return translator(language).say(_YES_SAID if value == YES else _NO_SAID)
    if what.kind == "choice" and value in what.choices:
        return translator(language).say(what.choices[value].words)
    return value


def offered(what: Field, language: Language) -> tuple[str, ...]:
    """List the words that may be chosen; none where anything may be typed."""
    say = translator(language).say
    if what.kind == "yes":
        return say(_YES_SAID), say(_NO_SAID)
    return tuple(say(choice.words) for choice in what.choices.values())


def _count(said: str) -> str:
    plain = unicodedata.normalize("NFKC", said)
    grouped = _GROUPED.match(plain)
    if grouped is not None:
        plain = grouped[0].replace(",", "") + plain[grouped.end() :]
    found = _COUNT.fullmatch(plain)
    if found is None or int(found[1]) > _MOST_COUNT:
        raise FieldRefused(_("{text} is no number; write figures, such as 1200.", text=said[:40]))
    return str(int(found[1]))


def _clock(said: str) -> str:
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", said))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - a clock's
        raise FieldRefused(_("{text} is no time of day; write it as 07:30.", text=said[:40]))
    return f"{int(found[1]):02}:{found[2]}"


def _yes(said: str) -> str:
    plain = folded(said)
    if plain in _YES_WORDS or plain in _NO_WORDS:
        return YES if plain in _YES_WORDS else NO
    raise FieldRefused(_("Write yes or no here, not {text}.", text=said[:40]))


def _choice(what: Field, said: str) -> str:
    plain = folded(said)
    for key, choice in what.choices.items():
        words = (translator("zh_CN").say(choice.words), translator("en").say(choice.words))
        if plain in map(folded, (key, *words, *choice.heard)):
            return key
    first = next(iter(what.choices.values())).words
    raise FieldRefused(
        _(
            "{text} is none of the words that may stand here, such as {word}.",
            text=said[:40],
            word=first,
        )
    )


def _phone(said: str) -> str:
    plain = unicodedata.normalize("NFKC", said).removesuffix(".0")
    if not _PHONE.fullmatch(plain):
        raise FieldRefused(_("{text} is no phone number.", text=said[:40]))
    return plain


_READERS: Mapping[Kind, Callable[[str], str]] = {
    "count": _count,
    "clock": _clock,
    "yes": _yes,
    "phone": _phone,
    "long": str,
}
