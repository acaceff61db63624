"""Spread a line to the right edge without tearing words or text extraction apart."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

#: The most a space between words grows, in em.
SPACE_MAX = 0.5
#: The most a gap beside a Chinese character grows, in em. Readers of PDF take a gap of 0.1 em
#: for a space (poppler's minWordBreakSpace), and the text must copy back as it was.
GAP_MAX = 0.09

_WIDE_FROM, _PRIVATE = "\u2e80", "\ue000"


def draw_spread(out: Any, drawn: str, free: float, size: float) -> None:
    """Write a line into a reportlab text object, `free` points longer than it is.

    Spaces grow first, then gaps between Chinese characters; a line that would need more than
    SPACE_MAX and GAP_MAX stays as it is.
    """
    gaps = _gaps(drawn)
    spaces = sum(char == " " for char in drawn)
    others = sum(gaps) - spaces
    in_spaces = min(free, spaces * SPACE_MAX * size)
    rest = free - in_spaces
    if free <= 0 or rest > others * GAP_MAX * size:
        out.textOut(drawn)
        return
    growth = {
        " ": in_spaces / spaces if spaces else 0.0,
        "": rest / others if others else 0.0,
    }
    start, current = 0, 0.0
    for place, char in enumerate(drawn):
        wanted = growth[" " if char == " " else ""] if gaps[place] else 0.0
        if wanted != current:
            _write(out, drawn[start:place], current)
            start, current = place, wanted
    _write(out, drawn[start:], current)
    out.setCharSpace(0)


def _gaps(drawn: str) -> list[bool]:
    """Say after which characters a line may grow: spaces, and beside Chinese characters."""
    gaps = [
        char == " " or ((_is_wide(char) or _is_wide(after)) and after != " ")
        for char, after in pairwise(drawn)
    ]
    return [*gaps, False]


def _is_wide(char: str) -> bool:
    return char >= _WIDE_FROM and not _PRIVATE <= char < "\uf900"


def _write(out: Any, run: str, growth: float) -> None:
    if run:
        out.setCharSpace(growth)
        out.textOut(run)
