"""Say where in a file something stands, in the reader's language."""

from __future__ import annotations

import re

from drillplanner.base.errors import Fault
from drillplanner.base.texts import Text, _

_RULING = re.compile(r"decision:(?P<number>\d+)")
_ROW = re.compile(r"(?P<file>.+), row (?P<row>\d+)(?:, (?P<column>\w+))?", re.DOTALL)


def row_said(place: str) -> Text | None:
    """Name a row of a table, and its column where it has one; None where `place` is no row."""
    found = _ROW.fullmatch(place)
    if found is None:
        return None
    file, row, column = found["file"], found["row"], found["column"]
    if column is None:
        return _("{file}, row {row}", file=file, row=row)
    return _("{file}, row {row}, column {column}", file=file, row=row, column=column)


def table_place(place: str) -> tuple[int, str | None] | None:
    """Give the row and column of a place in a table; None where it is another place."""
    found = _ROW.fullmatch(place)
    return None if found is None else (int(found["row"]), found["column"])


def ruling_place(number: int) -> str:
    """Give the place of a named person's decision among all of its drill, from 1."""
    return f"decision:{number}"


def row_named(place: str) -> Text | str:
    """Name a row of a table, or a decision; a place of another kind stays as it is."""
    ruling = _RULING.fullmatch(place)
    if ruling is not None:
        return _("decision {number}", number=ruling["number"])
    return row_said(place) or place


def fault_said(fault: Fault) -> Text:
    """Say what is wrong and where: the row of a table, else the line and the place in a script.

    A fault of a whole script, whose path is "$" alone, is said without a place.
    """
    row = row_said(fault.path)
    if row is not None:
        return _("{place}: {fault}", place=row, fault=fault.text)
    place = place_of(fault)
    if fault.line is None:
        return _("{place}: {fault}", place=place, fault=fault.text) if place else fault.text
    if not place:
        return _("line {line}: {fault}", line=fault.line, fault=fault.text)
    return _("line {line}, {place}: {fault}", line=fault.line, place=place, fault=fault.text)


def place_of(fault: Fault) -> Text | str:
    """Name the place of a fault in a script, for people and for programs; "" for the whole."""
    path = "" if fault.path == "$" else fault.path
    if fault.item is None:
        return path
    return _("{item} ({path})", item=fault.item, path=path)
