"""A script of thirty steps on three lines, for the drill whose true instants are planted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: Posts (门卫线, 疏散线, 警方线).
GATE, CLASSES, POLICE = "gate", "classes", "police"

#: Steps as they are expected: id, post, what is done.
_STEPS = (
    ("danger", GATE, "持械人员出现"),
    ("shout", GATE, "门卫喝止并示警"),
    ("alarm", GATE, "按一键报警"),
    ("gate-shut", GATE, "关闭大门"),
    ("tool-taken", GATE, "取防护器械"),
    ("broadcast", GATE, "校园广播示警"),
    ("call-110", GATE, "拨打110"),
    ("principal-told", GATE, "报告校长"),
    ("route", CLASSES, "决定疏散或就地躲避"),
    ("locked", CLASSES, "各班锁门"),
    ("hidden", CLASSES, "学生就地躲避"),
    ("away", CLASSES, "沿操场疏散"),
    ("counted", CLASSES, "清点人数"),
    ("reported", CLASSES, "班主任报告"),
    ("missing", CLASSES, "查找缺席学生"),
    ("first-aid", CLASSES, "现场救护"),
    ("parents", CLASSES, "联系家长"),
    ("cordon", GATE, "拉设警戒线"),
    ("push-back", GATE, "持械人员被逼退"),
    ("surrounded", GATE, "保安合围"),
    ("station-told", POLICE, "派出所接警"),
    ("car-off", POLICE, "巡逻车出发"),
    ("police-there", POLICE, "民警到场"),
    ("swat-off", POLICE, "特警出发"),
    ("swat-there", POLICE, "特警到场"),
    ("subdued", POLICE, "制服持械人员"),
    ("searched", POLICE, "搜查现场"),
    ("handed-over", POLICE, "移交嫌疑人"),
    ("evidence", POLICE, "固定证据"),
    ("all-clear", POLICE, "解除警报"),
)
#: Targets: start, stop, limit in seconds; house values, class D, made up for this drill.
_TARGETS = (
    ("danger", "shout", 5),
    ("danger", "alarm", 20),
    ("alarm", "locked", 60),
    ("danger", "police-there", 180),
)
_UNITS = {"locked": ("c1", "c2", "c3"), "counted": ("c1", "c2")}
_OPTIONS = {"route": ("stay", "out")}
_ONLY_IF = {"hidden": ("route", "stay"), "away": ("route", "out")}


def thirty_steps() -> dict[str, Any]:
    """Give the script as a JSON value."""
    return {
        "format": "drillplanner/scenario",
        "version": 1,
        "id": "thirty-steps",
        "title": "三十步演练",
        "kind": "anti_violence",
        "language": "zh_CN",
        "roles": [{"id": "all", "name": "参演人员"}],
        "posts": [
            {"id": GATE, "name": "门卫线"},
            {"id": CLASSES, "name": "疏散线"},
            {"id": POLICE, "name": "警方线"},
        ],
        "phases": [{"id": "all", "name": "全程"}],
        "steps": [_step(number) for number in range(len(_STEPS))],
        "t0": "danger",
        "targets": [
            {
                "id": f"T{number}",
                "name": f"时限{number}",
                "start": start,
                "stop": stop,
                "limit_s": limit_s,
                "source": {"class": "D"},
            }
            for number, (start, stop, limit_s) in enumerate(_TARGETS, 1)
        ],
    }


def write_script(folder: Path) -> Path:
    """Write the script into a folder."""
    path = folder / "thirty-steps.json"
    path.write_text(json.dumps(thirty_steps(), ensure_ascii=False), encoding="utf-8")
    return path


def _step(number: int) -> dict[str, Any]:
    name, post, text = _STEPS[number]
    step: dict[str, Any] = {
        "id": name,
        "phase": "all",
        "kind": "decision" if name in _OPTIONS else "action",
        "role": "all",
        "post": post,
        "text": text,
    }
    if number:
        before = "route" if name in _ONLY_IF or name == "counted" else _STEPS[number - 1][0]
        step["after"] = [{"step": before, "lag_s": 10 + 10 * (name == "counted")}]
    if name in _UNITS:
        step["units"] = [{"id": unit, "name": f"{unit[1:]}班"} for unit in _UNITS[name]]
    if name in _OPTIONS:
        step["options"] = [{"id": one, "name": one} for one in _OPTIONS[name]]
    if name in _ONLY_IF:
        decision, option = _ONLY_IF[name]
        step["only_if"] = {"step": decision, "option": option}
    return step
