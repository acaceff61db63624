"""Drills across midnight, a leap day, a year's end, a change of clocks (row 20)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.report.content import evaluation_report
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.render.pdf import write_pdf
from drillplanner.services.review.merging.inputs import Inputs
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.review.table_review import Review, score_files
from drillplanner.services.run.recorder import Recorder, Station
from tests.contract.build import script, write_files
from tests.fakes import FakeClock, ListStore, wall_ns

#: Zone, start, stop, the seconds between them and the offsets of the two, worked by hand.
DRILLS = [
    # 23:59:30 to 00:00:30 is a minute, whatever the day
    ("Asia/Shanghai", "2028-02-28T23:59:30", "2028-02-29T00:00:30", 60, "+08:00"),
    ("Asia/Shanghai", "2028-02-29T23:59:30", "2028-03-01T00:00:30", 60, "+08:00"),
    ("Asia/Shanghai", "2027-02-28T23:59:30", "2027-03-01T00:00:30", 60, "+08:00"),
    ("Asia/Shanghai", "2026-12-31T23:59:30", "2027-01-01T00:00:30", 60, "+08:00"),
    # 01:59:30 CET to 03:00:30 CEST is a minute: the hour between was left out
    ("Europe/Berlin", "2026-03-29T01:59:30", "2026-03-29T03:00:30", 60, "+01:00"),
    # 02:59:30 CEST to 02:00:30 CET is a minute: the clock went back an hour
    ("Europe/Berlin", "2026-10-25T02:59:30+02:00", "2026-10-25T02:00:30+01:00", 60, "+02:00"),
]


def review(folder: Path, zone: str, start: str, stop: str) -> Review:
    write_files(folder, script(zone=zone), [[f"A,S,{start},0", f"A,X,{stop},0"]])
    return score_files(Inputs(folder / "script.json", (folder / "log1.csv",)))


@pytest.mark.parametrize(("zone", "start", "stop", "elapsed_s", "offset"), DRILLS)
def test_durations_hold_across_the_calendar(
    tmp_path: Path, zone: str, start: str, stop: str, elapsed_s: float, offset: str
) -> None:
    [target] = review(tmp_path, zone, start, stop).card.targets

    assert target.elapsed_s == elapsed_s


@pytest.mark.parametrize(("zone", "start", "stop", "elapsed_s", "offset"), DRILLS)
def test_a_live_drill_goes_on_across_the_calendar(
    zone: str, start: str, stop: str, elapsed_s: float, offset: str
) -> None:
    whole = start if "+" in start else f"{start}{offset}"
    clock = FakeClock(wall=wall_ns(whole))
    store = ListStore()
    recorder = Recorder.started(store, Station(DrillId("d1"), "gate", PersonId("p1")), clock)
    recorder.arm()
    recorder.mark("S")
    for _tick in range(round(elapsed_s * 10)):
        clock.advance(0.1)
        recorder.watch()
    recorder.mark("X")

    first, second = observe(store.saved, zone).observations
    assert first.at_s is not None
    assert second.at_s is not None
    assert second.at_s - first.at_s == elapsed_s
    # Local time alone jumps: the clocks of the machine did not, and nothing is noted.
    assert [one.entry.kind for one in store.saved] == ["arm", "mark", "mark"]


@pytest.mark.parametrize("timezone", ["UTC", "America/New_York"])
@pytest.mark.parametrize(("zone", "start", "stop", "elapsed_s", "offset"), DRILLS)
def test_the_report_says_the_offset_of_its_times_wherever_it_is_printed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    timezone: str,
    zone: str,
    start: str,
    stop: str,
    elapsed_s: float,
    offset: str,
) -> None:
    import pypdf

    monkeypatch.setenv("TZ", timezone)
    made = review(tmp_path, zone, start, stop)
    path = tmp_path / "report.pdf"

    write_pdf(evaluation_report(ReportInputs(made.script, made.log, made.card)), path, "en")

    text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert offset in text
    assert re.search(r"1\s+min", text)
