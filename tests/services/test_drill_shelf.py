from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.ids import PersonId, new_id
from drillplanner.run.drill import Drill
from drillplanner.services.catalogue import shelf
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace, start_session
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock
from tests.services.standing import unfinished


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as workspace:
        yield workspace


def _drill(workspace: Workspace, title: str) -> tuple[Drill, Recorder]:
    sample, author = samples()[0], PersonId(new_id())
    fact = publish_script(workspace, sample.script.id, sample.document, author)
    drill = open_drill(workspace, fact, title, author)
    station = Station(drill.id, "PC1", author)
    return drill, start_session(workspace, station, clock=FakeClock(), script=sample.script)


def test_the_newest_drill_comes_first_and_only_so_many(workspace: Workspace) -> None:
    for title in ("一", "二", "三"):
        _drill(workspace, title)

    assert [shelved.drill.title for shelved in shelf(workspace, 2)] == ["三", "二"]


def test_each_drill_says_where_it_stands(workspace: Workspace) -> None:
    step = samples()[0].script.steps[0].id
    _drill(workspace, "ready")
    _begun, begun = _drill(workspace, "begun")
    begun.arm()
    begun.mark(step)
    _ended, ended = _drill(workspace, "ended")
    ended.arm()
    ended.end()
    _aborted, aborted = _drill(workspace, "aborted")
    aborted.arm()
    aborted.abort("雷雨")

    standings = {shelved.drill.title: shelved.standing for shelved in shelf(workspace)}

    assert standings == {
        "ready": "empty",
        "begun": "under_way",
        "ended": "ended",
        "aborted": "broken_off",
    }


def test_what_is_unfinished_is_what_recording_calls_so(workspace: Workspace) -> None:
    drill, recorder = _drill(workspace, "begun")
    recorder.arm()

    (shelved,) = shelf(workspace)

    (found,) = shelved.unfinished()
    assert ((found.round, found.source, found.phase),) == unfinished(workspace, drill.id)
    assert shelved.count == 1
