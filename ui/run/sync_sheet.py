"""Compare clocks (对表): this laptop's time in large figures and as a code, and a countdown.

The sheet marks nothing: the sync mark is the console's own key, pressed on every laptop at the
same moment, at the end of the countdown or at a whistle.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.exchange.time_codes import PERIOD_MS, time_code
from drillplanner.services.exchange.stations import compared
from ui.context import AppContext
from ui.run.big_clock import BigClock
from ui.run.code_view import CodeView
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

_TICK_MS = 50
_SECOND_NS, _MS_NS = 10**9, 10**6
_COUNT_S = 10
#: How far away a whistle may be, in metres.
_DISTANCES = (0, 50, 100, 150, 200, 300)


class SyncSheet(Sheet):
    """Stands beside the console without taking its keys."""

    def __init__(self, context: AppContext, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Compare clocks")), parent)
        self._context = context
        self._until_ns = 0
        self._painted_ms = 0
        self._counted = -1
        say, dress = context.say, context.dress
        hint = _(
            "Put all laptops side by side. At zero, or at a whistle, everyone presses the key / on "
            "the console at the same moment; once more after the drill shows drift."
        )
        self.column.addWidget(words_label(say(hint), "muted"))
        row = QHBoxLayout()
        self.clock = BigClock(dress, self)
        self.clock.setMinimumSize(dress.px(260), dress.px(90))
        self.code = CodeView(self)
        self.code.setMinimumSize(dress.px(180), dress.px(180))
        row.addWidget(self.clock, 3)
        row.addWidget(self.code, 2)
        self.column.addLayout(row, 1)
        filmed = _(
            "Film the code for two seconds with any camera: pictures of it tie that camera's "
            "clock later, under Review, Sources."
        )
        self.column.addWidget(words_label(say(filmed), "muted"))
        self.count = words_label("", "title")
        self.count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.count)
        self._make_whistle()
        self._make_comparison()
        buttons = self.add_buttons(say(_("Close")))
        self.start = push_button(say(_("Count down from 10")), self.count_down, primary="true")
        buttons.addButton(self.start, buttons.ButtonRole.ActionRole)
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self.tick)
        timer.start(_TICK_MS)
        self.resize(dress.px(720), dress.px(690))
        self.tick()

    # -- the time ---------------------------------------------------------------------

    @property
    def source(self) -> str:
        """Name the clock that is shown: that of the session that runs, else of this post."""
        live = self._context.live
        return live.recorder.station.source if live is not None else self._context.settings.source

    def utc_ns(self) -> int:
        """Give the time on the clock that is logged by, which no setting of the clock moves."""
        live, clock = self._context.live, self._context.services.clock
        if live is None or not self._context.is_running:
            return clock.wall_utc_ns()
        recorder = live.recorder
        first = next((one for one in recorder.log if one.clock == recorder.clock_id), None)
        if first is None:
            return clock.wall_utc_ns()
        return first.wall_utc_ns - first.elapsed_ns + recorder.stamp().elapsed_ns

    def tick(self) -> None:
        """Show the time there is now."""
        now_ns = self.utc_ns()
        tenth = now_ns // (100 * _MS_NS) % 10
        self.clock.show_time(f"{local_time.second(now_ns)}.{tenth}")
        now_ms = now_ns // _MS_NS
        if now_ms - self._painted_ms >= PERIOD_MS:
            self._painted_ms = now_ms
            self.code.show_code(time_code(self.source, now_ms), self._say(_("This time as a code")))
        self._show_count(now_ns)
        if self.distances.checkedId() != self._context.whistle_m:
            # The sync mark was made.
            self.distances.button(self._context.whistle_m).setChecked(True)
            self._choose_distance(self._context.whistle_m)

    # -- a moment that everyone marks ---------------------------------------------------

    def count_down(self) -> None:
        """Count down to a full second."""
        self._until_ns = (self.utc_ns() // _SECOND_NS + _COUNT_S + 1) * _SECOND_NS

    def _show_count(self, now_ns: int) -> None:
        left_ns = self._until_ns - now_ns
        count = -1
        if left_ns > 0:
            count = -(-left_ns // _SECOND_NS)
        elif left_ns > -2 * _SECOND_NS and self._until_ns:
            count = 0
        if count == self._counted:
            return
        self._counted = count
        words: Text | str = "" if count < 0 else str(count)
        if not count:
            words = _("Now: press /")
        self.count.setText(self._say(words))

    def _make_whistle(self) -> None:
        row = QHBoxLayout()
        words = _("Whistle from (its sound takes 0.3 s per 100 m)")
        row.addWidget(words_label(self._say(words)), 1)
        self.distances = QButtonGroup(self)
        for metres in _DISTANCES:
            button = QPushButton(f"{metres} m", self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setChecked(metres == self._context.whistle_m)
            self.distances.addButton(button, metres)
            row.addWidget(button)
        self.distances.idClicked.connect(self._choose_distance)
        self.column.addLayout(row)
        self.taken_off = words_label("", "muted")
        self.column.addWidget(self.taken_off)
        self._choose_distance(self._context.whistle_m)

    def _choose_distance(self, metres: int) -> None:
        self._context.whistle_m = metres
        words = _(
            "{seconds} s are taken off this laptop's next sync mark, and of that one alone.",
            seconds=f"{metres * 0.003:.2f}",
        )
        self.taken_off.setText(self._say(words if metres else _("Nothing is taken off.")))

    # -- another clock ------------------------------------------------------------------

    def _make_comparison(self) -> None:
        self.theirs = QLineEdit(self)
        self.theirs.setPlaceholderText("09:12:30")
        words = self._say(_("Another clock shows"))
        self.theirs.setAccessibleName(words)
        self.compare = push_button(self._say(_("Compare now")), self._compare)
        self.apart = words_label("", "muted")
        row = QHBoxLayout()
        row.addWidget(words_label(words), 1)
        row.addWidget(self.theirs)
        row.addWidget(self.compare)
        self.column.addLayout(row)
        self.column.addWidget(self.apart)
        # Beside a running console the sheet takes no keys, so nothing could be typed.
        for part in (self.theirs, self.compare):
            part.setEnabled(not self._context.is_running)

    def _compare(self) -> None:
        try:
            found = compared(self.theirs.text(), self.utc_ns())
        except UserError as refused:
            self.apart.setText(self._say(refused.text))
            return
        figures = {"seconds": f"{abs(found.offset_s):.1f}", "u": f"{found.u_s:.1f}"}
        fast = _("This laptop is {seconds} s fast (u = {u} s).", **figures)
        slow = _("This laptop is {seconds} s slow (u = {u} s).", **figures)
        self.apart.setText(self._say(fast if found.offset_s >= 0 else slow))

    def _say(self, text: Text | str) -> str:
        return self._context.say(text)
