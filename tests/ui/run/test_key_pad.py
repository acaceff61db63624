"""A key that could do harm does so only when it was held, by its own times, long enough."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.run.clock.machine_clock import SystemClock
from ui.navigation_guard import HOLD_MS
from ui.run.input_time import EventInstants
from ui.run.key_pad import KeyPad

PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
BEGAN_MS = 1_000_000


@pytest.fixture
def pad(qtbot: QtBot) -> KeyPad:
    made = KeyPad(EventInstants(SystemClock()))
    qtbot.addWidget(made)
    made.show()
    # Where the events' clock begins is learnt from a first one.
    QApplication.sendEvent(made, event(RELEASE, BEGAN_MS, Qt.Key.Key_1))
    return made


def event(
    kind: QEvent.Type, at_ms: int, key: Qt.Key = Qt.Key.Key_F12, *, repeats: bool = False
) -> QKeyEvent:
    none = Qt.KeyboardModifier.NoModifier
    made = QKeyEvent(kind, key, none, int(key) & 0xFF, 0, 0, "", autorep=repeats)
    made.setTimestamp(at_ms)
    return made


def heard(pad: KeyPad) -> list[str]:
    said: list[str] = []
    pad.holdReached.connect(said.append)
    pad.holdChanged.connect(lambda _name, is_down: said.append("down" if is_down else "up"))
    return said


def after_a_block(pad: KeyPad, held_ms: int) -> list[str]:
    """Press a key, block the thread past the time it is due, with the release on its way."""
    said = heard(pad)
    began_ms = BEGAN_MS
    QApplication.sendEvent(pad, event(PRESS, began_ms))
    QCoreApplication.postEvent(pad, event(RELEASE, began_ms + held_ms))
    time.sleep(HOLD_MS / 1000 + 0.3)
    QTest.qWait(300)
    return said


def test_a_tap_while_the_window_is_blocked_is_no_hold(pad: KeyPad) -> None:
    assert after_a_block(pad, 300) == ["down", "up"]


def test_a_hold_while_the_window_is_blocked_is_one(pad: KeyPad) -> None:
    assert after_a_block(pad, HOLD_MS + 100) == ["down", "end"]


def test_a_timer_that_comes_late_asks_again_before_it_believes(pad: KeyPad, qtbot: QtBot) -> None:
    said = heard(pad)
    QApplication.sendEvent(pad, event(PRESS, BEGAN_MS))
    time.sleep(HOLD_MS / 1000 + 0.3)
    pad.on_due()
    assert said == ["down"]

    qtbot.waitUntil(lambda: said == ["down", "end"], timeout=1000)


def test_a_release_that_a_repeat_takes_back_does_not_end_the_hold(
    pad: KeyPad, qtbot: QtBot
) -> None:
    said = heard(pad)
    QApplication.sendEvent(pad, event(PRESS, BEGAN_MS))
    QApplication.sendEvent(pad, event(RELEASE, BEGAN_MS + 500))
    QApplication.sendEvent(pad, event(PRESS, BEGAN_MS + 501, repeats=True))

    qtbot.waitUntil(lambda: said == ["down", "end"], timeout=3000)
