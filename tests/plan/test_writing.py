"""A script that is written and read again is the same script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import parse_script
from drillplanner.plan.writer import format_script
from drillplanner.resources import resource
from tests.plan.sample import newest, sample, written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(
    lambda text: "x" + text
)
WORDS = TEXTS | st.dictionaries(st.sampled_from(["zh_CN", "en"]), TEXTS, min_size=1)
NUMBERS = st.floats(0.001, 1e9) | st.integers(1, 10**9)


@st.composite
def scripts(draw: st.DrawFn) -> dict[str, Any]:
    """Give sound scripts with any words, numbers and choices."""
    value: dict[str, Any] = draw(st.sampled_from([sample, newest]))()
    value["title"] = draw(WORDS)
    value["notes"] = draw(WORDS | st.just(""))
    for step in value["steps"]:
        step["text"] = draw(WORDS)
        step["post"] = draw(st.sampled_from(["east", "west", None]))
        step["key"] = draw(st.none() | TEXTS.map(lambda text: text[:8]))
        for after in step.get("after", []):
            after["lag_s"] = draw(NUMBERS)
    for target in value["targets"]:
        target["limit_s"] = draw(st.none() | NUMBERS)
        target["weight"] = draw(st.just(0) | NUMBERS)
        target["critical"] = draw(st.booleans())
        target["source"]["text"] = draw(WORDS)
    value["scoring"]["half_score"] = draw(st.floats(0, 100))
    return value


@given(scripts())
def test_reading_what_was_written_gives_an_equal_script(value: dict[str, Any]) -> None:
    script = parse_script(written(value))

    data = format_script(script)

    assert parse_script(data) == script
    assert format_script(parse_script(data)) == data


def test_a_script_is_written_for_people() -> None:
    text = format_script(parse_script(written(sample()))).decode()

    assert text.startswith('{\n  "format": "drillplanner/scenario",\n  "version": 1,\n')
    assert text.endswith("}\n")
    assert '"校门演练"' in text
    assert '"limit_s": 15,' in text
    assert '"limit_s": 60.5,' in text
    assert '"class": "N"' in text
    assert '"caps_whole": true' not in text


@pytest.mark.parametrize("name", ["gate-intruder", "hostage-and-object", "vehicle-at-dismissal"])
def test_the_scripts_that_travel_along_survive_it(name: str) -> None:
    path = resource("scripts", f"{name}.json")
    script = parse_script(path.read_bytes())

    assert parse_script(format_script(script)) == script


CHANGES: list[Callable[[Script], Script]] = [
    lambda script: replace(script, notes="changed"),
    lambda script: replace(script, t0=None),
    lambda script: replace(script, steps=script.steps[::-1]),
]


@pytest.mark.parametrize("change", CHANGES)
def test_another_script_is_written_otherwise(change: Callable[[Script], Script]) -> None:
    script = parse_script(written(sample()))

    assert format_script(change(script)) != format_script(script)
