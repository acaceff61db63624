"""Tell which steps a station sees, in which order, by which key, on which line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from drillplanner.plan.model import Post, Script, Step
from drillplanner.plan.schedule import planned_times

#: Keys of steps by their number in the script, in order of the keyboard; the third row is for
#: posts of more than twenty steps, then come the marks at the right, and steps beyond are
#: reached with the arrow keys.
STEP_KEYS = (*"1234567890", *"QWERTYUIOP", *"ASDFGHJKL", *"-=[];'")


class StationSteps:
    """The steps of one station; nothing of it changes while a drill runs.

    `order` lists its own steps as the script does, `expected` as they are expected, `steps` all
    of the script's by id, `keys` the keys of its own, and `lines` the posts among whose steps
    one line can be looked at alone (门卫线, 疏散线, 警方线).

    Args:
        script: what is drilled.
        posts: the posts this station keeps; none means all of them.
    """

    def __init__(self, script: Script, posts: Collection[str] = ()) -> None:
        planned = planned_times(script)
        index = {step.id: number for number, step in enumerate(script.steps)}
        steps = sorted(script.steps, key=lambda step: (planned[step.id], index[step.id]))
        kept = [step for step in steps if not posts or _is_seen_from(step, posts)] or steps
        self.expected: tuple[str, ...] = tuple(step.id for step in kept)
        kept.sort(key=lambda step: index[step.id])
        self.order: tuple[str, ...] = tuple(step.id for step in kept)
        self.steps = {step.id: step for step in steps}
        self.lines = _lines(script, kept)
        self.keys = _keys(kept, index)
        self.step_by_key = {key: step for step, key in self.keys.items()}
        self.zero = script.t0 or steps[0].id

    def line(self, post: str) -> tuple[str, ...]:
        """List the station's steps that are seen from one post; from anywhere without one."""
        if not post:
            return self.order
        return tuple(one for one in self.order if _is_seen_from(self.steps[one], (post,)))


def _keys(steps: Sequence[Step], numbers: Mapping[str, int]) -> dict[str, str]:
    """Give steps their keys: a wish first, then the key of the step's number in the script.

    So one number names a step on the console, in the script and on printed sheets; where that
    key is taken, the next one that is free stands in for it.
    """
    keys: dict[str, str] = {}
    free = list(STEP_KEYS)
    for step in steps:
        wish = (step.key or "").upper()
        if wish in free:
            keys[step.id] = wish
            free.remove(wish)
    rest = [step for step in steps if step.id not in keys]
    for step in rest:
        number = numbers[step.id]
        key = STEP_KEYS[number] if number < len(STEP_KEYS) else ""
        if key in free:
            keys[step.id] = key
            free.remove(key)
    for step in rest:
        if step.id not in keys and free:
            keys[step.id] = free.pop(0)
    return keys


def _is_seen_from(step: Step, posts: Collection[str]) -> bool:
    """Say whether a step is looked at from one of these posts; one without a post is from all."""
    return step.post is None or step.post in posts or step.backup_post in posts


def _lines(script: Script, kept: Sequence[Step]) -> tuple[Post, ...]:
    seen = {post for step in kept for post in (step.post, step.backup_post)}
    return tuple(post for post in script.posts if post.id in seen)
