"""Break plain text into lines by the Chinese rules.

Rules, after the lists of ECMA-376 `kinsoku` for Simplified Chinese with the marks that Chinese
text also uses: no line starts with a mark of NO_START, none ends with a mark of NO_END; Latin
words, numbers, and numbers with their unit stay whole; lines break elsewhere between any two
Chinese characters and at spaces, which are dropped there.

Where a line is too narrow for the rules they give way in this order: a unit, a word or a
number is cut where the marks allow it; then marks stand where they should not; last, a line
narrower than one character holds that character all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

#: Never at the start of a line.
NO_START = frozenset(
    "!%),.:;>?]`|}~¢¨°·»ˇˉ–―—‖’”…‧‰′″›℃℉∶"
    "、。〃々〉》」』】〕〗〙〛〞〟～"
    "︰︱︳︶︸︺︼︾﹀﹂﹄﹏﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞"
    "！＂％＇），．／：；？］｀｜｝～｠｡｣､･ﾞﾟ￠"
    "ーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゝゞヽヾ"
)
#: Never at the end of a line: opening marks, and signs that belong to the number after them.
NO_END = frozenset(
    "$(<[{£¥·«‘“‹〈《「『【〔〖〘〚〝︵︷︹︻︽︿﹁﹃﹙﹛﹝＂＄＇（．＜［｛｟｢￡￥№±≈≤≥"
)
#: Either end of a quotation: kept with what it touches on both sides.
_EITHER = frozenset("\"'")

_SPACE = " \u2000-\u200a\u3000"
_NARROW = "!-~\u00a0-\u1fff\u2010-\u2013\u202f\u2030-\u2034\u2070-\u20cf"
_UNIT = (
    "(?:小时|分钟|秒钟|毫秒|公里|千米|厘米|毫米|平方米|公斤|千克"
    "|[秒分时米年月日号人名次个件台辆条项级度岁元点处组步架张位])"
)
_TOKEN = re.compile(
    rf"[{_SPACE}]+"
    rf"|[{_NARROW}]++(?:’[{_NARROW}]++)*"
    rf"(?:(?<=\d){_UNIT}(?:\d++(?:\.\d++)?(?:分钟|分|秒))*)?"
    rf"|[^{_SPACE}{_NARROW}]"
)
_SPACES = re.compile(f"[{_SPACE}]")
_UNITS_AFTER_SPACE = frozenset(
    "ms s min h d mm cm m km m² m³ m/s km/h g kg t Hz dB °C ℃ % ‰".split()  # noqa: SIM905  read
)
_SLACK = 1e-6

Measure = Callable[[str], float]


class Span(NamedTuple):
    """Where one line begins and ends in the text."""

    start: int
    end: int


def break_lines(
    text: str, width: float, measure: Measure, first_width: float | None = None
) -> list[str]:
    """Break `text` into lines no wider than `width`.

    "\\n" always ends a line; an empty text is one empty line. Joined again the lines give the
    text but for "\\n" and the spaces where lines were broken. Takes linear time.

    Args:
        text: what to break, without control characters other than "\\n".
        width: the widest a line may be, in whatever `measure` gives.
        measure: gives a string's width; the whole may be less wide than its parts, not more.
        first_width: the same for the first line of each paragraph, for an indent.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        spans = break_spans(paragraph, width, measure, first_width)
        lines += [paragraph[start:end] for start, end in spans]
    return lines


def break_spans(
    text: str, width: float, measure: Measure, first_width: float | None = None
) -> list[Span]:
    """Do the work of `break_lines` for one paragraph (no "\\n"), giving places in `text`."""
    room = width if first_width is None else first_width
    spans: list[Span] = []
    begin = end = 0
    used = 0.0
    for start, stop in _atoms(text):
        gap = measure(text[end:start]) if start > end else 0.0
        size = measure(text[start:stop])
        wider = used + gap + size
        if wider > room + _SLACK and end > begin:
            wider = measure(text[begin:stop])
        if wider <= room + _SLACK:
            end, used = stop, wider
            continue
        if end > begin:
            spans.append(Span(begin, end))
            room = width
        begin, end, used = start, stop, size
        if size > room + _SLACK:
            pieces = _cut(text, Span(start, stop), room, width, measure)
            spans += pieces[:-1]
            begin, end = pieces[-1]
            used = measure(text[begin:end])
            room = width if len(pieces) > 1 else room
    spans.append(Span(begin, end))
    return spans


def widest_part(text: str, measure: Measure) -> float:
    """Give the width below which words of `text` would have to be cut."""
    parts = (paragraph[a:b] for paragraph in text.split("\n") for a, b in _atoms(paragraph))
    return max(map(measure, parts), default=0.0)


def _atoms(text: str) -> Iterator[Span]:
    """Yield the parts that stay whole, in order; between two of them there may be spaces."""
    begin = end = 0
    last = ""
    spaced = False
    for found in _TOKEN.finditer(text):
        token = found.group()
        if _SPACES.match(token):
            spaced = bool(last)
            continue
        for offset, part in _parts(token):
            start = found.start() + offset
            if last and not _stays(last, part, spaced):
                yield Span(begin, end)
                begin = start
            end, last, spaced = start + len(part), part, False
    if last:
        yield Span(begin, end)


def _parts(token: str) -> Iterator[tuple[int, str]]:
    """Take a run of bare punctuation apart, so that ")(" may break in the middle."""
    if len(token) == 1 or any(map(str.isalnum, token)):
        return iter(((0, token),))
    return enumerate(token)


def _stays(last: str, token: str, spaced: bool) -> bool:
    """Say whether no line may break between these two."""
    if token[0] in NO_START or last[-1] in NO_END:
        return True
    if spaced:
        return last[-1].isdigit() and token.rstrip(".,;:)") in _UNITS_AFTER_SPACE
    if token[0] in _EITHER or last[-1] in _EITHER:
        return True
    return token[0] == last[-1] and not token[0].isalnum()  # ×× and ○○ stand for one name


def _cut(text: str, part: Span, room: float, width: float, measure: Measure) -> list[Span]:
    """Cut a part that is too long for a line, keeping to the rule of marks where it can."""
    widths: dict[str, float] = {}
    pieces: list[Span] = []
    begin, allowed, used, at, before = part.start, -1, 0.0, part.start, ""
    while at < part.end:
        char = text[at]
        size = widths.get(char)
        if size is None:
            size = widths[char] = measure(char)
        if not _SPACES.match(char):
            if before and _marks_allow(before, char):
                allowed = at
            if before and used + size > room + _SLACK:
                cut = allowed if allowed > begin else at
                pieces.append(_trim(text, begin, cut))
                begin = at = cut
                room, used, before = width, 0.0, ""
                continue
            before = char
        used += size
        at += 1
    pieces.append(_trim(text, begin, part.end))
    return pieces


def _marks_allow(before: str, after: str) -> bool:
    return after not in NO_START and before not in NO_END


def _trim(text: str, start: int, end: int) -> Span:
    while end > start and _SPACES.match(text, end - 1):
        end -= 1
    while start < end and _SPACES.match(text, start):
        start += 1
    return Span(start, end)
