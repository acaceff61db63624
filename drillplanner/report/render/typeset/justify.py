"""Write one line of a paragraph, closing up its marks and spreading it to the right edge."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

from drillplanner.report.render.typeset.squeeze import PAIR, SAVED

#: The most a space between words grows, in em.
SPACE_MAX = 0.5
#: The most a gap beside a Chinese character grows, in em. Readers of PDF take a gap of 0.1 em
#: for a space (poppler's minWordBreakSpace), and the text must copy back as it was.
GAP_MAX = 0.09

_SLACK = 1e-6
_WIDE_FROM, _PRIVATE, _COMPATIBLE = "\u2e80", "\ue000", "\uf900"


def write_line(out: Any, drawn: str, size: float, free: float = 0.0) -> None:
    """Write a line into a reportlab text object, `free` points wider than it is.

    Spaces and the gaps beside Chinese characters grow alike, then the spaces alone; a line
    that would need more than SPACE_MAX and GAP_MAX keeps its width.
    """
    growth = [0.0] * len(drawn)
    if free > 0:
        _spread(growth, drawn, size, free)
    for pair in PAIR.finditer(drawn):
        growth[pair.start()] -= SAVED * size
    if not any(growth):
        out.textOut(drawn)
        return
    start = 0
    for space, run in groupby(growth):
        stop = start + sum(1 for _ in run)
        out.setCharSpace(space)
        out.textOut(drawn[start:stop])
        start = stop
    out.setCharSpace(0)


def _spread(growth: list[float], drawn: str, size: float, free: float) -> None:
    """Share `free` points out among the gaps of a line, in place."""
    gaps = [
        place
        for place, (char, after) in enumerate(pairwise(drawn))
        if char != " " != after and (_is_wide(char) or _is_wide(after))
    ]
    spaces = [place for place, char in enumerate(drawn) if char == " "]
    in_gaps = min(free * len(gaps) / max(1, len(gaps) + len(spaces)), len(gaps) * GAP_MAX * size)
    in_spaces = free - in_gaps
    if in_spaces > len(spaces) * SPACE_MAX * size + _SLACK:
        return
    for places, share in ((spaces, in_spaces), (gaps, in_gaps)):
        for place in places:
            growth[place] = round(share / len(places), 4)


def _is_wide(char: str) -> bool:
    return char >= _WIDE_FROM and not _PRIVATE <= char < _COMPATIBLE
