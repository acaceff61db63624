"""Enter does what is focused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

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


def test_enter_leads_on_from_a_field_that_does_nothing_with_it(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page, line, choice, button = QWidget(), QLineEdit(), QComboBox(), QPushButton("Arm")
    choice.setEditable(True)
    shown(page, qtbot, line, choice, button)
    enter = EnterPresses(qapp, page)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)

    QTest.keyClick(line, Qt.Key.Key_Return)
    assert qapp.focusWidget() is choice
    QTest.keyClick(choice, Qt.Key.Key_Return)

    enter.rest()
    assert qapp.focusWidget() is button


def test_enter_opens_a_list(qtbot: QtBot, qapp: QApplication) -> None:
    page, choice = QWidget(), Choice()
    shown(page, qtbot, choice)
    enter = EnterPresses(qapp, page)
    choice.setFocus()
    qtbot.waitUntil(choice.hasFocus)

    QTest.keyClick(choice, Qt.Key.Key_Return)

    enter.rest()
    assert choice.shown == 1


def test_enter_stays_with_whoever_hears_it(qtbot: QtBot, qapp: QApplication) -> None:
    page, line, after = QWidget(), QLineEdit(), QLineEdit()
    shown(page, qtbot, line, after)
    enter = EnterPresses(qapp, page)
    heard: list[str] = []
    line.returnPressed.connect(lambda: heard.append(line.text()))
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)

    QTest.keyClick(line, Qt.Key.Key_Return)

    enter.rest()
    assert heard == [""]
    assert line.hasFocus()


class Choice(QComboBox):
    """A list that counts how often it was opened: a screen in memory has no pop-ups."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = 0

    @override
    def showPopup(self) -> None:
        self.shown += 1


def shown(page: QWidget, qtbot: QtBot, *parts: QWidget) -> None:
    column = QVBoxLayout(page)
    for part in parts:
        column.addWidget(part)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
