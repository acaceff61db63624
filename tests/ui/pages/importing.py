"""The page that brings tables of other programs in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from drillplanner.plan.model import Script
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.review.import_log.page import ImportPage
from ui.review.import_log.presenter import ImportPresenter
from ui.system.clipboard import put_on_clipboard


class Importing(PageObject[ImportPage]):
    """Choose a table, answer, look, go on."""

    def open(self, path: Path) -> None:
        self.page.fileChosen.emit(path)
        self.wait(lambda: self.page.columns.boxes)
        self.settle()

    def paste(self, html: str = "", text: str = "") -> None:
        data = QMimeData()
        if html:
            data.setHtml(html)
        if text:
            data.setText(text)
        put_on_clipboard(data)
        self.press("Paste")
        self.wait(lambda: self.page.columns.boxes)
        self.settle()

    def choose(self, column: str, words: str) -> None:
        """Say what a column is."""
        pick(self.page.columns.boxes[column], words)
        self.settle()

    def say_dial(self, column: str, words: str) -> None:
        """Say what the figures of a column are."""
        pick(self.page.columns.second_boxes[column], words)
        self.settle()

    def say_word(self, key: str, words: str) -> None:
        """Say what a word stands for."""
        pick(self.page.values.boxes[key], words)
        self.settle()

    def choose_mapping(self, name: str) -> None:
        pick(self.page.mappings, name)
        self.settle()

    def keep_mapping(self, name: str) -> None:
        self.page.mappingKept.emit(name)
        self.settle()

    def say_source(self, source: str) -> None:
        self.page.sourceEntered.emit(source)
        self.settle()

    @property
    def told(self) -> str:
        return self.page.told.text()

    @property
    def wrong(self) -> list[str]:
        """List the cells that are wrong."""
        model = self.page.problems.rows
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def importing_alone(context: AppContext, qtbot: QtBot, script: Script) -> Importing:
    """Show the page by itself, for a drill of this script."""
    page = ImportPage(context)
    ImportPresenter(context, page, script, page, can_join=True)
    qtbot.addWidget(page)
    importing = Importing(page, context, qtbot)
    importing.enter()
    return importing


def pick(box: QComboBox, words: str) -> None:
    """Choose by words, as one does in a list."""
    place = next(n for n in range(box.count()) if words in box.itemText(n))
    box.setCurrentIndex(place)
    box.activated.emit(place)
