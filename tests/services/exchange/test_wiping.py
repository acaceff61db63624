"""A post's laptop is cleared in one step, and only while a log pack holds all that goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.cli import main
from drillplanner.services.exchange.stations import HandOut
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.live_session import Start
from tests.fakes import FakeClock

WRITTEN = "只有这里写过的话"


SCRIPT = samples()[0]


class Post:
    """A post that took a station pack over, logged by it, and left traces in second places."""

    def __init__(self, folder: Path, services: Services, station: Path) -> None:
        self.folder, self.services, self.station = folder, services, station
        pack, _doubts = services.stations.open(station)
        script = services.stations.take_over(pack)
        (offer,) = services.catalogue.offers(script.document, "Gate")
        start = Start(script, "", "no_notice", "Gate", PersonId("k"), posts=("gate",))
        self.session = services.sessions.begin(replace(start, again=offer.again))
        self.session.recorder.arm()
        self.drill = self.session.drill.id
        self.mark()
        self.session.recorder.note(WRITTEN)
        services.safekeeping.second = folder / "second"
        services.safekeeping.back_up()

    def mark(self) -> None:
        self.session.recorder.mark(SCRIPT.script.steps[0].id)

    def pack(self) -> Path:
        return self.services.packs.write(self.drill, self.folder / "log.drillpack").path


def handed_out(folder: Path, name: str) -> Path:
    with build(Paths.within(folder / name), FakeClock()) as planner:
        order = HandOut(
            SCRIPT, name, "no_notice", folder, "en", PersonId("boss"), ("gate",), "Command post"
        )
        (path,) = planner.stations.hand_out(order)
    return path.rename(folder / f"{name}.drillpost")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    station = handed_out(tmp_path, "Drill")
    with build(Paths.within(tmp_path / "post"), FakeClock()) as services:
        yield Post(tmp_path, services, station)


def places_with(folder: Path, words: str) -> list[Path]:
    needle = words.encode()
    return [path for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_log_station_pack_and_second_places_go_in_one_step(post: Post) -> None:
    pack = post.pack()
    assert len(places_with(post.folder, WRITTEN)) > 2
    wiping = post.services.wiping

    found = wiping.look(post.drill, pack, [post.station])
    gone = wiping.wipe(found, "Chief")
    post.services.close()

    assert gone.left == ()
    assert found.traces.entries == 3
    assert places_with(post.folder, WRITTEN) == [pack]
    assert not post.station.exists()
    assert post.services.catalogue.drills() == ()


def test_a_pack_that_lacks_the_last_entry_does_not_allow_it(post: Post) -> None:
    pack = post.pack()
    found = post.services.wiping.look(post.drill, pack)
    post.mark()

    with pytest.raises(UserError, match="does not hold all"):
        post.services.wiping.wipe(found, "Chief")

    assert len(post.services.catalogue.drills()) == 1


@pytest.mark.parametrize("harm", ["cut", "gone", "unsigned"])
def test_a_pack_that_is_not_whole_does_not_allow_it(post: Post, harm: str) -> None:
    pack = post.pack()
    data = pack.read_bytes()
    if harm == "gone":
        pack.unlink()
    else:
        pack.write_bytes(data[:-300] if harm == "cut" else data.split(b"\n", 1)[1])

    with pytest.raises(UserError):
        post.services.wiping.look(post.drill, pack)


def test_somebody_has_to_be_named_and_nothing_goes_before(post: Post) -> None:
    found = post.services.wiping.look(post.drill, post.pack(), [post.station])

    with pytest.raises(UserError):
        post.services.wiping.wipe(found, " ")

    assert post.station.is_file()
    assert len(post.services.catalogue.drills()) == 1


def test_the_station_pack_of_another_drill_stays(post: Post, tmp_path: Path) -> None:
    other = handed_out(tmp_path, "Other")

    with pytest.raises(FileRefused, match="another drill"):
        post.services.wiping.look(post.drill, post.pack(), [other])


def test_a_planners_own_laptop_is_not_offered_it(post: Post, tmp_path: Path) -> None:
    with build(Paths.within(tmp_path / "Drill"), FakeClock()) as planner:
        planner.packs.join(planner.packs.examine(post.pack()))

        assert not planner.wiping.is_offered(post.drill)
    assert post.services.wiping.is_offered(post.drill)


def test_the_command_says_what_would_go_and_does_it_when_told(
    post: Post, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    pack, station = post.pack(), post.station
    post.services.close()
    workspace = post.services.paths.workspace
    command = ["wipe", post.drill, "--pack", str(pack), "--station", str(station),
               "--workspace", str(workspace)]  # fmt: skip

    assert main(command) == 0
    said = capsys.readouterr().out
    assert "3 entries" in said
    assert "cannot be undone" in said
    assert station.is_file()
    assert main([*command, "--by", "Chief", "--yes"]) == 0
    assert not station.exists()
