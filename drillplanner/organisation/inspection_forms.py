"""Name the inspection sheets that the program offers: their items, and where these were read.

A sheet with marks names the paper they come from. A bureau's own sheet is a table that was
brought in, or one that was filled before: its items are taken over by name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from pydantic import TypeAdapter

from drillplanner.base.texts import Words
from drillplanner.resources import resource

Method: TypeAlias = Literal["", "look", "papers", "ask", "site"]


@dataclass(frozen=True, slots=True)
class CheckItem:
    """What is looked at and how; `points` where the sheet gives marks, `kind` a hazard class."""

    item: Words
    standard: Words
    method: Method = ""
    points: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class InspectionForm:
    """A sheet of one hazard class, and the papers it follows."""

    id: str
    name: Words
    kind: str
    source: Words
    items: tuple[CheckItem, ...]


@cache
def inspection_forms() -> tuple[InspectionForm, ...]:
    """Read the sheets that the program knows."""
    data = resource("inspections", "forms.json").read_bytes()
    return TypeAdapter(tuple[InspectionForm, ...]).validate_python(json.loads(data))
