"""Advice to planners: what a sound script is warned of, without being refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from drillplanner.plan.parser.reading import examine
from tests.plan.sample import sample, written

Bend = Callable[[dict[str, Any]], object]
#: The sample has one suggested limit and one start that is a first_of: all there is to say.
ALWAYS = [
    ("$.targets", "1 limit is a suggested value (class D). Have the command confirm it."),
    (
        "$.targets[1].start",
        'The target "T2" starts at the first of several. While the record of one of them is '
        "missing, it can never be met.",
    ),
]


def warnings_of(value: object) -> list[tuple[str, str]]:
    examination = examine(written(value))
    assert examination.faults == ()
    assert examination.script is not None
    return [(warning.path, str(warning.text)) for warning in examination.warnings]


def in_step(place: int, **fields: Any) -> Bend:
    return lambda d: d["steps"][place].update(fields)


def in_target(place: int, **fields: Any) -> Bend:
    return lambda d: d["targets"][place].update(fields)


def test_the_sample_is_warned_of_its_suggested_limit_and_its_first_of() -> None:
    assert warnings_of(sample()) == ALWAYS


ADVICE: list[tuple[Bend, str, str]] = [
    (
        in_target(0, limit_s=9.5),
        "$.targets[0].limit_s",
        'The limit of "T1" is 9.5 s, shorter than its planned path of 10 s.',
    ),
    (
        lambda d: d["targets"][0].pop("owner"),
        "$.targets[0]",
        'The target "T1" has no owner, so it counts for the whole only.',
    ),
    (
        in_target(0, weight=0),
        "$.targets[0].weight",
        'The target "T1" has weight 0, so it never counts.',
    ),
    (
        in_target(0, limit_s=None),
        "$.targets[0].critical",
        'The critical target "T1" has no limit: it can not be missed for time, only for not '
        "being performed.",
    ),
    (
        in_target(0, start={"first_of": ["seen", "alarm"]}, stop="assembled", limit_s=99),
        "$.targets[0].start",
        'The target "T1" starts at the first of several. While the record of one of them is '
        "missing, it can never be met.",
    ),
    (
        lambda d: d["steps"][1].pop("done_when"),
        "$.steps[1]",
        'A critical target or order hangs on the step "alarm": write into "done_when" by what an '
        "observer knows that it is done.",
    ),
    (
        in_target(0, source={"class": "I", "text": "x"}),
        "$.targets[0].source",
        'The source of target "T1" has no address where it can be read.',
    ),
    (
        in_target(0, start="locked", stop={"last_of": ["alarm", "police_there"]}),
        "$.targets[0].stop",
        'A step in the stop of target "T1" comes before a step in its start.',
    ),
    (
        lambda d: d["steps"][5].pop("post"),
        "$.steps[5]",
        'No post watches the step "police_there".',
    ),
    (
        in_step(1, backup_post="east"),
        "$.steps[1].backup_post",
        'The step "alarm" has one post as its own backup.',
    ),
    (
        in_step(5, kind="decision"),
        "$.steps[5]",
        'The decision "police_there" has no options to choose from.',
    ),
    (
        in_step(1, key="1"),
        "$.steps[1].key",
        'Another step of post "east" wishes for the key "1" too.',
    ),
    (
        in_step(5, after=[{"step": "assembled"}], only_if={"step": "route", "option": "stay"}),
        "$.steps[5].after[0]",
        'The step "police_there" can never be reached: it comes after "assembled", which is '
        "in another branch.",
    ),
    (
        in_step(0, only_if={"step": "route", "option": "out"}),
        "$.steps[0].only_if",
        'The step "seen" comes before the decision "route" on which it depends.',
    ),
    (
        lambda d: d.pop("t0"),
        "$.t0",
        'No step is named as "t0", the moment at which the danger appears.',
    ),
    (
        lambda d: d["orders"][0].update(before="locked", after="alarm"),
        "$.orders[0]",
        'The order "O1" asks for the reverse of what the steps are planned in.',
    ),
    (
        lambda d: d["criteria"][0].update(weight=0),
        "$.criteria[0].weight",
        'The criterion "C1" has weight 0, so it never counts.',
    ),
    (lambda d: d["title"].pop("en"), "$.title", "This text is missing in en."),
    (in_step(0, text="看见"), "$.steps[0].text", "This text is missing in en."),
    (
        lambda d: d["title"].update(fr="Porte"),
        "$.title.fr",
        "Texts in fr are kept, but this program does not show them.",
    ),
]


@pytest.mark.parametrize(("bend", "path", "words"), ADVICE)
def test_advice_names_its_place(bend: Bend, path: str, words: str) -> None:
    value = sample()
    bend(value)

    assert [warning for warning in warnings_of(value) if warning not in ALWAYS] == [(path, words)]


def test_a_target_between_two_branches_is_never_measured() -> None:
    value = sample()
    value["steps"][5]["only_if"] = {"step": "route", "option": "stay"}
    value["targets"][0] |= {"start": "police_there", "stop": "assembled"}

    assert (
        "$.targets[0]",
        'The ends of target "T1" are in branches of which only one is played.',
    ) in warnings_of(value)


def test_a_post_with_too_much_to_mark_at_once_is_named() -> None:
    value = sample()
    for place in range(4):
        step = {**value["steps"][5], "id": f"p{place}", "post": "west"}
        value["steps"].append({**step, "after": [{"step": "alarm", "lag_s": 90 + place}]})

    assert (
        "$.steps[9].post",
        'The post "west" has more than 3 steps to mark within 5 s here. Give some to another post.',
    ) in warnings_of(value)


def test_steps_of_branches_that_exclude_each_other_are_no_crowd() -> None:
    value = sample()
    for place in range(6):
        step = {**value["steps"][5], "id": f"p{place}", "post": "west"}
        step["only_if"] = {"step": "route", "option": "out" if place % 2 else "stay"}
        value["steps"].append({**step, "after": [{"step": "route", "lag_s": 90}]})

    assert warnings_of(value) == ALWAYS


def test_a_script_in_one_language_is_not_asked_for_another() -> None:
    def single(value: Any) -> Any:
        if isinstance(value, dict):
            return value["zh_CN"] if "zh_CN" in value else {k: single(v) for k, v in value.items()}
        return [single(item) for item in value] if isinstance(value, list) else value

    assert warnings_of(single(sample())) == ALWAYS


def test_an_empty_script_is_told_what_it_lacks() -> None:
    value = sample()
    for name in ("steps", "targets", "orders"):
        value[name] = []
    del value["t0"]

    assert [path for path, _words in warnings_of(value)] == ["$.t0", "$.steps", "$.targets"]


def test_a_warning_gives_its_line() -> None:
    value = sample()
    value["targets"][0]["weight"] = 0
    data = written(value)

    [line] = [w.line for w in examine(data).warnings if w.path.endswith("weight")]

    assert line is not None
    assert b'"weight": 0' in data.splitlines()[line - 1]
