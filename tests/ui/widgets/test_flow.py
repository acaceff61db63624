"""Widgets in lines that wrap: what is hidden leaves no gap."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.flow import Flow


def test_a_hidden_widget_leaves_no_gap_between_its_neighbours(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = Flow(holder, 12)
    first, hidden, last = (QPushButton(words, holder) for words in ("a", "b", "c"))
    for button in (first, hidden, last):
        row.addWidget(button)
    hidden.hide()
    holder.resize(800, 60)
    holder.show()

    assert last.x() == first.x() + first.width() + 12


def test_a_line_ends_where_the_width_does(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = Flow(holder, 10)
    buttons = [QPushButton("a", holder) for _number in range(3)]
    for button in buttons:
        button.setFixedSize(100, 30)
        row.addWidget(button)
    holder.resize(220, 80)
    holder.show()

    first, second, third = buttons
    assert (second.x(), second.y()) == (110, first.y())
    assert third.x() == 0
    assert third.y() > first.y()
