"""Every command of the program is known to the window, and stands where one looks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drillplanner.cli import main
from ui.entry import COMMANDS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str]) -> set[str]:
    assert main(["--help"]) == 0
    found = set(re.findall(r"^    ([a-z][a-z-]*)(?:  |$)", capsys.readouterr().out, re.MULTILINE))
    assert len(found) > 30
    return found


def test_no_command_is_taken_for_a_file(commands: set[str]) -> None:
    assert commands == COMMANDS


def test_the_page_of_formats_tells_what_every_command_does(commands: set[str]) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`drillplanner .*?) \| ", page.replace("\\|", "/"), re.MULTILINE)
    told = {word for row in rows for word in re.findall(r"[a-z][a-z-]*", row)}

    assert commands - told == set()
    assert {re.split(r"[ `]", row)[2] for row in rows if row.startswith("`drillplanner ")} <= {
        *commands
    }


def test_both_halves_of_the_readme_list_every_command(commands: set[str]) -> None:
    chinese, english = (
        (ROOT / "README.md").read_text(encoding="utf-8").split("# drillplanner in English")
    )
    for half in (chinese, english):
        listed = [line for line in half.splitlines() if line.startswith("    drillplanner ")]
        told = {word for line in listed for word in re.findall(r"[a-z][a-z-]*", line)}
        assert commands - told == set()
