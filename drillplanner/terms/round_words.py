"""Name a round of a drill, with its nature and how it stands, in words and a shape."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.run.rounds import Round, Standing
from drillplanner.terms.document import Shape
from drillplanner.terms.vocabulary import ENDINGS, NATURES

__all__ = ["ENDINGS", "ROUND_SHAPES", "nature_said", "round_said"]

#: What a list says beside a round that did not simply end.
_STANDINGS: Mapping[Standing, Text] = {
    "under_way": pgettext("how a round stands", "not ended"),
    "broken_off": pgettext("how a round stands", "broken off"),
    "void": pgettext("how a round stands", "void"),
}

#: The shape beside a round, one a standing, so that no list tells them apart by words alone.
ROUND_SHAPES: Mapping[Standing, Shape] = {
    "empty": "ring",
    "under_way": "pause",
    "ended": "disc",
    "broken_off": "cross",
    "void": "crossed",
}


def nature_said(nature: str) -> Text | None:
    """Say a nature; None for one that this version has no word for, or for none."""
    return next((words for name, words in NATURES.items() if name == nature), None)


def round_said(one: Round) -> Text:
    """Name a round: its number, its nature where it is known, how it stands if not ended."""
    said = _("Round {number}", number=one.number)
    nature = nature_said(one.nature)
    if nature is not None:
        said = _("{round} · {nature}", round=said, nature=nature)
    standing = _STANDINGS.get(one.standing)
    return said if standing is None else _("{round} · {standing}", round=said, standing=standing)
