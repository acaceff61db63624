"""The page of the script editor: tables under tabs, the schedule below, a check list beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.editing.acts import find
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.editing.rules import TABLES
from drillplanner.plan.library.limits import SourcedLimit
from drillplanner.services.plan.checklist import Finding
from drillplanner.services.plan.drafts import KeptDraft
from drillplanner.services.plan.papers import PaperOrder
from drillplanner.terms.timeline import Timeline
from ui.context import AppContext
from ui.plan.editor.check_panel import CheckPanel, counted
from ui.plan.editor.columns import TABS
from ui.plan.editor.find_bar import FindBar
from ui.plan.editor.grid_model import GridModel
from ui.plan.editor.ledger_panel import LedgerPanel
from ui.plan.editor.outlook_panel import OutlookPanel
from ui.plan.editor.script_form import ScriptForm
from ui.plan.editor.state import Checks, EditorState
from ui.plan.library.limits_sheet import LimitsSheet
from ui.plan.library.vignettes_sheet import VignettesSheet
from ui.plan.papers_sheet import PapersSheet
from ui.widgets.card import push_button, words_label
from ui.widgets.flow import Flow
from ui.widgets.grid.model import Selection
from ui.widgets.grid.view import GridView
from ui.widgets.opening import LeavablePage
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import SignLabel
from ui.widgets.timeline.panel import TimelinePanel

#: What rows of the schedule are called, by the table that lists them.
_CHART_ROWS = {"steps": "step", "targets": "target"}
_LEAST_WIDTH, _LEAST_HIGH, _LEAST_TAB, _PANEL = 420, 300, 170, 290
#: Wider than this, in pixels at 100 %, the check list is seen from the beginning.
_BESIDE_PX = 1000


class EditorPage(LeavablePage):
    """Shows one draft; `left` tells that the planner goes back."""

    typed = Signal(str, object)
    insertAsked = Signal(int)
    deleteAsked = Signal()
    duplicateAsked = Signal()
    moveAsked = Signal(int)
    fillAsked = Signal()
    clearAsked = Signal()
    pasteAsked = Signal(object)
    t0Asked = Signal()
    lockAsked = Signal()
    targetAsked = Signal()
    #: A step by its id, to be planned so many seconds from T0.
    planAtAsked = Signal(str, float)
    #: The schedule is seen: the plan is to be laid out.
    scheduleAsked = Signal()
    replaceAsked = Signal(str, str)
    headTyped = Signal(str, str)
    clockTyped = Signal(str)
    particularsTyped = Signal(str, str)
    #: Texts to type into the current target's row, by column.
    limitChosen = Signal(object)
    limitsAsked = Signal()
    keepLimitAsked = Signal()
    vignettesAsked = Signal()
    #: A block's script, the name of one to be kept, the id of one to be put away.
    vignetteChosen = Signal(object)
    keepVignetteAsked = Signal(str)
    discardVignetteAsked = Signal(str)
    mendAsked = Signal(object)
    undoAsked = Signal()
    redoAsked = Signal()
    publishAsked = Signal()
    exportAsked = Signal(Path)
    versionsAsked = Signal()
    papersAsked = Signal()
    backAsked = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._draft: Draft | None = None
        dress = context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setMinimumSize(dress.px(_LEAST_WIDTH), dress.px(_LEAST_HIGH))
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(16), dress.px(10), dress.px(16), dress.px(8))
        column.setSpacing(dress.px(6))
        column.addLayout(self._make_head(body))
        self.acts: dict[str, QPushButton] = {}
        column.addWidget(self._make_acts(body))
        self.find_bar = FindBar(context, body)
        column.addWidget(self.find_bar)
        self.split = QSplitter(Qt.Orientation.Horizontal, body)
        self.split.setChildrenCollapsible(False)
        # The tables take what is left: they never make the page scroll.
        self.split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.beside = QSplitter(Qt.Orientation.Vertical, self.split)
        self.tabs = QTabWidget(self.beside)
        # What is higher scrolls inside its tab, not the page with the tables in it.
        self.tabs.setMinimumHeight(dress.px(_LEAST_TAB))
        self.grids: dict[str, GridView] = {}
        self.models: dict[str, GridModel] = {}
        self._make_tabs()
        self.timeline = TimelinePanel(
            context, context.say(_("Planned schedule")), self.beside, is_movable=True
        )
        self.beside.addWidget(self.tabs)
        self.beside.addWidget(self.timeline)
        # The schedule may take the whole height; a drag of the edge between does it too.
        self.beside.setCollapsible(1, False)
        self.timeline.hide()
        self.checks = CheckPanel(context, self.split)
        self.checks.setMinimumWidth(dress.px(200))
        self.split.addWidget(self.beside)
        self.split.addWidget(self.checks)
        self.split.setStretchFactor(0, 1)
        column.addWidget(self.split, 1)
        self.notice = words_label("", "", body)
        self.notice.hide()
        column.addWidget(self.notice)
        self.setWidget(body)
        self._is_panel_chosen = False
        self._connect()
        self.setFocusProxy(self.grids["steps"])

    # -- what is shown -------------------------------------------------------------------------

    def show_draft(self, draft: Draft, chosen: Selection) -> None:
        """Show a draft and what is chosen in it; the tab turns to where that is."""
        self._draft = draft
        for model in self.models.values():
            model.show_draft(draft)
        self.form.show_draft(draft)
        self.ledger.show_draft(draft)
        title = self._context.words(draft.script.title, draft.script.language)
        self.title.setText(title or self._context.say(_("Untitled script")))
        for part, view in self.grids.items():
            count = view.grid.rowCount()
            self.tabs.setTabText(self.tabs.indexOf(view), self._tab_said(part, count))
        if chosen.part in self.grids:
            view = self.grids[chosen.part]
            self.tabs.setCurrentWidget(view)
            view.choose(chosen)

    def _tab_said(self, part: str, count: int) -> str:
        words = self._context.say(TABS[part])
        return f"{words} {count}" if count else words

    def show_state(self, state: EditorState) -> None:
        """Show what is saved and what can be undone."""
        say = self._context.say
        saved = _("Draft saved") if state.is_saved else _("Saving the draft…")
        self.state.say("disc" if state.is_saved else "ring", say(saved))
        for name, words in (("undo", state.undo), ("redo", state.redo)):
            button = self.acts[name]
            button.setEnabled(words is not None)
            plain = _("Undo") if name == "undo" else _("Redo")
            named = _("Undo: {what}", what=words or "")
            if name == "redo":
                named = _("Redo: {what}", what=words or "")
            button.setText(say(plain))
            button.setToolTip(plain_tip(say(named if words is not None else plain)))
            button.setAccessibleName(say(named if words is not None else plain))

    def show_checks(self, checks: Checks) -> None:
        """Show what was found, and the time line where there is one."""
        self.checks.show_findings(checks.findings)
        for model in self.models.values():
            model.show_findings(checks.findings)
        self.acts["checks"].setText(self._context.say(counted(checks.findings)))
        if self._draft is not None:
            self.outlook.show_outlook(checks.outlook, self._draft.script)

    @property
    def is_schedule_seen(self) -> bool:
        """Tell whether the schedule is seen beside the tables."""
        return self.timeline.isVisible()

    def show_schedule(self, timeline: Timeline, summary: str) -> None:
        """Show the plan beside the tables, where it was looked at."""
        self.timeline.show_timeline(timeline, summary, keep=True)
        self._mark_in_schedule()

    def show_notice(self, words: str) -> None:
        """Say what came of an act; empty words take it away."""
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def show_faults(self) -> None:
        """Turn to the check list."""
        self.checks.show()
        self.checks.list.setCurrentRow(0)
        self.checks.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def view(self) -> GridView:
        """The table that is seen, or was seen last."""
        current = self.tabs.currentWidget()
        return current if isinstance(current, GridView) else self.grids[self._last]

    def selection(self) -> Selection:
        """Tell what is chosen in the table that is seen."""
        return self.view.chosen()

    def visible_columns(self) -> tuple[str, ...]:
        """Name the columns of the table that is seen."""
        return self.view.grid.columns

    def finish_cell(self) -> None:
        """Take what is being typed as typed."""
        self.view.finish()
        self.form.finish()

    def go_to(self, found: Finding) -> None:
        """Go to the cell that something was found about."""
        if found.part in self.grids:
            view = self.grids[found.part]
            self.tabs.setCurrentWidget(view)
            view.go(found.row, found.column)
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs.setCurrentWidget(self.about)

    def _go_to_row(self, part: str, row: str) -> None:
        view = self.grids[part]
        self.tabs.setCurrentWidget(view)
        view.go(row, view.grid.columns[0])
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count_open(self, count: int) -> None:
        words = self._context.say(pgettext("tab", "Last time"))
        self.tabs.setTabText(self.tabs.indexOf(self.ledger), f"{words} {count}" if count else words)

    def leave(self) -> None:
        """Tell that the page was left."""
        self.left.emit()

    # -- how it is made ------------------------------------------------------------------------

    def _make_head(self, parent: QWidget) -> QHBoxLayout:
        say, row = self._context.say, QHBoxLayout()
        self.back = push_button(say(_("Back")), self.backAsked.emit, quiet="true")
        self.title = words_label("", "heading", parent)
        self.state = SignLabel(self._context.dress, "disc", "", 14, parent)
        self.versions = push_button(say(_("Versions…")), self._ask_versions, quiet="true")
        self.papers = push_button(say(_("Papers…")), self._ask_papers, quiet="true")
        self.export = push_button(say(_("Save as a file…")), self._ask_where)
        self.publish = push_button(say(_("Publish")), self.publishAsked.emit, primary="true")
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addWidget(self.state)
        row.addWidget(self.versions)
        row.addWidget(self.papers)
        row.addWidget(self.export)
        row.addWidget(self.publish)
        return row

    def _make_acts(self, parent: QWidget) -> QWidget:
        bar = QWidget(parent)
        px = self._context.dress.px
        flow = Flow(bar, px(2))
        # Sixteen acts are to stand on one line of a small screen.
        bar.setStyleSheet(f"QPushButton {{ padding: {px(5)}px {px(7)}px; }}")
        for name, words, keys, run in self._acts():
            button = push_button(self._context.say(words), run, quiet="true")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            shown = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(plain_tip(f"{self._context.say(words)} ({shown})"))
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(run)
            flow.addWidget(button)
            self.acts[name] = button
        return bar

    def _acts(self) -> tuple[tuple[str, Text, tuple[str, ...], Callable[[], object]], ...]:
        return (
            ("undo", _("Undo"), ("Ctrl+Z",), self.undoAsked.emit),
            ("redo", _("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), self.redoAsked.emit),
            ("insert", pgettext("act", "Insert"), ("Ctrl+I", "Ins"), self._insert),
            ("duplicate", pgettext("act", "Duplicate"), ("Ctrl+Shift+D",), self._ask_duplicate),
            ("delete", pgettext("act", "Delete"), ("Ctrl+Del",), self._ask_delete),
            ("up", pgettext("act", "Up"), ("Alt+Up",), partial(self._ask_move, -1)),
            ("down", pgettext("act", "Down"), ("Alt+Down",), partial(self._ask_move, 1)),
            ("fill", pgettext("act", "Fill down"), ("Ctrl+D",), self._ask_fill),
            ("t0", pgettext("act", "T0"), ("Ctrl+G",), self._ask_t0),
            ("lock", pgettext("act", "Lock time"), ("Ctrl+L",), self._ask_lock),
            ("target", pgettext("act", "New target"), ("Ctrl+T",), self._ask_target),
            ("limit", pgettext("act", "Limit…"), ("Ctrl+M",), self._ask_limit),
            ("vignettes", pgettext("act", "Block…"), ("Ctrl+B",), self._ask_vignettes),
            ("find", pgettext("act", "Find…"), ("Ctrl+F", "Ctrl+H"), self.open_find),
            ("schedule", pgettext("tab", "Schedule"), ("F7",), self._turn_schedule),
            ("checks", _("Check list"), ("F6",), self._turn_checks),
        )

    def _make_tabs(self) -> None:
        say = self._context.say
        self._last = "steps"
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(say(_("Parts of the script")))
        self.tabs.tabBar().setUsesScrollButtons(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for part, table in TABLES.items():
            model = GridModel(self._context, table)
            self.models[part] = model
            clears = say(_("Backspace clears it."))
            dress = self._context.dress
            view = GridView(model, dress, say(TABS[part]), self.tabs, clears=clears)
            model.typed.connect(partial(self.typed.emit, part))
            view.clearAsked.connect(self.clearAsked)
            view.pasteAsked.connect(self.pasteAsked)
            view.appendAsked.connect(self._append)
            view.refused.connect(self.show_notice)
            view.currentMoved.connect(self._on_current)
            view.selectionModel().selectionChanged.connect(self._mark_in_schedule)
            self.grids[part] = view
            self.tabs.addTab(view, say(TABS[part]))
        self.outlook = OutlookPanel(self._context)
        self.tabs.addTab(self.outlook, say(_("Will it hold?")))
        self.ledger = LedgerPanel(self._context)
        self.tabs.addTab(self.ledger, "")
        self._count_open(0)
        self.form = ScriptForm(self._context)
        self.about = QScrollArea()
        self.about.setWidget(self.form)
        self.about.setWidgetResizable(True)
        self.about.setFrameShape(QFrame.Shape.NoFrame)
        self.about.setFocusProxy(self.form.title)
        self.tabs.addTab(self.about, say(pgettext("tab", "About")))

    def _connect(self) -> None:
        self.form.headTyped.connect(self.headTyped)
        self.form.clockTyped.connect(self.clockTyped)
        self.form.particularsTyped.connect(self.particularsTyped)
        self.find_bar.findAsked.connect(self._find)
        self.find_bar.replaceAsked.connect(self.replaceAsked)
        self.find_bar.closed.connect(self._to_table)
        self.checks.goAsked.connect(self.go_to)
        self.checks.mendAsked.connect(self.mendAsked)
        self.timeline.chosen.connect(self._on_chart_row)
        self.timeline.moved.connect(self._on_chart_move)
        self.timeline.escaped.connect(self._to_table)
        self.ledger.goAsked.connect(self._go_to_row)
        self.ledger.refused.connect(self.show_notice)
        self.ledger.counted.connect(self._count_open)
        self.tabs.currentChanged.connect(self._on_tab)
        for key, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._turn_tab, step))

    # -- what a person does --------------------------------------------------------------------

    def _insert(self) -> None:
        """Insert above the current row; into an empty table at its beginning."""
        self.finish_cell()
        self.insertAsked.emit(max(0, self.view.currentIndex().row()))

    def _append(self) -> None:
        """Begin a row below the last, unless that is still blank.

        Only after its words or its last cell: who goes down another column fills that in.
        """
        grid = self.view.grid
        name = "text" if "text" in grid.columns else "name"
        last, column = grid.rowCount() - 1, self.view.currentIndex().column()
        if last >= 0 and grid.columns[column] not in (name, grid.columns[-1]):
            return
        if (
            last < 0
            or name not in grid.columns
            or grid.text(grid.index(last, grid.columns.index(name)))
        ):
            self.insertAsked.emit(grid.rowCount())

    def _ask_duplicate(self) -> None:
        self.finish_cell()
        self.duplicateAsked.emit()

    def _ask_delete(self) -> None:
        self.finish_cell()
        self.deleteAsked.emit()

    def _ask_move(self, by: int) -> None:
        self.finish_cell()
        self.moveAsked.emit(by)

    def _ask_fill(self) -> None:
        self.finish_cell()
        self.fillAsked.emit()

    def _ask_t0(self) -> None:
        self.finish_cell()
        self.t0Asked.emit()

    def _ask_lock(self) -> None:
        self.finish_cell()
        self.lockAsked.emit()

    def _ask_target(self) -> None:
        self.finish_cell()
        self.targetAsked.emit()

    def _ask_limit(self) -> None:
        self.finish_cell()
        if self._last == "targets" and self.view.currentIndex().isValid():
            self.limitsAsked.emit()

    def show_limits(self, offered: Sequence[SourcedLimit]) -> None:
        """Offer limits with their sources for the current target."""
        sheet = LimitsSheet(self._context, offered, self)
        sheet.chosen.connect(self.limitChosen)
        sheet.keepAsked.connect(self.keepLimitAsked)
        sheet.present()

    def _ask_vignettes(self) -> None:
        self.finish_cell()
        if self._last == "steps":
            self.vignettesAsked.emit()

    def show_vignettes(self, kept: Sequence[KeptDraft]) -> None:
        """Offer the blocks of steps that are kept, and to keep the marked steps."""
        sheet = VignettesSheet(self._context, kept, len(self.selection().rows), self)
        sheet.chosen.connect(self.vignetteChosen)
        sheet.keepAsked.connect(self.keepVignetteAsked)
        sheet.discardAsked.connect(self.discardVignetteAsked)
        sheet.present()

    def _ask_versions(self) -> None:
        self.finish_cell()
        self.versionsAsked.emit()

    def _ask_papers(self) -> None:
        self.finish_cell()
        self.papersAsked.emit()

    def show_papers(self, order: PaperOrder) -> None:
        """Offer the papers of the script."""
        PapersSheet(self._context, order, self).present()

    def _ask_where(self) -> None:
        self.finish_cell()
        words = self._context.say(_("Save the script as a file"))
        name = f"{self.title.text()}.json".replace("/", "-")
        chosen, _filter = QFileDialog.getSaveFileName(self, words, name, "*.json")
        if chosen:
            path = Path(chosen)
            self.exportAsked.emit(path if path.suffix else path.with_suffix(".json"))

    def open_find(self) -> None:
        """Show the bar that finds and replaces."""
        self.find_bar.open()

    def _find(self, wanted: str) -> None:
        """Go to the next cell that holds the words, round the end to the beginning."""
        view = self.view
        if self._draft is None:
            return
        found = find(self._draft, self.models[view.grid.part].table, wanted, self._context.language)
        index = view.currentIndex()
        here = (index.row(), index.column()) if index.isValid() else (-1, -1)
        places = sorted(
            (one.row(), one.column()) for one in (view.grid.find(*cell) for cell in found)
        )
        if not places:
            self.show_notice(self._context.say(_('"{words}" is not in this table.', words=wanted)))
            return
        self.show_notice("")
        row, column = next((place for place in places if place > here), places[0])
        view.setCurrentIndex(view.grid.index(row, column))

    def _turn_checks(self) -> None:
        """Go to the check list, and back from it to the table."""
        self._is_panel_chosen = True
        if self.checks.isVisible() and self.checks.list.hasFocus():
            self._to_table()
        elif self.checks.isVisible() and self.acts["checks"].hasFocus():
            self.checks.hide()
        else:
            self.checks.show()
            self.checks.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _turn_schedule(self) -> None:
        """Show the schedule beside the tables, then alone, then put it away."""
        chart = self.timeline
        focused = QApplication.focusWidget()
        has_focus = focused is not None and chart.isAncestorOf(focused)
        is_alone = not self.beside.sizes()[0]
        if not chart.isVisible():
            self.finish_cell()
            chart.show()
            self._share_height(alone=False)
            self.scheduleAsked.emit()
        elif has_focus and is_alone:
            chart.hide()
            self._share_height(alone=False)
            self._to_table()
            return
        elif has_focus:
            self._share_height(alone=True)
        chart.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _share_height(self, *, alone: bool) -> None:
        height = self.beside.height()
        self.beside.setSizes([0, height] if alone else [height // 2, height - height // 2])

    def _turn_tab(self, by: int) -> None:
        self.finish_cell()
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
        current = self.tabs.currentWidget()
        if current is not None:
            current.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_table(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tab(self, _place: int) -> None:
        current = self.tabs.currentWidget()
        if isinstance(current, GridView):
            self._last = current.grid.part
        is_steps = self._last == "steps"
        for name in ("t0", "lock", "target", "vignettes"):
            self.acts[name].setEnabled(is_steps)
        self.acts["limit"].setEnabled(self._last == "targets")

    def _on_current(self) -> None:
        """Say what was found about the current cell, and show its step in the schedule."""
        view = self.view
        found = self.models[view.grid.part].finding(view.currentIndex())
        self.show_notice(self._context.say(found.text) if found is not None else "")
        self._mark_in_schedule()

    def _mark_in_schedule(self, *_changed: object) -> None:
        """Let the schedule show what is chosen in the table: there is one selection."""
        if not self.timeline.isVisible():
            return
        chosen = self.view.chosen()
        kind = _CHART_ROWS.get(chosen.part)
        if kind is not None and chosen.row:
            several = chosen.rows if len(chosen.rows) > 1 else ()
            self.timeline.mark({f"{kind}:{row}": "" for row in several})
            self.timeline.choose(f"{kind}:{chosen.row}")

    def _on_chart_row(self, id_: str) -> None:
        kind, _colon, row = id_.partition(":")
        part = "targets" if kind == "target" else "steps"
        view = self.grids[part]
        self.tabs.setCurrentWidget(view)
        if view.chosen().row != row:
            view.go(row, view.grid.columns[0])

    def _on_chart_move(self, id_: str, second: float) -> None:
        self._on_chart_row(id_)
        self.planAtAsked.emit(id_.partition(":")[2], second)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # Show the check list where there is room for it, unless somebody chose.
        super().resizeEvent(event)
        if not self._is_panel_chosen:
            is_wide = event.size().width() >= self._context.dress.px(_BESIDE_PX)
            self.checks.setVisible(is_wide)
        panel = self._context.dress.px(_PANEL)
        self.split.setSizes([max(1, event.size().width() - panel), panel])
