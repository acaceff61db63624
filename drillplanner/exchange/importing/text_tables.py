"""Read csv, tsv and tab text of unknown origin into plain cells."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.base.texts import _
from drillplanner.exchange.importing.cells import MOST_CELLS, Sheet, sheet_of_texts
from drillplanner.exchange.tables.delimited import Record, records_of
from drillplanner.exchange.tables.log_row import COLUMNS, REQUIRED
from drillplanner.exchange.text_file import Unreadable

_DELIMITERS = "\t,;|，"
#: Rows by which the delimiter is chosen.
_LOOKED_AT = 30


def text_table(name: str, text: str) -> Sheet:
    """Cut a text into cells, by the delimiter that makes its rows most alike.

    Raises:
        Unreadable: it is no table, or has too many cells.
    """
    own = (one for one in _DELIMITERS if _has_own_header(text, one))
    found = next(own, None) or max(_DELIMITERS, key=lambda one: _fitness(text, one))
    rows: list[Sequence[str]] = []
    count = 0
    for record in records_of(text, found):
        cells = [cell.strip("\r\n ") for cell in record.cells]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
        count += len(cells)
        if count > MOST_CELLS:
            raise too_many_cells()
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise Unreadable(_("There is nothing in this table."))
    return sheet_of_texts(name, rows)


def too_many_cells() -> Unreadable:
    """Say that a table is larger than is read."""
    return Unreadable(
        _("The table has more than {most} cells; keep only the part to be read.", most=MOST_CELLS)
    )


def _has_own_header(text: str, delimiter: str) -> bool:
    """Tell whether the first line is the header of a log table, whatever its rows hold."""
    names = {name.strip() for name in text.partition("\n")[0].split(delimiter)}
    return names.issubset(COLUMNS) and names.issuperset(REQUIRED)


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    """Say how well a delimiter cuts: rows of the commonest width over one, and that width.

    Titles above a table have no delimiters, so rows of one cell say nothing.
    """
    widths: list[int] = []
    try:
        for record in records_of(text, delimiter):
            if len(widths) == _LOOKED_AT:
                break
            widths.append(_filled_width(record))
    except Unreadable:
        # A quote that is never closed under this delimiter may be sound under another.
        return (-1, 0)
    wide = [width for width in widths if width > 1]
    if not wide:
        return (0, 0)
    commonest = max(set(wide), key=lambda width: (wide.count(width), width))
    return (wide.count(commonest), commonest)


def _filled_width(record: Record) -> int:
    width = len(record.cells)
    while width and not record.cells[width - 1].strip():
        width -= 1
    return width
