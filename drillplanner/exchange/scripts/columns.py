"""Name the columns of a script's workbook: those of the form first, then what the form lacks.

A cell holds what the editor's cell shows, so that what is read is what would be typed there.
HSEEP's columns are those of its MSEL template, the Chinese ones those of a 演练脚本 (doctrine,
column sets seen); both are data of the field, not words of this program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from drillplanner.plan.editing.draft import Look, Part
from drillplanner.plan.editing.rules import TABLES
from drillplanner.plan.editing.times import span_text
from drillplanner.plan.model import Script, Step, refs, split_ref

Form: TypeAlias = Literal["hseep", "script"]

#: The column of ids, last on every sheet, by which a row is known again.
ID = "ID"
#: A column that is worked out and never read.
WORKED_OUT = ""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its heading, the editor's column it is (or WORKED_OUT), how its cell is made.

    `only` limits a column to injects (True) or to all other steps (False).
    """

    heading: str
    name: str = WORKED_OUT
    width: int = 14
    only: bool | None = None
    made: Callable[[Look, Any], str] | None = None

    def text(self, look: Look, part: Part, thing: Any) -> str:
        """Give the cell's text for a row."""
        if self.made is not None:
            return self.made(look, thing)
        if self.only is not None and (thing.kind == "inject") != self.only:
            return ""
        return TABLES[part].columns[self.name].show(look, thing)


def _number(look: Look, step: Step) -> str:
    return str(look.numbers[step.id])


def _objectives(look: Look, step: Step) -> str:
    """Name the objectives that a step serves by the targets that it ends."""
    script = look.script
    ends = {
        target.id
        for target in script.targets
        if any(split_ref(ref)[0] == step.id for ref in refs(target.stop))
    }
    said = [look.words(one.text) for one in script.objectives if ends.intersection(one.targets)]
    return "; ".join(said)


def _limits(look: Look, step: Step) -> str:
    """Name the limits of targets that stop at a step."""
    return "; ".join(
        f"{look.words(target.name)} {span_text(target.limit_s)}"
        for target in look.script.targets
        if target.limit_s is not None
        and any(split_ref(ref)[0] == step.id for ref in refs(target.stop))
    )


_FORMS: Mapping[Form, tuple[SheetColumn, ...]] = {
    "hseep": (
        SheetColumn("Event Number", made=_number, width=8),
        SheetColumn("Designated Scenario Time", "planned", 12),
        SheetColumn("Event Type", "kind", 12),
        SheetColumn("Inject Mode", "means", 14),
        SheetColumn("From", "from_", 14),
        SheetColumn("To", "to", 14),
        SheetColumn("Message", "text", 44),
        SheetColumn("Expected Participant Response", "done_when", 36),
        SheetColumn("Exercise Objective", made=_objectives, width=28),
    ),
    "script": (
        SheetColumn("序号", made=_number, width=6),
        SheetColumn("时间", "planned", 11),
        SheetColumn("场景", "phase", 14),
        SheetColumn("事件/注入", "text", 36, only=True),
        SheetColumn("处置行动", "text", 36, only=False),
        SheetColumn("执行人员", "role", 16),
        SheetColumn("指令与对白", "say", 34),
        SheetColumn("解说词", "narration", 34),
        SheetColumn("目标时限", made=_limits, width=20),
        SheetColumn("观察岗位", "post", 16),
        SheetColumn("完成判据", "done_when", 28),
    ),
}

