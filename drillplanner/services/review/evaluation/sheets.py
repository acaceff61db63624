"""Keep evaluators' sheets as facts: ratings, then the sheet locked, then verified.

Once a person locked a sheet of a round, every rating of theirs in it is changed only with a
reason, and must be verified anew. Nothing is overwritten: an earlier rating stays on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Script
from drillplanner.review.points.ratings import Rating
from drillplanner.run.fact import Body, Fact, Value, read_body
from drillplanner.run.fact_kinds import RATING, RATING_SHEET
from drillplanner.services.review.decisions import (
    decision_fact,
    decisions,
    listed_in,
    named_in,
    person_named,
    standing,
    withdraw,
)

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

Deed: TypeAlias = Literal["lock", "verify"]
DEEDS: Final[tuple[Deed, ...]] = ("lock", "verify")
#: How a sheet stands: being filled in; locked; read again by its evaluator; locked, and changed.
SheetState: TypeAlias = Literal["open", "locked", "verified", "changed"]
STATE_WORDS: Final[Mapping[SheetState, Text]] = {
    "open": pgettext("state of a sheet", "open"),
    "locked": pgettext("state of a sheet", "locked, not verified yet"),
    "verified": pgettext("state of a sheet", "locked and verified"),
    "changed": pgettext("state of a sheet", "changed after it was locked"),
}


@dataclass(frozen=True, slots=True)
class RatingSheet:
    """What one evaluator rated in one round, and how the sheet stands.

    `changed` are the criteria whose rating was given or changed after it was locked and that
    nobody has verified since.
    """

    evaluator: str
    ratings: tuple[Rating, ...]
    state: SheetState
    changed: frozenset[str] = frozenset()
    locked_utc_ns: int = 0
    verified_utc_ns: int = 0


def rating_sheets(
    facts: Iterable[Fact], names: Mapping[str, str], script: Script, round_number: int
) -> tuple[RatingSheet, ...]:
    """Read the sheets of a round, in the order in which their evaluators first rated."""
    kept = tuple(facts)
    ratings: dict[str, list[Rating]] = {}
    for one in decisions(kept, names, script, round_number).ratings:
        ratings.setdefault(one.evaluator, []).append(one)
    done = _deeds(kept, names, round_number)
    return tuple(_sheet(name, tuple(given), done.get(name, {})) for name, given in ratings.items())


@dataclass(frozen=True, slots=True)
class _Done:
    """All that a person locked or verified of a round, and when last."""

    ratings: frozenset[str]
    utc_ns: int


def _deeds(
    facts: Iterable[Fact], names: Mapping[str, str], round_number: int
) -> dict[str, dict[Deed, _Done]]:
    done: dict[str, dict[Deed, _Done]] = {}
    for fact in facts:
        if fact.kind != RATING_SHEET:
            continue
        body = read_body(fact.data)
        deed = next((one for one in DEEDS if one == body.get("deed")), None)
        if deed is None or body.get("round") != round_number:
            continue
        of = done.setdefault(named_in(body, names), {})
        before = of.get(deed, _Done(frozenset(), 0))
        of[deed] = _Done(
            before.ratings | {str(one) for one in listed_in(body, "ratings")},
            max(before.utc_ns, cast("int", body["wall_utc_ns"])),
        )
    return done


def _sheet(evaluator: str, ratings: tuple[Rating, ...], done: Mapping[Deed, _Done]) -> RatingSheet:
    locked, verified = done.get("lock"), done.get("verify")
    if locked is None:
        return RatingSheet(evaluator, ratings, "open")
    read = verified.ratings if verified else frozenset[str]()
    changed = frozenset(one.criterion for one in ratings if one.place not in locked.ratings | read)
    state: SheetState = "changed" if changed else "locked"
    if all(one.place in read for one in ratings):
        state = "verified"
    return RatingSheet(
        evaluator,
        ratings,
        state,
        changed,
        locked.utc_ns,
        verified.utc_ns if verified else 0,
    )


# -- what is entered ------------------------------------------------------------------------------


def save_ratings(
    workspace: Workspace, drill: DrillId, round_number: int, ratings: Sequence[Rating]
) -> tuple[Fact, ...]:
    """Save evaluators' ratings; one of the same criterion and evaluator replaces the one before.

    What is as it was makes no fact. All or none are saved.

    Raises:
        UserError: an evaluator has no name, or a sheet is locked and no reason is given.
    """
    facts = workspace.facts(drill)
    before = {
        (body.get("criterion"), body.get("author")): (fact.id, body)
        for fact, body in standing(facts, round_number)
        if fact.kind == RATING
    }
    locked = _who_locked(facts, round_number)
    made: list[Fact] = []
    for rating in ratings:
        person = person_named(workspace, rating.evaluator)
        old, said = before.get((rating.criterion, person), ("", {}))
        body = _body(rating, old)
        if old and _says(said) == _says(body):
            continue
        if person in locked:
            if not rating.reason.strip():
                raise UserError(
                    _(
                        "The sheet of {name} is locked; write why its rating of {criterion} is "
                        "changed, then save it again.",
                        name=rating.evaluator,
                        criterion=rating.criterion,
                    )
                )
            body["reason"] = rating.reason.strip()
        made.append(decision_fact(workspace, RATING, drill, round_number, person, body))
    workspace.add(made)
    return tuple(made)


def _body(rating: Rating, old: str) -> Body:
    replaced: list[Value] = [old] if old else []
    body: Body = {
        "criterion": rating.criterion,
        "rating": rating.rating,
        "note": rating.note.strip(),
        "replaces": replaced,
    }
    if rating.evidence:
        body["evidence"] = list(rating.evidence)
    return body


def _says(body: Body) -> tuple[Value | None, Value | None, list[Value]]:
    return body.get("rating"), body.get("note"), listed_in(body, "evidence")


def _who_locked(facts: Iterable[Fact], round_number: int) -> frozenset[str]:
    """Name the persons, by id, who locked a sheet of the round."""
    bodies = [read_body(fact.data) for fact in facts if fact.kind == RATING_SHEET]
    return frozenset(
        str(body.get("author", ""))
        for body in bodies
        if body.get("deed") == "lock" and body.get("round") == round_number
    )


def finish_sheet(
    workspace: Workspace, drill: DrillId, round_number: int, deed: Deed, *, by: str
) -> Fact:
    """Lock an evaluator's sheet, or say that its evaluator read it again and it is so.

    Raises:
        UserError: this person rated nothing, or verifies what was not locked.
    """
    facts = workspace.facts(drill)
    person = person_named(workspace, by)
    given: list[Value] = [
        fact.id
        for fact, body in standing(facts, round_number)
        if fact.kind == RATING and body.get("author") == person
    ]
    if not given:
        raise UserError(_("{name} has rated nothing in this round.", name=by.strip()))
    if deed == "verify" and person not in _who_locked(facts, round_number):
        raise UserError(_("The sheet of {name} is not locked yet; lock it first.", name=by.strip()))
    body: Body = {"deed": deed, "ratings": given}
    made = decision_fact(workspace, RATING_SHEET, drill, round_number, person, body)
    workspace.add([made])
    return made


def take_back(workspace: Workspace, drill: DrillId, round_number: int, fact_id: str) -> Fact:
    """Take a decision back; see `decisions.withdraw`.

    Raises:
        UserError: it is a rating on a sheet that is locked.
    """
    facts = workspace.facts(drill)
    locked = _who_locked(facts, round_number)
    for fact, body in standing(facts, round_number):
        if fact.id == fact_id and fact.kind == RATING and body.get("author") in locked:
            raise UserError(
                _(
                    "This sheet is locked: a rating on it is not taken back, but changed with a "
                    "reason; “no occasion to observe” counts as none."
                )
            )
    return withdraw(workspace, drill, fact_id)
