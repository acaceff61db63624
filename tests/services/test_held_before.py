"""Which rounds can be armed of drills that are in the workspace already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.ids import PersonId
from drillplanner.plan.writer import format_script
from drillplanner.services.catalogue import offers
from drillplanner.services.fact_factory import open_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold, plan, run_round

NOON = "2026-11-23T12:00:00+08:00"
DOCUMENT = format_script(plan()).decode()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def offered(workspace: Workspace, source: str = "command") -> list[tuple[str, int, bool]]:
    return [
        (one.drill.title, one.round, one.is_under_way)
        for one in offers(workspace, DOCUMENT, source)
    ]


def test_the_next_round_of_each_drill_is_offered_the_latest_first(workspace: Workspace) -> None:
    first = hold(workspace, "first")
    hold(workspace, "second", "2026-11-23T10:00:00+08:00")
    assert offered(workspace) == [("second", 2, False), ("first", 2, False)]

    run_round(workspace, first, 2, NOON).void_round()

    assert offered(workspace) == [("first", 3, False), ("second", 2, False)]


def test_a_round_under_way_is_offered_to_a_source_that_is_not_in_it(workspace: Workspace) -> None:
    drill = hold(workspace, "drill")
    run_round(workspace, drill, 2, NOON)

    assert offered(workspace) == [("drill", 2, True), ("drill", 3, False)]
    assert offered(workspace, "gate") == [("drill", 3, False)]


def test_a_drill_of_which_nothing_was_logged_has_its_first_round_yet(workspace: Workspace) -> None:
    hold(workspace, "drill")
    script = workspace.facts(kind="script")[0]
    open_drill(workspace, script, "pack", PersonId("p"))

    assert ("pack", 1, False) in offered(workspace)


def test_another_version_of_the_script_is_another_script(workspace: Workspace) -> None:
    hold(workspace, "drill", limit_s=90)

    assert offered(workspace) == []
