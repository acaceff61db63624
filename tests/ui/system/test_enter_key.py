"""Enter does what is focused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ui.system.enter_key import EnterPresses


def test_enter_presses_the_focused_button_once(qtbot: QtBot, qapp: QApplication) -> None:
    button = QPushButton("Go on")
    qtbot.addWidget(button)
    enter = EnterPresses(qapp, button)
    button.show()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))

    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)

    enter.rest()
    assert len(clicks) == 2
