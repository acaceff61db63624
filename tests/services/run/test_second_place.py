"""What a session could not save is found again, whatever comes between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import _
from drillplanner.run.codec import as_fact
from drillplanner.run.fact import Fact
from drillplanner.run.journal import write_journal
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.emergency_journal import second_place, second_places, take_back
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock, ListStore


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as made:
        yield made


def left_behind(workspace: Workspace, source: str) -> Path:
    """Leave a session of two entries behind that the workspace does not have."""
    script, author = samples()[0], PersonId("p1")
    fact = publish_script(workspace, script.script.id, script.document, author)
    drill = open_drill(workspace, fact, "t", author, nature="formal")
    store = ListStore()
    recorder = Recorder.started(store, Station(drill.id, source, author), FakeClock())
    recorder.arm()
    recorder.mark()
    place = second_place(workspace.path)
    place.write_bytes(write_journal(as_fact(one) for one in store.saved))
    return place


def test_each_session_has_a_file_of_its_own_and_all_are_taken_back(workspace: Workspace) -> None:
    first, second = left_behind(workspace, "gate"), left_behind(workspace, "command")

    assert first != second
    assert second_places(workspace.path) == (first, second)
    taken = take_back(workspace, workspace.path)

    assert (taken.joined, taken.faults) == (4, ())
    assert second_places(workspace.path) == ()
    assert take_back(workspace, workspace.path).joined == 0


def test_the_file_that_an_older_version_left_is_taken_back_too(workspace: Workspace) -> None:
    place = left_behind(workspace, "gate")
    place.rename(place.with_name(f"{place.name[:37]}.journal"))

    assert take_back(workspace, workspace.path).joined == 2


def test_what_another_workspace_left_is_not_touched(workspace: Workspace, tmp_path: Path) -> None:
    place = left_behind(workspace, "gate")

    assert take_back(workspace, tmp_path / "other.drill").joined == 0
    assert place.exists()


def test_what_cannot_be_joined_now_stays_and_hinders_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = left_behind(workspace, "gate")
    second = left_behind(workspace, "command")
    whole = Workspace.add

    def full_once(self: Workspace, facts: tuple[Fact, ...]) -> object:
        monkeypatch.setattr(Workspace, "add", whole)
        raise StoreFault(_("The disk is full."))

    monkeypatch.setattr(Workspace, "add", full_once)
    taken = take_back(workspace, workspace.path)

    assert taken.joined == 2
    assert [str(one.text) for one in taken.faults] == ["The disk is full."]
    assert (first.exists(), second.exists()) == (True, False)
    assert take_back(workspace, workspace.path).joined == 2


def test_what_is_damaged_gives_what_is_whole_and_is_kept(workspace: Workspace) -> None:
    place = left_behind(workspace, "gate")
    place.write_bytes(place.read_bytes()[:-9])

    assert take_back(workspace, workspace.path).joined == 1
    assert place.exists()
