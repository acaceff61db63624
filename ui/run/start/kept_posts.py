"""Remember which posts of a script this laptop kept last time, and whether it commanded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from drillplanner.plan.model import Script
from ui.settings import Settings

_NAME = "run.posts"
#: Scripts that are remembered.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """The posts this laptop keeps, none for all, and whether it is the control post."""

    posts: tuple[str, ...] = ()
    is_control: bool = True


def kept_of(settings: Settings, script: Script) -> Kept:
    """Give what was chosen for a script last time; all posts and the command unless it was."""
    known: Any = settings.extra.get(_NAME)
    said: Any = known.get(script.id) if isinstance(known, dict) else None
    if not isinstance(said, dict):
        return Kept()
    named: Any = said.get("posts")
    posts = tuple(post.id for post in script.posts if isinstance(named, list) and post.id in named)
    control: Any = said.get("control")
    return Kept(posts, control if isinstance(control, bool) else not posts)


def with_kept(settings: Settings, script: Script, kept: Kept) -> Settings:
    """Remember what was chosen, the latest scripts only."""
    known: Any = settings.extra.get(_NAME)
    before = dict(known) if isinstance(known, dict) else {}
    before.pop(script.id, None)
    before[script.id] = {"posts": list(kept.posts), "control": kept.is_control}
    latest = dict(list(before.items())[-_MOST:])
    return replace(settings, extra={**settings.extra, _NAME: latest})
