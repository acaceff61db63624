"""The manual in the window: its chapters by task, beside each other, and as a PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QTextBrowser,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.services.manual import Chapter, read_manual, write_manual
from ui.context import AppContext
from ui.widgets.dialogs import Sheet

#: The chapter that helps in each room.
CHAPTERS = {
    "home": "01-first-quarter-hour",
    "plan": "02-planner",
    "run": "03-timekeeper",
    "review": "04-evaluator",
    "improve": "05-school",
    "organisation": "06-county",
}


class ManualSheet(Sheet):
    """Chapters on the left, the chosen one on the right; it opens at that of the room."""

    def __init__(self, context: AppContext, parent: QWidget | None, room: str = "home") -> None:
        super().__init__(context.say(_("Manual")), parent)
        self._context = context
        self.chapters: tuple[Chapter, ...] = read_manual(context.language)
        self.list = QListWidget(self)
        self.list.addItems([chapter.title for chapter in self.chapters])
        self.list.setAccessibleName(context.say(_("Chapters")))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setFixedWidth(context.dress.px(230))
        self.page = QTextBrowser(self)
        # Nothing is fetched, and no link leads out of the program.
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(context.say(_("Manual")))
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addWidget(self.page, 1)
        self.column.addLayout(row, 1)
        buttons = self.add_buttons(context.say(_("Close")))
        self.save = buttons.addButton(
            context.say(_("Save as PDF…")), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.save.clicked.connect(self._ask_where)
        self.list.currentRowChanged.connect(self._show)
        names = [chapter.name for chapter in self.chapters]
        self.list.setCurrentRow(names.index(CHAPTERS.get(room, names[0])))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize(context.dress.px(920), context.dress.px(620))

    def _show(self, row: int) -> None:
        self.page.setMarkdown(self.chapters[row].text)

    def _ask_where(self) -> None:
        context = self._context
        title = context.say(_("Save the manual"))
        name, _filter = QFileDialog.getSaveFileName(self, title, "drillplanner.pdf", "*.pdf")
        if name:
            path = Path(name)
            path = path if path.suffix else path.with_suffix(".pdf")
            language = context.language
            context.jobs.run("work", lambda: write_manual(path, language), owner=self)
