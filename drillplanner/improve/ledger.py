"""Hold corrective actions (整改): immutable steps, folded to what stands now.

Every step holds the whole of an action as it was left and names the steps it replaces, so the
same steps give the same ledger in whatever order they arrive. Two steps that replace the same
one, from two laptops, are a conflict that is shown until a person settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias, get_args

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Authored, Text, Words, _
from drillplanner.improve.proof import FoundIn, LaterDrill, Needed, require_proof, wanted

#: 未整改, 整改中, 已整改待验证, 已销号; a finding may also be dismissed with a reason, and what
#: was entered by mistake withdrawn.
State: TypeAlias = Literal["open", "under_way", "to_verify", "closed", "dismissed", "withdrawn"]

#: 人防、物防、技防、车辆、制度、消防、视频、出入管理、周边治安、应急机制.
Hazard: TypeAlias = Literal[
    "personnel",
    "physical",
    "technical",
    "vehicle",
    "rules",
    "fire",
    "video",
    "access",
    "surroundings",
    "emergency",
]

#: Where a line comes from: 演练、学校自查、公安检查、联合检查、护学岗、领导批示、走访.
Source: TypeAlias = Literal[
    "drill", "self_check", "police", "joint", "duty_post", "instruction", "visit"
]
#: 一般、重大; empty: nobody judged yet.
Level: TypeAlias = Literal["", "general", "major"]
#: How the level was judged: 直接判定、综合判定, or by a named person.
Judged: TypeAlias = Literal["", "direct", "combined", "person"]

#: What a person did to an action.
Deed: TypeAlias = Literal[
    "accept",
    "dismiss",
    "edit",
    "start",
    "report",
    "send_back",
    "close",
    "reopen",
    "undo",
    "settle",
]

STATES: tuple[State, ...] = get_args(State)
HAZARDS: tuple[Hazard, ...] = get_args(Hazard)
DEEDS: tuple[Deed, ...] = get_args(Deed)
SOURCES: tuple[Source, ...] = get_args(Source)
LEVELS: tuple[Level, ...] = get_args(Level)
JUDGED: tuple[Judged, ...] = get_args(Judged)

#: States of an action that stands in the ledger and is not done with.
UNDONE: frozenset[State] = frozenset({"open", "under_way", "to_verify"})

#: From which state each deed leads to which; closing is `close`, for it needs a later drill.
MOVES: Mapping[Deed, tuple[State, State]] = {
    "start": ("open", "under_way"),
    "report": ("under_way", "to_verify"),
    "send_back": ("to_verify", "under_way"),
    "close": ("to_verify", "closed"),
    "reopen": ("closed", "under_way"),
}
_WITH_REASON: frozenset[Deed] = frozenset({"send_back", "reopen"})


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it was accepted: its words in every language the program speaks, for good.

    `name` is what it is about, `drill` where it was found and `held_utc_ns` when that began.
    A hazard from elsewhere has no drill: `source` tells who found it, `school` is the id of
    the school, `place` where in it, and `held_utc_ns` is noon of the day it was found.
    """

    key: str
    words: Words
    name: Words
    drill: str
    held_utc_ns: int
    needed: Needed
    is_critical: bool = False
    evidence: tuple[str, ...] = ()
    source: Source = "drill"
    school: str = ""
    place: str = ""

    @property
    def is_hazard(self) -> bool:
        """Tell whether it was found elsewhere than in a drill: a recheck closes it."""
        return self.source != "drill"

    @property
    def is_of_record(self) -> bool:
        """Tell whether records disagreed, which no later drill undoes: a person decides."""
        return self.needed.kind == "conflict"


@dataclass(frozen=True, slots=True)
class Content:
    """An action as one step left it.

    `unit` and `person` answer for it (a unit by name, a person by id). `verification` says
    how it is to be verified. `is_parked` is 挂账, `is_supervised` 督办. `reason` belongs to
    the last move, `proof` is the drill that showed it, present exactly in a closed action; a
    fault of the record is closed by `reason` instead. `admission` says why a rehearsal was let
    count as proof. `head` is the department's head, `judge` who judged the level, both by id. A
    hazard is closed by `reason`, what the recheck found, and may name a drill as proof too.
    """

    found: Found
    state: State = "open"
    measure: str = ""
    unit: str = ""
    person: str = ""
    due: date | None = None
    hazard: Hazard | None = None
    verification: str = ""
    notes: str = ""
    is_parked: bool = False
    is_supervised: bool = False
    reason: str = ""
    proof: str = ""
    admission: str = ""
    level: Level = ""
    judged: Judged = ""
    judge: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One immutable step. `restores` names the step whose content an undo brought back."""

    id: str
    action: str
    deed: Deed
    content: Content
    replaces: tuple[str, ...] = ()
    author: str = ""
    made_utc_ns: int = 0
    restores: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A corrective action: all its steps, and the heads, those that no other step replaces."""

    id: str
    steps: tuple[Step, ...]
    heads: tuple[Step, ...]

    @property
    def is_in_conflict(self) -> bool:
        """Tell whether several versions stand side by side, for a person to settle."""
        return len(self.heads) > 1

    @property
    def content(self) -> Content:
        """Give what stands; in a conflict the first head's, which decides nothing."""
        return self.heads[0].content

    @property
    def head_ids(self) -> tuple[str, ...]:
        """Name the heads, in an order that is the same everywhere."""
        return tuple(head.id for head in self.heads)

    @property
    def is_listed(self) -> bool:
        """Tell whether the ledger shows it: dismissed and withdrawn ones stay on record only."""
        return self.is_in_conflict or self.content.state not in ("dismissed", "withdrawn")


