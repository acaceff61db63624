"""pack, merge, ties, timeline, and score of packs: the command line does what the window does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from drillplanner.cli import main
from drillplanner.exchange.pack.log_pack import read_pack
from drillplanner.exchange.pack.station_pack import read_station_pack
from drillplanner.resources import resource
from tests.services.laptops import Laptop, laptops


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, Laptop]]:
    monkeypatch.setenv("DRILLPLANNER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    with laptops(tmp_path / "held", ("post", "gate")) as made:
        for one in made.values():
            one.sync("sync-1")
        made["post"].mark("alarm")
        made["gate"].mark("alarm", None, 1.2)
        made["gate"].mark("shut", "c1", 20)
        made["gate"].mark("shut", "c2", 30)
        yield made


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    capsys.readouterr()
    status = main([str(one) for one in arguments])
    said = capsys.readouterr()
    assert status == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_merging_in_other_orders_gives_the_same_bytes(
    held: Mapping[str, Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packs = [one.pack() for one in held.values()]

    first = told(capsys, "merge", *packs, "--json", "-o", tmp_path / "a.drillpack")
    told(capsys, "merge", *packs[::-1], packs[0], "--json", "-o", tmp_path / "b.drillpack")

    assert (tmp_path / "a.drillpack").read_bytes() == (tmp_path / "b.drillpack").read_bytes()
    assert [one["verdict"] for one in first["packs"]] == ["joined", "joined"]
    assert first["entries"] == len(
        [one for one in read_pack((tmp_path / "a.drillpack").read_bytes()).facts
         if one.kind == "entry"]
    )  # fmt: skip


def test_packs_and_their_merged_pack_score_alike(
    held: Mapping[str, Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packs = [one.pack() for one in held.values()]
    main(["merge", *map(str, packs), "-o", str(tmp_path / "c.drillpack")])

    apart = told(capsys, "score", "--log", packs[0], "--log", packs[1], "--json")
    whole = told(capsys, "score", "--log", tmp_path / "c.drillpack", "--json")

    assert apart == whole
    assert {one["id"]: one["verdict"] for one in whole["targets"]}["T"] == "met"


def test_ties_and_timeline_say_what_became_of_each_entry(
    held: Mapping[str, Laptop], capsys: pytest.CaptureFixture[str]
) -> None:
    logs = [word for one in held.values() for word in ("--log", one.pack())]

    ties = told(capsys, "ties", *logs, "--json")
    line = told(capsys, "timeline", *logs, "--json")

    assert {one["source"]: one["standing"] for one in ties["sources"]} == {
        "post": "drill_clock",
        "gate": "tied",
    }
    alarm = next(one for one in line["points"] if one["step"] == "alarm")
    assert [one["reason"] for one in alarm["entries"]] == ["mean", "mean"]
    assert main(["timeline", *map(str, logs)]) == 0
    assert "alarm" in capsys.readouterr().out


def test_a_log_is_not_scored_by_the_script_of_another_drill(
    held: Mapping[str, Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = held["gate"].pack()
    other = tmp_path / "other.json"
    other.write_bytes(resource("scripts", "gate-intruder.json").read_bytes())
    order = ("score", "--script", str(other), "--log", str(pack), "--json")

    assert main(list(order)) == 1
    assert "other.json" in capsys.readouterr().err
    assert main([*order, "--accept"]) == 0


def test_a_table_is_joined_beside_packs(
    held: Mapping[str, Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "camera.csv"
    table.write_text(
        "source,step,time,uncertainty_s,bound,note,observed\n"
        "camera,@offset:post,+10,0.5,,,\ncamera,call,09:00:30,,,,video\n",
        encoding="utf-8",
    )

    found = told(capsys, "timeline", "--log", held["post"].pack(), "--log", table, "--json")

    camera = next(one for one in found["sources"] if one["source"] == "camera")
    assert (camera["standing"], camera["offset_s"]) == ("tied", -10.0)


def test_what_should_be_looked_at_first_is_refused_unless_accepted(
    held: Mapping[str, Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = held["gate"].pack()
    path.write_bytes(path.read_bytes()[:-300])

    assert main(["score", "--log", str(path)]) == 1
    assert "was cut" in capsys.readouterr().err
    assert main(["score", "--log", str(path), "--accept"]) == 0


def test_packs_of_two_drills_are_not_merged(
    held: Mapping[str, Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with laptops(tmp_path / "other", ("roof",)) as made:
        stranger = made["roof"].pack()

    assert main(
        ["merge", str(held["gate"].pack()), str(stranger), "--accept", "-o", str(tmp_path / "c")]
    ) == 1  # fmt: skip
    assert "another drill" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def test_a_pack_leaves_by_the_command_line_and_by_codes(
    held: Mapping[str, Laptop],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = held["post"]
    monkeypatch.setenv("DRILLPLANNER_HOME", str(post.services.paths.key.parent))
    drill, workspace = post.drill, str(post.services.paths.workspace)
    post.services.close()
    packed, codes = tmp_path / "p.drillpack", tmp_path / "codes"
    codes.mkdir()

    assert main(["pack", drill, "--workspace", workspace, "-o", str(packed)]) == 0
    assert main(["pack", "--workspace", workspace, "--codes", "-o", str(codes)]) == 0
    capsys.readouterr()
    pictures = sorted(map(str, codes.glob("*.png")))
    assert main(["merge", *pictures[::-1], "-o", str(tmp_path / "back.drillpack")]) == 0

    assert "does not show whether" in capsys.readouterr().err
    assert {one.hash for one in read_pack(packed.read_bytes()).facts} <= {
        one.hash for one in read_pack((tmp_path / "back.drillpack").read_bytes()).facts
    }
    assert main(["merge", *pictures[1:], "-o", str(tmp_path / "no.drillpack")]) == 1
    assert "missing: 1" in capsys.readouterr().err


def test_a_post_is_handed_its_part(
    held: Mapping[str, Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = held["post"]
    workspace = str(post.services.paths.workspace)
    post.services.close()
    target = tmp_path / "x.drillpost"

    assert main(["pack", "--workspace", workspace, "--station", "no", "-o", str(target)]) == 1
    assert "has no post no" in capsys.readouterr().err
    (known,) = [one.id for one in post.session.script.posts][:1] or [""]  # type: ignore[union-attr]
    if known:
        arguments = ["pack", "--workspace", workspace, "--station", known, "-o", str(target)]
        assert main(arguments) == 0
        assert read_station_pack(target.read_bytes()).assignment.post == known
