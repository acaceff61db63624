"""docs/faults.md names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = (TESTS.parent / "docs" / "faults.md").read_text(encoding="utf-8")


def test_every_test_that_the_table_of_faults_names_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", TABLE)
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"\ndef {name}(" not in (TESTS / file).read_text(encoding="utf-8")
    ]

    assert len(named) > 30
    assert missing == []


def test_every_file_that_it_names_is_there() -> None:
    assert [one for one in re.findall(r"`([\w/]+\.py)", TABLE) if not _path(one).exists()] == []


def _path(named: str) -> Path:
    return TESTS.parent / named if named.startswith("tests/") else TESTS / named
