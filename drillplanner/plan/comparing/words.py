"""Compare two texts word by word, as a reader marks up a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, TypeAlias

Fate: TypeAlias = Literal["kept", "removed", "added"]

#: A Latin word or number, a stretch of blanks, else one character: Chinese has no word ends.
_TOKEN = re.compile(r"[A-Za-z0-9_.'’:+-]+|\s+|.", re.DOTALL)
#: Longer texts are compared as wholes; their words would take seconds.
_MOST_TOKENS = 4_000
#: What is alike between two changes and shorter than this is shown as changed with them.
_LEAST_KEPT = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both have, or only the earlier (removed) or the later (added)."""

    fate: Fate
    text: str


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Cut two texts into what was kept, removed and added, in the order of reading."""
    if before == after:
        return (Piece("kept", after),) if after else ()
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _MOST_TOKENS:
        return tuple(_filled([Piece("removed", before), Piece("added", after)]))
    pieces: list[Piece] = []
    for fate, first, last, start, stop in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if fate == "equal":
            pieces.append(Piece("kept", "".join(old[first:last])))
        else:
            pieces.append(Piece("removed", "".join(old[first:last])))
            pieces.append(Piece("added", "".join(new[start:stop])))
    return tuple(_joined(_smoothed(list(_filled(pieces)))))


def _filled(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return (piece for piece in pieces if piece.text)


def _smoothed(pieces: list[Piece]) -> Iterator[Piece]:
    """Let a single character that is alike by chance go with the changes on both its sides."""
    for place, piece in enumerate(pieces):
        is_inside = 0 < place < len(pieces) - 1
        if piece.fate == "kept" and is_inside and len(piece.text.strip()) < _LEAST_KEPT:
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Put neighbouring changes together: what was removed first, then what was added."""
    for is_kept, group in groupby(pieces, key=lambda piece: piece.fate == "kept"):
        parts = list(group)
        if is_kept:
            yield Piece("kept", "".join(part.text for part in parts))
            continue
        fates: tuple[Fate, ...] = ("removed", "added")
        for fate in fates:
            text = "".join(part.text for part in parts if part.fate == fate)
            if text:
                yield Piece(fate, text)
