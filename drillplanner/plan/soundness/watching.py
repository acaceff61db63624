"""Find what cannot be seen, timed or defended: ends without a post, one observer, a wide U."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import sqrt

from drillplanner.base.texts import _
from drillplanner.plan.model import Script, Step, Target, refs, split_ref
from drillplanner.plan.schedule import Schedule
from drillplanner.plan.soundness.finding import Remedy, SoundnessFinding

#: A measurement should be known to a quarter of what it is compared with (the 4:1 rule of
#: calibration practice, JCGM 106:2012, 8.3.2 on guarded decisions); a house value, class D.
WIDEST_SHARE = 0.25


def watching(script: Script, schedule: Schedule) -> Iterator[SoundnessFinding]:
    """Give what is found about observers, by the steps at the ends of targets."""
    steps = {step.id: (place, step) for place, step in enumerate(script.steps)}
    ends = _ends(script)
    busiest = _busiest(script)
    linked = _linked(script)
    for step_id, targets in ends.items():
        place, step = steps[step_id]
        here = ("steps", place)
        if step.post is None:
            yield SoundnessFinding(
                "unseen_step",
                "warning",
                (*here, "post"),
                _(
                    'A target hangs on the step "{step}", and no post watches it: it will never '
                    "be timed.",
                    step=step.id,
                ),
                _let_watch(script, busiest, "post"),
            )
        elif step.backup_post is None and any(target.critical for target in targets):
            yield SoundnessFinding(
                "single_observer",
                "warning",
                (*here, "backup_post"),
                _(
                    'A critical target hangs on the step "{step}", and one post alone watches '
                    "it: a slip there costs the verdict.",
                    step=step.id,
                ),
                _let_watch(script, busiest, "backup_post", but=step.post),
            )
        if not step.done_when and step.kind != "inject":
            yield SoundnessFinding(
                "no_done_when",
                "hint",
                (*here, "done_when"),
                _(
                    'A target hangs on the step "{step}": say by what an observer knows that it '
                    "is done.",
                    step=step.id,
                ),
            )
    for place, step in enumerate(script.steps):
        if step.id not in linked and len(script.steps) > 1:
            yield SoundnessFinding(
                "unplanned_step",
                "hint",
                ("steps", place, "after"),
                _(
                    'The step "{step}" has no place in the plan: type when it falls due.',
                    step=step.id,
                ),
            )
    for place, target in enumerate(script.targets):
        yield from _uncertain(script, steps, place, target)


def expanded_u_s(script: Script, start: Step, stop: Step) -> float:
    """Give U of a span timed by keys at the planned posts, in seconds.

    Both presses and what is unclear about both acts; at two posts also the tie of their clocks
    by two sync marks, each pressed at both (docs/scoring.md, section 3).
    """
    scoring = script.scoring
    variance = 2 * scoring.press_u_s**2 + start.u_s**2 + stop.u_s**2
    if start.post != stop.post:
        variance += scoring.press_u_s**2
    return scoring.coverage_factor * sqrt(variance)


def _uncertain(
    script: Script, steps: Mapping[str, tuple[int, Step]], place: int, target: Target
) -> Iterator[SoundnessFinding]:
    if target.limit_s is None:
        return
    pairs = [
        (steps[split_ref(start)[0]][1], steps[split_ref(stop)[0]][1])
        for start in refs(target.start)
        for stop in refs(target.stop)
    ]
    widest = max(expanded_u_s(script, start, stop) for start, stop in pairs)
    if widest > WIDEST_SHARE * target.limit_s:
        yield SoundnessFinding(
            "uncertain_target",
            "warning",
            ("targets", place, "limit_s"),
            _(
                'The target "{target}" has a limit of {limit} s, and keys at the planned posts '
                "are sure to ± {u} s: time it by video.",
                target=target.id,
                limit=f"{target.limit_s:.10g}",
                u=f"{widest:.1f}",
            ),
        )


def _ends(script: Script) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for target in script.targets:
        for ref in (*refs(target.start), *refs(target.stop)):
            found.setdefault(split_ref(ref)[0], []).append(target)
    return found


def _linked(script: Script) -> set[str]:
    found = {script.t0} if script.t0 else set()
    for step in script.steps:
        if step.after:
            found.add(step.id)
            found.update(one.step for one in step.after)
    return {id_ for id_ in found if id_}


def _busiest(script: Script) -> list[str]:
    """List the posts, the one that watches most steps first."""
    counts = Counter(step.post for step in script.steps if step.post)
    return [post for post, _count in counts.most_common()] or [post.id for post in script.posts]


def _let_watch(script: Script, posts: list[str], column: str, but: str = "") -> Remedy | None:
    for post in script.posts:
        if post.id == next((one for one in posts if one != but), None):
            name = post.name if isinstance(post.name, str) else next(iter(post.name.values()), "")
            if name:
                return Remedy(_("Let {post} watch it", post=name), column, name)
    return None
