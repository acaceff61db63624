"""The sheet of the county's server: send the chosen drill, fetch what others sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.services.exchange.hub import Fetched, Pulled, Pushed, Server, SessionThere
from drillplanner.services.lanes import Lane
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

T = TypeVar("T")

#: What is remembered: the server's address; the password is asked for each time.
_ADDRESS = "server"
#: An address that somebody wrote a password into is not remembered either.
_SECRET = re.compile(r"password|://[^/@]*:[^/@]*@", re.IGNORECASE)


class ServerSheet(Sheet):
    """What needs the network is done on the work lane, what is joined on the data lane."""

    def __init__(self, context: AppContext, parent: QWidget | None) -> None:
        super().__init__(context.say(_("County server")), parent)
        self._context = context
        say = context.say
        hint = _(
            "The server passes logs on between laptops. Without it nothing is lost: log packs and "
            "the shared folder come to the same. Photos and names of persons do not go there."
        )
        self.column.addWidget(words_label(say(hint), "muted"))
        form = QFormLayout()
        kept = context.settings.extra.get(_ADDRESS)
        self.address = QLineEdit(kept if isinstance(kept, str) else "", self)
        self.address.setPlaceholderText("postgresql://NAME@HOST/DATABASE?sslrootcert=FILE")
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.school = QLineEdit(self)
        self.school.setMaxLength(64)
        form.addRow(say(_("Address")), self.address)
        form.addRow(say(_("Password")), self.password)
        form.addRow(say(_("School, where the drill does not say it")), self.school)
        self.column.addLayout(form)
        row = QHBoxLayout()
        self.push = push_button(say(_("Send the chosen drill")), self._push)
        self.pull = push_button(say(_("Fetch what others sent")), self._pull)
        self.compare = push_button(say(_("What is missing there?")), self._compare)
        for button in (self.push, self.pull, self.compare):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.told = words_label("")
        self.column.addWidget(self.told)
        self.column.addStretch(1)
        self.add_buttons(say(_("Close")))
        self.address.textChanged.connect(self._look)
        self._look()
        self.resize(context.dress.px(600), context.dress.px(420))

    def _look(self, _text: str = "") -> None:
        self._allow(is_ready=bool(self.address.text().strip()))

    def _allow(self, *, is_ready: bool) -> None:
        for button in (self.push, self.pull, self.compare):
            button.setEnabled(is_ready)

    @property
    def _server(self) -> Server:
        return Server(self.address.text().strip(), self.password.text() or None)

    def _drill(self) -> str:
        return self._context.drill or self._context.services.catalogue.latest()

    # -- sending ------------------------------------------------------------------------

    def _push(self) -> None:
        server, school, hub = self._server, self.school.text().strip(), self._context.services.hub
        self._run("work", lambda: hub.push_to(server, self._drill(), school), self._show_pushed)

    def _show_pushed(self, done: Pushed) -> None:
        words = _(
            "School {school}: {facts} records of the drill, {new} of them new on the server.",
            school=done.school,
            facts=done.facts,
            new=done.new,
        )
        self._end(words)

    # -- fetching -----------------------------------------------------------------------

    def _pull(self, before: Pulled | None = None) -> None:
        server, hub = self._server, self._context.services.hub
        done = before or Pulled(0, 0, 0)
        self._run("work", lambda: hub.fetch_from(server), partial(self._join, done))

    def _join(self, before: Pulled, found: Fetched) -> None:
        hub = self._context.services.hub
        self._run("data", lambda: hub.join(found), partial(self._joined, before, found))

    def _joined(self, before: Pulled, found: Fetched, joined: Pulled) -> None:
        done = before.and_then(joined)
        words = _(
            "{facts} records fetched, {new} of them new here.", facts=done.facts, new=done.new
        )
        self._end(words)
        if found.is_more:
            self._pull(done)
        elif done.new:
            self._context.drillChanged.emit(self._context.drill)

    # -- comparing ----------------------------------------------------------------------

    def _compare(self) -> None:
        server, hub = self._server, self._context.services.hub
        self._run("work", lambda: hub.sessions_at(server, self._drill()), self._show_sessions)

    def _show_sessions(self, found: tuple[SessionThere, ...]) -> None:
        lines: list[Text] = [
            _(
                "{source}: {here} entries here, {there} there, missing there: {missing}",
                source=one.source or one.session,
                here=one.here,
                there=one.there,
                missing=one.missing_there,
            )
            for one in found
        ]
        if not lines:
            lines.append(_("Neither here nor there is any entry of this drill."))
        self._end(*lines)

    # -- inside -------------------------------------------------------------------------

    def _run(self, lane: Lane, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._allow(is_ready=False)
        self.told.setText(self._context.say(_("Asking the server…")))
        self._context.jobs.run(lane, work, done, self._refuse, owner=self)

    def _end(self, *words: Text) -> None:
        self.told.setText("\n".join(self._context.say(one) for one in words))
        self._look()
        address, settings = self.address.text().strip(), self._context.settings
        if settings.extra.get(_ADDRESS) != address and not _SECRET.search(address):
            extra = {**settings.extra, _ADDRESS: address}
            self._context.remember(replace(settings, extra=extra))

    def _refuse(self, error: BaseException) -> None:
        self._look()
        self.told.clear()
        if isinstance(error, UserError):
            self.told.setText(self._context.say(error.text))
        else:
            self._context.failures.tell(error)
