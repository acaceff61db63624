"""Count what was said of one step and not taken back."""

from __future__ import annotations

from collections import Counter
from typing import Literal, TypeAlias

from drillplanner.run.entry import Entry

#: How a step stands on this post. `partial`: some units are done; `left`: of a branch that the
#: decision did not take.
StepState: TypeAlias = Literal["waiting", "partial", "done", "not_performed", "failed", "left"]


class StepMarks:
    """What was said of one step and not taken back, in the log's order, counted as it comes."""

    __slots__ = ("_numbers", "kinds", "live", "units")

    def __init__(self) -> None:
        self.live: dict[str, Entry] = {}
        self.kinds: Counter[str] = Counter()
        self.units: Counter[str | None] = Counter()
        self._numbers: dict[str, int] = {}

    def add(self, entry: Entry, unit: str | None, number: int) -> None:
        """Take one in; `unit` is what it says now, which a label may have changed.

        `number` is its place in the log: a mark that was named late counts from where it was
        made, as it does for the score.
        """
        is_last = number > next(reversed(self._numbers.values()), -1)
        self.live[entry.id] = entry
        self._numbers[entry.id] = number
        if not is_last:
            self._numbers = dict(sorted(self._numbers.items(), key=lambda one: one[1]))
            self.live = {one: self.live[one] for one in self._numbers}
        self.kinds[entry.kind] += 1
        self.units[unit] += 1

    def drop(self, entry: str, unit: str | None) -> None:
        """Let one go."""
        gone = self.live.pop(entry, None)
        if gone is not None:
            del self._numbers[entry]
            self.kinds[gone.kind] -= 1
            self.units[unit] -= 1

    def first(self, kind: str = "") -> Entry | None:
        """Give the first, or the first of a kind."""
        if kind and not self.kinds[kind]:
            return None
        return next((one for one in self.live.values() if not kind or one.kind == kind), None)

    @property
    def last(self) -> Entry | None:
        """Give the last one in the log."""
        return next(reversed(self.live.values()), None)

    @property
    def state(self) -> StepState:
        """Say what they come to: a mark beats a failure, a failure beats not performed."""
        if self.kinds["mark"]:
            return "done"
        return "failed" if self.kinds["failed"] else "not_performed"
