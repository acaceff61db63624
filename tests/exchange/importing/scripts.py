"""Scripts that the imported tables are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drillplanner.plan.model import (
    Heads,
    LimitSource,
    Phase,
    Post,
    Role,
    Script,
    Step,
    Target,
    Unit,
)


def script_of(
    steps: Mapping[str, str], units: Mapping[str, Mapping[str, str]] | None = None
) -> Script:
    """Give a script with these steps by id and text, and units of some of them."""
    return Script(
        format="drillplanner/scenario",
        version=1,
        id="x",
        title="X",
        kind="other",
        language="zh_CN",
        roles=(Role("team", "Team"),),
        posts=(Post("post", "Post"),),
        phases=(Phase("all", "All"),),
        steps=tuple(
            Step(
                name,
                "all",
                "action",
                "team",
                text,
                units=tuple(Unit(*unit) for unit in (units or {}).get(name, {}).items()),
            )
            for name, text in steps.items()
        ),
        targets=(
            Target("t", "t", next(iter(steps)), list(steps)[-1], 60.0, LimitSource("D", "test")),
        ),
    )


def same_named(*steps: str) -> Script:
    """Give a script whose steps are called as their ids."""
    return script_of({step: step for step in steps})


#: Rows of a form as offices have them: a merged title, how to fill it in, labels, two levels.
_SCHOOL = script_of(
    {"alarm": "按下一键报警", "shelter": "各班就地避险", "gather": "各班到达集合点并清点人数"},
    {
        "shelter": {"c11": "一（1）班", "c12": "一（2）班"},
        "gather": {"c11": "一（1）班", "c12": "一（2）班"},
    },
)
SCHOOL = replace(
    _SCHOOL,
    steps=tuple(
        replace(step, heads=Heads(82)) if step.id == "gather" else step for step in _SCHOOL.steps
    ),
)

FORM: Sequence[Sequence[str]] = (
    ("应急疏散演练记录表", "", "", "", "", ""),
    ("填写须知：时间写到秒，没有的写“/”", "", "", "", "", ""),
    ("演练日期", "2026年5月12日", "记录人", "张老师", "", ""),
    ("班级", "时间", "", "人数", "", "备注"),
    ("", "就地避险", "到达集合点", "应到", "实到", ""),
    ("一(1)班", "9:30:12", "9:33:05", "40", "38", "两人请假"),
    ("一(2)班", "9:30:20", "9:33:41", "42", "42", ""),
    ("", "", "", "", "", ""),
)
