"""Decide for the tab of one register: read it, keep what is typed, undo, bring tables in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from drillplanner.base import local_time
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.register_tables import Mapped, RegisterSheet
from drillplanner.improve.ledger import Action
from drillplanner.organisation.registers import REGISTERS, Register
from drillplanner.services.improve.hazards import number_of
from drillplanner.services.organisation.inspections import Inspector
from drillplanner.services.organisation.register_import import Taken
from drillplanner.services.organisation.register_table import Change, RegisterTable
from ui.context import AppContext
from ui.improve.commands import Acting
from ui.organisation.import_dialog import ImportDialog, save_errors, show_taken
from ui.organisation.inspection_dialog import InspectionDialog
from ui.organisation.register_tab import RegisterTab
from ui.organisation.site_dialog import SiteDialog
from ui.organisation.site_presenter import SitePresenter


class RegisterPresenter(QObject):
    """Reads on the work lane, changes on the data lane; every act can be undone.

    `changed` is called once something was kept, for tabs that show the same things.
    """

    def __init__(
        self,
        context: AppContext,
        tab: RegisterTab,
        acting: Acting,
        year: int,
        changed: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._tab, self._acting = context, tab, acting
        self._year, self._changed = year, changed
        self._undo: list[Change] = []
        self._redo: list[Change] = []
        self._said = ""
        tab.typed.connect(self._on_typed)
        tab.takeOutAsked.connect(self._on_take_out)
        tab.undoAsked.connect(self._on_undo)
        tab.redoAsked.connect(self._on_redo)
        tab.importAsked.connect(self._on_import)
        tab.workbookAsked.connect(self._on_workbook)
        tab.printAsked.connect(self._on_print)
        tab.versionChosen.connect(self._on_version)
        tab.ledgerAsked.connect(self._on_ledger)
        tab.noteAsked.connect(self._on_note)
        tab.beginAsked.connect(self._on_begin)
        tab.findingsAsked.connect(self._on_findings)
        tab.personAsked.connect(self._on_person)
        tab.planAsked.connect(self._on_plan)
        tab.proposalAsked.connect(self._on_proposal)
        tab.drillChosen.connect(self._on_drill)
        tab.leadAsked.connect(self._on_lead)
        tab.leadChosen.connect(self._on_lead_chosen)

    @property
    def register(self) -> Register:
        """The register that is shown."""
        return self._tab.register

    def reload(self) -> None:
        """Read the register anew; nothing is read while a drill runs."""
        if self._context.is_running:
            return
        room, language = self._context.services.organisation, self._context.language
        self._context.jobs.run(
            "work",
            partial(room.table, self.register, language),
            self._on_table,
            owner=self,
            latest="table",
        )

    def _on_table(self, table: RegisterTable) -> None:
        self._tab.show_table(table)
        if self._said:
            self._tab.show_notice(self._said)
            self._said = ""
        self._tab.lock(table.is_read_only or self._context.is_running)
        self._show_history()

    def _show_history(self) -> None:
        self._tab.show_history(can_undo=bool(self._undo), can_redo=bool(self._redo))

    def _on_note(self, row: str) -> None:
        room, language = self._context.services.organisation, self._context.language
        self._context.jobs.run(
            "work",
            partial(room.row_note, self.register, row, language),
            partial(self._tab.show_note, row),
            owner=self,
            latest="note",
        )

    # -- changing ------------------------------------------------------------------------------

    def _on_typed(self, cells: Mapping[tuple[str, str], str]) -> None:
        typed: dict[str, dict[str, str]] = {}
        for (row, column), text in cells.items():
            typed.setdefault(row, {})[column] = text
        room = self._context.services.organisation
        self._do(partial(room.type_cells, self.register, typed))

    def _on_take_out(self, rows: list[str]) -> None:
        self._do(partial(self._context.services.organisation.take_out, self.register, rows))

    def _do(self, work: Callable[..., Change]) -> None:
        def kept(change: Change) -> None:
            if change.rows:
                self._undo.append(change)
                self._redo.clear()

        self._run(work, kept)

    def _on_undo(self) -> None:
        self._go(self._undo, self._redo)

    def _on_redo(self) -> None:
        self._go(self._redo, self._undo)

    def _go(self, taken: list[Change], given: list[Change]) -> None:
        if not taken:
            return
        change = taken.pop()
        room = self._context.services.organisation
        # A setting beside the table is a row of another register.
        register = REGISTERS[change.register]
        self._run(partial(room.revert, register, change), given.append)

    def _on_begin(self) -> None:
        room, language = self._context.services.organisation, self._context.language

        def read() -> tuple[list[tuple[str, str]], list[str]]:
            forms = [(one.name, one.source) for one in room.sheets_known(language)]
            return forms, sorted(room.school_labels().values())

        self._context.jobs.run("work", read, self._ask_sheet, owner=self, latest="forms")

    def _ask_sheet(self, told: tuple[list[tuple[str, str]], list[str]]) -> None:
        today = local_time.today(self._context.services.clock)
        dialog = InspectionDialog(self._context, *told, today, self._tab)
        dialog.beginAsked.connect(partial(self._on_sheet, dialog))
        dialog.present()

    def _on_sheet(
        self, dialog: InspectionDialog, form: str, school: str, day: date, inspector: Inspector
    ) -> None:
        room, language = self._context.services.organisation, self._context.language
        made: list[Change] = []

        def step(by: str) -> None:
            made.append(
                room.begin_inspection(
                    form, school=school, day=day, inspector=inspector, language=language, by=by
                )
            )

        def done() -> None:
            dialog.accept()
            for change in made:
                self._undo.append(change)
                self._redo.clear()
                self._tab.look_at(f"{form} {school} {day.isoformat()}")
            self._changed()

        self._acting.do(step, done)

    def _on_findings(self, row: str) -> None:
        room, language = self._context.services.organisation, self._context.language
        made: list[int] = []

        def step(by: str) -> None:
            made.append(len(room.enter_findings(row, language, by=by)))

        def done() -> None:
            for count in made:
                words = ngettext("{count} line is new.", "{count} lines are new.", count)
                self._said = self._context.say(words)

        self._acting.do(step, done)

    def _on_person(self, name: str, path: Path) -> None:
        room, language = self._context.services.organisation, self._context.language
        work = partial(room.write_person_file, name, path, language)
        self._context.jobs.run("work", work, owner=self)

    def _on_plan(self, school: str, label: str) -> None:
        if self._context.is_running:
            return
        dialog = SiteDialog(self._context, label, self._tab)
        SitePresenter(self._context, self._acting, school, dialog)
        dialog.present()

    def _on_proposal(self) -> None:
        def told(drills: tuple[tuple[str, str, str, str], ...]) -> None:
            said = [(one[0], " · ".join(filter(None, one[1:]))) for one in drills]
            self._tab.show_drills(said)

        room = self._context.services.organisation
        self._context.jobs.run("work", room.drills_offered, told, owner=self, latest="drills")

    def _on_drill(self, drill: str) -> None:
        room, language = self._context.services.organisation, self._context.language

        def kept(change: Change) -> None:
            count = len(change.rows)
            self._said = self._context.say(
                ngettext("{count} row is new.", "{count} rows are new.", count)
            )
            if change.rows:
                self._undo.append(change)
                self._redo.clear()

        self._run(partial(room.propose_lessons, DrillId(drill), language), kept)

    def _on_lead(self) -> None:
        room, say = self._context.services.organisation, self._context.say

        def told(said: tuple[Text, Text]) -> None:
            self._tab.show_leads(say(said[0]))

        self._context.jobs.run("work", room.leads, told, owner=self, latest="leads")

    def _on_lead_chosen(self, minutes: int, source: str) -> None:
        room = self._context.services.organisation
        self._do(partial(room.set_lead, minutes, source))

    def _on_version(self, row: str, head: str) -> None:
        room = self._context.services.organisation

        def step(by: str) -> None:
            room.settle(self.register, row, head, by=by)

        self._acting.do(step, self._changed)

    def _on_ledger(self, row: str) -> None:
        improvements = self._context.services.improvements
        made: list[Action] = []

        def step(by: str) -> None:
            made.append(improvements.enter_row(self.register, row, by=by))

        def done() -> None:
            for action in made:
                words = _("Entered into the ledger: {number}.", number=number_of(action))
                # Reading anew takes what is said away; it is said after that.
                self._said = self._context.say(words)

        self._acting.do(step, done)

    def _run(self, work: Callable[..., Change], kept: Callable[[Change], object]) -> None:
        made: list[Change] = []

        def step(by: str) -> None:
            made.append(work(by=by))

        def done() -> None:
            for change in made:
                kept(change)
            self._changed()

        self._acting.do(step, done)

    # -- tables from outside -------------------------------------------------------------------

    def _on_import(self, path: Path) -> None:
        room = self._context.services.organisation
        work = partial(room.open_table, path, self.register)
        self._context.jobs.run("work", work, self._ask, owner=self, latest="import")

    def _ask(self, opened: RegisterSheet) -> None:
        dialog = ImportDialog(self._context, self.register, opened, self._year, self._tab)
        dialog.takeAsked.connect(partial(self._on_take, dialog, opened))
        dialog.present()

    def _on_take(
        self, dialog: ImportDialog, opened: RegisterSheet, mapped: Mapped, year: int
    ) -> None:
        room = self._context.services.organisation
        found: list[Taken] = []

        def step(by: str) -> None:
            found.append(room.take_table(self.register, opened, mapped, by=by, year=year))

        def done() -> None:
            for taken in found:
                self._on_taken(dialog, opened, taken)

        self._acting.do(step, done)

    def _on_taken(self, dialog: ImportDialog, opened: RegisterSheet, taken: Taken) -> None:
        if show_taken(self._context, dialog, taken):
            dialog.errorsAsked.connect(partial(save_errors, self._context, self, opened, taken))
            return
        if taken.change is not None and taken.change.rows:
            self._undo.append(taken.change)
            self._redo.clear()
        self._changed()

    # -- files ---------------------------------------------------------------------------------

    def _on_workbook(self, path: Path) -> None:
        room, language = self._context.services.organisation, self._context.language
        work = partial(room.write_workbook, self.register, path, language)
        self._context.jobs.run("work", work, owner=self)

    def _on_print(self, sheet: str, path: Path) -> None:
        room, language = self._context.services.organisation, self._context.language
        match sheet:
            case "register":
                work = partial(room.print_register, self.register, path, language)
            case "beyond":
                work = partial(room.print_names_beyond_period, path, language)
            case "filled":
                if not self._tab.current_row:
                    return
                work = partial(room.print_inspection, self._tab.current_row, path, language)
            case "blank":
                form = self._tab.current_text("form")
                work = partial(room.print_blank_inspection, form, path, language)
            case "weeks":
                said = self._tab.current_text("day")
                today = local_time.today(self._context.services.clock)
                day = date.fromisoformat(said) if said else today
                work = partial(room.print_roster, day, path, language)
            case _:
                work = partial(room.print_sheet, sheet, path, language)
        self._context.jobs.run("work", work, owner=self)
