"""Measure the pages of a county: 1,900 schools, a year's plan, and 40,000 lines of the ledger.

Each page is read cold once, then as it is read again and again, in processor time. It is
compared with the bare query: reading the facts it is made of, checked as the store always
does. Run it as `python -m benchmarks.county [SCHOOLS LINES]`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from drillplanner.base.ids import new_id
from drillplanner.improve.codec import as_fact as step_fact
from drillplanner.improve.ledger import Content, Found, State, Step
from drillplanner.improve.proof import Needed
from drillplanner.organisation.record import Revision, as_fact
from drillplanner.organisation.registers import SCHOOLS, VISITS, YEAR_PLAN
from drillplanner.run.fact import Fact, make_fact
from drillplanner.run.fact_kinds import ACTION_STEP, SCHOOL
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.improve.notices import year_lines
from drillplanner.services.organisation.overview import read_county
from drillplanner.services.organisation.register_table import read_table
from drillplanner.store.workspace import Workspace

_TODAY = date(2026, 11, 30)
_DAY_NS = 86_400 * 10**9
_STATES: tuple[State, ...] = ("open", "under_way", "to_verify", "closed")
_RUNS = 3


def main(schools: int = 1_900, lines: int = 40_000) -> None:
    """Make the county and print what each page takes beside its bare query."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "county.drill"
        with Workspace.create(path) as workspace:
            workspace.add([*_schools(schools), *_ledger(schools, lines)])
            for name, page, kinds in (
                ("schools", lambda: read_table(workspace, SCHOOLS, "zh_CN"),
                 (SCHOOLS.kind, SCHOOL)),
                ("year plan", lambda: read_table(workspace, YEAR_PLAN, "zh_CN"),
                 (YEAR_PLAN.kind, SCHOOLS.kind, SCHOOL)),
                ("ledger", lambda: read_ledger(workspace), (ACTION_STEP,)),
                ("register of a year", lambda: year_lines(read_ledger(workspace), 2026),
                 (ACTION_STEP,)),
                ("overview", lambda: read_county(workspace, _TODAY),
                 (SCHOOLS.kind, SCHOOL, ACTION_STEP, YEAR_PLAN.kind, VISITS.kind)),
            ):  # fmt: skip
                _compare(workspace, name, page, kinds)


def _compare(
    workspace: Workspace, name: str, page: Callable[[], object], kinds: tuple[str, ...]
) -> None:
    def bare() -> None:
        for kind in kinds:
            workspace.facts(kind=kind)

    cold = _timed(page)
    query, whole = _best(bare), _best(page)
    sys.stdout.write(
        f"{name:20} bare query {query:6.2f} s, page {whole:6.2f} s: {whole / query:4.1f} times"
        f" (cold {cold:6.2f} s)\n"
    )
    sys.stdout.flush()


def _best(work: Callable[[], object]) -> float:
    return min(_timed(work) for _run in range(_RUNS))


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _schools(count: int) -> list[Fact]:
    found: list[Fact] = []
    for number in range(count):
        id_ = f"s{number}"
        body = {"school": id_, "name": f"第{number}小学", "former": [], "wall_utc_ns": 1}
        found.append(make_fact(SCHOOL, new_id(), body))  # type: ignore[arg-type] # as it is kept
        fields = {
            "code": f"{number:05}", "level": "primary", "pupils": "600", "boarders": "0",
            "guards": "2", "alarm": "yes", "cameras": "yes", "enclosed": "yes", "risk": "blue",
        }  # fmt: skip
        found.append(as_fact(SCHOOLS.kind, Revision(new_id(), id_, "enter", fields)))
        for month in range(4):
            plan = {"school": id_, "subject": "evacuation", "due": f"2026-{9 + month:02}-28"}
            found.append(as_fact(YEAR_PLAN.kind, Revision(new_id(), new_id(), "enter", plan)))
        visit = {"school": id_, "day": "2026-10-08", "leader": "p1"}
        found.append(as_fact(VISITS.kind, Revision(new_id(), new_id(), "enter", visit)))
    return found


def _ledger(schools: int, count: int) -> list[Fact]:
    """Make lines over ten years, one step each."""
    found: list[Fact] = []
    for number in range(count):
        key = f"hazard:{number}"
        made = 1_500_000_000 * 10**9 + number * 10 * 365 * _DAY_NS // count
        state = _STATES[number % 4]
        found_ = Found(
            key, "后门无人看守", "后门", "", made, Needed("", "hazard", key),
            source="police", school=f"s{number % schools}", place="后门",
        )  # fmt: skip
        content = Content(
            found_,
            state,
            "派人值守",
            "安全办",
            due=_TODAY + timedelta(days=number % 60 - 30),
            reason="已看" if state == "closed" else "",
        )
        found.append(step_fact(Step(new_id(), key, "accept", content, (), "p1", made)))
    return found


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
