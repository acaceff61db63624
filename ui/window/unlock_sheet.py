"""The sheet that asks for the password of the workspace; a lost one stops no drill."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _
from ui.context import AppContext
from ui.widgets.dialogs import Sheet


class UnlockSheet(Sheet):
    """Takes the password, or the code of the recovery sheet with a new password."""

    #: The workspace can be opened now.
    unlocked = Signal()
    #: A drill is to begin without it.
    freshRequested = Signal()

    def __init__(
        self, context: AppContext, parent: QWidget | None, other: Path | None = None
    ) -> None:
        super().__init__(context.say(_("The workspace is locked")), parent)
        #: A backup or another workspace that is to be joined; None for the one worked in.
        self._other = other
        self._context = context
        self._protection = context.services.protection
        self._is_recovering = False
        path = other or context.services.paths.workspace
        self._words(_("{file} is protected by a password.", file=str(path)))
        self.code = self._line(_("Code of the recovery sheet"), is_hidden=False)
        self.code.hide()
        self.password = self._line(_("Password"))
        self.told = self._words(_("A lost password stops no drill: go on without it."))
        buttons = self.add_buttons(context.say(_("Go on without it")))
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.unlock_button = self._button(
            buttons, _("Unlock"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.unlock_button.setDefault(True)
        self.unlock_button.clicked.connect(self._unlock)
        self.recover_button = self._button(buttons, _("Recovery sheet…"), role)
        self.recover_button.clicked.connect(self._recover)
        self.fresh_button = self._button(buttons, _("Begin with a fresh workspace"), role)
        self.fresh_button.clicked.connect(self.freshRequested.emit)
        self.fresh_button.setVisible(other is None)
        self.told.setVisible(other is None)
        self.resize(context.dress.px(560), self.sizeHint().height())
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recover(self) -> None:
        self._is_recovering = True
        self.code.show()
        self.recover_button.hide()
        self.password.clear()
        self.password.setPlaceholderText(self._context.say(_("New password")))
        self._tell(_("Type the code of the sheet and a new password."))
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock(self) -> None:
        password, code = self.password.text(), self.code.text()
        self.unlock_button.setEnabled(False)
        self._tell(_("Trying the password…"))

        def work() -> None:
            if self._is_recovering:
                self._protection.recover(code, password, self._other)
            else:
                self._protection.unlock(password, self._other)

        def done(_nothing: None) -> None:
            self.unlocked.emit()
            self.accept()

        self._context.jobs.run("work", work, done, self._refused, owner=self)

    def _refused(self, error: BaseException) -> None:
        self.unlock_button.setEnabled(True)
        if not isinstance(error, UserError | StoreFault):
            self._context.failures.tell(error)
            return
        self._tell(error.text)
        line = self.code if self._is_recovering else self.password
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    def _tell(self, text: Text) -> None:
        self.told.show()
        self.told.setText(self._context.say(text))

    def _words(self, text: Text) -> QLabel:
        label = QLabel(self._context.say(text), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label

    def _line(self, name: Text, *, is_hidden: bool = True) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(self._context.say(name))
        line.setPlaceholderText(self._context.say(name))
        if is_hidden:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self.column.addWidget(line)
        return line

    def _button(
        self, buttons: QDialogButtonBox, words: Text, role: QDialogButtonBox.ButtonRole
    ) -> QPushButton:
        return buttons.addButton(self._context.say(words), role)
