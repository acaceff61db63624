"""The sheet of a station pack: what this post will see, how its clock stands, taking it over."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.exchange.pack.keys import spoken
from drillplanner.exchange.pack.station_pack import StationPack
from drillplanner.services.exchange.stations import ClockCompared, compared
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.services.run.station_steps import StationSteps
from drillplanner.terms.vocabulary import NATURES as NATURE_WORDS
from ui.context import AppContext
from ui.run.start.kept_posts import Kept, with_kept
from ui.run.start.station_packs import remember_station
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

_TICK_MS = 200


class StationSheet(Sheet):
    """Shows a pack before anything of it is kept."""

    def __init__(self, context: AppContext, path: Path, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Station pack")), parent)
        self._context = context
        self._pack: StationPack | None = None
        self._path = path
        self.compared: ClockCompared | None = None
        say, dress = context.say, context.dress
        self.heading = words_label("", "title")
        self.facts = words_label("", "muted")
        self.doubts = words_label("")
        for label in (self.heading, self.facts, self.doubts):
            self.column.addWidget(label)
        self._make_clock()
        self.column.addWidget(words_label(say(_("What this post will see")), "heading"))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.steps = words_label("")
        body = QWidget(area)
        inner = QVBoxLayout(body)
        inner.addWidget(self.steps)
        inner.addStretch(1)
        area.setWidget(body)
        self.column.addWidget(area, 1)
        buttons = self.add_buttons(say(_("Cancel")))
        self.take = push_button(say(_("Take over")), self._take_over, primary="true")
        self.take.setEnabled(False)
        buttons.addButton(self.take, buttons.ButtonRole.AcceptRole)
        self.resize(dress.px(640), dress.px(600))
        stations = context.services.stations
        context.jobs.run("work", lambda: stations.open(path), self._show, self._fail, owner=self)

    # -- clocks -----------------------------------------------------------------------

    def _make_clock(self) -> None:
        say = self._context.say
        self.now = words_label("")
        self.column.addWidget(self.now)
        row = QHBoxLayout()
        self.theirs = QLineEdit(self)
        self.theirs.setPlaceholderText("09:12:30")
        self.theirs.setAccessibleName(say(_("The drill's clock shows")))
        self.compare_button = push_button(say(_("Compare now")), self._compare)
        row.addWidget(words_label(say(_("The drill's clock shows"))), 1)
        row.addWidget(self.theirs)
        row.addWidget(self.compare_button)
        self.column.addLayout(row)
        self.ahead = words_label("", "muted")
        self.column.addWidget(self.ahead)
        timer = QTimer(self)
        timer.timeout.connect(self._tick)
        timer.start(_TICK_MS)
        self._tick()

    def _tick(self) -> None:
        shown = local_time.second(self._context.services.clock.wall_utc_ns())
        self.now.setText(self._context.say(_("This laptop's clock: {time}", time=shown)))

    def _compare(self) -> None:
        wall_utc_ns = self._context.services.clock.wall_utc_ns()
        try:
            self.compared = compared(self.theirs.text(), wall_utc_ns)
        except UserError as refused:
            self.ahead.setText(self._context.say(refused.text))
            return
        apart = self.compared.offset_s
        ahead = _("This laptop is {seconds} s fast (u = {u} s).", **self._figures(apart))
        behind = _("This laptop is {seconds} s slow (u = {u} s).", **self._figures(apart))
        use = _(
            "Only a sync mark ties the clocks; this shows later whether one was of another moment."
        )
        say = self._context.say
        self.ahead.setText(f"{say(ahead if apart >= 0 else behind)} {say(use)}")

    def _figures(self, apart: Decimal) -> dict[str, str]:
        u_s = self.compared.u_s if self.compared is not None else Decimal(0)
        return {"seconds": f"{abs(apart):.1f}", "u": f"{u_s:.1f}"}

    # -- the pack ---------------------------------------------------------------------

    def _show(self, opened: tuple[StationPack, tuple[Text, ...]]) -> None:
        pack, doubts = opened
        context, say = self._context, self._context.say
        self._pack, given = pack, pack.assignment
        script = pack.script()
        practice = _("{post}: practice, nothing of it is kept", post=given.name)
        name = _("{post}: {drill}", post=given.name, drill=pack.title)
        self.heading.setText(say(practice if given.is_practice else name))
        nature = NATURE_WORDS.get(given.nature)  # type: ignore[call-overload]  # any word may come
        self.facts.setText(
            say(
                _(
                    "{nature}; the drill's clock is {clock}; signed with the key {key}",
                    nature=nature or given.nature,
                    clock=given.clock or "–",
                    key=spoken(pack.key),
                )
            )
        )
        self.doubts.setText("\n".join(f"▲ {say(one)}" for one in doubts))
        self.doubts.setVisible(bool(doubts))
        kept = () if given.is_practice else (given.post,)
        station = StationSteps(script, kept)
        lines = []
        for step in (station.steps[one] for one in station.order):
            words = context.words(step.text, script.language)
            done = context.words(step.done_when, script.language)
            units = "、".join(context.words(one.name, script.language) for one in step.units)
            tail = "".join(f" – {part}" for part in (units, done) if part)
            lines.append(f"{station.keys.get(step.id, '·')}  {words}{tail}")
        self.steps.setText("\n".join(lines))
        self.take.setEnabled(True)

    def _fail(self, error: BaseException) -> None:
        self.reject()
        self._context.failures.tell(error)

    def _take_over(self) -> None:
        pack, stations, seen = self._pack, self._context.services.stations, self.compared
        if pack is not None:
            self.take.setEnabled(False)
            self._context.jobs.run(
                "data",
                lambda: stations.take_over(pack, seen),
                self._taken_over,
                self._fail,
                owner=self,
            )

    def _taken_over(self, script: OpenScript) -> None:
        pack, context = self._pack, self._context
        if pack is None:
            return
        given = pack.assignment
        posts = tuple(one.id for one in script.script.posts if one.id == given.post)
        settings = replace(context.settings, source=given.name, nature=given.nature)
        context.remember(with_kept(settings, script.script, Kept(posts, is_control=False)))
        context.script = script
        if not given.is_practice:
            remember_station(context, pack.drill, self._path)
        self.accept()
        context.roomRequested.emit("run")
        context.stationTaken.emit("" if given.is_practice else pack.drill)
