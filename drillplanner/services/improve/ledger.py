"""Read the ledger of corrective actions, and list what is wanted of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from drillplanner.improve import ledger as rules
from drillplanner.improve.codec import read_steps
from drillplanner.improve.ledger import UNDONE, Action, Content
from drillplanner.organisation.field import folded
from drillplanner.run.fact_kinds import ACTION_STEP, LINE_PHOTO
from drillplanner.services.improve.line_photos import LinePhoto, photos_of
from drillplanner.services.organisation.schools import schools_told

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Which actions a list shows.
Shown: TypeAlias = Literal["undone", "overdue", "to_verify", "closed", "all"]
SHOWN: tuple[Shown, ...] = ("undone", "overdue", "to_verify", "closed", "all")


@dataclass(frozen=True, slots=True)
class Ledger:
    """All actions of a workspace, with the names their ids stand for.

    `names` are people, `titles` drills, `schools` labels of schools and `held_at` the schools
    of drills, all by id; `called` are all names schools have or had; `unread` names steps
    that could not be read.
    """

    actions: tuple[Action, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    is_read_only: bool = False
    schools: Mapping[str, str] = field(default_factory=dict)
    held_at: Mapping[str, str] = field(default_factory=dict)
    photos: Mapping[str, tuple[LinePhoto, ...]] = field(default_factory=dict)
    called: tuple[str, ...] = ()

    def school_id(self, action: Action) -> str:
        """Give the id of the school a line is of; empty where the drill's is not named."""
        found = action.content.found
        return found.school or self.held_at.get(found.drill, "")

    def school(self, action: Action) -> str:
        """Name the school a line is of; empty where it is not known."""
        return self.schools.get(self.school_id(action), "")

    def action(self, id_: str) -> Action | None:
        return next((action for action in self.actions if action.id == id_), None)

    def person(self, id_: str) -> str:
        """Give a person's name, or the end of the id where the name was deleted."""
        return self.names.get(id_) or (f"…{id_[-8:]}" if id_ else "")

    def title(self, drill: str) -> str:
        """Give a drill's title, or the end of its id where the drill is not here any more."""
        return self.titles.get(drill) or (f"…{drill[-8:]}" if drill else "")

    def nameless(self, text: str) -> str:
        """Take the names of schools and people out of a text, also names of before."""
        known = {
            *self.called,
            *self.schools.values(),
            *(name for name in self.names.values() if len(name) > 1),
        }
        for name in sorted(known, key=len, reverse=True):
            text = text.replace(name, "××")
        return text

    def owners(self) -> tuple[str, ...]:
        """List who answers for the actions, units and people, each once."""
        found: dict[str, None] = {}
        for action in self.actions:
            if action.is_listed:
                found.update(dict.fromkeys(self.answering(action.content)))
        return tuple(sorted(found))

    def answering(self, content: Content) -> tuple[str, ...]:
        """Name the unit and the person who answer for an action, as far as they are known."""
        return tuple(name for name in (content.unit, self.person(content.person)) if name)

    def _holds(self, action: Action, wanted: Sequence[str]) -> bool:
        content = action.content
        found = content.found
        said = found.words.values() if isinstance(found.words, dict) else [found.words]
        words = folded(
            " ".join((*said, found.place, content.measure, content.unit, self.school(action)))
        )
        return all(one in words for one in wanted)

    def only(
        self, shown: Shown, today: date, owner: str = "", words: str = ""
    ) -> tuple[Action, ...]:
        """List the actions of one kind and owner that hold all words, by their deadline."""
        wanted = [folded(word) for word in words.split()]
        found = [
            action
            for action in self.actions
            if action.is_listed
            and (action.is_in_conflict or _is_shown(action, shown, today))
            and (not owner or owner in self.answering(action.content))
            and (not wanted or self._holds(action, wanted))
        ]
        return tuple(sorted(found, key=lambda one: one.content.due or date.max))


def read_ledger(workspace: Workspace) -> Ledger:
    """Read the ledger of a workspace; steps that cannot be read are named, not lost."""
    facts, damaged = workspace.told(ACTION_STEP)
    steps, unread = read_steps(facts)
    known, labels_, held = schools_told(workspace)
    return Ledger(
        rules.fold(steps),
        workspace.names(),
        {held.drill.id: held.drill.title for held in workspace.drills()},
        (*unread, *(one.id for one in damaged)),
        workspace.is_read_only,
        labels_,
        held,
        photos_of(workspace.facts(kind=LINE_PHOTO)),
        tuple(name for one in known for name in (one.name, *one.former)),
    )


def _is_shown(action: Action, shown: Shown, today: date) -> bool:
    content = action.content
    match shown:
        case "undone":
            return content.state in UNDONE
        case "overdue":
            return rules.is_overdue(content, today) or rules.reported_late(action) > 0
        case "to_verify" | "closed":
            return content.state == shown
    return True
