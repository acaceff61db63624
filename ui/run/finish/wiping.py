"""Clear a post's laptop in one step, once its log pack was written and read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from drillplanner.base.texts import _
from drillplanner.services.exchange.wiping import Wiping, wiping_said
from drillplanner.services.lanes import Lane
from drillplanner.services.safekeeping import Gone
from ui.context import AppContext
from ui.run.start.station_packs import station_of
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

T = TypeVar("T")


class WipeSheet(Sheet):
    """Names what would go and what it means, asks who decides it, and does it."""

    wiped = Signal()

    def __init__(self, context: AppContext, drill: str, pack: Path, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Clear this laptop")), parent)
        self._context = context
        self._found: Wiping | None = None
        say = context.say
        self.meaning = words_label(say(_("Reading the log pack once more…")))
        self.column.addWidget(self.meaning)
        self.places = words_label("", "muted")
        self.column.addWidget(self.places)
        self.by = QLineEdit(self)
        self.by.setMaxLength(60)
        self.by.setPlaceholderText(say(_("Who decided it")))
        self.by.setAccessibleName(say(_("Who decided it")))
        self.by.textChanged.connect(self._look)
        self.column.addWidget(self.by)
        self.told = words_label("")
        self.column.addWidget(self.told)
        self.column.addStretch(1)
        buttons = self.add_buttons(say(_("Cancel")))
        self.wipe = push_button(say(_("Clear it for good")), self._wipe)
        self.wipe.setEnabled(False)
        buttons.addButton(self.wipe, buttons.ButtonRole.DestructiveRole)
        self.resize(context.dress.px(560), context.dress.px(420))
        wiping, stations = context.services.wiping, station_of(context, drill)
        self._run("work", lambda: wiping.look(drill, pack, stations), self._show)

    def _show(self, found: Wiping) -> None:
        self._found = found
        say = self._context.say
        what, means = wiping_said(found)
        self.meaning.setText(f"{say(what)}\n\n{say(means)}")
        self.places.setText("\n".join(map(str, (found.pack, *found.stations))))
        self.by.setFocus()
        self._look()

    def _look(self, _text: str = "") -> None:
        self.wipe.setEnabled(self._found is not None and bool(self.by.text().strip()))

    def _wipe(self) -> None:
        found, by = self._found, self.by.text()
        if found is None:
            return
        self.wipe.setEnabled(False)
        wiping = self._context.services.wiping
        self._run("data", lambda: wiping.wipe(found, by), self._show_gone)

    def _show_gone(self, gone: Gone) -> None:
        context, say = self._context, self._context.say
        context.drill = ""
        context.drillChanged.emit("")
        self.wiped.emit()
        if not gone.left:
            self.accept()
            return
        # What was left is said where it was asked; nothing more can be done here.
        self._found = None
        left = [
            say(_("{file} still holds it: {reason}", file=str(path), reason=reason))
            for path, reason in gone.left
        ]
        self.told.setText("\n".join(left))

    def _run(self, lane: Lane, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._context.jobs.run(lane, work, done, self._refuse, owner=self)

    def _refuse(self, error: BaseException) -> None:
        self._context.failures.tell(error)
        self.reject()
