"""What the command line says of a log's times before they count, and how a dial is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.cli import main
from drillplanner.plan.writer import format_script
from tests.exchange.tables.log_fixtures import script, written

STOPWATCH = "source,step,time\nwatch,seen,0:00\nwatch,alarm,0:42\n"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    path = tmp_path / "script.json"
    path.write_bytes(format_script(script()))
    return path


def score(plan: Path, log: Path, *more: str) -> int:
    return main(["score", "--script", str(plan), "--log", str(log), *more])


def test_a_dial_is_given_for_a_source_and_the_reading_is_said(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = written(tmp_path, STOPWATCH)

    assert score(plan, log) == 1
    refused = capsys.readouterr()
    assert score(plan, log, "--dial", "watch=stopwatch", "--json") == 0
    read = capsys.readouterr()

    assert refused.out == ""
    assert "0:00 of watch may be 00:00 (dial clock: a time of day), or 0 s" in refused.err
    assert "watch: 2 times read as stopwatch (M:SS): 0:00 … 0:42" in read.err
    assert '"elapsed_s": 42.0' in read.out


def test_the_reading_is_said_in_chinese_where_the_system_speaks_it(
    plan: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    score(plan, written(tmp_path, STOPWATCH), "--dial", "watch=mmss")

    assert "watch：2个时间，按mmss（M:SS）读取：0:00……0:42" in capsys.readouterr().err.replace(
        " ", ""
    )


@pytest.mark.parametrize("dial", ["watch", "watch=", "=clock", "watch=hours"])
def test_a_dial_that_is_none_is_wrong_usage(
    plan: Path, tmp_path: Path, dial: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(plan, written(tmp_path, STOPWATCH), "--dial", dial) == 2
    assert "--dial" in capsys.readouterr().err


def test_a_dial_of_nobody_and_two_of_one_source_are_refused(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = written(tmp_path, STOPWATCH)
    good = ["--dial", "watch=clock"]

    assert score(plan, log, *good, "--dial", "wach=clock") == 1
    assert "no source wach, whose dial was given" in capsys.readouterr().err
    assert score(plan, log, *good, "--dial", "watch=stopwatch") == 1
    assert "two dials for watch" in capsys.readouterr().err


def test_what_a_log_says_too_little_of_is_warned_of(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = written(tmp_path, "source,step,time\ng,seen,1\ng,alarm,5\ng,locked,not_applicable\n")

    assert score(plan, log) == 0
    assert "warning: gate.csv, row 4, column note: Say in the note" in capsys.readouterr().err
