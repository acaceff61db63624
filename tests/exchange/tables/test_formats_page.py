"""The examples of the page on formats are true."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from drillplanner.exchange.tables.log_row import COLUMNS
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.time_reader.dial import DIALS
from drillplanner.plan.model import Script
from drillplanner.review.observation import Observation
from tests.exchange.tables.log_fixtures import script, written
from tests.review import build

PAGE = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
TABLES = PAGE[PAGE.index("### Log tables") : PAGE.index("### Ratings")]
PLAN: Script = build.script([build.step("alarm"), build.step("arrival")], [])


def read_row(folder: Path, time: str, dial: str = "", rest: str = ",") -> Observation:
    observed, reading = rest.split(",")
    text = f"source,step,time,dial,observed,reading\ng,seen,{time},{dial},{observed},{reading}\n"
    (row,) = read_logs([written(folder, text)], script()).observations
    return row


def test_every_column_and_dial_is_on_the_page() -> None:
    assert [one for one in COLUMNS if f"| `{one}` |" not in TABLES] == []
    assert [one for one in DIALS if f"`{one}`" not in TABLES] == []


@pytest.mark.parametrize(("kind", "scale"), [("time of day", "clock"), ("time elapsed", "seconds")])
def test_every_time_on_the_page_is_read(tmp_path: Path, kind: str, scale: str) -> None:
    (cell,) = re.findall(rf"^\| {kind} \| ([^|]*) \|", TABLES, re.MULTILINE)
    times = re.findall(r"`([^`]+)`", cell)

    assert len(times) > 3
    for time in times:
        text = (
            f"source,step,time,dial\ng,seen,{time},{'clock' if scale == 'clock' else 'stopwatch'}\n"
        )
        assert read_logs([written(tmp_path, text)], script()).scales == {"g": scale}


def test_the_uncertainties_of_the_page_are_those_of_the_reader(tmp_path: Path) -> None:
    # 09:35:01 + 0; 09:35 + 15 s; 09:35 + 30 s; 58.4 s
    of_rows = [
        (read_row(tmp_path, "09:35:01"), 34_501, Fraction(1, 12) + 1),
        (read_row(tmp_path, "09:35", "clock"), 34_515, Fraction(45**2, 3) + 1),
        (read_row(tmp_path, "09:35", "clock", "video,floor"), 34_530, Fraction(30**2, 3)),
        (
            read_row(tmp_path, "58.40"),
            Fraction("58.4"),
            Fraction("0.000025") / 3 + Fraction("0.09"),
        ),
    ]

    for row, at_s, variance in of_rows:
        assert row.at_s == at_s
        assert row.variance_s2 == variance


def test_the_dials_of_the_page_read_as_it_says(tmp_path: Path) -> None:
    assert read_row(tmp_path, "0320", "mmss").at_s == 200
    assert read_row(tmp_path, "10320", "hmmss").at_s == 3_800
    assert read_row(tmp_path, "0.395833333", "day_fraction").at_s == 34_200
    assert read_row(tmp_path, "45427.395833", "serial").at_s == 34_200


def test_the_example_table_is_a_log(tmp_path: Path) -> None:
    lines = re.findall(r"^    (source,.*|report,.*)$", TABLES, re.MULTILINE)

    log = read_logs([written(tmp_path, "\n".join(lines))], PLAN)

    assert [row.at_s for row in log.observations] == [0, 30]
    assert [row.until_s for row in log.observations] == [None, 40]
