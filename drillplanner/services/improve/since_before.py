"""Complete a report with what other drills and the ledger say: the last time, who fixes what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import Text, _
from drillplanner.improve.vocabulary import STATES
from drillplanner.report.inputs import Earlier, Remedy, ReportInputs
from drillplanner.review.comparison import change
from drillplanner.run.fact_kinds import SCRIPT
from drillplanner.run.rounds import is_in_earnest
from drillplanner.services.fact_factory import script_id_of
from drillplanner.services.improve.ledger import Ledger
from drillplanner.services.organisation.schools import schools_of_drills
from drillplanner.services.review.review_session import DrillReview, Recorded, review_drill
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.vocabulary import VERDICTS

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Earlier drills that are looked through for a target's last comparable time.
_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Before:
    """The drills that a drill can be compared with, the last one first, or why there are none."""

    drills: tuple[DrillId, ...] = ()
    why: Text | None = None


def drills_before(workspace: Workspace, review: DrillReview) -> Before:
    """List the earlier drills of the same school with a version of the same script."""
    recorded = review.recorded
    if not recorded.school.id:
        return Before(why=_("not compared: the school of this drill is not named"))
    scripts = {
        fact.hash for fact in workspace.facts(kind=SCRIPT) if script_id_of(fact) == review.script.id
    }
    schools = schools_of_drills(workspace)
    same = {drill for drill, held in schools.items() if held.id == recorded.school.id}
    began = review.held.first_utc_ns or recorded.drill.made_utc_ns
    found = [
        held
        for held in workspace.drills()
        if held.drill.script in scripts
        and held.standing == "ended"
        and held.held_utc_ns < began
        and held.drill.id != recorded.drill.id
        and held.drill.id in same
    ]
    found.sort(key=lambda held: -held.held_utc_ns)
    if not found:
        return Before(why=_("this school held no earlier drill with this script here"))
    return Before(tuple(held.drill.id for held in found[:_LOOKED_AT]))


def compared(review: DrillReview, before: Iterable[Recorded]) -> dict[str, Earlier]:
    """Compare each target with the last drill in which it can be compared.

    A rehearsal is compared with rehearsals alone: people knew what was coming.
    """
    found: dict[str, Earlier] = {}
    now = {result.id: result for result in review.card.targets}
    for recorded in before:
        try:
            then = review_drill(recorded)
        except (FileRefused, UserError):
            continue
        if then.held.is_void or _is_in_earnest(then) != _is_in_earnest(review):
            continue
        for target, result in zip(then.script.targets, then.card.targets, strict=True):
            if target.id in found or target.id not in now:
                continue
            went = change(review.script, now[target.id], then.script, result)
            if went is not None:
                timed = result.elapsed_s is not None
                said = measured_said(target, result) if timed else VERDICTS[result.verdict][1]
                found[target.id] = Earlier(_day(then), said, went)
        if len(found) == len(now):
            break
    return found


def remedies(drill: str, ledger: Ledger) -> tuple[Remedy, ...]:
    """Give what the ledger says of the findings of a drill; dismissed ones have no remedy."""
    return tuple(
        Remedy(
            action.id.removeprefix(f"{drill}:"),
            STATES[action.content.state],
            action.content.measure,
            action.content.unit,
            ledger.person(action.content.person),
            action.content.due,
            action.content.verification,
        )
        for action in ledger.actions
        if action.content.found.drill == drill and action.is_listed and not action.is_in_conflict
    )


def completed(
    inputs: ReportInputs,
    review: DrillReview,
    ledger: Ledger,
    before: Before,
    drills: Sequence[Recorded],
) -> ReportInputs:
    """Put ledger and earlier drills into what a report is made from."""
    earlier = compared(review, drills)
    why = before.why
    if why is None and not earlier:
        why = _("no target of an earlier drill of this school can be compared")
    return replace(
        inputs,
        remedies=remedies(review.recorded.drill.id, ledger),
        earlier=earlier,
        earlier_why=why,
    )


def _is_in_earnest(review: DrillReview) -> bool:
    return is_in_earnest(review.held.nature or review.recorded.drill.nature)


def _day(review: DrillReview) -> date:
    held_utc_ns = review.held.first_utc_ns or review.recorded.drill.made_utc_ns
    return date.fromisoformat(local_time.day(held_utc_ns, review.script.zone))
