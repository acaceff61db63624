"""Look for words in the table that is seen, and write others in their place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.widgets.card import push_button
from ui.widgets.flow import Flow


class FindBar(QWidget):
    """A line for what is looked for, one for what takes its place; Esc puts it away."""

    findAsked = Signal(str)
    replaceAsked = Signal(str, str)
    closed = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        say, px = context.say, context.dress.px
        row = Flow(self, px(8))
        self.wanted, self.new = QLineEdit(self), QLineEdit(self)
        self.wanted.setPlaceholderText(say(_("Find")))
        self.new.setPlaceholderText(say(_("Replace by")))
        for line in (self.wanted, self.new):
            line.setAccessibleName(line.placeholderText())
            line.setMinimumWidth(px(180))
            row.addWidget(line)
        self.next = push_button(say(_("Find next")), self._find)
        self.all = push_button(say(_("Replace all")), self._replace)
        self.away = push_button(say(_("Close")), self.put_away, quiet="true")
        for button in (self.next, self.all, self.away):
            row.addWidget(button)
        self.wanted.returnPressed.connect(self._find)
        self.new.returnPressed.connect(self._replace)
        self.hide()

    def open(self) -> None:
        """Show the bar and go to it."""
        self.show()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()

    def put_away(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            event.accept()
            return
        super().keyPressEvent(event)

    def _find(self) -> None:
        if self.wanted.text():
            self.findAsked.emit(self.wanted.text())

    def _replace(self) -> None:
        if self.wanted.text():
            self.replaceAsked.emit(self.wanted.text(), self.new.text())
