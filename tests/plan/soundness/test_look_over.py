"""A script is looked over as an experienced planner would: each kind of finding by its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

import pytest

from drillplanner.plan.editing.draft import Draft, blank_script
from drillplanner.plan.model import (
    After,
    LimitSource,
    Objective,
    Phase,
    Post,
    Role,
    SafetyItem,
    Script,
    Step,
    Target,
)
from drillplanner.plan.soundness.look_over import look_over
from drillplanner.plan.soundness.preparation import QUESTIONS
from drillplanner.plan.soundness.watching import expanded_u_s
from drillplanner.services.plan.checklist import checklist
from drillplanner.services.plan.scripts import samples


def script(**fields: object) -> Script:
    made = replace(
        blank_script("own", "演练", "anti_ramming", "zh_CN"),
        roles=(Role("r", "门卫"),),
        posts=(Post("p", "校门岗"), Post("q", "指挥部")),
        phases=(Phase("h", "处置"),),
        steps=(
            Step("a", "h", "inject", "r", "险情出现", "p"),
            Step("b", "h", "action", "r", "阻车", "p", "q", "拒马到位", (After("a", 10.0),)),
        ),
        targets=(Target("t", "阻车", "a", "b", 60.0, LimitSource("D"), "r"),),
        t0="a",
        safety=tuple(
            SafetyItem(f"s{n}", text)
            for n, text in enumerate(
                ("报备110", "告知家长", "清枪", "停演口令", "医疗点", "车速", "停止线", "缓冲距离")
            )
        ),
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # fields by name


def codes(made: Script) -> list[str]:
    return [one.code for one in look_over(made, {one.id for one in QUESTIONS})]


def with_step(place: int, **fields: object) -> Script:
    steps = list(script().steps)
    steps[place] = replace(steps[place], **fields)  # type: ignore[arg-type]  # fields by name
    return script(steps=tuple(steps))


def with_target(**fields: object) -> Script:
    return script(targets=(replace(script().targets[0], **fields),))  # type: ignore[arg-type]


def test_a_script_in_which_all_is_well_is_silent() -> None:
    assert codes(script()) == []


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: with_step(1, post=None, backup_post=None), "unseen_step"),
        (lambda: with_target(critical=True), "single_observer"),
        (lambda: with_step(1, done_when=""), "no_done_when"),
        (lambda: with_step(1, after=()), "unplanned_step"),
        (lambda: with_target(limit_s=3.0), "uncertain_target"),
        (lambda: script(safety=script().safety[1:]), "safety_item_missing"),
    ],
)
def test_each_kind_is_found_by_its_code(made: Callable[[], Script], code: str) -> None:
    assert codes(made()) == [code]


def test_u_of_a_span_at_one_post_and_at_two() -> None:
    one, two = script().steps
    # U = 2·√(0.3² + 0.3²); another post adds the tie of two clocks by two marks each.
    assert expanded_u_s(script(), one, two) == pytest.approx(2 * sqrt(0.18))
    assert expanded_u_s(script(), one, replace(two, post="q")) == pytest.approx(2 * sqrt(0.27))
    unclear = replace(two, u_s=1.0)
    assert expanded_u_s(script(), one, unclear) == pytest.approx(2 * sqrt(1.18))


def test_questions_of_preparation_are_answered_by_the_script_or_ticked_once() -> None:
    open_ = [one.code for one in look_over(script()) if one.code.startswith("preparation")]
    assert "preparation_1" in open_
    assert "preparation_11" not in open_

    aims = script(objectives=(Objective("o", "一分钟内阻车", ("t",)),))
    assert "preparation_2" not in [one.code for one in look_over(aims)]
    assert "preparation_1" not in [one.code for one in look_over(aims, {"1"})]


def test_the_samples_have_a_post_at_every_end() -> None:
    for sample in samples():
        assert "unseen_step" not in codes(sample.script)


def test_the_list_offers_the_post_that_may_watch() -> None:
    draft = Draft(with_step(1, post=None, backup_post=None))

    found = next(one for one in checklist(draft) if one.column == "post" and one.mend is not None)

    assert found.weight == "warning"
    assert found.mend is not None
    assert found.mend.texts == {("b", "post"): "校门岗"}
