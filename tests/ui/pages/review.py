"""The review room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from drillplanner.services.review.review_session import DrillReview
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.review.page import ReviewPage
from ui.review.presenter import ReviewPresenter
from ui.review.report.printer import Printer
from ui.review.room import make_room


class ReviewRoom(PageObject[ReviewPage]):
    """A drill's result under its tabs."""

    def __init__(self, context: AppContext, qtbot: QtBot) -> None:
        super().__init__(make_room(context), context, qtbot)
        qtbot.addWidget(self.page)

    @property
    def presenter(self) -> ReviewPresenter:
        found = self.page.findChild(ReviewPresenter)
        assert isinstance(found, ReviewPresenter)
        return found

    @property
    def printer(self) -> Printer:
        return self.presenter.printer

    @property
    def review(self) -> DrillReview:
        """Give the review that is shown."""
        review = self.presenter.review
        assert review is not None
        return review

    def open(self, width: int = 1000, height: int = 700) -> None:
        """Show the room and wait for the review of its drill."""
        self.page.resize(width, height)
        self.page.show()
        self.wait(lambda: self.presenter.review is not None)

    def wait_for_another(self, before: DrillReview) -> DrillReview:
        """Wait until the drill was reviewed anew."""
        self.wait(lambda: self.presenter.review is not before)
        return self.review

    def turn_to(self, tab: QWidget) -> None:
        self.page.tabs.setCurrentWidget(tab)

    def preview(self) -> None:
        """Ask for the report's pages."""
        self.turn_to(self.page.report)
        QTest.mouseClick(self.page.report.show_button, Qt.MouseButton.LeftButton)
