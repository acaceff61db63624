"""The 1-3-5 chain is read off the targets that stand for it, each with its margin."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from drillplanner.base.translator import translator
from drillplanner.plan.model import LimitSource, Script
from drillplanner.plan.parser.reading import parse_script
from drillplanner.resources import resource
from drillplanner.review.points.chain import Chain, chain
from drillplanner.review.scoring import score
from drillplanner.services.review.evaluation.chain_view import chain_json, chain_lines
from tests.review.build import LogBuilder, script, step, target

TEXTS = {60: "1分钟自救", 180: "参照“3分钟互救”的地方做法", 300: "武汉公安“1、3、5分钟快反圈”"}


def plan(*limits: float) -> Script:
    """Give a script with a target of each limit, from S to X1, X2 …."""
    steps = [step("S"), *(step(f"X{n}") for n, _l in enumerate(limits, 1))]
    made = [
        target(
            f"T{n}",
            "S",
            f"X{n}",
            limit,
            source=LimitSource(class_="D", text=TEXTS.get(int(limit), "建议值")),
        )
        for n, limit in enumerate(limits, 1)
    ]
    return script(steps, made)


def found(made: Script, *times: Any) -> Chain | None:
    log = LogBuilder().saw("A", "S", 0)
    for number, at_s in enumerate(times, 1):
        if at_s is not None:
            log.saw("A", f"X{number}", None if at_s == "never" else at_s)
    return chain(made, score(made, log.log()))


@pytest.mark.parametrize(
    ("times", "standings", "whole"),
    [
        ((50, 150, 250), ["held", "held", "held"], "held"),
        ((50, 200, 250), ["held", "broken", "held"], "broken"),
        ((50, "never", 250), ["held", "broken", "held"], "broken"),
        ((50, None, 250), ["held", "open", "held"], "open"),
    ],
)
def test_links_and_chain_stand_as_their_targets_do(
    times: tuple[Any, ...], standings: list[str], whole: str
) -> None:
    read = found(plan(60, 180, 300), *times)

    assert read is not None
    assert [one.standing for one in read.links] == standings
    assert read.standing == whole


def test_a_margin_is_the_limit_less_what_was_measured() -> None:
    read = found(plan(60, 180, 300), 50, 200, None)

    assert read is not None
    margins = [one.margin_s for link in read.links for one in link.targets]
    assert margins == [Fraction(10), Fraction(-20), None]


def test_a_link_holds_where_one_of_its_targets_is_met() -> None:
    read = found(plan(60, 60, 180), 70, 50, 100)

    assert read is not None
    assert [one.standing for one in read.links] == ["held", "held"]
    assert read.standing == "open"  # nothing stands for the five minutes


def test_who_is_held_to_a_limit_by_analogy_does_not_close_the_link_for_whom_it_is_meant() -> None:
    made = plan(60, 180, 180)
    own = replace(made.targets[1], source=LimitSource(class_="L", text="“3分钟互救”"))
    made = replace(made, targets=(made.targets[0], own, made.targets[2]))

    read = found(made, 50, "never", 100)

    assert read is not None
    assert [one.counts for one in read.links[1].targets] == [True, False]
    assert (read.links[1].standing, read.standing) == ("broken", "broken")


def test_targets_of_the_same_limit_that_do_not_speak_of_it_are_no_link() -> None:
    steps = [step("S"), step("X1"), step("X2")]
    made = script(steps, [target("T1", "S", "X1", 60), target("T2", "S", "X2", 180)])

    assert found(made, 10, 20) is None


def test_the_gate_sample_has_all_three_links() -> None:
    made = parse_script(resource("scripts", "gate-intruder.json").read_bytes())
    read = chain(made, score(made, LogBuilder().saw("A", made.steps[0].id, 0).log()))

    assert read is not None
    assert {link.limit_s: [one.target.id for one in link.targets] for link in read.links} == {
        60: ["V6", "V7"],
        180: ["V10", "V10s"],
        300: ["V13", "V14"],
    }


def test_it_is_said_in_lines_and_as_json() -> None:
    made = plan(60, 180, 300)
    log = LogBuilder().saw("A", "S", 0).saw("A", "X1", 50).saw("A", "X2", 200).log()
    card = score(made, log)

    lines = [translator("zh_CN").say(one) for one in chain_lines(made, card)]
    told = chain_json(chain(made, card))

    assert "断" in lines[0]
    assert json.loads(json.dumps(told))["links"][1]["targets"][0]["margin_s"] == -20
