"""Say what the program is, and whose work is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QWidget

from drillplanner import __version__
from drillplanner.base.texts import _
from ui.context import AppContext
from ui.system.diagnostics import diagnostics
from ui.widgets.dialogs import Sheet


def make_about(context: AppContext, parent: QWidget) -> Sheet:
    """Make the sheet of the version, the licences, and what a person who helps asks first."""
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
    told = diagnostics(context)
    shown = QLabel(told, sheet)
    shown.setObjectName("diagnostics")
    shown.setProperty("role", "muted")
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    shown.setWordWrap(True)
    sheet.column.addWidget(shown)
    sheet.column.addStretch(1)
    buttons = sheet.add_buttons(context.say(_("Close")))
    copy = buttons.addButton(
        context.say(_("Copy diagnostics")), QDialogButtonBox.ButtonRole.ActionRole
    )
    copy.setObjectName("copy")

    def put() -> None:
        QGuiApplication.clipboard().setText(told)
        copy.setText(context.say(_("Copied")))

    copy.clicked.connect(put)
    sheet.resize(context.dress.px(560), context.dress.px(400))
    return sheet
