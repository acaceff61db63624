"""The page of the county's room: a tab a register, and whose name the history will hold."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import pgettext
from drillplanner.organisation.registers import REGISTERS
from ui.context import AppContext
from ui.improve.name_field import NameField
from ui.organisation.overview_tab import OverviewTab
from ui.organisation.register_tab import RegisterTab
from ui.system.lifetime import keep_until_destroyed

#: Narrower or lower than this, in pixels at 100 %, the page scrolls.
_LEAST_WIDTH, _LEAST_HEIGHT = 300, 420


class OrganisationPage(QScrollArea):
    """Shows the registers of a county under tabs."""

    shown = Signal()
    tabChosen = Signal(str)
    nameEntered = Signal(str)

    def __init__(self, context: AppContext, year: int) -> None:
        super().__init__()
        keep_until_destroyed(self)
        say, dress = context.say, context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setMinimumSize(dress.px(_LEAST_WIDTH), dress.px(_LEAST_HEIGHT))
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(24), dress.px(16), dress.px(24), dress.px(12))
        column.setSpacing(dress.px(10))
        head = QHBoxLayout()
        title = QLabel(say(pgettext("room", "Schools")), body)
        title.setProperty("role", "title")
        self.name = NameField(context, body)
        self.name.setMaximumWidth(dress.px(220))
        self.name.editingFinished.connect(self._on_name)
        head.addWidget(title, 1)
        head.addWidget(self.name, 1)
        column.addLayout(head)
        self.tabs = QTabWidget(body)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.overview = OverviewTab(context, self.tabs)
        self.tabs.addTab(self.overview, say(pgettext("tab", "Overview")))
        self.registers: dict[str, RegisterTab] = {}
        for id_, register in REGISTERS.items():
            tab = RegisterTab(context, register, year, self.tabs)
            self.registers[id_] = tab
            self.tabs.addTab(tab, say(register.words))
        self.tabs.currentChanged.connect(self._on_tab)
        column.addWidget(self.tabs, 1)
        self.setWidget(body)
        self.setFocusProxy(self.tabs.tabBar())

    @property
    def tab(self) -> str:
        """Name the register that is seen; empty where another tab is."""
        current = self.tabs.currentWidget()
        return current.register.id if isinstance(current, RegisterTab) else ""

    def open_row(self, register: str, row: str) -> None:
        """Go to a row of a register."""
        tab = self.registers[register]
        self.tabs.setCurrentWidget(tab)
        tab.go_to(row)

    def show_name(self, name: str, known: str) -> None:
        """Show who is at work, and offer the name that is known from before."""
        self.name.show_name(name, known)

    def ask_name(self) -> None:
        """Lead to the field for the name, which is missing."""
        self.name.ask()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    def _on_tab(self, _place: int) -> None:
        self.tabChosen.emit(self.tab)

    def _on_name(self) -> None:
        self.nameEntered.emit(self.name.text())
