"""The built-in scripts are sound, complete in both languages, and honest about their limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.model import FirstOf, LastOf, OnlyIf, Script, Target, refs, split_ref
from drillplanner.plan.parser.reading import examine_file, read_script
from drillplanner.plan.schedule import Schedule
from drillplanner.resources import resource
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.scoring import score

NAMES = ("gate-intruder", "hostage-and-object", "vehicle-at-dismissal")
KINDS = ("anti_violence", "anti_terror", "anti_ramming")
WORDS = {"title", "name", "organisation", "text", "notes", "done_when"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def path_of(name: str) -> Path:
    return resource("scripts", f"{name}.json")


def all_scripts() -> list[Script]:
    return [read_script(path_of(name)) for name in NAMES]


def all_targets() -> list[Target]:
    return [target for script in all_scripts() for target in script.targets]


def texts_in(value: Any) -> Iterator[Any]:
    """Give every text for people in a script's JSON, in whatever shape it stands."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in WORDS:
                yield inner
            else:
                yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def run_as_planned(
    script: Script, folder: Path, option: str | None = None, late: dict[str, float] | None = None
) -> Scorecard:
    """Score a drill in which one timekeeper saw every step at its planned second."""
    times = Schedule(script.steps).earliest_s
    lines = ["source,step,time,uncertainty_s,bound,note"]
    for step in script.steps:
        if step.only_if is not None and step.only_if.option != option:
            continue
        at = times[step.id] + (late or {}).get(step.id, 0.0)
        parts = [unit.id for unit in step.units]
        if step.kind == "decision" and option is not None:
            parts = [option]
        marks = [f"{step.id}/{part}" for part in parts] or [step.id]
        lines.extend(f"command,{mark},{at:.1f},0.3,," for mark in marks)
    log = folder / "log.csv"
    log.write_text("\n".join(lines), encoding="utf-8")
    return score(script, read_logs([log], script))


def verdicts(card: Scorecard) -> dict[str, str]:
    targets = {result.id: str(result.verdict) for result in card.targets}
    return targets | {result.id: str(result.verdict) for result in card.orders}


