"""Make the sheets that look over the county: schools, a leader, lessons, the year plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.base.translator import Language
from drillplanner.improve.ledger import UNDONE
from drillplanner.organisation.field import show
from drillplanner.organisation.registers import (
    SCHOOLS,
    YEAR_PLAN,
)
from drillplanner.organisation.school_checks import remarks
from drillplanner.organisation.year_plan import PlanLine, PlanState, due_said, said_of
from drillplanner.services.improve.hazards import line_texts
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.organisation.must_show import SHOWINGS, must_show
from drillplanner.services.organisation.overview import County, SchoolState, read_county
from drillplanner.services.organisation.register_table import Look
from drillplanner.services.organisation.sheets import report
from drillplanner.services.organisation.site_plan.keeping import read_plan
from drillplanner.services.organisation.site_plan.sheet import plan_blocks
from drillplanner.services.sheet_blocks import listed
from drillplanner.terms.document import (
    Block,
    Column,
    Facts,
    Heading,
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Shape,
    Sign,
    Table,
)
from drillplanner.terms.vocabulary import GRADES

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: How a planned drill stands, as a shape and a word.
PLAN_SIGNS: Mapping[PlanState, tuple[Shape, Text]] = {
    "held": ("disc", pgettext("planned drill", "held")),
    "overdue": ("cross", pgettext("planned drill", "overdue")),
    "due": ("triangle", pgettext("planned drill", "due today")),
    "due_soon": ("triangle", pgettext("planned drill", "due soon")),
    "to_come": ("ring", pgettext("planned drill", "to come")),
}


def overview_sheet(workspace: Workspace, today: date) -> Report:
    """Print all schools at a glance."""
    county = read_county(workspace, today)
    columns = (
        Column(pgettext("register", "Name"), 2),
        Column(pgettext("overview", "Last drill"), 1.6),
        Column(pgettext("overview", "Open lines"), 0.9),
        Column(pgettext("overview", "Overdue"), 0.9),
        Column(pgettext("overview", "Gaps this week"), 0.9),
        Column(pgettext("overview", "Last visit"), 1.2),
        Column(pgettext("overview", "Next drill"), 1.2),
    )
    rows = tuple(Row(tuple(overview_cells(one, today))) for one in county.schools)
    blocks: list[Block] = [listed(columns, rows, is_dense=True)]
    return report(workspace, pgettext("sheet", "Schools at a glance"), blocks)


def overview_cells(one: SchoolState, today: date) -> list[Phrase | Sign | tuple[Phrase, ...]]:
    """Say how a school stands, cell by cell: name, drill, lines, overdue, gaps, visit, next."""
    lacking = sum(gap.missing for gap in one.gaps)
    is_late = one.visit_due is not None and one.visit_due < today
    visited: Phrase = one.last_visit.isoformat() if one.last_visit else _none_recorded()
    return [
        one.name,
        last_drill(one),
        str(one.open_lines),
        Sign("cross", str(one.overdue_lines)) if one.overdue_lines else "0",
        Sign("triangle", str(lacking)) if lacking else "0",
        (visited, pgettext("overview", "visit due")) if is_late else visited,
        next_drill(one),
    ]


def last_drill(one: SchoolState) -> tuple[Phrase, ...]:
    """Say a school's last drill with its grade."""
    if one.last is None:
        return (_none_recorded(),)
    grade: list[Phrase] = [words for key, (_shape, words) in GRADES.items() if key == one.grade]
    return (one.last.day.isoformat(), one.last.title, *grade)


def next_drill(one: SchoolState) -> tuple[Phrase, ...]:
    """Say the next planned drill, and how many were missed."""
    said: list[Phrase] = []
    if one.next_planned is not None:
        said.append(one.next_planned.fields.get("due", ""))
    if one.missed_plans:
        count = one.missed_plans
        said.append(ngettext("{count} missed", "{count} missed", count))
    return tuple(said) or ("",)


def school_page(workspace: Workspace, today: date, language: Language, said: str) -> Report:
    """Print one school's page: how it stands, its open lines, gaps, plan and remarks.

    Raises:
        UserError: there is no such school, by label, name or code.
    """
    county = read_county(workspace, today)
    for one in county.schools:
        if said in (one.id, one.name, one.fields.get("code")):
            return _school_page(workspace, county, one, language)
    raise UserError(_("No school in use is called {name}.", name=said))


def leader_sheet(workspace: Workspace, today: date, name: str) -> Report:
    """Print a leader's page: the schools, last visit, open hazards, next drill.

    Raises:
        UserError: nobody of that name answers for a school today.
    """
    county = read_county(workspace, today)
    mine = [one for one in county.schools if county.person(one.leader) == name]
    if not mine:
        raise UserError(_("{name} answers for no school today.", name=name))
    columns = (
        Column(pgettext("overview", "My schools"), 2),
        Column(pgettext("overview", "Last visit"), 1.3),
        Column(pgettext("overview", "Visit due"), 1.3),
        Column(pgettext("overview", "Open lines"), 0.9),
        Column(pgettext("overview", "Overdue"), 0.9),
        Column(pgettext("overview", "Next drill"), 1.4),
    )
    rows = tuple(
        Row(
            (
                one.name,
                one.last_visit.isoformat() if one.last_visit else _none_recorded(),
                _due_sign(one.visit_due, today),
                str(one.open_lines),
                Sign("cross", str(one.overdue_lines)) if one.overdue_lines else "0",
                next_drill(one),
            )
        )
        for one in mine
    )
    title = pgettext("sheet", "Leader's page: {name}", name=name)
    return report(workspace, title, [Table(columns, rows)])


