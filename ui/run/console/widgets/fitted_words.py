"""Fit words into lines of given widths, cut so that they are still told from others like them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

#: So much of what tells words apart must be seen for a cut at their end.
_TELLING = 2
_CUT = "…"


def shared_lengths(words: Sequence[str]) -> tuple[int, ...]:
    """Tell of each how much of its beginning it shares with the one most like it."""
    order = sorted(range(len(words)), key=lambda number: words[number])
    shared = [0] * len(words)
    for one, other in pairwise(order):
        length = _common(words[one], words[other])
        shared[one], shared[other] = max(shared[one], length), max(shared[other], length)
    return tuple(shared)


def fitted(words: str, font: QFont, widths: Sequence[float], shared: int = 0) -> tuple[str, ...]:
    """Break words into lines of these widths; what does not fit is cut.

    Words are cut at the end, or, where that would leave out what tells them from others with
    the same `shared` beginning, in that beginning.
    """
    whole = broken(words, font, widths)
    if whole is not None:
        return whole

    def fits(count: int, make: Callable[[int], str]) -> bool:
        return broken(make(count), font, widths) is not None

    def most(last: int, make: Callable[[int], str]) -> int:
        """Find how many characters are kept, of 1 to `last`; 0 if not even one."""
        return bisect_left(range(1, last + 1), True, key=lambda count: not fits(count, make))

    def beginning(count: int) -> str:
        return words[:count].rstrip() + _CUT

    kept = most(len(words) - 1, beginning)
    if shared and shared < len(words) and kept < min(len(words), shared + _TELLING):
        rest = words[shared:]

        def ending(count: int) -> str:
            return words[:count].rstrip() + _CUT + rest

        def middle(count: int) -> str:
            return words[:1] + _CUT + rest[:count].rstrip() + _CUT

        if head := most(shared - 1, ending):
            return broken(ending(head), font, widths) or ()
        return broken(middle(max(1, most(len(rest), middle))), font, widths) or (middle(1),)
    return broken(beginning(max(1, kept)), font, widths) or (beginning(1),)


def cut_inside(words: str, font: QFont, widths: Sequence[float]) -> tuple[str, ...]:
    """Break words into lines of these widths; where they are too long their middle goes.

    What an entry is about stands first, its unit or its reason last.
    """
    metrics, room = QFontMetrics(font), sum(widths)
    shown = words
    while (lines := broken(shown, font, widths)) is None and room > font.pixelSize():
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, int(room))
        room -= font.pixelSize()
    return lines or (shown,)


def broken(words: str, font: QFont, widths: Sequence[float]) -> tuple[str, ...] | None:
    """Break words into at most as many lines as there are widths; None if they do not fit."""
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    for width in widths:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1.0, width))
        lines.append(words[line.textStart() : line.textStart() + line.textLength()].strip())
    is_whole = not layout.createLine().isValid()
    layout.endLayout()
    return tuple(lines) if is_whole else None


def _common(one: str, other: str) -> int:
    number = 0
    for number, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return number
    return min(len(one), len(other)) if one and other else 0
