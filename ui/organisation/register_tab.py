"""The tab of one register: a table under the keyboard, a search, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.exchange.importing.opening import SUFFIXES
from drillplanner.organisation.duty import LEAD_SOURCES
from drillplanner.organisation.registers import (
    DUTY_NEEDS,
    INSPECTIONS,
    LESSONS,
    LOCAL_RULES,
    ROSTER,
    SCHOOLS,
    YEAR_PLAN,
    Register,
)
from drillplanner.services.organisation.register_table import RegisterTable
from ui.context import AppContext
from ui.organisation.register_model import RegisterModel
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import LineSheet
from ui.widgets.flow import Flow
from ui.widgets.grid.view import GridView

#: Sheets beside the register itself, by the name services know them by.
_SHEETS: dict[str, tuple[tuple[str, Text], ...]] = {
    SCHOOLS.id: (
        ("hundred", _("The four 100 %…")),
        ("remarks", _("Compared with clauses…")),
    ),
    ROSTER.id: (("weeks", _("Four weeks, for the gate…")),),
    LOCAL_RULES.id: (("beyond", _("Names beyond their period…")),),
    INSPECTIONS.id: (
        ("filled", _("Print this sheet…")),
        ("blank", _("Blank sheet…")),
    ),
}
#: Registers of whose rows more is to be known than their cells say.
_NOTED = (DUTY_NEEDS, LOCAL_RULES, YEAR_PLAN)
#: What a sheet may be saved as; the name decides.
SHEET_FILTER = "PDF (*.pdf);;Word (*.docx);;Excel (*.xlsx)"


class RegisterTab(QWidget):
    """Shows one register. Every signal is something the user asked for."""

    typed = Signal(object)
    takeOutAsked = Signal(object)
    undoAsked = Signal()
    redoAsked = Signal()
    importAsked = Signal(Path)
    workbookAsked = Signal(Path)
    printAsked = Signal(str, Path)
    versionChosen = Signal(str, str)
    ledgerAsked = Signal(str)
    noteAsked = Signal(str)
    beginAsked = Signal()
    findingsAsked = Signal(str)
    planAsked = Signal(str, str)
    personAsked = Signal(str, Path)
    proposalAsked = Signal()
    drillChosen = Signal(str)
    leadAsked = Signal()
    leadChosen = Signal(int, str)

    def __init__(
        self, context: AppContext, register: Register, year: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self.register = context, register
        #: The row to go to once it is read.
        self._wanted = ""
        #: What is to be known of a row beyond its cells, and of which.
        self._note = ("", "")
        say, dress = context.say, context.dress
        self.model = RegisterModel(context, register, year)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(10), 0, 0)
        column.setSpacing(dress.px(6))
        top = QHBoxLayout()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say(_("Search")))
        self.search.setAccessibleName(say(_("Search")))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.count = words_label("", "muted", self)
        top.addWidget(self.search, 2)
        top.addWidget(self.count, 1)
        column.addLayout(top)
        self.acts: dict[str, QPushButton] = {}
        column.addWidget(self._make_acts())
        clears = say(_("Backspace clears it."))
        self.grid = GridView(self.model, dress, say(register.words), self, clears=clears)
        self.grid.clearAsked.connect(self._on_clear)
        self.grid.pasteAsked.connect(self._on_paste)
        self.grid.currentMoved.connect(self._on_current)
        self.grid.refused.connect(self.show_notice)
        self.model.typed.connect(self._on_typed)
        column.addWidget(self.grid, 1)
        self.notice = words_label("", "", self)
        self.notice.hide()
        column.addWidget(self.notice)
        self._make_keys()
        self.setFocusProxy(self.grid)

    # -- what is shown -------------------------------------------------------------------------

    def show_table(self, table: RegisterTable) -> None:
        """Show the register as it stands now."""
        self._note = ("", "")
        self.model.show_table(table)
        self._show_count()
        if self._wanted:
            self.grid.go(self._wanted, self.model.columns[0])
            self._wanted = ""
        self._on_current()

    def show_history(self, *, can_undo: bool, can_redo: bool) -> None:
        """Say whether there is something to undo or to do again."""
        self.acts["undo"].setEnabled(can_undo)
        self.acts["redo"].setEnabled(can_redo)

    def show_notice(self, words: str) -> None:
        """Say something about the current cell; empty words take it away."""
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def show_note(self, row: str, words: str) -> None:
        """Say what is to be known of a row beyond its cells."""
        self._note = (row, words)
        current = self.model.row(self.grid.currentIndex().row())
        if current is not None and current.id == row:
            self._on_current()

    def show_drills(self, drills: Sequence[tuple[str, str]]) -> None:
        """Offer the drills that may have shown what is to be taught: ids and what they are."""
        button = self.acts["proposal"]
        self.drill_menu(drills).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def drill_menu(self, drills: Sequence[tuple[str, str]]) -> QMenu:
        """Make the menu of drills; it says so where there is none."""
        menu = QMenu(self)
        for drill, words in drills:
            act = menu.addAction(words.replace("&", "&&"))
            act.triggered.connect(partial(self._choose_drill, drill))
        if not drills:
            none = menu.addAction(self._context.say(_("No drill has ended at a school yet.")))
            none.setEnabled(False)
        return menu

    def show_leads(self, told: str) -> None:
        """Offer the lead times that were read, under the one that holds."""
        button = self.acts["lead"]
        self.lead_menu(told).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def lead_menu(self, told: str) -> QMenu:
        """Make the menu of lead times under the one that holds."""
        menu = QMenu(self)
        now = menu.addAction(told.replace("&", "&&"))
        now.setEnabled(False)
        menu.addSeparator()
        for minutes, source in LEAD_SOURCES:
            words = self._context.say(_("{count} min: {source}", count=minutes, source=source))
            act = menu.addAction(words.replace("&", "&&"))
            act.triggered.connect(partial(self._choose_lead, minutes, self._context.say(source)))
        return menu

    @property
    def current_row(self) -> str:
        """Name the current row; empty where it is the blank one."""
        row = self.model.row(self.grid.currentIndex().row())
        return row.id if row is not None else ""

    def current_text(self, column: str) -> str:
        """Give the text of a column in the current row; empty where there is none."""
        row = self.model.row(self.grid.currentIndex().row())
        return row.texts.get(column, "") if row is not None else ""

    def lock(self, is_locked: bool) -> None:
        """Let nothing be changed, or let it again."""
        self.grid.setEnabled(not is_locked)
        for name in ("undo", "redo", "take_out", "import", "lead", "begin", "proposal"):
            if name in self.acts:
                self.acts[name].setEnabled(not is_locked)

    def go_to(self, row: str) -> None:
        """Make a row the current one."""
        self.search.clear()
        self._wanted = row
        self.grid.go(row, self.model.columns[0])

    def look_at(self, words: str) -> None:
        """Show the rows alone that hold these words."""
        self.search.setText(words)

    def _show_count(self) -> None:
        words = ngettext("{count} row", "{count} rows", self.model.count)
        self.count.setText(self._context.say(words))

    # -- building ------------------------------------------------------------------------------

    def _make_acts(self) -> QWidget:
        say = self._context.say
        acts: tuple[tuple[str, Text], ...] = (
            ("undo", _("Undo")),
            ("redo", _("Redo")),
            ("take_out", pgettext("button", "Take rows out")),
            ("versions", pgettext("button", "Choose a version…")),
            ("import", pgettext("button", "Bring a table in…")),
            ("workbook", pgettext("button", "As a workbook…")),
            ("print", pgettext("button", "Print…")),
        )
        bar = QWidget(self)
        flow = Flow(bar, self._context.dress.px(6))
        runs: dict[str, Callable[[], object]] = {
            "undo": self.undoAsked.emit,
            "redo": self.redoAsked.emit,
            "take_out": self._on_take_out,
            "versions": self._on_versions,
            "import": self._on_import,
            "workbook": self._on_workbook,
            "print": partial(self._on_print, "register"),
        }
        for name, words in acts:
            button = push_button(say(words), runs[name], quiet="true")
            self.acts[name] = button
            flow.addWidget(button)
        for sheet, words in _SHEETS.get(self.register.id, ()):
            button = push_button(say(words), partial(self._on_print, sheet), quiet="true")
            self.acts[sheet] = button
            flow.addWidget(button)
        if self.register is LOCAL_RULES:
            person = say(pgettext("button", "All on one person…"))
            self.acts["person"] = push_button(person, self._on_person, quiet="true")
            flow.addWidget(self.acts["person"])
        if self.register is SCHOOLS:
            plan = say(pgettext("button", "Plan of the school…"))
            self.acts["plan"] = push_button(plan, self._on_plan, quiet="true")
            flow.addWidget(self.acts["plan"])
        if self.register is LESSONS:
            asked = say(pgettext("button", "From a drill…"))
            self.acts["proposal"] = push_button(asked, self.proposalAsked.emit, quiet="true")
            flow.addWidget(self.acts["proposal"])
        if self.register is INSPECTIONS:
            begun, found = _("Begin a sheet…"), _("All that this sheet found into the ledger")
            self.acts["begin"] = push_button(say(begun), self.beginAsked.emit, quiet="true")
            self.acts["findings"] = push_button(say(found), self._on_findings, quiet="true")
            flow.addWidget(self.acts["begin"])
            flow.addWidget(self.acts["findings"])
        if "seen" in self.model.columns:
            entered = say(pgettext("button", "Enter into the ledger"))
            self.acts["ledger"] = push_button(entered, self._on_ledger, quiet="true")
            flow.addWidget(self.acts["ledger"])
        if self.register is DUTY_NEEDS:
            said = say(pgettext("button", "Time before the bell…"))
            self.acts["lead"] = push_button(said, self.leadAsked.emit, quiet="true")
            flow.addWidget(self.acts["lead"])
        self.acts["versions"].hide()
        self.show_history(can_undo=False, can_redo=False)
        return bar

    def _make_keys(self) -> None:
        for keys, slot in (
            (("Ctrl+Z",), self.undoAsked.emit),
            (("Ctrl+Y", "Ctrl+Shift+Z"), self.redoAsked.emit),
            (("Ctrl+F",), self.search.setFocus),
            (("Ctrl+Del",), self._on_take_out),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(one) for one in keys])
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # -- what is asked for ---------------------------------------------------------------------

    def _on_typed(self, cells: object) -> None:
        self.typed.emit(cells)

    def _on_search(self, words: str) -> None:
        self.model.search(words)
        self._show_count()

    def _on_clear(self) -> None:
        chosen = self.grid.chosen()
        cells = {(row, column): "" for row in chosen.rows for column in chosen.columns}
        known = {one for one in cells if self.model.text(self.model.find(*one))}
        if known:
            self.typed.emit(dict.fromkeys(known, ""))

    def _on_paste(self, cells: Sequence[Sequence[str]]) -> None:
        """Lay a block over the cells from the current one on; what is lower is new rows."""
        from drillplanner.base.ids import new_id

        index = self.grid.currentIndex()
        top, left = (index.row(), index.column()) if index.isValid() else (0, 0)
        pasted: dict[tuple[str, str], str] = {}
        for down, line in enumerate(cells):
            place = top + down
            row = self.model.ids[place] if place < len(self.model.ids) else new_id()
            for right, text in enumerate(line):
                if left + right < len(self.model.columns):
                    pasted[row, self.model.columns[left + right]] = text
        self.typed.emit(pasted)

    def _on_take_out(self) -> None:
        rows = [row for row in self.grid.chosen().rows if row != self.model.ids[-1]]
        if rows:
            self.takeOutAsked.emit(rows)

    def _on_current(self) -> None:
        index = self.grid.currentIndex()
        row = self.model.row(index.row()) if index.isValid() else None
        self.acts["versions"].setVisible(row is not None and row.is_in_conflict)
        told = self.model.said(index) if index.isValid() else ""
        if row is not None and row.id == self._note[0]:
            told = "\n".join(filter(None, (told, self._note[1])))
        elif row is not None and self.register in _NOTED:
            self.noteAsked.emit(row.id)
        self.show_notice(told)

    def _on_ledger(self) -> None:
        row = self.model.row(self.grid.currentIndex().row())
        if row is not None:
            self.ledgerAsked.emit(row.id)

    def _on_person(self) -> None:
        say = self._context.say
        hint = _("All that is held here on the people of a name goes into a file.")
        asked = LineSheet(say, say(_("All on one person")), say(hint), parent=self)
        asked.given.connect(self._on_person_named)
        asked.present()

    def _on_person_named(self, name: str) -> None:
        words = self._context.say(_("Save what is held on this person"))
        chosen, _filter = QFileDialog.getSaveFileName(self, words, f"{name}.json", "*.json")
        if chosen:
            self.personAsked.emit(name, Path(chosen).with_suffix(".json"))

    def _on_plan(self) -> None:
        if self.current_row:
            self.planAsked.emit(self.current_row, self.current_text("name"))

    def _on_findings(self) -> None:
        if self.current_row:
            self.findingsAsked.emit(self.current_row)

    def _on_versions(self) -> None:
        row = self.model.row(self.grid.currentIndex().row())
        if row is None:
            return
        menu = QMenu(self)
        for head in row.heads:
            told = " · ".join(
                f"{self._context.say(what.words)} {head.fields[what.id]}"
                for what in self.register.fields
                if not what.is_personal
                and head.fields.get(what.id, "") != row.heads[0].fields.get(what.id, "")
            )
            nothing = self._context.say(_("as it was first"))
            act = menu.addAction((told or nothing).replace("&", "&&"))
            act.triggered.connect(partial(self._choose_version, row.id, head.id))
        menu.popup(self.acts["versions"].mapToGlobal(self.acts["versions"].rect().bottomLeft()))

    def _choose_version(self, row: str, head: str, _checked: bool = False) -> None:
        self.versionChosen.emit(row, head)

    def _choose_drill(self, drill: str, _checked: bool = False) -> None:
        self.drillChosen.emit(drill)

    def _choose_lead(self, minutes: int, source: str, _checked: bool = False) -> None:
        self.leadChosen.emit(minutes, source)

    def _on_import(self) -> None:
        words = self._context.say(_("Bring a table in"))
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _filter = QFileDialog.getOpenFileName(self, words, "", kinds)
        if chosen:
            self.importAsked.emit(Path(chosen))

    def _on_workbook(self) -> None:
        path = self._file(_("Save as a workbook"), ".xlsx")
        if path is not None:
            self.workbookAsked.emit(path)

    def _on_print(self, sheet: str) -> None:
        path = self._file(_("Save the sheet"), ".pdf", SHEET_FILTER)
        if path is not None:
            self.printAsked.emit(sheet, path)

    def _file(self, words: Text, suffix: str, kinds: str = "") -> Path | None:
        name = f"{self._context.say(self.register.words)}{suffix}"
        say = self._context.say
        chosen, _filter = QFileDialog.getSaveFileName(self, say(words), name, kinds or f"*{suffix}")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suffix)
