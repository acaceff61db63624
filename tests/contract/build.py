"""Build small scripts and logs for the contract's tests, and read what the command line says.

Nothing of the engine is imported here: a script is a dict, a log is CSV text, and the answer is
the JSON that `drillplanner score --json` prints. Expected values are worked by hand from the
contract (docs/formats.md, docs/scoring.md) and written beside each table.

A log row is written "source,step,time,uncertainty_s" and, where wanted, "name=value" after it:
bound, observed, unit, reading, note, until, day, dial, at, heads.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Doc = dict[str, Any]

#: Stands for a value that the test says nothing about.
ANY: Any = object()

_ALWAYS = ("source", "step", "time", "uncertainty_s", "bound", "note")
_OPTIONAL = ("observed", "unit", "reading", "until", "day", "dial", "at", "heads")


def step(
    ident: str,
    *,
    units: str = "",
    options: str = "",
    only_if: str = "",
    after: str = "",
    role: str = "R",
) -> Doc:
    """Build a step; units, options and after are ids with spaces between, only_if STEP/OPTION."""
    made: Doc = {"id": ident, "phase": "P", "kind": "action", "role": role, "text": ident}
    if units:
        made["units"] = [{"id": one, "name": one} for one in units.split()]
    if options:
        made["kind"] = "decision"
        made["options"] = [{"id": one, "name": one} for one in options.split()]
    if only_if:
        decision, option = only_if.split("/")
        made["only_if"] = {"step": decision, "option": option}
    if after:
        made["after"] = [{"step": one, "lag_s": 0} for one in after.split()]
    return made


def target(
    ident: str = "T",
    start: Any = "S",
    stop: Any = "X",
    limit: float | None = 60,
    *,
    cls: str = "D",
    **more: Any,
) -> Doc:
    """Build a target from S to X within 60 s, class D, unless told otherwise."""
    made: Doc = {
        "id": ident,
        "name": ident,
        "start": start,
        "stop": stop,
        "limit_s": limit,
        "source": {"class": cls},
    }
    return made | more


def script(
    steps: Iterable[Doc | str] = ("S", "X"),
    targets: Iterable[Doc] | None = None,
    *,
    scoring: Doc | None = None,
    **more: Any,
) -> Doc:
    """Build a whole script: steps (a bare id is a plain step), targets, and any other field."""
    made: Doc = {
        "format": "drillplanner/scenario",
        "version": 1,
        "id": "contract",
        "title": "Contract",
        "kind": "other",
        "language": "en",
        "roles": [{"id": one, "name": one} for one in ("R", "Q")],
        "posts": [{"id": "post", "name": "post"}],
        "phases": [{"id": "P", "name": "P"}],
        "steps": [step(one) if isinstance(one, str) else one for one in steps],
        "targets": [target()] if targets is None else list(targets),
    }
    if scoring is not None:
        made["scoring"] = scoring
    return made | more


def spread(*limits_and_more: Doc) -> tuple[list[str], list[Doc]]:
    """Build targets T1, T2, ... from S to X1, X2, ..., each with the fields given."""
    steps = ["S"]
    targets = []
    for number, fields in enumerate(limits_and_more, 1):
        steps.append(f"X{number}")
        targets.append(target(f"T{number}", stop=f"X{number}", **fields))
    return steps, targets


def log(rows: Sequence[str]) -> str:
    """Write rows in the short form above as CSV text with the contract's header."""
    filled: list[dict[str, str]] = []
    for row in rows:
        parts = row.split(",")
        plain = [part for part in parts if "=" not in part]
        plain += [""] * (4 - len(plain))
        fields = dict(zip(_ALWAYS[:4], plain, strict=True))
        fields |= dict(part.split("=", 1) for part in parts if "=" in part)
        filled.append(fields)
    columns = [*_ALWAYS, *(c for c in _OPTIONAL if any(c in fields for fields in filled))]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(filled)
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call of the command line gave back."""

    status: int
    out: str
    err: str

    @property
    def card(self) -> Doc:
        """Read standard output as the one JSON object it must be."""
        read = json.loads(self.out, parse_constant=_refuse)
        assert isinstance(read, dict)
        return read

    def target(self, ident: str = "T") -> Doc:
        """Find a target's result."""
        found = [one for one in self.card["targets"] if one["id"] == ident]
        assert len(found) == 1, f"target {ident} stands {len(found)} times"
        result: Doc = found[0]
        return result

    def order(self, ident: str = "O") -> str:
        """Find an order's verdict."""
        (found,) = [one for one in self.card["orders"] if one["id"] == ident]
        verdict: str = found["verdict"]
        return verdict

    def conflicts(self, step: str | None = None, unit: str | None = None) -> list[Doc]:
        """List the conflicts, or those of one step (and unit)."""
        return [
            one
            for one in self.card["conflicts"]
            if step is None or (one["step"] == step and (unit is None or one["unit"] == unit))
        ]

    @property
    def kinds(self) -> set[str]:
        """Name the kinds of conflict."""
        return {one["kind"] for one in self.card["conflicts"]}

    @property
    def reason(self) -> str | None:
        """Name the code of the grade's reason."""
        code: str | None = self.card["grade_reason"]["code"]
        return code

    def reading(self, source: str) -> Doc:
        """Find how a source's times were read."""
        (found,) = [one for one in self.card["readings"] if one["source"] == source]
        result: Doc = found
        return result

    def tie(self, source: str, other: str) -> Doc:
        """Find the tie of a pair; the offset is turned to mean source minus other."""
        (found,) = [
            one for one in self.card["ties"] if {one["source"], one["other"]} == {source, other}
        ]
        if found["source"] == other:
            drift = found["drift_ppm"]
            turned = {"offset_s": -found["offset_s"], "drift_ppm": drift and -drift}
            return {**found, "source": source, "other": other, **turned}
        result: Doc = found
        return result


def _refuse(word: str) -> Any:
    raise AssertionError(f"{word} is not JSON")


#: Writes the files, calls the command line and returns its answer.
Score = Callable[..., Answer]

#: Writes the files, asserts that the command line refuses them and returns its message.
Refuse = Callable[..., str]


def _same(found: Any, wanted: Any, what: str) -> None:
    if wanted is ANY:
        return
    if isinstance(wanted, float | int) and not isinstance(wanted, bool):
        assert isinstance(found, float | int), f"{what} is {found!r}, not {wanted}"
        assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9), what
    else:
        assert found == wanted, what


def holds(found: Doc, **wanted: Any) -> None:
    """Assert that a result has the values wanted; floats within 1e-9."""
    for name, value in wanted.items():
        assert name in found, f"no {name} in {found}"
        _same(found[name], value, name)


def write_files(folder: Path, made: Doc, logs: Sequence[Sequence[str] | str]) -> list[str]:
    """Write a script and its logs; return the arguments that name them."""
    path = folder / "script.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    arguments = ["--script", str(path)]
    for number, rows in enumerate(logs, 1):
        path = folder / f"log{number}.csv"
        path.write_text(rows if isinstance(rows, str) else log(rows), encoding="utf-8")
        arguments += ["--log", str(path)]
    return arguments
