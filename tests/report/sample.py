"""Make one realistic drill: a built-in script, four clocks, every kind of verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.model import Scale, Script
from drillplanner.plan.parser.reading import read_script
from drillplanner.report.inputs import (
    Amendment,
    Chain,
    ClockEvent,
    DrillDetails,
    FinalGrade,
    Member,
    ReportInputs,
)
from drillplanner.resources import resource
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scoring import score
from drillplanner.run.clock.machine_clock import ClockNote
from drillplanner.terms.clock_notes import clock_note_said

LOG = """source,step,time,uncertainty_s,bound,note,observed,unit,reading
校门岗,@对表,2026-11-23T14:50:00.0,0.15,,集合时吹哨,,,
校门岗,intruder,2026-11-23T15:08:02.1,0.3,,,,,
校门岗,challenge,2026-11-23T15:08:06.4,0.3,,,,,
校门岗,radio,2026-11-23T15:08:15.6,0.3,,,,,
校门岗,alarm,2026-11-23T15:08:17.0,0.3,,按钮在门卫室内,,,
校门岗,gate-shut,2026-11-23T15:08:28.9,0.3,,,,foot,
校门岗,gate-shut,2026-11-23T15:08:33.2,0.3,,车行门滑轨卡滞,,car,
校门岗,unit-there,2026-11-23T15:08:49.7,0.3,,,,,
校门岗,contained,2026-11-23T15:09:12.5,0.3,,,,,
校门岗,police-there,2026-11-23T15:12:41.0,0.3,,,,station,
校门岗,controlled,2026-11-23T15:13:20.2,0.3,,,,,
校门岗,school-guard-there,2026-11-23T15:10:31.4,0.3,,,,,
校门岗,neighbour-there,not_performed,,,邻校未接到通知,,,
教学楼岗,@对表,2026-11-23T14:49:22.6,0.15,,,,,
教学楼岗,rooms-secured,2026-11-23T15:08:59.1,0.3,,,,c11,
教学楼岗,rooms-secured,2026-11-23T15:09:20.8,0.3,,三年级（2）班后门未锁，返回重锁,,c21,
教学楼岗,rooms-secured,2026-11-23T15:09:05.0,0.3,,,,c31,
教学楼岗,rooms-secured,2026-11-23T15:10:02.4,0.3,,,,pe,
指挥部,@对表,2026-11-23T14:50:01.2,0.15,,,,,
指挥部,broadcast,2026-11-23T15:08:48.0,0.3,,,,,
指挥部,contained,2026-11-23T15:09:19.0,,,对讲机报告,radio,,
指挥部,rooms-secured,2026-11-23T15:09:50.0,,,,radio,c21,
指挥部,counted,2026-11-23T15:16:10.0,0.3,,,,c11,
指挥部,counted,2026-11-23T15:16:44.0,0.3,,,,c21,
指挥部,counted,2026-11-23T15:18:31.0,0.3,,少报1人，复核后更正,,c31,
指挥部,all-clear,2026-11-23T15:19:05.0,0.3,,,,,
指挥部,unit-there,2026-11-23T15:08:56.5,0.3,,,,,
110平台,received,2026-11-23T15:08:24,,,,record,,floor
110平台,dispatched,2026-11-23T15:09:10,,,,record,,floor
110平台,turnout,2026-11-23T15:10:29,,,,record,station,floor
110平台,turnout,2026-11-23T15:10:40,,,,record,swat,floor
校医,first-care,failed,,,止血带未取到,,,
"""


def sample_script() -> Script:
    return read_script(resource("scripts", "gate-intruder.json"))


def sample_inputs(folder: Path) -> ReportInputs:
    """Score the sample log; everything that may be known of a drill is known."""
    script = sample_script()
    path = folder / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    log = read_logs([path], script)
    rating: dict[Scale, str] = {"psmu": "M", "grade4": "good", "yes_no": "yes"}
    ratings = tuple(
        Rating(criterion.id, person, rating[criterion.scale], note)
        for criterion in script.criteria
        for person, note in (("甲评估员", "交接口令不清"), ("乙评估员", ""))
    )
    return ReportInputs(
        script=script,
        log=log,
        scorecard=score(script, log, ratings),
        ratings=ratings,
        details=sample_details(),
        chains=(
            Chain("校门岗", 13, "3f2a91bc" * 8, "whole"),
            Chain("指挥部", 10, "a07c55d1" * 8, "broken", "entry 7"),
        ),
        amendments=(
            Amendment("校门岗", "row 9", "void", "15:09:30", "校门岗计时员", "误触，随即补按"),
        ),
        clock_events=(
            ClockEvent(
                "校门岗",
                "entry 9",
                "15:04:10",
                clock_note_said(ClockNote("slept", 602_000_000_000)),
            ),
            ClockEvent(
                "指挥部",
                "entry 3",
                "15:06:00",
                clock_note_said(ClockNote("jump", -3_600_000_000_000)),
            ),
        ),
        final_grade=FinalGrade("fair", "评估组组长", "两项关键项须复演"),
        made={"log.csv, row 3": "key"},
    )


def sample_details() -> DrillDetails:
    return DrillDetails(
        name={
            "zh_CN": "青禾县第二小学持械闯校应急演练",
            "en": "Armed intruder drill, Qinghe No. 2",
        },
        school={"zh_CN": "青禾县第二小学", "en": "Qinghe County No. 2 Primary School"},
        place={"zh_CN": "学校正门、教学楼及操场", "en": "Main gate, teaching building, playground"},
        started=datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
        ended=datetime(2026, 11, 23, 7, 25, tzinfo=UTC),
        nature="formal",
        round=1,
        handling="internal",
        organisers=("青禾县公安局", "青禾县教育局"),
        participants=("青禾县第二小学", "城关派出所", "特警大队"),
        evaluators=(Member("林评估", "组长"), Member("周评估"), Member("吴评估")),
        timekeepers={"校门岗": "陈计时", "教学楼岗": "王计时"},
        equipment=("计时笔记本电脑3台", "对讲机6部", "校门固定摄像机1台"),
        basis=("《青禾县第二小学反恐防暴应急预案》",),
        purpose="检验一键报警、先期处置与警校联动的时效。",
        preparation="演练前一周完成方案审批，当日14时50分集合对表，全体参演人员知晓停演口令。",
        prepared_by="林评估",
        strengths=("门卫喝止、报警动作连贯。",),
        advice=("检修车行门滑轨，纳入每周巡查。", "完善邻校联防通知流程，明确联系人。"),
    )


def bare_inputs(folder: Path) -> ReportInputs:
    """Score the same log with nothing else known."""
    full = sample_inputs(folder)
    return ReportInputs(full.script, full.log, score(full.script, full.log))
