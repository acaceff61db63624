"""Odd locales and odd file names around the same inputs (rows 38 and 40)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from drillplanner.services.review.merging.inputs import Inputs
from drillplanner.services.review.table_review import report_files, score_files
from tests.contract.build import script, write_files

LOCALES = ["C", "C.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8", "zh_CN.UTF-8", "zh_CN.GBK", "tr_TR.UTF-8"]
ROOT = str(Path(__file__).parents[2])
ODD = [
    "a b",
    "‘quoted’ \"'",
    "100%",
    "#1?x=y",
    "trailing.",
    "演练 脚本",
    "e\u0301",
    "-n",
    "x" * 200,
]


def call(folder: Path, locale: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "drillplanner.cli", *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        env={"PYTHONPATH": ROOT, "LC_ALL": locale, "TZ": "Asia/Kathmandu"},
    )


def test_scores_are_the_same_bytes_in_any_locale(tmp_path: Path) -> None:
    made = script(title={"en": "Gate", "zh_CN": "校门"})
    arguments = write_files(tmp_path, made, [["A,S,09:00:00.5,0.25", "A,X,09:01:02.25,0.25"]])

    answers = [call(tmp_path, locale, "score", *arguments, "--json") for locale in LOCALES]

    assert {answer.returncode for answer in answers} == {0}
    assert len({answer.stdout for answer in answers}) == 1


def test_reports_are_the_same_bytes_in_any_locale(tmp_path: Path) -> None:
    arguments = write_files(tmp_path, script(), [["A,S,09:00:00.5,0.25", "A,X,09:01:02.25,0.25"]])
    for locale in ("C", "de_DE.UTF-8", "ar_EG.UTF-8"):
        output = str(tmp_path / f"{locale}.pdf")
        done = call(tmp_path, locale, "report", *arguments, "-o", output, "--lang", "zh_CN")
        assert done.returncode == 0, done.stderr

    assert len({path.read_bytes() for path in tmp_path.glob("*.pdf")}) == 1


@pytest.mark.parametrize("name", ODD)
def test_files_may_have_any_name(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, script(), [["A,S,0,0", "A,X,5,0"]])
    inputs = Inputs(
        (tmp_path / "script.json").rename(tmp_path / f"{name}.json"),
        ((tmp_path / "log1.csv").rename(tmp_path / f"{name}.csv"),),
    )

    score_files(inputs)
    report_files(inputs, tmp_path / f"{name}.pdf", "zh_CN")

    assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
