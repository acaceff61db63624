"""List what the ledger holds for a script that is being planned: open lines, and lessons.

Nothing here changes a script: the planner reads what fell short at the school, and decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import Words, _, pgettext
from drillplanner.base.translator import Language, translator
from drillplanner.improve.ledger import UNDONE, Action
from drillplanner.improve.proof import Needed
from drillplanner.organisation.school import School
from drillplanner.plan.model import Kind, Script, split_ref
from drillplanner.run.fact_kinds import SCRIPT
from drillplanner.services.fact_factory import script_document
from drillplanner.services.improve.hazards import line_texts
from drillplanner.services.improve.ledger import Ledger, read_ledger
from drillplanner.services.organisation.schools import schools
from drillplanner.services.plan.scripts import parsed

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Where in a script a line may lead to, in the order in which it is looked for.
PlacePart: TypeAlias = Literal["targets", "steps", "orders", "criteria"]
_PARTS: tuple[PlacePart, ...] = ("targets", "steps", "orders", "criteria")

#: A planner reads no more lessons than this; the newest are kept.
MOST_LESSONS = 100


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of the ledger in words. A lesson has no school, and names no drill.

    `where` is the drill in which it was found, or who found it; `needed` and `name` say what
    it is about, for a script to be searched for it.
    """

    id: str
    school: str
    words: str
    measure: str
    where: str
    day: str
    state: str
    needed: Needed
    name: Words
    is_lesson: bool = False


@dataclass(frozen=True, slots=True)
class ForScript:
    """Open lines of all schools, and lessons from drills of one kind.

    `labels` name the schools by id, `unplaced` counts open lines whose school nobody named,
    `left_out` the lessons that are older than those listed.
    """

    open_lines: tuple[OpenLine, ...] = ()
    lessons: tuple[OpenLine, ...] = ()
    labels: Mapping[str, str] | None = None
    schools: tuple[School, ...] = ()
    unplaced: int = 0
    left_out: int = 0

    def school_called(self, name: str) -> str:
        """Give the id of the school of a name; empty where none, or several, are called so."""
        wanted = name.strip()
        if not wanted:
            return ""
        for id_, label in (self.labels or {}).items():
            if label == wanted:
                return id_
        found = [one.id for one in self.schools if one.is_called(wanted)]
        return found[0] if len(found) == 1 else ""

    def of_school(self, school: str) -> tuple[OpenLine, ...]:
        """List the open lines of a school; none where no school is given."""
        return tuple(one for one in self.open_lines if school and one.school == school)


def for_script(workspace: Workspace, kind: Kind, language: Language) -> ForScript:
    """Read what the ledger holds for a script of a kind."""
    ledger = read_ledger(workspace)
    lines = [one for one in ledger.actions if one.is_listed and _is_open(one)]
    lessons = _proved_in(workspace, ledger, kind)
    return ForScript(
        tuple(_line(ledger, one, language) for one in lines if ledger.school_id(one)),
        tuple(_lesson(ledger, one, language) for one in lessons[:MOST_LESSONS]),
        ledger.schools,
        schools(workspace),
        sum(not ledger.school_id(one) for one in lines),
        max(0, len(lessons) - MOST_LESSONS),
    )


def for_script_json(found: ForScript, script: Script, school: str) -> dict[str, Any]:
    """Say what is for a script and a school as one JSON object.

    Raises:
        UserError: no school, or several, are called so.
    """
    id_ = found.school_called(school)
    if not id_:
        raise UserError(_("No school, or more than one, is called {name}.", name=school[:40]))
    return {
        "school": (found.labels or {}).get(id_, school),
        "unplaced": found.unplaced,
        "left_out": found.left_out,
        **{
            name: [
                {
                    "words": one.words,
                    "measure": one.measure,
                    "where": one.where,
                    "day": one.day,
                    "state": one.state,
                    "place": place_in(script, one),
                }
                for one in lines
            ]
            for name, lines in (("open", found.of_school(id_)), ("lessons", found.lessons))
        },
    }


def place_in(script: Script, line: OpenLine) -> tuple[PlacePart, str] | None:
    """Find the row of a script that a line is about: of the same id, and not another thing.

    In another script than the one it was found with, the name has to be the same too.
    """
    subject = split_ref(line.needed.subject)[0]
    for part in _PARTS:
        things: Iterable[Any] = getattr(script, part)
        for thing in things:
            if subject and thing.id == subject:
                is_same = line.needed.script == script.id or _is_called(thing, line.name)
                return (part, subject) if is_same else None
    return None


def _is_called(thing: Any, name: Words) -> bool:
    """Tell whether a thing of a script has the name of what was found, in any language."""
    own: Words = getattr(thing, "name", "") or getattr(thing, "text", "")
    return bool(_said(own) & _said(name))


def _said(words: Words) -> set[str]:
    return {text for text in ({words} if isinstance(words, str) else {*words.values()}) if text}


def _is_open(action: Action) -> bool:
    return action.is_in_conflict or action.content.state in UNDONE


def _line(ledger: Ledger, action: Action, language: Language) -> OpenLine:
    texts, found = line_texts(ledger, action, language), action.content.found
    state = texts.get("state", "")
    if action.is_in_conflict:
        state = translator(language).say(
            pgettext("state of a corrective action", "versions to choose from")
        )
    where = ledger.title(found.drill) if not found.is_hazard else texts.get("source", "")
    return OpenLine(
        action.id,
        ledger.school_id(action),
        texts.get("words", ""),
        texts.get("measure", ""),
        where,
        texts.get("day", ""),
        state,
        found.needed,
        found.name,
    )


def _lesson(ledger: Ledger, action: Action, language: Language) -> OpenLine:
    say, found = translator(language).say, action.content.found
    texts = line_texts(ledger, action, language)
    return OpenLine(
        action.id,
        "",
        ledger.nameless(texts.get("words", "")),
        ledger.nameless(texts.get("measure", "")),
        say(pgettext("sheet", "a later drill of the same school")),
        "",
        say(pgettext("sheet", "lesson, proved")),
        found.needed,
        found.name,
        is_lesson=True,
    )


def _proved_in(workspace: Workspace, ledger: Ledger, kind: Kind) -> list[Action]:
    """List the lines closed by a drill with a script of a kind, the newest closing first."""
    closed = [
        one
        for one in ledger.actions
        if not one.is_in_conflict and one.content.state == "closed" and one.content.proof
    ]
    if not closed:
        return []
    kinds = _kinds(workspace, {one.content.proof for one in closed})
    alike = [one for one in closed if kinds.get(one.content.proof) == kind]
    return sorted(alike, key=lambda one: one.heads[0].made_utc_ns, reverse=True)


def _kinds(workspace: Workspace, drills: set[str]) -> dict[str, str]:
    """Tell the kind of the script each drill is reviewed with; what cannot be read is left out."""
    scripts: dict[str, str] = {one.drill.id: one.drill.script for one in workspace.drills()}
    wanted = {scripts[drill] for drill in drills if drill in scripts}
    kinds: dict[str, str] = {}
    for fact in workspace.facts(kind=SCRIPT):
        if fact.hash in wanted:
            try:
                kinds[fact.hash] = parsed(script_document(fact)).kind
            except FileRefused:
                continue
    return {drill: kinds[scripts[drill]] for drill in drills if scripts.get(drill, "") in kinds}
