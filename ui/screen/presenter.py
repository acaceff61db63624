"""Decide what the second screen shows: a drill that runs, or what the last one came to.

It reads what the console's session knows and changes nothing. While a drill runs at most one
part is painted anew in a turn of the event loop, so that no key waits for a screen of others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.run.clock.machine_clock import now
from drillplanner.services.run.session import LiveSession
from drillplanner.services.screen.debrief import DOUBTFUL, SLOWEST, Debrief
from drillplanner.services.screen.live import (
    NEXT,
    NOW,
    OVERDUE,
    ScreenFrame,
    ScreenLine,
    ScreenReader,
)
from drillplanner.terms.vocabulary import PHASES
from ui.context import AppContext
from ui.run.console.wording import countdown_text, stopwatch
from ui.screen.views import AudienceView, ControlView, DebriefView, ScreenView, SpeechView
from ui.screen.window import ScreenWindow, other_screen

Face: TypeAlias = Literal["", "control", "audience", "debrief", "speech"]
#: What one key goes through while a drill runs, and while none does.
_LIVE: tuple[Face, ...] = ("", "control", "audience")
_AFTER: tuple[Face, ...] = ("", "debrief", "speech")
#: How often a debrief looks for packs that were joined since, in milliseconds.
_LOOK_MS = 10_000

#: How often a part may be painted anew, in milliseconds; whole seconds are shown.
_TURN_MS = 50
#: How often is looked what has changed: each target's seconds change at an instant of its own.
_LOOK_NS = 10**8


class SecondScreen(QObject):
    """Opens, turns and closes the screen of others; `window` is the program's own.

    `other` chooses a monitor beside the one that is taken, the next one after another.
    """

    def __init__(
        self,
        context: AppContext,
        window: QWidget,
        other: Callable[[QScreen | None, QScreen | None], QScreen | None] = other_screen,
    ) -> None:
        super().__init__(window)
        self._other = other
        self._context, self._own = context, window
        self._shown: ScreenWindow | None = None
        self._screen: QScreen | None = None
        self._face: Face = ""
        self._reader: ScreenReader | None = None
        self._session: LiveSession | None = None
        self._tenth: int | None = None
        self._queue: deque[tuple[str, str, str]] = deque()
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._turn.timeout.connect(self.on_turn)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._open_debrief)
        context.runningChanged.connect(self._on_running)
        context.dressChanged.connect(self._show_again)
        context.drillChanged.connect(self._on_drill)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._on_screen_removed)

    @property
    def face(self) -> Face:
        """Give what is shown; empty where nothing is."""
        return self._face

    @property
    def view(self) -> ScreenView | None:
        """Give the view that is shown."""
        return self._shown.view if self._shown is not None else None

    # -- what one key does --------------------------------------------------------------

    def turn(self) -> None:
        """Show the next face, and after the last one none."""
        faces = _LIVE if self._context.is_running else _AFTER
        place = faces.index(self._face) if self._face in faces else 0
        self.show(faces[(place + 1) % len(faces)])

    def show(self, face: Face) -> None:
        """Show a face; empty closes the screen."""
        self._close()
        if not face:
            return
        screen = self._screen if self._is_there(self._screen) else None
        screen = screen or self._other(self._own.screen(), None)
        if screen is None:
            if self._context.is_running:
                words = _(
                    "Connect a second monitor or a projector, not mirrored, then press again."
                )
                self._context.failures.tell(UserError(words))
                return
            # Nothing is logged now, so the one monitor there is may be covered.
            screen = self._own.screen()
        self._face, self._screen = face, screen
        if face in _AFTER:
            self._open_debrief()
            self._look.start()
        else:
            self._open(ControlView if face == "control" else AudienceView)

    def move(self) -> None:
        """Go to the next monitor that the program's own window is not on."""
        if self._shown is None:
            return
        screen = self._other(self._own.screen(), self._screen)
        if screen is not None:
            self._screen = screen
            self._shown.stand_on(screen)

    def close(self) -> None:
        """Close the screen."""
        self.show("")

    # -- a drill that runs --------------------------------------------------------------

    def on_turn(self) -> None:
        """Paint one part that changed, else look what has changed since the last tenth."""
        view = self.view
        if view is None or self._session is None or self._reader is None:
            return
        if self._queue:
            name, words, ink = self._queue.popleft()
            view.parts[name].say(words, ink)
            return
        present = now(self._context.services.clock)
        tenth = present.elapsed_ns // _LOOK_NS
        if tenth == self._tenth:
            return
        self._tenth = tenth
        frame = self._reader.frame(present.elapsed_ns)
        self._show_clock(view, frame)
        say = _control if self._face == "control" else _audience
        for name, words, ink in say(frame, self._say):
            said = words, ink
            if name == "state" and self._context.is_practice:
                said = self._say(_("Practice: counts for nothing")), "doubt"
            if not view.parts[name].is_said(*said):
                self._queue.append((name, *said))

    def _show_clock(self, view: ScreenView, frame: ScreenFrame) -> None:
        if view.clock is None:
            return
        text = "--:--" if frame.since_ns is None else stopwatch(frame.since_ns, counts=True)[:-2]
        view.clock.show_time(text, "doubt" if frame.state == "held" else "text")

    def _open(self, make: Callable[[AppContext], ScreenView]) -> None:
        self._session = self._context.live
        self._reader = ScreenReader(self._session) if self._session is not None else None
        if self._reader is None:
            self._face = ""
            self._context.failures.tell(UserError(_("Nothing runs that others could see.")))
            return
        self._stand(make(self._context))
        self._tenth = None
        self._turn.start()

    # -- afterwards ---------------------------------------------------------------------

    def _open_debrief(self) -> None:
        services, wanted = self._context.services, self._context.drill

        def read() -> Debrief:
            from drillplanner.services.review.review_session import review_drill
            from drillplanner.services.screen.debrief import debrief

            drill = wanted or services.catalogue.latest()
            return debrief(review_drill(services.reviews.drill(drill)).inputs)

        self._context.jobs.run(
            "work", read, self._show_debrief, self._on_failed, owner=self, latest="debrief"
        )

    def _on_failed(self, error: BaseException) -> None:
        self._close()
        self._context.failures.tell(error)

    def _show_debrief(self, found: Debrief) -> None:
        if not self._face or self._face not in _AFTER or self._context.is_running:
            return
        make = SpeechView if self._face == "speech" else DebriefView
        view = self.view
        if not isinstance(view, make):
            view = make(self._context)
            self._stand(view)
        told = _speech if isinstance(view, SpeechView) else _debrief
        for name, words, ink in told(found, self._say):
            view.parts[name].say(words, ink)
        if isinstance(view, DebriefView):
            self._show_bars(view, found)

    def _show_bars(self, view: DebriefView, found: Debrief) -> None:
        view.bars.show_bars(
            [
                (
                    self._say(bar.name),
                    self._say(_("{time} of {limit}", time=bar.label, limit=bar.limit))
                    if bar.label
                    else self._say(bar.sign.words),
                    bar.sign.shape,
                    float(bar.value) if bar.value is not None else None,
                )
                for bar in found.bars
            ]
        )

    # -- inside -------------------------------------------------------------------------

    def _stand(self, view: ScreenView) -> None:
        shown = self._shown
        if shown is not None:
            shown.hide()
            shown.deleteLater()
        self._shown = ScreenWindow(view, self._say(_("Second screen")), self._own)
        self._shown.closed.connect(self._on_closed)
        if self._screen is not None:
            self._shown.stand_on(self._screen)

    def _close(self) -> None:
        self._turn.stop()
        self._look.stop()
        self._queue.clear()
        self._session = self._reader = None
        self._face = ""
        self._context.jobs.drop(self, "debrief")
        shown, self._shown = self._shown, None
        if shown is not None:
            shown.closed.disconnect(self._on_closed)
            shown.hide()
            shown.deleteLater()

    def _on_closed(self) -> None:
        self._close()

    def _on_running(self, is_running: bool) -> None:
        """Let a debrief go when a drill begins; the screens of a drill stay till it is over."""
        if is_running:
            if self._face in _AFTER:
                self._close()
        elif self._face in ("control", "audience"):
            self._close()

    def _on_drill(self, _drill: str) -> None:
        if self._face and self._face in _AFTER:
            self._open_debrief()

    def _show_again(self) -> None:
        """Show the same face in another theme or size."""
        if self._face and self._shown is not None:
            self.show(self._face)

    def _on_screen_removed(self, screen: QScreen) -> None:
        # Qt would move the window to what is left, over the console.
        if screen is self._screen:
            self._screen = None
            self._close()
            words = _("The monitor of the second screen is gone.")
            self._context.failures.tell(UserError(words))

    def _is_there(self, screen: QScreen | None) -> bool:
        return screen in QGuiApplication.screens() and screen is not self._own.screen()

    def _say(self, words: object) -> str:
        return self._context.say(words)  # type: ignore[arg-type]  # a phrase


