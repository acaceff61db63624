"""Sheets and objections from the command line, beside the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drillplanner.cli import main
from drillplanner.services.catalogue import list_drills
from drillplanner.store.workspace import Workspace
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def drill(tmp_path: Path) -> tuple[str, str, str]:
    """Give a workspace's file, its drill, and the first criterion of it."""
    path = copy_drill(tmp_path / "w.drill")
    with Workspace.open(path) as workspace:
        held = str(list_drills(workspace)[0].drill.id)
        criterion = review_of(workspace).script.criteria[0].id
    return str(path), held, criterion


@pytest.fixture
def call(
    drill: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, Any]]:
    def called(command: str, *words: str) -> tuple[int, Any]:
        status = main([command, drill[1], "--workspace", drill[0], *words, "--json"])
        out = capsys.readouterr().out
        return status, json.loads(out) if status == 0 else None

    return called


def test_ratings_are_read_locked_verified_and_changed_with_a_reason(
    call: Callable[..., tuple[int, Any]], drill: tuple[str, str, str], tmp_path: Path
) -> None:
    table = tmp_path / "r.csv"
    states = []

    def read(rating: str, *words: str) -> int:
        table.write_text(f"criterion,evaluator,rating\n{drill[2]},张,{rating}\n", encoding="utf-8")
        status, told = call("ratings", "--read", str(table), *words)
        if told:
            states.append(told["sheets"][0]["state"])
        return status

    read("P")
    told = [call("ratings", deed, "张")[1] for deed in ("--lock", "--verify")]
    states += [one["sheets"][0]["state"] for one in told]
    refused = read("S")
    read("S", "--reason", "看了录像")

    assert refused == 1
    assert states == ["open", "locked", "verified", "changed"]


def test_an_objection_is_kept_answered_and_listed(
    call: Callable[..., tuple[int, Any]], drill: tuple[str, str, str]
) -> None:
    said = (
        "--organisation",
        "城关派出所",
        "--by",
        "赵六",
        "--words",
        "有误",
        "--day",
        "2026-11-30",
    )
    _status, told = call("objection", "--to", drill[2], *said)
    (one,) = told["objections"]
    _status, told = call("objection", "--answer", one["id"], "--by", "王五", "--words", "维持")

    assert (one["subject"], one["organisation"], one["day"]) == (
        drill[2],
        "城关派出所",
        "2026-11-30",
    )
    assert [answer["words"] for answer in told["objections"][0]["answers"]] == ["维持"]
    assert call("objection", "--to", "NOPE", *said)[0] == 1