def fold(steps: Iterable[Step]) -> tuple[Action, ...]:
    """Compute the actions from their steps; order and repetition of the steps change nothing."""
    by_action: dict[str, dict[str, Step]] = {}
    for step in steps:
        by_action.setdefault(step.action, {})[step.id] = step
    actions = [_action(id_, tuple(known.values())) for id_, known in by_action.items()]
    return tuple(sorted(actions, key=lambda action: (_made(action.steps[0]), action.id)))


def _made(step: Step) -> tuple[int, str]:
    return (step.made_utc_ns, step.id)


def _action(id_: str, steps: tuple[Step, ...]) -> Action:
    if len(steps) == 1:
        return Action(id_, steps, steps)
    ordered = tuple(sorted(steps, key=_made))
    replaced = {one for step in steps for one in step.replaces if one != step.id}
    heads = tuple(step for step in ordered if step.id not in replaced)
    # Steps that replace each other in a ring were forged: all of them are shown.
    return Action(id_, ordered, heads or ordered)


def is_overdue(content: Content, today: date) -> bool:
    """Tell whether the deadline passed while the mending was not reported done.

    Parked and supervised actions keep their deadline: a mark must not hide that it passed.
    """
    is_waiting = content.state in ("open", "under_way")
    return is_waiting and content.due is not None and content.due < today


def reported_late(action: Action) -> int:
    """Count the days after its deadline on which a line that waits for its recheck was reported.

    0 where it was in time: a report does not make up for a deadline that had passed.
    """
    content = action.content
    if action.is_in_conflict or content.state != "to_verify" or content.due is None:
        return 0
    reports = [step.made_utc_ns for step in action.steps if step.deed == "report"]
    if not reports:
        return 0
    return max(0, (local_time.local(max(reports)).date() - content.due).days)


def possible(action: Action) -> tuple[Deed, ...]:
    """List the moves that are possible from where an action stands."""
    if action.is_in_conflict:
        return ()
    return tuple(deed for deed, (state, _to) in MOVES.items() if state == action.content.state)


def edited(content: Content, wanted_content: Content) -> Content:
    """Take over what a person wrote; finding, state and proof stay as they are.

    Raises:
        UserError: the action is closed or dismissed.
    """
    if content.state not in UNDONE:
        raise UserError(_("This action is closed; reopen it before you change it."))
    return replace(
        wanted_content,
        found=content.found,
        state=content.state,
        reason=content.reason,
        proof=content.proof,
        admission=content.admission,
    )


def moved(content: Content, deed: Deed, reason: str = "") -> Content:
    """Move an action to its next state, or back; closing is `closed`.

    Raises:
        UserError: it does not stand where the move begins, lacks what the move needs (a
            measure, who answers and a deadline to start; a reason to go back), or is to be
            closed without proof.
    """
    if deed not in MOVES or content.state != MOVES[deed][0]:
        raise UserError(_("This action has changed since; look at it again."))
    if deed == "close":
        raise UserError(needed_said(content.found))
    if deed == "start":
        _require_plan(content)
    said = reason.strip()
    if deed in _WITH_REASON and not said:
        raise UserError(_("Write why it goes back, then do it again."))
    return replace(content, state=MOVES[deed][1], reason=said, proof="", admission="")


