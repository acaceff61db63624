"""A late entry (补记): how long ago it lies, and doubt where its step can hardly have happened.

What is typed in a hurry is easily read as another time: 0120 is 1 min 20 s ago, 120 is 2 min
ago. An entry that falls before the laptop was armed, or before the danger appeared, is more
often a slip than a fact, so whoever typed it is asked before it is logged; the answer counts.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from drillplanner.base.durations import duration, number, places_of
from drillplanner.base.texts import Authored, Text, _
from drillplanner.plan.model import Script

_TEXT = re.compile(
    r"!late ago_s=(?P<ago>\d{1,5}(?:\.\d{1,9})?) half_s=(?P<half>\d{1,5}(?:\.\d{1,9})?)"
)


@dataclass(frozen=True, slots=True)
class Ago:
    """So many seconds before now, more or less: it lies within `half_s` of that."""

    ago_s: Fraction
    half_s: Fraction

    @property
    def ago_ns(self) -> int:
        """Give how long ago in nanoseconds."""
        return round(self.ago_s * 10**9)

    def u_s(self, press_u_s: Decimal) -> Decimal:
        """Give the standard uncertainty in seconds, never less than a press has.

        Anything within the half-width is as likely as anything else, so that it is divided by
        √3 (JCGM 100:2008, 4.3.7); the press that "now" was taken from is added to it.
        """
        square = self.half_s**2 / 3 + Fraction(press_u_s) ** 2
        return Decimal(math.sqrt(square)).quantize(Decimal("1e-6"), rounding=ROUND_CEILING)

    def words(self) -> str:
        """Write it as the text of an entry; `read_late_text` reads it."""
        ago, half = (number(value, places_of(value, 3)) for value in (self.ago_s, self.half_s))
        return f"!late ago_s={ago} half_s={half}"

    def said(self) -> Text:
        """Say it: about 20 s ago, ± 5 s."""
        return _("about {ago} ago, ± {half}", ago=duration(self.ago_s), half=duration(self.half_s))

    def entered(self) -> Text:
        """Say it of an entry in the log, whether a time ago was typed or a time of day."""
        return _(
            "entered about {ago} later, ± {half}",
            ago=duration(self.ago_s),
            half=duration(self.half_s),
        )


def read_late_text(text: str) -> Ago | None:
    """Read what `Ago.words` wrote; None if `text` is something else."""
    found = _TEXT.fullmatch(text)
    return Ago(Fraction(found["ago"]), Fraction(found["half"])) if found else None


def late_entry_doubt(
    script: Script,
    step: str,
    at_ns: int,
    *,
    armed_ns: int | None,
    zero_ns: int | None,
) -> Text | None:
    """Say why a late entry should be asked back; None where nothing speaks against it.

    Args:
        script: what is drilled.
        step: the step that is entered late.
        at_ns: when it would lie, on the elapsed clock of the session.
        armed_ns: when the source was armed, on the same clock; None if it was not.
        zero_ns: when T0 was marked, on the same clock; None if it was not.
    """
    named = next((one for one in script.steps if one.id == step), None)
    if named is None:
        return None
    words = Authored(named.text, script.language)
    if armed_ns is not None and at_ns < armed_ns:
        return _(
            "{step} would lie {time} before this laptop was armed. Enter it there?",
            step=words,
            time=_apart(armed_ns - at_ns),
        )
    if zero_ns is not None and at_ns < zero_ns and step not in steps_up_to_zero(script):
        return _(
            "{step} would lie {time} before the danger appeared (T0). Enter it there?",
            step=words,
            time=_apart(zero_ns - at_ns),
        )
    return None


def steps_up_to_zero(script: Script) -> frozenset[str]:
    """Find T0's own step and all that the script has before it; these may lie before T0."""
    before = {one.id: [after.step for after in one.after] for one in script.steps}
    found: set[str] = set()
    waiting = [script.t0] if script.t0 is not None else []
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting.extend(before.get(step, ()))
    return frozenset(found)


def _apart(span_ns: int) -> Text:
    return duration(span_ns / 10**9)
