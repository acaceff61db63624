"""Short forms have no name, are typed by signs or read from a table, and score nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId
from drillplanner.cli import main
from drillplanner.run.fact import read_body
from drillplanner.run.fact_kinds import SELF_EVALUATION
from drillplanner.services.catalogue import list_drills
from drillplanner.services.review.decisions import withdraw
from drillplanner.services.review.evaluation.self_evaluation import (
    ShortForm,
    counted,
    save_forms,
    short_forms,
    typed_answers,
)
from drillplanner.store.workspace import Workspace
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(copy_drill(tmp_path / "w.drill")) as opened:
        yield opened


def drill_of(workspace: Workspace) -> DrillId:
    return list_drills(workspace)[0].drill.id


def keep(workspace: Workspace, *forms: ShortForm) -> None:
    save_forms(workspace, drill_of(workspace), 1, review_of(workspace).script, forms)


def test_answers_are_typed_by_a_sign_a_question() -> None:
    assert typed_answers("1 2 3 0 1") == {
        "task": "yes",
        "told": "partly",
        "means": "no",
        "real": "yes",
    }
    for wrong in ("111", "111114", "1111X"):
        with pytest.raises(UserError):
            typed_answers(wrong)


def test_forms_are_counted_by_question_and_change_no_score(workspace: Workspace) -> None:
    before = review_of(workspace)
    role = before.script.roles[0].id
    keep(
        workspace,
        ShortForm(role, typed_answers("11111"), "对讲机听不清"),
        ShortForm("", typed_answers("31002")),
    )
    forms = short_forms(workspace.facts(drill_of(workspace)), 1)

    by_question = {one.question: dict(one.answers) for one in counted(forms)}

    assert by_question["task"] == {"yes": 1, "partly": 0, "no": 1}
    assert by_question["means"] == {"yes": 1, "partly": 0, "no": 0}
    assert sum(counted(forms, role)[0].answers.values()) == 1
    assert review_of(workspace).card == before.card


def test_a_form_holds_no_name(workspace: Workspace) -> None:
    keep(workspace, ShortForm("", typed_answers("11111")))

    (fact,) = [one for one in workspace.facts(drill_of(workspace)) if one.kind == SELF_EVALUATION]

    assert read_body(fact.data)["author"] == ""


def test_a_form_is_taken_back(workspace: Workspace) -> None:
    keep(workspace, ShortForm("", typed_answers("11111")))
    (form,) = short_forms(workspace.facts(drill_of(workspace)), 1)

    withdraw(workspace, drill_of(workspace), form.fact)

    assert short_forms(workspace.facts(drill_of(workspace)), 1) == ()


@pytest.mark.parametrize("form", [ShortForm("", {}), ShortForm("nobody", {"task": "yes"})])
def test_an_empty_form_and_an_unknown_role_are_refused(
    workspace: Workspace, form: ShortForm
) -> None:
    with pytest.raises(UserError):
        keep(workspace, form)


def test_a_table_is_read_and_counted_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy_drill(tmp_path / "w.drill")
    with Workspace.open(path) as workspace:
        drill = str(drill_of(workspace))
    table = tmp_path / "f.csv"
    table.write_text("task,told,means,others,real,words\n是,2,否,,1,=好\n", encoding="utf-8")
    words = ["self-evaluation", drill, "--workspace", str(path), "--json"]

    status = main([*words, "--read", str(table)])
    told = json.loads(capsys.readouterr().out)
    table.write_text("task,told,means,others,real\n9,,,,\n", encoding="utf-8")

    assert status == 0
    assert told["forms"] == 1
    assert told["questions"]["told"] == {"yes": 0, "partly": 1, "no": 0}
    assert told["words"] == ["=好"]
    assert main([*words, "--read", str(table)]) == 1
