"""Paste a block of cells into a table: by its headings where it has them, else from the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from drillplanner.base.texts import Text, _
from drillplanner.plan.editing.acts import Cell, Refused, insert, type_cells
from drillplanner.plan.editing.draft import (
    CellRefused,
    Draft,
    Look,
    changed,
    items,
    with_items,
)
from drillplanner.plan.editing.table import Table, folded
from drillplanner.plan.editing.times import read_time
from drillplanner.plan.model import MAX_STEPS, After

#: What columns are called in scripts and MSELs that were seen (doctrine c5, forms 3.4).
_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "steps": {
        "number": """序号 编号 步骤号 序 no no. # number event# 事件号 eventnumber
            controlnumber inject# injectnumber id""",
        "phase": "phase 阶段 演练阶段 环节 演练环节 场景 科目 演练科目 move",
        "kind": "kind 类型 步骤类型 type eventtype 类别",
        "role": """role 岗位 参演岗位 角色 责任人 责任单位 执行人 执行单位 参演单位 实施人 处置人
            actor responsible 负责人 参演人员 执行人员 处置角色 处置部门 assignedto
            speaker/role player executor owner""",
        "post": "post 观察岗位 观察岗位/点位 观察员 记录岗位 记录人 计时岗位 observer 评估员",
        "backup_post": "backup 备份岗位 备用岗位 backuppost 第二观察岗位",
        "text": """step text 步骤 动作 内容 演练内容 事件 处置内容 演练步骤 行动 工作内容 程序
            事件描述 event description action 处置动作 主要内容 情节 事件/注入 处置行动 步骤描述
            message title subject details script 情景注入 decision/observation""",
        "done_when": """donewhen done_when 完成标志 标准 要求 完成标准 预期行动 expectedresult
            工作要求 合格标准 expectedoutcome expectedaction expectedactions 完成判据
            观察岗位合格标准 expectedparticipantresponse measureofperformance expectation""",
        "after": "after 前置步骤 前置 紧前工序 predecessor predecessors",
        "planned": """planned plannedtime 计划时间 时间 时刻 开始时间 预计时间 time eventtime
            scheduledtime 演练时间 时间点 起始时间 designatedscenariotime deliverytime simulatedtime
            storytime triggertime trigger_time localtime t+min timestamp realtime""",
        "units": "units 分项 班级 参演班级",
        "options": "options 选项",
        "branch": "branch 分支",
        "key": "key 按键",
        "u_s": "u_s 判定不确定度",
        "place": "place 地点 位置 地点场景 演练地点 location",
        "say": "say 指令与对白 对白 台词 口令 指令 dialogue",
        "narration": "narration 解说词 旁白 解说",
        "props": "props 道具 器材 装备 保障 equipment",
        "from_": "from 发出方 信息来源 sender fromorg",
        "to": "to 接收方 receiver recipient toorg team target",
        "means": "means 方式 传递方式 method delivery deliverymethod injectmode",
        "duration": "duration 时长 用时 持续时间 预计用时",
        "heads": "heads 应到人数 人数 应到",
    },
    "targets": {
        "number": "序号 no no. #",
        "name": "target name 计时项 指标 名称 计时项目",
        "start": "start 起点 开始 起始步骤",
        "stop": "stop 止点 结束 终止步骤",
        "limit": "limit 时限 限时 标准时间 目标时间",
        "class": "class 来源类别 类别",
        "source": "source 依据 来源 时限依据",
        "clause": "clause 条款",
        "url": "url 网址 链接",
        "seen": "seen 查阅日期",
        "confirmed_by": "confirmedby 确认人",
        "owner": "owner 责任岗位 岗位 责任单位",
        "weight": "weight 权重 分值",
        "critical": "critical 关键项 一票否决",
    },
    "criteria": {
        "number": "序号 no no. #",
        "text": "criterion 评估要点 要点 评估内容 指标",
        "scale": "scale 评分方式 标准 等级",
        "role": "role 岗位 责任岗位",
        "weight": "weight 权重 分值",
        "critical": "critical 关键项",
    },
    "safety": {"number": "序号 no no. #", "text": "item 项目 内容 安全事项 检查项目"},
}
#: A block has headings where this share of the first row's cells are known, and two at least.
_SHARE, _LEAST = 0.5, 2
#: So many rows may stand above the headings, each with so many cells that are not blank: a merged
#: title, a remark, a label with its value.
_MOST_TITLES, _TITLE_CELLS = 4, 2
#: Letters of a title that are told.
_CLIP = 60
#: Elapsed times from here on in every row are times of day: no drill begins hours after T0.
_OF_DAY_S = 5 * 3600
#: Names that a blank cell of a pasted block leaves as above: such cells were merged.
_AS_ABOVE = ("phase", "role")
_DANGER = ("险情出现", "险情发生", "danger appears")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The draft after a block was pasted, the rows it went to, and what is to be told."""

    draft: Draft
    rows: tuple[str, ...] = ()
    said: tuple[Text, ...] = ()
    refused: tuple[Refused, ...] = ()


def column_called(part: str, heading: str) -> str:
    """Name the column that a heading means, "number" for one of row numbers; "" for none."""
    return _called(part).get(folded(heading), "")


@cache
def _called(part: str) -> Mapping[str, str]:
    return {
        folded(word): name
        for name, spellings in _HEADINGS.get(part, {}).items()
        for word in spellings.split()
    }


def headings_of(table: Table, first: Sequence[str]) -> tuple[str, ...] | None:
    """Name the column of each heading, "" for one nobody knows; None where these are none."""
    found: list[str] = []
    for cell in first:
        name = column_called(table.part, cell)
        found.append("" if name in found else name)
    filled = sum(bool(cell.strip()) for cell in first)
    known = sum(map(bool, found))
    return tuple(found) if known >= _LEAST and known >= filled * _SHARE else None


def paste(
    draft: Draft,
    table: Table,
    cells: Sequence[Sequence[str]],
    at: int,
    columns: Sequence[str],
    language: str,
) -> Pasted:
    """Paste a block; rows grow as needed.

    Args:
        draft: what is pasted into.
        table: the table that is seen.
        cells: the block, row by row.
        at: the place of the first row that is written over.
        columns: the columns from the cursor to the right, for a block without headings.
        language: in which texts are typed.
    """
    titles = _titles_above(table, cells)
    cells = cells[len(titles) :]
    names = headings_of(table, cells[0]) if cells else None
    unknown: tuple[tuple[int, str], ...] = ()
    if names is None:
        names, rest = tuple(columns), cells
    else:
        unknown = tuple(
            (place, cells[0][place].strip())
            for place, name in enumerate(names)
            if not name and cells[0][place].strip()
        )
        rest = cells[1:]
    pasted = paste_named(draft, table, names, rest, at, unknown, language)
    if not titles:
        return pasted
    told = _("Left out above the headings: {words}", words=" ".join(filter(None, titles))[:_CLIP])
    return replace(pasted, said=(told, *pasted.said))


def _titles_above(table: Table, cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give what stands above the headings of a block: titles and remarks, a line each."""
    titles: list[str] = []
    for row in cells[: _MOST_TITLES + 1]:
        if headings_of(table, row) is not None:
            return tuple(titles)
        said = [cell.strip() for cell in row if cell.strip()]
        if len(said) > _TITLE_CELLS:
            break
        titles.append(" ".join(said))
    return ()