def plan_sheet(workspace: Workspace, today: date, language: Language) -> Report:
    """Print how the year plan stands: held by which drill, overdue, due soon, to come."""
    county = read_county(workspace, today)
    columns = (
        Column(pgettext("register", "By day"), 1.2),
        Column(pgettext("register", "School"), 1.8),
        Column(pgettext("register", "Subject of the drill"), 1.2),
        Column(pgettext("register", "Steps that must be shown"), 2.2),
        Column(pgettext("sheet", "Standing"), 1.2),
        Column(pgettext("register", "Held by drill"), 1.8),
    )
    subject = YEAR_PLAN.field("subject")
    rows = []
    for plan in county.plans:
        shape, words = PLAN_SIGNS[plan.state]
        drill: tuple[Phrase, ...] = ("",)
        if plan.drill is not None:
            drill = (plan.drill.day.isoformat(), plan.drill.title)
        rows.append(
            Row(
                (
                    plan.fields.get("due", ""),
                    county.labels.get(plan.fields.get("school", ""), ""),
                    show(subject, plan.fields.get("subject", ""), language),
                    _must_show(workspace, plan),
                    Sign(shape, words),
                    drill,
                )
            )
        )
    rules = [said_of(rule, show(subject, rule.subject, language)) for rule in county.frequencies]
    blocks: list[Block] = [listed(columns, rows, is_dense=True)]
    blocks += [Prose(words, "note") for words in rules]
    return report(workspace, pgettext("sheet", "Standing of the year plan"), blocks)


def _must_show(workspace: Workspace, plan: PlanLine) -> str | tuple[Phrase, ...]:
    """Say what must be shown, and of a drill that was held what it recorded of that."""
    told = must_show(workspace, plan)
    if not told:
        return plan.fields.get("must_show", "")
    return tuple(_("{step}: {shown}", step=name, shown=SHOWINGS[one]) for name, one in told)


def _school_page(
    workspace: Workspace, county: County, one: SchoolState, language: Language
) -> Report:
    today, subject = county.today, YEAR_PLAN.field("subject")
    look = Look(workspace, SCHOOLS)
    told: list[tuple[Phrase, Phrase]] = [
        (what.words, text)
        for what in SCHOOLS.fields
        if (text := look.said(what, one.fields, language))
    ]
    blocks: list[Block] = [
        Heading(pgettext("sheet", "How it stands"), (1,)),
        Facts(
            (
                (pgettext("overview", "Last drill"), last_drill(one)),
                (pgettext("overview", "Drills held"), str(one.drills)),
                (pgettext("overview", "Open lines"), str(one.open_lines)),
                (pgettext("overview", "Overdue"), str(one.overdue_lines)),
                (
                    pgettext("overview", "Gaps this week"),
                    str(sum(gap.missing for gap in one.gaps)),
                ),
                (pgettext("register", "Leader"), county.person(one.leader)),
                (
                    pgettext("overview", "Last visit"),
                    one.last_visit.isoformat() if one.last_visit else _none_recorded(),
                ),
                (pgettext("overview", "Visit due"), _due_sign(one.visit_due, today)),
                (pgettext("overview", "Next drill"), next_drill(one)),
            )
        ),
        *(
            Prose(due_said(rule, show(subject, rule.subject, language), due), "item")
            for rule, due in one.by_frequency
        ),
        Heading(pgettext("sheet", "Open lines of the ledger"), (2,)),
        _open_lines(workspace, one.id, language),
        Heading(pgettext("sheet", "Compared with clauses, for reference"), (3,)),
        *_remarks(one),
        PageBreak(),
        Heading(pgettext("sheet", "From the register"), (4,)),
        Facts(tuple(told)),
    ]
    plan = read_plan(workspace, one.id)
    if plan.picture is not None:
        heading = Heading(pgettext("sheet", "Plan"), (5,))
        blocks += [PageBreak(), heading, *plan_blocks(plan)]
    return report(workspace, pgettext("sheet", "School page: {name}", name=one.name), blocks)


def _open_lines(workspace: Workspace, school: str, language: Language) -> Block:
    ledger = read_ledger(workspace)
    rows = []
    for action in ledger.actions:
        is_open = action.is_listed and action.content.state in UNDONE
        if is_open and ledger.school_id(action) == school:
            texts = line_texts(ledger, action, language)
            names = ("number", "words", "measure", "due", "state")
            rows.append(Row(tuple(texts.get(name, "") for name in names)))
    columns = (
        Column(pgettext("ledger", "Number"), 1.1),
        Column(pgettext("ledger", "Description"), 2.6),
        Column(pgettext("ledger", "Measure"), 2),
        Column(pgettext("ledger", "Deadline"), 1.1),
        Column(pgettext("ledger", "State"), 1),
    )
    return Table(columns, tuple(rows), is_dense=True) if rows else Prose(_("None."))


def _remarks(one: SchoolState) -> Iterable[Block]:
    found = remarks(one.fields)
    if not found:
        yield Prose(_("None."))
    for remark in found:
        yield Prose(
            _("{remark} For reference: {clause}.", remark=remark.text, clause=remark.clause),
            "item",
        )


def _due_sign(due: date | None, today: date) -> Phrase | Sign:
    if due is None:
        return ""
    late = due < today
    soon = due <= today + timedelta(days=7)
    return Sign("cross" if late else "triangle" if soon else "disc", due.isoformat())


def _none_recorded() -> Text:
    return pgettext("overview", "none recorded")
