"""The form that schools file: filled in where the record speaks, and nothing ticked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from drillplanner.base.texts import Authored, Text
from drillplanner.base.translator import translator
from drillplanner.report.annexes.tick_form import tick_form
from drillplanner.report.content import evaluation_report
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.findings import findings
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Log
from drillplanner.review.scoring import score
from drillplanner.terms.document import Blank, Heading, Table
from tests.report.sample import sample_inputs


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("log"))


def proposals(inputs: ReportInputs) -> dict[str, str]:
    subject = Subject(inputs)
    tables = [b for b in tick_form(subject, 4, findings(subject)) if isinstance(b, Table)]
    say = translator("zh_CN").say
    found: dict[str, str] = {}
    for row in tables[-1].rows:
        field, boxes, proposed = row.cells
        assert isinstance(field, Text)
        assert isinstance(boxes, Text)
        assert say(boxes).startswith("□")
        assert "√" not in say(boxes)
        if isinstance(proposed, (Text, Authored, str)):
            found[say(field)] = say(proposed)
        else:
            assert proposed is Blank.CELL
    return found


def test_what_the_record_speaks_for_is_proposed(inputs: ReportInputs) -> None:
    # The neighbouring school did not come; criteria: 82.5 points; a critical target was missed.
    assert proposals(inputs) == {
        "人员到位": "个别人员不到位",
        "职责与熟练程度": "职责明确，操作不够熟练",
        "实战效果": "没有达到目标，须重新演练",
    }


def test_of_an_empty_log_nothing_is_proposed(inputs: ReportInputs) -> None:
    nothing = ReportInputs(inputs.script, Log(), score(inputs.script, Log()))

    assert proposals(nothing) == {}


def test_the_form_is_there_only_where_it_is_wanted(inputs: ReportInputs, tmp_path: Path) -> None:
    def annexes(made: ReportInputs) -> list[str]:
        blocks = evaluation_report(made).blocks
        heads = [one for one in blocks if isinstance(one, Heading) and one.is_annex]
        return [translator("zh_CN").say(one.words) for one in heads]

    assert "演练评估表（勾选）" not in annexes(inputs)
    assert annexes(dataclasses.replace(inputs, has_form=True))[3] == "演练评估表（勾选）"
