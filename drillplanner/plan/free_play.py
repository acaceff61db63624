"""Make scripts for drills without one: the least to begin with, and one of what was observed.

Free play (自由记录) is logged with a script of one step, the danger. Afterwards the words that
were used become the steps of a script, in the order and at the distances observed.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from drillplanner.plan.model import VERSION, After, Phase, Post, Role, Script, Step

#: The id of the script that free play begins with, and of its one step.
FREE_PLAY = "free-play"
DANGER = "danger"

_TITLE = {"zh_CN": "无脚本（自由记录）", "en": "No script (free play)"}
_DANGER = {"zh_CN": "险情出现", "en": "The danger appears"}
_WHOLE = {"zh_CN": "全程", "en": "The whole drill"}
_POST = {"zh_CN": "记录岗", "en": "Recording post"}
_OPEN_ROLE = {"zh_CN": "待定", "en": "To be named"}
_FOUND = {"zh_CN": "自由记录", "en": "Free play"}


@dataclass(frozen=True, slots=True)
class Happening:
    """Words that were used in free play, and when first: seconds since T0, or since any moment."""

    words: str
    at_s: float
    is_danger: bool = False


def free_script(language: Literal["zh_CN", "en"], zone: str = "Asia/Shanghai") -> Script:
    """Give the script that free play begins with: the danger that is T0, and no targets."""
    return Script(
        format="drillplanner/scenario",
        version=VERSION,
        id=FREE_PLAY,
        title=_TITLE,
        kind="other",
        language=language,
        roles=(Role("any", _OPEN_ROLE),),
        posts=(Post("post", _POST),),
        phases=(Phase("whole", _WHOLE),),
        steps=(Step(DANGER, "whole", "inject", "any", _DANGER, post="post"),),
        targets=(),
        zone=zone,
        t0=DANGER,
    )


def is_free_play(script: Script) -> bool:
    return script.id == FREE_PLAY


def tidy(words: str) -> str:
    """Give words as they are compared and shown: composed letters, single spaces, one line."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def script_of(
    happenings: Iterable[Happening],
    *,
    id: str,
    title: str,
    language: Literal["zh_CN", "en"],
    zone: str = "Asia/Shanghai",
) -> Script:
    """Make a script of what was observed: a step each, after the one before it, no targets.

    Lags are differences of times rounded to whole seconds, so that the planned times are the
    observed ones to half a second however long the chain is. Who acts is left to be named.
    """
    steps: list[Step] = []
    before: tuple[str, int] | None = None
    found = sorted(happenings, key=lambda one: one.at_s)
    names = iter(_ids(len(found), taken=(DANGER,)))
    for one in found:
        at_s = _whole(one.at_s)
        after = (After(before[0], float(at_s - before[1])),) if before else ()
        name = DANGER if one.is_danger else next(names)
        kind: Literal["inject", "action"] = "inject" if one.is_danger else "action"
        steps.append(Step(name, "whole", kind, "any", one.words, post="post", after=after))
        before = (name, at_s)
    return Script(
        format="drillplanner/scenario",
        version=VERSION,
        id=id,
        title=title,
        kind="other",
        language=language,
        roles=(Role("any", _OPEN_ROLE[language]),),
        posts=(Post("post", _POST[language]),),
        phases=(Phase("whole", _WHOLE[language]),),
        steps=tuple(steps),
        targets=(),
        zone=zone,
        t0=DANGER if any(one.is_danger for one in found) else None,
    )


def with_steps(
    script: Script, happenings: Sequence[Happening], *, is_since_t0: bool = True
) -> tuple[Script, dict[str, str]]:
    """Add what a script does not know as steps of a phase of its own, planned since its T0.

    Where the times of `happenings` are not since T0, the steps have no planned time.

    Returns:
        The new version of the script, and the ids of the new steps by words.
    """
    if not happenings:
        return script, {}

    def after(one: Happening) -> tuple[After, ...]:
        if script.t0 is None or one.at_s < 0 or not is_since_t0:
            return ()
        return (After(script.t0, float(_whole(one.at_s))),)

    taken = tuple(step.id for step in script.steps)
    found = sorted(happenings, key=lambda one: one.at_s)
    ids = dict(zip((one.words for one in found), _ids(len(found), taken), strict=True))
    role = _ids(1, tuple(one.id for one in script.roles), "free-role-")[0]
    phase = _ids(1, tuple(one.id for one in script.phases), "free-phase-")[0]
    steps = tuple(
        Step(ids[one.words], phase, "action", role, one.words, after=after(one)) for one in found
    )
    whole = replace(
        script,
        roles=(*script.roles, Role(role, _OPEN_ROLE[script.language])),
        phases=(*script.phases, Phase(phase, _FOUND[script.language])),
        steps=(*script.steps, *steps),
    )
    return whole, ids


def _ids(count: int, taken: Sequence[str], stem: str = "s") -> list[str]:
    """Number new ids on from s01, leaving out those that are taken."""
    found: list[str] = []
    known = frozenset(taken)
    number = 1
    while len(found) < count:
        name = f"{stem}{number:02d}"
        if name not in known:
            found.append(name)
        number += 1
    return found


def _whole(seconds: float) -> int:
    return math.floor(seconds + 0.5)
