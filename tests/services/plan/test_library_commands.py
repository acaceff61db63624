"""`new --pack` and `feasibility` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.cli import main
from drillplanner.plan.parser.reading import read_script


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*arguments: str | Path) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "own.json"
    school = ("--school", "清河县实验小学", "--county", "清河县")
    assert run("new", "--pack", "ramming-small", "--ring", "180", *school, "-o", path) == 0
    return path


def test_a_pack_becomes_a_script_of_one_s_own(made: Path) -> None:
    script = read_script(made)

    assert script.kind == "anti_ramming"
    assert script.id.startswith("ramming-small-")
    assert "清河县实验小学" in made.read_text(encoding="utf-8")


def test_an_unknown_pack_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", "--pack", "flood", "-o", tmp_path / "x.json") == 1

    assert "ramming-full" in capsys.readouterr().err


def test_feasibility_gives_one_json_object(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("feasibility", made, "--samples", "500", "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["samples"], found["seed"]) == (500, 20_261_130)
    assert {one["id"] for one in found["targets"]} == {one.id for one in read_script(made).targets}


def test_feasibility_says_that_it_is_no_measurement(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("feasibility", made, "--samples", "500") == 0

    assert "not measured" in capsys.readouterr().out
    assert run("feasibility", made, "--samples", "1") == 1
