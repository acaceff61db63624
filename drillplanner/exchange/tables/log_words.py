"""Know the words and numbers that the cells of a log table may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

from drillplanner.base.texts import Text, _
from drillplanner.exchange.clock_text import MOST_SECONDS, TimeKind
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import narrow, plain
from drillplanner.review.observation import Bound, Observed

#: What a time cell says.
Said: TypeAlias = Literal["time", "done", "not_performed", "failed", "not_applicable", "difference"]
Reading: TypeAlias = Literal["nearest", "floor"]

BOUNDS: Mapping[str, Bound] = {"exact": "exact", "at_most": "at_most", "at_least": "at_least"}
OBSERVED: Mapping[str, Observed] = {
    "seen": "seen",
    "radio": "radio",
    "video": "video",
    "record": "record",
    "目击": "seen",
    "听报": "radio",
    "对讲报告": "radio",
    "回看": "video",
    "系统记录": "record",
}
READINGS: Mapping[str, Reading] = {"nearest": "nearest", "floor": "floor"}
#: What stands in place of a time, in the words of the format and of Chinese forms.
WORDS: Mapping[str, Said] = {
    "done": "done",
    "not_performed": "not_performed",
    "failed": "failed",
    "not_applicable": "not_applicable",
    "未执行": "not_performed",
    "未奏效": "failed",
    "未达到效果": "failed",
    "不适用": "not_applicable",
}
_UNCERTAINTY = re.compile(
    r"(?:[0-9]{1,40}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,2})?"
)
_T = TypeVar("_T")


def one_of(text: str, words: Mapping[str, _T]) -> _T | None:
    """Read one of several words, in any case; None where the cell is blank.

    Raises:
        CellFault: it is none of `words`.
    """
    word = plain(text).lower()
    if not word:
        return None
    if word not in words:
        raise CellFault(
            _(
                "{word} is not known here; write one of: {words}.",
                word=shown(word),
                words=", ".join(known for known in words if known.isascii()),
            )
        )
    return words[word]


def uncertainty_in(text: str) -> Fraction | None:
    """Read a standard uncertainty in seconds; None where the cell is blank.

    Raises:
        CellFault: it is no number from 0 to `MOST_SECONDS`.
    """
    written = narrow(plain(text))
    if not written:
        return None
    if not _UNCERTAINTY.fullmatch(written):
        raise CellFault(
            _(
                "{text} is no uncertainty; write seconds as a number from 0, with a decimal point.",
                text=shown(written),
            )
        )
    value = Fraction(written)
    if value > MOST_SECONDS:
        raise CellFault(
            _("{text} is more than {most} seconds.", text=shown(written), most=MOST_SECONDS)
        )
    return value


def default_variance(unit_s: Fraction) -> Fraction:
    """Give the variance of a reading whose last digit is worth `unit_s`.

    Half of the last digit is a rectangular half-width a, and u² = a²/3 (JCGM 100:2008, 4.3.7).
    """
    return (unit_s / 2) ** 2 / 3


def kind_name(kind: TimeKind) -> Text:
    """Name a kind of time inside a sentence."""
    match kind:
        case "clock":
            return _("a time of day")
        case "instant":
            return _("a date and time")
        case _:
            return _("a number of seconds")
