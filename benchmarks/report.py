"""Time the report of a long log beside reportlab alone, which draws the rows of its tables.

The report lays a log out twice, merged and raw. The baseline draws the rows of exactly these
tables, already worded, in the same font, size and columns: a LongTable with a Paragraph in
each cell that is not blank, which is how reportlab's guide sets text that must wrap.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.drill import invented_script, write_tables
from benchmarks.measure import Comparison, interleaved
from drillplanner.base.translator import translator
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.report.content import evaluation_report
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.render.pdf.building import build
from drillplanner.review.scoring import score
from drillplanner.terms.document import Report, Table

_ALONE = "reportlab alone, the same rows"
_ONCE = "reportlab alone, the rows of the raw log"
_PLAIN = "reportlab alone, the same rows as strings that do not wrap"
_PDF = "the report as PDF"
_ALL = "the same from the script and the log: score, compose, print"
_AIM = 1.5
_WIDTH = 460.0
_LOOK = (
    ("FONT", (0, 0), (-1, -1), "DrillPlannerSansSC-Regular", 8, 11.5),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, "#8c8c8c"),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)

#: The rows of one table, the head first, and the share of the line of each column.
_Rows = tuple[list[list[str]], tuple[float, ...]]


def measured(
    entries: int = 1000, targets: int = 20, sources: int = 12, rounds: int = 3
) -> Comparison:
    """Print one report of `entries` log rows `rounds` times each way, in Chinese."""
    script = invented_script(targets)
    with TemporaryDirectory(prefix="report-") as name:
        log = read_logs(write_tables(Path(name), script, sources, entries), script)
    report = evaluation_report(ReportInputs(script, log, score(script, log)))
    tables = _tables(report)
    raw = [table for table in tables if len(table[0][0]) == max(len(t[0][0]) for t in tables)]

    def whole() -> bytes:
        inputs = ReportInputs(script, log, score(script, log))
        return build(evaluation_report(inputs), "zh_CN")

    figures = interleaved(
        {
            _ALONE: lambda: _drawn(tables),
            _ONCE: lambda: _drawn(raw),
            _PLAIN: lambda: _drawn(tables, is_wrapped=False),
            _PDF: lambda: build(report, "zh_CN"),
            _ALL: whole,
        },
        rounds,
        aims={_PDF: _AIM},
    )
    rows = sum(len(table[0]) - 1 for table in tables)
    return Comparison(f"report, a log of {entries} rows, {rows} rows in the report", figures)


def _tables(report: Report) -> list[_Rows]:
    say = translator("zh_CN").say

    def words(cell: Any) -> str:
        parts = cell if isinstance(cell, tuple) else (getattr(cell, "words", cell),)
        return "\n".join(say(part) for part in parts)

    return [
        (
            [
                [say(column.head) for column in block.columns],
                *([words(cell) for cell in row.cells] for row in block.rows),
            ],
            tuple(column.width for column in block.columns),
        )
        for block in report.blocks
        if isinstance(block, Table) and block.rows
    ]


def _drawn(tables: list[_Rows], *, is_wrapped: bool = True) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    from drillplanner.report.render.typeset.fonts import REGULAR, register_fonts

    register_fonts()
    style = ParagraphStyle("cell", fontName=REGULAR, fontSize=8, leading=11.5, wordWrap="CJK")

    def cell(text: str) -> Any:
        return Paragraph(_escaped(text), style) if text and is_wrapped else text

    story: list[Any] = []
    for rows, shares in tables:
        cells = [[cell(text) for text in row] for row in rows]
        widths = [_WIDTH * share / sum(shares) for share in shares]
        story.append(LongTable(cells, colWidths=widths, repeatRows=1, style=_LOOK))
    target = BytesIO()
    SimpleDocTemplate(target, initialFontName=REGULAR).build(story)
    return target.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")
