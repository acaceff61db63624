"""Bring the ledger in and out: hazards typed in a dialog, tables, workbooks and printed sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from drillplanner.base.errors import UserError
from drillplanner.exchange.register_tables import Mapped, RegisterSheet
from drillplanner.improve.columns import LEDGER
from drillplanner.improve.ledger import Action
from drillplanner.services.improve.hazards import Hazard
from drillplanner.services.improve.ledger import Ledger
from drillplanner.services.organisation.register_import import Taken
from ui.context import AppContext
from ui.improve.commands import Acting
from ui.improve.hazard_dialog import HazardDialog
from ui.improve.ledger_tab import LedgerTab
from ui.organisation.import_dialog import ImportDialog, save_errors, show_taken


class LedgerFiles(QObject):
    """Does what the buttons above the ledger ask for."""

    def __init__(
        self,
        context: AppContext,
        tab: LedgerTab,
        acting: Acting,
        today: Callable[[], date],
        opened: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._tab, self._acting = context, tab, acting
        self._today, self._opened = today, opened
        self._ledger = Ledger()
        self._chosen = ""
        tab.enterAsked.connect(self._on_enter)
        tab.importAsked.connect(self._on_import)
        tab.workbookAsked.connect(self._on_workbook)
        tab.printAsked.connect(self._on_print)

    def show(self, ledger: Ledger) -> None:
        """Know the ledger as it stands now."""
        self._ledger = ledger

    def choose(self, line: str) -> None:
        """Know which line is chosen."""
        self._chosen = line

    def _on_enter(self) -> None:
        dialog = HazardDialog(
            self._context, self._ledger.schools, self._today(), self._tab.window()
        )
        dialog.entered.connect(partial(self._enter, dialog))
        dialog.present()

    def _enter(self, dialog: HazardDialog, hazard: Hazard) -> None:
        room = self._context.services.improvements
        made: list[Action] = []
        refused: list[UserError] = []

        def step(by: str) -> None:
            try:
                made.extend(room.enter([hazard], by=by))
            except UserError as error:
                refused.append(error)

        def done() -> None:
            for error in refused:
                dialog.refuse(self._context.say(error.text))
            for action in made:
                dialog.accept()
                self._opened(action.id)

        self._acting.do(step, done)

    def _on_import(self, path: Path) -> None:
        work = partial(self._context.services.improvements.open_table, path)
        self._context.jobs.run("work", work, self._ask, owner=self, latest="import")

    def _ask(self, opened: RegisterSheet) -> None:
        year = self._today().year
        dialog = ImportDialog(self._context, LEDGER, opened, year, self._tab.window())
        dialog.takeAsked.connect(partial(self._take, dialog, opened))
        dialog.present()

    def _take(self, dialog: ImportDialog, opened: RegisterSheet, mapped: Mapped, year: int) -> None:
        room = self._context.services.improvements
        found: list[Taken] = []

        def step(by: str) -> None:
            found.append(room.take_table(opened, mapped, by=by, year=year))

        def done() -> None:
            for taken in found:
                if show_taken(self._context, dialog, taken):
                    dialog.errorsAsked.connect(
                        partial(save_errors, self._context, self, opened, taken)
                    )

        self._acting.do(step, done)

    def _on_workbook(self, path: Path) -> None:
        room, language = self._context.services.improvements, self._context.language
        work = partial(room.write_workbook, path, language)
        self._context.jobs.run("work", work, owner=self)

    def _on_print(self, sheet: str, path: Path) -> None:
        room, language, today = (
            self._context.services.improvements,
            self._context.language,
            self._today(),
        )
        work: Callable[[], None]
        match sheet:
            case "year":
                work = partial(room.print_year, path, language, today.year, today)
            case "due":
                work = partial(room.print_due, path, language, today)
            case "lessons":
                work = partial(room.print_lessons, path, language, today)
            case _:
                work = partial(room.print_notice, sheet, self._chosen, path, language, today)
        self._context.jobs.run("work", work, owner=self)
