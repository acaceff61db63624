"""The report's content: what it must say, worked by hand from the sample's log."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from drillplanner.base.texts import Authored, Text, Words, _
from drillplanner.base.translator import Language, translator
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.parser.reading import parse_script
from drillplanner.report.annexes.script import script_annex
from drillplanner.report.content import evaluation_report, scorecard_page
from drillplanner.report.inputs import ArmedOpen, Confirmed, Earlier, Remedy, ReportInputs
from drillplanner.report.redaction import secret_words
from drillplanner.report.seals import check_code
from drillplanner.report.sections.findings import findings
from drillplanner.report.sections.gaps import MOST_CONFLICTS, conflicts
from drillplanner.report.sections.moments import step_chart
from drillplanner.report.sections.overview import nature, units
from drillplanner.report.sections.process import clock_events, pauses
from drillplanner.report.sections.summary_page import summary_page
from drillplanner.report.sections.targets import end_said, excess_said, loss, target_table
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Hold, Log
from drillplanner.review.scorecard import Conflict, EndResult, TargetResult
from drillplanner.review.scoring import score
from drillplanner.review.shortfalls import shortfalls
from drillplanner.review.verdicts import Doubt, Verdict
from drillplanner.services.review.printing.annex import with_annex
from drillplanner.terms.document import (
    Bar,
    Blank,
    Cover,
    Facts,
    Heading,
    Lines,
    Prose,
    Report,
    Row,
    Sheet,
    Sign,
    StepChart,
    Table,
)
from drillplanner.terms.phrases import Names
from drillplanner.terms.vocabulary import CONFLICTS, ORDERS, VERDICTS
from tests.plan.sample import newest, sample, written
from tests.report.sample import bare_inputs, sample_inputs


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def report(inputs: ReportInputs) -> Report:
    return evaluation_report(inputs)


def say(cell: object, language: Language = "zh_CN") -> str:
    match cell:
        case Sign():
            return translator(language).say(cell.words)
        case tuple():
            return "\n".join(say(part, language) for part in cell)
        case Text() | Authored() | str():
            return translator(language).say(cell)
    return ""


def headings(report: Report) -> list[tuple[tuple[int, ...], str]]:
    return [
        (block.number, say(block.words)) for block in report.blocks if isinstance(block, Heading)
    ]


def test_sections_stand_in_the_order_of_the_field(report: Report) -> None:
    assert isinstance(report.blocks[0], Cover)
    assert [words for number, words in headings(report) if len(number) == 1] == [
        "演练基本情况",
        "演练评估过程",
        "演练情况分析",
        "改进意见和建议",
        "评估结论",
        "合并时间轴",
        "原始记录与修正记录",
        "演练脚本",
        "签字页",
        "评估方法与参数",
    ]


def test_parts_of_the_analysis_are_numbered_without_gaps(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    for made in (inputs, bare_inputs(tmp_path)):
        parts = [
            n for n, _words in headings(evaluation_report(made)) if n[:1] == (3,) and len(n) == 2
        ]

        assert parts == [(3, place) for place in range(1, len(parts) + 1)]


def test_the_content_names_no_language(inputs: ReportInputs, report: Report) -> None:
    assert evaluation_report(inputs) == report
    assert say(report.title) == "演练评估报告"
    assert say(report.title, "en") == "Drill evaluation report"


def row_of(inputs: ReportInputs, place: int) -> Row:
    return target_table(Subject(inputs)).rows[place]


def test_a_missed_target_says_by_how_much_and_which_rule(inputs: ReportInputs) -> None:
    # V4: 15:08:33.2 − 15:08:02.1 = 31.1 s; limit 30 s; 1.1 over.
    # points 100 − 40 × 1.1 / 15 = 97.07; U = 2 √(0.3² + 0.3²) = 0.85
    row = row_of(inputs, 3)

    assert [say(row.cells[n]) for n in (2, 4, 5)] == ["30秒（建议）", "31.10 ± 0.85秒", "超时"]
    assert {say(label): say(words) for label, words in row.details}["扣分原因"] == (
        "超过时限1.1秒：时限至其1.5倍之间由100分线性降至60分，折算得97.1分（百分制）。"
    )


def test_worth_adds_up_to_100_and_points_to_the_timed_score(inputs: ReportInputs) -> None:
    subject = Subject(inputs)
    shares = [(subject.share(t, r), r.score) for t, r in subject.lines]
    scored = [(share, got) for share, got in shares if share is not None and got is not None]

    assert sum(share for share, _got in scored) == 100
    assert sum(share * got / 100 for share, got in scored) == inputs.scorecard.whole.timed


def test_an_unscored_target_has_a_dash_and_a_reason(inputs: ReportInputs) -> None:
    row = row_of(inputs, 15)  # V14: the SWAT team's arrival was recorded by nobody

    assert [say(cell) for cell in row.cells[4:]] == ["—", "未记录", "—"]
    assert "不计分" in say(row.details[-1][1])


def test_a_limit_of_class_d_is_a_suggested_value_and_none_is_called_a_basis(
    inputs: ReportInputs, report: Report
) -> None:
    classes = {t.id: say(row_of(inputs, n).cells[2]) for n, t in enumerate(inputs.script.targets)}

    assert classes["V1"].endswith("（建议）")
    assert classes["V7"].endswith("（地方）")
    said = [say(block.words) for block in report.blocks if isinstance(block, Prose)]
    assert not [words for words in said if "依据GB" in words or "依据AQ" in words]


def test_findings_are_what_fell_short_critical_first(inputs: ReportInputs) -> None:
    found = findings(Subject(inputs))

    assert say(found[0].words).startswith(
        "“教室全部锁闭”用时2分37.70秒 ± 0.96秒，时限2分钟，超时37.7秒。"
    )
    assert "最后完成的是" in say(found[0].words)
    assert "四（1）班" in say(found[0].words)  # the class that was slow
    assert found[0].is_critical
    assert not any(finding.is_critical for finding in found[1:])
    assert {finding.role for finding in found} >= {"teacher", "guard", "unit", "medic"}


def test_a_finding_awaits_its_measure_with_the_role_filled_in(report: Report) -> None:
    tables = [block for block in report.blocks if isinstance(block, Table)]
    actions = next(t for t in tables if len(t.columns) == 6 and say(t.columns[1].head) == "问题")

    assert [say(column.head) for column in actions.columns[1:]] == [
        "问题",
        "措施",
        "责任单位、责任人",
        "时限",
        "状态、验证方式",
    ]
    assert say(actions.rows[0].cells[2]) == "—"
    assert "班主任" in say(actions.rows[0].cells[3])


def test_what_nobody_told_is_left_out_or_where_wanted_a_blank(tmp_path: Path) -> None:
    bare = bare_inputs(tmp_path)
    report = evaluation_report(dataclasses.replace(bare, has_blanks=True))
    facts = [block for block in report.blocks if isinstance(block, Facts)][1]
    cover = report.blocks[0]

    without = evaluation_report(bare).blocks[1:]
    assert not [block for block in without if isinstance(block, Lines)]
    assert Blank.LINE not in [
        cell for one in without if isinstance(one, Facts) for _label, cell in one.rows
    ]

    blank = {say(label) for label, cell in facts.rows if cell is Blank.LINE}
    assert {"学校", "地点", "组织单位", "依据", "演练目的"} <= blank
    assert isinstance(cover, Cover)
    assert cover.mark is Blank.LINE
    assert all(cell is Blank.LINE for _label, cell in cover.approvals)


def test_every_verdict_has_its_own_shape() -> None:
    shapes = [shape for shape, _words in VERDICTS.values()]

    assert len(set(shapes)) == len(shapes)
    assert len({shape for shape, _words in ORDERS.values()}) == len(ORDERS)


def test_bars_are_multiples_of_the_limit(inputs: ReportInputs) -> None:
    drawn = [row.cells[3] for row in target_table(Subject(inputs)).rows]
    bar = drawn[3]

    assert isinstance(bar, Bar)
    assert bar.value == Fraction("31.1") / 30
    assert bar.low is not None
    assert bar.high is not None
    assert bar.low < float(bar.value) < bar.high
    assert isinstance(drawn[18], Bar)
    assert drawn[18].value is None  # recorded only: no limit to share


def test_only_what_was_not_met_is_explained(inputs: ReportInputs) -> None:
    rows = target_table(Subject(inputs)).rows[: len(inputs.scorecard.targets)]

    for row, result in zip(rows, inputs.scorecard.targets, strict=True):
        is_plain = result.verdict in ("met", "recorded", "not_applicable") and not result.doubts
        assert bool(row.details) is not is_plain


def summary_of(report: Report) -> tuple[Facts, Table]:
    place = next(n for n, b in enumerate(report.blocks) if isinstance(b, Heading))
    facts = report.blocks[place + 1]
    table = next(b for b in report.blocks[place:] if isinstance(b, Table))
    assert isinstance(facts, Facts)
    return facts, table


def test_page_2_answers_what_a_chief_asks(inputs: ReportInputs) -> None:
    slow = findings(Subject(inputs))[0]
    about = next(
        one.about
        for one in shortfalls(inputs.script, inputs.scorecard, inputs.log)
        if one.subject == slow.target
    )
    told = dataclasses.replace(
        inputs,
        remedies=(Remedy(about, _("under way"), "检修", "总务处", "王主任", date(2026, 12, 24)),),
        earlier={slow.target: Earlier(date(2026, 5, 1), "2分50.0 ± 1.0秒", "better")},
    )

    facts, problems = summary_of(evaluation_report(told))

    said = {say(label): say(cell) for label, cell in facts.rows}
    assert said["建议等级"] == "差"
    assert "教室全部锁闭" in said["等级理由"]
    assert said["与上次相比"] == (
        "与2026年5月1日相比：有改善1项（教室全部锁闭）；"
        f"不可比{len(inputs.scorecard.targets) - 1}项"
    )
    assert [say(cell) for cell in problems.rows[0].cells[1:3]] == [
        "教室全部锁闭\n超时37.7秒；关键项（一票否决）",
        "2分37.70秒 ± 0.96秒\n上次2分50.0 ± 1.0秒（2026-05-01）：有改善",
    ]
    assert say(problems.rows[0].cells[5]) == "总务处\n王主任"
    assert say(problems.rows[0].cells[6]) == "2026-12-24"


def test_page_2_names_the_role_of_the_ledger_in_the_language_of_the_report(
    inputs: ReportInputs,
) -> None:
    slow = findings(Subject(inputs))[0]
    about = next(
        one.about
        for one in shortfalls(inputs.script, inputs.scorecard, inputs.log)
        if one.subject == slow.target
    )
    unit = say(Names(inputs.script).role(slow.role))
    told = dataclasses.replace(inputs, remedies=(Remedy(about, _("open"), "", unit, "王主任"),))

    _facts, problems = summary_of(evaluation_report(told))

    # Page 2 has no room for the role's organisation; sections 3 and 4 name it.
    alone = say(Names(inputs.script).short_role(slow.role))
    assert unit.startswith(alone)
    assert say(problems.rows[0].cells[5], "zh_CN") == f"{alone}\n王主任"
    assert say(problems.rows[0].cells[5], "en").startswith("Class teacher")


def test_of_a_miss_known_by_bounds_only_the_least_excess_is_told(inputs: ReportInputs) -> None:
    target = dataclasses.replace(inputs.script.targets[0], limit_s=60)
    result = TargetResult(
        "T",
        "missed",
        EndResult(),
        EndResult(),
        elapsed_s=Fraction(90),
        bound="between",
        elapsed_low_s=Fraction(70),
    )

    assert say(excess_said(target, result)) == "至少10.0秒"
    assert say(excess_said(target, dataclasses.replace(result, bound="at_least"))) == "至少10.0秒"
    # 10 s without U of 0.85 s: no more than 9.1 s was shown.
    measured = dataclasses.replace(result, expanded_uncertainty_s=0.85)
    assert say(excess_said(target, measured)) == "至少9.1秒"
    exact = dataclasses.replace(result, bound="exact", elapsed_low_s=None)
    assert say(excess_said(target, exact)) == "30.0秒"


def test_one_event_has_one_time(inputs: ReportInputs) -> None:
    subject = Subject(inputs)
    starts = {
        say(end_said(subject, target.start, result.start))
        for target, result in subject.lines
        if target.start == "intruder"
    }

    # Whoever read it on which clock: the drill's clock alone is printed.
    assert {words.split("：")[-1].split("（")[0] for words in starts} == {"15:08:02.1"}


def test_steps_count_from_the_danger(report: Report) -> None:
    chart = next(block for block in report.blocks if isinstance(block, StepChart))
    by_name = {say(moment.name): moment for moment in chart.moments}

    assert by_name["险情出现：模拟嫌疑人手持道具刀强闯校门"].seen == (Fraction(0), Fraction(0))
    assert by_name["专职保安员发现险情并喝止"].seen == (Fraction("4.3"), Fraction("4.3"))
    gate = by_name["关闭校门，形成物理阻隔"]
    assert gate.seen == (Fraction("26.8"), Fraction("31.1"))
    assert say(by_name["邻校联防力量到位"].without) == "未执行"


def test_the_merged_timeline_stands_on_one_clock(report: Report) -> None:
    # 教学楼岗 is 37.4 s behind 校门岗 (14:49:22.6 against 14:50:00.0)
    tables = [block for block in report.blocks if isinstance(block, Table) and block.caption]
    merged = next(t for t in tables if say(t.caption) == "以“校门岗”的时钟为准")
    times = [say(row.cells[0]) for row in merged.rows if say(row.cells[3]) == "教学楼岗"]

    assert times[0] == "15:09:36.5"  # 15:08:59.1 + 37.4
    assert any(say(t.caption) == "以“110平台”的时钟为准" for t in tables)


def test_what_befell_the_clocks_is_said_with_source_and_time(report: Report) -> None:
    said = [say(block.words, "en") for block in report.blocks if isinstance(block, Prose)]

    assert (
        "校门岗, 15:04:10: The computer slept for 10 min 2 s; time was counted all the same."
        in said
    )
    (back,) = [words for words in said if words.startswith("指挥部, 15:06:00: ")]
    assert "went back by 1 h" in back


def test_of_many_events_of_the_clocks_the_rest_is_counted(inputs: ReportInputs) -> None:
    many = dataclasses.replace(inputs, clock_events=inputs.clock_events * 10)
    said = [say(one.words, "en") for one in clock_events(Subject(many)) if isinstance(one, Prose)]

    assert len(said) == 13
    assert said[-1] == "8 more events of this kind are in the log."


def test_pauses_are_listed_with_their_length_and_reason(inputs: ReportInputs) -> None:
    first, last = Fraction(15 * 3600 + 600), Fraction(15 * 3600 + 632)
    held = Hold("校门岗", first, last, reason="injury", said="校医查看")
    bare = Hold("校门岗", last + 60, None)
    log = dataclasses.replace(inputs.log, holds=(held, bare))

    table = pauses(Subject(dataclasses.replace(inputs, log=log)))

    assert isinstance(table, Table)
    rows = [[say(cell) for cell in row.cells] for row in table.rows]
    assert [row[3] for row in rows] == ["有人受伤：校医查看", "未说明原因"]
    assert rows[0][0] == "15:10:00.0"
    assert rows[0][2].startswith("32.0")
    assert rows[1][1] == "未恢复"


def test_the_raw_log_keeps_every_entry_as_read(inputs: ReportInputs, report: Report) -> None:
    log = inputs.log
    raw = next(
        block
        for block in report.blocks
        if isinstance(block, Table) and say(block.columns[-1].head) == "备注、出处"
    )

    assert len(raw.rows) == len(log.observations) + len(log.sync_marks)
    first = raw.rows[1]
    assert [say(cell) for cell in first.cells] == [
        "2",
        "校门岗",
        "15:08:02.1",
        "0.3",
        "险情出现：模拟嫌疑人手持道具刀强闯校门",
        "目击",
        "确切",
        "按键",
        "log.csv第3行",
    ]


def test_the_check_code_changes_with_the_log_and_the_score(inputs: ReportInputs) -> None:
    log = inputs.log
    moved = dataclasses.replace(
        log,
        observations=(
            dataclasses.replace(log.observations[0], note="x"),
            *log.observations[1:],
        ),
    )
    whole = dataclasses.replace(inputs.scorecard.whole, capped=False)
    card = dataclasses.replace(inputs.scorecard, whole=whole)
    codes = {
        check_code(Subject(made))
        for made in (
            inputs,
            dataclasses.replace(inputs, log=moved),
            dataclasses.replace(inputs, scorecard=card),
            dataclasses.replace(inputs, chains=()),
        )
    }

    assert len(codes) == 4
    assert check_code(Subject(inputs)) in codes


def test_a_broken_chain_is_said_in_the_conclusion_and_on_the_scorecard(
    inputs: ReportInputs,
) -> None:
    said = "未通过校验：指挥部的防篡改校验链断裂，本结果所依据的记录可能被改动。"
    conclusion = [say(b.words) for b in evaluation_report(inputs).blocks if isinstance(b, Prose)]
    sheet = scorecard_page(inputs).blocks[0]

    assert any(said in words for words in conclusion)
    assert isinstance(sheet, Sheet)
    assert said in [say(remark) for remark in sheet.remarks]


def test_too_few_records_give_no_grade_and_say_so(inputs: ReportInputs) -> None:
    nothing = Log()
    empty = ReportInputs(inputs.script, nothing, score(inputs.script, nothing))
    said = [say(b.words) for b in evaluation_report(empty).blocks if isinstance(b, Prose)]

    assert any(words.find("记录不足，不予评定") >= 0 for words in said)


@pytest.mark.parametrize(
    ("verdict", "changes", "words"),
    [
        ("met", {}, "未扣分。"),
        ("not_performed", {}, "未执行，计0分。"),
        ("not_achieved", {}, "未达到效果，计0分。"),
        ("recorded", {}, "未设时限，只记录，不计分。"),
        ("not_applicable", {}, "本次演练不适用，不计分。"),
        ("untied", {}, "起点与终点的时钟未对时，不判定，不计分。"),
        ("interrupted", {}, "用时期间演练曾暂停，未经指定人员确认不计分。"),
        ("out_of_order", {}, "终点早于起点，未经人工确认不计分。"),
        ("not_recorded", {}, "未记录：起点、终点。不计分，记录完整率相应降低。"),
        ("too_close", {}, "只知时间的上下限，而时限正在其间，不计分。"),
        (
            "too_close",
            {"elapsed_s": Fraction(19), "score": Fraction(100)},
            "无法判定（误差范围内）；按实测值计分，未扣分。",
        ),
        (
            "missed",
            {"elapsed_s": Fraction(24), "score": Fraction(84)},
            "超过时限4.0秒：时限至其1.5倍之间由100分线性降至60分，折算得84.0分（百分制）。",
        ),
        (
            "missed",
            {"elapsed_s": Fraction(35), "score": Fraction(30)},
            "超过时限15.0秒：时限的1.5倍至2倍之间由60分线性降至0分，折算得30.0分（百分制）。",
        ),
        (
            "missed",
            {"elapsed_s": Fraction(40), "score": Fraction(0)},
            "超过时限20.0秒，达到时限的2倍，计0分。",
        ),
        (
            "missed",
            {"elapsed_s": Fraction("20.02"), "score": Fraction("99.92")},
            "超过时限0.02秒：时限至其1.5倍之间由100分线性降至60分，折算得99.9分（百分制）。",
        ),
    ],
)
def test_points_lost_are_explained(
    inputs: ReportInputs, verdict: Verdict, changes: dict[str, Fraction], words: str
) -> None:
    target = dataclasses.replace(inputs.script.targets[2], limit_s=20.0, critical=False)
    result = TargetResult(
        target.id,
        verdict,
        EndResult(),
        EndResult(),
        elapsed_s=changes.get("elapsed_s"),
        score=changes.get("score"),
    )

    assert say(loss(target, result, inputs.script.scoring, Names(inputs.script))) == words


@pytest.mark.parametrize(
    ("least", "greatest", "hangs"), [(18, 22, True), (12, 19, False), (21, 30, False)]
)
def test_a_dispute_hangs_on_whose_time_is_taken_only_where_it_does(
    inputs: ReportInputs, least: int, greatest: int, hangs: bool
) -> None:
    target = dataclasses.replace(inputs.script.targets[2], limit_s=20.0, critical=False)
    result = TargetResult(
        target.id,
        "disputed",
        EndResult(),
        EndResult(),
        elapsed_s=Fraction(greatest),
        least_s=Fraction(least),
        greatest_s=Fraction(greatest),
    )

    said = say(loss(target, result, inputs.script.scoring, Names(inputs.script)))

    assert ("采用谁的时刻决定是否达标" in said) is hangs
    assert "指定人员裁定前不计分" in said


def test_a_low_rating_quotes_what_the_evaluator_noted(inputs: ReportInputs) -> None:
    low = [one for one in findings(Subject(inputs)) if one.criterion]

    assert low
    assert all(one.notes == ("交接口令不清",) for one in low)
    assert "交接口令不清" in say(low[0].words)


def test_a_national_limit_without_its_text_is_not_called_national(inputs: ReportInputs) -> None:
    first = inputs.script.targets[0]
    claimed = dataclasses.replace(
        first, limit_s=20.0, source=dataclasses.replace(first.source, class_="N", text="")
    )
    script = dataclasses.replace(inputs.script, targets=(claimed, *inputs.script.targets[1:]))
    subject = Subject(dataclasses.replace(inputs, script=script))

    limits = say(target_table(subject).rows[0].cells[2])

    assert "国家" not in limits
    assert limits == "20秒（来源未注明）"


def test_the_summary_names_what_one_saw_done_and_another_not(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "source,step,time\n"
        "PC1,intruder,2026-11-23T15:08:02.1\n"
        "PC1,alarm,2026-11-23T15:08:12.1\n"
        "PC2,alarm,not_performed\n",
        encoding="utf-8",
    )
    log = read_logs([path], inputs.script)
    told = dataclasses.replace(
        inputs, log=log, scorecard=score(inputs.script, log, inputs.ratings), made={}
    )
    subject = Subject(told)

    page = [
        say(block.words)
        for block in summary_page(subject, findings(subject))
        if isinstance(block, Prose)
    ]

    assert any(words.startswith("记录相互矛盾") and "一键报警" in words for words in page)
    assert not any("没有超时" in words for words in page)


def test_a_round_that_others_armed_as_a_rehearsal_says_so(inputs: ReportInputs) -> None:
    details = dataclasses.replace(inputs.details, nature="formal", round=1, also=("rehearsal",))
    told = dataclasses.replace(inputs, details=details)

    assert say(nature(Subject(told))) == "正式，第1轮（另有计时电脑上岗时选的是预演）"


def test_the_chart_of_steps_does_not_call_done_what_was_without_effect(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "source,step,time\n"
        "PC1,intruder,2026-11-23T15:08:02.1\n"
        "PC1,first-care,failed 2026-11-23T15:10:00\n",
        encoding="utf-8",
    )
    log = read_logs([path], inputs.script)
    failed = dataclasses.replace(inputs, log=log, scorecard=score(inputs.script, log), made={})

    (chart,) = step_chart(Subject(failed))

    assert isinstance(chart, StepChart)
    names = [say(one.name) for one in chart.moments if one.seen is not None]
    assert [name.endswith("：未达到效果") for name in names] == [False, True]


def test_what_was_not_done_twice_is_no_difference_within_u(inputs: ReportInputs) -> None:
    undone = next(r for r in inputs.scorecard.targets if r.verdict == "not_performed")
    timed = next(r for r in inputs.scorecard.targets if r.verdict == "met")
    day = date(2026, 5, 1)
    told = dataclasses.replace(
        inputs,
        earlier={
            undone.id: Earlier(day, "未执行", "same"),
            timed.id: Earlier(day, "9.0 ± 1.0秒", "same"),
        },
    )

    facts, _problems = summary_of(evaluation_report(told))

    said = {say(label): say(cell) for label, cell in facts.rows}["与上次相比"]
    rest = len(inputs.scorecard.targets) - 2
    name = say(Names(inputs.script).target(undone.id))
    assert said == (
        f"与2026年5月1日相比：无超出误差的变化1项；仍未做到1项（{name}）；不可比{rest}项"
    )


def test_a_critical_failure_says_its_cap(inputs: ReportInputs) -> None:
    target = dataclasses.replace(inputs.script.targets[2], critical=True)
    result = TargetResult(target.id, "not_performed", EndResult(), EndResult())

    said = say(loss(target, result, inputs.script.scoring, Names(inputs.script)))

    assert said == "未执行，计0分。关键项：总分以59分封顶。"


def texts(blocks: object) -> Iterator[Text]:
    match blocks:
        case Text():
            yield blocks
            for value in blocks.values.values():
                yield from texts(value)
        case tuple() | list():
            for part in blocks:
                yield from texts(part)
        case _ if dataclasses.is_dataclass(blocks):
            for field in dataclasses.fields(blocks):
                yield from texts(getattr(blocks, field.name))


def test_every_sentence_has_its_fields(report: Report) -> None:
    found = list(texts(report.blocks))

    assert len(found) > 1000
    for text in found:
        for language in ("zh_CN", "en"):
            assert "{" not in translator(language).say(text)


def test_the_scripts_annex_says_what_is_for_cue_cards_and_nothing_that_is_not_there(
    inputs: ReportInputs,
) -> None:
    def said(document: dict[str, object]) -> tuple[list[str], list[str]]:
        script = parse_script(written(document))
        blocks = list(script_annex(Subject(dataclasses.replace(inputs, script=script)), 3))
        [table] = [block for block in blocks if isinstance(block, Table)]
        prose = [say(block.words, "en") for block in blocks if isinstance(block, Prose)]
        return prose, [say(row.cells[2], "en") for row in table.rows]

    prose, steps = said(newest())

    assert prose == ["Gate (shown by: Gate; Gate; Gate)"]
    assert steps[0].split("\n")[1:] == [
        *("Place: Gate", "Commands and dialogue: Gate", "Narration: Gate", "Props: Gate"),
        *("Message: from: Gate; to: Gate; by: Gate", "Duration: 30.5 s (20 s to 1 min)"),
        *("Head count: 40 expected", "Judged to within: ± 0.5 s (standard uncertainty)"),
        "列: 值",
    ]
    assert said(sample())[0] == []
    assert said(sample())[1][0].count("\n") == 0


def test_a_log_that_is_too_long_stands_in_a_table_beside_the_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    inputs = sample_inputs(tmp_path / "in")
    (row, *_more) = inputs.log.observations
    many = dataclasses.replace(inputs.log, observations=(row,) * 5001)
    long = with_annex(dataclasses.replace(inputs, log=many), tmp_path / "report.pdf")

    texts = [
        translator("en").say(one.words)
        for one in evaluation_report(long).blocks
        if isinstance(one, Prose)
    ]

    assert sum("5001 rows" in one and "report.log.csv" in one for one in texts) == 2
    assert (tmp_path / "report.log.csv").read_text("utf-8-sig").count("\n") > 5000
    assert with_annex(inputs, tmp_path / "other.pdf") is inputs
    assert {one.name for one in tmp_path.iterdir()} == {"in", "report.log.csv"}


def test_of_very_many_conflicts_those_that_decide_are_listed_and_the_others_counted(
    inputs: ReportInputs,
) -> None:
    repeated = Conflict("repeated", ("gate",), "s1")
    deciding = dataclasses.replace(repeated, kind="disagreement")
    found = (*[repeated] * 1000, deciding)
    card = dataclasses.replace(inputs.scorecard, conflicts=found)
    subject = Subject(dataclasses.replace(inputs, scorecard=card))

    table, rest = conflicts(subject)

    assert isinstance(table, Table)
    assert len(table.rows) == MOST_CONFLICTS
    assert table.rows[0].cells[0] == CONFLICTS["disagreement"]
    assert isinstance(rest, Prose)
    assert "701" in str(rest.words)


def test_that_no_records_disagree_is_said_only_where_no_target_is_in_doubt(
    inputs: ReportInputs,
) -> None:
    def told(*doubts: Doubt) -> str:
        targets = tuple(dataclasses.replace(one, doubts=doubts) for one in card.targets)
        changed = dataclasses.replace(card, conflicts=(), targets=targets)
        (only,) = conflicts(Subject(dataclasses.replace(inputs, scorecard=changed)))
        assert isinstance(only, Prose)
        return say(only.words, "en")

    card = inputs.scorecard
    assert told() == "No records disagree."
    assert "in doubt: their rows above say why" in told("observers_differ")


def safety_rows(report: Report) -> list[list[str]]:
    tables = [block for block in report.blocks if isinstance(block, Table)]
    found = [one for one in tables if say(one.columns[0].head, "en") == "Safety gate: item"]
    return [[say(cell, "en") for cell in row.cells] for table in found for row in table.rows]


def test_who_confirmed_the_safety_items_and_who_armed_all_the_same_stands_on_the_first_pages(
    inputs: ReportInputs,
) -> None:
    items = [item.id for item in inputs.script.safety]
    told = dataclasses.replace(
        inputs,
        confirmed=tuple(Confirmed(one, "赵安全", "14:51:00") for one in items[:-1]),
        armed_open=(ArmedOpen((items[-1],), "周校长", "雨大，提前开始", "14:58:10"),),
    )
    report = evaluation_report(told)

    cover, facts = report.blocks[0], next(one for one in report.blocks if isinstance(one, Facts))
    assert isinstance(cover, Cover)
    for rows in (cover.facts, facts.rows):
        said = {say(name): say(words) for name, words in rows}
        assert said["安全确认"] == (
            f"14:58:10就位时，{len(items)}项安全事项中有1项未确认，由周校长决定就位。"
            "理由：雨大，提前开始。"
        )
    items_said = safety_rows(report)
    assert [row[1:] for row in items_said[:-1]] == [["赵安全", "14:51:00"]] * (len(items) - 1)
    assert items_said[-1][1:] == ["open: nobody confirmed it", "—"]
    prose = [say(one.words, "en") for one in report.blocks if isinstance(one, Prose)]
    assert any("with 1 safety item of" in words and "周校长" in words for words in prose)


def test_a_drill_whose_safety_gate_nobody_used_says_nothing_of_it(inputs: ReportInputs) -> None:
    assert safety_rows(evaluation_report(inputs)) == []
    blank = evaluation_report(dataclasses.replace(inputs, has_blanks=True))
    assert len(safety_rows(blank)) == len(inputs.script.safety)
    cover = blank.blocks[0]
    assert isinstance(cover, Cover)
    assert "安全确认" not in [say(name) for name, _words in cover.facts]


def test_a_redaction_takes_the_names_of_the_safety_gate_out(inputs: ReportInputs) -> None:
    told = dataclasses.replace(
        inputs,
        hidden=frozenset({"names", "tactics"}),
        confirmed=(Confirmed(inputs.script.safety[0].id, "赵安全", "14:51:00"),),
        armed_open=(ArmedOpen((inputs.script.safety[1].id,), "周校长", "雨大早开", "14:58:10"),),
    )

    assert {"赵安全", "周校长", "雨大早开"} <= secret_words(told)


def test_a_nature_that_nobody_stated_is_said_on_every_page_that_has_one(
    inputs: ReportInputs,
) -> None:
    details = dataclasses.replace(inputs.details, nature=None, round=None)
    unsaid = dataclasses.replace(inputs, details=details)

    cells = [
        say(cell)
        for block in evaluation_report(unsaid).blocks
        for cell in (
            [cell for _label, cell in block.facts]
            if isinstance(block, Cover)
            else [cell for _label, cell in block.rows]
            if isinstance(block, Facts)
            else []
        )
    ]

    assert say(nature(Subject(unsaid))) == "性质未注明"
    assert sum("性质未注明" in cell for cell in cells) == 3


def test_a_unit_is_listed_once_also_where_it_keeps_a_post_with_another() -> None:
    named: list[Words] = [
        {"zh_CN": "公安局、一小", "en": "Police and School"},
        {"zh_CN": "一小", "en": "School"},
        {"en": "School One", "zh_CN": "一小"},
        "公安局",
        {"zh_CN": "派出所、三小", "en": "Station and Third School"},
    ]

    assert units(named) == (named[1], named[3], named[4])


def test_page_two_says_which_source_saw_it_done_and_quotes_the_other_for_the_cause(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "source,step,time,note\n"
        "甲,intruder,2026-11-23T15:08:00,\n"
        "甲,first-care,done,按时完成\n"
        "乙,first-care,not_performed,校医不在岗\n",
        encoding="utf-8",
    )
    log = read_logs([path], inputs.script)
    subject = Subject(ReportInputs(inputs.script, log, score(inputs.script, log)))

    blocks = list(summary_page(subject, findings(subject)))

    said = [say(block.words) for block in blocks if isinstance(block, Prose)]
    assert any("甲：已执行，时间不详；乙：未执行" in words for words in said)
    causes = [
        say(row.cells[4]) for block in blocks if isinstance(block, Table) for row in block.rows
    ]
    assert causes == ["校医不在岗"]


def test_page_two_says_by_how_much_a_broken_order_was_early(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "source,step,time\n甲,intruder,2026-11-23T15:08:00.0\n"
        "甲,first-care,2026-11-23T15:09:00.0\n甲,controlled,2026-11-23T15:09:25.0\n",
        encoding="utf-8",
    )
    log = read_logs([path], inputs.script)
    subject = Subject(ReportInputs(inputs.script, log, score(inputs.script, log)))

    tables = [one for one in summary_page(subject, findings(subject)) if isinstance(one, Table)]

    assert "早25.0秒" in [say(row.cells[2]) for row in tables[0].rows]
