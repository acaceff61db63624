"""A small script, and tables written to disk, for the tests of log tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drillplanner.base.errors import FileRefused
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.model import (
    Criterion,
    LimitSource,
    Option,
    Phase,
    Post,
    Role,
    Script,
    Step,
    Target,
    Unit,
)
from drillplanner.review.observation import Log

HEADER = "source,step,time,uncertainty_s,bound,note,observed,unit,reading,until,day,dial,at,heads"


def script(zone: str = "Asia/Shanghai") -> Script:
    """Give a script with a plain step, a step with units, a decision and two targets."""
    return Script(
        format="drillplanner/scenario",
        version=1,
        id="small",
        title="小演练",
        kind="anti_violence",
        language="zh_CN",
        zone=zone,
        roles=(Role("guard", "门卫"),),
        posts=(Post("gate", "校门"),),
        phases=(Phase("p", "处置"),),
        steps=(
            Step("seen", "p", "inject", "guard", "发现险情"),
            Step("alarm", "p", "action", "guard", "报警"),
            Step(
                "locked",
                "p",
                "action",
                "guard",
                "锁门",
                units=(Unit("c1", "一班"), Unit("c2", "二班")),
            ),
            Step(
                "way",
                "p",
                "decision",
                "guard",
                "去向",
                options=(Option("stay", "坚守"), Option("leave", "疏散")),
            ),
            Step("-odd", "p", "action", "guard", "怪名"),
        ),
        targets=(
            Target("call", "报警", "seen", "alarm", 60.0, LimitSource("D")),
            Target("lock", "锁门", "seen", "locked", 120.0, LimitSource("D")),
        ),
        criteria=(
            Criterion("calm", "沉着", "psmu"),
            Criterion("order", "有序", "grade4"),
            Criterion("radio", "通报", "yes_no"),
        ),
    )


def written(folder: Path, text: str | bytes, name: str = "gate.csv") -> Path:
    """Write a table to disk byte for byte."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes, zone: str = "Asia/Shanghai") -> Log:
    """Read one table."""
    return read_logs([written(folder, text)], script(zone))


def refused(folder: Path, text: str | bytes, zone: str = "Asia/Shanghai") -> Sequence[str]:
    """Read one table that must be refused, and give its faults as "path: text"."""
    try:
        read(folder, text, zone)
    except FileRefused as refusal:
        return [f"{fault.path}: {fault.text}" for fault in refusal.faults]
    raise AssertionError("not refused")
