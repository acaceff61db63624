"""Place posts, routes and areas on the picture of a school's plan.

Places are thousandths of the picture's width and height, so that they hold at every size it is
shown or printed at. A mark is a row of a register: entered, changed, taken out, undone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from drillplanner.base.texts import pgettext
from drillplanner.organisation.field import Choice, Field
from drillplanner.organisation.registers import Register
from drillplanner.run.fact_kinds import SITE_MARK

#: A place on a picture: thousandths from the left and from the top.
Place: TypeAlias = tuple[int, int]

MARK_KINDS: Mapping[str, Choice] = {
    "post": Choice(pgettext("mark on a plan", "post"), ("岗位", "观察岗位", "护学岗")),
    "route": Choice(pgettext("mark on a plan", "route"), ("路线", "疏散路线")),
    "waiting": Choice(pgettext("mark on a plan", "waiting area"), ("等候区", "家长等候区")),
    "assembly": Choice(pgettext("mark on a plan", "assembly point"), ("集合点", "集结点")),
    "cordon": Choice(pgettext("mark on a plan", "cordon"), ("警戒线",)),
}
#: Marks of several places, drawn as a line.
LINES: Final = frozenset({"route", "cordon"})
#: Colours that differ in grey too; each kind of point has a shape of its own beside.
COLOURS: Mapping[str, str] = {
    "post": "#0b4f9e",
    "route": "#1a7f37",
    "waiting": "#8a5a00",
    "assembly": "#1a7f37",
    "cordon": "#b3261e",
}
#: A place is at most this, from 0 on.
FAR: Final = 1_000
MOST_PLACES: Final = 150

SITE_MARKS = Register(
    "site-marks",
    SITE_MARK,
    pgettext("register", "Marks on the plan"),
    (
        Field("school", pgettext("register", "School"), "school", is_needed=True),
        Field("kind", pgettext("register", "Kind of mark"), "choice", choices=MARK_KINDS,
              is_needed=True),
        Field("name", pgettext("register", "Name of the mark")),
        Field("places", pgettext("register", "Places"), "long", is_needed=True),
    ),
    ("school", "kind", "name"),
)  # fmt: skip

_PLACE = re.compile(r"(\d{1,4}),(\d{1,4})")


@dataclass(frozen=True, slots=True)
class SiteMark:
    """One thing on a plan; a point has one place, a line several."""

    id: str
    kind: str
    name: str
    places: tuple[Place, ...]


def read_places(text: str) -> tuple[Place, ...]:
    """Read places from their text; what lies beyond the picture is drawn to its edge."""
    found = [(int(x), int(y)) for x, y in _PLACE.findall(text)[:MOST_PLACES]]
    return tuple((min(x, FAR), min(y, FAR)) for x, y in found)


def write_places(places: Sequence[Place]) -> str:
    """Write places as they are kept."""
    return " ".join(f"{x},{y}" for x, y in places[:MOST_PLACES])
