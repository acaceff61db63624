"""Five laptops, three ways of joining, one time line: real keys, planted clocks, the same bytes."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from drillplanner.bootstrap import Paths, build
from drillplanner.cli import main
from drillplanner.store.hub.server import connected
from tests.hub.conftest import County
from tests.xvfb.display import ROOT, is_available
from tests.xvfb.five_stations import POSTS, STEPS, hand_out, play

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst"),
]

#: A camera that is 61.4 s fast against the control post, and saw the seventh step.
CAMERA_FAST_S = 61.4


def of_day(wall_ns: int) -> float:
    at = datetime.fromtimestamp(wall_ns / 1e9, ZoneInfo("Asia/Shanghai"))
    return at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6


def clock_words(at_s: float) -> str:
    return f"{int(at_s) // 3600:02d}:{int(at_s) // 60 % 60:02d}:{at_s % 60:06.3f}"


def time_line(capsys: pytest.CaptureFixture[str], logs: Sequence[Path]) -> str:
    capsys.readouterr()
    words = [word for path in logs for word in ("--log", str(path))]
    assert main(["timeline", *words, "--json"]) == 0
    return capsys.readouterr().out


def table_of(line: dict[str, Any], truth: dict[str, float]) -> tuple[str, int]:
    """Write how far each joined instant lies from the true one, and count those inside U."""
    rows = [f"{'step':<8}{'sources':<18}{'error s':>9}{'U s':>8}  inside"]
    inside = 0
    for point in line["points"]:
        error = point["at"] - truth[point["step"]]
        is_inside = abs(error) <= 2 * point["uncertainty_s"]
        inside += is_inside
        sources = ", ".join(point["sources"])
        rows.append(
            f"{point['step']:<8}{sources:<18}{error:>9.3f}{2 * point['uncertainty_s']:>8.2f}"
            f"  {'yes' if is_inside else 'NO'}"
        )
    rows.append(f"inside their stated U: {inside} of {len(line['points'])}")
    rows += [f"{one['source']}: {one['standing']}, offset {one['offset_s']}"
             for one in line["sources"]]  # fmt: skip
    return "\n".join(rows), inside


def test_sticks_folder_and_server_give_the_same_bytes_near_the_truth(
    tmp_path: Path, county: County, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("DRILLPLANNER_HOME", str(tmp_path / "home"))
    share, sticks = tmp_path / "share", tmp_path / "sticks"
    for folder in (share, sticks):
        folder.mkdir()
    planner, drill, packs = hand_out(tmp_path)
    true_ns = play(tmp_path, packs, share)
    boot_to_wall = time.time_ns() - time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    truth = {step: of_day(at + boot_to_wall) for step, at in true_ns.items()}
    camera = tmp_path / "camera.csv"
    camera.write_text(
        "source,step,time,uncertainty_s,bound,note,observed\n"
        f"cam,@offset:control,{CAMERA_FAST_S},0.3,,,\n"
        f"cam,s7,{clock_words(truth['s7'] + CAMERA_FAST_S)},0.1,,,video\n"
    )

    by_stick: list[Path] = []
    server = county.enrol("planner", "planner")
    for name in POSTS:
        with build(Paths.within(tmp_path / name)) as station, connected(server) as hub:
            by_stick.append(station.packs.write(drill, sticks / f"{name}.drillpack").path)
            station.hub.push(hub, drill, "school")
    with connected(server) as hub:
        planner.hub.pull(hub)
    by_server = planner.packs.write(drill, tmp_path / "server.drillpack").path
    planner.close()
    by_folder = sorted(share.glob("*.drillpack"))
    found = {
        "sticks": time_line(capsys, [*by_stick, camera]),
        "the other way round": time_line(capsys, [*by_stick[::-1], by_stick[0], camera]),
        "folder": time_line(capsys, [*by_folder, camera]),
        "server": time_line(capsys, [by_server, camera]),
    }
    line = json.loads(found["sticks"])
    table, inside = table_of(line, truth)
    sys.stdout.write(table + "\n")
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    (out / "five-stations.txt").write_text(table + "\n", encoding="utf-8")

    assert len(by_folder) == len(POSTS)
    assert len(set(found.values())) == 1
    assert line["clock"] == "control"
    assert {point["step"] for point in line["points"]} == set(STEPS)
    standings = {one["source"]: one["standing"] for one in line["sources"]}
    assert standings == {"control": "drill_clock", "cam": "tied",
                         **{name: "tied" for name in POSTS if name != "control"}}  # fmt: skip
    for one in line["sources"]:
        if one["source"] in POSTS and one["source"] != "control":
            assert abs(one["offset_s"] + POSTS[one["source"]]) <= one["expanded_uncertainty_s"]
    assert inside >= len(STEPS) - 1
    # The false start counts for nothing and is listed.
    assert [one["reason"] for one in line["superseded"]].count("void") >= 1
