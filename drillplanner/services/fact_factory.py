"""Make facts of what was decided: a script's version, a drill to be held, an issued scorecard."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import _
from drillplanner.run.fact import Body, Fact, Value, make_fact, read_body

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

SCRIPT = "script"
DRILL = "drill"
ADOPTION = "adoption"
SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill to be held: which version of which script, and what it is called.

    `script` is the hash of the fact of the script that it is reviewed with: the one it began
    with, which cannot change under it, or the one it adopted afterwards.
    """

    id: DrillId
    title: str
    script: str
    nature: str
    made_utc_ns: int
    began_with: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """A drill's taking on of another script than it began with, once it was over.

    `script` is the hash of that script's fact, `replaces` are the adoptions before it.
    """

    fact: str
    drill: str
    script: str
    made_utc_ns: int
    replaces: tuple[str, ...]


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
    fact = script_fact(script_id, document, author)
    workspace.add([fact])
    return fact


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
    """List the drills of a workspace in order of arrival, each with the script it has now."""
    found: dict[str, list[Fact]] = {}
    for fact in workspace.facts(kind=ADOPTION):
        found.setdefault(fact.drill or "", []).append(fact)
    return tuple(
        _with_adopted(_drill(fact), standing_adoptions(found.get(fact.drill or "", ())))
        for fact in workspace.facts(kind=DRILL)
    )


def adoption(drill: DrillId, script: Fact, author: PersonId, replaces: Sequence[str]) -> Fact:
    """Make the fact that a drill adopts a script in place of those that stand.

    The drill's own fact stays as it is. The caller adds this one, together with what follows
    from it, so that a kill in between leaves all or nothing of it.
    """
    replaced: list[Value] = [*sorted(replaces)]
    body: Body = {"script": script.hash, "author": author, "replaces": replaced}
    return make_fact(ADOPTION, new_id(), {**body, "wall_utc_ns": time.time_ns()}, drill)


def standing_adoptions(facts: Iterable[Fact]) -> tuple[Adoption, ...]:
    """List the adoptions that no other one replaces, in order of arrival; the last one counts.

    They are several only where two laptops adopted without knowing of each other.
    """
    found: list[Adoption] = []
    for fact in facts:
        match read_body(fact.data) if fact.kind == ADOPTION else {}:
            case {"script": str(script), "replaces": list(given), "wall_utc_ns": int(made)}:
                known = tuple(str(one) for one in given)
                found.append(Adoption(fact.id, fact.drill or "", script, made, known))
    gone = {one for adopted in found for one in adopted.replaces}
    return tuple(one for one in found if one.fact not in gone)


def script_fact(script_id: str, document: str, author: PersonId) -> Fact:
    """Make the fact of a script's version without adding it yet; see `publish_script`."""
    body: Body = {"script_id": script_id, "document": document, "author": author}
    return make_fact(SCRIPT, new_id(), {**body, "wall_utc_ns": time.time_ns()})


def find_script(workspace: Workspace, script_id: str, document: str) -> Fact | None:
    """Find the fact of a script's version that was published before, text for text."""
    for fact in workspace.facts(kind=SCRIPT):
        body = read_body(fact.data)
        if (body.get("script_id"), body.get("document")) == (script_id, document):
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
    fact = make_fact(kind, new_id(), {**body, "wall_utc_ns": time.time_ns()}, drill)
    workspace.add([fact])
    return fact


def _with_adopted(drill: Drill, adopted: Sequence[Adoption]) -> Drill:
    return replace(drill, script=adopted[-1].script) if adopted else drill


def _drill(fact: Fact) -> Drill:
    match read_body(fact.data):
        case {
            "title": str(title),
            "script": str(script),
            "nature": str(nature),
            "wall_utc_ns": int(made),
        } if fact.drill is not None:
            return Drill(DrillId(fact.drill), title, script, nature, made, script)
    raise FileRefused(_("The record {id} is no drill.", id=fact.id))
