"""Backups, restoring as a union, and deleting so that no byte is left within reach."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import CheckFirst, FileRefused, UserError
from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.cli import main
from drillplanner.plan.editing.draft import Draft
from drillplanner.run.fact import make_fact
from drillplanner.services.plan.scripts import samples
from drillplanner.services.safekeeping import fresh_path
from drillplanner.store.backups import _superfluous, backup_folder
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold

SECRET = "机密演练SECRET"  # noqa: S105 - a title


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with build(Paths.within(tmp_path / "home")) as made:
        yield made


def workspace(services: Services) -> Workspace:
    return services.sessions._home.workspace()


def holds_nowhere(folder: Path, words: str) -> bool:
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert files
    return all(words.encode("utf-8") not in one.read_bytes() for one in files)


def test_a_backup_is_made_where_something_changed_and_holds_it(services: Services) -> None:
    hold(workspace(services), "Lockdown")

    (made,) = services.safekeeping.back_up()

    assert services.safekeeping.back_up() == ()
    (listed,) = services.safekeeping.backups()
    assert (listed.path, listed.drills, listed.entries) == (made, 1, 6)
    with Workspace.open(made, read_only=True) as copy:
        assert [one.drill.title for one in copy.drills()] == ["Lockdown"]
        assert copy.verify().is_whole


def test_a_second_folder_gets_a_copy_too_and_one_that_is_away_stops_none(
    services: Services, tmp_path: Path
) -> None:
    hold(workspace(services), "Lockdown")
    services.safekeeping.second = tmp_path / "stick"

    assert len(services.safekeeping.back_up()) == 2

    hold(workspace(services), "Other")
    (tmp_path / "away").write_bytes(b"")
    services.safekeeping.second = tmp_path / "away" / "stick"
    with pytest.raises(Exception, match="cannot be made"):
        services.safekeeping.back_up()
    assert len(services.safekeeping.backups()) == 2


def test_old_backups_go_but_the_last_of_each_day_stays() -> None:
    names = [
        f"w.202611{day:02}T{hour:02}0000000Z.backup"
        for day in range(30, 0, -1)
        for hour in range(23, 0, -6)
    ]

    gone = {one.name for one in _superfluous(map(Path, names))}

    kept = [one for one in names if one not in gone]
    assert kept[:5] == names[:5]
    assert {one[2:10] for one in kept} == {f"202611{day:02}" for day in range(30, 16, -1)}
    assert len(kept) == 14 + 3


def test_restoring_brings_back_what_is_lost_and_loses_nothing_newer(services: Services) -> None:
    before = hold(workspace(services), "Before")
    workspace(services).name_person("p9", "陈计时")
    (made,) = services.safekeeping.back_up()
    services.close()
    services.paths.workspace.unlink()
    hold(workspace(services), "After")

    joined = services.safekeeping.join(made)

    assert joined.new == 10
    assert sorted(one.drill.title for one in services.catalogue.drills()) == ["After", "Before"]
    assert len(workspace(services).entries(before)) == 6
    assert workspace(services).names()["p9"] == "陈计时"
    assert services.safekeeping.join(made).new == 0
    assert services.safekeeping.verify().is_whole


def test_what_can_be_read_of_a_damaged_workspace_is_joined(services: Services) -> None:
    hold(workspace(services), "Before")
    services.close()
    old = services.paths.workspace
    data = bytearray(old.read_bytes())
    with closing(sqlite3.connect(old)) as raw:
        (size,) = raw.execute("PRAGMA page_size").fetchone()
        (root,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_facts_drill_kind'"
        ).fetchone() or (3,)
    data[(root - 1) * size : root * size] = os.urandom(size)
    old.write_bytes(data)
    with pytest.raises(FileRefused):
        Workspace.open(old)
    fresh = fresh_path(old)

    with build(Paths.within(old.parent, fresh)) as again:
        joined = again.safekeeping.join(old)

        assert joined.new >= 6
        assert [one.drill.title for one in again.catalogue.drills()] == ["Before"]
    assert old.exists()


def test_a_deleted_drill_is_nowhere_within_reach(services: Services, tmp_path: Path) -> None:
    drill = hold(workspace(services), SECRET)
    workspace(services).attach(drill, f"PICTURE {SECRET}".encode())
    hold(workspace(services), "Other")
    services.safekeeping.back_up()
    services.paths.unsaved.mkdir(exist_ok=True)
    assert services.safekeeping.traces(drill).entries == 6
    assert not holds_nowhere(tmp_path, SECRET)

    gone = services.safekeeping.purge(drill, "王校长")

    assert gone.left == ()
    assert len(gone.cleaned) == 1
    assert [one.drill.title for one in services.catalogue.drills()] == ["Other"]
    assert holds_nowhere(tmp_path, SECRET)
    services.close()
    assert holds_nowhere(tmp_path, SECRET)
    assert services.safekeeping.verify().is_whole


def test_deleting_asks_who_decided_it(services: Services) -> None:
    drill = hold(workspace(services), "Lockdown")

    with pytest.raises(UserError):
        services.safekeeping.purge(drill, " ")
    assert services.catalogue.drills()


def test_a_forgotten_name_is_nowhere_and_no_backup_brings_it_back(
    services: Services, tmp_path: Path
) -> None:
    workspace(services).name_person("p9", SECRET)
    (made,) = services.safekeeping.back_up()
    kept = tmp_path / "kept.backup"
    kept.write_bytes(made.read_bytes())

    services.safekeeping.forget(PersonId("p9"))

    assert services.safekeeping.people() == {}
    assert services.safekeeping.join(kept).names == 0
    services.close()
    kept.unlink()
    assert holds_nowhere(tmp_path, SECRET)


def test_a_tombstone_from_elsewhere_waits_for_a_person(services: Services, tmp_path: Path) -> None:
    drill = hold(workspace(services), "Lockdown")
    with Workspace.create(tmp_path / "other.drill") as other:
        other.add(workspace(services).facts())
        other.purge(drill, "p1")

    joined = services.safekeeping.join(tmp_path / "other.drill")

    assert joined.held_back == (drill,)
    assert workspace(services).entries(drill)
    services.safekeeping.join(tmp_path / "other.drill", [drill])
    assert workspace(services).entries(drill) == ()


def test_a_copy_without_its_newest_entries_opens_after_a_check(
    services: Services, tmp_path: Path
) -> None:
    hold(workspace(services), "Lockdown")
    copy = tmp_path / "copy" / "workspace.drill"
    copy.parent.mkdir()
    copy.write_bytes(services.paths.workspace.read_bytes())

    with build(Paths.within(copy.parent)) as other:
        with pytest.raises(CheckFirst):
            other.catalogue.drills()

        other.safekeeping.open_all_the_same()

        assert [one.drill.title for one in other.catalogue.drills()] == ["Lockdown"]
        assert other.read_only_because is None


def test_files_are_the_users_alone(services: Services) -> None:
    before = os.umask(0o022)
    try:
        hold(workspace(services), "Lockdown")
        services.safekeeping.back_up()
        home = services.paths.workspace.parent
        modes = {
            one.relative_to(home).as_posix(): one.stat().st_mode & 0o777
            for one in (home, *home.rglob("*"))
        }
    finally:
        os.umask(before)

    assert len(modes) > 6
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


# -- the command line ----------------------------------------------------------------


def test_verify_says_by_its_status_and_in_json_what_is_damaged(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = hold(workspace(services), "Lockdown")
    services.close()
    path = str(services.paths.workspace)

    assert main(["verify", path]) == 0
    capsys.readouterr()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE drills SET title = 'Lookdown'")
    assert main(["verify", path, "--json"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["mendable"]) == (False, True)
    (damage,) = said["damages"]
    assert damage["drill"] == drill

    assert main(["verify", path, "--repair"]) == 0
    assert main(["verify", path]) == 0


def test_purge_and_forget_say_first_and_do_only_with_yes(
    services: Services, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    hold(workspace(services), SECRET)
    workspace(services).name_person("p9", "李某某NAME")
    services.close()
    path = str(services.paths.workspace)

    assert main(["purge", SECRET, "--workspace", path]) == 0
    assert "6" in capsys.readouterr().out
    assert not holds_nowhere(tmp_path, SECRET)
    assert main(["purge", SECRET, "--workspace", path, "--yes", "--by", "王校长"]) == 0
    assert main(["forget", "李某某NAME", "--workspace", path, "--yes"]) == 0

    assert holds_nowhere(tmp_path, SECRET)
    assert holds_nowhere(tmp_path, "李某某NAME")


def test_backup_and_restore_from_the_command_line(services: Services, tmp_path: Path) -> None:
    hold(workspace(services), "Lockdown")
    services.close()
    path = services.paths.workspace

    assert main(["backup", str(path), "--to", str(tmp_path / "stick")]) == 0
    (kept,) = (tmp_path / "stick").iterdir()
    Workspace.create(tmp_path / "new.drill").close()
    assert main(["restore", str(kept), "--workspace", str(tmp_path / "new.drill")]) == 0

    with Workspace.open(tmp_path / "new.drill") as again:
        assert [one.drill.title for one in again.drills()] == ["Lockdown"]
    assert backup_folder(path).is_dir()


def test_a_malformed_fact_in_another_workspace_is_left_out(
    services: Services, tmp_path: Path
) -> None:
    hold(workspace(services), "Lockdown")
    bad = make_fact("drill", "f1", {"title": 5}, "bad")
    path = tmp_path / "other.drill"
    with Workspace.create(path) as other:
        hold(other, "Other")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO facts (id, kind, drill, hash, bytes) VALUES (?, ?, ?, ?, ?)",
            (bad.id, bad.kind, bad.drill, bad.hash, bad.data),
        )

    joined = services.safekeeping.join(path)

    assert joined.skipped == 1
    assert sorted(one.drill.title for one in services.catalogue.drills()) == ["Lockdown", "Other"]


def test_the_command_line_takes_over_where_it_is_told_to(
    services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(workspace(services), "Lockdown")
    services.close()
    path = services.paths.workspace
    lock = path.with_name(path.name + ".lock")
    lock.write_text('{"pid": 7, "host": "laptop-b"}', "utf-8")

    assert main(["verify", str(path), "--repair", "--take-over"]) == 0

    assert "nothing is damaged" in capsys.readouterr().out
    assert not lock.exists()


def test_drafts_of_scripts_are_in_backups_and_come_back(services: Services) -> None:
    hold(workspace(services), "Lockdown")
    kept = services.drafts.begin(Draft(samples()[0].script))
    put_away = services.drafts.begin(Draft(samples()[1].script))
    services.drafts.archive(put_away.id)
    (made,) = services.safekeeping.back_up()
    assert services.safekeeping.back_up() == ()
    services.drafts.save(kept)
    (newer,) = services.safekeeping.back_up()
    shutil.rmtree(services.drafts.folder)

    joined = services.safekeeping.join(newer)

    assert joined.drafts >= 2
    assert services.drafts.open(kept.id).revision == 2
    assert len(services.drafts.archived()) == 1
    # What is here is newer than any backup.
    assert services.safekeeping.join(made).drafts == 0
    assert services.drafts.open(kept.id).revision == 2


def test_a_name_from_a_backup_leads_nowhere_else(services: Services, tmp_path: Path) -> None:
    hold(workspace(services), "Lockdown")
    names = [
        "../../x.draft.json",
        "/x.draft.json",
        "a/b.draft.json",
        "x.py",
        "",
        "con\n.draft.json",
    ]

    made = workspace(services).back_up(tmp_path / "b", dict.fromkeys(names, "{}"))
    assert made is not None
    assert services.safekeeping.join(made).drafts == 0
    assert not services.drafts.folder.exists()


def test_a_forgotten_name_is_looked_for_in_drafts_and_their_backups(services: Services) -> None:
    name = "陈计时SECRET"
    workspace(services).name_person("p9", name)
    script = replace(samples()[0].script, notes=f"负责人 {name}")
    kept = services.drafts.begin(Draft(script))
    gone = services.drafts.begin(Draft(script))
    services.drafts.discard(gone.id)
    services.safekeeping.back_up()

    told = services.safekeeping.forget(PersonId("p9"))

    assert [path.name for path, _why in told.left] == [f"{kept.id}.draft.json"]
    services.drafts.discard(kept.id)
    assert services.drafts.forget(name) == ()
    services.close()
    assert holds_nowhere(services.paths.workspace.parent, name)
