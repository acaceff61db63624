"""The page of clocks shows this laptop's time, counts down, and takes the way of sound off."""

from __future__ import annotations

from decimal import Decimal

import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.exchange.time_codes import PERIOD_MS
from tests.ui.pages.console import Console
from ui.run.room import RunRoom
from ui.run.sync_sheet import SyncSheet


def shown(room: RunRoom, qtbot: QtBot) -> SyncSheet:
    sheet = SyncSheet(room.context, room)
    qtbot.addWidget(sheet)
    sheet.show()
    return sheet


def code_on(sheet: SyncSheet) -> str:
    """Read the code off the screen, as a camera does."""
    grabbed = sheet.code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    size = (grabbed.width(), grabbed.height())
    picture = Image.frombytes("L", size, bytes(grabbed.constBits()), "raw", "L",
                              grabbed.bytesPerLine())  # fmt: skip
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


def test_the_code_on_the_screen_is_the_time_that_is_logged(room: RunRoom, qtbot: QtBot) -> None:
    console = Console.armed(room, qtbot)
    sheet = shown(room, qtbot)
    before_ms = sheet.utc_ns() // 10**6
    sheet.tick()
    first = code_on(sheet)
    qtbot.wait(2 * PERIOD_MS)
    second = code_on(sheet)

    told = [int(text.split("/")[1]) for text in (first, second)]
    assert before_ms - 2 * PERIOD_MS <= told[0] < told[1] <= sheet.utc_ns() // 10**6
    assert sheet.clock.text.count(":") == 2
    console.press("/")
    sync = next(one for one in room.presenter.session.recorder.log if one.kind == "sync")  # type: ignore[union-attr]
    assert abs(sync.wall_utc_ns - sheet.utc_ns()) < 5 * 10**9


def test_it_counts_down_to_a_moment_to_press(
    room: RunRoom, qtbot: QtBot, monkeypatch: object
) -> None:
    sheet = shown(room, qtbot)
    now_ns = 10**18
    sheet.utc_ns = lambda: now_ns  # type: ignore[method-assign]
    sheet.count_down()
    seen = []
    for _second in range(14):
        sheet.tick()
        seen.append(sheet.count.text())
        now_ns += 10**9

    assert seen[0] == "11"
    assert seen[1:11] == [str(number) for number in range(10, 0, -1)]
    assert seen[11].startswith("Now")
    assert seen[-1] == ""


def test_the_way_of_sound_is_taken_off_the_next_sync_mark_alone(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    sheet = shown(room, qtbot)
    button = sheet.distances.button(300)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "0.90" in sheet.taken_off.text()

    console.press("/")
    qtbot.wait(500)
    console.press("/")

    assert room.presenter is not None
    log = list(room.presenter.session.recorder.log)
    first, second = (one for one in log if one.kind == "sync")
    remark = next(one for one in log if one.kind == "note" and first.id in one.text)
    assert "300 m" in remark.text
    # 0.3 s of a press, or 1 s where the platform does not say when it was, and a tenth of 0.9 s.
    assert first.u_s in (Decimal("0.313"), Decimal("1.004"))
    assert second.u_s in (Decimal("0.3"), 1)
    assert second.elapsed_ns - first.elapsed_ns > 1_300_000_000
    assert sheet.distances.checkedId() == 0


def test_another_clock_is_compared_by_what_it_shows(room: RunRoom, qtbot: QtBot) -> None:
    sheet = shown(room, qtbot)
    sheet.theirs.setText("09:00:00")

    QTest.mouseClick(sheet.compare, Qt.MouseButton.LeftButton)

    assert "This laptop is" in sheet.apart.text()
