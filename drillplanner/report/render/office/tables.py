"""Write tables as WordprocessingML at once.

python-docx looks for each cell through the whole grid, which takes a minute for a table of
500 rows (its issues #174, #1516); the elements themselves are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from drillplanner.terms.document import Align

_TWIPS_A_MM = 1440 / 25.4
_TWIPS_A_PT = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its cells' lines; a detail is one cell over the whole width."""

    cells: tuple[tuple[str, ...], ...]
    bold: tuple[int, ...] = ()
    is_head: bool = False
    is_detail: bool = False
    is_struck: bool = False
    height_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: shares of its width, rows, how columns stand."""

    widths: tuple[float, ...]
    lines: tuple[Line, ...]
    aligns: tuple[Align, ...] = ()
    is_small: bool = False


def table_xml(grid: Grid, width_mm: float) -> Any:
    """Give the element of a table, ruled, its head repeated and its rows whole."""
    widths = _twips(grid.widths, width_mm)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(grid, line, widths) for line in grid.lines)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


def _twips(shares: Sequence[float], width_mm: float) -> list[int]:
    whole = sum(shares)
    return [round(share / whole * width_mm * _TWIPS_A_MM) for share in shares]


def _row(grid: Grid, line: Line, widths: Sequence[int]) -> str:
    height = f'<w:trHeight w:val="{round(line.height_pt * _TWIPS_A_PT)}"/>'
    properties = "<w:cantSplit/>"
    properties += height if line.height_pt else ""
    properties += "<w:tblHeader/>" if line.is_head else ""
    cells = "".join(_cells(grid, line, widths))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cells(grid: Grid, line: Line, widths: Sequence[int]) -> Iterator[str]:
    style = "TableSmall" if grid.is_small or line.is_detail else "TableText"
    if line.is_detail:
        span = f'<w:gridSpan w:val="{len(widths)}"/>'
        yield _cell(line.cells[0], sum(widths), span, style, "left", "")
        return
    last = len(line.cells) - 1
    for place, (lines, width) in enumerate(zip(line.cells, widths, strict=True)):
        run = "<w:b/>" if line.is_head or place in line.bold else ""
        # The last cell of a row that was taken back says why, and stands.
        run += "<w:strike/>" if line.is_struck and place != last else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if line.is_head else ""
        align = grid.aligns[place] if grid.aligns else "left"
        yield _cell(lines, width, shade, style, align, run)


def _cell(
    lines: Sequence[str], width: int, properties: str, style: str, align: Align, run: str
) -> str:
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{align}"/></w:pPr>'
        f"{_runs(text, run)}</w:p>"
        for text in lines or ("",)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{paragraphs}</w:tc>'
    )


def _runs(text: str, properties: str) -> str:
    parts = text.replace("\r\n", "\n").split("\n")
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts)
    return f"<w:r><w:rPr>{properties}</w:rPr>{said}</w:r>" if text else ""
