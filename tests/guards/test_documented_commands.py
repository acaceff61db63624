"""Every command of the program is known to the window, and stands where one looks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drillplanner import cli
from drillplanner.base.translator import Language
from drillplanner.cli import main
from ui.entry import COMMANDS

ROOT = Path(__file__).parents[2]
#: What the page tells once, below its table, and what it tells of `score` for these as well.
TOLD_ONCE = {"--help", "--output", "--password-file"}
#: What a command can do, each with options of its own.
ACTS = {"hub": ("init", "enrol", "push", "pull", "status", "backup")}
LIKE_SCORE = {"report", "ties", "timeline"}
#: What is said of all registers in one row, of which some have more than others.
REGISTERS = {
    *("schools", "responsibility", "visits", "duty-needs", "roster", "lessons", "year-plan"),
    "terms",
    "local-rules",
    "inspections",
}


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str]) -> set[str]:
    assert main(["--help"]) == 0
    found = set(re.findall(r"^    ([a-z][a-z-]*)(?:  |$)", capsys.readouterr().out, re.MULTILINE))
    assert len(found) > 30
    return found


def test_no_command_is_taken_for_a_file(commands: set[str]) -> None:
    assert commands == COMMANDS


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_command_tells_how_it_is_used(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "system_language", lambda: language)
    for command in COMMANDS:
        assert main([command, "--help"]) == 0


def test_the_page_of_formats_tells_every_command_with_its_options(
    commands: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").replace("\\|", "/")
    told: dict[str, set[str]] = {}
    last: list[str] = []
    for row in page[page.index("## 3 ") :].splitlines():
        begun = re.match(r"\| `drillplanner ([a-z-]+(?: / [a-z-]+)*)", row)
        if begun is not None:
            last = begun[1].split(" / ")
        elif not row.startswith("| the same "):
            continue
        for command in last:
            told.setdefault(command, set()).update(re.findall(r"--[a-z-]+", row))
    for command in LIKE_SCORE:
        told[command] |= told["score"]
    # The ledger imports “as above”.
    told["ledger"] |= told["terms"]

    assert set(told) == commands
    for command, options in told.items():
        for act in ACTS.get(command, ("",)):
            main([word for word in (command, act, "--help") if word])
        there = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out))
        assert there - options <= TOLD_ONCE, command
        if command not in LIKE_SCORE | REGISTERS | {"ledger"}:
            assert options - there == set(), command


def test_both_halves_of_the_readme_list_every_command(commands: set[str]) -> None:
    chinese, english = (
        (ROOT / "README.md").read_text(encoding="utf-8").split("# drillplanner in English")
    )
    for half in (chinese, english):
        listed = [line for line in half.splitlines() if line.startswith("    drillplanner ")]
        told = {word for line in listed for word in re.findall(r"[a-z][a-z-]*", line)}
        assert commands - told == set()
