"""Say what the program is, and whose work is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from drillplanner import __version__
from drillplanner.base.texts import _
from ui.context import AppContext
from ui.widgets.dialogs import Sheet


def make_about(context: AppContext, parent: QWidget) -> Sheet:
    """Make the sheet of the version and the licences."""
    sheet = Sheet(f"drillplanner {__version__}", parent)
    lines = (
        _("Plans emergency drills at schools, logs them and scores measured times."),
        _("Licence: MIT. Qt (PySide6) is used under the LGPL, version 3."),
        _("The font DrillPlanner Sans SC is under the SIL Open Font License 1.1."),
        _("The program works without a network and sends nothing anywhere."),
    )
    for line in lines:
        label = QLabel(context.say(line), sheet)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        sheet.column.addWidget(label)
    sheet.column.addStretch(1)
    sheet.add_buttons(context.say(_("Close")))
    sheet.resize(context.dress.px(460), context.dress.px(220))
    return sheet
