"""A block of steps keeps its inner timing and comes into another script whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.plan.editing.draft import CellRefused, Draft, blank_script
from drillplanner.plan.library.vignettes import cut_out, put_in
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import examine
from drillplanner.plan.schedule import Schedule
from drillplanner.plan.writer import format_script
from drillplanner.services.plan.scripts import samples

SOURCE = samples()[2].script
#: Steps of the sample that follow each other in time, some of which hang on steps outside.
BLOCK = [step.id for step in SOURCE.steps[2:8]]


def times(script: Script, steps: list[str]) -> list[float]:
    at = Schedule(script.steps).earliest_s
    first = min(at[step] for step in steps)
    return [round(at[step] - first, 6) for step in steps]


def test_a_block_keeps_the_times_between_its_steps() -> None:
    block = cut_out(SOURCE, BLOCK, "Gate", "b1")

    assert [step.id for step in block.steps] == BLOCK
    assert times(block, BLOCK) == times(SOURCE, BLOCK)
    assert block.t0 is None


def test_a_block_takes_the_targets_among_its_steps_along_and_no_others() -> None:
    chosen = [step.id for step in SOURCE.steps[1:8]]

    block = cut_out(SOURCE, chosen, "Gate", "b1")

    among = [one for one in SOURCE.targets if {one.start, one.stop} <= set(chosen)]
    assert list(block.targets) == among != []
    assert len(among) < len(SOURCE.targets)


def test_put_into_another_script_it_follows_the_row_above() -> None:
    block = cut_out(SOURCE, BLOCK, "Gate", "b1")
    other = samples()[0].script

    edit = put_in(Draft(other), block, 3)

    script = edit.draft.script
    assert [step.id for step in script.steps[3:9]] == list(edit.rows)
    assert times(script, list(edit.rows)) == times(SOURCE, BLOCK)
    at = Schedule(script.steps).earliest_s
    assert min(at[row] for row in edit.rows) == at[script.steps[2].id]
    assert not examine(format_script(script)).faults


def test_put_in_twice_it_shares_names_but_no_ids() -> None:
    block = cut_out(SOURCE, BLOCK, "Gate", "b1")

    once = put_in(Draft(SOURCE), block, len(SOURCE.steps)).draft
    twice = put_in(once, block, 0).draft

    assert twice.script.roles == SOURCE.roles
    assert twice.script.posts == SOURCE.posts
    ids = [step.id for step in twice.script.steps]
    assert len(set(ids)) == len(ids) == len(SOURCE.steps) + 2 * len(BLOCK)
    assert not examine(format_script(twice.script)).faults


def test_into_a_blank_script_everything_comes_along() -> None:
    block = cut_out(SOURCE, BLOCK, "Gate", "b1")
    blank = blank_script("own", "New", "anti_ramming", "zh_CN")

    script = put_in(Draft(blank), block, 0).draft.script

    roles = {one.id for one in script.roles}
    assert {step.role for step in script.steps} <= roles
    assert {step.phase for step in script.steps} <= {one.id for one in script.phases}


def test_without_steps_or_in_a_circle_there_is_no_block() -> None:
    with pytest.raises(CellRefused, match="Mark the steps"):
        cut_out(SOURCE, [], "Gate", "b1")
    first, second = SOURCE.steps[2], SOURCE.steps[3]
    circle = replace(
        SOURCE,
        steps=(
            replace(first, after=(replace(SOURCE.steps[3].after[0], step=second.id),)),
            replace(second, after=(replace(SOURCE.steps[3].after[0], step=first.id),)),
        ),
    )
    with pytest.raises(CellRefused, match="circle"):
        cut_out(circle, [first.id], "Gate", "b1")
