"""The run room: start page, console and end page, wired to the services of running a drill."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths, Qt
from PySide6.QtGui import QInputEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.tables.clipboard import html_of_cells
from drillplanner.services.review.typing_in import PaperDrill
from drillplanner.services.run.commands import ProgramNote
from drillplanner.services.run.live_session import LiveSession
from drillplanner.services.run.unit_times import seconds_in
from ui.context import AppContext
from ui.review.organise.room import OrganiseOver
from ui.review.typing_in.room import TypingInOver
from ui.run.console.audio_feedback import Hearing
from ui.run.console.controller import ConsoleController
from ui.run.console.held_to_leave import HeldToLeave
from ui.run.console.page import ConsolePage
from ui.run.console.presenter import ConsolePresenter
from ui.run.console.wording import Wording
from ui.run.finish.packing import PackWriter
from ui.run.finish.page import HEADINGS, EndPage
from ui.run.finish.settling import Settling
from ui.run.input_time import make_instants
from ui.run.preparation import BeforeDrill
from ui.run.readiness.presenter import Probes
from ui.run.save_news import SaveNews
from ui.run.start.kept_posts import Kept
from ui.run.start.page import StartPage
from ui.run.start.presenter import Starting
from ui.system.clipboard import put_on_clipboard
from ui.system.lifetime import keep_until_destroyed


def make_room(context: AppContext) -> QWidget:
    return RunRoom(context)


class RunRoom(QStackedWidget):
    """The room; it keeps the pages, the presenter and the log that is being written."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        keep_until_destroyed(self)
        self.context = context
        self._clock = context.services.clock
        self.presenter: ConsolePresenter | None = None
        self.controller: ConsoleController | None = None
        self.console: ConsolePage | None = None
        self._news: SaveNews | None = None
        self._is_loaded = self._is_practice = False
        #: Safety items that nobody confirmed before this post armed.
        self._unconfirmed = 0
        self.start = StartPage(context, self)
        self.starting = Starting(context, self.start)
        self.start.armRequested.connect(self.arm)
        self.start.resumeRequested.connect(self.go_on)
        self.hearing = Hearing(context, self)
        probes = Probes(beep=self.hearing.try_out)
        self.before = BeforeDrill(self, context, self._clock, self.starting.chosen, probes=probes)
        self.start.checkRequested.connect(self.before.show_readiness)
        self.start.practiceRequested.connect(self.before.show_practice)
        self.before.consoleRequested.connect(self.practise)
        self.typing = TypingInOver(self, context)
        self.start.typingRequested.connect(self.type_in)
        self.start.paperRequested.connect(self.type_new)
        self.addWidget(self.start)
        self.packing = PackWriter(context, self._tell_at_end, self)
        self.packing.packWritten.connect(self._on_pack_written)
        self._written: Path | None = None
        self.organising = OrganiseOver(self, context)
        self.end = self._make_end()
        context.stationTaken.connect(self._on_station_taken)
        context.save_at_end(self, self._flush)
        context.guard_closing(self, self.may_close)
        context.leaving.released.connect(self._save_what_is_asked)
        context.dressChanged.connect(self.dress_anew)
        context.toldInDrill.connect(self._tell_in_drill)
        context.continueRequested.connect(self.starting.go_on_with)
        self.setFocusProxy(self.start)

    # -- the start ---------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        # Look for what is there at the first sight; later take the keys again.
        super().showEvent(event)
        if not self._is_loaded:
            self._is_loaded = True
            self.starting.load()
            if self.context.ended is not None:
                self._show_end_again(self.context.ended)
        elif self.currentWidget() is self.console and self.console is not None:
            self.console.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.currentWidget() is self.start:
            self.start.take_focus()

    def arm(self) -> None:
        """Open a drill with what was chosen, and its console, once the safety gate is passed."""
        if not self.starting.may_arm():
            return
        context, start = self.context, self.starting.chosen()
        if start is not None:
            if context.script is None or context.script.document != start.script.document:
                context.script = start.script
            sessions, news = context.services.sessions, self._hear()
            is_asked = start.is_control
            self._unconfirmed = len(start.gate.open_items(start.script.script)) if is_asked else 0
            self._open(lambda: sessions.begin(start, news))

    def practise(self) -> None:
        """Show the console with what was chosen; nothing that is pressed there is kept."""
        start = self.starting.chosen()
        if start is not None:
            self._unconfirmed = 0
            session = self.context.services.sessions.practise(start, self._hear())
            self._show_console(session, is_practice=True)

    def type_in(self) -> None:
        """Open the grid of the drill whose round is chosen, else of a new or the last one."""
        start = self.starting.chosen()
        if start is not None and start.again is not None:
            self.typing.show_typing(start.again.drill)
        elif self.starting.is_anew:
            self.type_new()
        else:
            self.typing.show_typing()

    def type_new(self) -> None:
        """Open the grid for a drill that was held with pen and paper, of what was chosen."""
        start = self.starting.chosen()
        if start is not None:
            self.typing.show_paper(
                PaperDrill(start.script, start.title, start.nature, start.school)
            )

    def go_on(self, number: int) -> None:
        """Take up an unfinished drill."""
        found = self.starting.unfinished(number)
        if found is not None:
            sessions, news = self.context.services.sessions, self._hear()
            self._unconfirmed = 0
            self._open(lambda: sessions.resume(found, news))

    def _open(self, work: object) -> None:
        self.start.show_busy(is_busy=True)
        self.context.jobs.run("data", work, self._show_console, self._refuse)  # type: ignore[arg-type]  # a callable by construction

    def _refuse(self, error: BaseException) -> None:
        self.start.show_busy(is_busy=False)
        self.context.failures.tell(error)

    def _hear(self) -> SaveNews:
        self._news = SaveNews(self)
        return self._news

    # -- the console -------------------------------------------------------------------

    def _show_console(self, session: LiveSession, *, is_practice: bool = False) -> None:
        context, news = self.context, self._news
        if news is None:
            return
        self._follow(session, news)
        page, presenter, controller = self._make_console(session)
        self._is_practice = is_practice
        page.head.show_practice(is_on=is_practice)
        context.live, context.is_practice = session, is_practice
        context.is_running, context.ended = True, None
        if not is_practice:
            context.drill = session.drill.id
        context.leaving.keep()
        presenter.open()
        controller.guard_start()
        for note in () if is_practice else self.before.notes_on(session.recorder):
            controller.do(ProgramNote(note))
        page.start()

    def _follow(self, session: LiveSession, news: SaveNews) -> None:
        """Hear what becomes of a session's entries, and let the ear hear it as at its post."""
        kept = Kept(session.arming.posts, session.arming.is_control)
        self.hearing.enter(session.recorder.station.source, kept)
        news.saved.connect(self._on_saved, Qt.ConnectionType.QueuedConnection)
        news.failed.connect(self._on_saving_failed, Qt.ConnectionType.QueuedConnection)

    def _make_console(
        self, session: LiveSession
    ) -> tuple[ConsolePage, ConsolePresenter, ConsoleController]:
        """Make a console for a session, in place of the one that was seen before."""
        context, before = self.context, self.console
        acknowledger = self.hearing.acknowledger
        page = ConsolePage(context, make_instants(self._clock), self, acknowledger=acknowledger)
        page.head.sounds.show_on(is_on=self.hearing.is_on)
        page.head.sounds.turned.connect(self.hearing.turn)
        wording = Wording.of(context, session.script)
        presenter = ConsolePresenter(
            page,
            session,
            wording,
            self._clock,
            page,
            unit_seconds=seconds_in(context.settings.unit_seconds),
            unconfirmed=self._unconfirmed,
        )
        controller = ConsoleController(
            page,
            session,
            presenter,
            wording,
            self._clock,
            double_press_ms=context.settings.double_press_ms,
            save_elsewhere=self._save_elsewhere,
            ended=self._show_end,
            whistle_m=context.take_whistle,
            parent=page,
        )
        self.console, self.presenter, self.controller = page, presenter, controller
        context.pressable, context.too_large = controller.pressable, page.too_large
        page.pressed.connect(controller.on_key)
        page.tapped.connect(self._on_tap)
        page.unitTapped.connect(self._on_unit_tap)
        page.verbStruck.connect(self._on_verb)
        page.lineChosen.connect(controller.on_line)
        page.asking.answered.connect(controller.on_answer)
        page.asking.dropped.connect(controller.on_dropped)
        page.holdReached.connect(controller.on_held)
        HeldToLeave(page, context.leaving)
        page.ticked.connect(self._on_tick)
        page.elsewhereRequested.connect(self._ask_elsewhere)
        page.retryRequested.connect(session.queue.retry)
        self.addWidget(page)
        self.setCurrentWidget(page)
        self.setFocusProxy(page)
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()
        return page, presenter, controller

    def dress_anew(self) -> None:
        """Show the running drill in another theme or size; its session goes on as it is."""
        presenter, controller, console = self.presenter, self.controller, self.console
        if presenter is None or controller is None or console is None:
            return
        if self.currentWidget() is not console:
            return
        console.stop()
        page, shown, led = self._make_console(presenter.session)
        page.head.show_practice(is_on=self._is_practice)
        shown.line = presenter.line
        shown.show_anew()
        led.take_over(controller)
        if not console.trouble.isHidden():
            page.show_trouble(console.trouble.accessibleName())
        page.start()

    def _tell_in_drill(self, words: str, is_alarm: bool) -> None:
        """Say on the console what the window would say above it, where that would move tiles."""
        if self.console is not None and is_alarm:
            self.console.show_trouble(words)
        elif self.console is not None:
            self.console.refuse(words)

    def _on_saving_failed(self, fault: Text) -> None:
        if self.presenter is not None:
            self.presenter.on_saving_failed(fault)

    def _on_tick(self) -> None:
        if self.presenter is not None and self.controller is not None:
            self.controller.on_tick(self.presenter.on_tick())

    def _ask_elsewhere(self) -> None:
        if self.controller is not None:
            self.controller.ask_elsewhere(self._suggested_place())

    def _on_tap(self, step: str, event: QInputEvent) -> None:
        if self.controller is not None and self.console is not None:
            caught = self.console.instants.catch(event)
            # First: a line that the tap makes the console ask for has the keys afterwards.
            self.console.setFocus(Qt.FocusReason.MouseFocusReason)
            self.controller.on_tap(step, caught, *_under(event))

    def _on_unit_tap(self, step: str, unit: str, event: QInputEvent) -> None:
        if self.controller is not None and self.console is not None:
            caught = self.console.instants.catch(event)
            self.console.setFocus(Qt.FocusReason.MouseFocusReason)
            self.controller.on_unit(step, unit, caught, _under(event)[1])

    def _on_verb(self, verb: str, event: QInputEvent) -> None:
        if self.controller is not None and self.console is not None:
            caught = self.console.instants.catch(event)
            self.console.setFocus(Qt.FocusReason.MouseFocusReason)
            self.controller.on_verb(verb, caught, _under(event)[1])

    def _on_saved(self, ids: tuple[str, ...]) -> None:
        if self.presenter is not None:
            self.presenter.on_saved(ids)
            if self.currentWidget() is self.end:
                self._show_totals()

    # -- the end -----------------------------------------------------------------------

    def _make_end(self) -> EndPage:
        """Make the page after a drill, in the dress that holds now."""
        end = EndPage(self.context, self)
        end.reviewRequested.connect(self._go_to_review)
        end.photosRequested.connect(self._go_to_photos)
        end.packRequested.connect(self._write_pack)
        end.wipeRequested.connect(self._ask_to_wipe)
        end.newRequested.connect(self._start_anew)
        end.nextRequested.connect(self._start_next)
        end.organiseRequested.connect(self._organise)
        end.elsewhereRequested.connect(self._save_ended_elsewhere)
        end.copyRequested.connect(self._copy_marks)
        end.syncStruck.connect(self._sync_after)
        end.backRequested.connect(self._back_to_console)
        self.settling = Settling(end, self._clock, self._show_totals)
        self.addWidget(end)
        return end

    def _tell_at_end(self, words: str) -> None:
        self.end.tell(words)

    def _show_end(self) -> None:
        if self.console is not None:
            self.console.stop()
        self.context.leaving.rest()
        if self._is_practice:
            self._end_practice()
            return
        if self.end.dress is not self.context.dress:
            # The drill was shown at another size or in another theme meanwhile.
            before, self.end = self.end, self._make_end()
            self.removeWidget(before)
            before.deleteLater()
        self.setCurrentWidget(self.end)
        self.setFocusProxy(self.end)
        if self.presenter is not None and self.controller is not None:
            self.hearing.end(HEADINGS[self.presenter.ending])
            self._begin_end(self.presenter, self.controller)
        self._show_totals()

    def _begin_end(self, presenter: ConsolePresenter, controller: ConsoleController) -> None:
        self.context.ended = presenter.session
        self.end.begin()
        self.settling.open(presenter, controller)
        self.end.organise.setVisible(presenter.has_free_marks)
        self.end.wipe.hide()
        self._written = None

    def _show_end_again(self, session: LiveSession) -> None:
        """Show the end that was seen in a window before this one, in its language and theme."""
        news = session.queue.listener = self._hear()
        self._follow(session, news)
        page, presenter, controller = self._make_console(session)
        page.stop()
        presenter.show_anew()
        self.setCurrentWidget(self.end)
        self.setFocusProxy(self.end)
        self._begin_end(presenter, controller)
        self._show_totals()

    def _end_practice(self) -> None:
        """Let all of it go, and offer the drill itself."""
        self.presenter = self.controller = None
        self.context.is_running = False
        self._show_start()
        self.start.take_focus()

    def _organise(self) -> None:
        if self.presenter is not None:
            log = self.presenter.session
            # What is organised is written by a session of its own; this one is over then.
            self.end.sync.setEnabled(False)
            self.end.again_here.setEnabled(False)
            self.organising.open(log.drill.id, log.recorder.station.round)

    def _back_to_console(self) -> None:
        """Take the end back: the console goes on where it was."""
        if self.controller is None or self.console is None or self.presenter is None:
            return
        self.controller.undo_end()
        if self.presenter.ending:
            return
        self.context.live, self.context.ended = self.presenter.session, None
        self.context.is_running = True
        self.context.leaving.keep()
        self.setCurrentWidget(self.console)
        self.setFocusProxy(self.console)
        self.console.start()

    def _sync_after(self, event: QInputEvent) -> None:
        """Take a sync mark after the end: two of them show how the clocks drifted."""
        if self.presenter and self.controller and self.console:
            name = self.presenter.board.next_sync
            self.controller.on_verb("sync", self.console.instants.catch(event))
            is_logged = self.presenter.board.next_sync != name
            logged = _("Sync mark {name} is logged.", name=name)
            twice = _("Pressed twice at once: it counts as one.")
            self.end.tell(self.context.say(logged if is_logged else twice))
            self._show_totals()

    def _copy_marks(self) -> None:
        if self.presenter is not None:
            text = self.presenter.marks_table
            cells = [line.split("\t") for line in text.split("\n")]
            data = QMimeData()
            data.setText(text)
            # Word takes a table, and so does whatever reads it back.
            data.setHtml(html_of_cells(cells, are_guarded=True))
            put_on_clipboard(data)
            self.end.tell(self.context.say(_("Copied; paste it into a spreadsheet.")))

    def _show_totals(self) -> None:
        if self.presenter is not None:
            log, ending = self.presenter.session, self.presenter.ending
            count = len(log.recorder.log)
            heading = self.context.say(HEADINGS[ending])
            self.end.show_end(heading, log.drill.title, count, log.queue.unsaved, log.check_code)
            if not log.queue.unsaved:
                # Until then the window may neither be rebuilt nor the session end unseen.
                self.context.is_running = False

    def _go_to_review(self) -> None:
        self.context.roomRequested.emit("review")

    def _go_to_photos(self) -> None:
        self._go_to_review()
        self.context.photosRequested.emit()

    def _write_pack(self) -> None:
        if self.presenter is not None:
            self.packing.write_at_once(self.presenter.session.drill.id, self)

    def _on_pack_written(self, path: Path) -> None:
        """Offer to clear the laptop of a post: its log lies elsewhere now."""
        if self.presenter is not None:
            self._written, drill = path, self.presenter.session.drill.id
            wiping = self.context.services.wiping
            self.context.jobs.run(
                "work", lambda: wiping.is_offered(drill), self.end.wipe.setVisible, owner=self
            )

    def _ask_to_wipe(self) -> None:
        if self.presenter is not None and self._written is not None:
            from ui.run.finish.wiping import WipeSheet

            sheet = WipeSheet(self.context, self.presenter.session.drill.id, self._written, self)
            sheet.wiped.connect(self._on_wiped)
            sheet.present()

    def _on_wiped(self) -> None:
        # The session is over: nothing may be logged of what is not here any more.
        self.presenter = self.controller = self._written = None
        self.settling.close()
        self._start_anew()

    def _start_anew(self) -> None:
        self._show_start()
        self.starting.look_again()

    def _on_station_taken(self, drill: str) -> None:
        """Offer the drill that was handed to this post, so that one key arms it."""
        self._show_start()
        self.starting.show_last()
        if drill:
            self.starting.next_round(drill)

    def _start_next(self) -> None:
        """Go to the start with the next round of this drill chosen: one more key arms it."""
        if self.presenter is not None:
            log, is_void = self.presenter.session, self.presenter.ending == "void"
            self._show_start()
            void = log.recorder.station.round if is_void else None
            self.starting.next_round(log.drill.id, void)

    def _show_start(self) -> None:
        self.context.ended = None
        self.start.show_busy(is_busy=False)
        self.setCurrentWidget(self.start)
        self.setFocusProxy(self.start)

    # -- nothing lost ------------------------------------------------------------------

    def may_close(self) -> bool:
        """Say whether the window may close; if not, show how many entries are unsaved."""
        presenter = self.presenter
        if presenter is None or presenter.is_safe:
            return True
        presenter.refuse_closing()
        count = presenter.session.queue.unsaved
        words = ngettext(
            "{count} entry is not saved; the window stays open until it is.",
            "{count} entries are not saved; the window stays open until they are.",
            count,
        )
        self.context.failures.storeFailed.emit(self.context.say(words))
        return False

    def _flush(self) -> None:
        """Save what is unsaved without asking anybody: the session ends."""
        self.context.leaving.rest()
        self._save_what_is_asked()
        if self.presenter is not None:
            self.presenter.session.queue.flush(4.0)

    def _save_what_is_asked(self, _room: str = "") -> None:
        """Log what waits for an answer, such as the instant of a failure: the console is left."""
        if self.controller is not None:
            self.controller.settle()

    def _save_ended_elsewhere(self) -> None:
        self._save_elsewhere(self._suggested_place())

    def _save_elsewhere(self, path: str) -> None:
        if self.presenter is None:
            return
        presenter = self.presenter
        queue = presenter.session.queue

        def done(count: int) -> None:
            presenter.on_saved_elsewhere(path, count)
            words = _("All entries are in {file}.", file=path)
            self.end.tell(self.context.say(words))

        self.context.jobs.run(
            "work", lambda: queue.save_elsewhere(Path(path)), done, self.context.failures.tell
        )

    def _suggested_place(self) -> str:
        location = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(location) or Path.home())
        log = self.presenter.session if self.presenter is not None else None
        name = log.recorder.session if log is not None else "session"
        return str(folder / f"drill-{name[:13]}.journal")


def _under(event: QInputEvent) -> tuple[bool, bool]:
    """Tell whether Shift, and whether Ctrl, was down."""
    held, modifier = event.modifiers(), Qt.KeyboardModifier
    return bool(held & modifier.ShiftModifier), bool(held & modifier.ControlModifier)
