"""The other papers: what each must say, and what the parents' notice must not."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from drillplanner.base.texts import _
from drillplanner.base.translator import Language, translator
from drillplanner.plan.model import Objective
from drillplanner.report.content import compose, scorecard_page
from drillplanner.report.inputs import Remedy, ReportInputs
from drillplanner.report.render.office.document import build_document
from drillplanner.report.sections.findings import findings
from drillplanner.report.subject import Subject
from drillplanner.review.shortfalls import shortfalls
from drillplanner.terms.document import Heading, Prose, Report, Sheet, Table
from tests.report.sample import bare_inputs, sample_inputs


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("log"))


def prose(report: Report, language: Language = "zh_CN") -> str:
    say = translator(language).say
    return "\n".join(say(block.words) for block in report.blocks if isinstance(block, Prose))


def test_the_circular_names_each_problem_with_owner_and_deadline(inputs: ReportInputs) -> None:
    slow = findings(Subject(inputs))[0]
    about = next(
        one.about
        for one in shortfalls(inputs.script, inputs.scorecard, inputs.log)
        if one.subject == slow.target
    )
    told = dataclasses.replace(
        inputs,
        remedies=(Remedy(about, _("open"), "检修", "总务处", "王主任", date(2026, 12, 24)),),
    )

    said = prose(compose("circular", told))

    assert "“教室全部锁闭”用时2分37.70秒 ± 0.96秒，时限2分钟，超时37.7秒" in said
    assert "责任单位：总务处；王主任。整改期限：2026-12-24。" in said
    assert "各参演单位：青禾县第二小学、城关派出所、特警大队" in said


def test_the_notice_to_parents_tells_nothing_of_how_it_was_played(inputs: ReportInputs) -> None:
    notice = compose("notice", inputs)
    said = prose(notice) + prose(notice, "en")

    script = inputs.script
    told: list[Any] = [one.name for one in script.targets]
    told += [one.name for one in script.posts] + [one.name for one in script.roles]
    told += [step.text for step in script.steps]
    words = [text for one in told for text in (one.values() if isinstance(one, dict) else [one])]
    # A role that the notice turns parents to is no tactics.
    kept = {"班主任"}
    assert [word for word in words if word in said and word not in kept] == []
    assert "2026年11月23日" in said
    assert notice.mark is None
    assert notice.sums is None


def test_the_after_action_report_goes_by_objectives(inputs: ReportInputs) -> None:
    alarm = Objective("o1", {"zh_CN": "报警及时", "en": "Alarm in time"}, ("V2", "V3"), ("C2",))
    script = dataclasses.replace(inputs.script, objectives=(alarm,))
    report = compose("aar", dataclasses.replace(inputs, script=script))

    say = translator("en").say
    heads = [say(block.words) for block in report.blocks if isinstance(block, Heading)]
    assert heads[:4] == [
        "Exercise overview",
        "Executive summary",
        "Analysis of objectives",
        "Alarm in time",
    ]
    assert "What no objective names" in heads
    tables = [block for block in report.blocks if isinstance(block, Table)]
    first = [say(cell) for cell in tables[0].rows[0].cells]  # type: ignore[arg-type]
    assert first[:4] == ["Alarm in time", "2", "0", "0"]
    plan = next(block for block in tables if say(block.columns[-1].head) == "Completion date")
    assert len(plan.rows) == len(findings(Subject(inputs)))


def test_the_scorecard_begins_with_the_schools_own_lines(inputs: ReportInputs) -> None:
    details = dataclasses.replace(
        inputs.details, school={"zh_CN": "安禾县公安局", "en": "Anhe County Public Security Bureau"}
    )
    page = scorecard_page(dataclasses.replace(inputs, details=details)).blocks[0]

    assert isinstance(page, Sheet)
    say = translator("zh_CN").say
    assert say(page.owners[0][0]) in ("110指挥中心", "特警大队")


@pytest.mark.parametrize("form", ["aar", "circular", "notice"])
def test_a_bare_log_makes_every_paper(form: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    report = compose(form, bare_inputs(tmp_path_factory.mktemp("bare")))

    assert build_document(report, "zh_CN")
    assert report.blocks
