"""Know what columns of other programs' tables are called, and how alike two names are.

The words are those of forms, stopwatch programs and dispatch records that were seen. In Chinese a
list of words finds more than likeness of letters does; likeness is for the names of steps.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeAlias, get_args

from drillplanner.plan.model import Script

#: What a column is. `time_of`: times of one step, in a table with steps as columns. `note`: kept
#: in the note of the row. `ignore`: left out. `dial`, `at` and `heads` are columns of our own log
#: tables and are never heard in another program's heading.
Role: TypeAlias = Literal[
    "step", "time", "time_of", "unit", "source", "date", "day", "until", "note", "observed",
    "bound", "uncertainty_s", "reading", "present", "expected", "dial", "at", "heads", "ignore",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)

_WORDS: Mapping[Role, str] = {
    "step": """step 步骤 环节 事件 动作 项目 演练步骤 步骤描述 演练环节 演练科目 科目 节点
        计时点 计时项 事项 流程 事件描述 处置内容 内容 处置环节 label what event
        activity action task milestone behavior behaviour checkpoint description eventtype""",
    "time": """time 时间 时刻 时间点 发生时间 发生时刻 记录时间 记录时刻 实际时间 完成时间 钟点
        北京时间 到达时间 用时 累计 总计 历时 耗时 成绩 总用时 累计用时 累计时间 秒表 读数 日期时间
        时间日期 total elapsed elapsedtime totaltime timerecorded timeofday timestamp datetime
        clocktime starts""",
    "unit": """unit 班级 分项 单位 班 车道 道次 组别 小组 路口 车辆 楼层 教室 参演单位 lane class
        team unitid apparatus group""",
    "source": """source 记录人 记录者 记录员 观察员 观察岗位 记录岗位 数据来源 来源 计时员 计时人
        填表人 填报人 设备 摄像头 device recorder observer watch camera keeper""",
    "date": "date 日期 演练日期 填报日期 记录日期",
    "day": "day 次日 是否次日 跨日 隔日 第几天",
    "until": "until 至 不晚于 最晚 latest",
    "note": """note 备注 说明 情况 处置情况 情况说明 记录内容 remark remarks comment comments
        notes""",
    "observed": "observed 观察方式 获知方式 记录方式",
    "bound": "bound 时刻性质",
    "uncertainty_s": "uncertainty_s 不确定度 标准不确定度 误差 uncertainty",
    "reading": "reading",
    "present": "present 实到 实到人数 到位人数 清点人数 counted",
    "expected": "expected 应到 应到人数 总人数 enrolled",
    "ignore": """序号 编号 行号 # no no. id index 间隔 分段 分段用时 单段 interval lap laptime split
        splittime""",
}

#: Words of a heading that say what the figures below are.
_ELAPSED = ("用时", "累计", "总计", "历时", "耗时", "成绩", "秒表", "elapsed", "total")
_OF_DAY = ("时刻", "钟点", "北京时间", "timeofday", "clocktime", "timestamp", "日期时间")

#: Shortest word that is looked for inside a longer heading.
_LEAST_INSIDE = 2
_INSIDE = 0.75
#: Less alike than this is not alike.
LEAST_ALIKE = 0.55


@dataclass(frozen=True, slots=True)
class Heard:
    """What a heading sounds like: a role, from 0 to 1 how surely, and the word that says it."""

    role: Role
    confidence: float
    word: str


def heard_in(heading: str) -> Heard | None:
    """Find what a column's heading says it is; None where no known word is in it."""
    plain = normal(heading.rpartition("/")[2])
    if not plain:
        return None
    best: Heard | None = None
    for word, role in _by_word().items():
        if word == plain:
            return Heard(role, 1.0, word)
        is_inside = len(word) >= _LEAST_INSIDE and word in plain and not word.isascii()
        if is_inside and (best is None or len(word) > len(best.word)):
            best = Heard(role, _INSIDE, word)
    return best


