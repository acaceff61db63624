"""Sum up each school: its last drill, the ledger, duty, visits, and what is due next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.errors import FileRefused
from drillplanner.improve.ledger import UNDONE, is_overdue
from drillplanner.organisation.duty import Gap, gaps, week_of
from drillplanner.organisation.local_rules import frequencies
from drillplanner.organisation.record import Record, read_records
from drillplanner.organisation.registers import (
    DUTY_NEEDS,
    LOCAL_RULES,
    RESPONSIBILITIES,
    ROSTER,
    SCHOOLS,
    TERMS,
    VISITS,
    YEAR_PLAN,
    Register,
)
from drillplanner.organisation.school_checks import is_in_use
from drillplanner.organisation.year_plan import (
    Frequency,
    HeldDrill,
    PlanLine,
    due_by_frequency,
    plan_lines,
)
from drillplanner.run.fact import read_body
from drillplanner.run.fact_kinds import GRADE, SCRIPT
from drillplanner.run.rounds import is_in_earnest
from drillplanner.services.fact_factory import script_document
from drillplanner.services.improve.ledger import Ledger, read_ledger
from drillplanner.services.organisation.register_table import Look
from drillplanner.services.plan.scripts import parsed

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: How the kinds of scripts are called in the year plan.
_SUBJECTS = {"anti_violence": "anti_violence", "anti_terror": "counter_terror",
             "anti_ramming": "anti_ramming"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchoolState:
    """How one school stands; `visit_due` is the day of the next visit, by its frequency."""

    id: str
    name: str
    fields: Mapping[str, str]
    drills: int = 0
    last: HeldDrill | None = None
    grade: str = ""
    open_lines: int = 0
    overdue_lines: int = 0
    gaps: tuple[Gap, ...] = ()
    leader: str = ""
    last_visit: date | None = None
    visit_due: date | None = None
    next_planned: PlanLine | None = None
    missed_plans: int = 0
    by_frequency: tuple[tuple[Frequency, date], ...] = ()


@dataclass(frozen=True, slots=True)
class County:
    """All schools in use at a glance, and what their states were made from."""

    today: date
    schools: tuple[SchoolState, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[PlanLine, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    frequencies: tuple[Frequency, ...] = ()

    def person(self, id_: str) -> str:
        """Give a person's name, or the end of the id where the name was deleted."""
        return self.names.get(id_) or (f"…{id_[-8:]}" if id_ else "")


def read_county(workspace: Workspace, today: date) -> County:
    """Sum the county up as it stands on a day; each register is read once."""
    look, ledger = Look(workspace, SCHOOLS), read_ledger(workspace)
    rows = {one.id: _rows(workspace, one) for one in _READ}
    held = held_drills(workspace, ledger)
    plans = plan_lines(rows[YEAR_PLAN.id], held, today)
    terms = list(rows[TERMS.id].values())
    lacking = gaps(rows[DUTY_NEEDS.id].values(), rows[ROSTER.id].values(), terms, week_of(today))
    rules = frequencies(rows[LOCAL_RULES.id].values(), today)
    parts = _Parts(
        ledger, today, held, plans, lacking, _grades(workspace), _term_begin(terms, today), rules
    )
    parts.read_leaders(rows[RESPONSIBILITIES.id].values(), rows[VISITS.id].values())
    states = [
        parts.state(id_, look.labels.get(id_, ""), values)
        for id_ in look.ids()
        if is_in_use(values := look.values(id_))
    ]
    states.sort(key=lambda one: (one.fields.get("code", ""), one.name))
    return County(today, tuple(states), look.names, plans, look.labels, rules)


def held_drills(workspace: Workspace, ledger: Ledger) -> tuple[HeldDrill, ...]:
    """List the drills that ended at a school that is known."""
    subjects = _script_subjects(workspace)
    return tuple(
        HeldDrill(
            held.drill.id,
            held.drill.title,
            school,
            date.fromisoformat(local_time.day(held.held_utc_ns)),
            subjects.get(held.drill.script, ""),
            is_in_earnest(held.drill.nature),
        )
        for held in workspace.drills()
        if held.standing == "ended" and (school := ledger.held_at.get(held.drill.id, ""))
    )


