"""Print a school's plan: its picture with numbered marks, and the list of what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _, pgettext
from drillplanner.exchange.site_picture import with_marks
from drillplanner.exchange.text_file import Unreadable
from drillplanner.organisation.site_plan import MARK_KINDS
from drillplanner.services.organisation.sheets import report
from drillplanner.services.organisation.site_plan.keeping import SitePlan, read_plan
from drillplanner.services.sheet_blocks import listed
from drillplanner.terms.document import Block, Column, Figure, Figures, Phrase, Prose, Report, Row

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


def plan_sheet(workspace: Workspace, school: str) -> Report:
    """Print the plan of a school on a sheet of its own."""
    plan = read_plan(workspace, school)
    title = pgettext("sheet", "Plan of {school}", school=plan.label)
    return report(workspace, title, plan_blocks(plan))


def site_blocks(workspace: Workspace, school: str) -> tuple[Block, ...]:
    """Give the plan of a school for a paper; nothing where no school of the name has one."""
    try:
        plan = read_plan(workspace, school)
    except UserError:
        return ()
    return tuple(plan_blocks(plan)) if plan.picture is not None else ()


def plan_blocks(plan: SitePlan) -> list[Block]:
    """Give a plan as blocks; what is not there is said."""
    if plan.picture is None:
        return [Prose(_("No plan of this school is entered yet."))]
    columns = (
        Column(pgettext("sheet", "No."), 0.5),
        Column(pgettext("register", "Kind of mark"), 1.4),
        Column(pgettext("register", "Name of the mark"), 4),
    )
    rows = []
    for number, one in enumerate(plan.marks, 1):
        kind: Phrase = MARK_KINDS[one.kind].words if one.kind in MARK_KINDS else ""
        rows.append(Row((str(number), kind, one.name)))
    return [Figures((_figure(plan),), is_wide=True), listed(columns, rows, is_dense=True)]


def _figure(plan: SitePlan) -> Figure:
    words: tuple[Phrase, ...] = (pgettext("sheet", "Plan of {school}", school=plan.label),)
    if plan.jpeg is None:
        return Figure(words, missing=_("This photo is not in this workspace."))
    try:
        drawn = with_marks(plan.jpeg, plan.marks)
    except Unreadable as error:
        return Figure(words, missing=error.text)
    return Figure(words, drawn.data, drawn.width, drawn.height)
