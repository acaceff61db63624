"""What the printed sheets of registers and ledger share: blocks, and the file they go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.texts import _
from drillplanner.base.translator import Language
from drillplanner.terms.document import Block, Column, Prose, Report, Row, Table
from drillplanner.terms.papers import Format

#: A sheet is written as its file's name ends; anything else is a PDF.
_FORMATS: Final[Mapping[str, Format]] = {".docx": "docx", ".xlsx": "xlsx"}

NOTHING = Prose(_("Nothing is entered here yet."))


def listed(columns: Sequence[Column], rows: Sequence[Row], *, is_dense: bool = False) -> Block:
    """Return a table, or the sentence that nothing is entered where there is no row."""
    return Table(tuple(columns), tuple(rows), is_dense=is_dense) if rows else NOTHING


def write_sheet(made: Report, path: Path, language: Language) -> None:
    """Write a sheet as PDF, or as a document or workbook where the name says so.

    Raises:
        UserError: the file cannot be written there.
        StoreFault: the disk is full or failed; what was at `path` is still there.
    """
    from drillplanner.report.making import writer

    write_durably(path, writer(_FORMATS.get(path.suffix.lower(), "pdf"))(made, language))
