"""The crash dialog: what happened, that the log is safe, and a report to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.widgets.dialogs import Sheet

CRASHED = _(
    "Something went wrong in the program. What was shown as saved is on the disk. You can "
    "continue; if it happens again, restart the program and send the report to whoever "
    "supports it."
)
#: Reports that one dialog shows; the log file has them all.
_SHOWN = 20


class CrashSheet(Sheet):
    """Shows reports of our own errors; what goes wrong while it is open is added to it."""

    def __init__(self, context: AppContext, report: str, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Something went wrong in the program")), parent)
        self._reports = [report]
        label = QLabel(context.say(CRASHED), self)
        label.setWordWrap(True)
        self.column.addWidget(label)
        self.text = QPlainTextEdit(report, self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(context.say(_("Report")))
        self.column.addWidget(self.text)
        buttons = self.add_buttons(context.say(_("Close")))
        copy = buttons.addButton(context.say(_("Copy the report")), buttons.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        self.resize(context.dress.px(640), context.dress.px(420))

    def add(self, report: str) -> None:
        """Show one more report; one that is there already says nothing new."""
        if report not in self._reports and len(self._reports) < _SHOWN:
            self._reports.append(report)
            self.text.setPlainText("\n\n".join(self._reports))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
