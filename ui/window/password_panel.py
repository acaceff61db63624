"""The part of the workspace sheet where a password is set, changed and taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.services.lanes import Lane
from drillplanner.services.protection import Protected, State
from ui.context import AppContext
from ui.system.lifetime import keep_until_destroyed

T = TypeVar("T")

_STATES: dict[State, Text] = {
    "none": _(
        "No password: whoever has this computer, or a backup, can read all of it. With one, "
        "database, backups, journals and drafts are encrypted; what is printed or handed over is "
        "not."
    ),
    "open": _("Encrypted, but without a password yet: its key lies beside it. Set a password."),
    "password": _(
        "Protected by a password. Without it and without the recovery sheet nobody can read it, "
        "nor can we."
    ),
}


class PasswordPanel(QWidget):
    """Says how the workspace is protected, and changes it."""

    #: The workspace was closed and is to be read anew.
    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._context = context
        self._protection = context.services.protection
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(context.dress.px(6))
        self.state = self._words(rows)
        self.password = self._line(_("New password"))
        self.again = self._line(_("The same again"))
        self.set_button = self._button(_("Set password"), self._set)
        self._add_row(rows, self.password, self.again, self.set_button)
        self.sheet_button = self._button(_("Save recovery sheet…"), self._save_sheet)
        self.remove_button = self._button(_("Remove password…"), self._ask_to_remove)
        self.confirm_button = self._button(_("Remove it"), self._remove)
        self._add_row(rows, self.sheet_button, self.remove_button, self.confirm_button)
        self.told = self._words(rows)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.hide()
        self.show_state()

    def show_state(self) -> None:
        """Say how the workspace is protected now."""
        state, can = self._protection.state, self._protection.can_protect
        self.state.setText(self._context.say(_STATES[state]))
        words = _("Change password") if state == "password" else _("Set password")
        self.set_button.setText(self._context.say(words))
        for one in (self.password, self.again, self.set_button):
            one.setEnabled(can)
        if not can:
            self._tell(
                _(
                    "Passwords need the package {package}, which is not installed here. Install "
                    "it with: {command}",
                    package="sqlcipher3",
                    command="pip install drillplanner[protection]",
                )
            )
        self.sheet_button.setVisible(state == "password")
        self.remove_button.setVisible(state != "none")
        self.confirm_button.hide()

    def _set(self) -> None:
        first, second = self.password.text(), self.again.text()
        if first != second:
            self._tell(_("These two are not the same; nothing was changed."))
            return
        self._tell(_("Encrypting…"))

        def done(protected: Protected) -> None:
            code = _(
                "Without the password only this code opens it; print the recovery sheet and lock "
                "it away: {code}",
                code=protected.code,
            )
            self._finish(protected, code)

        self._run(lambda: self._protection.protect(first), done)

    def _ask_to_remove(self) -> None:
        self._tell(
            _(
                "Workspace, backups and drafts become readable to whoever has the disk; the "
                "recovery sheet and the password are worth nothing any more."
            )
        )
        self.confirm_button.show()
        self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        def done(protected: Protected) -> None:
            self._finish(protected, _("The password was removed."))

        self._run(self._protection.unprotect, done)

    def _finish(self, protected: Protected, text: Text) -> None:
        say = self._context.say
        self.password.clear()
        self.again.clear()
        self.show_state()
        left = [
            say(_("{file} stayed as it was: {reason}", file=str(path), reason=reason))
            for path, reason in protected.left
        ]
        self.told.setText("\n".join([say(text), *left]))
        self.told.show()
        # What the settings' file may hold has changed too.
        self._context.remember(self._context.settings)
        self.changed.emit()

    def _save_sheet(self) -> None:
        words = self._context.say(_("Save recovery sheet"))
        name, _filter = QFileDialog.getSaveFileName(self, words, "", "PDF (*.pdf)")
        if name:
            self.save_sheet(Path(name))

    def save_sheet(self, target: Path) -> None:
        """Write the recovery sheet as a PDF."""
        language = self._context.language

        def done(_nothing: None) -> None:
            self._tell(
                _("The recovery sheet is in {file}; print it, then delete it.", file=str(target))
            )

        self._run(lambda: self._protection.write_sheet(target, language), done, lane_is_data=False)

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], *, lane_is_data: bool = True
    ) -> None:
        if self._context.is_running:
            text = _("A drill is running; look after the workspace when it has ended.")
            self._context.failures.tell(UserError(text))
            return
        lane: Lane = "data" if lane_is_data else "work"
        self._context.jobs.run(lane, work, done, self._refused, owner=self)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._tell(error.text)
        else:
            self._context.failures.tell(error)

    def _tell(self, text: Text) -> None:
        self.told.setText(self._context.say(text))
        self.told.show()

    def _words(self, rows: QVBoxLayout) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        rows.addWidget(label)
        return label

    def _line(self, name: Text) -> QLineEdit:
        line = QLineEdit(self)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setAccessibleName(self._context.say(name))
        line.setPlaceholderText(self._context.say(name))
        return line

    def _button(self, words: Text, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._context.say(words), self)
        button.setAutoDefault(True)
        button.clicked.connect(run)
        return button

    def _add_row(self, rows: QVBoxLayout, *widgets: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._context.dress.px(6))
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
        if not any(isinstance(one, QLineEdit) for one in widgets):
            row.addStretch(1)
        rows.addLayout(row)
