"""Know the words and numbers that the cells of a log table may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

from drillplanner.base.heads import HeadNumbers, head_numbers
from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import narrow, plain
from drillplanner.exchange.time_reader.value import MOST_SECONDS, Reading
from drillplanner.review.observation import Bound, Observed

#: What a time cell says; `counted` is a blank one of a row that only counts heads.
Said: TypeAlias = Literal[
    "time",
    "done",
    "not_performed",
    "failed",
    "not_applicable",
    "use",
    "confirmed",
    "difference",
    "counted",
]

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
    "use": "use",
    "confirmed": "confirmed",
    "未执行": "not_performed",
    "未奏效": "failed",
    "未达到效果": "failed",
    "不适用": "not_applicable",
    "采用": "use",
    "确认": "confirmed",
}
_UNCERTAINTY = re.compile(
    r"(?:[0-9]{1,40}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,2})?"
)
_DAYS = re.compile(r"[0-9]{1,3}")
_DATE = re.compile(r"(?:19[7-9]|2[0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}")
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


def day_in(text: str) -> int | date | None:
    """Read the day of a time: 0, 1, … after the source's first day, or an ISO date.

    Raises:
        CellFault: it is neither.
    """
    written = narrow(plain(text))
    if not written:
        return None
    if _DAYS.fullmatch(written):
        return int(written)
    try:
        if _DATE.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise CellFault(
        _(
            "{text} is no day; write 0 for the source's first day, 1 for the next, or a date such "
            "as 2026-05-12.",
            text=shown(written),
        )
    )


def heads_in(text: str) -> HeadNumbers | None:
    """Read a head count, present/expected; None where the cell is blank.

    Raises:
        CellFault: it is none.
    """
    written = narrow(plain(text)).replace("／", "/").replace("＋", "+")
    if not written:
        return None
    found = head_numbers(written)
    if found is None:
        raise CellFault(
            _(
                "{text} is no head count; write those present and those expected, such as 38/40, "
                "or 36+2/40 where it is known where two more are.",
                text=shown(written),
            )
        )
    return found
