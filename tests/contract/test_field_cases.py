"""What people really wrote: their tables, scored by the command line alone (§2 to §5).

Each folder under field/ holds scripts, logs and ratings, and in expect.json a list of runs. A run
fits when one of its accepted outcomes holds whole. Times are compared within 1e-6 s, U within
0.005 s and scores within 0.01, unless a value says otherwise (tol).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.build import Answer, Doc

FIELD = Path(__file__).parent / "field"

#: What the command line cannot show yet, by folder, and what will show it.
LATER = {
    "08-stopwatch-app-export": "the app's own columns: the import of other tables maps them",
    "21-own-table-cannot-be-read-back": "a lossless export of every log: the round trip of tables",
}

#: The hand calculations, one a run.
#: Whole seconds by a person: u² = 1/12 + 1, U of a span 2·√(2·13/12) = 2.944.
#: A person's stopwatch in whole seconds: u² = 1/12 + 0.09, U of a span 1.1776.
#: A minute that may be either reading: u² = 45²/3 + 1 = 26², U of a span 2·26·√2 = 73.539.
TOLERANCES = {"elapsed_s": 1e-6, "gross_s": 1e-6, "U": 0.005, "score": 0.01, "criteria": 0.01}


def runs() -> Iterator[Any]:
    for folder in sorted(FIELD.iterdir()):
        for run in json.loads((folder / "expect.json").read_text(encoding="utf-8"))["runs"]:
            name = "+".join([folder.name.split("-")[0], *run["logs"], *run.get("dial", [])])
            if "ratings" in run:
                name += f"+{run['ratings']}"
            yield pytest.param(folder, run, id=name)


def differences(wanted: Doc, answer: Answer) -> list[str]:
    """Say what of one accepted outcome does not hold."""
    status = wanted.get("exit", 0)
    if answer.status != status:
        return [f"exit {answer.status}, not {status}: {answer.err.strip()}"]
    words = wanted.get("stderr_has_any", [""])
    if not any(word in answer.err for word in words):
        return [f"none of {words} in {answer.err.strip()!r}"]
    if status:
        return ["a traceback"] if "Traceback" in answer.err else []
    found: list[str] = []
    for ident, values in wanted.get("targets", {}).items():
        result = answer.target(ident)
        result["U"] = result["expanded_uncertainty_s"]
        found += unequal(ident, values, result)
    kinds = {one["kind"] for one in answer.conflicts()}
    found += [
        f"no conflict {kind}" for kind in wanted.get("conflict_kinds", []) if kind not in kinds
    ]
    found += [f"conflict {kind}" for kind in wanted.get("conflict_kinds_not", []) if kind in kinds]
    whole: Doc = {name: wanted[name] for name in ("criteria", "score", "grade") if name in wanted}
    return found + unequal("whole", whole, answer.card)


def unequal(what: str, wanted: Doc, result: Doc) -> list[str]:
    found = []
    for name, value in wanted.items():
        if name == "tol":
            continue
        given = result[name]
        if isinstance(value, int | float) and given is not None:
            near = wanted.get("tol", 0) if name.endswith("_s") else 0
            same = given == pytest.approx(value, rel=0, abs=near or TOLERANCES[name])
        else:
            same = given == value
        if not same:
            found.append(f"{what}: {name} is {given!r}, not {value!r}")
    return found


@pytest.mark.parametrize(("folder", "run"), list(runs()))
def test_a_table_of_the_field_gives_its_hand_worked_result(
    call: Callable[..., Answer], folder: Path, run: Doc
) -> None:
    arguments = ["score", "--script", str(folder / run["script"]), "--json"]
    for name in run["logs"]:
        arguments += ["--log", str(folder / name)]
    for word in run.get("dial", []):
        arguments += ["--dial", word]
    if "ratings" in run:
        arguments += ["--ratings", str(folder / run["ratings"])]
    answer = call(*arguments)
    outcomes = [differences(wanted, answer) for wanted in run["accept"]]
    assert [] in outcomes, outcomes


def test_what_waits_for_a_later_issue_is_a_case_of_the_field() -> None:
    assert set(LATER) <= {folder.name for folder in FIELD.iterdir()}
