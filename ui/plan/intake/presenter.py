"""Read a table on the work lane, show what came of it, and begin a draft with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from drillplanner.base.locations import fault_said
from drillplanner.base.texts import _, ngettext
from drillplanner.exchange.importing.opening import Workbook
from drillplanner.exchange.scripts.plain_table import ScriptMap, propose
from drillplanner.exchange.scripts.table_times import READINGS
from drillplanner.plan.editing.draft import Look
from drillplanner.plan.editing.times import clock_text, planned_text
from drillplanner.services.plan.drafts import KeptDraft
from drillplanner.services.plan.script_import import (
    Imported,
    ImportOrder,
    fault_lines,
    import_script,
    write_errors,
)
from ui.context import AppContext
from ui.plan.intake.page import MeaningRow, Reading
from ui.widgets.rows_model import Row

#: Cells that are named one by one.
_NAMED = 4


class View(Protocol):
    """What the presenter asks of its page."""

    readAsked: Any
    takeAsked: Any
    errorsAsked: Any

    def show_reading(self, reading: Reading) -> None:
        """Show what came of the table."""
        ...

    def leave(self) -> None:
        """Tell that the page was left."""
        ...


class IntakePresenter(QObject):
    """Holds one table and the last reading of it."""

    #: A draft was begun with the table (the `KeptDraft`).
    taken = Signal(object)

    def __init__(
        self, context: AppContext, page: View, workbook: Workbook, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._workbook = context, page, workbook
        self._order = ImportOrder(language=context.language)
        self._imported: Imported | None = None
        page.readAsked.connect(self.read)
        page.takeAsked.connect(self.take)
        page.errorsAsked.connect(self.write_errors)
        self._read()

    def read(self, meanings: Mapping[str, str], sheet: str, times: str) -> None:
        """Read the table again by what its columns mean."""
        chosen = next((one for one in READINGS if one == times), None)
        is_other = sheet != (self._order.sheet or self._workbook.sheet(None).name)
        table_map = ScriptMap({} if is_other else meanings, None, chosen)
        self._order = replace(self._order, sheet=sheet or None, table_map=table_map)
        self._read()

    def _read(self) -> None:
        workbook, order = self._workbook, self._order

        def work() -> Imported:
            return import_script(workbook, order)

        self._context.jobs.run(
            "work", work, self._show, self._not_read, owner=self, latest="reading"
        )

    def _show(self, imported: Imported) -> None:
        self._imported = imported
        say, script = self._context.say, imported.draft.script
        look = Look(imported.draft, self._context.language)
        rows = []
        for number, step in enumerate(script.steps, 1):
            clock = clock_text(look, step.id)
            time = planned_text(look, step.id)
            cells = (
                str(number),
                f"{time}\n{clock}" if clock else time,
                look.name("phases", step.phase),
                look.words(step.text),
                look.name("roles", step.role),
            )
            rows.append(Row(step.id, cells))
        remarks = [say(text) for text in imported.said]
        faults = fault_lines(imported)
        remarks += [say(fault_said(fault)) for fault in faults[:_NAMED]]
        if faults:
            told = ngettext(
                "{count} cell cannot stand as it is; it is kept as a note of its row.",
                "{count} cells cannot stand as they are; they are kept as notes of their rows.",
                len(faults),
            )
            remarks.append(say(told))
        facts = _("{table}, {sheet}", table=self._workbook.name, sheet=imported.sheet.name)
        if imported.base is not None:
            facts = _(
                "{table}: a workbook of this program; only changed cells count.",
                table=self._workbook.name,
            )
        self._page.show_reading(
            Reading(
                look.words(script.title),
                say(facts),
                tuple(one.name for one in self._workbook.sheets if not one.is_hidden),
                imported.sheet.name,
                tuple(MeaningRow(one.heading, one.column) for one in imported.meanings),
                tuple(rows),
                tuple(remarks),
                imported.base is not None,
                bool(faults),
            )
        )

    def _not_read(self, error: BaseException) -> None:
        """Show the columns all the same, so that a person can say what they mean."""
        sheet = self._workbook.sheet(self._order.sheet)
        _layout, meanings = propose(sheet, self._order.table_map)
        self._imported = None
        text = getattr(error, "text", None)
        if text is None:
            self._context.failures.tell(error)
            return
        self._page.show_reading(
            Reading(
                self._workbook.name,
                "",
                tuple(one.name for one in self._workbook.sheets if not one.is_hidden),
                sheet.name,
                tuple(MeaningRow(one.heading, one.column) for one in meanings),
                (),
                (self._context.say(text),),
                is_ours=False,
                has_faults=False,
            )
        )

    def take(self) -> None:
        """Begin a draft with what was read, and go on in the editor."""
        imported, drafts = self._imported, self._context.services.drafts
        if imported is None:
            return

        def work() -> KeptDraft:
            return drafts.begin_imported(imported.draft, imported.base)

        self._context.jobs.run("data", work, self._taken, owner=self)

    def _taken(self, kept: KeptDraft) -> None:
        self._page.leave()
        self.taken.emit(kept)

    def write_errors(self, path: Path) -> None:
        """Give the table back with a column that says what is wrong."""
        imported, say = self._imported, self._context.say
        if imported is not None:
            self._context.jobs.run("work", lambda: write_errors(imported, path, say), owner=self)