def paste_named(
    draft: Draft,
    table: Table,
    names: Sequence[str],
    rest: Sequence[Sequence[str]],
    at: int,
    unknown: Sequence[tuple[int, str]],
    language: str,
) -> Pasted:
    """Paste rows whose columns are known; `unknown` are places and headings to be carried along."""
    rest = rest[: MAX_STEPS - at]
    grown = max(0, at + len(rest) - len(items(draft, table.part)))
    if grown:
        try:
            draft = insert(draft, table, len(items(draft, table.part)), language, grown).draft
        except CellRefused as fault:
            return Pasted(draft, said=(fault.text,))
    rows = tuple(one.id for one in items(draft, table.part)[at : at + len(rest)])
    texts = _texts(table, rows, names, rest, grown)
    times = {cell: text for cell, text in texts.items() if cell[1] == "planned"}
    typed = type_cells(
        draft, table, {cell: text for cell, text in texts.items() if cell not in times}, language
    )
    draft, said = typed.draft, [*typed.said]
    draft = _with_extras(draft, table, rows, rest, unknown)
    draft, times, told = _with_zero(draft, times, language)
    zero = {cell: text for cell, text in times.items() if cell[0] == draft.script.t0}
    first = type_cells(draft, table, zero, language)
    draft = first.draft
    times = {cell: text for cell, text in times.items() if cell not in zero}
    draft, times = _planned_at_once(draft, times, frozenset(rows[len(rows) - grown :]))
    last = type_cells(draft, table, times, language)
    said += [*told, *first.said, *last.said]
    if unknown:
        carried = ", ".join(name for _place, name in unknown)
        said.append(_("Kept as notes, under their own headings: {columns}.", columns=carried))
    return Pasted(last.draft, rows, tuple(said), (*typed.refused, *first.refused, *last.refused))


def _texts(
    table: Table,
    rows: Sequence[str],
    names: Sequence[str],
    cells: Sequence[Sequence[str]],
    grown: int,
) -> dict[Cell, str]:
    """Say which text goes into which cell; a blank of a new row leaves what it was made with."""
    new = frozenset(rows[len(rows) - grown :]) if grown else frozenset()
    texts: dict[Cell, str] = {}
    for id_, row in zip(rows, cells, strict=True):
        for name, text in zip(names, row, strict=False):
            column = table.columns.get(name)
            if column is None or column.take is None:
                continue
            if not text.strip() and (id_ in new or name in _AS_ABOVE):
                continue
            texts[id_, name] = text if column.is_long else text.strip()
    if "phase" in names or "role" in names:
        _spread(texts, rows, new)
    return texts


