"""From small screens to large ones: every key, every time and whether it is saved is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.base.translator import Language
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.console import Console
from ui.run.console.widgets.fitted_words import cut_inside, fitted, shared_lengths
from ui.run.room import RunRoom

#: Width and height of the screen, and the scale.
SCREENS = [
    (1024, 600, 100),
    (1024, 600, 125),
    (1024, 600, 150),
    (1366, 768, 100),
    (1366, 768, 150),
    (1366, 768, 200),
    (1920, 1080, 100),
    (1920, 1080, 200),
]
LEAST_TILE_PX, LEAST_TEXT_PX = 44, 14


@contextmanager
def console_at(
    tmp_path: Path, qtbot: QtBot, language: Language, screen: tuple[int, int, int]
) -> Iterator[Console]:
    width, height, scale = screen
    room = RunRoom(make_context(tmp_path, language, scale=scale))
    qtbot.addWidget(room)
    room.resize(width, height)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    try:
        yield Console.armed(room, qtbot)
    finally:
        close_context(room.context)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_all_that_counts_is_in_sight(
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    quick_answers: None,
    language: Language,
    screen: tuple[int, int, int],
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    scale = screen[2] / 100
    with console_at(tmp_path, qtbot, language, screen) as console:
        console.press("1", "2")
        saved = "已保存" if language == "zh_CN" else "saved"
        qtbot.waitUntil(lambda: console.newest.endswith(saved), timeout=5000)

        tiles = console.tiles
        assert len(console.tiles_in_sight) == len(tiles) == 20
        assert min(rect.height() for rect in tiles.values()) >= LEAST_TILE_PX * scale
        assert console.smallest_text_px >= LEAST_TEXT_PX * scale
        assert len(set(console.names)) == 20
        assert console.status("begin").split("  ")[-1] in console.seen_status("begin")
        verbs = console.page.verbs
        # Heads are not counted in this script; units have a button where the log has no room.
        left_out = 1 if console.page.is_log_folded else 2
        assert len(console.verbs_in_sight) == len(verbs.buttons) - left_out + 2

        console.page.tell(
            "Undone: a long entry of many words, with its unit at the end: 1 (2). " * 2
        )
        label = console.page.hint.label
        QApplication.processEvents()
        assert label.heightForWidth(label.width()) <= console.page.hint.height()
        console.press(",")
        assert len(console.answers_in_sight) == len(console.answers) == 7
        assert len(set(console.answers_in_sight)) == 7
        console.press("Esc", "Space")
        assert len(console.answers_in_sight) == len(console.answers) >= 4
        assert console.tiles == tiles


def test_words_grow_with_the_screen(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sizes = []
    with console_at(tmp_path, qtbot, "en", (1366, 768, 100)) as console:
        for width, height in ((1366, 768), (1920, 1080), (2560, 1440)):
            console.resize(width, height)
            sizes.append(console.smallest_text_px)

    assert sizes == sorted(set(sizes))
    assert sizes[1] >= 18


def test_names_that_begin_alike_are_cut_where_they_are_alike(qapp: QApplication) -> None:
    names = ["派出所、特警大队出动", "派出所、特警大队警力到场", "校医救治首名伤员", "校医"]
    font = QFont()
    font.setPixelSize(14)

    shown = [
        "".join(fitted(name, font, [14 * 6], shared))
        for name, shared in zip(names, shared_lengths(names), strict=True)
    ]

    assert len(set(shown)) == 4
    assert shown[0].endswith("出动")
    assert "警力" in shown[1]


@pytest.mark.parametrize("lines", [1, 2])
def test_a_long_entry_loses_its_middle_and_keeps_its_unit(qapp: QApplication, lines: int) -> None:
    words = "各班就地隐蔽，锁闭教室；操场班级就近进入室内：一（1）班"
    font = QFont()
    font.setPixelSize(14)

    shown = cut_inside(words, font, [140] * lines)

    assert len(shown) <= lines
    assert "".join(shown).startswith("各班")
    assert "".join(shown).endswith("（1）班")


def test_the_same_instant_holds_until_it_is_ended_and_is_lit_as_long(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("2", "C")
    assert console.same_instant.startswith("Same instant")
    assert console.page.verbs.buttons["same"].share == 1.0

    console.press("3", "N", "Esc", "4")

    at = {str(one.step): one.elapsed_ns for one in console.log if one.kind == "mark"}
    assert at["challenge"] == at["radio"] == at["intruder"]
    console.press("Esc")
    assert console.same_instant == ""
    assert console.page.verbs.buttons["same"].share == 0.0


def test_what_is_wrong_leaves_the_running_targets_in_sight(room: RunRoom, qtbot: QtBot) -> None:
    console = Console.armed(room, qtbot)
    console.press("2")
    qtbot.waitUntil(lambda: console.newest.endswith("saved"), timeout=5000)

    console.page.show_unsaved("3 entries are not saved; the disk is full.")
    QTest.qWait(20)

    assert console.is_in_sight(console.page.running)
    assert console.is_in_sight(console.page.unsaved)
