"""Tell of the steps a planned drill must show whether the drill that holds it showed them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import Text, Words, pgettext
from drillplanner.organisation.field import folded
from drillplanner.organisation.year_plan import PlanLine
from drillplanner.plan.model import Step
from drillplanner.review.timeline import Known, Timeline
from drillplanner.services.review.review_session import DrillReview, read_drill, review_drill

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: `no_step`: the drill's script has no step of this name; `unread`: the drill cannot be reviewed.
Showing: TypeAlias = Literal["shown", "disputed", "not_recorded", "not_shown", "no_step", "unread"]

SHOWINGS: Mapping[Showing, Text] = {
    "shown": pgettext("step that must be shown", "shown"),
    "disputed": pgettext("step that must be shown", "records disagree"),
    "not_recorded": pgettext("step that must be shown", "not recorded"),
    "not_shown": pgettext("step that must be shown", "not shown"),
    "no_step": pgettext("step that must be shown", "no step of this name"),
    "unread": pgettext("step that must be shown", "the drill cannot be reviewed"),
}

#: Of several steps of one name, or units of one step, what is said of the whole.
_OF_STEPS: tuple[Showing, ...] = ("shown", "disputed", "not_recorded", "not_shown")
_OF_UNITS: tuple[Showing, ...] = ("disputed", "not_shown", "not_recorded", "shown")

_SHOWN: frozenset[Known] = frozenset({"timed", "done"})


def named_steps(text: str) -> tuple[str, ...]:
    """Cut a list of steps as people type it."""
    for mark in ("；", ";", "、", "\n"):
        text = text.replace(mark, "\n")
    return tuple(" ".join(part.split()) for part in text.split("\n") if part.strip())


def must_show(workspace: Workspace, plan: PlanLine) -> tuple[tuple[str, Showing], ...]:
    """Tell of each step that must be shown what the drill recorded; nothing where none is held.

    A step is found by its words alone, as they are written in the script.
    """
    wanted = named_steps(plan.fields.get("must_show", ""))
    if plan.drill is None or not wanted:
        return ()
    try:
        review = review_drill(read_drill(workspace, plan.drill.id))
    except FileRefused:
        return tuple((name, "unread") for name in wanted)
    return tuple((name, _showing(review, name)) for name in wanted)


def _showing(review: DrillReview, name: str) -> Showing:
    steps = [step for step in review.script.steps if folded(name) in _names(step.text)]
    found = {_of_step(review.timeline, step) for step in steps}
    return next((one for one in _OF_STEPS if one in found), "no_step")


def _names(words: Words) -> set[str]:
    return {folded(one) for one in ((words,) if isinstance(words, str) else words.values())}


def _of_step(timeline: Timeline, step: Step) -> Showing:
    if step.id in timeline.not_applicable:
        return "not_shown"
    units: list[str | None] = [unit.id for unit in step.units]
    found = {_of_point(timeline, step.id, unit) for unit in units or [None]}
    return next(one for one in _OF_UNITS if one in found)


def _of_point(timeline: Timeline, step: str, unit: str | None) -> Showing:
    if any(
        (one.kind, one.step, one.unit) == ("disagreement", step, unit) for one in timeline.conflicts
    ):
        return "disputed"
    state = timeline.points.get((step, unit))
    known = state.known if state is not None else "unrecorded"
    if known in _SHOWN:
        return "shown"
    return "not_recorded" if known == "unrecorded" else "not_shown"