def _spread(texts: dict[Cell, str], rows: Sequence[str], new: frozenset[str]) -> None:
    """Let a new row without a phase be in that of the row above it in the block."""
    for name in _AS_ABOVE:
        above = ""
        for id_ in rows:
            above = texts.get((id_, name), above)
            if above and id_ in new and (name == "phase" or (id_, name) in texts):
                texts[id_, name] = above


def _with_extras(
    draft: Draft,
    table: Table,
    rows: Sequence[str],
    cells: Sequence[Sequence[str]],
    unknown: Sequence[tuple[int, str]],
) -> Draft:
    """Keep columns nobody knows with their rows, under their headings."""
    if not unknown or table.part not in ("steps", "targets", "criteria"):
        return draft
    given = {
        id_: {name: row[place].strip() for place, name in unknown if row[place].strip()}
        for id_, row in zip(rows, cells, strict=True)
    }
    things = tuple(
        changed(one, extra={**one.extra, **given[one.id]}) if given.get(one.id) else one
        for one in items(draft, table.part)
    )
    return with_items(draft, table.part, things)


def _with_zero(
    draft: Draft, times: dict[Cell, str], language: str
) -> tuple[Draft, dict[Cell, str], tuple[Text, ...]]:
    """See what pasted times are counted from, before they are typed; T0 goes first."""
    read: dict[Cell, float] = {}
    of_day: set[Cell] = set()
    for cell, text in times.items():
        try:
            typed = read_time(text)
        except CellRefused:
            continue
        read[cell] = typed.seconds
        if typed.is_of_day:
            of_day.add(cell)
    if not read:
        return draft, times, ()
    said: list[Text] = []
    if not of_day and all(seconds >= _OF_DAY_S for seconds in read.values()):
        of_day = set(read)
        times = {cell: _as_of_day(read[cell]) if cell in read else times[cell] for cell in times}
        said.append(_("The times were read as times of day."))
    if draft.script.t0 is None:
        chosen = _zero(draft, read, of_day, language)
        draft = replace(draft, script=replace(draft.script, t0=chosen[0]))
        number = Look(draft, language).numbers[chosen[0]]
        said.append(_("Step {number} was taken as T0; choose another if it is not.", number=number))
    first = [cell for cell in times if cell[0] == draft.script.t0]
    zero = read.get(first[0]) if first else None
    if zero and not of_day:
        # Counted from another zero, such as the beginning of the drill.
        times = {
            cell: f"{read[cell] - zero:.10g}" if cell in read else text
            for cell, text in times.items()
        }
    rest = {cell: text for cell, text in times.items() if cell not in first}
    return draft, {**{cell: times[cell] for cell in first}, **rest}, tuple(said)


def _planned_at_once(
    draft: Draft, times: dict[Cell, str], new: frozenset[str]
) -> tuple[Draft, dict[Cell, str]]:
    """Plan new rows after T0 that are linked to nothing, all in one; the other times are left.

    One by one the plan would be worked out anew for each of two thousand rows.
    """
    t0, clock = draft.script.t0, draft.t0_clock_s
    linked = {one.step for step in draft.script.steps for one in step.after}
    free = {
        step.id
        for step in draft.script.steps
        if step.id in new and step.id != t0 and step.id not in linked and not step.after
    }
    lags: dict[str, float] = {}
    for (row, _column), text in times.items():
        if row not in free or t0 is None:
            continue
        try:
            typed = read_time(text)
        except CellRefused:
            continue
        if typed.is_of_day and clock is None:
            continue
        since = typed.seconds - (clock or 0.0) if typed.is_of_day else typed.seconds
        if since >= 0:
            lags[row] = since
    steps = tuple(
        replace(step, after=(After(t0, lags[step.id]),)) if t0 and step.id in lags else step
        for step in draft.script.steps
    )
    left = {cell: text for cell, text in times.items() if cell[0] not in lags}
    return replace(draft, script=replace(draft.script, steps=steps)), left


def _zero(draft: Draft, read: dict[Cell, float], of_day: set[Cell], language: str) -> Cell:
    """Find the row that is T0: where the danger appears, else that of 0, else the first."""
    look = Look(draft, language)
    for cell in read:
        text = look.words(look.steps[cell[0]].text).casefold()
        if any(words in text for words in _DANGER):
            return cell
    for cell, seconds in read.items():
        if not seconds and cell not in of_day:
            return cell
    return next(iter(read))


def _as_of_day(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    return f"{minutes // 60 % 24}点{minutes % 60}分{second}秒"
