"""Pictures of the time page tie a camera in the review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from drillplanner.exchange.time_codes import time_code
from drillplanner.services.exchange.written_files import draw_codes
from tests.ui.app_context import close_context, make_context
from ui.context import AppContext
from ui.review.joining.filmed_sheet import FilmedSheet

NINE_MS = 1_795_395_600_000


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path / "home")
    yield made
    close_context(made)


@pytest.fixture
def sheet(context: AppContext, qtbot: QtBot) -> Iterator[FilmedSheet]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = FilmedSheet(context, parent)
    made.show()
    yield made
    if isValid(made):
        made.close()
    parent.close()


def test_frames_of_a_video_tie_it_once_they_have_a_name_and_a_rate(
    sheet: FilmedSheet, qtbot: QtBot, tmp_path: Path
) -> None:
    codes = [time_code("gate", NINE_MS + number * 200) for number in range(5)]
    drawn = draw_codes(codes, tmp_path)
    frames = [path.rename(tmp_path / f"frame-{n}.png") for n, path in enumerate(drawn)]
    sheet.read(frames)
    qtbot.waitUntil(lambda: "5 codes" in sheet.told.text(), timeout=5000)
    assert not sheet.enter.isEnabled()
    sheet.camera.setText("cam")
    assert "no time" in sheet.told.text()
    sheet.fps.setText("x")
    assert "as a number" in sheet.told.text()

    sheet.fps.setText("5")

    assert "against gate" in sheet.told.text()
    with qtbot.waitSignal(sheet.made) as made:
        QTest.mouseClick(sheet.enter, Qt.MouseButton.LeftButton)
    assert "@offset:gate" in made.args[0].text


def test_pictures_without_a_code_are_refused_in_place(
    sheet: FilmedSheet, qtbot: QtBot, tmp_path: Path
) -> None:
    (other,) = draw_codes(["DP1/12345678/1/1/ABC"], tmp_path)

    sheet.read([other])

    qtbot.waitUntil(lambda: "no time code" in sheet.told.text(), timeout=5000)
    assert not sheet.enter.isEnabled()
