"""Put a log that is too long to be printed into a table beside the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drillplanner.base.atomic_file import write_durably
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.report.inputs import ReportInputs
from drillplanner.terms.papers import PaperOrder


def has_annex(order: PaperOrder) -> bool:
    """Tell whether a paper names the table of a long log: it prints the log itself."""
    return order.form == "evaluation" and "tactics" not in order.hidden


def with_annex(inputs: ReportInputs, target: Path) -> ReportInputs:
    """Write the table where the log needs one, and name it in the report.

    Raises:
        UserError: the table cannot be written beside the report.
        StoreFault: the disk failed.
    """
    if not inputs.is_log_too_long:
        return inputs
    beside = target.with_name(f"{target.stem}.log.csv")
    write_durably(beside, write_log(inputs.log, inputs.script))
    return replace(inputs, annex=beside.name)
