"""Cut a script to what one post has to see, and make one of invented events to practise with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.plan.model import After, Option, Phase, Post, Role, Script, Step, Unit
from drillplanner.plan.schedule import planned_times

_EVENT: Mapping[Literal["zh_CN", "en"], str] = {
    "zh_CN": "练习事件 {number}",
    "en": "Practice event {number}",
}
_PART: Mapping[Literal["zh_CN", "en"], str] = {"zh_CN": "第 {number} 项", "en": "Part {number}"}
_TITLE: Mapping[Literal["zh_CN", "en"], str] = {"zh_CN": "试按：{post}", "en": "Practice: {post}"}


def script_for_post(script: Script, post: str, keys: Mapping[str, str] = {}) -> Script:
    """Keep the steps that one post looks at, and nothing that tells of the others.

    Ids stay, so that what is logged joins the whole script by step; planned times stay as far
    as they lie between these steps. Targets, orders with other posts, criteria and notes go.

    Args:
        script: the whole script.
        post: an observation post of it.
        keys: the keys that the whole script gives its steps, to be kept here.

    Raises:
        UserError: no step is looked at from there.
    """
    kept = [one for one in script.steps if one.post is None or post in (one.post, one.backup_post)]
    names = {one.id for one in script.posts}
    if post not in names or not any(post in (one.post, one.backup_post) for one in kept):
        raise UserError(_("No step of the script is seen from the post {post}.", post=post))
    ids = {one.id for one in kept}
    planned = planned_times(script)
    steps = [_cut(one, ids, post, keys) for one in kept]
    free = [one for one in steps if not one.after]
    first = min(free, key=lambda one: planned[one.id])
    steps = [
        replace(one, after=(After(first.id, planned[one.id] - planned[first.id]),))
        if one in free and one.id != first.id
        else one
        for one in steps
    ]
    used = {one.role for one in steps}
    phases = {one.phase for one in steps}
    return replace(
        script,
        title=next(one.name for one in script.posts if one.id == post),
        roles=tuple(one for one in script.roles if one.id in used),
        posts=tuple(one for one in script.posts if one.id == post),
        phases=tuple(one for one in script.phases if one.id in phases),
        steps=tuple(steps),
        targets=(),
        notes="",
        t0=script.t0 if script.t0 in ids else None,
        orders=tuple(
            one
            for one in script.orders
            if {one.before.partition("/")[0], one.after.partition("/")[0]} <= ids
        ),
        criteria=(),
        safety=(),
        objectives=(),
        scoring=replace(script.scoring, reference=None),
        extra={},
    )


def practice_script(script: Script, post: str, keys: Mapping[str, str] = {}) -> Script:
    """Make a script of invented events with the keys and the shape of a post's own."""
    own = script_for_post(script, post, keys)
    language = own.language
    title = own.title if isinstance(own.title, str) else own.title[language]
    ids = {one.id: f"event-{number}" for number, one in enumerate(own.steps, 1)}
    return replace(
        own,
        id="practice",
        title=_TITLE[language].format(post=title),
        kind="other",
        roles=(Role("any", title),),
        phases=(Phase("whole", _PART[language].format(number=1)),),
        posts=(Post("post", title),),
        steps=tuple(
            _invented(one, number, ids, language) for number, one in enumerate(own.steps, 1)
        ),
        t0=None if own.t0 is None else ids[own.t0],
        orders=(),
    )


def _cut(step: Step, ids: set[str], post: str, keys: Mapping[str, str]) -> Step:
    left = step.only_if is not None and step.only_if.step not in ids
    return replace(
        step,
        after=tuple(one for one in step.after if one.step in ids),
        only_if=None if left else step.only_if,
        post=post if post in (step.post, step.backup_post) else None,
        backup_post=None,
        key=keys.get(step.id, step.key),
        narration="",
        extra={},
    )


def _invented(
    step: Step, number: int, ids: Mapping[str, str], language: Literal["zh_CN", "en"]
) -> Step:
    """Keep of a step how it is pressed, and neither its words nor its ids, which tell as much."""
    part = _PART[language]
    return Step(
        ids[step.id],
        "whole",
        step.kind,
        "any",
        _EVENT[language].format(number=number),
        post="post" if step.post else None,
        after=tuple(replace(one, step=ids[one.step]) for one in step.after),
        units=tuple(
            Unit(f"part-{place}", part.format(number=place))
            for place, _one in enumerate(step.units, 1)
        ),
        options=tuple(
            Option(f"way-{place}", part.format(number=place))
            for place, _one in enumerate(step.options, 1)
        ),
        key=step.key,
    )
