"""Find where in a sheet the table is: its header, one row or two, its data, and labels above.

Templates put a merged title and a note on filling-in above the header; forms put a label at the
left of each value; other tables begin at once, or have no header at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drillplanner.exchange.importing.cells import Sheet, column_letters
from drillplanner.exchange.importing.vocabulary import heard_in
from drillplanner.exchange.tables.log_row import COLUMNS, REQUIRED

#: The header is looked for in this many rows from the top.
_LOOKED_AT = 30
#: Least score of a row to be a header: half of its cells known.
_LEAST_SCORE = 0.5
_LONGEST_HEADING = 40
#: Figures of a time or a number; a header has none.
_FIGURES = re.compile(r"[0-9０-９][0-9０-９:：.,\-/ TZ时分秒年月日点+]*|[-—–/]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: where it is, and its heading; its letters where it has none."""

    index: int
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """A label with the value beside it, above the table: 演练日期 | 2026-05-12."""

    name: str
    value: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table is. Rows count from 0; `header_rows` is 0 where there is no header."""

    header: int
    header_rows: int
    columns: tuple[Column, ...]
    last: int
    labels: tuple[Label, ...] = ()

    @property
    def first(self) -> int:
        """Give the first row of data."""
        return self.header + self.header_rows

    def column(self, name: str) -> Column | None:
        """Find a column by its heading or its letters."""
        for column in self.columns:
            if column.name == name:
                return column
        return next((one for one in self.columns if column_letters(one.index) == name), None)

    @property
    def is_log_table(self) -> bool:
        """Tell whether this has the header of a log table: our own columns, and no others."""
        names = {column.name for column in self.columns}
        return self.header_rows == 1 and names.issubset(COLUMNS) and names.issuperset(REQUIRED)


Known = Callable[[str], bool]


def find_layout(sheet: Sheet, is_name: Known = lambda _text: False) -> Layout:
    """Find the table of a sheet; `is_name` tells the names of steps and units."""
    if sheet.height and {text for _column, text in _texts(sheet, 0)}.issuperset(REQUIRED):
        own = layout_at(sheet, 0, 1)
        if own.is_log_table:
            return own
    scores = [_score(sheet, row, is_name) for row in range(min(sheet.height, _LOOKED_AT))]
    best = max(range(len(scores)), key=lambda row: scores[row], default=0)
    if scores and scores[best] >= _LEAST_SCORE:
        return layout_at(sheet, *_levels(sheet, best))
    plain = _plain_header(sheet)
    return layout_at(sheet, plain, 1) if plain is not None else layout_at(sheet, 0, 0)


def layout_at(sheet: Sheet, header: int, header_rows: int) -> Layout:
    """Lay a table out by a header that is known."""
    last = sheet.height
    while last > header + header_rows and all(cell.is_blank for cell in sheet.rows[last - 1]):
        last -= 1
    columns = tuple(
        column
        for column in _columns(sheet, header, header_rows)
        if any(not sheet.spread(row, column.index).is_blank for row in range(header, last))
    )
    return Layout(header, header_rows, columns, last, _labels(sheet, header))


def _texts(sheet: Sheet, row: int) -> list[tuple[int, str]]:
    """Give the filled cells of a row, a merged block once."""
    return [
        (column, sheet.cell(row, column).text.strip())
        for column in range(sheet.width)
        if not sheet.cell(row, column).is_blank
    ]


def _score(sheet: Sheet, row: int, is_name: Known) -> float:
    """Say how much a row looks like a header: the share of its cells that are known words."""
    cells = _texts(sheet, row)
    if len(cells) < 2:  # noqa: PLR2004 - one cell is a title
        return 0.0
    known = sum(_is_heading(text, is_name) for _column, text in cells)
    figures = sum(bool(_FIGURES.fullmatch(text)) for _column, text in cells)
    distinct = len({text for _column, text in cells})
    # More known words make a better header than one known word of one; the earlier row wins.
    return (known - figures) / distinct + 0.02 * known - 0.001 * row if known else 0.0


def _is_heading(text: str, is_name: Known) -> bool:
    if len(text) > _LONGEST_HEADING or _FIGURES.fullmatch(text):
        return False
    return heard_in(text) is not None or is_name(text)


def _levels(sheet: Sheet, row: int) -> tuple[int, int]:
    """Find out whether the header has a second row above or below the one that was found."""
    if row + 1 < sheet.height and _is_above(sheet, row, row + 1):
        return row, 2
    if row > 0 and _is_above(sheet, row - 1, row):
        return row - 1, 2
    return row, 1


def _is_above(sheet: Sheet, upper: int, lower: int) -> bool:
    """Tell whether one row holds the headings over groups of the other's."""
    below = _texts(sheet, lower)
    if len(below) < 2 or any(_FIGURES.fullmatch(text) for _column, text in below):  # noqa: PLR2004
        return False
    above = _texts(sheet, upper)
    if any(_FIGURES.fullmatch(text) for _column, text in above):
        return False
    spans = [
        merge
        for merge in sheet.merges
        if merge.top <= upper <= merge.bottom and merge.right > merge.left
    ]
    if any(merge.right - merge.left + 1 >= sheet.width for merge in spans):
        return False  # a title over everything
    if spans:
        return len(above) > 1
    # Without merges: the upper row is blank where the lower goes on with a group.
    filled = {column for column, _text in above}
    goes_on = [column for column, _text in below if column not in filled]
    return (
        len(above) > 1
        and bool(goes_on)
        and all(any(column < other for column in filled) for other in goes_on)
        and len(filled) + len(goes_on) >= len(below)
        and _fits_below(above, below)
    )


