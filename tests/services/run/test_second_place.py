"""What a session could not save is found again, whatever comes between."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import _
from drillplanner.run.codec import as_fact, seal
from drillplanner.run.fact import Fact, make_fact
from drillplanner.run.journal import write_journal
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.emergency_journal import MAX_BYTES, EmergencyJournals
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock, ListStore
from tests.run.build import entry


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as made:
        yield made


@pytest.fixture
def journals(workspace: Workspace) -> EmergencyJournals:
    return EmergencyJournals(workspace.path.parent / "state" / "unsaved", workspace.path)


def left_behind(workspace: Workspace, journals: EmergencyJournals, source: str) -> Path:
    """Leave a session of two entries behind that the workspace does not have."""
    script, author = samples()[0], PersonId("p1")
    fact = publish_script(workspace, script.script.id, script.document, author)
    drill = open_drill(workspace, fact, "t", author, nature="formal")
    store = ListStore()
    recorder = Recorder.started(store, Station(drill.id, source, author), FakeClock())
    recorder.arm()
    recorder.mark()
    place = journals.new()
    assert place is not None
    place.write_bytes(write_journal(as_fact(one) for one in store.saved))
    return place


def test_each_session_has_a_file_of_its_own_and_all_are_taken_back(
    workspace: Workspace, journals: EmergencyJournals
) -> None:
    first = left_behind(workspace, journals, "gate")
    second = left_behind(workspace, journals, "command")

    assert first != second
    assert journals.left() == (first, second)
    taken = journals.take_back(workspace)

    assert (taken.joined, taken.faults) == (4, ())
    assert journals.left() == ()
    assert journals.take_back(workspace).joined == 0


def test_what_another_workspace_left_is_not_touched(
    workspace: Workspace, journals: EmergencyJournals, tmp_path: Path
) -> None:
    place = left_behind(workspace, journals, "gate")
    other = EmergencyJournals(journals.folder, tmp_path / "other.drill")

    assert other.take_back(workspace).joined == 0
    assert place.exists()


def test_what_cannot_be_joined_now_stays_and_hinders_nothing(
    workspace: Workspace, journals: EmergencyJournals, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = left_behind(workspace, journals, "gate")
    second = left_behind(workspace, journals, "command")
    whole = Workspace.add

    def full_once(self: Workspace, facts: tuple[Fact, ...]) -> object:
        monkeypatch.setattr(Workspace, "add", whole)
        raise StoreFault(_("The disk is full."))

    monkeypatch.setattr(Workspace, "add", full_once)
    taken = journals.take_back(workspace)

    assert taken.joined == 2
    assert [str(one.text) for one in taken.faults] == ["The disk is full."]
    assert (first.exists(), second.exists()) == (True, False)
    assert journals.take_back(workspace).joined == 2


def test_what_is_damaged_gives_what_is_whole_and_is_kept(
    workspace: Workspace, journals: EmergencyJournals
) -> None:
    place = left_behind(workspace, journals, "gate")
    place.write_bytes(place.read_bytes()[:-9])

    assert journals.take_back(workspace).joined == 1
    assert place.exists()


# -- a folder that nobody else writes into -------------------------------------------------------

only_posix = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


@only_posix
def test_the_folder_is_the_users_own_alone(journals: EmergencyJournals) -> None:
    journals.folder.mkdir(parents=True)
    journals.folder.chmod(0o777)

    assert journals.new() is not None
    assert stat.S_IMODE(journals.folder.stat().st_mode) == 0o700


@only_posix
def test_a_folder_that_is_a_link_is_not_used(
    journals: EmergencyJournals, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journals.folder.parent.mkdir()
    journals.folder.symlink_to(tmp_path)

    assert journals.new() is None


def test_what_is_no_entry_of_a_drill_here_is_not_believed(
    workspace: Workspace, journals: EmergencyJournals
) -> None:
    place = left_behind(workspace, journals, "gate")
    (drill,) = workspace.drills()
    tombstone = make_fact("tombstone", "t1", {"author": "x", "purged": drill.drill.id})
    stranger = as_fact(seal(entry(1, drill="elsewhere")))
    place.write_bytes(place.read_bytes() + write_journal([tombstone, stranger]))

    taken = journals.take_back(workspace)

    assert (taken.joined, len(workspace.drills())) == (2, 1)
    assert workspace.entries("elsewhere") == ()
    assert place.exists()


@only_posix
def test_a_pipe_a_link_and_a_file_too_large_are_not_read(
    workspace: Workspace, journals: EmergencyJournals, tmp_path: Path
) -> None:
    place = left_behind(workspace, journals, "gate")
    elsewhere = tmp_path / "elsewhere"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    os.mkfifo(place.with_name(f"{place.stem}-2.journal"))
    large = place.with_name(f"{place.stem}-3.journal")
    large.touch()
    os.truncate(large, MAX_BYTES + 1)

    taken = journals.take_back(workspace)

    assert (taken.joined, len(taken.faults)) == (0, 3)
    assert large.exists()
