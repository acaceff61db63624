"""Print a report as an A4 PDF in one language, with our own font embedded."""

from __future__ import annotations

from pathlib import Path

from drillplanner.base.translator import Language
from drillplanner.terms.document import Report


def write_pdf(report: Report, path: Path, language: Language) -> None:
    """Write a report as PDF; the file appears whole under its name or not at all.

    The same report gives the same bytes at every hour, on every machine with the same fonts.

    Raises:
        UserError: the target is a folder, cannot be replaced, or its folder does not exist.
        StoreFault: the disk is full or failed; what was at `path` is still there.
    """
    from drillplanner.base.atomic_file import write_durably
    from drillplanner.report.render.pdf.building import build

    write_durably(path, build(report, language))
