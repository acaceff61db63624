"""The example in docs/python.md runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"


def test_the_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)

    exec(compile(example, str(PAGE), "exec"), {})  # noqa: S102 - what the page tells people to run

    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "not_recorded" in capsys.readouterr().out
