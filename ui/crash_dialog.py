"""The crash dialog: what happened, that the log is safe, and a report to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from drillplanner.base.texts import _
from ui.desk import Desk
from ui.widgets.dialogs import Sheet


def show_crash(desk: Desk, report: str, parent: QWidget | None) -> None:
    """Show a report of our own error; while a drill runs only a banner says so."""
    words = _(
        "The program made a mistake. What was shown as saved is on the disk. Go on working; if it "
        "happens again, restart the program and send the report to whoever looks after it."
    )
    if desk.is_running:
        desk.failures.storeFailed.emit(desk.say(words))
        return
    sheet = Sheet(desk.say(_("Something went wrong in the program")), parent)
    label = QLabel(desk.say(words), sheet)
    label.setWordWrap(True)
    sheet.column.addWidget(label)
    text = QPlainTextEdit(report, sheet)
    text.setReadOnly(True)
    text.setAccessibleName(desk.say(_("Report")))
    sheet.column.addWidget(text)
    buttons = sheet.add_buttons(desk.say(_("Close")))
    copy = buttons.addButton(desk.say(_("Copy the report")), buttons.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    sheet.resize(desk.dress.px(640), desk.dress.px(420))
    sheet.open()
