"""What may befall the console while a drill runs (rows 8, 10, 23 to 26, 44 and 46)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.store.workspace import Workspace
from tests.faults.live import checked_log
from tests.ui.app_context import close_context, make_context
from ui.context import AppContext
from ui.run.console.page import ConsolePage
from ui.run.console.widgets.log_table import LogRow
from ui.run.room import RunRoom
from ui.window.keys_page import make_keys

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
MS = 10**6


@pytest.fixture
def context(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AppContext]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot) -> RunRoom:
    made = RunRoom(context)
    qtbot.addWidget(made)
    # Narrower than any laptop's window, sentences are cut.
    made.resize(1024, 600)
    made.show()
    qtbot.waitUntil(made.start.arm.isEnabled, timeout=10_000)
    QTest.keyClick(made.start.arm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: made.console is not None and made.console.model.rowCount() == 1)
    qtbot.waitUntil(lambda: len(rows(made, "saved")) == 1)
    page_of(made).setFocus()
    return made


def page_of(room: RunRoom) -> ConsolePage:
    assert room.console is not None
    return room.console


def rows(room: RunRoom, saving: str) -> list[str]:
    model = page_of(room).model
    found = [model.row(number) for number in range(model.rowCount())]
    return [row.entry for row in found if row is not None and row.saving == saving]


def marks(room: RunRoom) -> list[Entry]:
    assert room.presenter is not None
    entries = room.presenter.session.recorder.log.entries.values()
    return [one for one in entries if one.kind == "mark"]


def steps(room: RunRoom) -> list[str]:
    """Give which places on the board the marked steps have, by their keys."""
    assert room.presenter is not None
    keys = room.presenter.board.keys
    return [keys.get(one.step or "", "?") for one in marks(room)]


def key(name: str, kind: QEvent.Type = PRESS, *, at_ms: int = 0, scan: int = 0) -> QKeyEvent:
    code = getattr(Qt.Key, f"Key_{name}")
    event = QKeyEvent(kind, code, NONE, scan, 0, 0, name)
    event.setTimestamp(at_ms)
    return event


def send(room: RunRoom, *events: QKeyEvent) -> None:
    for event in events:
        QApplication.sendEvent(page_of(room), event)


# -- when a key was pressed (23, 25) -------------------------------------------------------


def test_absurd_times_of_events_give_way_to_the_clock_and_the_entries_say_so(
    room: RunRoom,
) -> None:
    good_ms = 1_000_000
    send(room, key("Escape", at_ms=good_ms), key("Escape", at_ms=good_ms + 50))
    before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    send(room, key("1", at_ms=0), key("2", at_ms=2**32 - 1), key("3", at_ms=good_ms + 10**7))
    after = time.clock_gettime_ns(time.CLOCK_BOOTTIME)

    assert [one.text.split()[:2] for one in marks(room)] == [["!instant", "slot"]] * 3
    assert all(before <= one.elapsed_ns <= after for one in marks(room))


def blocked(room: RunRoom, seconds: float) -> None:
    zero_ns = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    send(room, key("Escape", at_ms=1_000_000))
    presses = {name: round(seconds * 1000 * n / 10) for n, name in enumerate("1234567890")}
    for name, after_ms in presses.items():
        for kind in (PRESS, RELEASE):
            event = key(name, kind, at_ms=1_000_000 + after_ms)
            QCoreApplication.postEvent(page_of(room), event)
    time.sleep(seconds)
    QApplication.processEvents()

    assert steps(room) == list(presses)
    for one, after_ms in zip(marks(room), presses.values(), strict=True):
        assert abs(one.elapsed_ns - zero_ns - after_ms * MS) < 20 * MS
        assert not one.text


def test_keys_that_came_while_the_window_was_busy_count_from_when_they_were_pressed(
    room: RunRoom,
) -> None:
    blocked(room, 0.3)


@pytest.mark.soak
@pytest.mark.parametrize("seconds", [1, 2, 5])
def test_keys_that_came_while_the_window_was_busy_for_seconds(
    room: RunRoom, seconds: float
) -> None:
    blocked(room, seconds)


# -- one press, one entry (24) -------------------------------------------------------------


def test_two_keys_at_once_are_two_entries_in_the_order_of_their_presses(room: RunRoom) -> None:
    send(room, key("2"), key("1"), key("2", RELEASE), key("1", RELEASE))

    assert steps(room) == ["2", "1"]


def test_a_stuck_shift_loses_no_press(room: RunRoom) -> None:
    page = page_of(room)
    QTest.keyPress(page, Qt.Key.Key_Shift)
    for name in (Qt.Key.Key_Exclam, Qt.Key.Key_At, Qt.Key.Key_Q):
        QTest.keyClick(page, name, SHIFT)

    assert steps(room) == ["1", "2", "Q"]


def test_a_stuck_control_key_marks_and_neither_leaves_nor_quits(room: RunRoom) -> None:
    page = page_of(room)
    QTest.keyPress(page, Qt.Key.Key_Control)
    for name in (Qt.Key.Key_1, Qt.Key.Key_Q):
        QTest.keyClick(page, name, Qt.KeyboardModifier.ControlModifier)

    assert steps(room) == ["1", "Q"]


@pytest.mark.parametrize("modifier", ["Alt", "Meta"])
def test_a_press_with_a_stuck_alt_or_system_key_is_said_not_to_be_logged(
    room: RunRoom, modifier: str
) -> None:
    page = page_of(room)
    QTest.keyPress(page, getattr(Qt.Key, f"Key_{modifier}"))
    QTest.keyClick(page, Qt.Key.Key_1, getattr(Qt.KeyboardModifier, f"{modifier}Modifier"))
    assert marks(room) == []
    assert "this press was not logged" in page.hint.label.text()

    QTest.keyRelease(page, getattr(Qt.Key, f"Key_{modifier}"))
    QTest.keyClick(page, Qt.Key.Key_1)
    assert steps(room) == ["1"]


def test_a_stuck_auto_repeat_and_a_bounce_are_one_entry(room: RunRoom) -> None:
    QTest.keyPress(page_of(room), Qt.Key.Key_1)
    for _turn in range(50):
        QApplication.sendEvent(
            page_of(room), QKeyEvent(PRESS, Qt.Key.Key_1, NONE, "1", autorep=True)
        )
    QTest.keyRelease(page_of(room), Qt.Key.Key_1)
    QTest.keyClick(page_of(room), Qt.Key.Key_1)

    assert steps(room) == ["1"]


def test_on_any_layout_the_place_of_a_key_counts(room: RunRoom) -> None:
    page_of(room)._platform = "xcb"
    # French, Russian, and what an input method leaves of a key: 1, Q and W by place.
    send(room, key("Ampersand", scan=10), key("A", scan=24), key("unknown", scan=25))

    assert steps(room) == ["1", "Q", "W"]


def test_an_input_method_is_off_and_what_it_sends_all_the_same_logs_nothing(room: RunRoom) -> None:
    page = page_of(room)
    assert not page.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not page.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    event = QInputMethodEvent("shi", [])
    event.setCommitString("是12")
    QApplication.sendEvent(page, event)
    QTest.keyClicks(page, "1")

    assert steps(room) == ["1"]


# -- keys go elsewhere (26) ----------------------------------------------------------------


def test_a_second_window_that_takes_the_keys_is_told_of_until_they_are_back(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = page_of(room)
    qtbot.waitUntil(page.lost.isHidden)
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: not page.lost.isHidden())
    QTest.keyClicks(other, "12")
    assert marks(room) == []

    room.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.lost.isHidden)
    QTest.keyClicks(page, "1")
    assert steps(room) == ["1"]


def test_a_window_that_is_no_longer_the_active_one_says_so_and_ends_no_drill(
    room: RunRoom, qtbot: QtBot
) -> None:
    # What a desktop tells a window when it locks the screen while the end key is held.
    page = page_of(room)
    QTest.keyPress(page, Qt.Key.Key_F12)
    reason = Qt.FocusReason.ActiveWindowFocusReason
    QApplication.sendEvent(page, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert not page.lost.isHidden()
    qtbot.wait(1200)
    assert room.currentWidget() is page

    QApplication.sendEvent(page, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert page.lost.isHidden()
    QTest.keyClicks(page, "1")
    assert steps(room) == ["1"]


def test_nothing_modal_opens_and_a_sheet_beside_the_drill_leaves_it_the_keys(
    room: RunRoom, context: AppContext, qtbot: QtBot
) -> None:
    page = page_of(room)
    sheet = make_keys(context, room)
    sheet.present(keeps_focus_away=True)
    qtbot.waitUntil(sheet.isVisible)
    assert QApplication.activeModalWidget() is None
    assert page.hasFocus()
    QTest.keyClicks(page, "12")
    assert steps(room) == ["1", "2"]
    assert page.lost.isHidden()
    sheet.close()


# -- the disk (8, 10) ----------------------------------------------------------------------


def stalled(room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    whole, gate = Workspace.append, threading.Event()

    def slow(workspace: Workspace, sealed: Sealed) -> None:
        gate.wait(30)
        whole(workspace, sealed)

    monkeypatch.setattr(Workspace, "append", slow)
    ticks = [time.monotonic()]
    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    for name in ("1", "2", "3"):
        QTest.keyClicks(page_of(room), name)
    qtbot.wait(round(seconds * 1000))
    assert len(rows(room, "writing")) == 3
    assert len(rows(room, "saved")) == 1
    assert not room.may_close()
    qtbot.waitUntil(lambda: not page_of(room).unsaved.isHidden())
    assert "3 entries are not saved yet" in page_of(room).unsaved.label.text()
    gate.set()
    qtbot.waitUntil(lambda: len(rows(room, "saved")) == 4)
    timer.stop()

    assert max(b - a for a, b in pairwise(ticks)) < 0.25
    assert page_of(room).unsaved.isHidden()
    assert room.may_close()


def test_a_writer_that_stalls_never_blocks_the_window(
    room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalled(room, qtbot, monkeypatch, 0.3)


@pytest.mark.soak
def test_a_writer_that_stalls_five_seconds_never_blocks_the_window(
    room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalled(room, qtbot, monkeypatch, 5)


# -- our own bugs (44) ---------------------------------------------------------------------


def test_a_bug_in_what_shows_an_entry_loses_no_entry(
    room: RunRoom,
    context: AppContext,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, whole = page_of(room), ConsolePage.add_row

    def broken(_page: ConsolePage, _row: LogRow) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ConsolePage, "add_row", broken)
    with qtbot.captureExceptions() as caught:
        QTest.keyClicks(page, "12")
    monkeypatch.setattr(ConsolePage, "add_row", whole)
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError] * 2
    QTest.keyClicks(page, "3")

    assert steps(room) == ["1", "2", "3"]
    assert room.presenter is not None
    qtbot.waitUntil(lambda: room.presenter is not None and not room.presenter.session.queue.unsaved)
    made = [one.id for one in room.presenter.session.recorder.log.entries.values()]
    close_context(context)
    assert [one.entry.id for one in checked_log(tmp_path / "workspace.drill")] == made


@pytest.mark.parametrize("slot", ["on_tick", "on_saved", "on_saving_failed", "on_verb"])
def test_an_exception_in_a_slot_is_told_and_the_drill_goes_on(
    room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, slot: str
) -> None:
    page = page_of(room)
    assert room.presenter is not None
    inner = {
        "on_tick": "show_time",
        "on_saved": "mark_rows",
        "on_saving_failed": "show_unsaved",
        "on_verb": "tell",
    }[slot]

    def broken(*_values: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch, qtbot.captureExceptions() as caught:
        patch.setattr(ConsolePage, inner, broken)
        if slot == "on_saving_failed":
            patch.setattr(Workspace, "append", _full)
        QTest.keyClicks(page, "1")
        if slot == "on_verb":
            QTest.mouseClick(page.verbs.buttons["void"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(caught))
    QTest.keyClicks(page, "2")

    assert steps(room) == ["1", "2"]
    page.retryRequested.emit()
    qtbot.waitUntil(lambda: room.presenter is not None and not room.presenter.session.queue.unsaved)
    assert room.context.is_running


def _full(_workspace: Workspace, _sealed: Sealed) -> None:
    raise StoreFault(_("The disk is full."))


# -- the session ends (46) -----------------------------------------------------------------


def test_at_log_out_what_is_unsaved_is_saved_and_nobody_is_asked(
    room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Workspace.append

    def slow(workspace: Workspace, sealed: Sealed) -> None:
        time.sleep(0.05)
        whole(workspace, sealed)

    monkeypatch.setattr(Workspace, "append", slow)
    QTest.keyClicks(page_of(room), "123")
    assert room.presenter is not None
    assert room.presenter.session.queue.unsaved
    # The session manager's own signal; the offscreen platform has no session manager.
    room.context.save_now()

    assert not room.presenter.session.queue.unsaved
    assert QApplication.activeModalWidget() is None
