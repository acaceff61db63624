"""Scorecards issued under older rules open as they were issued.

`issued/scorecard-rules-2.json` was written by the program of rules 2, of tests/report/sample.py.
The shape of rules 1 is the same.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drillplanner.report.summary import summary
from drillplanner.run.fact import Body, make_fact
from drillplanner.run.fact_kinds import SCORECARD
from drillplanner.services.review.scorecard_issue import Issued, differences, issued
from tests.report.sample import sample_inputs, sample_script

DOCUMENT = Path(__file__).parent / "issued" / "scorecard-rules-2.json"


def opened(rules: str) -> tuple[Issued, dict[str, Any]]:
    document: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    document["rules"] = document["exact"]["rules"] = rules
    text = json.dumps(document, ensure_ascii=False)
    body: Body = {
        "document": text,
        "inputs": ["e1"],
        "rules": rules,
        "author": "p",
        "wall_utc_ns": 7,
    }
    (one,) = issued([make_fact(SCORECARD, "f1", body, "d1")], 1)
    return one, document


@pytest.mark.parametrize("rules", ["1", "2"])
def test_a_scorecard_of_older_rules_opens_with_the_values_it_was_issued_with(rules: str) -> None:
    frozen, document = opened(rules)

    card = frozen.card
    assert card is not None
    assert (frozen.rules, card.rules) == (rules, int(rules))
    assert (frozen.score, frozen.grade) == (59.0, "poor")
    assert float(card.whole.score or 0) == document["score"]
    for result, old in zip(card.targets, document["targets"], strict=True):
        value = None if result.elapsed_s is None else float(result.elapsed_s)
        points = None if result.score is None else float(result.score)
        assert (result.id, result.verdict, value, points) == (
            old["id"],
            old["verdict"],
            old["elapsed_s"],
            old["score"],
        )
    assert (card.whole.reason, card.whole.score_range) == (None, None)
    script = sample_script()
    held = {result.id for result in card.targets}
    as_it_was = replace(script, targets=tuple(one for one in script.targets if one.id in held))
    assert any("59.0" in str(line) for line in summary(as_it_was, card))


def test_it_says_that_todays_rules_are_others(tmp_path: Path) -> None:
    frozen, _document = opened("2")

    said = differences(frozen, sample_inputs(tmp_path).scorecard, ["e1"])

    assert str(said[0]) == "It was scored by rules 2; today's are 3."
