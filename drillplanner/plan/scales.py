"""Know every way in which a rating may be written on a criterion's scale."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from drillplanner.plan.model import FullMarks, Level, Levels, NamedScale, Scale

#: The evaluator had no occasion to see it: a rating on every scale, and counted on none.
NO_OCCASION = "no_occasion"
_NO_OCCASION_WORDS = (NO_OCCASION, "未有机会观察", "no occasion", "no occasion to observe")

#: The ratings of each named scale, with what Chinese forms write for them.
NAMED: Mapping[NamedScale, Mapping[str, str]] = {
    "psmu": {"P": "顺利完成", "S": "完成有不足", "M": "完成有重大不足", "U": "未完成"},
    "grade4": {"excellent": "优", "good": "良", "fair": "中", "poor": "差"},
    "yes_no": {"yes": "是", "no": "否"},
}

#: Spaces and commas, as in "完成，有不足", and marks nobody sees that come along with pasted text.
_PASSED_OVER = dict.fromkeys(map(ord, " \t,、\u200b\u200e\u200f\u2060\ufeff"))


def folded(words: str) -> str:
    """Bring words into the one form in which ratings are compared."""
    return unicodedata.normalize("NFKC", words).translate(_PASSED_OVER).casefold()


def meanings(scale: Scale, words: str) -> tuple[str, ...]:
    """Give the ratings that words may mean on a scale; marks are no words.

    The id of a level is itself and nothing else, capitals and all. Words of two levels that
    read alike mean both.
    """
    if isinstance(scale, Levels) and words in (level.id for level in scale.levels):
        return (words,)
    wanted = folded(words)
    return tuple(dict.fromkeys(rating for said, rating in _spellings(scale) if said == wanted))


def _spellings(scale: Scale) -> Iterator[tuple[str, str]]:
    """Give every way to write a rating, folded, with the rating."""
    yield from ((folded(words), NO_OCCASION) for words in _NO_OCCASION_WORDS)
    match scale:
        case FullMarks():
            return
        case Levels(levels):
            for level in levels:
                yield from ((folded(words), level.id) for words in level_words(level))
        case named:
            for rating, words in NAMED[named].items():
                yield from ((folded(rating), rating), (folded(words), rating))


def level_words(level: Level) -> tuple[str, ...]:
    """Give a level's words in all its languages."""
    return (level.text,) if isinstance(level.text, str) else tuple(level.text.values())
