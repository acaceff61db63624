"""Scripts of drills that had none: what free play begins with, and what it is made into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.plan.free_play import (
    DANGER,
    Happening,
    free_script,
    is_free_play,
    script_of,
    tidy,
    with_steps,
)
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import examine, parse_script
from drillplanner.plan.schedule import planned_times
from drillplanner.plan.writer import format_script
from drillplanner.services.plan.scripts import samples

#: Whatever an entry of the log can hold as its text, once it is tidy.
said = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60).map(tidy).filter(bool)
seconds = st.floats(-3600, 86_400, allow_nan=False)


def read(script: Script) -> Script:
    return parse_script(format_script(script))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_script_of_free_play_passes_the_strict_reader(language: str) -> None:
    script = free_script(language)  # type: ignore[arg-type]  # the two languages there are

    assert read(script) == script
    assert [step.id for step in script.steps] == [script.t0] == [DANGER]
    assert (script.targets, is_free_play(script)) == ((), True)
    found = examine(format_script(script))
    assert [fault.path for fault in found.warnings] == ["$.targets"]


@given(st.dictionaries(said, seconds, max_size=30), st.none() | seconds)
def test_a_script_made_of_any_words_passes_the_strict_reader(
    times: dict[str, float], danger_s: float | None
) -> None:
    found = [Happening(words, at_s) for words, at_s in times.items()]
    if danger_s is not None:
        found.append(Happening("险情出现", danger_s, is_danger=True))

    script = read(script_of(found, id="free-1", title="由自由记录整理", language="zh_CN"))

    assert [step.text for step in script.steps] == [
        one.words for one in sorted(found, key=lambda one: one.at_s)
    ]
    assert script.t0 == (None if danger_s is None else DANGER)


@given(st.dictionaries(said, seconds, min_size=1, max_size=30))
def test_planned_times_are_the_observed_ones_to_the_second_however_long_the_chain(
    times: dict[str, float],
) -> None:
    script = script_of(
        [Happening(words, at_s) for words, at_s in times.items()], id="f", title="t", language="en"
    )
    planned = planned_times(script)
    first = min(times.values())

    for step in script.steps:
        assert abs(planned[step.id] - (times[str(step.text)] - first)) <= 1


def test_steps_stand_in_the_order_observed_with_their_lags() -> None:
    # 0 s, 12.4 s -> 12, 20.5 s -> 21 (half up), so lags are 12 and 9.
    found = [
        Happening("拉警戒带", 20.5),
        Happening("关门", 12.4),
        Happening("险情出现", 0.0, is_danger=True),
    ]

    script = script_of(found, id="f", title="t", language="zh_CN")

    assert [(step.id, step.text) for step in script.steps] == [
        (DANGER, "险情出现"),
        ("s01", "关门"),
        ("s02", "拉警戒带"),
    ]
    assert [one.lag_s for step in script.steps for one in step.after] == [12, 9]
    assert [role.name for role in script.roles] == ["待定"]
    assert script.targets == ()


@pytest.mark.parametrize("number", range(3))
def test_a_sample_takes_new_steps_without_changing_what_is_there(number: int) -> None:
    before = samples()[number].script

    after, ids = with_steps(before, [Happening("家长冲到门口", 95.2), Happening("早", -3.0)])

    assert read(after) == after
    assert after.steps[: len(before.steps)] == before.steps
    assert after.targets == before.targets
    new = {step.id: step for step in after.steps[len(before.steps) :]}
    assert set(ids.values()) == set(new)
    assert [one.lag_s for one in new[ids["家长冲到门口"]].after] == [95]
    assert new[ids["早"]].after == ()


def test_new_ids_avoid_those_that_are_taken() -> None:
    first, _ids = with_steps(samples()[0].script, [Happening("a", 1.0)])
    second, ids = with_steps(first, [Happening("b", 2.0)])

    assert ids == {"b": "s02"}
    assert read(second) == second


def test_nothing_new_leaves_a_script_as_it_is() -> None:
    script = samples()[0].script

    assert with_steps(script, []) == (script, {})


@given(st.text(max_size=40))
def test_tidy_words_are_one_line_and_stay_tidy(text: str) -> None:
    once = tidy(text)

    assert tidy(once) == once
    assert "\n" not in once
    assert once == once.strip()