#: What the editor's columns are called on the sheets, by language; the rest of a form's sheet.
_HEADINGS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "steps": {
        "phase": ("演练环节", "Phase"), "planned": ("计划时间", "Planned"),
        "text": ("步骤", "Step"), "role": ("岗位", "Role"), "kind": ("步骤类型", "Kind"),
        "post": ("观察岗位", "Post"), "backup_post": ("备用岗位", "Backup post"),
        "done_when": ("完成标志", "Done when"), "after": ("前置步骤", "After"),
        "units": ("分项", "Units"), "options": ("选项", "Options"), "branch": ("分支", "Branch"),
        "key": ("按键", "Key"), "u_s": ("判定不确定度", "u_s"), "place": ("地点", "Place"),
        "say": ("指令与对白", "Say"), "narration": ("解说词", "Narration"),
        "props": ("道具", "Props"), "from_": ("发出方", "From"), "to": ("接收方", "To"),
        "means": ("传递方式", "Means"), "duration": ("时长", "Duration"),
        "heads": ("应到人数", "Heads"),
    },
    "targets": {
        "name": ("计时项", "Target"), "start": ("起点", "Start"), "stop": ("止点", "Stop"),
        "limit": ("时限", "Limit"), "class": ("来源类别", "Class"), "source": ("依据", "Source"),
        "owner": ("责任岗位", "Owner"), "weight": ("权重", "Weight"),
        "critical": ("关键项", "Critical"), "caps_whole": ("限总分", "Caps the whole"),
        "clause": ("条款", "Clause"), "url": ("网址", "URL"), "seen": ("查阅日期", "Seen"),
        "confirmed_by": ("确认人", "Confirmed by"),
    },
    "orders": {
        "before": ("先", "First"), "after": ("后", "Then"), "text": ("内容", "Text"),
        "critical": ("关键项", "Critical"),
    },
    "criteria": {
        "text": ("评估要点", "Criterion"), "scale": ("评分方式", "Scale"),
        "role": ("岗位", "Role"), "weight": ("权重", "Weight"), "critical": ("关键项", "Critical"),
    },
    "objectives": {
        "text": ("演练目的", "Objective"), "targets": ("计时项", "Targets"),
        "criteria": ("评估要点", "Criteria"),
    },
    "safety": {"text": ("安全事项", "Safety item")},
    "roles": {"name": ("岗位", "Role"), "organisation": ("单位", "Organisation")},
    "posts": {"name": ("观察岗位", "Post")},
    "phases": {"name": ("环节", "Phase")},
}  # fmt: skip
#: The sheets, by list of the script and language.
SHEETS: Mapping[Part, tuple[str, str]] = {
    "steps": ("脚本", "Script"),
    "targets": ("计时项", "Targets"),
    "orders": ("次序要求", "Orders"),
    "criteria": ("评估要点", "Criteria"),
    "objectives": ("演练目的", "Objectives"),
    "safety": ("安全事项", "Safety items"),
    "roles": ("参演岗位", "Roles"),
    "posts": ("观察岗位", "Posts"),
    "phases": ("环节", "Phases"),
}
_LONG = frozenset({"text", "done_when", "say", "narration", "name", "source"})
_LONG_WIDTH, _WIDTH = 34, 13


def sheet_columns(part: Part, form: Form, language: str) -> tuple[SheetColumn, ...]:
    """Give the columns of a sheet: the form's, then all that the editor has besides."""
    first = _FORMS[form] if part == "steps" else ()
    place = 0 if language == "zh_CN" else 1
    has = {column.name for column in first}
    taken = {column.heading for column in first}
    rest = []
    for name, headings in _HEADINGS[part].items():
        if name not in has and TABLES[part].columns[name].take is not None:
            heading = headings[place]
            while heading in taken:
                heading = f"{heading} "
            taken.add(heading)
            rest.append(SheetColumn(heading, name, _LONG_WIDTH if name in _LONG else _WIDTH))
    number = (SheetColumn("序号" if place == 0 else "No.", made=_place, width=6),)
    return (*(first or number), *rest)


def _place(look: Look, thing: Any) -> str:
    """Number a row of another list than the steps."""
    for part in SHEETS:
        things = getattr(look.script, part)
        for number, one in enumerate(things, 1):
            if one is thing:
                return str(number)
    return ""


def extra_headings(script: Script, part: Part) -> tuple[str, ...]:
    """List the columns that were carried along with the rows of a list."""
    found = (heading for thing in getattr(script, part) for heading in getattr(thing, "extra", ()))
    return tuple(dict.fromkeys(found))
