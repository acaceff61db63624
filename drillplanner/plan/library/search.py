"""Find a script in a list by words, or by the first letters of their pinyin: fxcz for 放学冲撞."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from drillplanner.resources import resource


def is_found(wanted: str, *texts: str) -> bool:
    """Tell whether every word that is wanted stands in the texts, by itself or by initials."""
    held = [_plain(text) for text in texts]
    return all(
        any(word in text or by_initials(word, text) for text in held)
        for word in _plain(wanted).split()
    )


def by_initials(wanted: str, text: str) -> bool:
    """Tell whether letters are the initials of characters that follow each other in a text.

    A character with several readings answers to each of them; letters and digits of the text
    stand for themselves, and what is neither is passed over.
    """
    if not (wanted.isascii() and wanted.isalnum()):
        return False
    letters = [found for one in text if (found := _letters(one))]
    size = len(wanted)
    return any(
        all(letter in letters[at + place] for place, letter in enumerate(wanted))
        for at in range(len(letters) - size + 1)
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _letters(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    return _initials().get(character, "")


@cache
def _initials() -> Mapping[str, str]:
    """Read the table: a line a letter, with the characters of which a reading begins so."""
    found: dict[str, str] = {}
    for line in resource("pinyin", "initials.txt").read_text(encoding="utf-8").splitlines():
        for character in line[1:]:
            found[character] = found.get(character, "") + line[0]
    return found