def closed(
    content: Content, later: LaterDrill | None, school: str = "", reason: str = ""
) -> Content:
    """Close an action (销号), which only a later drill that shows it can do.

    A fault of the record is closed by a named person's decision instead: the step's author.

    Args:
        content: what waits to be verified.
        later: the drill that shows it.
        school: id of the school of the drill in which it was found.
        reason: of the decision, or why a rehearsal is let count.

    Raises:
        UserError: it is not waiting to be verified, or nothing is given that shows it; the
            message says what would.
    """
    if content.state != MOVES["close"][0]:
        raise UserError(_("Report it as fixed first; then a later drill can close it."))
    found, said = content.found, reason.strip()
    if found.is_of_record:
        if not said:
            raise UserError(needed_said(found))
        return replace(content, state="closed", reason=said, proof="", admission="")
    if later is None:
        raise UserError(needed_said(found))
    found_in = FoundIn(found.drill, found.held_utc_ns, school)
    require_proof(found.needed, name_of(found), found_in, later, said)
    admission = said if later.is_rehearsal else ""
    return replace(content, state="closed", reason="", proof=later.drill, admission=admission)


def rechecked(
    content: Content,
    reason: str,
    rechecker: str,
    reporter: str,
    later: LaterDrill | None = None,
) -> Content:
    """Close a hazard that was found elsewhere than in a drill (复查销号).

    Args:
        content: what waits to be verified.
        reason: what the recheck found.
        rechecker: id of the person who rechecked.
        reporter: id of the person who reported it as fixed.
        later: a drill that showed it as well.

    Raises:
        UserError: it is not waiting, nothing is said, one person did both, or the drill is of
            another school or was held before.
    """
    if content.state != MOVES["close"][0]:
        raise UserError(_("Report it as fixed first; then another person rechecks it."))
    said = reason.strip()
    if not said:
        raise UserError(_("Write what the recheck found, then close it."))
    if rechecker == reporter:
        raise UserError(
            _("Who reported it as fixed does not recheck it; let another person close it.")
        )
    if later is not None:
        why = unfit(content.found, later)
        if why is not None:
            raise UserError(why)
    proof = later.drill if later is not None else ""
    return replace(content, state="closed", reason=said, proof=proof, admission="")


def unfit(found: Found, later: LaterDrill) -> Text | None:
    """Say why a drill cannot stand beside the recheck of a hazard; None where it can."""
    if later.held_utc_ns <= found.held_utc_ns:
        return _("“{drill}” was held before this was found.", drill=later.title)
    if not found.school or later.school != found.school:
        return _("“{drill}” was held at another school.", drill=later.title)
    return None


def reporter_of(action: Action) -> str:
    """Give the id of the person who reported an action as fixed last; empty where none did."""
    found = [step.author for step in action.steps if step.deed == "report"]
    return found[-1] if found else ""


def days_left(content: Content, today: date) -> int | None:
    """Count the days to the deadline of what is not reported done; None where there is none."""
    if content.due is None or content.state not in ("open", "under_way"):
        return None
    return (content.due - today).days


def needed_said(found: Found) -> Text:
    """Say which drill would close an action."""
    return wanted(found.needed, name_of(found))


def words_of(found: Found) -> Authored:
    """Give what was found, for a message."""
    return Authored(found.words, "zh_CN")


def name_of(found: Found) -> Authored:
    """Give the name of what a finding is about, for a message."""
    return Authored(found.name, "zh_CN")


def before(action: Action) -> tuple[Content, str]:
    """Give what stood before the last step, and the step that left it (empty: nothing did).

    Undoing again goes further back. What an undo brings back is made a further step by the
    caller; nothing is erased.

    Raises:
        UserError: several versions stand side by side or were settled last, so that no single
            one stood before; or nothing is left to take back.
    """
    if action.is_in_conflict:
        raise UserError(_("There are two versions side by side; choose the one to keep."))
    known = {step.id: step for step in action.steps}
    head = action.heads[0]
    shown = known.get(head.restores, head) if head.deed == "undo" else head
    if head.content.state == "withdrawn":
        raise UserError(_("There is nothing left to undo."))
    if not shown.replaces or known.get(shown.replaces[0], head).content.state == "withdrawn":
        return replace(head.content, state="withdrawn", reason="", proof=""), ""
    if len(shown.replaces) > 1 or shown.replaces[0] not in known:
        raise UserError(_("There was more than one version before this; it cannot be undone."))
    earlier = known[shown.replaces[0]]
    target = known.get(earlier.restores, earlier) if earlier.deed == "undo" else earlier
    return earlier.content, target.id


def undoable(action: Action) -> Step | None:
    """Name the step that an undo would take back; None where there is none."""
    try:
        before(action)
    except UserError:
        return None
    head = action.heads[0]
    known = {step.id: step for step in action.steps}
    return known.get(head.restores, head) if head.deed == "undo" else head


def _require_plan(content: Content) -> None:
    if not content.measure.strip():
        raise UserError(_("Write the measure before work starts."))
    if not content.unit.strip() and not content.person:
        raise UserError(_("Name the responsible unit or person before work starts."))
    if content.due is None:
        raise UserError(_("Set a deadline before work starts."))
