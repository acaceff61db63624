"""The rules of a sound script: each broken alone, named with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from drillplanner.plan.model import After
from drillplanner.plan.parser.reading import examine, parse_script
from drillplanner.plan.validation import check
from tests.plan.sample import sample, written

Bend = Callable[[dict[str, Any]], object]


def again(name: str) -> Bend:
    return lambda d: d[name].append(dict(d[name][0]))


def in_step(place: int, **fields: Any) -> Bend:
    return lambda d: d["steps"][place].update(fields)


def in_target(place: int, **fields: Any) -> Bend:
    return lambda d: d["targets"][place].update(fields)


NO_ROLE = 'There is no role "x". Write one of: guard, police.'
NO_POST = 'There is no post "x". Write one of: east, west.'
NO_STEP = 'There is no step "x". Write one of: alarm, assembled, locked, police_there, route, seen.'
RULES: list[tuple[Bend, str, str]] = [
    (again("roles"), "$.roles[2].id", 'The id "guard" is given twice. Rename one of the two.'),
    (again("posts"), "$.posts[2].id", 'The id "east" is given twice. Rename one of the two.'),
    (again("phases"), "$.phases[1].id", 'The id "first" is given twice. Rename one of the two.'),
    (again("steps"), "$.steps[6].id", 'The id "seen" is given twice. Rename one of the two.'),
    (again("targets"), "$.targets[2].id", 'The id "T1" is given twice. Rename one of the two.'),
    (again("orders"), "$.orders[1].id", 'The id "O1" is given twice. Rename one of the two.'),
    (again("criteria"), "$.criteria[1].id", 'The id "C1" is given twice. Rename one of the two.'),
    (again("safety"), "$.safety[1].id", 'The id "S1" is given twice. Rename one of the two.'),
    (
        lambda d: d["steps"][2]["units"].append({"id": "c1", "name": "x"}),
        "$.steps[2].units[2].id",
        'The id "c1" is given twice. Rename one of the two.',
    ),
    (
        lambda d: d["steps"][3]["options"].append({"id": "out", "name": "x"}),
        "$.steps[3].options[2].id",
        'The id "out" is given twice. Rename one of the two.',
    ),
    (
        in_step(3, units=[{"id": "stay", "name": "x"}]),
        "$.steps[3].options[1].id",
        'The id "stay" is both a unit and an option of step "route". Rename one of them.',
    ),
    (in_step(0, phase="x"), "$.steps[0].phase", 'There is no phase "x". Write one of: first.'),
    (
        in_step(0, role="gaurd"),
        "$.steps[0].role",
        'There is no role "gaurd". Did you mean guard?',
    ),
    (in_step(0, role="x"), "$.steps[0].role", NO_ROLE),
    (in_step(0, post="x"), "$.steps[0].post", NO_POST),
    (
        in_step(0, backup_post="x"),
        "$.steps[0].backup_post",
        NO_POST,
    ),
    (in_step(1, after=[{"step": "x"}]), "$.steps[1].after[0].step", NO_STEP),
    (
        in_step(4, only_if={"step": "x", "option": "out"}),
        "$.steps[4].only_if.step",
        NO_STEP,
    ),
    (
        in_step(4, only_if={"step": "route", "option": "x"}),
        "$.steps[4].only_if.option",
        'The decision "route" has no option "x". Write one of: out, stay.',
    ),
    (
        in_step(4, only_if={"step": "alarm", "option": "x"}),
        "$.steps[4].only_if.step",
        'The step "alarm" is no decision, so it has no branch.',
    ),
    (
        in_step(3, only_if={"step": "route", "option": "out"}),
        "$.steps[3].only_if",
        'The branch of step "route" depends on the step itself: route → route.',
    ),
    (
        in_step(5, options=[{"id": "o", "name": "x"}]),
        "$.steps[5].options",
        'The step "police_there" has options but is no decision. Make it one, or take the '
        "options out.",
    ),
    (
        in_target(0, owner="x"),
        "$.targets[0].owner",
        NO_ROLE,
    ),
    (in_target(0, stop="x"), "$.targets[0].stop", NO_STEP),
    (in_target(0, stop="alarm/x"), "$.targets[0].stop", 'The step "alarm" has no unit "x".'),
    (
        in_target(0, stop="route/out"),
        "$.targets[0].stop",
        '"route/out" is an option of a decision. Name the decision "route" itself, or a step of '
        "that branch.",
    ),
    (
        in_target(0, stop={"last_of": ["alarm", "x"]}),
        "$.targets[0].stop.last_of[1]",
        NO_STEP,
    ),
    (
        in_target(0, stop={"first_of": ["alarm", "alarm"]}),
        "$.targets[0].stop.first_of[1]",
        '"alarm" is in this list twice.',
    ),
    (
        in_target(0, stop="seen"),
        "$.targets[0].stop",
        'The target "T1" starts and stops at the same step.',
    ),
    (
        in_target(0, stop={"last_of": ["seen"]}),
        "$.targets[0].stop",
        'The target "T1" starts and stops at the same step.',
    ),
    (
        in_target(1, start={"last_of": ["locked/c2", "locked/c1"]}),
        "$.targets[1].stop",
        'The target "T2" starts and stops at the same step.',
    ),
    (
        in_target(0, start="locked"),
        "$.targets[0].stop",
        'The stop of target "T1" comes before its start in the order of steps.',
    ),
    (
        in_target(0, start={"last_of": ["seen", "locked/c1"]}),
        "$.targets[0].stop",
        'The stop of target "T1" comes before its start in the order of steps.',
    ),
    (lambda d: d["orders"][0].update(before="x"), "$.orders[0].before", NO_STEP),
    (
        lambda d: d["orders"][0].update(after="alarm"),
        "$.orders[0].after",
        'The order "O1" puts a step before itself.',
    ),
    (
        lambda d: d["criteria"][0].update(role="x"),
        "$.criteria[0].role",
        NO_ROLE,
    ),
    (lambda d: d.update(t0="x"), "$.t0", NO_STEP),
    (
        lambda d: d.update(t0=None) or d["scoring"].update(half_ratio=1),
        "$.scoring.half_ratio",
        "half_ratio must be greater than 1.",
    ),
    (
        lambda d: d["scoring"].update(zero_ratio=1.4),
        "$.scoring.zero_ratio",
        "zero_ratio must be greater than half_ratio.",
    ),
    (
        lambda d: d["scoring"]["grades"].update(excellent=85),
        "$.scoring.grades.excellent",
        'The grade "excellent" must begin above "good".',
    ),
    (
        lambda d: d["scoring"]["grades"].update(fair=90),
        "$.scoring.grades.good",
        'The grade "good" must begin above "fair".',
    ),
    (lambda d: d.update(title={}), "$.title", "This text is given in no language."),
    (
        lambda d: d["title"].update(en=" "),
        "$.title.en",
        "This text is blank. Write it, or leave the language out.",
    ),
    (
        lambda d: d.update(notes={"zh-CN": "x"}),
        "$.notes['zh-CN']",
        '"zh-CN" is no language here. Write zh_CN or en.',
    ),
]


@pytest.mark.parametrize(("bend", "path", "words"), RULES)
def test_a_broken_rule_is_one_fault_with_its_place(bend: Bend, path: str, words: str) -> None:
    value = sample()
    bend(value)

    faults = examine(written(value)).faults

    assert [(fault.path, str(fault.text)) for fault in faults] == [(path, words)]


@pytest.mark.parametrize(
    "zone", ["", "Asia", "../x", "/etc/passwd", "Mars/Olympus", "a\0b", "é", "Asia/Shanghai ", "."]
)
def test_only_a_time_zone_of_the_world_is_taken(zone: str) -> None:
    faults = examine(written({**sample(), "zone": zone})).faults

    assert [fault.path for fault in faults] == ["$.zone"]


def test_a_circle_is_named_in_the_order_of_time() -> None:
    value = sample()
    value["steps"][0]["after"] = [{"step": "locked"}]
    value["targets"] = []

    faults = examine(written(value)).faults

    assert [(fault.path, str(fault.text)) for fault in faults] == [
        (
            "$.steps[0].after",
            "These steps wait for each other in a circle: alarm → locked → seen → alarm. "
            "Take one link out.",
        )
    ]


def test_a_step_after_itself_is_named() -> None:
    value = sample()
    value["steps"][5]["after"] = [{"step": "police_there"}]

    [fault] = examine(written(value)).faults

    assert fault.path == "$.steps[5].after"
    assert str(fault.text) == 'The step "police_there" comes after itself.'


def test_decisions_that_hang_on_each_other_are_named() -> None:
    value = sample()
    both = [{"id": "out", "name": "x"}]
    value["steps"][4] |= {"kind": "decision", "options": both}
    value["steps"][3]["only_if"] = {"step": "assembled", "option": "out"}
    value["steps"][4]["after"] = []

    faults = examine(written(value)).faults

    assert [fault.path for fault in faults] == ["$.steps[3].only_if"]


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ("locked", "locked/c2"),
        ("locked/c1", "locked/c2"),
        ("locked", {"last_of": ["locked"]}),
        ({"first_of": ["locked/c1", "locked/c2"]}, {"last_of": ["locked/c1", "locked/c2"]}),
        ("route", "locked"),
        ("locked", {"last_of": ["alarm", "police_there"]}),
    ],
)
def test_a_span_that_can_be_measured_is_sound(start: object, stop: object) -> None:
    value = sample()
    value["targets"][0] |= {"start": start, "stop": stop}

    assert examine(written(value)).faults == ()


def test_a_script_bent_in_memory_is_checked_too() -> None:
    script = parse_script(written(sample()))
    steps = (replace(script.steps[0], after=(After("nowhere"),)), *script.steps[1:])

    assert check(script) == ()
    assert [fault.path for fault in check(replace(script, steps=steps))] == [
        "$.steps[0].after[0].step"
    ]
