"""Time and weigh the report of a very long log beside reportlab alone with the same rows.

A log that is too long to be read on paper goes into a table beside the report, which names it.
The baseline draws these rows, as a LongTable with a Paragraph in each cell that is not blank, a
few hundred rows at a time so that it is no slower than it must be. Each way is a process of its
own, from the files to the files: its time and the most memory that it held.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.drill import invented_script, write_long_tables
from benchmarks.measure import ROOT, Comparison, Figure
from drillplanner.plan.writer import format_script

_ALONE, _OURS = "reportlab alone, the same rows", "the report with the table beside it"
_AIM = 1.5
_ROWS_AT_A_TIME = 500
_WIDTH = 460.0


def measured(entries: int = 100_000, targets: int = 20, sources: int = 12) -> Comparison:
    """Make one report of `entries` rows each way."""
    script = invented_script(targets)
    with TemporaryDirectory(prefix="long-report-") as name:
        folder = Path(name)
        (folder / "script.json").write_bytes(format_script(script))
        write_long_tables(folder, script, sources, entries)
        alone, ours = _run("alone", folder), _run("ours", folder)
        printed = (folder / "report.pdf").stat().st_size / 1024
        beside = [path.stat().st_size / 1024 for path in folder.glob("report.log.csv")]
    figures = (
        Figure(_ALONE, (alone[0],)),
        Figure(_OURS, (ours[0],), _AIM),
        Figure(f"{_ALONE}: memory", (alone[1],), unit="MiB"),
        Figure(f"{_OURS}: memory", (ours[1],), unit="MiB"),
    )
    notes = (f"the PDF has {printed:.0f} KiB, the table beside it {sum(beside):.0f} KiB",)
    return Comparison(f"report, a log of {entries} rows", figures, notes)


def alone(folder: Path) -> None:
    """Draw the rows of all tables with reportlab alone."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    from drillplanner.report.render.typeset.fonts import REGULAR, register_fonts

    register_fonts()
    style = ParagraphStyle("cell", fontName=REGULAR, fontSize=8, leading=11.5, wordWrap="CJK")
    story: list[Any] = []
    for path in sorted(folder.glob("post*.csv")):
        head, *rows = csv.reader(path.read_text("utf-8").splitlines())
        for start in range(0, len(rows), _ROWS_AT_A_TIME):
            part = [head, *rows[start : start + _ROWS_AT_A_TIME]]
            cells = [[Paragraph(one, style) if one else one for one in row] for row in part]
            widths = [_WIDTH / len(head)] * len(head)
            story.append(LongTable(cells, colWidths=widths, repeatRows=1))
    SimpleDocTemplate(str(folder / "alone.pdf"), initialFontName=REGULAR).build(story)


def ours(folder: Path) -> None:
    """Make the report as the command line does."""
    from drillplanner.cli import main

    tables = [str(path) for path in sorted(folder.glob("post*.csv"))]
    logs = [word for table in tables for word in ("--log", table)]
    order = ["--script", str(folder / "script.json"), *logs, "--lang", "zh_CN"]
    done = main(["report", *order, "-o", str(folder / "report.pdf")])
    if done:
        raise SystemExit(done)


def report(way: str, folder: str) -> None:
    """Print how long a way took, in seconds, and the most it held, in MiB."""
    before = time.perf_counter()
    {"alone": alone, "ours": ours}[way](Path(folder))
    took = time.perf_counter() - before
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{json.dumps([took, held])}")


def _run(way: str, folder: Path) -> tuple[float, float]:
    call = f"from benchmarks import long_report; long_report.report({way!r}, {str(folder)!r})"
    done = subprocess.run(
        [sys.executable, "-c", call],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    took, held = json.loads(done.stdout.splitlines()[-1])
    return float(took), float(held)
