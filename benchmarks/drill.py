"""Invent a drill of any size: a script with its targets, and the log tables of its sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from drillplanner.plan.model import LimitSource, Phase, Post, Role, Script, Step, Target, Unit

_HEADER = "source,step,time,uncertainty_s,bound,note,observed,unit,reading"
_UNITS = ("c1", "c2", "c3", "c4")
_BEGAN_S = 9 * 3600
_STEP_S = 20
_NOTES = ("", "", "", "后门未锁，返回重锁", "少报1人，复核后更正")


def invented_script(targets: int) -> Script:
    """Invent a script with one step of four classes for each target, and one to begin with."""
    steps = [Step("s0", "p", "inject", "guard", "发现险情", units=_units())]
    steps += [
        Step(f"s{number}", "p", "action", "guard", f"第{number}项处置", units=_units())
        for number in range(1, targets + 1)
    ]
    return Script(
        format="drillplanner/scenario",
        version=1,
        id="invented",
        title="虚构演练",
        kind="anti_violence",
        language="zh_CN",
        roles=(Role("guard", "门卫"),),
        posts=(Post("gate", "校门"),),
        phases=(Phase("p", "处置"),),
        steps=tuple(steps),
        targets=tuple(
            Target(
                f"t{number}",
                f"第{number}项处置的时限",
                f"s{number - 1}",
                f"s{number}",
                float(_STEP_S + number % 7),
                LimitSource("D", "按演练方案"),
                owner="guard",
            )
            for number in range(1, targets + 1)
        ),
        t0="s0",
    )


def write_tables(folder: Path, script: Script, sources: int, entries: int) -> list[Path]:
    """Write a table for each source, `entries` rows in all, the same at every call.

    Every source reads two sync marks some twenty minutes apart, on a clock of its own that
    is off and drifts; then it times the classes of all steps in order, as far as rows last.
    """
    paths: list[Path] = []
    chance = Random(entries)
    for number in range(sources):
        count = entries // sources + (number < entries % sources)
        path = folder / f"post{number + 1}.csv"
        rows = _rows(f"{number + 1}号岗", script, count, chance)
        path.write_text("\n".join([_HEADER, *rows, ""]), encoding="utf-8")
        paths.append(path)
    return paths


def write_long_tables(folder: Path, script: Script, sources: int, entries: int) -> list[Path]:
    """Write tables as above, in which every source goes on timing the classes again and again."""
    paths: list[Path] = []
    for number in range(sources):
        count = entries // sources + (number < entries % sources)
        (first,) = write_tables(folder, script, 1, count)
        head, *rows = first.read_text("utf-8").splitlines()
        again = rows[2:]
        whole = (rows + again * (count // len(again)))[:count]
        path = folder / f"post{number + 1:03}.csv"
        named = [row.replace("1号岗", f"{number + 1}号岗", 1) for row in whole]
        first.unlink()
        path.write_text("\n".join([head, *named, ""]), encoding="utf-8")
        paths.append(path)
    return paths


def _rows(source: str, script: Script, count: int, chance: Random) -> list[str]:
    off_s, rate = chance.uniform(-90, 90), 1 + chance.uniform(-4e-5, 4e-5)

    def at(true_s: float) -> str:
        tenths = round(10 * (_BEGAN_S + off_s + rate * true_s))
        minutes, rest = divmod(tenths, 600)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 10:02d}.{rest % 10}"

    ends = ((0.0, "start"), (_STEP_S * len(script.steps) + 60.0, "finish"))
    rows = [f"{source},@{name},{at(true_s)},0.15,,,,," for true_s, name in ends]
    rows += [
        f"{source},{step},{at(true_s + chance.uniform(-0.3, 0.3))},0.3,,"
        f"{chance.choice(_NOTES)},,{unit},"
        for step, unit, true_s in _moments(script)
    ]
    return rows[:count]


def _moments(script: Script) -> Iterator[tuple[str, str, float]]:
    for number, step in enumerate(script.steps):
        for place, unit in enumerate(step.units):
            yield step.id, unit.id, 30.0 + _STEP_S * number + 3.0 * place


def _units() -> tuple[Unit, ...]:
    return tuple(Unit(unit, f"{unit[1:]}班") for unit in _UNITS)
