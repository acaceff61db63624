"""Open scripts: the built-in samples and files, with what their planner should think over."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import available_timezones

from drillplanner.base.errors import Fault, UserError
from drillplanner.base.texts import _
from drillplanner.plan.model import USUAL_ZONE, Script
from drillplanner.plan.parser.json_reader import MAX_BYTES
from drillplanner.plan.parser.reading import examine, parse_script, read_bytes
from drillplanner.plan.writer import with_id
from drillplanner.resources import resource
from drillplanner.run.fact import read_body
from drillplanner.run.fact_kinds import SCRIPT, STATION
from drillplanner.services.fact_factory import script_document, script_of_drill

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Scripts that are kept as they were read; each takes some hundred kilobytes.
_KEPT = 64

#: The built-in scripts, in the order they are offered.
SAMPLES = ("gate-intruder.json", "hostage-and-object.json", "vehicle-at-dismissal.json")


#: What tells copies apart; 48 bits, so that no two schools make the same by chance.
_OWN_DIGITS = 12
_OWN = re.compile(rf"-[0-9a-f]{{{_OWN_DIGITS}}}$")
_STEM = 64 - 1 - _OWN_DIGITS


@dataclass(frozen=True, slots=True)
class OpenScript:
    """A sound script as it was opened: the text it was read from, where from, and warnings.

    `path` is None for a built-in sample, and for the version a drill of the workspace was
    held with; the latter `is_published`.
    """

    script: Script
    document: str
    path: Path | None
    warnings: tuple[Fault, ...]
    is_published: bool = False


@cache
def samples() -> tuple[OpenScript, ...]:
    return tuple(opened(resource("scripts", name).read_bytes(), None) for name in SAMPLES)


def open_script(path: Path) -> OpenScript:
    """Open a script file.

    Raises:
        FileRefused: every fault of the file, with its place.
    """
    return opened(read_bytes(path), path)


def file_changed(script: OpenScript) -> str:
    """Name by its hash what the file of a script holds by now.

    Empty where it holds what was opened, where there is no file, and where it cannot be read:
    a file that is gone leaves nothing to be read anew.
    """
    if script.path is None:
        return ""
    try:
        with script.path.open("rb") as file:
            data = file.read(MAX_BYTES + 1).removeprefix(BOM_UTF8)
    except OSError:
        return ""
    return "" if data == script.document.encode() else sha256(data).hexdigest()


def script_of(workspace: Workspace, drill: str) -> OpenScript:
    """Open the version of the script that a drill of the workspace is held with.

    Raises:
        UserError: the drill or its script is not in the workspace.
        FileRefused: the script is no longer one this program reads.
    """
    held = workspace.drill(drill)
    found = script_of_drill(workspace, held.drill) if held is not None else None
    if found is None:
        raise UserError(
            _("The script of this drill is not in the workspace. Join the log pack it came with.")
        )
    return replace(opened(script_document(found).encode(), None), is_published=True)


def zones(workspace: Workspace) -> Mapping[str, str]:
    """Name the time zone of each script in the workspace, by the hash of its fact.

    All times of a drill are said in the zone of the script it is held with.
    """
    facts = workspace.facts(kind=SCRIPT)
    return {fact.hash: _zone_in(script_document(fact)) for fact in facts}


@lru_cache(maxsize=256)
def _zone_in(document: str) -> str:
    try:
        said = json.loads(document)
    except ValueError:
        return USUAL_ZONE
    zone = said.get("zone") if isinstance(said, dict) else None
    return zone if isinstance(zone, str) and zone in available_timezones() else USUAL_ZONE


def published_as(workspace: Workspace, document: str) -> frozenset[str]:
    """Name, by hash, the facts of scripts that hold this very text, or that it stands for."""
    facts = workspace.facts(kind=SCRIPT)
    own = {fact.hash for fact in facts if script_document(fact) == document}
    stations = [read_body(one.data) for one in workspace.facts(kind=STATION)] if own else []
    whole = {str(one.get("stands_for", "")) for one in stations if one.get("script") in own}
    return frozenset(own | whole)


def save_script(opened: OpenScript, path: Path) -> OpenScript:
    """Write a script's text to a file, and give it as opened from there.

    A file that was there stays until the new one is whole.

    Raises:
        UserError: the file is held by another program, or its folder is missing.
        StoreFault: the disk is full or failed.
    """
    from drillplanner.base.atomic_file import write_durably

    write_durably(path, opened.document.encode())
    return replace(opened, path=path, is_published=False)


def save_copy(opened: OpenScript, path: Path) -> OpenScript:
    """Write a copy of a script under an id of its own; all else is kept to the letter.

    Drills held with the copy prove nothing of those held with the script it was taken from:
    another school may have taken the same sample.

    Raises:
        UserError: the file is held by another program, or its folder is missing.
        StoreFault: the disk is full or failed.
    """
    id_ = own_id(opened.script.id)
    document = with_id(opened.document, id_)
    copy = replace(opened, script=replace(opened.script, id=id_), document=document)
    return save_script(copy, path)


def own_id(taken_from: str) -> str:
    """Make a script id that no other copy has, legible by the id it was taken from."""
    stem = _OWN.sub("", taken_from)[:_STEM]
    return f"{stem}-{uuid4().hex[:_OWN_DIGITS]}"


def opened(data: bytes, path: Path | None = None) -> OpenScript:
    """Open a script from the bytes of its file; FileRefused with every fault if it is unsound."""
    found = _opened(data)
    return found if path is None else replace(found, path=path)


@lru_cache(maxsize=_KEPT)
def parsed(document: str) -> Script:
    """Read the text of a script that was published, once for each text."""
    return parse_script(document.encode("utf-8"))


@lru_cache(maxsize=_KEPT)
def _opened(data: bytes) -> OpenScript:
    examination = examine(data, is_published=True)
    script = examination.script or parse_script(data)
    return OpenScript(script, data.decode("utf-8-sig"), None, examination.warnings)
