"""Build a script by what matters: kind, level, nature, ring of the police station, floors, pupils.

A small pack is the core of a drill of its kind: alarm, first containment, pupils safe, police
there, head count. A full one has all that the sample has, and the ambulance besides. Every limit
comes with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, TypeAlias

from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import TABLES
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.library.limits import limit, with_limit
from drillplanner.plan.model import (
    After,
    Heads,
    LimitSource,
    Role,
    Script,
    Step,
    Target,
)
from drillplanner.plan.parser.reading import parse_script
from drillplanner.plan.soundness.safety import safety
from drillplanner.resources import resource

Level: TypeAlias = Literal["small", "full"]
Nature: TypeAlias = Literal["rehearsal", "formal", "no_notice", "double_blind"]
PackKind: TypeAlias = Literal["anti_violence", "anti_terror", "anti_ramming"]

KINDS: tuple[PackKind, ...] = ("anti_violence", "anti_terror", "anti_ramming")
LEVELS: tuple[Level, ...] = ("small", "full")
NATURES: tuple[Nature, ...] = ("rehearsal", "formal", "no_notice", "double_blind")
RINGS: Mapping[int, str] = {60: "ring-60", 180: "ring-180", 300: "ring-300"}
#: Up to so many floors the two minutes of the evacuation guide hold.
LOW_FLOORS = 4

_FILES: Mapping[PackKind, str] = {
    "anti_violence": "gate-intruder.json",
    "anti_terror": "hostage-and-object.json",
    "anti_ramming": "vehicle-at-dismissal.json",
}
#: The core of each kind.
_CORE: Mapping[PackKind, frozenset[str]] = {
    "anti_violence": frozenset(
        {"begin", "intruder", "challenge", "alarm", "gate-shut", "contained", "broadcast",
         "rooms-secured", "received", "police-there", "controlled", "counted", "all-clear"}
    ),
    "anti_terror": frozenset(
        {"begin", "hostage", "alarm", "hidden", "received", "police-there", "contained",
         "swat-there", "hostages-safe", "evacuate-signal", "evacuated"}
    ),
    "anti_ramming": frozenset(
        {"begin", "vehicle", "warned", "barrier", "strip-clear", "stopped", "alarm", "inside",
         "driver-held", "received", "road-closed", "station-there", "counted", "all-clear"}
    ),
}  # fmt: skip
#: Targets at which a police station arrives, and those of an evacuation.
_STATION = frozenset({"V13", "R9b", "R9c"})
_EVACUATION = frozenset({"E1"})
_NO_NOTICE = frozenset({"no_notice", "double_blind"})
_SAMPLE_SCHOOL = {"zh_CN": "安禾县第一小学", "en": "Anhe County No. 1 Primary School"}
_SAMPLE_COUNTY = {"zh_CN": "安禾县", "en": "Anhe County"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a planner says of the drill; `ring_s` is how soon the police station is there."""

    kind: PackKind
    level: Level = "small"
    nature: Nature = "formal"
    ring_s: int = 300
    floors: int = LOW_FLOORS
    pupils: int = 0
    title: str = ""
    school: str = ""
    county: str = ""


def build(wish: Wish, id: str) -> Script:
    """Build the script for a wish, under an id."""
    draft = Draft(replace(_sample(wish.kind), id=id))
    language = draft.script.language
    gone: set[str] = set()
    if wish.level == "small":
        gone = {step.id for step in draft.script.steps} - _CORE[wish.kind]
    if wish.nature in _NO_NOTICE:
        # Nobody announces such a drill: the danger appears.
        gone.add("begin")
    draft = acts.delete(draft, TABLES["steps"], gone, language).draft
    script = draft.script
    if wish.level == "full":
        script = _with_ambulance(script)
    script = replace(
        script,
        targets=tuple(_limited(target, wish) for target in script.targets),
        steps=tuple(_counted(step, wish) for step in script.steps),
    )
    for found in safety(script):
        if found.remedy is not None:
            words = found.remedy.added
            edit = acts.add_row(Draft(script), TABLES["safety"], words, language)
            script = edit.draft.script
    names = {_SAMPLE_SCHOOL[key]: wish.school for key in _SAMPLE_SCHOOL if wish.school}
    names |= {_SAMPLE_COUNTY[key]: wish.county for key in _SAMPLE_COUNTY if wish.county}
    if names:
        script = _renamed(script, names)
    if wish.title:
        script = replace(script, title=wish.title)
    return script


@cache
def _sample(kind: PackKind) -> Script:
    return parse_script(resource("scripts", _FILES[kind]).read_bytes())


def _limited(target: Target, wish: Wish) -> Target:
    if target.id in _STATION:
        return with_limit(target, limit(RINGS[wish.ring_s]))
    if target.id in _EVACUATION:
        is_low = wish.floors <= LOW_FLOORS
        return with_limit(target, limit("evacuation-2014" if is_low else "evacuation-high"))
    return target


def _counted(step: Step, wish: Wish) -> Step:
    if step.id == "counted" and wish.pupils:
        return replace(step, heads=Heads(wish.pupils))
    return step


def _with_ambulance(script: Script) -> Script:
    """Let the ambulance be called and come, as a span of its own that is recorded only."""
    ids = {step.id for step in script.steps}
    after = next(one for one in ("alarm", "hostage") if one in ids)
    there = next(step for step in script.steps if step.id == after)
    role = Role("ambulance", {"zh_CN": "120急救中心", "en": "120 ambulance"})
    called = Step(
        "ambulance-called", there.phase, "action", there.role,
        {"zh_CN": "拨打120", "en": "120 is called"}, there.post, there.backup_post,
        {"zh_CN": "120受理并复述地点", "en": "120 repeats the place"}, (After(after, 30.0),),
    )  # fmt: skip
    come = Step(
        "ambulance-there", there.phase, "action", role.id,
        {"zh_CN": "120救护车到场", "en": "The ambulance is there"}, there.post, there.backup_post,
        {"zh_CN": "首辆救护车停在校门", "en": "The first ambulance stands at the gate"},
        (After("ambulance-called", 480.0),),
    )  # fmt: skip
    source = LimitSource(
        "D",
        {
            "zh_CN": "只记录用时，不计分：由120的路程决定",
            "en": "Recorded only: it hangs on the way",
        },
    )
    span = Target(
        "EMS", {"zh_CN": "120到场", "en": "Ambulance there"},
        called.id, come.id, None, source, role.id,
    )  # fmt: skip
    return replace(
        script,
        roles=(*script.roles, role),
        steps=(*script.steps, called, come),
        targets=(*script.targets, span),
    )


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Put names of one's own in the place of the sample's, in every text."""
    match value:
        case str():
            for old, new in names.items():
                value = value.replace(old, new)
            return value
        case tuple():
            return tuple(_renamed(item, names) for item in value)
        case dict():
            return {key: _renamed(item, names) for key, item in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(
        value, **{one.name: _renamed(getattr(value, one.name), names) for one in fields(value)}
    )
