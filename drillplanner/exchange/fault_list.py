"""Gather what is wrong in files from outside, so that all of it is told at once."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from typing import NoReturn

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import Text, _

#: Faults kept in full; those beyond are only counted, so that a hopeless file stays cheap.
SHOWN_FAULTS = 200

#: Characters of a strange value that a message repeats.
_SHOWN_CHARACTERS = 40


class CellFault(Exception):
    """What is wrong with one cell; whoever knows the cell's place turns it into a `Fault`."""

    def __init__(self, text: Text, column: str | None = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.column = column


class FaultList:
    """Faults of one or several files, in the order they were found."""

    def __init__(self, most: int = SHOWN_FAULTS) -> None:
        self.total = 0
        self._most = most
        self._kept: list[Fault] = []

    def add(self, path: str, text: Text, line: int | None = None) -> None:
        """Keep one fault, or only count it once the most are kept."""
        self.total += 1
        if len(self._kept) < self._most:
            self._kept.append(Fault(path, text, line))

    @property
    def kept(self) -> tuple[Fault, ...]:
        return tuple(self._kept)

    def refuse(self, headline: Text, capped: Text) -> NoReturn:
        """Raise FileRefused under `headline`, or under `capped` where faults were only counted."""
        raise FileRefused(capped if self.total > len(self._kept) else headline, self._kept)


def shown(value: str) -> str:
    """Shorten a strange value and take out what would spoil a line, to repeat it in a message."""
    cut = value if len(value) <= _SHOWN_CHARACTERS else value[:_SHOWN_CHARACTERS] + "…"
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in cut)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word most like a mistyped one, if any is much like it."""
    candidates = list(known)
    folded = word.casefold()
    for candidate in candidates:
        if candidate.casefold() == folded:
            return candidate
    found = difflib.get_close_matches(word[:64], candidates, n=1, cutoff=0.6)
    return found[0] if found else None


def unknown(word: str, known: Collection[str], plain: Text) -> Text:
    """Say `plain`, and name the nearest known word where there is one."""
    near = nearest(word, known)
    if near is None:
        return plain
    return _("{what} Did you mean {near}?", what=plain, near=near)
