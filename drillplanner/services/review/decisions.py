"""Keep what named persons decided of a drill as facts: grades, rulings, ratings, joined tables.

Nothing is overwritten. A later decision names the ones it replaces, a withdrawal names what it
takes back, and two that stand side by side (from two laptops) are both given, never one of them.
Names of people stay in the workspace's table of names; a fact holds only their ids.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.locations import ruling_place
from drillplanner.base.texts import _
from drillplanner.exchange.time_reader.dial import DIALS, Dial
from drillplanner.plan.model import Script, split_ref
from drillplanner.review.judging import Rulings
from drillplanner.review.points.ratings import Rating, is_rating
from drillplanner.review.ruled_log import LogRuling, LogRulingKind
from drillplanner.review.verdicts import Grade
from drillplanner.run.fact import Body, Fact, Value, make_fact, read_body
from drillplanner.run.fact_kinds import GRADE, LOG_TABLE, RATING, RULING, WITHDRAWAL

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Facts that say what a person decided of a drill.
KINDS = frozenset({GRADE, RULING, RATING, LOG_TABLE})

#: Rules by which a table's times are read; a table without it was joined before rules 3.
_TABLE_RULES = 3


#: admit: an interrupted target counts; confirm: a stop before its start, or at the very
#: instant of its start, is as it was. The others are of the log (drillplanner.review.ruled_log).
RulingKind: TypeAlias = Literal["admit", "confirm"] | LogRulingKind
RULINGS: tuple[RulingKind, ...] = ("admit", "confirm", "use", "not_applicable", "tie")


@dataclass(frozen=True, slots=True)
class LeaderGrade:
    """A grade that the evaluation group's leader entered (评定等级)."""

    fact: str
    grade: Grade
    by: str
    reason: str
    made_utc_ns: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a named person decided: of a target, or of a step, unit or source of the log.

    `target` is the id of what it is of, `source` as in `LogRuling`.
    """

    fact: str
    kind: RulingKind
    target: str
    by: str
    reason: str
    made_utc_ns: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class TableText:
    """A log table's text by the name its rows are cited by.

    `dials` say what the figures of its sources are, where someone was asked. `is_old` says that
    it was joined under rules before 3: what is ambiguous in it means what it meant then.
    """

    name: str
    text: str
    dials: Mapping[str, Dial] = field(default_factory=dict)
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """A log table from outside (paper, camera, the 110 record) that counts for the drill."""

    fact: str
    table: TableText
    by: str
    made_utc_ns: int

    @property
    def name(self) -> str:
        """Give what its rows are cited by."""
        return self.table.name

    @property
    def text(self) -> str:
        return self.table.text


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of one round that stand. `grades` are several only where laptops differ."""

    grades: tuple[LeaderGrade, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    ratings: tuple[Rating, ...] = ()
    tables: tuple[JoinedTable, ...] = ()

    @property
    def for_scoring(self) -> Rulings:
        return Rulings(
            frozenset(one.target for one in self.rulings if one.kind == "admit"),
            frozenset(one.target for one in self.rulings if one.kind == "confirm"),
        )

    @property
    def for_log(self) -> tuple[LogRuling, ...]:
        """Give the rulings that are of the log, each named by its number among all."""
        return tuple(
            LogRuling(
                cast("LogRulingKind", one.kind),
                one.target,
                one.source,
                one.by,
                one.reason,
                ruling_place(number),
            )
            for number, one in enumerate(self.rulings, 1)
            if one.kind in get_args(LogRulingKind)
        )


def decisions(
    facts: Iterable[Fact], names: Mapping[str, str], script: Script, round_number: int
) -> Decisions:
    """Read the decisions of one round that stand; what is not of this script is left out."""
    targets = {target.id for target in script.targets}
    scales = {criterion.id: criterion.scale for criterion in script.criteria}
    grades: list[LeaderGrade] = []
    rulings: list[Ruling] = []
    ratings: dict[tuple[str, str], Rating] = {}
    tables: list[JoinedTable] = []
    for fact, body in standing(facts, round_number):
        by, made = named_in(body, names), int(cast("int", body.get("wall_utc_ns", 0)))
        match fact.kind, body:
            case "grade", {"grade": str(grade)} if grade in get_args(Grade):
                said = str(body.get("reason", ""))
                grades.append(LeaderGrade(fact.id, cast("Grade", grade), by, said, made))
            case "ruling", {"ruling": str(kind), "target": str(target)} if kind in RULINGS:
                source, said = str(body.get("source", "")), str(body.get("reason", ""))
                if _is_known(kind, target, targets, script):
                    rulings.append(Ruling(fact.id, kind, target, by, said, made, source))
            case "rating", {"criterion": str(criterion), "rating": str(rating)}:
                if criterion in scales and is_rating(scales[criterion], rating):
                    key = (criterion, str(body.get("author", "")))
                    ratings[key] = _rating(fact, body, by)
            case "log_table", {"name": str(name), "document": str(text)}:
                tables.append(JoinedTable(fact.id, _table(name, text, body), by, made))
    return Decisions(tuple(grades), tuple(rulings), tuple(ratings.values()), tuple(tables))


def _rating(fact: Fact, body: Body, by: str) -> Rating:
    return Rating(
        str(body["criterion"]),
        by,
        str(body["rating"]),
        str(body.get("note", "")),
        fact.id,
        tuple(str(one) for one in listed_in(body, "evidence")),
        str(body.get("reason", "")),
    )


def _is_known(kind: RulingKind, target: str, targets: set[str], script: Script) -> bool:
    """Tell whether the script still has what a ruling is of."""
    if kind in ("admit", "confirm"):
        return target in targets
    if kind == "tie":
        return True
    step_id, unit = split_ref(target)
    step = next((one for one in script.steps if one.id == step_id), None)
    return step is not None and (unit is None or any(one.id == unit for one in step.units))


def enter_grade(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    grade: Grade,
    *,
    by: str,
    reason: str = "",
    suggested: Grade | None,
) -> Fact:
    """Enter the leader's grade, in place of those that stand.

    Raises:
        UserError: no name is given, or no reason where it differs from the suggested grade.
    """
    if grade != suggested and not reason.strip():
        raise UserError(
            _("This grade differs from the suggested one; write why, then enter it again.")
        )
    found = standing(workspace.facts(drill), round_number)
    replaced: list[Value] = [fact.id for fact, _body in found if fact.kind == GRADE]
    body: Body = {"grade": grade, "reason": reason.strip(), "replaces": replaced}
    return _decide(workspace, GRADE, drill, round_number, by, body)


def rule(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    kind: RulingKind,
    target: str,
    *,
    by: str,
    reason: str,
    source: str = "",
) -> Fact:
    """Admit an interrupted target, confirm a reversed one, or rule on what the log says.

    Raises:
        UserError: no name or no reason is given.
    """
    if not reason.strip():
        raise UserError(_("Write why this is decided so, then enter it again."))
    body: Body = {"ruling": kind, "target": target, "reason": reason.strip()}
    if source:
        body["source"] = source
    same = [
        fact.id
        for fact, said in standing(workspace.facts(drill), round_number)
        if fact.kind == RULING and (said.get("ruling"), said.get("target")) == (kind, target)
    ]
    if same:
        # The later decision of the same thing stands; taken back, the earlier one does again.
        body["replaces"] = [*same]
    return _decide(workspace, RULING, drill, round_number, by, body)


def save_table(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    table: TableText,
    *,
    by: str = "",
    replaces: Sequence[str] = (),
    made: str = "",
) -> Fact:
    """Keep a log table with the drill; see `table_fact`."""
    fact = table_fact(workspace, drill, round_number, table, by=by, replaces=replaces, made=made)
    workspace.add([fact])
    return fact


def table_fact(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    table: TableText,
    *,
    by: str = "",
    replaces: Sequence[str] = (),
    made: str = "",
) -> Fact:
    """Make the fact of a log table without adding it yet.

    `replaces` are the facts of tables that this one is a later version of; `made` says how it
    came to be where that is not by joining a file.
    """
    body: Body = {"name": table.name, "document": table.text, "rules": _TABLE_RULES}
    if table.dials:
        body["dials"] = dict(table.dials)
    if replaces:
        body["replaces"] = list(replaces)
    if made:
        body["made"] = made
    author = person_named(workspace, by) if by.strip() else PersonId("")
    return decision_fact(workspace, LOG_TABLE, drill, round_number, author, body)


def _table(name: str, text: str, body: Body) -> TableText:
    said = body.get("dials")
    known = {str(dial): dial for dial in DIALS}
    dials = {
        source: known[dial]
        for source, dial in (said if isinstance(said, dict) else {}).items()
        if isinstance(dial, str) and dial in known
    }
    return TableText(name, text, dials, is_old="rules" not in body)


def withdraw(workspace: Workspace, drill: DrillId, fact: str, *, by: str = "") -> Fact:
    """Take a decision back; what it had replaced stands again, and both stay on record."""
    author = person_named(workspace, by) if by.strip() else PersonId("")
    body: Body = {"amends": fact, "author": author, "wall_utc_ns": workspace.utc_ns()}
    made = make_fact(WITHDRAWAL, new_id(), body, drill)
    workspace.add([made])
    return made


def person_named(workspace: Workspace, name: str) -> PersonId:
    """Find the id of the person of this name, or give the name a new id.

    Raises:
        UserError: the name is empty.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise UserError(_("Write the name of who decides this, then enter it again."))
    for person, known in workspace.names().items():
        if known == wanted:
            return PersonId(person)
    made = PersonId(new_id())
    workspace.name_person(made, wanted)
    return made


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names differ at most in spaces, capitals and width of characters."""
    first, second = (
        "".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in (one, other)
    )
    return first == second and bool(first)


def standing(facts: Iterable[Fact], round_number: int) -> list[tuple[Fact, Body]]:
    """List the decisions of a round that were neither withdrawn nor replaced."""
    written = [(fact, read_body(fact.data)) for fact in facts if fact.kind in KINDS | {WITHDRAWAL}]
    gone = {body.get("amends") for fact, body in written if fact.kind == WITHDRAWAL}
    live = [
        (fact, body)
        for fact, body in written
        if fact.kind in KINDS and fact.id not in gone and body.get("round") == round_number
    ]
    replaced = {one for _fact, body in live for one in listed_in(body, "replaces")}
    return [(fact, body) for fact, body in live if fact.id not in replaced]


def listed_in(body: Body, field: str) -> list[Value]:
    """Give the list that a fact holds in a field; empty where it holds none."""
    value = body.get(field)
    return value if isinstance(value, list) else []


def named_in(body: Body, names: Mapping[str, str]) -> str:
    """Give the author's name, or the end of the id where the name was deleted."""
    author = str(body.get("author", ""))
    return names.get(author) or (f"…{author[-8:]}" if author else "")


def _decide(
    workspace: Workspace, kind: str, drill: DrillId, round_number: int, by: str, body: Body
) -> Fact:
    fact = decision_fact(workspace, kind, drill, round_number, person_named(workspace, by), body)
    workspace.add([fact])
    return fact


def decision_fact(
    workspace: Workspace,
    kind: str,
    drill: DrillId,
    round_number: int,
    author: PersonId,
    body: Body,
) -> Fact:
    """Make the fact of what a person said of a round, without adding it yet."""
    made_utc_ns = workspace.utc_ns()
    whole: Body = {**body, "round": round_number, "author": author, "wall_utc_ns": made_utc_ns}
    return make_fact(kind, new_id(), whole, drill)
