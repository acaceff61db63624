"""The tabs of a script: steps, targets, the planned schedule, rules, what to think over."""

from __future__ import annotations

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QBrush, QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import Text, _, pgettext
from ui.context import AppContext
from ui.plan.viewer.plan_rows import Table
from ui.plan.viewer.plan_view import PlanView
from ui.widgets.card import push_button, words_label
from ui.widgets.details_panel import DetailsPanel, DetailsSplit
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable
from ui.widgets.timeline.panel import TimelinePanel


class TableTab(QWidget):
    """A table with the details of its current row; `above` takes a strip over both."""

    def __init__(self, context: AppContext, name: str, stretched: int, empty_words: str) -> None:
        super().__init__()
        px = context.dress.px
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, px(10), 0, 0)
        self.column.setSpacing(px(8))
        model = RowsModel(())
        self.table = RowsTable(model, context.dress, name, lines=2, stretched=stretched)
        self.panel = DetailsPanel(context.dress, context.say(_("The chosen row")), empty_words)
        self.split = DetailsSplit(context.dress, self.table, self.panel)
        self.column.addWidget(self.split, 1)
        self._details: dict[str, tuple[tuple[str, str], ...]] = {}
        self.table.rowChosen.connect(self._on_chosen)

    def show_table(self, table: Table) -> None:
        """Show other rows, the first of them in detail."""
        self._details = table.details
        self.panel.setVisible(bool(table.details))
        self.panel.show_pairs(())
        self.table.rows.show_all(table.rows, table.columns)
        self.table.scrollToTop()

    def _on_chosen(self, id_: str) -> None:
        self.panel.show_pairs(self._details.get(id_, ()))


class ScriptTabs(QTabWidget):
    """One script under five headings; a target that is chosen is set apart under all of them."""

    targetChosen = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        say = context.say
        self.setDocumentMode(True)
        self.steps = self._table_tab(_("Steps"), 3)
        self.steps.table.rows.mark_column = 3
        self.targets = self._table_tab(_("Targets"), 5)
        self.rules = self._table_tab(_("Orders, criteria and safety items"), 1)
        self.warnings = self._table_tab(_("Warnings"), 0)
        self.schedule = QWidget()
        self.timeline = TimelinePanel(context, say(_("Planned schedule")), self.schedule)
        self._view: PlanView | None = None
        self._target = ""
        self._make_strip()
        self._make_buttons()
        column = QVBoxLayout(self.schedule)
        column.setContentsMargins(0, context.dress.px(10), 0, 0)
        column.addWidget(self.timeline)
        for page in (self.steps, self.targets, self.schedule, self.rules, self.warnings):
            self.addTab(page, "")
        self.timeline.chosen.connect(self._on_chart_row)
        self.targets.table.rowChosen.connect(self._on_target)
        self.tabBar().setAccessibleName(say(_("Parts of the script")))
        self.tabBar().setUsesScrollButtons(True)
        self.tabBar().setDrawBase(False)

    @property
    def bar(self) -> QTabBar:
        """Give the bar of tabs, where the keyboard enters."""
        return self.tabBar()

    @override
    def sizeHint(self) -> QSize:
        # Ask for no more height than is needed, so that the page scrolls only then.
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _table_tab(self, name: Text, stretched: int) -> TableTab:
        empty = self._context.say(_("Choose a row to read all of it here."))
        return TableTab(self._context, self._context.say(name), stretched, empty)

    def _make_strip(self) -> None:
        """Make the strip over the steps that says which target is set apart."""
        self.strip = QWidget()
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(0, 0, 0, 0)
        self.strip_label = words_label("")
        row.addWidget(self.strip_label, 1)
        clear = push_button(self._context.say(_("Clear")), self.clear_target, quiet="true")
        row.addWidget(clear)
        self.strip.hide()
        self.steps.column.insertWidget(0, self.strip)

    def _make_buttons(self) -> None:
        say = self._context.say
        self.see_steps = push_button(say(_("Show its steps")), self._show_steps)
        self.see_chart = push_button(say(_("Show it in the schedule")), self._show_in_chart)
        self.see_source = push_button(say(_("Open the source page")), self._open_source)
        for button in (self.see_steps, self.see_chart, self.see_source):
            button.hide()
            self.targets.panel.add_button(button)

    # -- what is shown ----------------------------------------------------------------

    def show_view(self, view: PlanView) -> None:
        """Show another script, from its first tab."""
        say = self._context.say
        self._view = view
        self.clear_target()
        for tab, table in (
            (self.steps, view.steps),
            (self.targets, view.targets),
            (self.rules, view.rules),
            (self.warnings, view.warnings),
        ):
            tab.show_table(table)
        words = (
            pgettext("tab", "Steps ({count})", count=len(view.steps.rows)),
            pgettext("tab", "Targets ({count})", count=len(view.targets.rows)),
            pgettext("tab", "Schedule"),
            pgettext("tab", "Rules ({count})", count=len(view.rules.rows)),
            pgettext("tab", "Warnings ({count})", count=len(view.warnings.rows)),
        )
        for place, text in enumerate(words):
            self.setTabText(place, say(text))
        self.setTabVisible(4, bool(view.warnings.rows))
        self.timeline.show_timeline(view.timeline, view.summary)
        self.setCurrentIndex(0)

    def show_warnings(self) -> None:
        """Turn to what the planner should think over."""
        self.setCurrentWidget(self.warnings)
        self.warnings.table.setFocus()

    # -- a target set apart -----------------------------------------------------------

    def clear_target(self) -> None:
        """Set no target apart."""
        self._target = ""
        self._set_apart()

    def _on_target(self, id_: str) -> None:
        self._target = id_
        self._set_apart()
        self.targetChosen.emit(id_)

    def _set_apart(self) -> None:
        target = self._view.target_views.get(self._target) if self._view else None
        marks = target.marks if target else {}
        dress = self._context.dress
        self.steps.table.rows.mark(marks, QBrush(dress.color("accent_soft")), dress.font(bold=True))
        self.strip.setVisible(target is not None)
        if target is not None:
            told = _('Highlighted: the steps of "{target}"', target=target.name)
            self.strip_label.setText(self._context.say(told))
        for button in (self.see_steps, self.see_chart):
            button.setVisible(target is not None)
        self.see_source.setVisible(target is not None and _is_web(target.url))
        self.timeline.mark({f"step:{step}": word for step, word in marks.items()})
        if target is not None:
            self.timeline.choose(f"target:{target.id}")

    def _on_chart_row(self, id_: str) -> None:
        kind, _colon, name = id_.partition(":")
        if kind == "target":
            self.targets.table.choose(name)
        else:
            self.steps.table.choose(name)

    def _show_steps(self) -> None:
        if self._view is None:
            return
        marks = self._view.target_views[self._target].marks
        self.setCurrentWidget(self.steps)
        first = min(marks, key=lambda id_: self.steps.table.rows.place(id_) or 0)
        self.steps.table.choose(first)
        self.steps.table.setFocus()

    def _show_in_chart(self) -> None:
        self.setCurrentWidget(self.schedule)
        self.timeline.setFocus()

    def _open_source(self) -> None:
        if self._view is not None:
            QDesktopServices.openUrl(QUrl(self._view.target_views[self._target].url))


def _is_web(url: str) -> bool:
    """Open only pages: a script from elsewhere must not start programs."""
    return QUrl(url).scheme() in ("http", "https")
