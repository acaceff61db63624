"""A script whose file another program changes: it is asked which one holds, nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.resources import resource
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.system import file_watch
from ui.widgets.banner import Banner

LIMIT = 77.5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "own.json"
    made.write_bytes(resource("scripts", "gate-intruder.json").read_bytes())
    return made


@pytest.fixture
def program(
    qtbot: QtBot, tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(file_watch, "SETTLE_MS", 10)
    with started(qtbot, tmp_path, ENGLISH, file=path) as program:
        yield program


def edited(path: Path, limit_s: float = LIMIT) -> bytes:
    document = json.loads(path.read_bytes())
    document["targets"][0]["limit_s"] = limit_s
    return json.dumps(document, ensure_ascii=False).encode()


def replaced(path: Path, data: bytes) -> None:
    """Put a new file in the place of the old one, as most editors do."""
    new = path.with_suffix(".new")
    new.write_bytes(data)
    os.replace(new, path)


def limit(program: Program) -> float | None:
    assert program.context.script is not None
    return program.context.script.script.targets[0].limit_s


def asked(program: Program) -> Banner | None:
    assert program.window is not None
    found = [one for one in program.window.findChildren(Banner) if one.objectName() == "script"]
    return found[-1] if "script" in shown(program) else None


def shown(program: Program) -> list[str]:
    assert program.window is not None
    return [key for key, _kind, _text in program.window.banners]


def press(program: Program, words: str) -> None:
    banner = asked(program)
    assert banner is not None
    next(one for one in banner.findChildren(QPushButton) if one.text() == words).click()


def wait_for_question(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: "script" in shown(program), timeout=10_000)


def test_a_change_is_asked_about_and_read_when_it_is_wanted(
    qtbot: QtBot, program: Program, path: Path
) -> None:
    before = limit(program)
    path.write_bytes(edited(path))
    wait_for_question(qtbot, program)
    banner = asked(program)
    assert banner is not None
    assert banner.text.startswith("own.json was changed by another program.")
    assert limit(program) == before

    press(program, "Read it anew")

    qtbot.waitUntil(lambda: limit(program) == LIMIT, timeout=10_000)
    settled(qtbot, program)
    assert "script" not in shown(program)


def test_what_is_open_can_be_kept_until_the_file_changes_once_more(
    qtbot: QtBot, program: Program, path: Path
) -> None:
    before = limit(program)
    replaced(path, edited(path))
    wait_for_question(qtbot, program)
    press(program, "Keep what is open")
    program.script_guard.look()
    settled(qtbot, program)
    assert "script" not in shown(program)
    assert limit(program) == before

    replaced(path, edited(path, 33))

    wait_for_question(qtbot, program)


def test_a_file_that_is_as_it_was_again_is_no_question(
    qtbot: QtBot, program: Program, path: Path
) -> None:
    old = path.read_bytes()
    path.write_bytes(edited(path))
    wait_for_question(qtbot, program)

    path.write_bytes(b"\xef\xbb\xbf" + old)

    qtbot.waitUntil(lambda: "script" not in shown(program), timeout=10_000)


def test_a_file_that_is_unsound_or_gone_leaves_what_is_open(
    qtbot: QtBot, program: Program, path: Path
) -> None:
    before = limit(program)
    path.write_text("{}", encoding="utf-8")
    wait_for_question(qtbot, program)
    press(program, "Read it anew")
    qtbot.waitUntil(lambda: "refused" in shown(program), timeout=10_000)
    assert limit(program) == before
    assert "script" in shown(program)

    path.unlink()

    qtbot.waitUntil(lambda: "script" not in shown(program), timeout=10_000)
    assert limit(program) == before


def test_a_folder_that_says_nothing_is_looked_at_on_coming_back(
    qtbot: QtBot, program: Program, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program.script_guard, "look", lambda: None)
    path.write_bytes(edited(path))
    qtbot.wait(50)
    monkeypatch.undo()
    assert "script" not in shown(program)

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    wait_for_question(qtbot, program)


def test_nothing_is_asked_while_a_drill_runs_and_it_is_when_it_has_ended(
    qtbot: QtBot, program: Program, path: Path
) -> None:
    program.context.is_running = True
    path.write_bytes(edited(path))
    qtbot.wait(50)
    settled(qtbot, program)
    assert "script" not in shown(program)

    program.context.is_running = False

    wait_for_question(qtbot, program)


def test_another_language_asks_the_same_with_its_buttons(
    qtbot: QtBot, program: Program, path: Path
) -> None:
    path.write_bytes(edited(path))
    wait_for_question(qtbot, program)
    old = program.window
    assert old is not None
    action = old.findChild(QAction, "chinese")
    assert isinstance(action, QAction)
    action.trigger()
    qtbot.waitUntil(lambda: program.window is not old, timeout=10_000)
    wait_for_question(qtbot, program)
    settled(qtbot, program)

    press(program, "重新读取")

    qtbot.waitUntil(lambda: limit(program) == LIMIT, timeout=10_000)


def test_an_own_copy_is_followed_where_it_was_saved(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    script = program.context.script
    assert script is not None
    from drillplanner.services.plan.scripts import save_script

    other = tmp_path / "elsewhere" / "copy.json"
    other.parent.mkdir()
    program.context.script = save_script(script, other)
    settled(qtbot, program)
    assert "script" not in shown(program)

    replaced(other, edited(other))

    wait_for_question(qtbot, program)
