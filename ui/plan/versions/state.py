"""What the page of versions is told by its presenter, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from drillplanner.plan.comparing.difference import Difference
from drillplanner.plan.comparing.merging import Choice
from drillplanner.plan.sign_off import Stage


@dataclass(frozen=True, slots=True)
class SideCard:
    """One script that can be compared: the draft, its base, a version, a file."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class StageCard:
    """One stage of signing off: what it is called, and what was entered."""

    stage: Stage
    label: str
    said: str
    can_sign: bool


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One piece of a merge in words."""

    choice: Choice
    place: str
    name: str
    base: str
    mine: str
    theirs: str


class View(Protocol):
    """What the presenter asks of the page."""

    compared: Any
    fileAsked: Any
    mergeAsked: Any
    signAsked: Any
    takeAsked: Any
    doneAsked: Any

    def show_sides(self, sides: Sequence[SideCard], before: str, after: str) -> None:
        """Offer scripts to compare, and choose two."""
        ...

    def show_difference(self, difference: Difference, *, can_merge: bool) -> None:
        """Show how the chosen two differ."""
        ...

    def show_stages(self, stages: Sequence[StageCard]) -> None:
        """Show who signed off; nothing for what was not published."""
        ...

    def show_choices(self, rows: Sequence[ChoiceRow], taken: Sequence[str]) -> None:
        """Show the pieces of a merge, and which side each is taken from; "" for open."""
        ...

    def show_taken(self, taken: Sequence[str]) -> None:
        """Show which side each piece is taken from now."""
        ...

    def show_notice(self, words: str) -> None:
        """Say what came of an act; empty words take it away."""
        ...

    def leave(self) -> None:
        """Tell that the page was left."""
        ...
