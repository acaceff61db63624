"""Read short forms of those who took part from a delimited table (docs/formats.md, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import FaultList
from drillplanner.exchange.tables.delimited import rows_of
from drillplanner.exchange.tables.formula_guard import unguarded
from drillplanner.exchange.text_file import labels
from drillplanner.terms.self_evaluation import QUESTIONS

COLUMNS: Final = ("role", *QUESTIONS, "words")


def read_short_forms(path: Path) -> tuple[Mapping[str, str], ...]:
    """Read a form a row, each by the names of its columns, as it is written.

    Raises:
        FileRefused: the file is no such table.
    """
    faults = FaultList()
    rows = tuple(
        {name: unguarded(row.cells[name]) for name in COLUMNS}
        for row in rows_of(path, labels([path])[0], COLUMNS, tuple(QUESTIONS), faults)
    )
    if faults.total:
        faults.refuse(
            _("The short forms were refused; correct the table and read it again."),
            _("The short forms were refused; correct the table and read it again."),
        )
    return rows
