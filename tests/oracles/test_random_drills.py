"""The product and the oracle score random drills alike, to the last digit that is told.

The product is called as its users call it: files in, JSON out. What differs is named with the
seed, so that `random_drills.make(seed)` gives the drill again.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.contract.build import log, script, target
from tests.oracles.compare import Doc, differences
from tests.oracles.random_drills import Drill, make, write
from tests.oracles.scorer import plain, score
from tests.oracles.tables import Refused

QUICK = 150
SOAK = 10_000
BLOCK = 500


def product_scores(drill: Drill, folder: Path, capsys: pytest.CaptureFixture[str]) -> Doc | None:
    """Call the command line in this process; None where it refuses the drill."""
    from drillplanner.cli import main

    arguments = ["score", "--json", *write(drill, folder)]
    capsys.readouterr()
    try:
        status = main(arguments)
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    printed = capsys.readouterr()
    if status != 0:
        return None
    answer: Doc = json.loads(printed.out)
    return answer


def oracle_scores(drill: Drill) -> Doc | None:
    """Score by the oracle; None where it refuses the drill."""
    try:
        answer = plain(score(drill.script, drill.logs, drill.ratings, drill.dial))
    except Refused:
        return None
    assert isinstance(answer, dict)
    return answer


def compared(seed: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Name what differs between the two answers to one drill."""
    drill = make(seed)
    mine, theirs = oracle_scores(drill), product_scores(drill, folder, capsys)
    if mine is None or theirs is None:
        asked = "refused: the oracle" if mine is None else "refused: the product"
        return [] if mine is theirs else [asked]
    return differences(mine, theirs)


def _agree(seeds: range, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Score a block of drills; fail with a sum of what differs and the first drills that do."""
    found = {seed: some for seed in seeds if (some := compared(seed, folder, capsys))}
    kinds = Counter(_kind(one) for some in found.values() for one in some)
    first = [f"seed {seed}: {'; '.join(some[:6])}" for seed, some in list(found.items())[:5]]
    sums = [f"{times} × {kind}" for kind, times in kinds.most_common(20)]
    told = [f"{len(found)} of {len(seeds)} drills differ", *sums, *first]
    assert not found, "\n".join(told)


def _kind(difference: str) -> str:
    """Take the place out of a difference, so that like ones are counted together."""
    before, _, values = difference.partition(": ")
    words = before.split()
    if words[0] in ("target", "order", "owner") and len(words) > 2:
        return f"{words[0]} {' '.join(words[2:])}: {values if 'verdict' in words else ''}"
    if words[0] == "conflict":
        return f"conflict {words[1]}: {values}"
    return before


@pytest.mark.parametrize("block", range(5))
def test_product_and_oracle_agree_on_random_drills(
    block: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    size = QUICK // 5
    _agree(range(block * size, (block + 1) * size), tmp_path, capsys)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(SOAK // BLOCK))
def test_product_and_oracle_agree_on_many_random_drills(
    block: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = 1_000 + block * BLOCK
    _agree(range(first, first + BLOCK), tmp_path, capsys)


@pytest.mark.parametrize("seed", [0, 7, 123])
def test_a_seed_makes_the_same_drill(seed: int) -> None:
    assert make(seed) == make(seed)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("targets", 0, "verdict"), "another", "target T verdict"),
        (("targets", 0, "elapsed_s"), 50.00000011, "target T elapsed_s"),
        (("targets", 0, "expanded_uncertainty_s"), 0.1, "target T expanded_uncertainty_s"),
        (("targets", 0, "start", "at"), 1.0, "target T start at"),
        (("targets", 0, "doubts"), ["observers_differ"], "target T doubt observers_differ"),
        (("owners", "R", "grade"), "fair", "owner R grade"),
        (("grade_reason", "code"), "coverage", "whole grade_reason"),
        (("score_range",), [0, 100], "whole score_range"),
        (("orders", 0, "verdict"), "broken", "order O verdict"),
        (("conflicts",), [], "conflict repeated X/None"),
        (("readings", 0, "last"), "9", "reading A last"),
        (("rules",), 2, "rules"),
    ],
)
def test_a_changed_value_is_named(path: tuple[Any, ...], value: Any, named: str) -> None:
    made = script(
        targets=[target(owner="R", limit=45)],
        orders=[{"id": "O", "before": "S", "after": "X", "text": "x"}],
    )
    answer = plain(score(made, [log(["A,S,0.0,0", "A,X,50.0,0.3", "A,X,60.0,0.3"])]))
    assert isinstance(answer, dict)
    other = json.loads(json.dumps(answer))
    place = other
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value

    (found,) = differences(answer, other)

    assert found.startswith(named)
