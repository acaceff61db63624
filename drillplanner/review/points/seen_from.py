"""Tell from which posts, and in which phases, a criterion can be rated.

The script does not say so by itself: a criterion is of a role, and a role acts in steps that
are of a phase and watched from a post. One of no role can be seen from everywhere.
"""

from __future__ import annotations

from drillplanner.plan.model import Criterion, Script


def posts_of(script: Script, criterion: Criterion) -> tuple[str, ...]:
    """List the posts that watch a step of the criterion's role, in the script's order."""
    seen = {
        post
        for step in script.steps
        if criterion.role in (None, step.role)
        for post in (step.post, step.backup_post)
    }
    return tuple(post.id for post in script.posts if post.id in seen or criterion.role is None)


def phases_of(script: Script, criterion: Criterion) -> tuple[str, ...]:
    """List the phases in which the criterion's role acts, in the script's order."""
    acts = {step.phase for step in script.steps if criterion.role in (None, step.role)}
    return tuple(phase.id for phase in script.phases if phase.id in acts)
