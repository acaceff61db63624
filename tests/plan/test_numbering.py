"""A step has one number everywhere: its place in the script."""

from __future__ import annotations

from drillplanner.plan.numbering import step_numbers
from drillplanner.plan.parser.reading import parse_script
from drillplanner.services.plan.outline import outline
from tests.plan.sample import sample, written


def test_steps_are_numbered_by_their_place_whichever_post_watches_them() -> None:
    value = sample()
    value["steps"][0]["post"] = "west"
    script = parse_script(written(value))

    numbers = step_numbers(script)

    assert list(numbers.items())[:3] == [("seen", 1), ("alarm", 2), ("locked", 3)]
    assert {row.id: row.number for row in outline(script).steps} == numbers
