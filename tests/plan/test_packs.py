"""Every pack that a wizard can make is a script without faults, with every limit sourced."""

from __future__ import annotations

import itertools

import pytest

from drillplanner.plan.author_texts import every_text
from drillplanner.plan.library.limits import limits
from drillplanner.plan.library.packs import (
    KINDS,
    LEVELS,
    NATURES,
    RINGS,
    Level,
    Nature,
    PackKind,
    Wish,
    build,
)
from drillplanner.plan.parser.reading import examine
from drillplanner.plan.soundness.look_over import look_over
from drillplanner.plan.validation import unpublishable
from drillplanner.plan.writer import format_script


@pytest.mark.parametrize(("kind", "level"), [*itertools.product(KINDS, LEVELS)])
@pytest.mark.parametrize("nature", NATURES)
def test_every_pack_passes_the_check_and_every_limit_is_sourced(
    kind: PackKind, level: Level, nature: Nature
) -> None:
    for ring, floors in itertools.product(RINGS, (3, 6)):
        script = build(Wish(kind, level, nature, ring, floors, 800), "own")

        found = examine(format_script(script))

        assert found.faults == ()
        assert found.script == script
        assert list(unpublishable(script)) == []
        assert all(target.source.text for target in script.targets)
        codes = {one.code for one in look_over(script)}
        assert not codes & {"unseen_step", "safety_item_missing", "unplanned_step"}


def test_a_small_pack_is_smaller_and_still_timed() -> None:
    for kind in KINDS:
        small, full = (build(Wish(kind, level), "own") for level in LEVELS)
        assert len(small.steps) < 0.75 * len(full.steps)
        assert sum(target.limit_s is not None for target in small.targets) >= 4


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_pack_times_all_help_from_outside_once(kind: PackKind) -> None:
    script = build(Wish(kind, "full"), "own")

    names = [target.name["zh_CN"] for target in script.targets if isinstance(target.name, dict)]
    for words in ("120到场", "道路两端封闭", "邻校联防力量到位"):
        assert sum(words in name for name in names) == 1
    assert any("119到场" in name for name in names) == (kind != "anti_violence")
    steps = {step.id: step for step in script.steps}
    late = [steps[one] for one in ("ambulance-there", "road-there") if one in steps]
    assert all(step.post for step in late)


def test_nobody_announces_a_no_notice_drill() -> None:
    for kind in KINDS:
        script = build(Wish(kind, "full", "double_blind"), "own")
        assert "begin" not in [step.id for step in script.steps]
        assert script.t0 is not None


def test_the_ring_of_the_police_station_brings_its_own_source() -> None:
    def station(ring: int) -> tuple[float | None, str]:
        script = build(Wish("anti_violence", "small", ring_s=ring), "own")
        target = next(one for one in script.targets if one.id == "V13")
        return target.limit_s, str(target.source.text)

    assert [station(ring)[0] for ring in RINGS] == [60, 180, 300]
    assert "武汉" in station(60)[1]
    assert "天津" in station(180)[1]


def test_two_minutes_are_national_for_low_schools_alone() -> None:
    def evacuation(floors: int) -> tuple[float | None, str]:
        script = build(Wish("anti_terror", "full", floors=floors), "own")
        target = next(one for one in script.targets if one.id == "E1")
        return target.limit_s, target.source.class_

    assert evacuation(4) == (120, "N")
    assert evacuation(5) == (180, "D")


def test_a_renamed_school_comes_with_the_county() -> None:
    wish = Wish("anti_ramming", "full", school="清河县实验小学", county="清河县")

    script = build(wish, "own")

    said = " ".join(str(words) for _where, words in every_text(script))
    assert "清河县实验小学" in said
    assert "清河县公安局" in said
    assert "安禾" not in said
    assert "Anhe" not in said


def test_pupils_are_counted_where_heads_are() -> None:
    script = build(Wish("anti_violence", "small", pupils=800), "own")

    counted = next(step for step in script.steps if step.id == "counted")
    assert counted.heads is not None
    assert counted.heads.expected == 800


def test_every_limit_of_the_tables_quotes_its_source_and_the_day_it_was_seen() -> None:
    for one in limits():
        assert one.source.text
        assert one.source.seen
        assert one.source.class_ == "D" or one.source.url
    by_act = {
        act: {one.limit_s for one in limits() if one.act == act} for act in ("police_station",)
    }
    assert by_act["police_station"] == {60, 180, 300}
