"""Find what the planner of a sound script should think over among its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from drillplanner.base.texts import _
from drillplanner.plan.branches import Branches
from drillplanner.plan.places import Remark, Where
from drillplanner.plan.scenario import Script, Step
from drillplanner.plan.schedule import Schedule

#: House values, class D: a person marks this many steps at most within this many seconds.
MOST_MARKS = 3
WITHIN_S = 5.0


def step_findings(script: Script, branches: Branches, schedule: Schedule) -> Iterator[Remark]:
    """Give what is odd about single steps, branches, and the load of each post."""
    keys: set[tuple[str, str]] = set()
    for place, step in enumerate(script.steps):
        here: Where = ("steps", place)
        if step.post is None:
            text = _('No post watches the step "{step}".', step=step.id)
            yield Remark(here, text)
        elif step.backup_post == step.post:
            text = _('The step "{step}" has one post as its own backup.', step=step.id)
            yield Remark((*here, "backup_post"), text)
        if step.kind == "decision" and not step.options:
            text = _('The decision "{step}" has no options to choose from.', step=step.id)
            yield Remark(here, text)
        if step.key and step.post:
            if (step.post, step.key) in keys:
                text = _(
                    'Another step of post "{post}" wishes for the key "{key}" too.',
                    post=step.post,
                    key=step.key,
                )
                yield Remark((*here, "key"), text)
            keys.add((step.post, step.key))
        yield from _of_branch(step, here, branches, schedule)
    yield from _crowds(script, branches, schedule)


def _of_branch(step: Step, here: Where, branches: Branches, schedule: Schedule) -> Iterator[Remark]:
    for number, after in enumerate(step.after):
        if branches.exclude(step.id, after.step):
            text = _(
                'The step "{step}" can never be reached: it comes after "{other}", which lies '
                "in another branch.",
                step=step.id,
                other=after.step,
            )
            yield Remark((*here, "after", number), text)
    if step.only_if and schedule.ancestry.precedes(step.id, step.only_if.step):
        text = _(
            'The step "{step}" comes before the decision "{decision}" on which it depends.',
            step=step.id,
            decision=step.only_if.step,
        )
        yield Remark((*here, "only_if"), text)


def _crowds(script: Script, branches: Branches, schedule: Schedule) -> Iterator[Remark]:
    """Find, for each post, the first moment with more marks than a person can make.

    Steps planned at the very beginning are left out: they have no planned time of their own.
    """
    watched: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for place, step in enumerate(script.steps):
        if step.post is not None and schedule.earliest_s[step.id] > 0:
            watched[step.post].append((schedule.earliest_s[step.id], place))
    for post, dues in watched.items():
        crowd = _first_crowd(sorted(dues), script, branches)
        if crowd is not None:
            text = _(
                'The post "{post}" has more than {most} steps to mark within {seconds} s here. '
                "Give some to another post.",
                post=post,
                most=MOST_MARKS,
                seconds=int(WITHIN_S),
            )
            yield Remark(("steps", crowd, "post"), text)


def _first_crowd(dues: list[tuple[float, int]], script: Script, branches: Branches) -> int | None:
    for first, (due, place) in enumerate(dues):
        count = 0
        for later, other in dues[first:]:
            if later - due > WITHIN_S:
                break
            count += not branches.exclude(script.steps[place].id, script.steps[other].id)
            if count > MOST_MARKS:
                return other
    return None
