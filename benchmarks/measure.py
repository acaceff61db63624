"""Time several ways of doing a thing in turns, so that a busy machine slows all of them alike."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

#: Where processes are started, so that they find the program whether it is installed or not.
ROOT = Path(__file__).resolve().parents[1]
#: The fewest times of which one in a hundred can be told.
_FEWEST_FOR_P99 = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """How long one way took each time, in seconds; `aim` is the ratio it should not exceed.

    Where `unit` is MiB, `times_s` holds how much memory it held.
    """

    name: str
    times_s: tuple[float, ...]
    aim: float | None = None
    unit: Literal["ms", "MiB"] = "ms"

    @property
    def median_s(self) -> float:
        """Give the middle time."""
        return statistics.median(self.times_s)

    @property
    def p99_s(self) -> float | None:
        """Give the time that 99 of 100 did not exceed; None where there are too few."""
        if len(self.times_s) < _FEWEST_FOR_P99:
            return None
        return sorted(self.times_s)[math.ceil(0.99 * len(self.times_s)) - 1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of one run, the baseline first, and what else was found."""

    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    def ratio(self, name: str, base: str | None = None) -> float:
        """Give how many times as long `name` took as `base`, by default the first figure."""
        found = {figure.name: figure.median_s for figure in self.figures}
        return found[name] / (found[base] if base else self.figures[0].median_s)


def interleaved(
    ways: Mapping[str, Callable[[], object]],
    rounds: int,
    *,
    warm: int = 1,
    aims: Mapping[str, float] | None = None,
) -> tuple[Figure, ...]:
    """Run the ways in turns, A B C A B C …, and give their times in the order of `ways`.

    Args:
        ways: what to time, by name, the baseline first.
        rounds: how often each is timed.
        warm: rounds before those, which are not counted.
        aims: by name, the ratio to the baseline that the way should not exceed.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(warm + rounds):
        for name, run in ways.items():
            began = time.perf_counter()
            run()
            took = time.perf_counter() - began
            if turn >= warm:
                times[name].append(took)
    return tuple(Figure(name, tuple(took), (aims or {}).get(name)) for name, took in times.items())
