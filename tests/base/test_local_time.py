"""Instants become local in one place, by the zone of the drill or of the machine."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base import local_time
from tests.fakes import FakeClock, wall_ns

ROOT = Path(__file__).resolve().parents[2]
EVENING = wall_ns("2026-11-23T23:30:05+08:00")

#: Who may turn an instant into a time of day: this module, and what reads written times.
CONVERTERS = {
    "drillplanner/base/local_time.py",
    # Written times are measurements; these read and write them with their zones and folds.
    "drillplanner/exchange/time_reader/value.py",
    "drillplanner/exchange/time_reader/cell.py",
    "drillplanner/exchange/tables/shown_value.py",
    "drillplanner/services/review/observation_builder.py",
    # Days and offsets of a report's own details, which hold datetimes.
    "drillplanner/report/sections/overview.py",
    # The machine's offset is what is being checked.
    "ui/run/readiness/presenter.py",
    "ui/run/console/wording.py",
}
#: Who may read the machine's clock.
READERS = {
    "drillplanner/run/clock/machine_clock.py",
    # The default of whoever opens a file without a clock; names of backups.
    "drillplanner/store/workspace.py",
    "drillplanner/store/migration.py",
}
READING = {"time_ns", "now", "today", "utcnow", "localtime", "gmtime"}


@pytest.fixture
def in_reykjavik(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process can be set on POSIX only")
    monkeypatch.setenv("TZ", "Atlantic/Reykjavik")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_reykjavik")
def test_without_a_zone_it_is_the_machines_own_time() -> None:
    assert local_time.day_and_minute(EVENING) == "2026-11-23 15:30"
    assert local_time.minute(EVENING) == "15:30"
    assert local_time.second(EVENING) == "15:30:05"


@pytest.mark.usefixtures("in_reykjavik")
def test_at_the_drills_place_it_is_the_time_there_wherever_the_machine_is() -> None:
    place = "Asia/Shanghai"

    assert local_time.day_and_minute(EVENING, place) == "2026-11-23 23:30"
    assert local_time.second(EVENING, place) == "23:30:05"
    assert local_time.day(EVENING + 3600 * 10**9, place) == "2026-11-24"
    assert local_time.day(EVENING + 3600 * 10**9) == "2026-11-23"


@pytest.mark.usefixtures("in_reykjavik")
def test_today_is_what_the_clock_says_and_not_the_machine() -> None:
    assert local_time.today(FakeClock(EVENING)).isoformat() == "2026-11-23"


def calls(names: set[str]) -> Iterator[tuple[str, str]]:
    for top in ("drillplanner", "ui"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in names:
                    yield path.relative_to(ROOT).as_posix(), ast.unparse(node)


def test_nobody_else_turns_an_instant_into_a_time_of_day() -> None:
    found = {path for path, _name in calls({"fromtimestamp", "astimezone"})}

    assert found <= CONVERTERS, found - CONVERTERS


def test_nobody_reads_the_wall_clock_past_the_clock() -> None:
    found = {
        (path, name)
        for path, name in calls(READING)
        if name.split(".")[0] in ("time", "datetime", "date") and path not in READERS
    }

    assert found == set()


@pytest.mark.parametrize(
    ("past_ms", "shown"), [(0, "23:30:05"), (940, "23:30:05"), (960, "23:30:06")]
)
def test_the_second_is_that_of_the_tenths_that_are_shown_elsewhere(
    past_ms: int, shown: str
) -> None:
    # 5.94 s is told as 5.9 and 5.96 s as 6.0.
    assert local_time.second(EVENING + past_ms * 10**6, "Asia/Shanghai") == shown


def test_drills_of_one_day_are_told_apart_by_the_minute_where_it_is_known() -> None:
    midnight = wall_ns("2026-11-23T00:00:00+08:00")

    assert local_time.held(EVENING, "Asia/Shanghai") == "2026-11-23 23:30"
    assert local_time.held(midnight, "Asia/Shanghai") == "2026-11-23"
