"""Hold the numbers of a head count (人数清点), and the one way in which they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from typing_extensions import override

#: As a hand types it: those due may be left out where they are known, words may follow.
_TYPED = re.compile(
    r"([0-9]{1,6})(?: ?\+ ?([0-9]{1,6}))?(?: ?/ ?([0-9]{1,6}))?(?:[ ,，;；]+(.*))?", re.DOTALL
)
_WIDE = str.maketrans("０１２３４５６７８９＋／　", "0123456789+/ ")
_WRITTEN = re.compile(r"([0-9]{1,6})(?: ?\+ ?([0-9]{1,6}))? ?/ ?([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class HeadNumbers:
    """How many of those due (应到, `expected`) were there (实到, `present`).

    `elsewhere` are not there and known to be somewhere else (去向已明): in the sick bay, at home.
    """

    present: int
    expected: int
    elsewhere: int = 0

    @property
    def missing(self) -> int:
        """Count those of whom nobody knows where they are."""
        return max(0, self.expected - self.present - self.elsewhere)

    @override
    def __str__(self) -> str:
        """Write the numbers as a cell and an entry hold them: 38/40, or 36+2/40."""
        others = f"+{self.elsewhere}" if self.elsewhere else ""
        return f"{self.present}{others}/{self.expected}"


def head_numbers(text: str) -> HeadNumbers | None:
    """Read the numbers of a head count; None where the text is none."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    return HeadNumbers(int(found[1]), int(found[3]), int(found[2] or 0))


def typed_heads(text: str, expected: int | None) -> tuple[HeadNumbers, str] | None:
    """Read a head count as it is typed: 38, 36+2 in the sick bay, 38/41; None where it is none.

    `expected` are due where nothing else is typed.
    """
    found = _TYPED.fullmatch(text.translate(_WIDE).strip())
    due = found[3] if found is not None else None
    if found is None or (due is None and expected is None):
        return None
    numbers = HeadNumbers(int(found[1]), int(due or expected or 0), int(found[2] or 0))
    return numbers, (found[4] or "").strip()
