"""Carry words for people through the core without choosing their language.

The core never renders a sentence: it returns `Text`, an English message with named
values. A `Translator` for one language is handed in where a sentence meets a person
(drillplanner.base.translator), so one process can write a Chinese and an English report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from typing_extensions import override

#: A value inside a message. A `Text` is translated in turn and an `Authored` read in the
#: translator's language; the rest is written as it is.
TextValue: TypeAlias = "str | int | Text | Authored"

#: Words of a script's author: one string in the script's language, or one per language.
Words: TypeAlias = "str | dict[str, str]"


@dataclass(frozen=True, slots=True)
class Text:
    """A message for people, not yet in any language.

    `message` is the English source with fields in braces; `plural` and `count` are set
    together where the message depends on a number.
    """

    message: str
    values: Mapping[str, TextValue] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None
    context: str | None = None

    @override
    def __str__(self) -> str:
        message = self.message if self.plural is None or self.count == 1 else self.plural
        return message.format_map({name: str(value) for name, value in self.values.items()})


@dataclass(frozen=True, slots=True)
class Authored:
    """Words of an author inside a message; read in the reader's language where they exist in it."""

    words: Words
    language: str

    @override
    def __str__(self) -> str:
        # Give the words in English if there are any, else in the author's language.
        return words_in(self.words, "en", self.language)


def _(message: str, **values: TextValue) -> Text:
    """Mark a literal English message for translation and bind its values."""
    return Text(message, values)


def pgettext(context: str, message: str, **values: TextValue) -> Text:
    """Mark a literal whose translation depends on where it stands."""
    return Text(message, values, context=context)


def ngettext(singular: str, plural: str, count: int, **values: TextValue) -> Text:
    """Mark a literal whose form depends on `count`, which is bound as {count}."""
    return Text(singular, {**values, "count": count}, plural=plural, count=count)


def words_in(words: Words, language: str, script_language: str) -> str:
    """Give the author's words in `language`, else in the script's own, else in any."""
    if isinstance(words, str):
        return words
    for wanted in (language, script_language):
        if wanted in words:
            return words[wanted]
    return next(iter(words.values()), "")
