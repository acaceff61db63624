"""One folder with all that a drill leaves; years later its list tells whether it is whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.review.points.ratings import Rating
from drillplanner.services.exchange.pack_exchange import hand_over
from drillplanner.services.review.printing.archive import (
    SUMS,
    Archived,
    Drill,
    archive,
    check_archive,
)
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.store.workspace import Workspace
from drillplanner.terms.papers import PaperOrder
from tests.services.drills_held import hold


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    with Workspace.create(tmp_path / "w.db") as workspace:
        held = hold(workspace, "drill", shut_s=90)
        recorded = read_drill(workspace, held)
        review = review_drill(recorded)
        yield Drill(review.inputs, recorded.document.encode(), hand_over(workspace, held))


def name_of(order: PaperOrder) -> bytes:
    return f"{order.form}.{order.format}".encode()


def archived(drill: Drill, tmp_path: Path) -> Archived:
    plan = tmp_path / "方案.docx"
    plan.write_bytes(b"a plan")
    return archive(drill, tmp_path / "归档", "zh_CN", {"plan": [plan]}, name_of)


def test_an_archive_has_its_parts_and_names_what_is_missing(drill: Drill, tmp_path: Path) -> None:
    made = archived(drill, tmp_path)

    names = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*.*")}
    assert {
        "01 方案/方案.docx",
        "02 脚本/script.json",
        "05 原始记录/log.csv",
        "05 原始记录/log.journal",
        "08 报告/report.docx",
        "08 报告/report.pdf",
        "08 报告/report.xlsx",
        "08 报告/scorecard.pdf",
    } <= names
    assert made.missing == ("sign_in", "safety", "ratings", "photos", "actions")
    contents = (made.folder / "00 归档目录.txt").read_text(encoding="utf-8")
    assert "缺：签到表、安全确认单、评估表、照片、整改清单" in contents


def test_no_word_of_an_evaluator_is_a_formula_and_nobody_else_reads_the_archive(
    drill: Drill, tmp_path: Path
) -> None:
    rating = Rating("c1", "@SUM(A1)", "met", "=1+1")
    drill = replace(drill, inputs=replace(drill.inputs, ratings=(rating,)))

    made = archived(drill, tmp_path)

    (table,) = made.folder.glob("*/ratings.csv")
    assert table.read_text("utf-8-sig").splitlines()[1] == "c1,'@SUM(A1),met,'=1+1"
    assert made.folder.stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_the_log_of_an_archive_reads_back(drill: Drill, tmp_path: Path) -> None:
    made = archived(drill, tmp_path)

    read = read_logs([made.folder / "05 原始记录/log.csv"], drill.inputs.script)

    assert len(read.observations) == len(drill.inputs.log.observations)


def test_an_archive_tells_what_was_changed_lost_or_added(drill: Drill, tmp_path: Path) -> None:
    folder = archived(drill, tmp_path).folder
    assert check_archive(folder).is_whole

    (folder / "02 脚本/script.json").write_bytes(b"{}")
    (folder / "08 报告/report.xlsx").unlink()
    (folder / "note.txt").write_text("x")
    found = check_archive(folder)

    assert found.changed == ("02 脚本/script.json",)
    assert found.missing == ("08 报告/report.xlsx",)
    assert found.added == ("note.txt",)


@pytest.mark.skipif(sys.platform != "linux", reason="coreutils")
def test_sha256sum_reads_the_list(drill: Drill, tmp_path: Path) -> None:
    folder = archived(drill, tmp_path).folder

    subprocess.run(["sha256sum", "-c", "--quiet", SUMS], cwd=folder, check=True)


def test_a_folder_that_is_there_is_never_written_over(drill: Drill, tmp_path: Path) -> None:
    archived(drill, tmp_path)

    with pytest.raises(UserError, match="is there already"):
        archived(drill, tmp_path)


def test_what_fails_leaves_nothing_behind(drill: Drill, tmp_path: Path) -> None:
    def fails(_order: PaperOrder) -> bytes:
        raise StoreFault("full")  # type: ignore[arg-type]

    with pytest.raises(StoreFault):
        archive(drill, tmp_path / "归档", "zh_CN", {}, fails)

    assert [path.name for path in tmp_path.iterdir() if "rchive" in path.name] == []
    assert not (tmp_path / "归档").exists()


def test_a_folder_without_a_list_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no list of checksums"):
        check_archive(tmp_path)
