"""Build a script by what matters: kind, level, nature, ring of the police station, floors, pupils.

A small pack is the core of a drill of its kind: alarm, first containment, pupils safe, police
there, head count. A full one has all that the sample has, and besides what comes from outside:
ambulance, fire brigade, closed road, neighbours, each a target of its own. Every limit
comes with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, TypeAlias

from drillplanner.base.texts import Words
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
    Unit,
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
class _Help:
    """Help that comes from outside: who, how it is called if it is, and when it is there."""

    id: str
    target: str
    name: Words
    role: Words
    there: Words
    there_when: Words
    way_s: float
    called: Words = ""
    called_when: Words = ""
    units: tuple[Unit, ...] = ()


_RECORDED = {
    "zh_CN": "只记录用时，不计分：由路程和当日情况决定",
    "en": "Recorded only: it hangs on the way and the day",
}
_AMBULANCE = _Help(
    "ambulance", "EMS", {"zh_CN": "120到场", "en": "Ambulance there"},
    {"zh_CN": "120急救中心", "en": "120 ambulance"},
    {"zh_CN": "120救护车到场", "en": "The ambulance is there"},
    {"zh_CN": "首辆救护车停在校门", "en": "The first ambulance stands at the gate"},
    480.0,
    {"zh_CN": "拨打120", "en": "120 is called"},
    {"zh_CN": "120受理并复述地点", "en": "120 repeats the place"},
)  # fmt: skip
_FIRE = _Help(
    "fire", "FIRE", {"zh_CN": "119到场", "en": "Fire brigade there"},
    {"zh_CN": "119消防救援", "en": "119 fire brigade"},
    {"zh_CN": "119消防车到场", "en": "The fire engine is there"},
    {"zh_CN": "首辆消防车停在指定位置", "en": "The first engine stands where it was told to"},
    480.0,
    {"zh_CN": "拨打119", "en": "119 is called"},
    {"zh_CN": "119受理并复述地点", "en": "119 repeats the place"},
)  # fmt: skip
_TRAFFIC = _Help(
    "road", "ROAD", {"zh_CN": "道路两端封闭", "en": "Road closed at both ends"},
    {"zh_CN": "交警中队", "en": "Traffic police"},
    {"zh_CN": "交警封闭校门前道路两端", "en": "Traffic police close both ends of the road"},
    {"zh_CN": "两端都有民警或锥桶拦住，社会车辆不能驶入",
     "en": "Both ends are held by officers or cones, no other car comes in"},
    180.0,
    units=(
        Unit("end-1", {"zh_CN": "道路一端", "en": "one end"}),
        Unit("end-2", {"zh_CN": "道路另一端", "en": "the other end"}),
    ),
)  # fmt: skip
_NEIGHBOURS = _Help(
    "neighbours", "AID", {"zh_CN": "邻校联防力量到位", "en": "Neighbours' help in place"},
    {"zh_CN": "邻校联防", "en": "Neighbouring school"},
    {"zh_CN": "邻校联防力量到位", "en": "The neighbouring school's guards are in place"},
    {"zh_CN": "首批人员到达校门并报到", "en": "The first of them report at the gate"},
    180.0,
)  # fmt: skip
#: What help a full pack has besides that of its sample: what the sample times is not doubled.
_HELP: Mapping[PackKind, tuple[_Help, ...]] = {
    "anti_violence": (_AMBULANCE, _TRAFFIC),
    "anti_terror": (_AMBULANCE, _FIRE, _TRAFFIC, _NEIGHBOURS),
    "anti_ramming": (_AMBULANCE, _FIRE, _NEIGHBOURS),
}


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
        for comes in _HELP[wish.kind]:
            script = _with_help(script, comes)
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


def _with_help(script: Script, comes: _Help) -> Script:
    """Let help be called and come, as a span of its own that is recorded only."""
    ids = {step.id for step in script.steps}
    after = next(one for one in ("alarm", "hostage") if one in ids)
    there = next(step for step in script.steps if step.id == after)
    role = Role(comes.id, comes.role)
    start: str = after
    steps: list[Step] = []
    if comes.called:
        start = f"{comes.id}-called"
        steps.append(
            Step(
                start, there.phase, "action", there.role, comes.called, there.post,
                there.backup_post, comes.called_when, (After(after, 30.0),),
            )
        )  # fmt: skip
    come = Step(
        f"{comes.id}-there", there.phase, "action", role.id, comes.there, there.post,
        there.backup_post, comes.there_when, (After(start, comes.way_s),), comes.units,
    )  # fmt: skip
    span = Target(
        comes.target, comes.name, start, come.id, None, LimitSource("D", _RECORDED), role.id
    )
    return replace(
        script,
        roles=(*script.roles, role),
        steps=(*script.steps, *steps, come),
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