_Told: TypeAlias = Iterator[tuple[str, str, str]]
_Say: TypeAlias = Callable[[object], str]


def _control(frame: ScreenFrame, say: _Say) -> _Told:
    yield "title", say(_("Exercise control · {drill}", drill=frame.title)), "text"
    yield "state", say(PHASES[frame.state]), "doubt" if frame.state == "held" else "muted"
    for place in range(NEXT):
        line = frame.next[place] if place < len(frame.next) else None
        yield f"next{place}", _numbered(line, say), "text"
        yield f"cue{place}", say(line.cue) if line is not None else "", "muted"
    for place in range(OVERDUE):
        late = frame.overdue[place] if place < len(frame.overdue) else None
        words = f"▲ {_numbered(late, say)}  {countdown_text(-late.over_s)}" if late else ""
        yield f"over{place}", words, "bad"
    for place in range(NOW):
        line = frame.done[place] if place < len(frame.done) else None
        yield f"now{place}", _numbered(line, say), "text"


def _numbered(line: ScreenLine | None, say: _Say) -> str:
    if line is None:
        return ""
    number = f"{line.number}  " if line.number else ""
    at = "" if line.at_ns is None or line.over_s else f"   {stopwatch(line.at_ns)[:-2]}"
    return f"{number}{say(line.words)}{at}"


