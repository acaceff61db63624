"""A stored log is listed and corrected from the command line, by name and with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drillplanner.cli import main
from drillplanner.services.catalogue import list_drills
from drillplanner.store.workspace import Workspace
from tests.services.review_stage import copy_drill


class Command:
    """The command on one workspace."""

    def __init__(self, path: Path, drill: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._path, self._drill, self._capsys = path, drill, capsys
        self.refusal = ""

    def __call__(self, *words: str, status: int = 0) -> dict[str, Any]:
        self._capsys.readouterr()
        found = main(["correct", self._drill, "--workspace", str(self._path), "--json", *words])
        said = self._capsys.readouterr()
        assert found == status, said.err
        self.refusal = said.err
        result: dict[str, Any] = json.loads(said.out) if said.out else {}
        return result

    def lines(self) -> list[str]:
        """Give what is said without --json."""
        self._capsys.readouterr()
        assert main(["correct", self._drill, "--workspace", str(self._path)]) == 0
        return self._capsys.readouterr().out.splitlines()


@pytest.fixture
def correct(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    path = copy_drill(tmp_path / "w.drill")
    with Workspace.open(path) as workspace:
        drill = list_drills(workspace)[0].drill.id
    return Command(path, drill, capsys)


def entry(listed: dict[str, Any], id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in listed["entries"] if one["id"] == id_)
    return found


def mark_of(listed: dict[str, Any], step: str) -> str:
    return next(
        str(one["id"])
        for one in listed["entries"]
        if one["step"] == step and one["kind"] == "mark" and not one["is_struck"]
    )


def test_an_entry_is_taken_back_and_brought_back_by_number_and_by_id(correct: Command) -> None:
    listed = correct()
    alarm = mark_of(listed, "alarm")
    number = 1 + [one["id"] for one in listed["entries"]].index(alarm)

    voided = correct("--void", str(number), "--by", "王组长", "--reason", "按钮未接通")
    (void,) = [one for one in voided["entries"] if one["id"] in voided["made"]]
    assert entry(voided, alarm)["is_struck"]
    assert (void["kind"], void["amends"], void["by"]) == ("void", alarm, "王组长")
    assert "按钮未接通" in void["note"]

    restored = correct("--restore", alarm, "--by", "王组长", "--reason", "录像为证")
    assert not entry(restored, alarm)["is_struck"]


def test_a_mark_is_named_and_remarked_on(correct: Command) -> None:
    mark = mark_of(correct(), "challenge")
    by = ("--by", "王组长")

    named = correct("--name", mark, "--as", "radio", "--reason", "录像为证", *by)
    assert entry(named, mark)["step"] == "radio"
    remarked = correct("--remark", mark, "--words", "与门卫核对过", *by)
    assert "与门卫核对过" in entry(remarked, mark)["note"]
    in_words = correct("--name", mark, "--words", "门卫举手", "--reason", "录像为证", *by)
    assert entry(in_words, mark)["step"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--void", "9999"), "no entry 9999"),
        (("--void", "MARK", "--by", "Wang"), "why"),
        (("--void", "MARK", "--reason", "x"), "name of who"),
        (("--restore", "MARK", "--by", "Wang", "--reason", "x"), "nothing to bring back"),
        (("--name", "MARK", "--by", "Wang", "--reason", "x"), "--as"),
        (("--name", "MARK", "--as", "nowhere", "--by", "Wang", "--reason", "x"), "no step nowhere"),
        (("--remark", "MARK", "--by", "Wang"), "empty"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    correct: Command, words: tuple[str, ...], said: str
) -> None:
    before = correct()
    mark = mark_of(before, "alarm")

    correct(*(mark if one == "MARK" else one for one in words), status=1)

    assert said in correct.refusal
    assert correct() == before


def test_two_acts_at_once_are_a_fault_of_use(correct: Command) -> None:
    correct("--void", "1", "--remark", "1", status=2)

    assert "not allowed with" in correct.refusal


def test_the_list_is_for_people_too_in_their_language(
    correct: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = correct.lines()

    assert len(lines) == len(correct()["entries"])
    assert lines[0].startswith("1  ")
    assert any("(taken back)" in line for line in lines)
    assert any("The danger appears" in line for line in lines)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert any("险情出现" in line for line in correct.lines())
