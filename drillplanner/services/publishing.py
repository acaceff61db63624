"""Make facts of what was decided: a script's version, a drill to be held, an issued scorecard."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import _
from drillplanner.run.facts import Body, Fact, Value, make_fact, read_body

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

SCRIPT = "script"
DRILL = "drill"
SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill to be held: which version of which script, and what it is called.

    `script` is the hash of the script's fact: the version cannot change under the drill.
    """

    id: DrillId
    title: str
    script: str
    nature: str
    made_utc_ns: int


def publish_script(workspace: Workspace, script_id: str, document: str, author: PersonId) -> Fact:
    """Freeze a version of a script, text for text; publishing the same text again gives it back.

    Args:
        workspace: open for writing.
        script_id: the `id` inside the document.
        document: the whole script file as text, as it was read or written.
        author: who publishes.
    """
    for fact in workspace.facts(kind=SCRIPT):
        body = read_body(fact.data)
        if (body.get("script_id"), body.get("document")) == (script_id, document):
            return fact
    return _publish(
        workspace, SCRIPT, {"script_id": script_id, "document": document, "author": author}
    )


def script_document(fact: Fact) -> str:
    """Give the text of a published script; FileRefused if the fact is none."""
    document = read_body(fact.data).get("document")
    if fact.kind != SCRIPT or not isinstance(document, str):
        raise FileRefused(_("The record {id} is no script.", id=fact.id))
    return document


def open_drill(
    workspace: Workspace, script: Fact, title: str, author: PersonId, *, nature: str = "formal"
) -> Drill:
    """Enter a drill that is to be held with one published version of a script.

    `nature` is free: rehearsal, formal, no_notice, double_blind (预演、正式、拉动、双盲).
    """
    drill = DrillId(new_id())
    body: Body = {"title": title, "script": script.hash, "nature": nature, "author": author}
    return _drill(_publish(workspace, DRILL, body, drill))


def drills(workspace: Workspace) -> tuple[Drill, ...]:
    """List the drills of a workspace in order of arrival."""
    return tuple(_drill(fact) for fact in workspace.facts(kind=DRILL))


def issue_scorecard(
    workspace: Workspace,
    drill: DrillId,
    document: str,
    *,
    inputs: Sequence[str],
    rules: str,
    author: PersonId,
) -> Fact:
    """Freeze a scorecard as it was issued (printed, exported, signed).

    Args:
        workspace: open for writing.
        drill: the drill it is of.
        document: its values and parameters, as the text of `score --json`.
        inputs: ids of the facts it was computed from.
        rules: the version of the scoring rules.
        author: who issues it.
    """
    given: list[Value] = [*sorted(inputs)]
    body: Body = {"document": document, "inputs": given, "rules": rules, "author": author}
    return _publish(workspace, SCORECARD, body, drill)


def _publish(workspace: Workspace, kind: str, body: Body, drill: str | None = None) -> Fact:
    fact = make_fact(kind, new_id(), {**body, "wall_utc_ns": time.time_ns()}, drill)
    workspace.add([fact])
    return fact


def _drill(fact: Fact) -> Drill:
    match read_body(fact.data):
        case {
            "title": str(title),
            "script": str(script),
            "nature": str(nature),
            "wall_utc_ns": int(made),
        } if fact.drill is not None:
            return Drill(DrillId(fact.drill), title, script, nature, made)
    raise FileRefused(_("The record {id} is no drill.", id=fact.id))
