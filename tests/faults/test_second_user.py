"""Another user of the same machine reads, changes and blocks nothing (row 51)."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.atomic_file import write_durably
from drillplanner.bootstrap import Paths, build
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.plan.editing.draft import Draft
from drillplanner.report.content import evaluation_report
from drillplanner.report.render.pdf.building import build as build_pdf
from drillplanner.services.plan.scripts import samples
from drillplanner.services.review.printing.archive import Drill, archive
from drillplanner.services.review.review_session import review_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root can act as somebody else",
)
NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that everybody can enter; what the program makes in it is its own matter."""
    folder = Path(tempfile.mkdtemp(prefix="drillplanner-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_nobody(script: str, *values: str) -> subprocess.CompletedProcess[str]:
    who = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return subprocess.run(
        ["setpriv", *who, "sh", "-c", script, "sh", *values],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd="/",
    )


def try_everything(files: list[Path]) -> list[str]:
    """Let nobody read, write, lock, replace and fill up all there is; say what worked."""
    tries = (
        'cat "$1" || ls "$1"',
        'echo x >> "$1"',
        'rm -rf "$1"',
        'mv "$1" "$1.gone"',
        'ln -s /etc/passwd "$1.link"',
        'touch "$1-wal" "$1.lock" "$1.key"',
        'mkfifo "$1.d/f" || mkfifo "$1/f"',
        'chmod 777 "$1"',
        'flock -n -x "$1" true',
    )
    return [
        f"{words} {file}"
        for file in files
        for words in tries
        if as_nobody(words, str(file)).returncode == 0
    ]


def test_nobody_reads_changes_or_blocks_what_lies_in_a_folder_of_everybodys(
    open_folder: Path,
) -> None:
    home = open_folder / "home"
    with build(Paths.within(home)) as services:
        services.sessions._home.write(hold, "Lockdown")
        services.drafts.begin(Draft(samples()[0].script))
        services.safekeeping.back_up()
        services.sessions._home.write(hold, "Other")
        files = [home, *sorted(home.rglob("*"))]
        before = {one: one.read_bytes() for one in files if one.is_file()}
        assert len(files) > 8

        assert try_everything(files) == []

        assert {one: one.read_bytes() for one in files if one.is_file()} == before
        assert services.safekeeping.verify().is_whole
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (home, *home.rglob("*"))]
    assert all(mode & 0o077 == 0 for mode in modes)


def test_nobody_reads_what_was_written_for_others_until_its_owner_lets_them(
    open_folder: Path,
) -> None:
    out = open_folder / "out"
    out.mkdir(mode=0o755)
    with build(Paths.within(open_folder / "home")) as services:
        drill = services.sessions._home.write(hold, "Lockdown")
        services.packs.write(drill, out / "a.drillpack")
        inputs = review_drill(services.reviews.drill(drill)).inputs
        write_durably(out / "report.pdf", build_pdf(evaluation_report(inputs), "zh_CN"))
        write_durably(out / "log.csv", write_log(inputs.log, inputs.script))
        archive(Drill(inputs, b"{}", b""), out / "archive", "zh_CN", {}, lambda _order: b"paper")
    files = sorted(out.rglob("*"))
    assert len(files) > 8

    # What the files are called is seen in a folder that everybody may list.
    worked = [one for one in try_everything(files) if " || ls " not in one]
    assert worked == []
    assert [one for one in files if as_nobody('cat "$1"', str(one)).returncode == 0] == []


def test_what_nobody_left_in_the_way_stops_nothing(open_folder: Path) -> None:
    home = open_folder / "home"
    # Where no home is known, and in the folder for passing files of old versions.
    planted = Path(tempfile.gettempdir()) / "drillplanner-planted"
    as_nobody('mkdir -p "$1" && mkfifo "$1/unsaved.journal"; chmod 777 "$1"', str(planted))
    try:
        with build(Paths.within(home)) as services:
            services.sessions._home.write(hold, "Lockdown")
            assert services.sessions.take_back().faults == ()
            assert services.safekeeping.verify().is_whole
    finally:
        shutil.rmtree(planted, ignore_errors=True)


def test_a_journal_that_nobody_put_beside_a_shared_workspace_is_left_alone(
    open_folder: Path,
) -> None:
    """On a stick or share everybody may write; what others put there is not believed."""
    shared = open_folder / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    path = shared / "w.drill"
    with Workspace.create(path) as workspace:
        drill = hold(workspace, "Lockdown")
        count = len(workspace.entries(drill))
        journals = path.with_name("w.drill.journals")
        assert as_nobody('cp /etc/passwd "$1/d1+s1.journal"', str(journals)).returncode != 0
        assert as_nobody('cat "$1"', str(path)).returncode != 0
    as_nobody('echo x > "$1"', str(path.with_name("w.drill.key")))
    as_nobody('mkdir -m 777 "$1"', str(path.with_name("w.drill.drafts")))

    with Workspace.open(path) as workspace:
        assert len(workspace.entries(drill)) == count
        assert workspace.verify().is_whole
