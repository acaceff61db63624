"""The published versions of scripts: who signed them off, and how two of them differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.base.ids import PersonId, new_id
from drillplanner.plan.model import Script
from drillplanner.plan.sign_off import STAGES, SignOff, Stage, may_sign
from drillplanner.run.fact import Body, Fact, Value, make_fact, read_body
from drillplanner.run.fact_kinds import SCRIPT, SIGN_OFF
from drillplanner.services.fact_factory import script_document, script_id_of
from drillplanner.services.plan.scripts import parsed
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


_STAGES: Mapping[str, Stage] = {stage: stage for stage in STAGES}


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a script; `number` counts from the first, 1."""

    hash: str
    script_id: str
    number: int
    author: str
    utc_ns: int
    sign_offs: tuple[SignOff, ...] = ()

    def signed(self, stage: Stage) -> SignOff | None:
        """Give the sign-off of a stage, if there is one."""
        return next((one for one in self.sign_offs if one.stage == stage), None)


class ScriptVersions:
    """Reading is for the work lane; sign-offs are entered on the data lane."""

    def __init__(self, home: WorkspaceHome) -> None:
        self._home = home

    def of(self, script_id: str) -> tuple[Version, ...]:
        """List the versions of a script, the last one first."""
        return self._home.read(_versions, script_id)

    def find(self, document: str, script_id: str) -> Version | None:
        """Find the version that is this very text."""
        found = self._home.read(_hash_of, document, script_id)
        return next((one for one in self.of(script_id) if one.hash == found), None)

    def script(self, hash: str) -> Script:
        """Read a version.

        Raises:
            FileRefused: it is no longer one this program reads.
        """
        return parsed(self._home.read(_document, hash))

    def sign(self, hash: str, stage: Stage, name: str, typed_by: PersonId) -> None:
        """Enter who prepared, reviewed or approved a version; a later one takes its place.

        Raises:
            UserError: no name, or the stage before it is missing.
        """
        self._home.write(_sign, hash, stage, name, typed_by)


def _versions(workspace: Workspace, script_id: str) -> tuple[Version, ...]:
    facts = [fact for fact in workspace.facts(kind=SCRIPT) if script_id_of(fact) == script_id]
    signed = _sign_offs(workspace)
    found: list[Version] = []
    for fact in sorted(facts, key=_made):
        body = read_body(fact.data)
        found.append(
            Version(
                fact.hash,
                script_id,
                len(found) + 1,
                str(body.get("author", "")),
                _made(fact)[0],
                signed.get(fact.hash, ()),
            )
        )
    return tuple(reversed(found))


def _made(fact: Fact) -> tuple[int, str]:
    at = read_body(fact.data).get("wall_utc_ns")
    return (at if isinstance(at, int) else 0, fact.id)


def _hash_of(workspace: Workspace, document: str, script_id: str) -> str:
    for fact in workspace.facts(kind=SCRIPT):
        if script_id_of(fact) == script_id and script_document(fact) == document:
            return fact.hash
    return ""


def _document(workspace: Workspace, hash: str) -> str:
    (fact,) = workspace.facts(kind=SCRIPT, hash=hash)
    return script_document(fact)


def _sign_offs(workspace: Workspace) -> Mapping[str, tuple[SignOff, ...]]:
    """Read who signed which version off; of two for one stage the later stands."""
    found: dict[str, dict[str, SignOff]] = defaultdict(dict)
    for fact in sorted(workspace.facts(kind=SIGN_OFF), key=_made):
        body = read_body(fact.data)
        stage = _STAGES.get(str(body.get("stage", "")))
        if stage is not None:
            found[str(body.get("script", ""))][stage] = SignOff(
                stage,
                str(body.get("name", "")),
                str(body.get("author", "")),
                _made(fact)[0],
            )
    return {
        version: tuple(by_stage[stage] for stage in STAGES if stage in by_stage)
        for version, by_stage in found.items()
    }


def _sign(workspace: Workspace, hash: str, stage: Stage, name: str, typed_by: PersonId) -> None:
    done = {one.stage for one in _sign_offs(workspace).get(hash, ())}
    may_sign(done, stage, name)
    value: dict[str, Value] = {
        "script": hash,
        "stage": stage,
        "name": " ".join(name.split()),
        "author": typed_by,
        "wall_utc_ns": workspace.utc_ns(),
    }
    body: Body = value
    workspace.add([make_fact(SIGN_OFF, new_id(), body)])
