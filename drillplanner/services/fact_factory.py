"""Make facts of what was decided: a script's version, a drill to be held, an issued scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import _
from drillplanner.run.drill import Drill, read_drill_fact
from drillplanner.run.fact import Body, Fact, Value, make_fact, read_body
from drillplanner.run.fact_kinds import ADOPTION, DRILL, SCORECARD, SCRIPT, STATION

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


def publish_script(workspace: Workspace, script_id: str, document: str, author: PersonId) -> Fact:
    """Freeze a version of a script, text for text; publishing the same text again gives it back.

    Args:
        workspace: open for writing.
        script_id: the `id` inside the document.
        document: the whole script file as text, as it was read or written.
        author: who publishes.

    Raises:
        FileRefused: a limit claims a source that it does not quote; what was published before
            that was refused is given back all the same.
    """
    from drillplanner.plan.parser.reading import refuse_unpublishable

    known = find_script(workspace, script_id, document)
    if known is not None:
        return known
    refuse_unpublishable(document)
    fact = script_fact(script_id, document, author, workspace.utc_ns())
    workspace.add([fact])
    return fact


@lru_cache(maxsize=64)
def script_document(fact: Fact) -> str:
    """Give the text of a published script; FileRefused if the fact is none."""
    document = read_body(fact.data).get("document")
    if fact.kind != SCRIPT or not isinstance(document, str):
        raise FileRefused(_("The record {id} is no script.", id=fact.id))
    return document


def script_of_drill(workspace: Workspace, drill: Drill) -> Fact | None:
    """Find the script that a drill is logged and reviewed by on this laptop.

    It is the drill's own or, at a post that was handed only its own part, that part.
    """
    for fact in workspace.facts(kind=SCRIPT, hash=drill.script):
        return fact
    for station in reversed(workspace.facts(drill.id, STATION)):
        part = str(read_body(station.data).get("script", ""))
        for fact in workspace.facts(kind=SCRIPT, hash=part):
            return fact
    return None


@lru_cache(maxsize=64)
def script_id_of(fact: Fact) -> str:
    """Return the id that a published script has inside its document."""
    return str(read_body(fact.data).get("script_id", ""))


def open_drill(
    workspace: Workspace, script: Fact, title: str, author: PersonId, *, nature: str = "formal"
) -> Drill:
    """Enter a drill that is to be held with one published version of a script.

    `nature` is free: rehearsal, formal, no_notice, double_blind (预演、正式、拉动、双盲).
    """
    fact = drill_fact(script, title, author, nature, workspace.utc_ns())
    workspace.add([fact])
    return read_drill_fact(fact)


def drill_fact(
    script: Fact,
    title: str,
    author: PersonId,
    nature: str,
    made_utc_ns: int,
    *,
    held_utc_ns: int = 0,
) -> Fact:
    """Make the fact of a drill without adding it yet; `held_utc_ns` where paper alone tells it."""
    body: Body = {"title": title, "script": script.hash, "nature": nature, "author": author}
    if held_utc_ns:
        body["held_utc_ns"] = held_utc_ns
    return make_fact(DRILL, new_id(), {**body, "wall_utc_ns": made_utc_ns}, DrillId(new_id()))


def drills(workspace: Workspace) -> tuple[Drill, ...]:
    """List the drills of a workspace in order of arrival, each with the script it has now."""
    return tuple(held.drill for held in workspace.drills())


def adoption(
    drill: DrillId, script: Fact, author: PersonId, replaces: Sequence[str], made_utc_ns: int
) -> Fact:
    """Make the fact that a drill adopts a script in place of those that stand.

    The drill's own fact stays as it is. The caller adds this one, together with what follows
    from it, so that a kill in between leaves all or nothing of it.
    """
    replaced: list[Value] = [*sorted(replaces)]
    body: Body = {"script": script.hash, "author": author, "replaces": replaced}
    return make_fact(ADOPTION, new_id(), {**body, "wall_utc_ns": made_utc_ns}, drill)


def script_fact(script_id: str, document: str, author: PersonId, made_utc_ns: int) -> Fact:
    """Make the fact of a script's version without adding it yet; see `publish_script`."""
    body: Body = {"script_id": script_id, "document": document, "author": author}
    return make_fact(SCRIPT, new_id(), {**body, "wall_utc_ns": made_utc_ns})


def find_script(workspace: Workspace, script_id: str, document: str) -> Fact | None:
    """Find the fact of a script's version that was published before, text for text."""
    for fact in workspace.facts(kind=SCRIPT):
        if script_document(fact) == document and script_id_of(fact) == script_id:
            return fact
    return None


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
    fact = make_fact(kind, new_id(), {**body, "wall_utc_ns": workspace.utc_ns()}, drill)
    workspace.add([fact])
    return fact
