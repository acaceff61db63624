"""Say what else is to be known of a row of a register: how a plan stands, what a rule rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from drillplanner.base import local_time
from drillplanner.base.texts import Text, _
from drillplanner.organisation.duty import is_late
from drillplanner.organisation.record import read_records
from drillplanner.organisation.registers import (
    DUTY_NEEDS,
    LOCAL_RULES,
    YEAR_PLAN,
    Register,
)
from drillplanner.organisation.year_plan import PlanLine, plan_lines
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.organisation.county_sheets import PLAN_SIGNS
from drillplanner.services.organisation.lead_time import Leads, lead_said, leads_seen
from drillplanner.services.organisation.must_show import SHOWINGS, must_show
from drillplanner.services.organisation.overview import held_drills

if TYPE_CHECKING:
    from datetime import date

    from drillplanner.store.workspace import Workspace

Fields = Mapping[str, str]


def row_note(workspace: Workspace, register: Register, row: str) -> tuple[Text, ...]:
    """Say what else is to be known of one row; nothing where there is none."""
    if register is YEAR_PLAN:
        return tuple(_of_plan(workspace, one) for one in _plans(workspace) if one.row == row)
    fields = _rows(workspace, register).get(row) if register in (DUTY_NEEDS, LOCAL_RULES) else None
    if fields is None:
        return ()
    if register is DUTY_NEEDS:
        told = Leads(workspace, _today(workspace)).of(fields.get("school", ""))
        late = (_("This post is manned too late."),) if is_late(fields, told.minutes) else ()
        return (*late, lead_said(told))
    if fields.get("rule") == "lead":
        return (leads_seen(),)
    if fields.get("rule") == "frequency" and not fields.get("subject"):
        return (_("Name the subject; until then this rule does not count."),)
    return ()


def rows_json(workspace: Workspace, register: Register) -> Mapping[str, dict[str, Any]]:
    """Give what a program is told of rows beyond their texts: how each planned drill stands."""
    if register is not YEAR_PLAN:
        return {}
    return {
        one.row: {
            "standing": one.state,
            "held_by": one.drill.id if one.drill is not None else None,
            "must_show": [
                {"step": step, "shown": shown} for step, shown in must_show(workspace, one)
            ],
        }
        for one in _plans(workspace)
    }


def _of_plan(workspace: Workspace, plan: PlanLine) -> Text:
    standing = PLAN_SIGNS[plan.state][1]
    if plan.drill is None:
        return standing
    held = _(
        "{standing}: {day}, {drill}.",
        standing=standing,
        day=plan.drill.day.isoformat(),
        drill=plan.drill.title,
    )
    for step, shown in must_show(workspace, plan):
        told = _("{step}: {shown}", step=step, shown=SHOWINGS[shown])
        held = _("{before} {told}.", before=held, told=told)
    return held


def _plans(workspace: Workspace) -> tuple[PlanLine, ...]:
    held = held_drills(workspace, read_ledger(workspace))
    return plan_lines(_rows(workspace, YEAR_PLAN), held, _today(workspace))


def _rows(workspace: Workspace, register: Register) -> dict[str, Fields]:
    records = read_records(workspace.facts(kind=register.kind))
    return {id_: one.fields for id_, one in records.items() if not one.is_gone}


def _today(workspace: Workspace) -> date:
    return local_time.local(workspace.utc_ns()).date()
