"""Hold one thing that was found in a script, and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from drillplanner.base.texts import Text, Words
from drillplanner.plan.editing.draft import Part
from drillplanner.plan.parser.json_path import Where

#: A warning is likely to cost a time or a verdict; a hint is worth a thought.
Weight: TypeAlias = Literal["warning", "hint"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """One act that settles a finding, with its words.

    Either `text` is typed into `column` of the finding's row, or a row that says `added` is put
    into the list `part`, or the preparation question `tick` is answered with yes.
    """

    words: Text
    column: str = ""
    text: str = ""
    part: Part | None = None
    added: Words = ""
    tick: str = ""


@dataclass(frozen=True, slots=True)
class SoundnessFinding:
    """What was found, by a code that stays, and where."""

    code: str
    weight: Weight
    where: Where
    text: Text
    remedy: Remedy | None = None
