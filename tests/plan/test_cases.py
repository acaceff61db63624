"""Published drills, written as scripts and logs: the format holds what they made public."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.parser.reading import examine_file, read_script
from drillplanner.review.scorecard import TargetResult
from drillplanner.review.scoring import score

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "scenarios" / "cases"
IDS = [
    "B02",
    "B05",
    "B07",
    "B08",
    "B12",
    "B17",
    "B18",
    "B19",
    "R01",
    "R02",
    "R06",
    "T02",
    "T04",
    "T05",
    "T06",
]
KINDS = {"B": "anti_violence", "T": "anti_terror", "R": "anti_ramming"}


def result(case: str, target: str) -> TargetResult:
    """Score a case's log and give one target's result."""
    script = read_script(CASES / f"{case}.json")
    card = score(script, read_logs([CASES / f"{case}.csv"], script))
    return next(found for found in card.targets if found.id == target)


def test_every_published_drill_is_a_script() -> None:
    assert sorted(path.stem for path in CASES.glob("*.json")) == IDS


@pytest.mark.parametrize("case", IDS)
def test_a_case_reads_without_faults(case: str) -> None:
    assert examine_file(CASES / f"{case}.json").faults == ()


@pytest.mark.parametrize("case", IDS)
def test_what_is_found_in_a_case_is_only_what_its_source_leaves_out(case: str) -> None:
    warnings = examine_file(CASES / f"{case}.json").warnings

    found = {re.sub(r"\[\d+\].*", "", warning.path) for warning in warnings}

    # Posts that watch, owners and targets: no source names any.
    assert found <= {"$.steps", "$.targets"}


@pytest.mark.parametrize("case", IDS)
def test_a_case_names_its_source_and_adds_no_limit_or_lag(case: str) -> None:
    script = read_script(CASES / f"{case}.json")

    assert script.id == case
    assert script.kind == KINDS[case[0]]
    assert re.search("来源：https?://", str(script.notes))
    assert [target.id for target in script.targets if target.limit_s is not None] == []
    assert [step.id for step in script.steps if any(after.lag_s for after in step.after)] == []


@pytest.mark.parametrize("path", sorted(CASES.glob("*.csv")), ids=lambda path: path.stem)
def test_a_published_time_is_read_as_a_log(path: Path) -> None:
    script = read_script(path.with_suffix(".json"))

    assert read_logs([path], script).observations


def test_capture_within_15_seconds_is_an_upper_bound() -> None:
    capture = result("B07", "capture")

    assert capture.verdict == "recorded"
    assert capture.elapsed_s == 15
    assert capture.bound == "at_most"


def test_police_after_three_minutes_is_known_to_half_a_minute() -> None:
    arrival = result("B08", "arrival")

    assert arrival.verdict == "recorded"
    assert arrival.elapsed_s == 180
    assert arrival.bound == "exact"
    # Half of the last digit shown, 30 s, over the root of 3, twice.
    assert arrival.expanded_uncertainty_s == pytest.approx(34.64, abs=0.01)


def test_every_case_has_its_row_in_the_page_on_cases() -> None:
    page = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")

    assert [case for case in IDS if not re.search(rf"^\| {case} ", page, re.MULTILINE)] == []