def is_elapsed(heading: str) -> bool:
    """Tell whether a heading speaks of time elapsed."""
    return any(word in normal(heading) for word in _ELAPSED)


def is_of_day(heading: str) -> bool:
    """Tell whether a heading speaks of the time of day."""
    return any(word in normal(heading) for word in _OF_DAY)


@cache
def _by_word() -> Mapping[str, Role]:
    return {normal(word): role for role, words in _WORDS.items() for word in words.split()}


@lru_cache(4_096)
def normal(text: str) -> str:
    """Bring a name into the form in which names are compared: no case, width, blanks or signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum()) or folded.strip()


def likeness(one: str, other: str) -> float:
    """Say from 0 to 1 how alike two names are; one that holds the other whole is near to 1."""
    first, second = normal(one), normal(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) > 1 and shorter in longer:
        return 0.6 + 0.35 * len(shorter) / len(longer)
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    # Most pairs are nothing alike, which is cheap to see.
    if matcher.real_quick_ratio() < LEAST_ALIKE or matcher.quick_ratio() < LEAST_ALIKE:
        return 0.0
    return matcher.ratio()


@dataclass(frozen=True, slots=True)
class Named:
    """Something of a script with all its names: `ref` is STEP, STEP/OPTION or a unit's id."""

    ref: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The thing a value is most like, from 0 to 1 how much, and the name it is like."""

    ref: str
    likeness: float
    name: str


@dataclass(frozen=True, slots=True)
class ScriptNames:
    """The names by which a table may mean what is in a script, in every language it has."""

    steps: tuple[Named, ...] = ()
    units: tuple[Named, ...] = ()
    #: Units of one step alone, as STEP/UNIT.
    ends: tuple[Named, ...] = ()
    #: Steps at which heads are counted, on their own or of their units.
    counting: frozenset[str] = frozenset()

    def step(self, text: str) -> Found | None:
        """Find the step or option that a text names."""
        return most_like(text, self.steps)

    def column(self, heading: str) -> Found | None:
        """Find the step or STEP/UNIT whose times stand under a heading."""
        return most_like(heading, (*self.steps, *self.ends))

    def unit(self, text: str) -> Found | None:
        return most_like(text, self.units)


def names_of_script(script: Script | None) -> ScriptNames:
    """Gather the names of a script's steps, options and units."""
    if script is None:
        return ScriptNames()
    steps: list[Named] = []
    units: dict[str, tuple[str, ...]] = {}
    for step in script.steps:
        steps.append(Named(step.id, (step.id, *_languages(step.text))))
        steps.extend(
            Named(
                f"{step.id}/{option.id}",
                tuple(f"{name}{way}" for name in _languages(step.text) for way in
                      _languages(option.name)) + _languages(option.name),
            )
            for option in step.options
        )  # fmt: skip
        for unit in step.units:
            known = units.get(unit.id, (unit.id,))
            units[unit.id] = (*known, *(n for n in _languages(unit.name) if n not in known))
    owners = Counter(unit.id for step in script.steps for unit in step.units)
    ends = tuple(
        Named(f"{step.id}/{unit.id}", (f"{step.id}/{unit.id}", *units[unit.id]))
        for step in script.steps
        for unit in step.units
        if owners[unit.id] == 1
    )
    named = tuple(Named(ref, names) for ref, names in units.items())
    counting = frozenset(
        step.id
        for step in script.steps
        if step.heads is not None or any(getattr(unit, "heads", None) for unit in step.units)
    )
    return ScriptNames(tuple(steps), named, ends, counting)


def most_like(text: str, things: Iterable[Named]) -> Found | None:
    """Find what a text is most like; None where nothing is like it enough."""
    best: Found | None = None
    for thing in things:
        for name in thing.names:
            alike = likeness(text, name)
            if alike >= LEAST_ALIKE and (best is None or alike > best.likeness):
                best = Found(thing.ref, alike, name)
    return best


def _languages(words: str | dict[str, str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words.values())
