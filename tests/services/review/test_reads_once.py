"""Opening a drill reads each of its rows once, and no other drill's."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from drillplanner.services.review.decisions import TableText, enter_grade, save_table
from drillplanner.services.review.review_session import issue_review, read_drill, review_drill
from drillplanner.store.engine import driver
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold, run_round

MORNING = "2026-11-23T09:00:00+08:00"


def test_a_drill_is_read_by_one_select_of_its_facts(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.drill") as workspace:
        hold(workspace, "other", MORNING)
        drill = hold(workspace, "Lockdown", MORNING)
        run_round(workspace, drill, 2, MORNING).end()
        review = review_drill(read_drill(workspace, drill))
        enter_grade(workspace, drill, 2, "good", by="Li", reason="seen", suggested=None)
        issue_review(workspace, review)
        said: list[str] = []
        driver(workspace._reading).set_trace_callback(said.append)

        recorded = read_drill(workspace, drill)

    of_facts = [one for one in said if "FROM facts" in one]
    assert len([one for one in of_facts if "drill = " in one]) == 1
    # The script that it is held with, found by its hash.
    assert len([one for one in of_facts if "hash = " in one]) == 1
    assert len(of_facts) == 2
    assert len(recorded.entries) == 12


def test_a_published_script_is_parsed_once_for_each_text(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.drill") as workspace:
        first = hold(workspace, "first", MORNING)
        second = hold(workspace, "second", MORNING)

        scripts = [review_drill(read_drill(workspace, drill)).script for drill in (first, second)]

    assert scripts[0] is scripts[1]


def test_a_review_with_tables_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = "source,step,time\n{source},alarm,09:00:01\n"
    names = {"video": "video.csv", "desk": "a/b: *.csv"}
    with Workspace.create(tmp_path / "w.drill") as workspace:
        drill = hold(workspace, "Lockdown", MORNING)
        for source, name in names.items():
            save_table(workspace, drill, 1, TableText(name, row.format(source=source)))
        recorded = read_drill(workspace, drill)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    review = review_drill(recorded)

    places = {row.source: row.place for row in review.log.observations if row.source in names}
    assert places == {source: f"{name}, row 2" for source, name in names.items()}
    assert [chain.entries for chain in review.inputs.chains[-2:]] == [1, 1]
