"""What every page object does: find buttons by their words, press them, wait for the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.context import AppContext

P = TypeVar("P", bound=QWidget)

#: How long a page may take to answer, in milliseconds; much, because machines are busy.
PATIENCE_MS = 10_000


class PageObject(Generic[P]):
    """A page as a person has it before them; `page` is the widget itself, to be looked at."""

    def __init__(self, page: P, context: AppContext, qtbot: QtBot) -> None:
        self.page, self.context, self.bot = page, context, qtbot

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.wait(lambda: not self.context.jobs.is_busy)

    def enter(self, width: int = 1076, height: int = 700) -> None:
        """Show the page and wait until it has read what it shows."""
        self.page.resize(width, height)
        with self.bot.waitExposed(self.page):
            self.page.show()
        self.settle()

    def buttons(self, words: str) -> list[QPushButton]:
        """List the buttons that are seen and say this, or have it as their name."""
        return [
            button
            for button in self.page.findChildren(QPushButton)
            if words in (button.accessibleName(), button.text()) and button.isVisible()
        ]

    def has_button(self, words: str) -> bool:
        return bool(self.buttons(words))

    def press(self, words: str) -> None:
        """Click the button that says this."""
        QTest.mouseClick(self.buttons(words)[0], Qt.MouseButton.LeftButton)
