"""Give the contract's tests the command line, called in this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.contract.build import Answer, Doc, Refuse, Score, write_files


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Call the command line with arguments and catch what it prints."""
    from drillplanner.cli import main

    def called(*arguments: str) -> Answer:
        capsys.readouterr()
        try:
            status = main(list(arguments))
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        printed = capsys.readouterr()
        return Answer(status, printed.out, printed.err)

    return called


@pytest.fixture
def score(call: Callable[..., Answer], tmp_path: Path) -> Score:
    """Score logs (lists of short rows) against a script; the call must succeed."""

    def scored(
        made: Doc,
        *logs: Sequence[str],
        ratings: str | None = None,
        dial: Sequence[str] = (),
    ) -> Answer:
        arguments = ["score", *write_files(tmp_path, made, logs), "--json"]
        for word in dial:
            arguments += ["--dial", word]
        if ratings is not None:
            path = tmp_path / "ratings.csv"
            path.write_text("criterion,evaluator,rating,note\n" + ratings, encoding="utf-8")
            arguments += ["--ratings", str(path)]
        answer = call(*arguments)
        assert answer.status == 0, answer.err
        return answer

    return scored


@pytest.fixture
def refuse(call: Callable[..., Answer], tmp_path: Path) -> Refuse:
    """Score a log that must be refused: status 1, nothing scored; return the message."""

    def refused(made: Doc, rows: Sequence[str], *, dial: Sequence[str] = ()) -> str:
        arguments = ["score", *write_files(tmp_path, made, [rows]), "--json"]
        for word in dial:
            arguments += ["--dial", word]
        answer = call(*arguments)
        assert answer.status == 1, answer.out
        assert answer.err.strip()
        assert "Traceback" not in answer.err
        return answer.err

    return refused
