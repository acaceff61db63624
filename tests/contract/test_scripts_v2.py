"""Scripts of version 2: the fields that are new, and their faults (§1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contract.build import Answer, Doc, script, step, target

Call = Callable[..., Answer]


def check(call: Call, folder: Path, made: Doc) -> Answer:
    path = folder / "script.json"
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return call("check", str(path), "--json")


def second(steps: Any = ("S", "X"), targets: Any = None, **more: Any) -> Doc:
    """Build a script of version 2."""
    return script(steps, targets, **({"version": 2} | more))


def step_with(**fields: Any) -> Doc:
    return second(["S", step("X") | fields])


def inject_with(**fields: Any) -> Doc:
    return second([step("S") | {"kind": "inject"} | fields, "X"])


def source_with(**fields: Any) -> Doc:
    return second(targets=[target(source={"class": "D"} | fields)])


def scale(scale: Any) -> Doc:
    return second(criteria=[{"id": "C", "text": "C", "scale": scale}])


def level(ident: str, points: Any, text: Any = "words") -> Doc:
    return {"id": ident, "text": text, "points": points}


BOTH: Doc = {"zh_CN": "各就各位", "en": "Take your places"}
UNITS = [{"id": "K1", "name": "K1", "heads": {"expected": 40}}, {"id": "K2", "name": "K2"}]

SOUND: list[tuple[str, Doc]] = [
    ("version 1", script()),
    ("version 2 without its fields", second()),
    ("place", step_with(place="north gate")),
    ("say", step_with(say="Everyone inside")),
    ("say in both languages", step_with(say=BOTH)),
    ("narration", step_with(narration="The guard shuts the gate")),
    ("narration in both languages", step_with(narration=BOTH)),
    ("inject", inject_with(**{"from": "R", "to": "Q", "means": "radio"})),
    ("duration", step_with(duration={"least_s": 10, "likely_s": 20, "most_s": 60})),
    ("heads of a step", step_with(heads={"expected": 40})),
    ("heads of a unit", step_with(units=UNITS)),
    ("u_s", step_with(u_s=0.5)),
    ("u_s 0", step_with(u_s=0)),
    ("clause, seen, confirmed_by", source_with(clause="5.2", seen="2026-05-12", confirmed_by="Li")),
    ("N with a text", source_with(**{"class": "N", "text": "in one minute"})),
    ("L with a text", source_with(**{"class": "L", "text": "in one minute"})),
    ("I without a text", source_with(**{"class": "I"})),
    ("D with an empty text", source_with(**{"class": "D", "text": ""})),
    ("marks out of 10", scale({"full": 10})),
    ("levels", scale({"levels": [level("a", 100), level("b", 33.3), level("c", 0)]})),
    ("levels in both languages", scale({"levels": [level("a", 100, BOTH), level("b", 0)]})),
    ("extra of a script", second(extra={"colour": "red"})),
    ("extra that is empty", second(extra={})),
    ("extra of a step", step_with(extra={"colour": "red"})),
    ("extra of a target", second(targets=[target(extra={"colour": "red"})])),
    (
        "extra of a criterion",
        second(criteria=[{"id": "C", "text": "C", "scale": "psmu", "extra": {"colour": "red"}}]),
    ),
    ("watch_u_s", second(scoring={"watch_u_s": 2})),
    (
        "objectives",
        second(
            criteria=[{"id": "C", "text": "C", "scale": "psmu"}],
            objectives=[
                {"id": "O", "text": "who shuts the gate", "targets": ["T"], "criteria": ["C"]}
            ],
        ),
    ),
]


@pytest.mark.parametrize("made", [made for _, made in SOUND], ids=[name for name, _ in SOUND])
def test_a_script_may_have_the_fields_of_version_2(call: Call, tmp_path: Path, made: Doc) -> None:
    answer = check(call, tmp_path, made)
    assert answer.card["faults"] == []
    assert answer.card["ok"] is True
    assert answer.status == 0


FAULTY: list[tuple[str, Doc]] = [
    ("version 3", second(version=3)),
    ("version 2.5", second(version=2.5)),
    ("N without a text", source_with(**{"class": "N"})),
    ("N with an empty text", source_with(**{"class": "N", "text": ""})),
    ("L with an empty text", source_with(**{"class": "L", "text": ""})),
    ("N with an empty text in version 1", script(targets=[target(cls="N")])),
    ("unknown field of a source", source_with(page="7")),
    ("u_s below 0", step_with(u_s=-1)),
    ("u_s as text", step_with(u_s="1")),
    ("heads as a number", step_with(heads=40)),
    ("heads as text", step_with(heads={"expected": "40"})),
    ("heads below 0", step_with(heads={"expected": -1})),
    ("unknown field of heads", step_with(heads={"expected": 40, "present": 38})),
    ("duration as text", step_with(duration={"least_s": "1", "likely_s": 2, "most_s": 3})),
    ("duration below 0", step_with(duration={"least_s": -1, "likely_s": 2, "most_s": 3})),
    ("duration of one number", step_with(duration=20)),
    ("place as a number", step_with(place=3)),
    ("marks out of 0", scale({"full": 0})),
    ("marks out of less", scale({"full": -10})),
    ("marks out of a text", scale({"full": "10"})),
    ("a scale of nothing", scale({})),
    ("a scale of both", scale({"full": 10, "levels": [level("a", 100), level("b", 0)]})),
    ("no level", scale({"levels": []})),
    ("two levels of one id", scale({"levels": [level("a", 100), level("a", 0)]})),
    ("points over 100", scale({"levels": [level("a", 101), level("b", 0)]})),
    ("points below 0", scale({"levels": [level("a", 100), level("b", -1)]})),
    ("points as text", scale({"levels": [level("a", "100"), level("b", 0)]})),
    ("a level without points", scale({"levels": [{"id": "a", "text": "a"}, level("b", 0)]})),
    ("a level id with a space", scale({"levels": [level("a b", 100), level("b", 0)]})),
    ("extra as text", second(extra="red")),
    ("extra with a number", second(extra={"colour": 3})),
    ("extra with an object", step_with(extra={"colour": {"red": "yes"}})),
    ("extra of a role", second(roles=[{"id": "R", "name": "R", "extra": {"colour": "red"}}])),
    ("watch_u_s below 0", second(scoring={"watch_u_s": -1})),
    ("watch_u_s as text", second(scoring={"watch_u_s": "1"})),
    (
        "objective of an unknown target",
        second(objectives=[{"id": "O", "text": "O", "targets": ["NOPE"], "criteria": []}]),
    ),
    (
        "objective of an unknown criterion",
        second(objectives=[{"id": "O", "text": "O", "targets": ["T"], "criteria": ["NOPE"]}]),
    ),
    (
        "two objectives of one id",
        second(
            objectives=[
                {"id": "O", "text": "O", "targets": ["T"], "criteria": []},
                {"id": "O", "text": "P", "targets": ["T"], "criteria": []},
            ]
        ),
    ),
    ("unknown field of an objective", second(objectives=[{"id": "O", "text": "O", "wish": "x"}])),
]


@pytest.mark.parametrize("made", [made for _, made in FAULTY], ids=[name for name, _ in FAULTY])
def test_a_faulty_field_of_version_2_is_named(call: Call, tmp_path: Path, made: Doc) -> None:
    answer = check(call, tmp_path, made)
    assert answer.status == 1
    assert answer.card["ok"] is False
    assert answer.card["faults"]
    for fault in answer.card["faults"]:
        assert set(fault) >= {"path", "line", "text"}
        assert fault["text"]


# The path leads to what is wrong.
PATHS = [
    (step_with(u_s=-1), "u_s"),
    (source_with(**{"class": "N", "text": ""}), "source"),
    (scale({"full": 0}), "full"),
    (scale({"levels": [level("a", 101), level("b", 0)]}), "points"),
    (second(extra={"colour": 3}), "extra"),
    (
        second(objectives=[{"id": "O", "text": "O", "targets": ["NOPE"], "criteria": []}]),
        "objectives",
    ),
]


@pytest.mark.parametrize(("made", "word"), PATHS, ids=[word for _, word in PATHS])
def test_a_fault_has_its_path(call: Call, tmp_path: Path, made: Doc, word: str) -> None:
    faults = check(call, tmp_path, made).card["faults"]
    assert any(word in fault["path"] for fault in faults), faults


def test_all_faults_of_version_2_are_named_at_once(call: Call, tmp_path: Path) -> None:
    made = second(
        ["S", step("X") | {"u_s": -1}],
        [target(cls="N")],
        criteria=[{"id": "C", "text": "C", "scale": {"full": 0}}],
    )
    paths = " ".join(fault["path"] for fault in check(call, tmp_path, made).card["faults"])
    for word in ("u_s", "source", "scale"):
        assert word in paths


def test_a_start_that_is_a_first_of_several_is_warned_of(call: Call, tmp_path: Path) -> None:
    # while a class is missing the start is at most known, so the target can never be met
    plain = check(call, tmp_path, script(["S", "Y", "X"])).card["warnings"]
    several = script(["S", "Y", "X"], [target(start={"first_of": ["S", "Y"]})])
    answer = check(call, tmp_path, several)
    assert answer.status == 0
    assert len(answer.card["warnings"]) > len(plain)


def test_a_first_of_several_as_a_stop_is_not_warned_of(call: Call, tmp_path: Path) -> None:
    plain = check(call, tmp_path, script(["S", "Y", "X"])).card["warnings"]
    several = script(["S", "Y", "X"], [target(stop={"first_of": ["X", "Y"]})])
    assert len(check(call, tmp_path, several).card["warnings"]) <= len(plain)


NOTES = {
    "place": "gate",
    "say": "Inside",
    "narration": "They go inside",
    "duration": {"least_s": 1, "likely_s": 2, "most_s": 3},
    "heads": {"expected": 40},
    "extra": {"colour": "red"},
}


@pytest.mark.parametrize("name", sorted(NOTES))
def test_what_is_shown_to_people_is_never_scored(score: Callable[..., Answer], name: str) -> None:
    rows = ["A,S,0,0", "A,X,75,0"]
    card = score(step_with(**{name: NOTES[name]}), rows).card
    assert card == score(script(), rows).card
