"""Name the columns of the one ledger as tables have them, in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drillplanner.base.texts import Text, pgettext
from drillplanner.improve.vocabulary import HAZARDS, JUDGED, LEVELS, SOURCES, STATES
from drillplanner.organisation.field import Choice, Field
from drillplanner.organisation.registers import Register
from drillplanner.run.fact_kinds import ACTION_STEP


def _choices(
    words: Mapping[Any, Text], heard: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Choice]:
    return {key: Choice(said, heard.get(key, ())) for key, said in words.items() if key}


_SOURCES = _choices(
    SOURCES,
    {
        "drill": ("演练", "应急演练"),
        "self_check": ("自查", "学校自查"),
        "police": ("公安", "公安检查", "派出所检查"),
        "joint": ("联合", "联合检查"),
        "duty_post": ("护学岗",),
        "instruction": ("督办", "领导批示", "批示"),
        "visit": ("走访", "领导走访"),
    },
)
_HAZARDS = _choices(
    HAZARDS,
    {
        "personnel": ("人防",),
        "physical": ("物防",),
        "technical": ("技防",),
        "vehicle": ("车辆", "交通", "校车"),
        "rules": ("制度",),
        "fire": ("消防",),
        "video": ("视频", "监控"),
        "access": ("出入管理", "门卫"),
        "surroundings": ("周边治安", "周边"),
        "emergency": ("应急机制", "应急"),
    },
)
_LEVELS = _choices(LEVELS, {"general": ("一般隐患", "一般"), "major": ("重大隐患", "重大")})
_JUDGED = _choices(
    JUDGED,
    {"direct": ("直接", "直接判定"), "combined": ("综合", "综合判定"), "person": ("专人",)},
)
_STATES = _choices(
    STATES,
    {
        "open": ("未整改", "待处理", "待整改"),
        "under_way": ("整改中", "处理中"),
        "to_verify": ("已整改待验证", "已处理", "已整改", "待复查"),
        "closed": ("已销号", "闭环", "复查通过"),
    },
)  # fmt: skip

#: The ledger's table. What is worked out (who rechecked, when it was closed) goes out only.
LEDGER = Register(
    "ledger",
    ACTION_STEP,
    pgettext("ledger", "Ledger of hazards"),
    (
        Field("number", pgettext("ledger", "Number"), width=90, heard=("编号", "台账编号")),
        Field("day", pgettext("ledger", "Found on"), "day", 100,
              ("检查日期", "检查时间", "发现日期", "日期"), is_needed=True),
        Field("source", pgettext("ledger", "Source"), "choice", 100,
              ("来源", "检查单位", "检查类型"), _SOURCES, is_needed=True),
        Field("school", pgettext("ledger", "School"), "school", 150,
              ("学校", "被检查单位", "被检查部门", "责任单位(学校)", "学校名称"), is_needed=True),
        Field("place", pgettext("ledger", "Place"), width=110,
              heard=("部位", "工点", "位置", "地点")),
        Field("words", pgettext("ledger", "Description"), "long", 220,
              ("隐患问题描述", "隐患描述", "安全隐患", "问题描述", "描述", "存在问题"),
              is_needed=True),
        Field("hazard", pgettext("ledger", "Class"), "choice", 100,
              ("隐患类别", "类别", "检查项目", "类型", "分类"), _HAZARDS),
        Field("level", pgettext("ledger", "Level"), "choice", 80,
              ("等级", "隐患等级", "级别"), _LEVELS),
        Field("judged", pgettext("ledger", "Judged"), "choice", 90, ("判定方式",), _JUDGED),
        Field("judge", pgettext("ledger", "Judged by"), "person", 90, ("判定人",)),
        Field("measure", pgettext("ledger", "Measure"), "long", 200,
              ("整改措施", "整改要求", "措施", "处理方式")),
        Field("unit", pgettext("ledger", "Responsible unit"), width=120,
              heard=("责任单位", "责任部门")),
        Field("head", pgettext("ledger", "Head of department"), "person", 90,
              ("部门负责人", "科室负责人")),
        Field("person", pgettext("ledger", "Responsible person"), "person", 90,
              ("责任人", "整改责任人", "整改人")),
        Field("due", pgettext("ledger", "Deadline"), "day", 100,
              ("整改期限", "整改时限", "完成期限", "解决期限", "截止时间", "期限")),
        Field("state", pgettext("ledger", "State"), "choice", 110,
              ("状态", "销号情况", "整改情况"), _STATES),
        Field("parked", pgettext("ledger", "Parked"), "yes", 70, ("挂账",)),
        Field("supervised", pgettext("ledger", "Supervised"), "yes", 70, ("督办",)),
        Field("reported", pgettext("ledger", "Reported fixed on"), "day", 100,
              ("完成日期", "整改到位时间", "整改完成日期")),
        Field("rechecker", pgettext("ledger", "Rechecked by"), "person", 90,
              ("复查人", "销号人")),
        Field("closed", pgettext("ledger", "Closed on"), "day", 100,
              ("销号时间", "销号日期", "闭环时间")),
        Field("proof", pgettext("ledger", "Recheck or drill"), "long", 180,
              ("复查情况", "验证方式", "证据")),
        Field("notes", pgettext("ledger", "Notes"), "long", 140, ("备注",)),
    ),
    ("number",),
)  # fmt: skip

#: Columns that a table from outside may fill; the others say what steps of the ledger say.
TAKEN = frozenset(
    {
        "number", "day", "source", "school", "place", "words", "hazard", "level", "judged",
        "judge", "measure", "unit", "head", "person", "due", "state", "parked", "supervised",
        "notes",
    }
)  # fmt: skip
