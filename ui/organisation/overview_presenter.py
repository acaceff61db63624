"""Decide what the overview shows: read the county on the work lane, and say it in lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from drillplanner.base.texts import Text, pgettext
from drillplanner.organisation.field import folded, show
from drillplanner.organisation.registers import YEAR_PLAN
from drillplanner.organisation.school_checks import remarks
from drillplanner.organisation.year_plan import due_said
from drillplanner.services.organisation.county_sheets import overview_cells
from drillplanner.services.organisation.overview import County, SchoolState
from drillplanner.terms.document import Phrase, Shape, Sign
from ui.context import AppContext
from ui.organisation.overview_tab import OverviewTab, SchoolLine
from ui.organisation.register_model import remark_said

_HEADS: tuple[Text, ...] = (
    pgettext("register", "Name"),
    pgettext("overview", "Last drill"),
    pgettext("overview", "Open lines"),
    pgettext("overview", "Overdue"),
    pgettext("overview", "Gaps this week"),
    pgettext("overview", "Last visit"),
    pgettext("overview", "Next drill"),
)


class OverviewPresenter(QObject):
    """Reads the county when it is seen; never while a drill runs."""

    def __init__(
        self,
        context: AppContext,
        tab: OverviewTab,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._tab, self._today = context, tab, today
        tab.printAsked.connect(self._on_print)
        tab.ledgerAsked.connect(self._on_ledger)

    def reload(self) -> None:
        """Read the county anew."""
        if self._context.is_running:
            return
        room, today = self._context.services.organisation, self._today()

        def work() -> list[SchoolLine]:
            county = room.county(today)
            return [self._line(county, one) for one in county.schools]

        self._context.jobs.run("work", work, self._tab.show_lines, owner=self, latest="county")

    def _line(self, county: County, one: SchoolState) -> SchoolLine:
        cells = tuple(self._cell(cell) for cell in overview_cells(one, county.today))
        leader = county.person(one.leader)
        say = self._context.say
        pairs = [(say(head), text) for head, (text, _s) in zip(_HEADS, cells, strict=True)]
        pairs.append((say(pgettext("register", "Leader")), leader or "—"))
        subject, language = YEAR_PLAN.field("subject"), self._context.language
        rules = "\n".join(
            say(due_said(rule, show(subject, rule.subject, language), due))
            for rule, due in one.by_frequency
        )
        if rules:
            pairs.append((say(pgettext("overview", "Due by rule")), rules))
        noticed = "\n".join(say(remark_said(remark)) for remark in remarks(one.fields))
        if noticed:
            pairs.append((say(pgettext("sheet", "Compared with clauses, for reference")), noticed))
        words = " ".join((*(text for text, _shape in cells), leader, *one.fields.values()))
        return SchoolLine(one.id, cells, folded(words), tuple(pairs), leader)

    def _cell(self, cell: Phrase | Sign | tuple[Phrase, ...]) -> tuple[str, Shape | None]:
        say = self._context.say
        if isinstance(cell, Sign):
            return say(cell.words), cell.shape
        if isinstance(cell, tuple):
            return "\n".join(say(one) for one in cell), None
        return say(cell), None

    def _on_ledger(self, school: str) -> None:
        # The room is made when it is first entered; only then does it hear.
        self._context.roomRequested.emit("improve")
        self._context.ledgerRequested.emit(school)

    def _on_print(self, sheet: str, whom: str, path: Path) -> None:
        room, language = self._context.services.organisation, self._context.language
        today = self._today()
        works: dict[str, Callable[[], None]] = {
            "all": partial(room.print_overview, path, language, today),
            "school": partial(room.print_school, whom, path, language, today),
            "leader": partial(room.print_leader, whom, path, language, today),
            "week": partial(room.print_week, today, path, language),
            "plan": partial(room.print_plan, path, language, today),
            "coverage": partial(room.print_coverage, path, language, today),
            "ics": partial(room.write_calendar, path, language, today),
        }
        self._context.jobs.run("work", works[sheet], owner=self)
