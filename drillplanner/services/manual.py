"""Read and print the manual."""

from __future__ import annotations

from pathlib import Path

from drillplanner.base.translator import Language
from drillplanner.report.manual import Chapter, read_manual

__all__ = ["Chapter", "read_manual", "write_manual"]


def write_manual(path: Path, language: Language) -> None:
    """Write the manual as a PDF.

    Raises:
        UserError: the file cannot be written there.
        StoreFault: the disk is full or failed.
    """
    from drillplanner.report.manual import manual_report
    from drillplanner.report.render.pdf import write_pdf

    write_pdf(manual_report(language), path, language)
