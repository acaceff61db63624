"""Run every benchmark in the smallest sizes: it runs, and says something of every way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from benchmarks import (
    append,
    catalogue,
    charts,
    editing,
    hours,
    instants,
    joining,
    keys,
    long_report,
    memory,
    report,
    scoring,
    start,
    verify,
    watchdog,
    window_start,
)
from benchmarks.__main__ import BENCHMARKS, shown
from benchmarks.measure import Comparison, Figure, interleaved
from tests.xvfb.display import is_available

SMALL: dict[str, Callable[[], Comparison]] = {
    "append": partial(append.measured, entries=3, traced=2),
    "catalogue": partial(catalogue.measured, drills=3, few=2, entries=6, rounds=1),
    "start": partial(start.measured, rounds=1),
    "scoring": partial(scoring.measured, targets=2, sources=2, entries=12, rounds=1),
    "report": partial(report.measured, entries=12, targets=2, sources=2, rounds=1),
    "long_report": partial(long_report.measured, entries=24, targets=2, sources=2),
    "window": partial(window_start.measured, rounds=1),
    "keys": partial(keys.measured, logs=(2, 4), presses=2),
    "watchdog": partial(watchdog.measured, presses=3, entries=2),
    "instants": partial(instants.measured, presses=2, fives=1, busy=(0,)),
    "memory": partial(memory.measured, few=2, many=4),
    "charts": partial(charts.measured, counts=(20,), pans=2),
    "verify": partial(verify.measured, sessions=1, entries=3, rounds=1),
    "joining": partial(joining.measured, counts=(2,), entries=5, rounds=1, many=50),
    "editing": partial(editing.measured, steps=20, rounds=1, undone=3, rows=5),
    "hours": partial(hours.measured, hours=2, hour_s=31),
}


def test_every_benchmark_is_run_here() -> None:
    assert set(SMALL) == set(BENCHMARKS)


NEEDS_A_SCREEN = pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")


#: These play whole drills in processes of their own.
LONG = ("memory", "instants", "hours", "window")


def _marks(name: str) -> list[pytest.MarkDecorator]:
    return [
        *([pytest.mark.soak] if name in LONG else []),
        *([NEEDS_A_SCREEN] if name == "instants" else []),
    ]


@pytest.mark.parametrize("name", [pytest.param(name, marks=_marks(name)) for name in SMALL])
def test_it_gives_figures_beside_a_baseline(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = SMALL[name]()

    assert len(found.figures) > 1
    assert all(figure.median_s > 0 for figure in found.figures)
    assert all(figure.name in shown(found) for figure in found.figures)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_ways_take_turns_and_warm_rounds_do_not_count() -> None:
    seen: list[str] = []

    figures = interleaved({"a": lambda: seen.append("a"), "b": lambda: seen.append("b")}, 2, warm=1)

    assert "".join(seen) == "ababab"
    assert [len(figure.times_s) for figure in figures] == [2, 2]


def test_median_and_p99_are_those_of_the_times() -> None:
    figure = Figure("a", tuple(float(number) for number in range(200, 0, -1)))

    assert figure.median_s == 100.5
    assert figure.p99_s == 198.0
    assert Figure("a", (1.0, 2.0)).p99_s is None


def test_the_ratio_is_that_of_the_medians() -> None:
    found = Comparison("", (Figure("base", (2.0,)), Figure("ours", (1.0, 5.0, 3.0))))

    assert found.ratio("ours") == 1.5
    assert found.ratio("base", "ours") == 2.0 / 3.0
