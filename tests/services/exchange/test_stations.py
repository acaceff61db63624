"""A post is handed what it has to see, locked; what it logs joins the whole drill by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.station_pack import read_station_pack
from drillplanner.plan.writer import format_script
from drillplanner.services.exchange.stations import ClockCompared, HandOut, compared, doubts
from drillplanner.services.plan.scripts import OpenScript, opened, samples
from drillplanner.services.review.review_session import review_drill
from drillplanner.services.run.live_session import LiveSession, Start
from drillplanner.services.run.sessions import open_workspace
from tests.fakes import FakeClock, wall_ns

SCRIPT = samples()[0]


@pytest.fixture
def planner(tmp_path: Path) -> Iterator[Services]:
    with build(Paths.within(tmp_path / "planner"), FakeClock()) as services:
        yield services


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Services]:
    with build(Paths.within(tmp_path / "post"), FakeClock()) as services:
        yield services


def hand_out(
    planner: Services, folder: Path, nature: str = "no_notice", script: OpenScript = SCRIPT
) -> Path:
    folder.mkdir(exist_ok=True)
    order = HandOut(
        script, "Drill", nature, folder, "en", PersonId("boss"), ("gate",), "Command post"
    )
    (path,) = planner.stations.hand_out(order)
    return path


def log_at(post: Services, path: Path) -> LiveSession:
    """Take a pack over, arm its drill, mark its first step and end."""
    pack, _doubts = post.stations.open(path)
    script = post.stations.take_over(pack)
    (offer,) = post.catalogue.offers(script.document, "Gate")
    start = Start(script, "", "no_notice", "Gate", PersonId("k"), posts=("gate",))
    session = post.sessions.begin(replace(start, again=offer.again))
    session.recorder.arm()
    session.recorder.mark(script.script.steps[0].id)
    session.recorder.end()
    return session


def test_a_no_notice_pack_holds_only_its_own_post(planner: Services, tmp_path: Path) -> None:
    path = hand_out(planner, tmp_path / "out")

    pack = read_station_pack(path.read_bytes())

    script = pack.script()
    assert {one.id for one in script.posts} == {"gate"}
    others = [one for one in SCRIPT.script.steps if "gate" not in (one.post, one.backup_post)]
    texts = path.read_text("utf-8")
    assert others
    for step in others:
        assert isinstance(step.text, dict)
        assert not any(words in texts for words in step.text.values()), step.id
    assert not script.targets


def test_a_formal_drills_pack_holds_the_whole_script(planner: Services, tmp_path: Path) -> None:
    pack = read_station_pack(hand_out(planner, tmp_path / "out", "formal").read_bytes())

    assert pack.document == SCRIPT.document


def test_a_practice_pack_invents_its_events_and_keeps_nothing(
    planner: Services, post: Services, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    order = HandOut(
        SCRIPT, "Drill", "formal", folder, "en", PersonId("boss"), ("gate",), with_practice=True
    )
    whole, practice = planner.stations.hand_out(order)

    pack, _doubts = post.stations.open(practice)
    script = post.stations.take_over(pack).script

    own = read_station_pack(whole.read_bytes()).script()
    seen = [one for one in own.steps if "gate" in (one.post, one.backup_post)]
    assert len(script.steps) >= len(seen)
    text = practice.read_text("utf-8")
    assert not any(f'"{step.id}"' in text for step in SCRIPT.script.steps)
    assert not any(str(step.text["en"]) in text for step in seen if isinstance(step.text, dict))
    assert post.catalogue.drills() == ()


def test_what_a_post_logs_by_its_part_joins_the_whole_drill(
    planner: Services, post: Services, tmp_path: Path
) -> None:
    session = log_at(post, hand_out(planner, tmp_path / "out"))
    path = post.packs.write(session.drill.id, tmp_path / "gate.drillpack").path

    found = planner.packs.examine(path, session.drill.id)

    assert found.verdict == "sound"
    planner.packs.join(found)
    review = review_drill(planner.reviews.drill(session.drill.id))
    assert len(review.script.steps) == len(SCRIPT.script.steps)
    assert [row.source for row in review.log.observations] == ["Gate"]
    # At the post it is reviewed by its own part.
    own = review_drill(post.reviews.drill(session.drill.id))
    assert len(own.script.steps) < len(review.script.steps)


def test_a_pack_of_an_older_version_joins_by_step_and_what_differs_is_told(
    planner: Services, post: Services, tmp_path: Path
) -> None:
    old = hand_out(planner, tmp_path / "old", "formal")
    steps = [one for one in SCRIPT.script.steps if one.id != SCRIPT.script.steps[-1].id]
    changed = replace(SCRIPT.script, steps=tuple(steps[:1]), targets=(), orders=(), criteria=())
    changed = replace(changed, objectives=(), t0=None, steps=(replace(steps[0], text="Other"),))
    hand_out(planner, tmp_path / "new", "formal", opened(format_script(changed)))
    session = log_at(post, old)
    path = post.packs.write(session.drill.id, tmp_path / "gate.drillpack").path

    found = planner.packs.examine(path)
    planner.packs.join(found)

    assert len(planner.catalogue.drills()) == 1
    said = " ".join(str(one) for one in found.notes)
    assert "another version of the script" in said
    assert SCRIPT.script.steps[-1].id in said
    review = review_drill(planner.reviews.drill(session.drill.id))
    assert review.script.steps[0].text == "Other"
    assert not review.inputs.has_adopted


@pytest.mark.parametrize("at", [100, 600, -200])
def test_a_pack_that_was_changed_in_a_byte_is_not_opened(
    planner: Services, post: Services, tmp_path: Path, at: int
) -> None:
    path = hand_out(planner, tmp_path / "out")
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))

    with pytest.raises(FileRefused):
        post.stations.open(path)


def test_other_files_are_no_station_packs(post: Services, tmp_path: Path) -> None:
    path = tmp_path / "x.drillpost"
    for data in (b"", b"PK\x03\x04", b"0" * 64 + b" {}", b"a" * 100_000):
        path.write_bytes(data)
        with pytest.raises(FileRefused):
            post.stations.open(path)


def test_another_key_and_a_clock_in_the_past_are_doubted(
    planner: Services, post: Services, tmp_path: Path
) -> None:
    path = hand_out(planner, tmp_path / "out")
    pack, _doubts = post.stations.open(path)
    post.stations.take_over(pack)
    other = replace(pack, key=LaptopKey.made().public, made_utc_ns=pack.made_utc_ns + 10**11)

    post.close()
    with open_workspace(post.paths.workspace, read_only=True) as workspace:
        said = [str(one) for one in doubts(workspace, other, FakeClock().wall)]

    assert any("another key" in one for one in said)
    assert any("behind the planner's by 100 s" in one for one in said)


def test_an_unknown_post_is_refused_with_those_there_are(planner: Services, tmp_path: Path) -> None:
    order = HandOut(SCRIPT, "D", "formal", tmp_path, "en", PersonId("b"), ("nowhere",))

    with pytest.raises(UserError, match="gate"):
        planner.stations.hand_out(order)


def test_what_the_drills_clock_shows_is_compared_at_the_press() -> None:
    nine = wall_ns("2026-11-23T09:00:00+08:00")

    assert compared("09:00:00", nine) == ClockCompared(Decimal("-0.500"), Decimal("1.04"))
    assert compared("０８：５９：５０", nine).offset_s == Decimal("9.500")
    assert compared("23:59:59.0", wall_ns("2026-11-23T00:00:01+08:00")).offset_s == 2
    with pytest.raises(UserError):
        compared("9 o'clock", nine)


def test_a_tie_that_contradicts_the_comparison_is_doubted(
    planner: Services, post: Services, tmp_path: Path
) -> None:
    path = hand_out(planner, tmp_path / "out", "formal")
    pack, _doubts = post.stations.open(path)
    script = post.stations.take_over(pack, ClockCompared(Decimal("60"), Decimal("1")))
    (offer,) = post.catalogue.offers(script.document, pack.assignment.name)
    start = Start(script, "", "formal", pack.assignment.name, PersonId("k"), again=offer.again)
    gate = post.sessions.begin(start).recorder
    boss = planner.sessions.begin(replace(start, source="Command post")).recorder
    for one in (gate, boss):
        one.arm()
        one.sync("sync-1")
        one.mark(script.script.steps[0].id)
    planner.packs.join(
        planner.packs.examine(post.packs.write(pack.drill, tmp_path / "g.drillpack").path)
    )

    review = review_drill(planner.reviews.drill(pack.drill))

    assert [one.kind for one in review.card.conflicts if one.kind == "doubtful_tie"]