class _Parts:
    """What belongs to each school, gathered once for all."""

    def __init__(
        self,
        ledger: Ledger,
        today: date,
        held: Sequence[HeldDrill],
        plans: Sequence[PlanLine],
        lacking: Sequence[Gap],
        grades: Mapping[str, str],
        since: str,
        rules: Sequence[Frequency],
    ) -> None:
        self._since, self._rules = since, rules
        self._today, self._grades = today, grades
        self._drills: dict[str, list[HeldDrill]] = defaultdict(list)
        for drill in held:
            self._drills[drill.school].append(drill)
        self._open: Counter[str] = Counter()
        self._overdue: Counter[str] = Counter()
        for action in ledger.actions:
            if action.is_listed and action.content.state in UNDONE:
                school = ledger.school_id(action)
                self._open[school] += 1
                self._overdue[school] += is_overdue(action.content, today)
        self._plans: dict[str, list[PlanLine]] = defaultdict(list)
        for plan in plans:
            self._plans[plan.fields.get("school", "")].append(plan)
        self._gaps: dict[str, list[Gap]] = defaultdict(list)
        for gap in lacking:
            self._gaps[gap.need.get("school", "")].append(gap)
        self._leaders: dict[str, Mapping[str, str]] = {}
        self._visits: dict[str, str] = {}

    def read_leaders(
        self,
        responsibilities: Iterable[Mapping[str, str]],
        visits: Iterable[Mapping[str, str]],
    ) -> None:
        """Take who answers for which school today, and when each was visited last."""
        today = self._today.isoformat()
        for one in responsibilities:
            is_now = one.get("from", "") <= today <= (one.get("until") or "9999")
            if is_now and one.get("school"):
                self._leaders[one["school"]] = one
        for one in visits:
            school, day = one.get("school", ""), one.get("day", "")
            if day <= today:
                self._visits[school] = max(self._visits.get(school, ""), day)

    def state(self, id_: str, name: str, fields: Mapping[str, str]) -> SchoolState:
        """Give how one school stands."""
        drills = sorted(self._drills[id_], key=lambda one: one.day)
        last = drills[-1] if drills else None
        plans = self._plans[id_]
        coming = [one for one in plans if one.state in ("due", "due_soon", "to_come")]
        leader = self._leaders.get(id_, {})
        visited = self._visits.get(id_, "")
        return SchoolState(
            id_,
            name,
            fields,
            len(drills),
            last,
            self._grades.get(last.id, "") if last else "",
            self._open[id_],
            self._overdue[id_],
            tuple(self._gaps[id_]),
            leader.get("leader", ""),
            date.fromisoformat(visited) if visited else None,
            _visit_due(leader, visited),
            coming[0] if coming else None,
            sum(one.state == "overdue" for one in plans),
            self._by_frequency(fields, drills, plans),
        )

    def _by_frequency(
        self, fields: Mapping[str, str], drills: Sequence[HeldDrill], plans: Sequence[PlanLine]
    ) -> tuple[tuple[Frequency, date], ...]:
        """Say what is due by how often it is to be drilled; nothing where no term is entered."""
        if not self._since or not fields.get("level"):
            return ()
        # A script does not say that it is an evacuation; the row of the plan that it holds does.
        named = [
            replace(one.drill, subject=one.fields.get("subject", ""))
            for one in plans
            if one.drill is not None
        ]
        since = date.fromisoformat(self._since)
        return due_by_frequency(fields["level"], [*drills, *named], since, self._today, self._rules)


_READ = (DUTY_NEEDS, LOCAL_RULES, RESPONSIBILITIES, ROSTER, TERMS, VISITS, YEAR_PLAN)


def _rows(workspace: Workspace, register: Register) -> dict[str, Mapping[str, str]]:
    records: Mapping[str, Record] = read_records(workspace.facts(kind=register.kind))
    return {id_: one.fields for id_, one in records.items() if not one.is_gone}


def _term_begin(terms: Sequence[Mapping[str, str]], today: date) -> str:
    """Give the first day of the term that is now or was last; empty where there is none."""
    said = today.isoformat()
    begins = [one.get("from", "") for one in terms if one.get("days") == "term"]
    return max((one for one in begins if one <= said), default="")


def _visit_due(leader: Mapping[str, str], visited: str) -> date | None:
    every = leader.get("visit_days", "")
    if not every.isdecimal() or not every.strip("0"):
        return None
    last = visited or leader.get("from", "")
    if not last:
        return None
    return date.fromordinal(date.fromisoformat(last).toordinal() + int(every))


def _script_subjects(workspace: Workspace) -> dict[str, str]:
    found: dict[str, str] = {}
    for fact in workspace.facts(kind=SCRIPT):
        try:
            kind = parsed(script_document(fact)).kind
        except FileRefused:
            # What cannot be read has no subject.
            continue
        found[fact.hash] = _SUBJECTS.get(kind, kind)
    return found


def _grades(workspace: Workspace) -> dict[str, str]:
    """Give the grade that was entered last for each drill."""
    found: dict[str, str] = {}
    for fact in workspace.facts(kind=GRADE):
        if fact.drill:
            found[fact.drill] = str(read_body(fact.data).get("grade", ""))
    return found
