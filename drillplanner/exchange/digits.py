"""Read times typed as digits only: 0320 is 3 min 20 s on a stopwatch, 150802 is 15:08:02.

A column has one dial, which decides what its digits mean; nothing is guessed from them.

- **stopwatch** (time elapsed): digits are read from the right, two seconds, two minutes, then
  hours, up to six: 5, 45, 320, 0320, 10320. 90 is refused, for no stopwatch shows it; a plain
  number of seconds is typed with its unit, 90s or 90秒. Decimals need a point: 032045 is
  3 h 20 min 45 s, hundredths are 0320.45.
- **clock** (time of day): six digits are HHMMSS, five HMMSS; four are HHMM and three HMM, read
  *to the minute*, with the half-width of 30 s that goes with it. One or two digits are refused.
  0320 is therefore 03:20 here and never 3 min 20 s.
- Colons may be typed too, then each part is itself: 3:20 is 3 min 20 s on a stopwatch and 03:20
  on a clock. So are the marks that paper has: 3'20", 3分20秒, 15时08分02秒.
- Digits, colons and points may be full width. A full stop 。 is a decimal point.
- N stands for not performed, F for failed (F0320: failed at a known time), D for done at a time
  not known; the words of the log table are read besides.

What a cell was read as is always shown beside the digits, which is what makes short forms safe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.durations import HOUR, MINUTE, duration, number, time_of_day
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.fault_list import CellFault, shown
from drillplanner.exchange.plain_words import narrow, plain
from drillplanner.exchange.tables.log_words import WORDS
from drillplanner.review.observation import Outcome

#: What a column's digits are read as.
Dial: TypeAlias = Literal["stopwatch", "clock"]

_KEYS: Mapping[str, Outcome] = {"n": "not_performed", "f": "failed", "d": "done"}
_KEY_OF: Mapping[Outcome, str] = {word: key for key, word in _KEYS.items()}
_SAID: Mapping[Outcome, Text] = {
    "not_performed": pgettext("state of a step", "not performed"),
    "failed": pgettext("state of a step", "failed"),
    "done": _("done, time not known"),
}

#: Further signs as a Chinese input method types them.
_TYPED_WIDE = str.maketrans("ｎｆｄ。", "nfd.")

_HOURS, _SIXTIES = 24, 60
_MOST_DIGITS = 6
_LEAST_CLOCK_DIGITS = 3
_PARTS_TO_THE_SECOND = 3
_DECIMALS = r"(?:\.([0-9]{1,9}))?"
_DIGITS = re.compile(rf"([0-9]+){_DECIMALS}")
_COLONS = re.compile(rf"([0-9]{{1,2}}):([0-9]{{2}})(?::([0-9]{{2}}))?{_DECIMALS}")
#: A number of seconds that says so, which may be more than a minute.
_SECONDS = re.compile(rf"([0-9]{{1,5}}){_DECIMALS}(?:s|秒)")
#: How paper and this program write a duration, and a time of day.
_DURATION = re.compile(
    r"(?=.*[hmin小时分秒s'′\"″])(?:([0-9]{1,2})(?:小时|h))?(?:([0-9]{1,2})(?:分钟?|min|'|′))?"
    rf"(?:([0-9]{{1,2}}){_DECIMALS}(?:秒|s|\"|″|''|′′)?)?"
)
_MOMENT = re.compile(rf"([0-9]{{1,2}})[时時点]([0-9]{{1,2}})分?(?:([0-9]{{1,2}}){_DECIMALS}秒?)?")
_MOST_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as it was read. `unit_s` is the worth of the last digit; both None without a time."""

    outcome: Outcome
    value_s: Fraction | None = None
    unit_s: Fraction | None = None


def read_typed(text: str, dial: Dial) -> Typed:
    """Read one cell that was typed.

    Raises:
        CellFault: it is no time that such a dial can show, and no word.
    """
    written = "".join(narrow(plain(text)).lower().translate(_TYPED_WIDE).split())
    if len(written) > _MOST_CHARACTERS:
        raise CellFault(_("{text} is too long for a time.", text=shown(text)))
    said, rest = _word_in(written)
    if said is None:
        return Typed("time", *_time_in(written, dial))
    if not rest:
        return Typed(said)
    if said != "failed":
        raise CellFault(_("{word} takes no time; type only the letter.", word=_SAID[said]))
    return Typed(said, *_time_in(rest, dial))


def typed_text(typed: Typed, dial: Dial) -> str:
    """Give the digits that, typed into such a column, are read as this again."""
    key = _KEY_OF.get(typed.outcome, "").upper()
    if typed.value_s is None or typed.unit_s is None:
        return key
    hours, rest = divmod(typed.value_s, HOUR)
    minutes, left = divmod(rest, MINUTE)
    if typed.unit_s == MINUTE:
        return f"{key}{hours:02d}{minutes:02d}"
    last = number(left, _places(typed)).rjust(_places(typed) + 3 if _places(typed) else 2, "0")
    is_long = hours or dial == "clock"
    return f"{key}{hours:02d}{minutes:02d}{last}" if is_long else f"{key}{minutes:02d}{last}"


def typed_said(typed: Typed, dial: Dial) -> Text:
    """Say how a cell was read: 3 min 20 s (3分20秒), 15:08:02, not performed (未执行)."""
    if typed.value_s is None:
        return _SAID[typed.outcome]
    time = _time_said(typed, typed.value_s, dial)
    if typed.outcome == "failed":
        return _("{outcome} at {time}", outcome=_SAID["failed"], time=time)
    return time


