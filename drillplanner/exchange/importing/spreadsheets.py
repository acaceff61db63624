"""Read xlsx, xls and ods: look into the file first, then read it in a process that may die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import drillplanner
from drillplanner.base.texts import _
from drillplanner.exchange.importing.cells import BLANK, Cell, CellKind, Merge, Sheet
from drillplanner.exchange.importing.container import damaged, look_into, protected
from drillplanner.exchange.importing.text_tables import too_many_cells
from drillplanner.exchange.text_file import Unreadable

#: Seconds until the process is ended; its processor time is bounded besides.
_PATIENCE_S = 60
_CHILD = "drillplanner.exchange.importing.spreadsheet_child"


def spreadsheet_tables(data: bytes) -> tuple[Sheet, ...]:
    """Read every sheet that has cells; hidden ones are marked so.

    Raises:
        Unreadable: it is no spreadsheet, or reading it would take more than is given.
    """
    look_into(data)
    answer = read_apart(data)
    match answer.get("refused"):
        case "protected":
            raise protected()
        case "too_large":
            raise too_many_cells()
        case "damaged":
            raise damaged()
        case _:
            pass
    sheets = tuple(_sheet(one) for one in answer["sheets"] if any(map(any, one["rows"])))
    if not sheets:
        raise Unreadable(_("There is nothing in this spreadsheet."))
    return sheets


def read_apart(data: bytes) -> dict[str, Any]:
    """Read bytes that were looked into; gives what `spreadsheet_child` answers."""
    # -P keeps the folder of the file that was double-clicked from being searched for modules.
    command = [sys.executable, "-P", "-m", _CHILD]
    root = str(Path(drillplanner.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no word of the file in the command
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            timeout=_PATIENCE_S,
            # On Windows no console window flashes up.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _beyond_bounds() from error
    except OSError as error:
        raise Unreadable(
            _(
                "The reader of spreadsheets does not start: {reason}. Save the table as CSV UTF-8.",
                reason=error.strerror or str(error),
            )
        ) from error
    if done.returncode != 0:
        raise _beyond_bounds()
    return cast("dict[str, Any]", json.loads(done.stdout))


def _beyond_bounds() -> Unreadable:
    return Unreadable(
        _(
            "This spreadsheet takes more memory or time than is given to reading one. Copy the "
            "table into a new file, or save it as CSV UTF-8."
        )
    )


def _sheet(told: dict[str, Any]) -> Sheet:
    rows = tuple(
        tuple(BLANK if one is None else Cell(one[1], cast("CellKind", one[0])) for one in row)
        for row in told["rows"]
    )
    return Sheet(
        told["name"],
        rows,
        tuple(Merge(*merge) for merge in told["merges"]),
        is_hidden=told["hidden"],
    )
