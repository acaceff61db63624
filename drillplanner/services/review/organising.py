"""Give a drill's free marks the steps they mean: it adopts a script, made of words or chosen.

All that organising (整理自由记录) comes to is written in one transaction: the script where it is
new, the fact that the drill adopts it, and for each mark the void of its words and the label
of its step. A kill leaves all of it or nothing. It may be done again, with another script too:
only what differs is written, and every earlier word and label stays in the log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import _
from drillplanner.plan.free_play import Happening, script_of, with_steps
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import refuse_unpublishable
from drillplanner.plan.writer import format_script
from drillplanner.review.observation import FreeMark
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.run.codec import Sealed, as_fact
from drillplanner.run.fact import Fact
from drillplanner.run.fact_kinds import DRILL
from drillplanner.run.live_log import LiveLog
from drillplanner.services.fact_factory import adoption, find_script, script_fact
from drillplanner.services.plan.scripts import OpenScript, opened
from drillplanner.services.review.review_session import Recorded, read_drill, review_drill
from drillplanner.services.run.free_play import Choice, Organising, ToStep, Wording
from drillplanner.services.run.recorder import Collected, Recorder, Station

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Meant:
    """What a person decided: which script, and what each mark means by its key.

    Without `base` a script is made of the words alone, called `title`.
    """

    base: OpenScript | None
    choices: Mapping[str, Choice] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Organised:
    """What came of it: the script the drill has now, and how many marks count as steps."""

    script: OpenScript
    mapped: int
    entries: int


def new_title(title: str, language: Literal["zh_CN", "en"]) -> str:
    """Suggest how a script that is made of a free play is called."""
    return f"由自由记录整理：{title}" if language == "zh_CN" else f"From free play: {title}"


def meant_script(found: Organising, meant: Meant) -> tuple[OpenScript, Mapping[str, ToStep]]:
    """Give the script that comes of a decision, and the step of each mark by key.

    Marks of the same words that become new become one step, at the time of the first.
    """
    becoming = [one for one in found.wordings if one.words and meant.choices.get(one.key) == "new"]
    firsts = {one.words: one for one in reversed(becoming)}
    shifted = _since_zero(found, [one for one in becoming if firsts[one.words] is one])
    steps = {key: choice for key, choice in meant.choices.items() if isinstance(choice, ToStep)}
    if meant.base is None:
        made = script_of(
            shifted,
            id=f"free-{found.recorded.drill.id}",
            title=meant.title,
            language=found.began.language,
            zone=found.script.zone,
        )
        ids = {str(step.text): step.id for step in made.steps}
    else:
        knows_t0 = all(one.since_t0_s is not None for one in found.wordings)
        made, ids = with_steps(meant.base.script, tuple(shifted), is_since_t0=knows_t0)
    steps.update({one.key: ToStep(ids[one.words]) for one in becoming})
    if meant.base is not None and not shifted:
        return meant.base, steps
    return opened(format_script(made)), steps


def organise(
    workspace: Workspace,
    found: Organising,
    meant: Meant,
    author: PersonId,
    clock: Clock | None = None,
) -> Organised:
    """Let a drill adopt a script and give its free marks their steps, all at once.

    Raises:
        UserError: the script cannot be adopted, or the log has changed since it was read.
        StoreFault: nothing was saved.
    """
    recorded = read_drill(workspace, found.recorded.drill.id)
    if recorded.entries != found.recorded.entries:
        raise UserError(_("The log of this drill has changed meanwhile; open this page again."))
    if not found.is_free_play and (meant.base is None or meant.base.script.id != found.script.id):
        raise UserError(
            _("This drill was run with a script; only its free marks can be given steps of it.")
        )
    script, steps = meant_script(found, meant)
    adopted = _adoption(workspace, recorded, script, author)
    entries = _amendments(recorded, found, script.script, steps, author, clock or SystemClock())
    _require_reviewable(recorded, script, entries, found.round)
    workspace.add([*adopted, *(as_fact(one) for one in entries)])
    mapped = sum(1 for one in found.wordings if one.key in steps)
    return Organised(script, mapped, len(entries))


def _adoption(
    workspace: Workspace, recorded: Recorded, script: OpenScript, author: PersonId
) -> list[Fact]:
    """Make the facts of an adoption; none where the drill has that very script already."""
    known = find_script(workspace, script.script.id, script.document)
    if known is None:
        refuse_unpublishable(script.document)
    fact = known or script_fact(script.script.id, script.document, author, workspace.utc_ns())
    if fact.hash == recorded.drill.script and not recorded.scripts_differ:
        return []
    before = [one.fact for one in recorded.adoptions]
    adopted = adoption(recorded.drill.id, fact, author, before, workspace.utc_ns())
    return [adopted] if known else [fact, adopted]


def _amendments(
    recorded: Recorded,
    found: Organising,
    script: Script,
    steps: Mapping[str, ToStep],
    author: PersonId,
    clock: Clock,
) -> list[Sealed]:
    """Make what changes the marks: voids of what they were named, then what they mean now."""
    by_source: dict[str, list[tuple[FreeMark, ToStep | None, str]]] = defaultdict(list)
    for one in found.wordings:
        step = steps.get(one.key)
        if one.now != step:
            by_source[one.mark.source].append((one.mark, step, one.words))
    root = next((fact.hash for fact in recorded.facts if fact.kind == DRILL), None)
    made: list[Sealed] = []
    for source, changed in by_source.items():
        collected = Collected()
        station = Station(DrillId(recorded.drill.id), source, author, found.round)
        recorder = Recorder.started(
            collected, station, clock, log=recorded.entries, root=root, script=script
        )
        for mark, step, words in changed:
            _name(recorder, mark, step, words)
        made += collected.sealed
    return made


def _name(recorder: Recorder, mark: FreeMark, step: ToStep | None, words: str) -> None:
    for label in _live_labels(recorder.log, mark.place):
        recorder.void(label)
    if step is not None:
        recorder.label(mark.place, step.step, unit=step.unit, option=step.option)
    elif words and recorder.log.entries[mark.place].kind == "mark":
        recorder.label_free(mark.place, words)


def _live_labels(log: LiveLog, entry: str) -> tuple[str, ...]:
    return tuple(one.id for one in log.live_amendments(entry) if one.kind == "label")


def _require_reviewable(
    recorded: Recorded, script: OpenScript, entries: Sequence[Sealed], number: int
) -> None:
    """Review the drill as it would be, so that a script that does not fit changes nothing."""
    would_be = replace(
        recorded,
        document=script.document,
        began=recorded.began or recorded.document,
        entries=(*recorded.entries, *entries),
    )
    try:
        review_drill(would_be, number)
    except FileRefused as error:
        raise UserError(
            _(
                "This script does not fit what was joined to the drill, so nothing was changed: "
                "{reason}",
                reason=error.text,
            )
        ) from error


def _since_zero(found: Organising, new: Sequence[Wording]) -> list[Happening]:
    """Put new steps on seconds since T0 where it is known for all; else times of day plan them."""
    is_since_t0 = all(one.since_t0_s is not None for one in found.wordings)
    return [
        Happening(
            one.words,
            float((one.since_t0_s if is_since_t0 else one.mark.at_s) or 0),
            is_danger=any(other.is_danger for other in found.wordings if other.words == one.words),
        )
        for one in new
    ]