def _time_said(typed: Typed, value_s: Fraction, dial: Dial) -> Text:
    places = _places(typed)
    if dial == "stopwatch":
        return duration(value_s, places)
    if typed.unit_s == MINUTE:
        hours, minutes = divmod(int(value_s) // MINUTE, _SIXTIES)
        return _("{clock}", clock=f"{hours:02d}:{minutes:02d}")
    return time_of_day(value_s, places)


def _places(typed: Typed) -> int:
    """Count the decimals that were typed."""
    unit = typed.unit_s or Fraction(1)
    return 0 if unit >= 1 else len(str(unit.denominator)) - 1


def _word_in(written: str) -> tuple[Outcome | None, str]:
    """Split off the word or letter a cell begins with."""
    for word, said in WORDS.items():
        if said in _SAID and written.startswith(word):
            outcome: Outcome = said  # type: ignore[assignment]  # the keys of _SAID are outcomes
            return outcome, written[len(word) :].lstrip(",，")
    outcome_of_key = _KEYS.get(written[:1])
    if outcome_of_key and (len(written) == 1 or written[1].isdigit()):
        return outcome_of_key, written[1:]
    return None, written


def _time_in(written: str, dial: Dial) -> tuple[Fraction, Fraction]:
    """Read the time and the worth of its last digit."""
    if found := _COLONS.fullmatch(written):
        parts, decimals = [*found.groups()[:3]], found[4]
        return _value([part for part in parts if part], decimals, dial, written)
    if found := _DIGITS.fullmatch(written):
        digits, decimals = found.groups()
        return _value(_pairs(digits, dial, written), decimals, dial, written)
    if dial == "clock":
        return _moment_in(written)
    if found := _SECONDS.fullmatch(written):
        whole, decimals = found.groups()
        return int(whole) + _fraction(decimals), _unit(decimals)
    if found := _DURATION.fullmatch(written):
        parts, decimals = [part or "0" for part in found.groups()[:3]], found[4]
        return _value(parts, decimals, dial, written)
    if _MOMENT.fullmatch(written):
        raise CellFault(
            _("{text} is a time of day; this column holds times elapsed.", text=shown(written))
        )
    raise CellFault(
        _("{text} is no time; type digits such as 0320, or N, F or D.", text=shown(written))
    )


def _moment_in(written: str) -> tuple[Fraction, Fraction]:
    if found := _MOMENT.fullmatch(written):
        parts, decimals = [*found.groups()[:3]], found[4]
        return _value([part for part in parts if part], decimals, "clock", written)
    if _SECONDS.fullmatch(written) or _DURATION.fullmatch(written):
        raise CellFault(
            _("{text} is a duration; this column holds times of day.", text=shown(written))
        )
    raise CellFault(
        _(
            "{text} is no time of day; type digits such as 150802, or N, F or D.",
            text=shown(written),
        )
    )


def _pairs(digits: str, dial: Dial, written: str) -> list[str]:
    """Cut digits into hours, minutes and seconds, from the right."""
    if len(digits) > _MOST_DIGITS:
        raise CellFault(
            _(
                "{text} has more than six digits; write decimals after a point.",
                text=shown(written),
            )
        )
    if dial == "clock" and len(digits) < _LEAST_CLOCK_DIGITS:
        raise CellFault(
            _("{text} is no time of day; type at least HHMM, such as 0935.", text=shown(written))
        )
    padded = digits.zfill(len(digits) + len(digits) % 2)
    return [padded[place : place + 2] for place in range(0, len(padded), 2)]


def _value(
    parts: list[str], decimals: str | None, dial: Dial, written: str
) -> tuple[Fraction, Fraction]:
    """Put parts together, held to what the dial can show."""
    numbers = [int(part) for part in parts]
    if dial == "clock":
        _check_clock(numbers, decimals, written)
        if len(numbers) < _PARTS_TO_THE_SECOND:
            return Fraction(numbers[0] * HOUR + numbers[1] * MINUTE), Fraction(MINUTE)
    else:
        _check_stopwatch(numbers, written)
    total = 0
    for one in numbers:
        total = total * _SIXTIES + one
    return total + _fraction(decimals), _unit(decimals)


def _check_clock(numbers: list[int], decimals: str | None, written: str) -> None:
    if numbers[0] >= _HOURS:
        raise CellFault(_("{text}: hours of a day run from 0 to 23.", text=shown(written)))
    if max(numbers[1:]) >= _SIXTIES:
        raise CellFault(_("{text}: minutes and seconds run from 0 to 59.", text=shown(written)))
    if decimals and len(numbers) < _PARTS_TO_THE_SECOND:
        raise CellFault(
            _("{text} has decimals but no seconds; type HHMMSS before them.", text=shown(written))
        )


def _check_stopwatch(numbers: list[int], written: str) -> None:
    if len(numbers) == 1 and numbers[0] >= _SIXTIES:
        raise CellFault(
            _(
                "{text}: seconds run from 0 to 59; type {digits}, or {text}s.",
                text=shown(written),
                digits=f"{numbers[0] // _SIXTIES}{numbers[0] % _SIXTIES:02d}",
            )
        )
    if numbers[-1] >= _SIXTIES or max(numbers[1:], default=0) >= _SIXTIES:
        raise CellFault(_("{text}: minutes and seconds run from 0 to 59.", text=shown(written)))
    if len(numbers) == 2 and numbers[0] >= _SIXTIES:  # noqa: PLR2004 - minutes and seconds
        hours, minutes = divmod(numbers[0], _SIXTIES)
        raise CellFault(
            _(
                "{text}: minutes run from 0 to 59; type {digits}.",
                text=shown(written),
                digits=f"{hours}{minutes:02d}{numbers[1]:02d}",
            )
        )


def _fraction(decimals: str | None) -> Fraction:
    return Fraction(int(decimals), 10 ** len(decimals)) if decimals else Fraction(0)


def _unit(decimals: str | None) -> Fraction:
    return Fraction(1, 10 ** len(decimals or ""))
