"""The form that schools file: filled in where the record speaks, and nothing ticked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from drillplanner.base.texts import Authored, Text
from drillplanner.base.translator import translator
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.report.annexes.tick_form import tick_form
from drillplanner.report.content import evaluation_report
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.findings import findings
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Log
from drillplanner.review.scoring import score
from drillplanner.review.verdicts import Grade
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


def courses(inputs: ReportInputs) -> dict[str, str]:
    subject = Subject(inputs)
    tables = [b for b in tick_form(subject, 4, findings(subject)) if isinstance(b, Table)]
    say = translator("zh_CN").say
    assert len(tables) == 2
    found: dict[str, str] = {}
    for row in tables[0].rows:
        number, time, course = row.cells
        assert isinstance(course, (Text, Authored))
        assert isinstance(number, str)
        found[say(course)] = say(time) if isinstance(time, (Text, str)) else ""
    return found


def with_log(inputs: ReportInputs, folder: Path, text: str) -> ReportInputs:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    log = read_logs([path], inputs.script)
    return dataclasses.replace(
        inputs, log=log, scorecard=score(inputs.script, log, inputs.ratings), made={}
    )


def test_the_course_does_not_call_done_what_was_without_effect(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    failed = with_log(
        inputs,
        tmp_path,
        "source,step,time\n"
        "PC1,intruder,2026-11-23T15:08:02.1\n"
        "PC1,first-care,failed 2026-11-23T15:10:00\n",
    )

    said = [one for one in courses(failed) if "伤员" in one]

    assert len(said) == 1
    assert said[0].endswith("：未达到效果")


def test_the_phase_of_the_danger_has_the_time_of_t0_alone(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    begun = with_log(
        inputs,
        tmp_path,
        "source,step,time\n"
        "PC1,begin,2026-11-23T15:06:00.0\n"
        "PC1,intruder,2026-11-23T15:08:02.1\n"
        "PC1,challenge,2026-11-23T15:08:06.4\n",
    )
    subject = Subject(begun)
    danger = translator("zh_CN").say(subject.names.phase("onset"))

    said = courses(begun)

    assert [time for course, time in said.items() if course.startswith(danger)] == ["15:08:02"]
    assert sorted(said.values()) == ["15:06:00", "15:08:02", "15:08:06"]


@pytest.mark.parametrize("grade", ["excellent", "good"])
def test_a_high_grade_does_not_say_that_all_was_reached_where_something_fell_short(
    inputs: ReportInputs, grade: Grade
) -> None:
    card = inputs.scorecard
    whole = dataclasses.replace(card.whole, grade=grade)
    graded = dataclasses.replace(inputs, scorecard=dataclasses.replace(card, whole=whole))

    assert proposals(graded)["实战效果"] == "基本达到目的，部分环节有待改进"


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
