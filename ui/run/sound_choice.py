"""Remember, for each post, whether its console makes sounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ui.run.start.kept_posts import Kept
from ui.settings import Settings

#: Where the settings keep it: the post's name and yes or no.
_KEPT = "sounds"
#: Posts that are remembered, the last chosen ones.
_MOST = 50


def has_sounds(settings: Settings, source: str, kept: Kept) -> bool:
    """Say whether a post makes sounds: as it was chosen, else only where it gives nobody away.

    That is at the control post, and where one laptop keeps all posts of the drill.
    """
    chosen = _choices(settings).get(source)
    return chosen if chosen is not None else kept.is_control or not kept.posts


def with_sounds(settings: Settings, source: str, *, is_on: bool) -> Settings:
    """Remember the choice for a post."""
    others = {name: value for name, value in _choices(settings).items() if name != source}
    kept = dict(list(others.items())[-(_MOST - 1) :])
    return replace(settings, extra={**settings.extra, _KEPT: {**kept, source: is_on}})


def _choices(settings: Settings) -> dict[str, bool]:
    """Read what was chosen; what is no such choice is left out."""
    kept: Any = settings.extra.get(_KEPT)
    if not isinstance(kept, dict):
        return {}
    return {name: value for name, value in kept.items() if isinstance(value, bool)}
