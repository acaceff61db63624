"""Mend what fell short: propose findings, keep the ledger of actions, close what drills show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import Text, Words, _
from drillplanner.base.translator import Language, translator
from drillplanner.improve import ledger as rules
from drillplanner.improve.codec import as_fact
from drillplanner.improve.findings import Finding
from drillplanner.improve.findings import propose as propose_findings
from drillplanner.improve.ledger import Action, Content, Deed, Found, Step
from drillplanner.improve.proof import FoundIn, LaterDrill, may_show, refusal
from drillplanner.run.fact_kinds import SCRIPT
from drillplanner.run.rounds import is_in_earnest
from drillplanner.services.fact_factory import script_document
from drillplanner.services.improve.ledger import Ledger, read_ledger
from drillplanner.services.organisation.schools import school_of
from drillplanner.services.plan.scripts import parsed
from drillplanner.services.review.decisions import is_same_name, person_named
from drillplanner.services.review.review_session import (
    DrillReview,
    Recorded,
    read_drill,
    review_drill,
)
from drillplanner.terms.document import Phrase

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding that a drill brings up, and the action made of it; None where there is none.

    A dismissed finding has an action too, whose reason says why.
    """

    finding: Finding
    action: Action | None

    @property
    def is_new(self) -> bool:
        """Tell whether nobody has decided on it yet, or the decision was withdrawn."""
        if self.action is None:
            return True
        return not self.action.is_in_conflict and self.action.content.state == "withdrawn"

    @property
    def is_dismissed(self) -> bool:
        action = self.action
        return (
            action is not None and not action.is_in_conflict and action.content.state == "dismissed"
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """A drill held after the one a finding is of, and why it does not show that it was fixed.

    A rehearsal that would show it is proof here; closing by it asks for the reason.
    """

    later: LaterDrill
    refusal: Text | None = None

    @property
    def is_proof(self) -> bool:
        """Tell whether it shows that it was fixed."""
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class LaterDrills:
    """How many drills were ended since a finding, and which of them could show that it is fixed.

    `school` is the id of the school of the drill in which it was found.
    """

    count: int
    candidates: tuple[DrillId, ...]
    school: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """How many drills were ended since a finding, and what those say that were reviewed."""

    count: int = 0
    evidence: tuple[Evidence, ...] = ()

    @property
    def proofs(self) -> tuple[LaterDrill, ...]:
        """The drills that show that it is fixed, the earliest first."""
        return tuple(one.later for one in self.evidence if one.is_proof)


def propose(review: DrillReview, ledger: Ledger) -> tuple[Proposal, ...]:
    """Propose a finding for each thing that fell short, with what was decided on it already.

    A round that was made void brings nothing up.
    """
    if review.held.is_void:
        return ()
    drill = review.recorded.drill.id
    found = propose_findings(review.script, review.card, review.log, drill, held_utc_ns(review))
    return tuple(Proposal(finding, ledger.action(finding.key)) for finding in found)


def accept(
    workspace: Workspace,
    findings: Sequence[Finding],
    *,
    by: str,
    language: Language = "zh_CN",
) -> tuple[Action, ...]:
    """Enter findings into the ledger as actions not started; known ones are left as they are.

    Who answers in the script is written down as the unit, in `language`.

    Raises:
        UserError: no name is given.
    """
    say = translator(language).say
    contents = [Content(_found(one), unit=say(one.role)) for one in findings]
    return _enter(workspace, contents, "accept", by)


def dismiss(workspace: Workspace, findings: Sequence[Finding], reason: str, *, by: str) -> None:
    """Put findings aside with a reason; that stays on record and can be taken back.

    Raises:
        UserError: no reason or no name is given.
    """
    if not reason.strip():
        raise UserError(_("Write why this needs no action, then dismiss it."))
    said = reason.strip()
    contents = [Content(_found(one), "dismissed", reason=said) for one in findings]
    _enter(workspace, contents, "dismiss", by)


def edit(
    workspace: Workspace,
    seen: Action,
    content: Content,
    person: str,
    *,
    by: str,
    head: str = "",
    judge: str = "",
) -> Action:
    """Save what a person wrote; `person`, `head` and `judge` are names, kept out of the fact.

    Raises:
        UserError: the action is closed, or was changed elsewhere since it was `seen`.
    """
    wanted = replace(
        content,
        person=_person(workspace, person),
        head=_person(workspace, head),
        judge=_person(workspace, judge),
    )
    now = rules.edited(_single(workspace, seen), wanted)
    return seen if now == seen.content else _add(workspace, seen, "edit", now, by)


def move(workspace: Workspace, seen: Action, deed: Deed, reason: str = "", *, by: str) -> Action:
    """Move an action to its next state, or back; closing is `close`.

    Raises:
        UserError: see drillplanner.improve.ledger.moved.
    """
    now = rules.moved(_single(workspace, seen), deed, reason)
    return _add(workspace, seen, deed, now, by)


def close(workspace: Workspace, seen: Action, drill: str, *, by: str, reason: str = "") -> Action:
    """Close an action by a later drill, which is reviewed anew here; empty: there is none.

    `reason` is why a rehearsal may count, or the decision on a fault of the record.

    Raises:
        UserError: nothing shows it; the message says what would.
    """
    content = _single(workspace, seen)
    if content.found.is_hazard:
        later = _proving(workspace, drill) if drill else None
        reporter = rules.reporter_of(seen)
        if is_same_name(by, workspace.names().get(reporter, "")):
            rechecker = reporter
        else:
            rechecker = person_named(workspace, by)
        now = rules.rechecked(content, reason, rechecker, reporter, later)
        return _add(workspace, seen, "close", now, by)
    return _add(workspace, seen, "close", _closed(workspace, content, drill, reason), by)


def _closed(workspace: Workspace, content: Content, drill: str, reason: str) -> Content:
    later = _proving(workspace, drill) if drill else None
    return rules.closed(content, later, school_of(workspace, content.found.drill).id, reason)


def undo(workspace: Workspace, seen: Action, *, by: str) -> Action:
    """Take the last step back by a further step; what was closed so needs its proof anew.

    Raises:
        UserError: there is nothing to take back, or the proof does not hold any more.
    """
    _single(workspace, seen)
    content, restores = rules.before(seen)
    if content.state == "closed" and not content.found.is_hazard:
        waiting = replace(content, state="to_verify", proof="")
        _closed(workspace, waiting, content.proof, content.admission or content.reason)
    return _add(workspace, seen, "undo", content, by, restores)


def settle(workspace: Workspace, seen: Action, head: str, *, by: str) -> Action:
    """Let one of several versions stand, in place of all of them.

    Raises:
        UserError: that version is not there any more.
    """
    _require_same(workspace, seen)
    chosen = next((one for one in seen.heads if one.id == head), None)
    if chosen is None:
        raise UserError(_("This action was changed meanwhile; look at it again."))
    return _add(workspace, seen, "settle", chosen.content, by)


def drills_since(workspace: Workspace, action: Action) -> LaterDrills:
    """List by the index what was ended since a finding; only its script tells a candidate."""
    found = action.content.found
    since = [
        held
        for held in workspace.drills()
        if held.drill.id != found.drill
        and held.standing in ("ended", "broken_off")
        and held.held_utc_ns > found.held_utc_ns
    ]
    if found.is_hazard:
        here = [one for one in since if school_of(workspace, one.drill.id).id == found.school]
        ordered = sorted(here, key=lambda one: one.held_utc_ns)
        return LaterDrills(len(here), tuple(one.drill.id for one in ordered), found.school)
    could: dict[str, bool] = {}
    for script in {held.drill.script for held in since}:
        documents = [script_document(one) for one in workspace.facts(kind=SCRIPT, hash=script)]
        could[script] = any(_may_show(found, document) for document in documents)
    ordered = sorted(since, key=lambda one: one.held_utc_ns)
    return LaterDrills(
        len(since),
        tuple(one.drill.id for one in ordered if could[one.drill.script]),
        school_of(workspace, found.drill).id,
    )


def read_later(workspace: Workspace, drill: DrillId) -> Recorded | None:
    """Read a drill that may show something; None where it is not whole or went meanwhile."""
    try:
        return read_drill(workspace, drill)
    except UserError:
        return None


def evidence_of(action: Action, recorded: Recorded, school: str) -> Evidence | None:
    """Review a drill and tell whether it shows that a finding is fixed; None where it cannot.

    `school` is the id of the school of the drill in which it was found.
    """
    found = action.content.found
    try:
        review = review_drill(recorded)
    except FileRefused:
        # Without a sound script or table a drill shows nothing.
        return None
    later = as_later(review)
    if review.held.is_void or later.held_utc_ns <= found.held_utc_ns:
        return None
    if found.is_hazard:
        return Evidence(later, rules.unfit(found, later))
    found_in = FoundIn(found.drill, found.held_utc_ns, school)
    asked_anyway = "asked for on closing"
    why = refusal(found.needed, rules.name_of(found), found_in, later, asked_anyway)
    return Evidence(later, why)


def as_later(review: DrillReview) -> LaterDrill:
    """Give a reviewed drill as what may prove a mending."""
    drill = review.recorded.drill
    return LaterDrill(
        drill.id,
        drill.title,
        held_utc_ns(review),
        review.script,
        review.card,
        review.recorded.school.id,
        not is_in_earnest(review.held.nature or drill.nature),
        _performed(review),
    )


def _performed(review: DrillReview) -> frozenset[str]:
    """List the steps that somebody saw performed, in all their units."""
    points = review.timeline.points
    done = frozenset(key for key, state in points.items() if state.known in ("timed", "done"))
    found: set[str] = set()
    for step in review.script.steps:
        units: list[str | None] = [unit.id for unit in step.units]
        if all((step.id, unit) in done for unit in units or [None]):
            found.add(step.id)
    return frozenset(found)


def _may_show(found: Found, document: str) -> bool:
    try:
        return may_show(found.needed, parsed(document))
    except FileRefused:
        return False


def held_utc_ns(review: DrillReview) -> int:
    """Tell when a round began: its first entry, else when the drill was entered."""
    return review.held.first_utc_ns or review.recorded.drill.made_utc_ns


def needed_said(action: Action) -> Text:
    """Say which drill would close an action."""
    return rules.needed_said(action.content.found)


def _proving(workspace: Workspace, drill: str) -> LaterDrill:
    """Review a drill that is to prove something; a void round proves nothing."""
    review = review_drill(read_drill(workspace, drill))
    if review.held.is_void:
        raise UserError(
            _(
                "Every round of “{drill}” was voided, so it shows nothing; choose another drill.",
                drill=review.recorded.drill.title,
            )
        )
    return as_later(review)


def _enter(
    workspace: Workspace, contents: Sequence[Content], deed: Deed, by: str
) -> tuple[Action, ...]:
    known = {action.id: action for action in read_ledger(workspace).actions}
    author = person_named(workspace, by)
    steps: list[Step] = []
    for content in contents:
        action = known.get(content.found.key)
        if action is not None and (action.is_in_conflict or action.content.state != "withdrawn"):
            continue
        replaced = action.head_ids if action else ()
        key = content.found.key
        steps.append(Step(new_id(), key, deed, content, replaced, author, workspace.utc_ns()))
    workspace.add([as_fact(step) for step in steps])
    entered = {step.action for step in steps}
    return tuple(one for one in read_ledger(workspace).actions if one.id in entered)


def _found(finding: Finding) -> Found:
    """Freeze a finding: its words are kept in both languages, whatever becomes of the drill."""
    return Found(
        finding.key,
        _said(finding.words),
        _said(finding.name),
        finding.drill,
        finding.held_utc_ns,
        finding.needed,
        finding.is_critical,
        finding.evidence,
    )


def _said(words: Phrase) -> Words:
    return {"zh_CN": translator("zh_CN").say(words), "en": translator("en").say(words)}


def _person(workspace: Workspace, name: str) -> PersonId:
    return person_named(workspace, name) if name.strip() else PersonId("")


def _require_same(workspace: Workspace, seen: Action) -> None:
    now = read_ledger(workspace).action(seen.id)
    if now is None or now.head_ids != seen.head_ids:
        raise UserError(_("This action was changed meanwhile; look at it again."))


def _single(workspace: Workspace, seen: Action) -> Content:
    _require_same(workspace, seen)
    if seen.is_in_conflict:
        raise UserError(_("There are two versions side by side; choose the one to keep."))
    return seen.content


def _add(
    workspace: Workspace,
    seen: Action,
    deed: Deed,
    content: Content,
    by: str,
    restores: str = "",
) -> Action:
    author = person_named(workspace, by)
    made_utc_ns = workspace.utc_ns()
    step = Step(new_id(), seen.id, deed, content, seen.head_ids, author, made_utc_ns, restores)
    workspace.add([as_fact(step)])
    return next(one for one in read_ledger(workspace).actions if one.id == seen.id)
