"""The live board shows what joining would come to now, and joins nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from drillplanner.cli import main
from drillplanner.services.exchange.shared_folder import Dropper, Signs, read_folder
from drillplanner.services.review.merging.board_view import board_lines
from drillplanner.services.review.merging.live_board import BoardNow, StationNow
from tests.services.laptops import Laptop, laptops


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Mapping[str, Laptop]]:
    with laptops(tmp_path / "held") as made:
        for one in made.values():
            one.sync("sync-1")
        made["post"].mark("alarm")
        made["gate"].mark("shut", "c1", 20)
        yield made


@pytest.fixture
def share(tmp_path: Path) -> Path:
    made = tmp_path / "share"
    made.mkdir()
    return made


def dropped(share: Path, laptop: Laptop, battery: int | None = None) -> None:
    signs = Signs(laptop.source, 1, battery)
    Dropper().write(share, laptop.services.board.drop(laptop.drill, laptop.source, signs))


def looked(planner: Laptop, share: Path, heard_s: float | None = None) -> BoardNow:
    found = read_folder(share)
    heard = {} if heard_s is None else {one.name: heard_s for one in found}
    return planner.services.board.look(planner.drill, found, heard)


def stations(board: BoardNow) -> dict[str, StationNow]:
    return {one.source: one for one in board.stations}


def say(words: object) -> str:
    return str(words)


def test_who_is_there_what_came_last_and_what_is_still_to_come(
    held: Mapping[str, Laptop], share: Path
) -> None:
    for one in ("gate", "roof"):
        dropped(share, held[one], 60)

    board = looked(held["post"], share, 4.0)

    found = stations(board)
    assert set(found) == {"post", "gate", "roof"}
    assert found["post"].is_here
    assert (found["gate"].battery, found["gate"].heard_s) == (60, 4.0)
    assert "shut" in str(found["gate"].last).lower()
    assert found["gate"].tie is not None
    assert found["gate"].tie.standing == "tied"
    assert len(found["roof"].to_come) == 3
    assert found["roof"].last == ""
    assert board.targets[0].is_under_way


def test_targets_are_measured_as_joining_would(held: Mapping[str, Laptop], share: Path) -> None:
    held["gate"].mark("shut", "c2", 15)
    dropped(share, held["gate"])

    board = looked(held["post"], share)

    assert not board.targets[0].is_under_way
    assert board.targets[0].sign.shape == "disc"


def test_looking_joins_nothing(held: Mapping[str, Laptop], share: Path) -> None:
    dropped(share, held["gate"])
    before = held["post"].services.packs.hand_over(held["post"].drill)

    looked(held["post"], share)

    assert held["post"].services.packs.hand_over(held["post"].drill) == before


def test_without_a_folder_in_reach_the_own_log_is_shown(held: Mapping[str, Laptop]) -> None:
    board = held["post"].services.board.look(held["post"].drill, ())

    assert list(stations(board)) == ["post"]


def test_what_is_dropped_holds_no_names(held: Mapping[str, Laptop], share: Path) -> None:
    dropped(share, held["gate"])

    (found,) = read_folder(share)

    assert b"Keeper of gate" not in found.pack
    assert held["post"].services.packs.examine(share / f"{found.name}.drillpack").can_be_joined


def test_a_changed_pack_is_doubted_and_what_is_none_is_named(
    held: Mapping[str, Laptop], share: Path
) -> None:
    dropped(share, held["gate"])
    (path,) = share.glob("*.drillpack")
    path.write_bytes(path.read_bytes()[:-200])
    (share / "other.drillpack").write_bytes(b"no pack")

    board = looked(held["post"], share)

    assert stations(board)["gate"].doubt is not None
    assert board.refused == ("other",)


def test_a_pack_of_another_drill_is_passed_over(
    held: Mapping[str, Laptop], share: Path, tmp_path: Path
) -> None:
    with laptops(tmp_path / "others", ("else",)) as others:
        dropped(share, others["else"])

        assert list(stations(looked(held["post"], share))) == ["post"]


def test_a_silent_station_raises_no_alarm(held: Mapping[str, Laptop], share: Path) -> None:
    dropped(share, held["gate"])

    lines = "\n".join(board_lines(looked(held["post"], share, 4_000.0), say))

    assert "1 h ago" in lines
    assert "▲" not in lines


def test_the_command_shows_the_board(
    held: Mapping[str, Laptop], share: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    dropped(share, held["gate"])
    workspace = held["post"].services.paths.workspace
    held["post"].services.close()

    assert main(["board", str(share), "--workspace", str(workspace)]) == 0
    said = capsys.readouterr().out

    assert "Stations, round 1" in said
    assert "gate | Running" in said
