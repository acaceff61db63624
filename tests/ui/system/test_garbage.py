"""While a drill runs Python looks at new objects only."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.ui.program import ENGLISH, settled, started
from ui.system.garbage import rest_while_running


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_was_there_is_not_looked_at_while_a_drill_runs() -> None:
    rest_while_running(True)

    assert gc.get_freeze_count() > 1000
    assert len(gc.get_objects()) < 1000


def test_it_is_taken_back_when_the_drill_has_ended() -> None:
    rest_while_running(True)
    rest_while_running(False)

    assert gc.get_freeze_count() == 0


def test_the_program_does_so_with_each_drill_also_in_a_window_built_anew(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        window = settled(qtbot, program)
        next(
            one for one in window.findChildren(QAction) if one.objectName() == "theme-dark"
        ).trigger()
        assert settled(qtbot, program) is not window
        program.context.is_running = True
        assert gc.get_freeze_count() > 0
        program.context.is_running = False
        assert gc.get_freeze_count() == 0
