"""Limits that a county keeps itself: facts, so that who changed one, when and from what shows."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.texts import Words
from drillplanner.plan.library.limits import Kept, SourcedLimit, limit_of, limits, read_limit
from drillplanner.plan.model import Target
from drillplanner.run.fact import Body, Fact, Value, make_fact, read_body
from drillplanner.run.fact_kinds import LIMIT
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

log = logging.getLogger(__name__)

_ACT = "own"


class OwnLimits:
    """Offering is for the work lane; a limit is kept on the data lane."""

    def __init__(self, home: WorkspaceHome) -> None:
        self._home = home

    def offered(self) -> tuple[SourcedLimit, ...]:
        """List the limits to choose from: the county's own, the last kept first, then ours."""
        return (*self._home.read(_own), *limits())

    def keep(self, target: Target, author: PersonId, name: str = "") -> None:
        """Offer a target's limit with its source from now on; one of the same name gives way.

        Raises:
            UserError: the target has no limit, or its source has no text.
            StoreFault: the disk is full or failed.
        """
        self._home.write(_keep, limit_of(target, new_id()), author, name)


def _keep(workspace: Workspace, one: SourcedLimit, author: PersonId, name: str) -> None:
    if name:
        workspace.name_person(author, name)
    body: Body = {
        "name": _value(one.name),
        "limit_s": f"{one.limit_s:.10g}",
        "class": one.source.class_,
        "text": _value(one.source.text),
        "clause": _value(one.source.clause),
        "url": one.source.url,
        "seen": one.source.seen,
        "author": author,
        "wall_utc_ns": workspace.utc_ns(),
    }
    workspace.add([make_fact(LIMIT, one.id, body)])


def _value(words: Words) -> Value:
    return words if isinstance(words, str) else {**words}


def _own(workspace: Workspace) -> tuple[SourcedLimit, ...]:
    names, found = workspace.names(), dict[str, SourcedLimit]()
    for one, kept in sorted(_read(workspace.facts(kind=LIMIT)), key=_made):
        name = json.dumps(one.name, sort_keys=True)
        before = found.pop(name, None)
        by, before_s = names.get(kept.by, ""), before.limit_s if before is not None else None
        found[name] = replace(one, kept=Kept(by, kept.utc_ns, before_s))
    return tuple(reversed(found.values()))


def _read(facts: Sequence[Fact]) -> Iterator[tuple[SourcedLimit, Kept]]:
    for fact in facts:
        body = read_body(fact.data)
        try:
            one = read_limit({**body, "act": _ACT})
        except ValueError:
            log.warning("the limit %s cannot be read", fact.id)
            continue
        at = body["wall_utc_ns"]
        yield one, Kept(str(body.get("author", "")), at if isinstance(at, int) else 0)


def _made(read: tuple[SourcedLimit, Kept]) -> tuple[int, str]:
    one, kept = read
    return kept.utc_ns, one.id
