"""Time the scoring of a drill beside the reading of its log tables."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.drill import invented_script, write_tables
from benchmarks.measure import Comparison, interleaved
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.review.scoring import score


def measured(
    targets: int = 60, sources: int = 8, entries: int = 2000, rounds: int = 10
) -> Comparison:
    """Read and score one drill `rounds` times each; every source ties to every other."""
    script = invented_script(targets)
    with TemporaryDirectory(prefix="scoring-") as name:
        paths = write_tables(Path(name), script, sources, entries)
        log = read_logs(paths, script)
        figures = interleaved(
            {
                "read_logs": lambda: read_logs(paths, script),
                "score": lambda: score(script, log),
                "csv.reader alone": lambda: [_cells(path) for path in paths],
            },
            rounds,
        )
    return Comparison(f"scoring, {targets} targets, {sources} sources, {entries} entries", figures)


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
