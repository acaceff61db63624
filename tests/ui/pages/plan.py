"""The planning room."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.services.plan.scripts import samples
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.plan.editor.page import EditorPage
from ui.plan.viewer.page import PlanPage
from ui.plan.viewer.room import make_room
from ui.widgets.timeline.chart import TimelineChart


class PlanningPage(PageObject[PlanPage]):
    """One script under its tabs, or the samples where none is chosen."""

    def __init__(self, context: AppContext, qtbot: QtBot) -> None:
        super().__init__(make_room(context), context, qtbot)
        qtbot.addWidget(self.page)
        self.tabs = self.page.tabs

    def open_sample(self, place: int = 1) -> None:
        """Choose a sample and wait until it is set out."""
        self.context.script = samples()[place]
        self.wait(self.page.header.title.isVisible)

    def openers(self) -> list[QPushButton]:
        """List the buttons that open a sample."""
        return [
            button
            for button in self.page.findChildren(QPushButton)
            if button.accessibleName().startswith("Open: ")
        ]

    def open_schedule(self) -> TimelineChart:
        """Turn to the schedule, and wait for its chart."""
        self.tabs.setCurrentWidget(self.tabs.schedule)
        self.wait(lambda: self.tabs.timeline.chart is not None)
        assert self.tabs.timeline.chart is not None
        return self.tabs.timeline.chart

    def step_said(self, step: str) -> str:
        """Give what the table of steps says of a step."""
        rows = self.tabs.steps.table.rows
        place = rows.place(step)
        assert place is not None
        return str(rows.index(place, 3).data())

    def open_editor(self) -> EditorPage:
        """Edit the script that is shown, and wait for the editor."""
        self.page.header.edit.click()
        self.wait(lambda: isinstance(self.page.stack.currentWidget(), EditorPage))
        page = self.page.stack.currentWidget()
        assert isinstance(page, EditorPage)
        return page
