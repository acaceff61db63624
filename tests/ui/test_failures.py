"""A refused file is told with all its faults, and one fault is told once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import _
from drillplanner.base.translator import translator
from ui.errors import Failures

EXCEL = _("This is {kind}.", kind="an Excel file")
ROLE = Fault("$.steps[2].role", _("There is no role."), 12, _("step {number}, role", number=3))
KIND = Fault("$.kind", _("That is no kind."), 4)


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (FileRefused(EXCEL, (Fault("$", EXCEL),)), "This is an Excel file."),
        (
            FileRefused(ROLE.text, (ROLE,)),
            "line 12, step 3, role ($.steps[2].role): There is no role.",
        ),
        (
            FileRefused(_("The script has 2 faults."), (KIND, ROLE)),
            "The script has 2 faults.\n"
            "line 4, $.kind: That is no kind.\n"
            "line 12, step 3, role ($.steps[2].role): There is no role.",
        ),
    ],
)
def test_a_refused_file_is_told_with_its_faults(
    qtbot: QtBot, refused: FileRefused, said: str
) -> None:
    failures = Failures(translator("en").say)

    with qtbot.waitSignal(failures.refused) as told:
        failures.tell(refused)

    assert told.args == [said]
