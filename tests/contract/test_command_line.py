"""The command line: exit status, what stands on which stream, the shape of the JSON (§6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contract.build import Answer, Doc, Score, script, spread, step, target, write_files

Call = Callable[..., Answer]

CARD = {
    "rules",
    "score",
    "score_range",
    "timed",
    "criteria",
    "grade",
    "grade_reason",
    "coverage",
    "capped",
    "owners",
    "targets",
    "orders",
    "conflicts",
    "ties",
    "readings",
}
TARGET = {
    "id",
    "verdict",
    "elapsed_s",
    "gross_s",
    "expanded_uncertainty_s",
    "bound",
    "score",
    "doubts",
    "start",
    "stop",
}


def test_the_card_has_the_shape_that_is_promised(score: Score) -> None:
    made = script(
        ["S", "X", "Y"],
        [target(owner="R"), target("U", stop="Y")],
        orders=[{"id": "O", "before": "S", "after": "X"}],
    )
    rows = ["A,@W,0,0", "B,@W,0,0", "A,S,0,0", "A,X,30,0", "B,X,39,0"]
    card = score(made, rows).card
    assert set(card) >= CARD
    assert [one["id"] for one in card["targets"]] == ["T", "U"]
    for one in card["targets"]:
        assert set(one) >= TARGET
        assert set(one["start"]) >= {"at", "sources"}
        assert set(one["stop"]) >= {"at", "sources"}
    assert set(card["owners"]["R"]) >= {
        "score",
        "grade",
        "grade_reason",
        "coverage",
        "capped",
    }
    assert [set(one) >= {"id", "verdict"} for one in card["orders"]] == [True]
    (conflict,) = card["conflicts"]
    assert set(conflict) >= {"kind", "step", "unit", "spread_s", "sources", "steps"}
    assert conflict["step"] == "X"
    assert conflict["unit"] is None
    (tie,) = card["ties"]
    keys = {"source", "other", "offset_s", "drift_ppm", "uncertainty_s", "marks"}
    assert set(tie) >= keys
    assert isinstance(card["capped"], bool)
    for reading in card["readings"]:
        assert set(reading) >= {"source", "dial", "form", "rows", "first", "last"}
    assert {one["source"] for one in card["readings"]} == {"A", "B"}
    assert card["rules"] == 3


def test_what_is_absent_is_null(score: Score) -> None:
    made = script(targets=[target(owner="R")])
    card = score(made, ["A,S,5,0"]).card
    assert card["score"] is None
    assert card["timed"] is None
    assert card["criteria"] is None
    assert card["grade"] is None
    assert card["coverage"] == 0
    assert card["capped"] is False
    (found,) = card["targets"]
    for name in ("elapsed_s", "gross_s", "expanded_uncertainty_s", "score"):
        assert found[name] is None, name
    assert found["stop"]["at"] is None
    assert card["owners"]["R"]["score"] is None
    assert card["owners"]["R"]["grade"] is None
    assert card["conflicts"] == []
    assert card["ties"] == []


def test_numbers_are_not_rounded(score: Score) -> None:
    # 100/3, 200/3 of weights; 0.5/√3 of a blank
    made = script(*spread({}, {}, {}))
    card = score(made, ["A,S,0,0", "A,X1,30,0", "A,X2,failed", "A,X3,failed"]).card
    assert card["score"] == pytest.approx(100 / 3, rel=1e-12)


def test_a_log_of_headers_alone_scores_nothing(score: Score) -> None:
    card = score(script(), []).card
    assert card["targets"][0]["verdict"] == "not_recorded"


def test_without_json_a_person_reads_it(call: Call, tmp_path: Path) -> None:
    answer = call("score", *write_files(tmp_path, script(), [["A,S,0,0", "A,X,30,0"]]))
    assert answer.status == 0
    assert answer.out.strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["score"],
        ["score", "--json"],
        ["score", "--script", "s.json"],
        ["score", "--log", "l.csv"],
        ["score", "--nonsense"],
        ["check"],
        ["check", "--json"],
        ["report", "--script", "s.json"],
        ["demo"],
        ["demo", "--out", "x", "--lang", "fr"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_status_2(call: Call, arguments: list[str]) -> None:
    answer = call(*arguments)
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.strip()
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("missing", ["script.json", "log1.csv"])
def test_a_missing_file_is_refused(call: Call, tmp_path: Path, missing: str) -> None:
    arguments = write_files(tmp_path, script(), [["A,S,0,0"]])
    (tmp_path / missing).unlink()
    answer = call("score", *arguments, "--json")
    assert answer.status == 1
    assert answer.err.strip()
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\xff\xfe", b"a,b,c\n1,2,3\n", b"source,step\nA,S\n", b'source,step,time\n"A'],
)
def test_a_log_that_is_none_is_refused(call: Call, tmp_path: Path, content: bytes) -> None:
    arguments = write_files(tmp_path, script(), [["A,S,0,0"]])
    (tmp_path / "log1.csv").write_bytes(content)
    answer = call("score", *arguments, "--json")
    assert answer.status == 1
    assert answer.err.strip()
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("line", ["C,E1,Z,", "NOPE,E1,P,", "C,E1,,", "C,E1,100,", "C,E1,yes,"])
def test_ratings_that_cannot_be_read_are_refused(call: Call, tmp_path: Path, line: str) -> None:
    made = script(criteria=[{"id": "C", "text": "C", "scale": "psmu"}])
    arguments = write_files(tmp_path, made, [["A,S,0,0"]])
    ratings = tmp_path / "ratings.csv"
    ratings.write_text(f"criterion,evaluator,rating,note\n{line}\n", encoding="utf-8")
    answer = call("score", *arguments, "--ratings", str(ratings), "--json")
    assert answer.status == 1
    assert answer.err.strip()
    assert "Traceback" not in answer.err


def check(call: Call, folder: Path, text: str) -> Answer:
    path = folder / "script.json"
    path.write_text(text, encoding="utf-8")
    return call("check", str(path), "--json")


def test_a_sound_script_passes_the_check(call: Call, tmp_path: Path) -> None:
    answer = check(call, tmp_path, json.dumps(script()))
    assert answer.status == 0
    assert answer.card["ok"] is True
    assert answer.card["faults"] == []
    assert isinstance(answer.card["warnings"], list)


def test_a_limit_shorter_than_its_planned_path_is_only_a_warning(
    call: Call, tmp_path: Path
) -> None:
    slow = step("X") | {"after": [{"step": "S", "lag_s": 90}]}
    answer = check(call, tmp_path, json.dumps(script(["S", slow])))
    assert answer.status == 0
    assert answer.card["ok"] is True
    assert len(answer.card["warnings"]) >= 1


def changed(**fields: Any) -> Doc:
    return script() | fields


def without(field: str) -> Doc:
    return {name: value for name, value in script().items() if name != field}


def with_target(**fields: Any) -> Doc:
    return script(targets=[target() | fields])


FAULTY: list[tuple[str, Doc]] = [
    ("format", changed(format="drillplanner/other")),
    ("greater version", changed(version=3)),
    ("version as text", changed(version="1")),
    ("unknown field", changed(colour="red")),
    ("kind", changed(kind="fire")),
    ("id with a space", changed(id="a b")),
    ("id of 65", changed(id="a" * 65)),
    ("zone", changed(zone="Mars/Olympus")),
    *(
        (f"no {name}", without(name))
        for name in (
            "format",
            "version",
            "id",
            "title",
            "kind",
            "language",
            "roles",
            "posts",
            "phases",
            "steps",
            "targets",
        )
    ),
    ("limit as text", with_target(limit_s="60")),
    ("limit as boolean", with_target(limit_s=True)),
    ("negative limit", with_target(limit_s=-1)),
    ("class", with_target(source={"class": "X"})),
    ("no class", with_target(source={})),
    ("start is stop", with_target(stop="S")),
    ("unknown start", with_target(start="NOPE")),
    ("unknown unit", with_target(stop="X/K1")),
    ("unknown member", with_target(stop={"last_of": ["X", "NOPE"]})),
    ("both ways", with_target(stop={"last_of": ["X"], "first_of": ["X"]})),
    ("unknown owner", with_target(owner="NOPE")),
    ("stop before start", script(["X", step("S", after="X")])),
    ("stop long before start", script(["X", step("Y", after="X"), step("S", after="Y")])),
    ("cycle", script(["S", step("X", after="Y"), step("Y", after="X")])),
    ("after itself", script(["S", step("X", after="X")])),
    ("unknown after", script(["S", step("X", after="NOPE")])),
    ("two steps of one id", script(["S", "X", "X"])),
    ("two targets of one id", script(targets=[target(), target()])),
    ("unknown role", script(["S", step("X", role="NOPE")])),
    ("unknown option", script([step("S", options="a b"), step("X", only_if="S/c")])),
    ("zero_ratio <= half_ratio", script(scoring={"half_ratio": 2, "zero_ratio": 2})),
    ("half_ratio <= 1", script(scoring={"half_ratio": 1})),
    ("order of an unknown step", changed(orders=[{"id": "O", "before": "S", "after": "NOPE"}])),
    ("scale", changed(criteria=[{"id": "C", "text": "C", "scale": "stars"}])),
    ("t0", changed(t0="NOPE")),
]


@pytest.mark.parametrize("made", [made for _, made in FAULTY], ids=[name for name, _ in FAULTY])
def test_a_faulty_script_is_refused_with_its_faults(call: Call, tmp_path: Path, made: Doc) -> None:
    answer = check(call, tmp_path, json.dumps(made))
    assert answer.status == 1
    assert answer.card["ok"] is False
    assert answer.card["faults"]
    for fault in answer.card["faults"]:
        assert set(fault) >= {"path", "line", "text"}
        assert fault["text"]
    scored = call("score", *write_files(tmp_path, made, [["A,S,0,0"]]), "--json")
    assert scored.status == 1
    assert scored.err.strip()
    assert "Traceback" not in scored.err


def test_all_faults_of_a_script_are_named_at_once(call: Call, tmp_path: Path) -> None:
    made = changed(kind="fire", colour="red", targets=[target(limit_s="60"), target("U", cls="X")])
    answer = check(call, tmp_path, json.dumps(made))
    paths = " ".join(fault["path"] for fault in answer.card["faults"])
    assert len(answer.card["faults"]) >= 4
    assert "kind" in paths
    assert "limit_s" in paths


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"a": NaN}',
        '{"id": "a", "id": "b"}',
        "[" * 100_000,
        json.dumps(script()).replace('"limit_s": 60', '"limit_s": 60, "limit_s": 90'),
        json.dumps(script()).replace('"limit_s": 60', '"limit_s": NaN'),
        json.dumps(script()).replace('"limit_s": 60', '"limit_s": Infinity'),
        json.dumps(script()).replace('"limit_s": 60', '"limit_s": 1e999'),
    ],
    ids=[
        "empty",
        "open",
        "list",
        "null",
        "nan",
        "twice",
        "deep",
        "twice in",
        "nan in",
        "inf",
        "huge",
    ],
)
def test_json_that_is_not_strict_is_refused(call: Call, tmp_path: Path, text: str) -> None:
    answer = check(call, tmp_path, text)
    assert answer.status == 1
    assert answer.card["ok"] is False
    assert answer.card["faults"]
    assert "Traceback" not in answer.err


def test_a_newer_version_is_refused_in_one_message(call: Call, tmp_path: Path) -> None:
    answer = check(call, tmp_path, json.dumps(changed(version=3, novelty={"a": 1}, kind="new")))
    assert answer.status == 1
    assert len(answer.card["faults"]) == 1


def test_texts_may_stand_in_both_languages(call: Call, tmp_path: Path) -> None:
    made = changed(title={"zh_CN": "持刀闯校", "en": "Armed intruder"})
    assert check(call, tmp_path, json.dumps(made, ensure_ascii=False)).status == 0


def test_a_refused_script_is_named_where_logs_are_scored(call: Call, tmp_path: Path) -> None:
    arguments = write_files(tmp_path, script(t0="NOPE"), [["A,S,0,0"]])
    answer = call("score", *arguments)
    headline, fault = answer.err.splitlines()
    assert "script.json" in headline
    assert "NOPE" in fault
    assert "NOPE" not in headline
