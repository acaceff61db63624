"""The field for who is at work: asked for where it is missing, in its own place."""

from __future__ import annotations

from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from drillplanner.base.texts import _
from ui.context import AppContext

_LONGEST = 100


class NameField(QLineEdit):
    """Takes the name that the history will hold.

    It begins empty with every start of the program: whoever sat here last is offered as they
    type, never assumed.
    """

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setMaxLength(_LONGEST)
        self.setPlaceholderText(context.say(_("Your name")))
        self.setAccessibleName(context.say(_("Your name, for the history")))
        self.setToolTip(context.say(_("Your name, for the history")))
        self.textEdited.connect(self._on_edited)

    def show_name(self, name: str, known: str) -> None:
        """Show who is at work, and complete the name that is known from before."""
        if self.text() != name:
            self.setText(name)
        if known:
            self.setCompleter(QCompleter([known], self))

    def ask(self) -> None:
        """Say in the field itself that the name is missing; nothing on the page moves."""
        say = self._context.say
        self.setToolTip(say(_("Write your name here; the history says who took each step.")))
        self.setPlaceholderText(say(_("Your name comes first")))
        self._mark("asked")
        self.setAccessibleDescription(self.toolTip())
        self.setFocus()

    def _on_edited(self, _text: str) -> None:
        if self.property("role"):
            self._mark("")
            self.setPlaceholderText(self._context.say(_("Your name")))
            self.setAccessibleDescription("")

    def _mark(self, role: str) -> None:
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)
