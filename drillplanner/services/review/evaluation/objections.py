"""Keep objections (异议): what an organisation holds against a verdict, and the group's answer.

An objection never changes a score. It stands beside its row in every report from then on; what
follows from it is a ruling or a correction of the log, which a person enters as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import _
from drillplanner.review.points.objection import Objection
from drillplanner.run.fact import Body, Fact, Value, read_body
from drillplanner.run.fact_kinds import OBJECTION, OBJECTION_ANSWER, WITHDRAWAL
from drillplanner.services.review.decisions import decision_fact, named_in, person_named

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewObjection:
    """What is objected to (`subject`: a target's or criterion's id), by whom, and when."""

    subject: str
    organisation: str
    by: str
    text: str
    day: date


def objections(
    facts: Iterable[Fact], names: Mapping[str, str], zone: str, round_number: int
) -> tuple[Objection, ...]:
    """Read the objections of a round, in the order in which they were entered."""
    written = [
        (fact, read_body(fact.data))
        for fact in facts
        if fact.kind in (OBJECTION, OBJECTION_ANSWER, WITHDRAWAL)
    ]
    gone = {body.get("amends") for fact, body in written if fact.kind == WITHDRAWAL}
    here = sorted(
        ((fact, body) for fact, body in written if body.get("round") == round_number),
        key=lambda one: (cast("int", one[1]["wall_utc_ns"]), one[0].id),
    )
    answers: dict[Value, list[Body]] = {}
    for fact, body in here:
        if fact.kind == OBJECTION_ANSWER and fact.id not in gone:
            answers.setdefault(body["objection"], []).append(body)
    return tuple(
        Objection(
            fact=fact.id,
            subject=str(body["subject"]),
            organisation=str(body["organisation"]),
            by=named_in(body, names),
            text=str(body["text"]),
            day=_day(body, zone),
            answers=tuple(
                (str(one["text"]), named_in(one, names), _day(one, zone))
                for one in answers.get(fact.id, [])
            ),
        )
        for fact, body in here
        if fact.kind == OBJECTION and fact.id not in gone
    )


def _day(body: Body, zone: str) -> str:
    """Give the day that was told, or that on which it was entered."""
    return str(body.get("day") or local_time.day(cast("int", body["wall_utc_ns"]), zone))


def object_to(
    workspace: Workspace, drill: DrillId, round_number: int, objection: NewObjection
) -> Fact:
    """Keep an objection.

    Raises:
        UserError: the organisation, the name or the words are missing.
    """
    if not objection.organisation.strip() or not objection.text.strip():
        raise UserError(_("Write which organisation objects, and to what, then enter it again."))
    body: Body = {
        "subject": objection.subject,
        "organisation": " ".join(objection.organisation.split()),
        "text": objection.text.strip(),
        "day": objection.day.isoformat(),
    }
    return _keep(workspace, OBJECTION, drill, round_number, objection.by, body)


def answer(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    objection: str,
    text: str,
    *,
    by: str,
    day: date | None = None,
) -> Fact:
    """Keep the evaluation group's answer to an objection.

    Raises:
        UserError: the name or the words are missing, or there is no such objection.
    """
    if not text.strip():
        raise UserError(_("Write what the evaluation group answers, then enter it again."))
    if objection not in {fact.id for fact in workspace.facts(drill) if fact.kind == OBJECTION}:
        raise UserError(_("This objection is not here any more."))
    body: Body = {"objection": objection, "text": text.strip()}
    if day is not None:
        body["day"] = day.isoformat()
    return _keep(workspace, OBJECTION_ANSWER, drill, round_number, by, body)


def _keep(
    workspace: Workspace, kind: str, drill: DrillId, round_number: int, by: str, body: Body
) -> Fact:
    made = decision_fact(workspace, kind, drill, round_number, person_named(workspace, by), body)
    workspace.add([made])
    return made
