"""Say a `Text` in one language, with gettext catalogues and without any global language."""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Final, Literal, TypeAlias, cast

from drillplanner.base.texts import Authored, Text, TextValue, words_in

Language: TypeAlias = Literal["zh_CN", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh_CN", "en")
DOMAIN = "drillplanner"


class Translator:
    """Turns messages into sentences of one language; safe to share between threads."""

    def __init__(self, language: Language, catalogue: gettext.NullTranslations) -> None:
        """Take the language's name and its catalogue (`translator` finds it)."""
        self.language: Language = language
        self._catalogue = catalogue

    def say(self, text: TextValue) -> str:
        """Give the sentence; values that are texts are said in turn, plain strings stay."""
        match text:
            case Text():
                values = {name: self.say(value) for name, value in text.values.items()}
                return self._pattern(text).format_map(values)
            case Authored():
                return words_in(text.words, self.language, text.language)
            case _:
                return str(text)

    def _pattern(self, text: Text) -> str:
        if not text.message:
            return ""  # gettext answers the empty message with the catalogue's header
        count = text.count if text.count is not None else 1
        match text.context, text.plural:
            case None, None:
                return self._catalogue.gettext(text.message)
            case None, str(plural):
                return self._catalogue.ngettext(text.message, plural, count)
            case str(context), None:
                return self._catalogue.pgettext(context, text.message)
            case str(context), str(plural):
                return self._catalogue.npgettext(context, text.message, plural, count)
        raise AssertionError(text)


@cache
def translator(language: Language) -> Translator:
    """Make the translator of a language; a message its catalogue lacks is said in English."""
    if language == "en":
        return Translator(language, gettext.NullTranslations())
    return Translator(language, gettext.GNUTranslations(cast("IO[bytes]", _compiled(language))))


def _compiled(language: Language) -> BytesIO:
    from drillplanner.resources import resource

    folder = resource("locale", language, "LC_MESSAGES")
    mo, po = folder / f"{DOMAIN}.mo", folder / f"{DOMAIN}.po"
    if mo.is_file() and not _is_newer(po, mo):
        return BytesIO(mo.read_bytes())
    return _compile(po, language)


def _is_newer(source: Path, built: Path) -> bool:
    """Tell whether a checkout's catalogue was edited since it was last compiled."""
    return source.is_file() and source.stat().st_mtime > built.stat().st_mtime


def _compile(po: Path, language: Language) -> BytesIO:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return compiled
