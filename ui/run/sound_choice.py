"""Remember, for each post, whether its console makes sounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from drillplanner.base.texts import _
from drillplanner.base.translator import Language, translator
from ui.settings import Settings

#: Where the settings keep it: the post's name and yes or no.
_KEPT = "sounds"
#: Posts that are remembered, the last chosen ones.
_MOST = 50

#: A post of this name keeps the whole drill, where nobody hides and listens.
USUAL_POST = _("Command post")


def has_sounds(settings: Settings, source: str, *, is_whole: bool = False) -> bool:
    """Say whether a post makes sounds: as it was chosen, else only where it gives nobody away.

    Args:
        settings: what was chosen.
        source: the post's name.
        is_whole: the laptop keeps all posts of the drill.
    """
    chosen = _choices(settings).get(source)
    if chosen is not None:
        return chosen
    usual = {translator(language).say(USUAL_POST) for language in get_args(Language)}
    return is_whole or source in usual


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
