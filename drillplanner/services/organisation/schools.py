"""Keep the register of schools, and say at which one a drill was held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, new_id
from drillplanner.base.texts import Text, _
from drillplanner.organisation.dates import FieldRefused
from drillplanner.organisation.record import read_records
from drillplanner.organisation.school import HeldAt, School, held_at, read_schools
from drillplanner.run.fact import Body, Fact, Value, make_fact
from drillplanner.run.fact_kinds import DRILL_SCHOOL, SCHOOL, SCHOOL_CARD

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


def schools(workspace: Workspace) -> tuple[School, ...]:
    """List the schools that a workspace knows, by name."""
    return read_schools(
        [*workspace.facts(kind=SCHOOL), *workspace.facts(kind=DRILL_SCHOOL)],
    )


def school_labels(workspace: Workspace) -> tuple[dict[str, str], dict[str, str]]:
    """Name every school so that no two are called alike, and tell at which each drill was held."""
    return schools_told(workspace)[1:]


def schools_told(
    workspace: Workspace,
) -> tuple[tuple[School, ...], dict[str, str], dict[str, str]]:
    """List the schools, name each so that no two are called alike, and tell each drill's school."""
    carried = workspace.facts(kind=DRILL_SCHOOL)
    known = read_schools([*workspace.facts(kind=SCHOOL), *carried])
    cards = read_records(workspace.facts(kind=SCHOOL_CARD))
    codes = {id_: card.fields.get("code", "") for id_, card in cards.items()}
    of_drill: dict[str, list[Fact]] = {}
    for fact in carried:
        of_drill.setdefault(fact.drill or "", []).append(fact)
    held = {drill: held_at(said).id for drill, said in of_drill.items()}
    return known, labels(known, codes), held


def labels(schools_: Iterable[School], codes: Mapping[str, str]) -> dict[str, str]:
    """Name each school so that no two are called alike: with its code where names are."""
    known = list(schools_)
    times: dict[str, int] = {}
    for one in known:
        times[one.name] = times.get(one.name, 0) + 1
    return {
        one.id: one.name
        if times[one.name] == 1
        else f"{one.name}（{codes.get(one.id) or one.id[-6:]}）"
        for one in known
    }


def find_school(workspace: Workspace, said: str) -> str:
    """Find the id of a school by its label, name, former name or code.

    Raises:
        FieldRefused: there is none, or several are called so.
    """
    found = _found(workspace, said)
    if len(found) == 1:
        return found[0].id
    if found:
        raise FieldRefused(_several(said, len(found)))
    raise FieldRefused(
        _("No school is called {name}; enter it among the schools first.", name=said[:40])
    )


def refuse_unclear(workspace: Workspace, said: str) -> None:
    """Refuse a name that several schools have: which of them is meant nobody guesses.

    Raises:
        UserError: several schools are called so.
    """
    wanted = " ".join(said.split())
    found = _found(workspace, wanted) if wanted else ()
    if len(found) > 1:
        raise UserError(_several(wanted, len(found)))


def _found(workspace: Workspace, said: str) -> tuple[School, ...]:
    """Find schools by label or code, else by name or former name."""
    known = schools(workspace)
    cards = read_records(workspace.facts(kind=SCHOOL_CARD))
    codes = {id_: card.fields.get("code", "") for id_, card in cards.items()}
    named = labels(known, codes)
    for one in known:
        if said and said in (named[one.id], codes.get(one.id)):
            return (one,)
    return tuple(one for one in known if one.is_called(said))


def _several(said: str, count: int) -> Text:
    return _("{count} schools are called {name}; write the code of one.", count=count, name=said)


def school_of(workspace: Workspace, drill: str) -> HeldAt:
    return held_at(workspace.facts(drill, DRILL_SCHOOL))


def schools_of_drills(workspace: Workspace) -> Mapping[str, HeldAt]:
    """Tell of every drill at which school it was held, by one read."""
    by_drill: dict[str, list[Fact]] = defaultdict(list)
    for fact in workspace.facts(kind=DRILL_SCHOOL):
        by_drill[fact.drill or ""].append(fact)
    return {drill: held_at(facts) for drill, facts in by_drill.items()}


def name_school(workspace: Workspace, drill: DrillId, name: str) -> HeldAt:
    """Say at which school a drill was held, by label, code, name or a former one; empty: none.

    A name that no school has or had makes a new school. What was said before stays on record.

    Raises:
        UserError: several schools are called so, and the drill is held at none of them yet.
    """
    wanted = " ".join(name.split())
    before = school_of(workspace, drill)
    known = _found(workspace, wanted) if wanted else ()
    found = next((one for one in known if one.id == before.id), None)
    if found is None and len(known) > 1:
        raise UserError(_several(wanted, len(known)))
    found = found or next(iter(known), None)
    if (found.id if found and wanted else "") == before.id and len(before.facts) == 1:
        return before
    if not wanted and not before.facts:
        return before
    made: list[Fact] = []
    if wanted and found is None:
        found = School(new_id(), wanted)
        made.append(_fact(workspace, SCHOOL, {"school": found.id, "name": wanted, "former": []}))
    replaced: list[Value] = [*before.facts]
    body: Body = {
        "school": found.id if found and wanted else "",
        "name": found.name if found and wanted else "",
        "replaces": replaced,
    }
    workspace.add([*made, _fact(workspace, DRILL_SCHOOL, body, drill)])
    return school_of(workspace, drill)


def rename_school(workspace: Workspace, school: School, name: str) -> School:
    """Give a school another name; its id, its drills and its former names stay.

    Raises:
        UserError: no name is given, or another school has it.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise UserError(_("Write the school's name."))
    others = [one for one in schools(workspace) if one.id != school.id]
    if any(one.is_called(wanted) for one in others):
        raise UserError(_("Another school is or was called “{name}”.", name=wanted))
    former: list[Value] = [*dict.fromkeys((*school.former, school.name))]
    replaced: list[Value] = [*school.facts]
    body: Body = {"school": school.id, "name": wanted, "former": former, "replaces": replaced}
    workspace.add([_fact(workspace, SCHOOL, body)])
    return next(one for one in schools(workspace) if one.id == school.id)


def _fact(workspace: Workspace, kind: str, body: Body, drill: str | None = None) -> Fact:
    return make_fact(kind, new_id(), {**body, "wall_utc_ns": workspace.utc_ns()}, drill)
