"""A password by window or command line: set, changed, taken away, lost; nothing beside tells."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

pytest.importorskip("sqlcipher3", reason="the packages for passwords are optional")

from drillplanner.base.errors import Locked
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.cli import main
from drillplanner.plan.editing.draft import Draft
from drillplanner.services.plan.scripts import samples
from drillplanner.services.protection import state_of
from drillplanner.services.safekeeping import fresh_path
from drillplanner.store.protection import key_file as key_files
from drillplanner.store.protection.keyring import forget_keys
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold
from tests.services.test_safekeeping import holds_nowhere

SECRET = "机密演练SECRET"  # noqa: S105 - a title
PASSWORD = "correct horse"  # noqa: S105 - of nothing but these
ARM = "校门"


@pytest.fixture(autouse=True)
def nothing_is_unlocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What a password costs is written in each key file; here it may cost nothing.
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    forget_keys()
    yield
    forget_keys()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("DRILLPLANNER_HOME", str(folder))
    monkeypatch.setenv("LC_ALL", "C")
    for name in ("DRILLPLANNER_PASSWORD", "DRILLPLANNER_PASSWORD_FILE"):
        monkeypatch.delenv(name, raising=False)
    with services_in(folder) as services:
        services.sessions._home.write(hold, SECRET)
        services.drafts.begin(Draft(samples()[0].script))
        services.safekeeping.back_up()
    return folder


def services_in(folder: Path) -> Services:
    return build(Paths.within(folder))


def given(folder: Path, name: str, words: str) -> str:
    path = folder.parent / name
    path.write_text(words + "\n", encoding="utf-8")
    return str(path)


def run(*words: str) -> int:
    forget_keys()
    return main(words)


def test_with_a_password_nothing_beside_the_workspace_says_anything(home: Path) -> None:
    title = str(samples()[0].script.title)
    assert not holds_nowhere(home, SECRET)

    with services_in(home) as services:
        done = services.protection.protect(PASSWORD)
        assert done.left == ()
        assert state_of(services.paths.workspace) == "password"
        assert [one.drill.title for one in services.catalogue.drills()] == [SECRET]
        (card,) = services.drafts.all()
        services.drafts.save(services.drafts.open(card.id))
        assert services.safekeeping.verify().is_whole
        assert len(services.safekeeping.backups()) == 1

    assert holds_nowhere(home, SECRET)
    assert holds_nowhere(home, title)
    assert holds_nowhere(home, "看到险情")

    forget_keys()
    with services_in(home) as again:
        with pytest.raises(Locked):
            again.catalogue.drills()
        again.protection.unlock(PASSWORD)
        assert len(again.catalogue.drills()) == 1
        again.protection.unprotect()
        assert state_of(again.paths.workspace) == "none"
        assert len(again.drafts.all()) == 1
        assert len(again.catalogue.drills()) == 1
    assert not holds_nowhere(home, SECRET)
    assert not list(home.rglob("*.key"))


def test_unsaved_entries_are_sealed_too_and_taken_back(home: Path) -> None:
    with services_in(home) as services:
        services.protection.protect(PASSWORD)
        journals = services._unsaved()
        place = journals.new()
        assert place is not None
        place.write_bytes(journals.seal(place)(SECRET.encode()))

        assert holds_nowhere(home, SECRET)
        # It is opened, and holds no log: so it stays, and why is told.
        assert len(services.sessions.take_back().faults) == 0
        services.protection.unprotect()
        assert place.read_bytes() == SECRET.encode()


def test_a_backup_folder_that_was_away_is_protected_when_it_is_back(
    home: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    with services_in(home) as services:
        services.safekeeping.second = stick
        services.safekeeping.back_up()
        services.safekeeping.second = None
        services.protection.protect(PASSWORD)
        assert not holds_nowhere(stick, SECRET)

        services.safekeeping.second = stick
        services.safekeeping.back_up()

    assert holds_nowhere(stick, SECRET)


def test_a_fresh_workspace_beside_a_locked_one_is_encrypted(home: Path) -> None:
    with services_in(home) as services:
        services.protection.protect(PASSWORD)
        fresh = fresh_path(services.paths.workspace)
        services.protection.begin_locked(fresh)
    forget_keys()

    with build(Paths.within(home, fresh)) as services:
        services.sessions._home.write(hold, SECRET)
        assert services.protection.state == "open"
    assert holds_nowhere(home, SECRET)
    with build(Paths.within(home, fresh)) as services:
        services.protection.protect("another one")
        assert services.protection.state == "password"


def test_the_command_line_sets_changes_and_takes_a_password_away(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = given(home, "old", PASSWORD), given(home, "new", "another one")
    sheet = home.parent / "sheet.pdf"

    assert run("protect", "--new-password-file", old, "--sheet", str(sheet)) == 0
    assert holds_nowhere(home, SECRET)
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    words = PdfReader(sheet).pages[0].extract_text()
    assert "Recovery sheet" in words
    capsys.readouterr()

    assert run("verify", "--json") == 1
    assert "--password-file" in capsys.readouterr().err
    assert run("verify", "--json", "--password-file", new) == 1
    assert "not the password" in capsys.readouterr().err
    monkeypatch.setenv("DRILLPLANNER_PASSWORD_FILE", old)
    assert run("verify", "--json") == 0
    assert json.loads(capsys.readouterr().out)["ok"]
    assert run("backup") == 0
    assert run("protect", "--new-password-file", new) == 0
    assert "code opens it" in capsys.readouterr().out.replace("\n", " ")
    assert run("verify") == 1
    monkeypatch.delenv("DRILLPLANNER_PASSWORD_FILE")
    monkeypatch.setenv("DRILLPLANNER_PASSWORD", "another one")
    assert run("verify") == 0
    assert run("unprotect") == 0
    monkeypatch.delenv("DRILLPLANNER_PASSWORD")
    assert run("verify") == 0
    assert not list(home.rglob("*.key"))


def test_the_code_of_the_recovery_sheet_sets_a_new_password(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with services_in(home) as services:
        code = services.protection.protect(PASSWORD).code
    new = given(home, "new", "another one")

    wrong = given(home, "wrong", code[:-1])
    assert run("protect", "--recover", wrong, "--new-password-file", new) == 1
    assert "wrong or missing" in capsys.readouterr().err
    right = given(home, "right", code)
    assert run("protect", "--recover", right, "--new-password-file", new) == 0

    assert run("verify", "--password-file", new) == 0


def test_a_workspace_without_the_packages_says_what_to_install(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sqlcipher3", None)

    assert run("protect", "--new-password-file", given(home, "old", PASSWORD)) == 1

    assert "pip install drillplanner[protection]" in capsys.readouterr().err
    assert run("verify") == 0
    with Workspace.open(home / "workspace.drill") as workspace:
        assert workspace.verify().is_whole


def test_what_drafts_began_from_is_sealed_and_read_as_well(home: Path) -> None:
    with services_in(home) as services:
        (card,) = services.drafts.all()
        services.protection.protect(PASSWORD)
        title = str(samples()[0].script.title)
        copy = services.drafts.duplicate(card.id, "SECRET copy")
        services.drafts.archive(copy.id)

        assert len(services.drafts.archived()) == 1
        assert holds_nowhere(home, "SECRET copy")
        assert holds_nowhere(home, title)
        services.protection.unprotect()
        assert len(services.drafts.archived()) == 1
    assert not holds_nowhere(home, "SECRET copy")
