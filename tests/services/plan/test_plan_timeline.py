"""The plan on one axis: a lane a role, links, slack and critical path as a textbook has them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.plan.editing.draft import blank_script
from drillplanner.plan.model import Role, Step
from drillplanner.services.plan.plan_timeline import planned_timeline
from drillplanner.services.plan.scripts import OpenScript, samples
from tests.plan.test_schedule import ARCS, TABLE, step


def test_slack_and_critical_links_are_those_of_the_textbook() -> None:
    nodes = range(1, 7)
    steps: list[Step] = [
        step(f"n{j}", **{f"n{i}": lag for (i, k), lag in ARCS.items() if k == j}) for j in nodes
    ]
    blank = blank_script("own", "Book", "other", "en")
    script = replace(blank, roles=(Role("r", "Crew"),), steps=tuple(steps))

    rows = {row.id: row for row in planned_timeline(script).rows}

    critical = {
        (link.earlier, row.id) for row in rows.values() for link in row.after if link.is_critical
    }
    assert critical == {
        (f"step:n{i}", f"step:n{j}") for (i, j), row in TABLE.items() if row[4] == 0
    }
    # Node 2 may come at 9 instead of 7, all others at no other time (Taylor, table of slack).
    assert {id_: row.slack_s for id_, row in rows.items() if row.slack_s} == {"step:n2": 2.0}


@pytest.mark.parametrize("place", range(3))
def test_every_step_stands_once_under_its_role(place: int) -> None:
    sample: OpenScript = samples()[place]
    script = sample.script
    lane, found = "", dict[str, str]()
    for row in planned_timeline(script).rows:
        if not row.id:
            lane = str(row.label)
        elif not row.is_span:
            found[row.id] = lane
    names = {role.id: role.name for role in script.roles}

    assert len(found) == len(script.steps)
    for one in script.steps:
        words = names[one.role]
        said = words if isinstance(words, str) else words[script.language]
        assert found[f"step:{one.id}"] == said or found[f"step:{one.id}"] in str(words)


def test_steps_in_a_circle_have_no_time_line() -> None:
    blank = blank_script("own", "Circle", "other", "en")
    script = replace(blank, roles=(Role("r", "Crew"),), steps=(step("a", b=1.0), step("b", a=1.0)))

    with pytest.raises(ValueError, match="circle"):
        planned_timeline(script)
