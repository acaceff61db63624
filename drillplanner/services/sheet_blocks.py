"""Blocks that the printed sheets of registers and ledger share."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.base.texts import _
from drillplanner.terms.document import Block, Column, Prose, Row, Table

NOTHING = Prose(_("Nothing is entered here yet."))


def listed(columns: Sequence[Column], rows: Sequence[Row], *, is_dense: bool = False) -> Block:
    """Return a table, or the sentence that nothing is entered where there is no row."""
    return Table(tuple(columns), tuple(rows), is_dense=is_dense) if rows else NOTHING