def test_there_is_one_script_of_each_kind() -> None:
    shipped = sorted(path.name for path in resource("scripts").glob("*.json"))

    assert shipped == sorted(f"{name}.json" for name in NAMES)
    assert [script.kind for script in all_scripts()] == list(KINDS)
    assert [script.id for script in all_scripts()] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_found_in_a_built_in_script_is_that_suggested_values_await_the_planner(
    name: str,
) -> None:
    examination = examine_file(path_of(name))

    assert examination.faults == ()
    assert [warning.path for warning in examination.warnings] == ["$.targets"]
    assert "class D" in str(examination.warnings[0].text)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_in_chinese_and_in_english(name: str) -> None:
    document = json.loads(path_of(name).read_text(encoding="utf-8"))

    texts = list(texts_in(document))

    assert document["language"] == "zh_CN"
    assert all(set(text) == {"zh_CN", "en"} for text in texts)
    assert [text["zh_CN"] for text in texts if not CHINESE.search(text["zh_CN"])] == []
    assert [text["en"] for text in texts if CHINESE.search(text["en"]) or not text["en"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_chinese_texts_use_full_width_marks_and_drill_words(name: str) -> None:
    document = json.loads(path_of(name).read_text(encoding="utf-8"))

    chinese = [text["zh_CN"] for text in texts_in(document)]

    assert [text for text in chinese if re.search(r"[,;:!?()\"']|\. ", text)] == []
    assert [text for text in chinese if re.search("玩家|选手|锻炼|注射|父母|观众", text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_script_has_12_to_20_steps_each_with_two_posts_and_a_sign_that_it_is_done(
    name: str,
) -> None:
    script = read_script(path_of(name))

    assert 12 <= len(script.steps) <= 20
    for step in script.steps:
        assert step.done_when, step.id
        assert step.post, step.id
        assert step.backup_post, step.id
        assert step.backup_post != step.post, step.id


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_named_that_is_not_used(name: str) -> None:
    script = read_script(path_of(name))
    owners = {target.owner for target in script.targets}

    assert {step.phase for step in script.steps} == {phase.id for phase in script.phases}
    posts = {step.post for step in script.steps} | {step.backup_post for step in script.steps}
    assert posts == {post.id for post in script.posts}
    assert {step.role for step in script.steps} | owners == {role.id for role in script.roles}
    assert None not in owners


@pytest.mark.parametrize("name", NAMES)
def test_the_danger_follows_the_word_to_begin_which_no_span_uses(name: str) -> None:
    script = read_script(path_of(name))
    assert script.t0 is not None
    ends = {
        split_ref(ref)[0] for t in script.targets for end in (t.start, t.stop) for ref in refs(end)
    }

    assert [after.step for after in script.step(script.t0).after] == ["begin"]
    assert script.step(script.t0).kind == "inject"
    assert script.t0 in ends
    assert "begin" not in ends


def test_the_scripts_show_every_part_of_the_format_between_them() -> None:
    scripts, targets = all_scripts(), all_targets()
    steps = [step for script in scripts for step in script.steps]
    ends = [end for target in targets for end in (target.start, target.stop)]

    assert any(step.units for step in steps)
    assert any(unit.heads for step in steps for unit in step.units)
    assert any(len(step.options) > 1 for step in steps if step.kind == "decision")
    assert any(step.only_if for step in steps)
    assert {step.kind for step in steps} == {"inject", "action", "decision", "check"}
    assert any(isinstance(end, FirstOf) for end in ends)
    assert any(isinstance(end, LastOf) for end in ends)
    assert any(isinstance(end, str) and "/" in end for end in ends)
    assert any(target.limit_s is None for target in targets)
    assert any(target.critical and target.caps_whole for target in targets)
    assert any(target.critical and not target.caps_whole for target in targets)
    assert {target.source.class_ for target in targets} == {"N", "L", "I", "D"}
    for script in scripts:
        assert any(order.critical for order in script.orders)
        assert any(not order.critical for order in script.orders)
        assert {criterion.scale for criterion in script.criteria} == {"psmu", "grade4", "yes_no"}
        assert script.safety


def test_school_police_station_swat_and_traffic_brigade_own_targets() -> None:
    owners = {target.owner for target in all_targets()}

    assert {"guard", "teacher", "duty", "station", "swat", "traffic", "centre"} <= owners


def test_a_national_or_local_limit_quotes_the_text_that_states_it() -> None:
    quoted = [target for target in all_targets() if target.source.class_ in ("N", "L")]

    assert quoted
    for target in quoted:
        assert target.limit_s is not None
        assert isinstance(target.source.text, dict)
        chinese, english = target.source.text["zh_CN"], target.source.text["en"]
        assert f"{target.limit_s / 60:g}分钟" in chinese, target.id
        assert f"{target.limit_s:g}秒" in chinese, target.id
        assert f"{target.limit_s:g} s" in english, target.id
        assert "参照" not in chinese, target.id
        assert target.source.url.startswith("http"), target.id


def test_an_international_limit_is_the_benchmarks_own_number() -> None:
    for target in all_targets():
        if target.source.class_ == "I":
            assert isinstance(target.source.text, dict)
            assert f"{target.limit_s:g}秒" in target.source.text["zh_CN"], target.id
            assert "参照" in target.source.text["zh_CN"], target.id


def test_a_limit_of_our_own_is_called_a_suggested_value() -> None:
    for target in all_targets():
        if target.source.class_ == "D" and target.limit_s is not None:
            assert isinstance(target.source.text, dict)
            assert "建议值" in target.source.text["zh_CN"], target.id
            assert "uggested value" in target.source.text["en"], target.id


def test_the_national_evacuation_limit_starts_at_the_evacuation_signal_only() -> None:
    national = [target for target in all_targets() if target.source.class_ == "N"]

    assert [(target.start, target.limit_s) for target in national] == [("evacuate-signal", 120.0)]


def test_a_police_ring_starts_when_the_call_is_received() -> None:
    rings = [t for t in all_targets() if "快反圈" in str(t.source) or "处警圈" in str(t.source)]

    assert rings
    assert {target.start for target in rings} == {"received"}


@pytest.mark.parametrize("name", NAMES)
def test_the_notes_say_that_school_and_units_are_invented(name: str) -> None:
    notes = read_script(path_of(name)).notes

    assert isinstance(notes, dict)
    assert "虚构" in notes["zh_CN"]
    assert "invented" in notes["en"]


@pytest.mark.parametrize(
    ("name", "option"), [(NAMES[0], None), (NAMES[1], "assault"), (NAMES[2], None)]
)
def test_a_drill_that_runs_as_planned_meets_every_limit_and_order(
    name: str, option: str | None, tmp_path: Path
) -> None:
    script = read_script(path_of(name))

    card = run_as_planned(script, tmp_path, option)

    expected = {t.id: "recorded" if t.limit_s is None else "met" for t in script.targets}
    assert verdicts(card) == expected | {order.id: "met" for order in script.orders}
    assert card.whole.grade == "excellent"
    assert card.conflicts == ()


def test_release_by_negotiation_leaves_the_assault_out_of_the_drill(tmp_path: Path) -> None:
    script = read_script(path_of("hostage-and-object"))
    assert script.step("contact").only_if == OnlyIf("resolution", "assault")

    found = verdicts(run_as_planned(script, tmp_path, "release"))

    assert found["N2"] == "not_applicable"
    assert found["O1"] == "not_applicable"
    assert found["O2"] == "met"


def test_a_slow_release_costs_no_points(tmp_path: Path) -> None:
    script = read_script(path_of("hostage-and-object"))
    later = [step for step, at in Schedule(script.steps).earliest_s.items() if at >= 1_500]

    card = run_as_planned(script, tmp_path, "assault", dict.fromkeys(later, 7_200.0))

    assert card.whole.rounded == 100


def test_rescuers_before_the_check_for_secondary_devices_cap_the_drill(tmp_path: Path) -> None:
    script = read_script(path_of("hostage-and-object"))

    card = run_as_planned(script, tmp_path, "assault", {"rescuers-in": -200.0})

    assert verdicts(card)["O2"] == "broken"
    assert card.whole.capped
    assert card.owners["command"].capped


def test_the_guard_team_cannot_meet_the_limit_of_the_neighbours(tmp_path: Path) -> None:
    script = read_script(path_of("gate-intruder"))

    card = run_as_planned(script, tmp_path, late={"neighbour-there": 600.0})

    assert verdicts(card)["V10"] == "missed"
    assert verdicts(card)["V10s"] == "met"


def test_one_slow_road_end_misses_the_closure(tmp_path: Path) -> None:
    script = read_script(path_of("vehicle-at-dismissal"))

    card = run_as_planned(script, tmp_path, late={"road-closed": 100.0})

    assert verdicts(card)["R8"] == "missed"


def test_an_arrest_that_is_late_caps_the_police_station_but_not_the_whole(tmp_path: Path) -> None:
    script = read_script(path_of("gate-intruder"))

    card = run_as_planned(script, tmp_path, late={"controlled": 50.0})

    assert verdicts(card)["V15"] == "missed"
    assert card.owners["station"].capped
    assert not card.whole.capped