def _audience(frame: ScreenFrame, say: _Say) -> _Told:
    phases = [say(one) for one in frame.phases]
    phase = phases[frame.phase] if phases and frame.since_ns is not None else ""
    yield "title", say(frame.title), "text"
    yield "phase", phase, "accent"
    yield "phases", " › ".join(phases), "muted"
    if frame.state == "held":
        yield "state", say(_("The drill is paused")), "doubt"
    elif frame.since_ns is None:
        yield "state", say(_("The drill has not begun")), "muted"
    else:
        yield "state", say(_("since the danger appeared")), "muted"
    yield "narration", say(frame.narration), "text"


_PRELIMINARY = _("Preliminary: not yet decided by the evaluation group")


def _speech(found: Debrief, say: _Say) -> _Told:
    yield "title", say(_("To be read aloud · {drill}", drill=found.name)), "text"
    yield "mark", say(_PRELIMINARY), "doubt"
    yield "speech", say(found.speech), "text"


def _debrief(found: Debrief, say: _Say) -> _Told:
    yield "title", say(_("Debrief · {drill}", drill=found.name)), "text"
    yield "mark", say(_PRELIMINARY), "doubt"
    legend = _("The line is the limit; a bar is the time as a share of it.")
    more = _("{count} more are in the review.", count=found.more)
    yield "legend", say(legend) + (f" {say(more)}" if found.more else ""), "muted"
    for place in range(SLOWEST):
        bar = found.slowest[place] if place < len(found.slowest) else None
        words = ""
        if bar is not None:
            timed = _("{time} of {limit}", time=bar.label, limit=bar.limit)
            words = f"{place + 1}. {say(bar.name)}  {say(timed)}"
        yield f"slow{place}", words, "text"
    for place in range(DOUBTFUL):
        bar = found.doubtful[place] if place < len(found.doubtful) else None
        words = f"{say(bar.name)}: {say(bar.sign.words)}" if bar is not None else ""
        yield f"doubt{place}", words, "text"
    if not found.doubtful:
        yield "doubt0", say(_("Every target was measured beyond doubt.")), "muted"
