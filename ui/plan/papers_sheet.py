"""Choose a paper of a script, its language and its file, and have it written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFileDialog, QFormLayout, QWidget

from drillplanner.base.texts import _
from drillplanner.base.translator import Language
from drillplanner.services.plan.papers import PAPERS, PaperOrder, write_paper
from ui.context import AppContext
from ui.widgets.card import words_label
from ui.widgets.dialogs import Sheet

_LANGUAGES: tuple[tuple[Language, str], ...] = (("zh_CN", "中文"), ("en", "English"))


class PapersSheet(Sheet):
    """Stays open, so that one paper after the other can be saved; says what was written."""

    def __init__(self, context: AppContext, order: PaperOrder, parent: QWidget) -> None:
        super().__init__(context.say(_("Papers to hand out")), parent)
        self._context, self._order = context, order
        say = context.say
        form = QFormLayout()
        self.paper, self.kind, self.language = (QComboBox(self) for _n in range(3))
        for name, paper in PAPERS.items():
            self.paper.addItem(say(paper.title), name)
        for language, own_name in _LANGUAGES:
            self.language.addItem(own_name, language)
        self.language.setCurrentIndex(self.language.findData(context.language))
        for words, box in (
            (_("Paper"), self.paper),
            (_("File type"), self.kind),
            (_("Language"), self.language),
        ):
            box.setAccessibleName(say(words))
            form.addRow(say(words), box)
        self.column.addLayout(form)
        self.said = words_label("", "muted", self)
        self.column.addWidget(self.said)
        buttons = self.add_buttons(say(_("Close")))
        self.save = buttons.addButton(say(_("Save…")), QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setDefault(True)
        self.save.clicked.connect(self._ask_where)
        self.paper.currentIndexChanged.connect(self._offer_kinds)
        self._offer_kinds()

    def _offer_kinds(self) -> None:
        self.kind.clear()
        self.kind.addItems([one[1:] for one in PAPERS[str(self.paper.currentData())].suffixes])

    def _ask_where(self) -> None:
        say, suffix = self._context.say, f".{self.kind.currentText()}"
        script = self._order.script
        title = self._context.words(script.title, script.language)
        name = f"{title} {self.paper.currentText()}{suffix}".replace("/", "-")
        words = say(_("Save the paper"))
        chosen, _filter = QFileDialog.getSaveFileName(self, words, name, f"*{suffix}")
        if chosen:
            path = Path(chosen)
            self.write(path if path.suffix else path.with_suffix(suffix))

    def write(self, path: Path) -> None:
        """Write the chosen paper to a file, off the GUI thread."""
        form, order = str(self.paper.currentData()), self._order
        room = self._context.services.organisation
        language: Language = "en" if self.language.currentData() == "en" else "zh_CN"

        def work() -> Path:
            # A picture is drawn only where it is printed.
            site = room.site_blocks(order.particulars.school) if form == "plan" else ()
            write_paper(form, replace(order, site=site), path, language)
            return path

        self.save.setEnabled(False)
        self._context.jobs.run("work", work, self._written, self._failed, owner=self)

    def _written(self, path: Path) -> None:
        self.save.setEnabled(True)
        self.said.setText(self._context.say(_("Written to {file}.", file=str(path))))

    def _failed(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        self._context.failures.tell(error)
