"""Python's collector works on the GUI thread alone, and looks at new objects only in a drill."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.ui.program import ENGLISH, settled, started
from ui.system.lifetime import Collector, keep_until_destroyed


class Collected:
    """Remembers which generations were collected."""

    def __init__(self) -> None:
        self.generations: list[int] = []

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self.generations.append(info["generation"])


@pytest.fixture
def collected() -> Iterator[Collected]:
    watch = Collected()
    gc.callbacks.append(watch)
    yield watch
    gc.callbacks.remove(watch)


@pytest.fixture
def all_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (10_000, 100, 100))


def test_the_oldest_generation_that_is_due_is_collected(
    qtbot: QtBot, collected: Collected, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = Collector()
    for counts in ((10, 1, 1), (10_000, 1, 1), (10_000, 100, 1), (10, 1, 100)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        collector.collect_due()

    assert collected.generations == [0, 1, 2]


def test_no_full_pass_is_made_while_a_drill_runs(
    qtbot: QtBot, collected: Collected, all_due: None
) -> None:
    collector = Collector()
    collector.rest_while_running(True)
    collector.collect_due()
    assert collected.generations == [2, 1]

    collector.rest_while_running(False)
    collector.collect_due()
    assert collected.generations == [2, 1, 2]


def test_python_collects_nothing_by_itself_until_the_collector_stops(qtbot: QtBot) -> None:
    gc.enable()
    try:
        collector = Collector()
        collector.start()
        assert not gc.isenabled()
        collector.stop()
        assert gc.isenabled()
    finally:
        gc.disable()


def test_each_drill_begins_with_a_full_pass_also_in_a_window_built_anew(
    qtbot: QtBot, tmp_path: Path, collected: Collected
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        window = settled(qtbot, program)
        next(
            one for one in window.findChildren(QAction) if one.objectName() == "theme-dark"
        ).trigger()
        assert settled(qtbot, program) is not window
        collected.generations.clear()
        program.context.is_running = True
        assert collected.generations == [2]
        program.context.is_running = False


def test_what_is_kept_is_let_go_once_qt_has_destroyed_it(qtbot: QtBot) -> None:
    class Page(QObject):
        pass

    parent = QObject()
    page = Page(parent)
    keep_until_destroyed(page)
    ended: list[bool] = []
    page.destroyed.connect(lambda: ended.append(True))
    del page
    gc.collect()
    assert not ended

    parent.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(1)
    assert ended
    assert not [one for one in gc.get_objects() if isinstance(one, Page)]
