"""The sheet that shows a log pack as QR codes, one after the other, for a phone's camera."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.run.code_view import CodeView
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

#: How long a code stays where they turn by themselves: a phone focuses within a second.
_STAY_MS = 2_500


class CodesSheet(Sheet):
    """Turns through the codes of a drill by arrow keys, buttons or by itself."""

    def __init__(self, context: AppContext, drill: str, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Log pack as QR codes")), parent)
        self._context = context
        self.texts: tuple[str, ...] = ()
        self.number = 0
        say = context.say
        hint = _(
            "Take a picture of each with a phone, in any order. On the other computer the pictures "
            "are chosen together under “Join log packs”; codes that are missing are named there."
        )
        self.column.addWidget(words_label(say(hint), "muted"))
        self.view = CodeView(self)
        self.column.addWidget(self.view, 1)
        self.said = words_label("", "heading")
        self.back = push_button(say(_("Back")), self._turn_back)
        self.next = push_button(say(_("Next")), self._turn)
        self.by_itself = QCheckBox(say(_("Turn by itself")), self)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        for part in (self.by_itself, self.back, self.next):
            row.addWidget(part)
        self.column.addLayout(row)
        self.add_buttons(say(_("Close")))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self.by_itself.toggled.connect(self._on_by_itself)
        self.resize(context.dress.px(640), context.dress.px(760))
        packs, catalogue = context.services.packs, context.services.catalogue
        context.jobs.run(
            "work",
            lambda: packs.codes(drill or catalogue.latest()),
            self.show_codes,
            self._fail,
            owner=self,
        )

    def show_codes(self, texts: Sequence[str]) -> None:
        """Show the first of these codes."""
        self.texts = tuple(texts)
        self._show(0)

    def _show(self, number: int) -> None:
        if self.texts:
            self.number = number % len(self.texts)
            words = self._context.say(
                _("Code {number} of {count}", number=self.number + 1, count=len(self.texts))
            )
            self.said.setText(words)
            self.view.show_code(self.texts[self.number], words)

    def _turn(self) -> None:
        self._show(self.number + 1)

    def _turn_back(self) -> None:
        self._show(self.number - 1)

    def _on_by_itself(self, is_on: bool) -> None:
        self._timer.start(_STAY_MS) if is_on else self._timer.stop()

    def _fail(self, error: BaseException) -> None:
        self.reject()
        self._context.failures.tell(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Space):
            self._turn()
        elif event.key() == Qt.Key.Key_Left:
            self._turn_back()
        else:
            super().keyPressEvent(event)
