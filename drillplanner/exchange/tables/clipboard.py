"""Bring cells from the clipboard of Excel, WPS or Word, and give cells to it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TypeAlias

from drillplanner.exchange.importing.html_tables import html_tables
from drillplanner.exchange.tables.delimited import records_of
from drillplanner.exchange.tables.formula_guard import guarded, unguarded
from drillplanner.exchange.text_file import Unreadable

#: Rows of cells; all rows are equally long.
Grid: TypeAlias = "tuple[tuple[str, ...], ...]"


def cells_from(html: str, text: str) -> Grid:
    """Read what was copied: a table of HTML, else lines with tabs, where quotes hold line ends.

    A cell that spans rows stands in each of them, as the phase at the left of a Word table does.
    """
    if html:
        try:
            return _from_html(html)
        except Unreadable:
            pass
    return _even([[unguarded(cell) for cell in row] for row in _rows(text)])


def _from_html(html: str) -> Grid:
    sheet = html_tables(html)[0]
    rows = [[unguarded(cell.text) for cell in row] for row in sheet.rows]
    for merge in sheet.merges:
        for row in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
            rows[row][merge.left] = rows[merge.top][merge.left]
    return _even([row for row in rows if any(row)])


def _rows(text: str) -> list[list[str]]:
    try:
        rows = [list(record.cells) for record in records_of(text, "\t")]
    except Unreadable:
        # A quote that is never closed is a quote that was written.
        rows = [line.split("\t") for line in text.splitlines()]
    return [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]


def _even(rows: Sequence[Sequence[str]]) -> Grid:
    width = max(map(len, rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def text_of_cells(cells: Sequence[Sequence[str]]) -> str:
    """Write cells as spreadsheets paste them; nothing in them is taken for a formula."""
    return "\n".join("\t".join(_quoted(guarded(cell)) for cell in row) for row in cells)


def html_of_cells(cells: Sequence[Sequence[str]], *, are_guarded: bool = False) -> str:
    """Write cells as a table that Word pastes; those of a log table are guarded already."""
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{_lines(cell if are_guarded else guarded(cell))}</td>" for cell in row)
        + "</tr>"
        for row in cells
    )
    return f'<meta charset="utf-8"><table border="1">{rows}</table>'


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _lines(cell: str) -> str:
    return escape(cell).replace("\n", "<br>")
