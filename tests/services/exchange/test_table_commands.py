"""`import-log` and `export-log` from the command line, on tables as the field writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.cli import main
from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.writer import format_script
from tests.exchange.importing.scripts import script_of
from tests.exchange.importing.test_import import APP, FIELD

SCHOOL = script_of({"alarm": "按下一键报警", "shelter": "就地避险", "gather": "到达集合点"})
TABLE = "步骤,时间,备注\n按下一键报警,9:30:05,\n就地避险,9:30:40,雨天\n到达集合点,9:33:00,\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app.json").write_bytes(format_script(APP))
    (tmp_path / "school.json").write_bytes(format_script(SCHOOL))
    (tmp_path / "paper.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> int:
    return main([str(one) for one in arguments])


def test_a_table_whose_names_are_those_of_the_script_is_read_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = folder / "log.csv"

    status = run("import-log", folder / "paper.csv", "--script", folder / "school.json", "-o", log)

    told = capsys.readouterr()
    assert status == 0, told.err
    assert "paper: 3 times read as clock (H:MM:SS): 9:30:05 … 9:33:00" in told.err
    read = read_logs([log], SCHOOL)
    assert [(one.step, one.note) for one in read.observations] == [
        ("alarm", ""), ("shelter", "雨天"), ("gather", ""),
    ]  # fmt: skip


def test_what_is_doubtful_is_proposed_and_not_applied(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = FIELD / "stopwatch-app.csv"
    log, written = folder / "log.csv", folder / "map.json"
    script = ("--script", folder / "app.json")

    refused = run("import-log", table, *script, "-o", log)
    told = capsys.readouterr().err
    wrote = run("import-log", table, *script, "--write-map", written)
    read = run("import-log", table, *script, "--map", written, "-o", log)

    assert (refused, wrote, read) == (1, 0, 0)
    assert "step “Split #1”: gate (30 %, only by the order of the script" in told
    assert "nothing was read yet" in told
    assert json.loads(written.read_text(encoding="utf-8"))["values"]["step"]["Split #1"] == "gate"
    # By hand: 15:44:09.858 - 15:44:01.937 = 7.921 s.
    capsys.readouterr()
    assert run("score", *script, "--log", log, "--json") == 0
    targets = json.loads(capsys.readouterr().out)["targets"]
    assert targets[0]["elapsed_s"] == pytest.approx(15.411)


def test_every_wrong_cell_is_said_and_the_table_comes_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = folder / "paper.csv"
    table.write_text(TABLE.replace("9:30:40", "9:70:40").replace("9:33:00", "≈9:33"), "utf-8")
    back = folder / "wrong.xlsx"
    script = ("--script", folder / "school.json")

    status = run("import-log", table, *script, "--errors", back, "-o", folder / "log.csv")

    told = capsys.readouterr().err
    assert status == 1
    assert "paper.csv!B3: 9:70:40: minutes and seconds run from 0 to 59." in told
    assert "paper.csv!B4: ≈9:33 says “about”" in told
    assert not (folder / "log.csv").exists()
    sheet = open_tables(back).sheet(None)
    assert sheet.cell(0, 3).text == "What is wrong"
    assert sheet.cell(2, 3).text.startswith("B3: 9:70:40")


def test_ambiguous_times_are_decided_by_the_option(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = folder / "paper.csv"
    table.write_text("步骤,时间\n按下一键报警,0:00\n就地避险,0:42\n到达集合点,2:50\n", "utf-8")
    order = ("import-log", table, "--script", folder / "school.json", "-o", folder / "log.csv")

    refused = run(*order)
    told = capsys.readouterr().err
    read = run(*order, "--dial", "paper=stopwatch")

    assert (refused, read) == (1, 0)
    assert "dial" in told
    log = read_logs([folder / "log.csv"], SCHOOL)
    assert [one.at_s for one in log.observations] == [0, 42, 170]


def test_a_dry_run_writes_nothing_and_the_table_is_never_written_over(folder: Path) -> None:
    table = folder / "paper.csv"
    order = ("import-log", table, "--script", folder / "school.json")

    assert run(*order, "--dry-run") == 0
    assert run(*order) == 1
    assert run(*order, "-o", table) == 1
    assert table.read_text(encoding="utf-8") == TABLE


def test_tables_are_exported_to_the_same_instants(folder: Path) -> None:
    log = folder / "in.csv"
    log.write_text(
        "source,step,time,dial,note\nw,alarm,0:00,stopwatch,=x\nw,gather,2:50.5,,\n"
        "g,@S1,9:30:05,,\nw,@S1,0:01,,\nw,!hold,1:00,,\nw,!resume,1:10,,\n",
        "utf-8",
    )
    out = folder / "out.csv"

    status = run("export-log", "--script", folder / "school.json", "--log", log, "-o", out)

    assert status == 0
    before, after = read_logs([log], SCHOOL), read_logs([out], SCHOOL)
    assert [(one.at_s, one.variance_s2, one.note) for one in after.observations] == [
        (one.at_s, one.variance_s2, one.note) for one in before.observations
    ]
    assert [(one.at_s, one.variance_s2) for one in after.sync_marks] == [
        (one.at_s, one.variance_s2) for one in before.sync_marks
    ]
    assert [one.start_s for one in after.holds] == [60]
    assert [one.stop_s for one in after.holds] == [70]
    assert run("export-log", "--log", log, "-o", folder / "x.csv") == 1
    assert run("export-log", "--script", folder / "school.json", "--log", log, "-o", log) == 1
