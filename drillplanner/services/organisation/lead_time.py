"""Say and set how long before the bell posts are manned: own rule, or what was read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.ids import new_id
from drillplanner.base.texts import Text, TextValue, _
from drillplanner.organisation.duty import LEAD_SOURCES, is_late
from drillplanner.organisation.local_rules import Lead, lead
from drillplanner.organisation.record import read_records
from drillplanner.organisation.registers import LOCAL_RULES, SCHOOLS
from drillplanner.services.organisation.register_table import Change, type_cells

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

Texts = Mapping[str, str]


class Leads:
    """How long before the bell posts are to be manned, by the rules that hold on a day.

    `minutes` given by hand goes before every rule.
    """

    def __init__(self, workspace: Workspace, day: date, minutes: int | None = None) -> None:
        self._rules, self._day = _rules(workspace).values(), day
        self._minutes = minutes
        cards = read_records(workspace.facts(kind=SCHOOLS.kind))
        self._levels = {id_: card.fields.get("level", "") for id_, card in cards.items()}

    def of(self, school: str = "") -> Lead:
        """Say how long before the bell posts of a school are to be manned."""
        if self._minutes is not None:
            return Lead(self._minutes, _("given for this sheet"), is_own=True)
        return lead(self._rules, self._day, self._levels.get(school, ""))

    def late(self, needs: Iterable[Texts]) -> tuple[Texts, ...]:
        """List the needs whose post is manned later than it is to be."""
        return tuple(one for one in needs if is_late(one, self.of(one.get("school", "")).minutes))


def lead_said(told: Lead) -> Text:
    """Say how long before the bell a post is to be manned, and by which source."""
    values: dict[str, TextValue] = {"count": told.minutes, "source": told.source}
    if told.is_own:
        return _("On post {count} min before the bell, by local rule: {source}.", **values)
    return _("On post {count} min before the bell; for reference: {source}.", **values)


def leads_seen() -> Text:
    """Say which lead times were read, and where."""
    found = [_("{count} min: {source}", count=count, source=said) for count, said in LEAD_SOURCES]
    first, second, third, fourth = found
    return _(
        "Seen elsewhere: {first}; {second}; {third}; {fourth}.",
        first=first,
        second=second,
        third=third,
        fourth=fourth,
    )


def lead_now(workspace: Workspace) -> Lead:
    """Say how long before the bell posts are to be manned today."""
    return lead(_rules(workspace).values(), _today(workspace))


def set_lead(workspace: Workspace, minutes: int, source: str, *, by: str) -> Change:
    """Let a lead time hold from today on, in place of what was set today already."""
    today = _today(workspace).isoformat()
    row = {"rule": "lead", "number": str(minutes), "from": today, "source": source}
    same = (
        id_
        for id_, one in _rules(workspace).items()
        if (one.get("rule"), one.get("from"), one.get("level", "")) == ("lead", today, "")
    )
    return type_cells(workspace, LOCAL_RULES, {next(same, new_id()): row}, by=by)


def _rules(workspace: Workspace) -> dict[str, Texts]:
    records = read_records(workspace.facts(kind=LOCAL_RULES.kind))
    return {id_: one.fields for id_, one in records.items() if not one.is_gone}


def _today(workspace: Workspace) -> date:
    return local_time.local(workspace.utc_ns()).date()
