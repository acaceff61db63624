"""What the run room offers before a drill: the readiness check and the practice, on its stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from drillplanner.base import local_time
from drillplanner.base.texts import _
from drillplanner.plan.model import Scoring
from drillplanner.run.clock.machine_clock import Clock, now
from drillplanner.services.run.board import Board
from drillplanner.services.run.live_session import Start
from drillplanner.services.run.recorder import Recorder
from ui.context import AppContext
from ui.run.input_time import Instants, make_instants
from ui.run.practice.page import PracticePage
from ui.run.practice.presenter import PracticePresenter, applied_u_s
from ui.run.readiness.page import ReadinessPage
from ui.run.readiness.presenter import Post, Probes, ReadinessPresenter
from ui.system.keep_awake import Keeper, StayingAwake


class BeforeDrill(QObject):
    """Shows the two pages and goes back to the start page; made at the first use of each.

    While a drill runs, or the readiness page is seen, the system is asked to stay awake.
    """

    #: Somebody wants to practise on the console itself.
    consoleRequested = Signal()

    def __init__(
        self,
        room: QStackedWidget,
        context: AppContext,
        clock: Clock,
        chosen: Callable[[], Start | None],
        *,
        keeper: Keeper | None = None,
        probes: Probes | None = None,
    ) -> None:
        super().__init__(room)
        self._room = room
        self._context = context
        self._clock = clock
        self._chosen = chosen
        self._first = now(clock)
        self._probes = probes or Probes(beep=QApplication.beep)
        self._instants: Instants | None = None
        self._before: QWidget | None = None
        self.awake = StayingAwake(context, keeper, self)
        self.readiness: ReadinessPage | None = None
        self.checking: ReadinessPresenter | None = None
        self.practice: PracticePage | None = None
        self.practising: PracticePresenter | None = None

    def show_readiness(self) -> None:
        """Check this post."""
        if self.readiness is None or self.checking is None:
            page = self.readiness = ReadinessPage(self._context, self._keys(), self._room)
            self.checking = ReadinessPresenter(
                page, self._context, self._clock, self._first, self._probes
            )
            page.shown.connect(self._on_shown)
            page.hidden.connect(self._on_hidden)
            page.backRequested.connect(self._go_back)
            self.awake.changed.connect(self.checking.on_awake)
            self._room.addWidget(page)
        self.checking.begin(_post(self._context, self._chosen()))
        self._show(self.readiness)

    def show_practice(self) -> None:
        """Let the keeper try pressing."""
        if self.practice is None or self.practising is None:
            page = self.practice = PracticePage(self._context, self._keys(), self._room)
            self.practising = PracticePresenter(page, self._context, self._clock)
            page.backRequested.connect(self._on_practice_left)
            page.consoleRequested.connect(self.consoleRequested)
            self._room.addWidget(page)
        start = self._chosen()
        scoring = start.script.script.scoring if start is not None else Scoring()
        self.practising.begin(scoring.press_u_s)
        self._show(self.practice)

    def notes_on(self, recorder: Recorder) -> Iterator[str]:
        """Let a drill that begins know of both; give what is to be noted in its log.

        The outcome of the last check is noted once. What a practice of today raised holds for
        every press from now on, and is noted where it raises the script's.
        """
        if note := self.take_note():
            yield note
        applied = applied_u_s(self._context.settings, local_time.today(self._clock))
        if applied is not None and recorder.raise_press_u_s(applied):
            words = _(
                "Practice: every press is taken as uncertain by at least {seconds} s.",
                seconds=str(applied),
            )
            yield self._context.say(words)

    def take_note(self) -> str:
        """Give the outcome of the last check for the log, once; empty if there was none."""
        return self.checking.take_note() if self.checking is not None else ""

    def _keys(self) -> Instants:
        if self._instants is None:
            self._instants = make_instants(self._clock)
        return self._instants

    def _show(self, page: QWidget) -> None:
        self._before = self._room.currentWidget()
        self._room.setCurrentWidget(page)
        self._room.setFocusProxy(page)

    def _go_back(self) -> None:
        if self._before is not None:
            self._room.setCurrentWidget(self._before)
            self._room.setFocusProxy(self._before)
            self._before.setFocus()

    def _on_practice_left(self) -> None:
        if self.practising is not None and not self.practising.stop():
            self._go_back()

    def _on_shown(self) -> None:
        self.awake.want("readiness", is_wanted=True)

    def _on_hidden(self) -> None:
        self.awake.want("readiness", is_wanted=False)


def _post(context: AppContext, start: Start | None) -> Post:
    """Give what the console will show for what is chosen."""
    if start is None:
        return Post("")
    script = start.script.script
    board = Board(script, "", 0, start.posts)
    steps = tuple(
        (board.keys.get(step, ""), context.words(board.steps[step].text, script.language))
        for step in board.order
    )
    return Post(start.source, steps, script.zone)
