"""`diff` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.cli import main
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import TABLES
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.writer import format_script
from drillplanner.services.plan.scripts import samples


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*arguments: str | Path) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    script = samples()[0].script
    row = script.targets[0].id
    edit = acts.type_cell(Draft(script), TABLES["targets"], row, "limit", "1:15", "en")
    paths = tmp_path / "a.json", tmp_path / "b.json"
    for path, one in zip(paths, (script, edit.draft.script), strict=True):
        path.write_bytes(format_script(one))
    return paths


def test_diff_says_what_changed_and_sets_limits_side_by_side(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", *two) == 0

    said = capsys.readouterr().out
    assert "limit: 0:05 → 1:15" in said
    assert "Limits, before and after:" in said


def test_diff_gives_one_json_object(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", *two, "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert found["is_empty"] is False
    (change,) = found["changes"]
    assert (change["list"], change["change"]) == ("targets", "changed")
    assert change["fields"][0]["after"] == "1:15"


def test_a_script_does_not_differ_from_itself(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", two[0], two[0]) == 0

    assert capsys.readouterr().out == "Both scripts say the same.\n"