def _fits_below(above: Sequence[tuple[int, str]], below: Sequence[tuple[int, str]]) -> bool:
    """Tell headings below a group from a first row of data: they stand only under groups."""
    starts = [column for column, _text in above]
    beneath = {column for column, _text in below}
    alone = [start for start in starts if start not in beneath]
    return bool(alone)


def _plain_header(sheet: Sheet) -> int | None:
    """Find a row of words over a row with figures, where no heading is a known word."""
    for row in range(min(sheet.height - 1, _LOOKED_AT)):
        cells = _texts(sheet, row)
        if len(cells) < 2 or any(_FIGURES.fullmatch(text) for _column, text in cells):  # noqa: PLR2004
            continue
        below = dict(_texts(sheet, row + 1))
        figures = [column for column, text in below.items() if _FIGURES.fullmatch(text)]
        if figures and all(column in dict(cells) for column in figures):
            # A label beside its value is no header: there the figures stand in the row itself.
            return row
    return None


def _columns(sheet: Sheet, header: int, header_rows: int) -> tuple[Column, ...]:
    names: list[str] = []
    for index in range(sheet.width):
        name = _heading(sheet, header, header_rows, index) or column_letters(index)
        number = 2
        base = name
        while name in names:
            name = f"{base} ({number})"
            number += 1
        names.append(name)
    return tuple(Column(index, name) for index, name in enumerate(names))


def _heading(sheet: Sheet, header: int, header_rows: int, column: int) -> str:
    levels: list[str] = []
    for row in range(header, header + header_rows):
        text = " ".join(sheet.spread(row, column).text.split())
        if not text and row == header and header_rows > 1:
            text = _group_at(sheet, row, column)
        if text and text not in levels:
            levels.append(text)
    return "/".join(levels)


def _group_at(sheet: Sheet, row: int, column: int) -> str:
    """Give the heading of the group that a blank upper cell goes on with, without merges."""
    if sheet.merges or sheet.cell(row + 1, column).is_blank:
        return ""
    for left in range(column - 1, -1, -1):
        if not sheet.cell(row, left).is_blank:
            return sheet.cell(row, left).text.strip()
    return ""


def _labels(sheet: Sheet, header: int) -> tuple[Label, ...]:
    """Find labels with their values above the table, as forms have them."""
    found: list[Label] = []
    for row in range(min(header, _LOOKED_AT)):
        cells = _texts(sheet, row)
        for text, (column, value) in zip([text for _c, text in cells], cells[1:], strict=False):
            label = text.rstrip("：: ")
            if heard_in(label) is not None and heard_in(value) is None:
                found.append(Label(label, value, row, column))
        for column, text in cells:
            label, colon, value = text.replace("：", ":", 1).partition(":")
            if colon and value.strip() and heard_in(label) is not None:
                found.append(Label(label.strip(), value.strip(), row, column))
    return tuple(found)
