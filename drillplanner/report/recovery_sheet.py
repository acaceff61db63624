"""Compose the sheet that opens a protected workspace whose password is lost."""

from __future__ import annotations

from drillplanner.base.texts import _
from drillplanner.terms.document import Column, Facts, Heading, Lines, Prose, Report, Row, Table

_IN_A_ROW = 4


def recovery_sheet(workspace: str, code: str, day: str) -> Report:
    """Compose the sheet of a workspace.

    Args:
        workspace: the name of its file.
        code: its key in groups of letters and digits, parted by hyphens.
        day: when the sheet was made.
    """
    title = _("Recovery sheet")
    groups = code.split("-")
    rows = [groups[at : at + _IN_A_ROW] for at in range(0, len(groups), _IN_A_ROW)]
    return Report(
        title=title,
        name=workspace,
        mark=None,
        blocks=(
            Heading(title, holds=4),
            Facts(((_("Workspace"), workspace), (_("Made on"), day))),
            Prose(
                _(
                    "Whoever has this sheet can read the workspace and all its backups. Keep it "
                    "locked away, in another place than the computer."
                )
            ),
            Table(
                tuple(Column("", 1 / _IN_A_ROW, "center") for _each in range(_IN_A_ROW)),
                tuple(Row((*row, *[""] * (_IN_A_ROW - len(row)))) for row in rows),
            ),
            Prose(
                _(
                    "To open the workspace without its password: start the program, choose "
                    "“Recovery sheet…”, type the groups row by row, and set a new password. On the "
                    "command line: {command}",
                    command="drillplanner protect --recover",
                )
            ),
            Prose(
                _("0, 1 and 8 do not occur: what looks like them is a letter."),
                "note",
            ),
            Lines(_("Kept by, and where"), 2),
        ),
    )
