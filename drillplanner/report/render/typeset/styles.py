"""Name the few ways text looks in a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from drillplanner.report.render.typeset.system_faces import Role

Align: TypeAlias = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Say how one paragraph looks; make variants with `dataclasses.replace`.

    `size`, `leading` (line pitch), `space_before` and `space_after` are points. `indent`
    (first line) and `left` (all lines) are em, so 2 means two Chinese characters.
    `colour` is "#rrggbb". A style with `keep_with_next` is never the last on its page.
    `is_struck` draws a line through the words. Chinese text takes the system's face for
    `role`, where there is one.
    """

    size: float = 10.5
    leading: float = 17.0
    bold: bool = False
    align: Align = "left"
    indent: float = 0.0
    left: float = 0.0
    colour: str = "#000000"
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False
    is_struck: bool = False
    role: Role | None = None


GREY = "#595959"

#: Cover: the document's name.
TITLE = TextStyle(size=22, leading=34, bold=True, align="center", space_after=12, role="title")
#: Cover: the line below the name.
SUBTITLE = TextStyle(size=14, leading=24, align="center", space_after=6)
#: 一、
HEADING_1 = TextStyle(
    size=15,
    leading=24,
    bold=True,
    space_before=14,
    space_after=6,
    keep_with_next=True,
    role="hei",
)
#: （一）
HEADING_2 = TextStyle(
    size=12,
    leading=20,
    bold=True,
    space_before=8,
    space_after=4,
    keep_with_next=True,
    role="kai",
)
#: 1.
HEADING_3 = TextStyle(
    size=10.5, leading=18, bold=True, space_before=4, space_after=2, keep_with_next=True
)
#: Running Chinese text: first line two characters in, both edges straight.
BODY = TextStyle(size=10.5, leading=18, align="justify", indent=2, space_after=4, role="fang")
#: Running text without the first line's indent: English, and after a label.
BODY_FLUSH = TextStyle(size=10.5, leading=18, space_after=4)
#: An item of a list, two characters in.
ITEM = TextStyle(size=10.5, leading=18, left=2, space_after=2, role="fang")
#: Notes, sources, method.
NOTE = TextStyle(size=8.5, leading=13, colour=GREY, space_after=2)
#: The line over a table or chart.
CAPTION = TextStyle(
    size=9.5, leading=15, bold=True, space_before=6, space_after=4, keep_with_next=True
)
#: Table cells.
CELL = TextStyle(size=9, leading=13)
CELL_BOLD = TextStyle(size=9, leading=13, bold=True)
CELL_HEAD = TextStyle(size=9, leading=13, bold=True, align="center")
#: Dense tables: the log.
SMALL = TextStyle(size=8, leading=11.5)
#: Page header and footer.
FURNITURE = TextStyle(size=8.5, leading=12, colour=GREY)
