"""The console: a big clock, the steps with their keys, the log, and the verbs below.

It lays out, shows and says; ui.run.console.controller decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.terms.document import Shape
from ui.actions import trigger_command
from ui.context import AppContext
from ui.run.console.audio_feedback import Acknowledger
from ui.run.console.layout import LOG_SHARE, TILES_SHARE, lay_out
from ui.run.console.widgets.ask_strip import AskStrip
from ui.run.console.widgets.board import StepBoard
from ui.run.console.widgets.head import ConsoleHead
from ui.run.console.widgets.line_bar import LineBar
from ui.run.console.widgets.log_table import LogModel, LogRow, LogView, NewestEntry, Saving
from ui.run.console.widgets.message_strip import Strip
from ui.run.console.widgets.running_bar import Running, RunningBar
from ui.run.console.widgets.tile import TileLook
from ui.run.console.widgets.unit_grid import UnitGrid, UnitLook
from ui.run.console.widgets.verb_buttons import ConsoleVerbs
from ui.run.input_time import Instants
from ui.run.key_pad import KeyPad
from ui.run.keys import place_of
from ui.system.lifetime import keep_until_destroyed
from ui.theme.theme import Dress
from ui.widgets.dialogs import Sheet

#: How often the clock is looked at, in milliseconds; it shows tenths.
TICK_MS = 100
#: How wide the units of a step are over the steps, in pixels at 100 %.
_UNITS_PX = 620


class ConsolePage(KeyPad):
    """The whole console; it is itself the widget that takes the keys."""

    tapped = Signal(str, object)
    unitTapped = Signal(str, str, object)
    verbStruck = Signal(str, object)
    lineChosen = Signal(str)
    ticked = Signal()
    elsewhereRequested = Signal()
    retryRequested = Signal()

    def __init__(
        self,
        context: AppContext,
        instants: Instants,
        parent: QWidget | None = None,
        *,
        acknowledger: Acknowledger | None = None,
    ) -> None:
        super().__init__(instants, parent)
        keep_until_destroyed(self)
        self.context = context
        self.acknowledger = acknowledger or Acknowledger()
        self.model = LogModel(
            {
                "writing": context.say(pgettext("state of an entry", "writing")),
                "saved": context.say(pgettext("state of an entry", "saved")),
                "elsewhere": context.say(pgettext("state of an entry", "saved elsewhere")),
            },
            self,
        )
        self.column = column = QVBoxLayout(self)
        # Places follow from the size, never the size from what stands in them.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        #: How many steps have a tile; the layout sees to it that all are in sight.
        self._steps = 0
        #: Whether a step has units, and whether somebody asked to see those that are shown.
        self._has_units = self._are_units_asked = False
        self._text_px = 0
        self._points: frozenset[str] = frozenset()
        self.is_log_folded = False
        self.head = ConsoleHead(context, self)
        self.clock = self.head.clock
        self.head.namingAsked.connect(self._ask_naming)
        column.addWidget(self.head)
        self.running = RunningBar(context, self)
        column.addWidget(self.running)
        column.addLayout(self._make_body(), 1)
        self._make_strips()
        column.addWidget(self._make_news())
        self.verbs = ConsoleVerbs(context, self)
        self.verbs.struck.connect(self.verbStruck)
        self.verbs.holdStruck.connect(self.hold)
        self.verbs.letGo.connect(self.let_go)
        self.verbs.told.connect(self.tell)
        column.addWidget(self.verbs)
        self.holdChanged.connect(self.verbs.show_held)
        self.focusChanged.connect(self._show_keys)
        self.missed.connect(self._tell_missed)
        self.ctrlChanged.connect(self._show_ctrl)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.ticked)

    # -- what is shown ----------------------------------------------------------------

    def start(self) -> None:
        """Begin to tick and take the keys; nothing is held any more."""
        self.verbs.show_held("", False)
        self._tick.start()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_keys(self.hasFocus())

    def stop(self) -> None:
        """Tick no more."""
        self._tick.stop()

    def show_state(self, shape: Shape, words: str, caption: str) -> None:
        """Show where the drill stands, and what the big clock counts."""
        self.head.show_state(shape, words)
        self.head.caption.setText(caption)

    def show_next(self, words: str) -> None:
        self.head.show_next(words)

    def show_running(self, running: Sequence[Running], count: int) -> None:
        """Show the targets that run, the most urgent first, of `count` in all."""
        self.running.show_running(running, count)

    def show_radio(self, *, is_on: bool) -> None:
        """Show whether every press is of what was heard by radio."""
        self.head.show_radio(is_on=is_on)
        self.verbs.buttons["radio"].fill(1.0 if is_on else 0.0)

    def _show_ctrl(self, is_down: bool) -> None:
        self.head.show_ctrl(is_down=is_down)

    def show_unnamed(self, words: str) -> None:
        """Show how many instants wait for a name, as long as any does."""
        self.head.show_unnamed(words)

    @property
    def typed(self) -> str:
        """Give what stands in the line of the question, as far as somebody typed."""
        return self.asking.typed

    def show_kept(self, words: str) -> None:
        """Show which instant is kept for further steps; empty shows that none is."""
        self.head.show_same(words)
        self.verbs.buttons["same"].fill(1.0 if words else 0.0)

    def show_hold(self, words: str) -> None:
        """Show what the hold button does now."""
        self.verbs.buttons["hold"].say(words)

    def show_ending(self, words: str, hint: str) -> None:
        """Show what holding F12 does now, and what is said where it is let go too soon."""
        self.verbs.show_ending(words, hint)

    def show_units(
        self,
        step: str,
        heading: str,
        shares: str,
        looks: Sequence[UnitLook],
        *,
        is_asked: bool = False,
    ) -> None:
        """Show the units of a step beside the steps; an empty step shows none."""
        self.units.show_units(step, heading, shares, looks)
        self._are_units_asked = is_asked
        self._lay_units()

    def offer_units(self, *, is_on: bool) -> None:
        """Offer to show the units of a step; beside the steps they are seen unasked."""
        self._has_units = is_on
        self.verbs.offer("units", is_on=is_on and self.is_log_folded)

    def _lay_units(self) -> None:
        # Where the log is folded the tiles have all the room; units lie over them if asked for.
        is_room = self._are_units_asked or not self.is_log_folded
        self.units.setVisible(bool(self.units.step) and is_room)
        if self.units.isHidden():
            return
        place = self.log.geometry()
        if self.is_log_folded:
            whole = self.board.geometry()
            place = QRect(whole)
            place.setLeft(whole.right() + 1 - min(whole.width(), self.context.dress.px(_UNITS_PX)))
        self.units.fit(place)
        self.units.raise_()

    def offer_heads(self, *, is_on: bool) -> None:
        """Offer head counts, where a step of the script takes them."""
        self.verbs.offer("heads", is_on=is_on)

    def show_start(self, offer: str) -> None:
        """Show what can be done about the start: begin, withdraw or void_round."""
        self.verbs.start.offer(offer)

    def show_standing(self, words: str, shape: Shape) -> None:
        """Show what one key does just now, as long as there are words."""
        self.head.show_standing(words, shape)

    def tell(self, words: str, shape: Shape = "dot") -> None:
        """Say something in passing."""
        self.hint.say(words, shape)

    def tell_resumed(self, words: str) -> None:
        """Say that an unfinished drill goes on."""
        self.tell(words, "disc")
        self.acknowledger.resumed(words)

    def refuse(self, words: str, shape: Shape = "triangle") -> None:
        """Say that a press was not taken, and why."""
        self.tell(words, shape)
        self.acknowledger.not_taken(words)

    def acknowledge(self, entry: str, words: str) -> None:
        """Show that an entry is on the disk; the words say it to the ear."""
        self.mark_rows((entry,), "saved")
        self.acknowledger.entry_saved(words)

    def show_unsaved(self, words: str) -> None:
        """Show that entries are not saved, as long as there are words."""
        if words:
            if self.unsaved.isHidden() and not self.isVisible():
                # Another room is seen: there the window says it.
                self.context.failures.storeFailed.emit(words)
            self._alarm(self.unsaved, words)
        else:
            self.unsaved.hide()
        self._show_newest()

    def show_trouble(self, words: str) -> None:
        """Say what is wrong with the program or its disk, until somebody puts it away."""
        self._alarm(self.trouble, words)
        self._show_newest()

    def _put_trouble_away(self) -> None:
        self.trouble.hide()
        self._show_newest()

    def ask(
        self,
        words: str,
        answers: Sequence[tuple[str, str]],
        hint: str,
        *,
        types: bool = False,
        text: str = "",
        enter: str = "",
        points: Collection[str] = (),
    ) -> None:
        """Ask in place; unless `types`, keys go on being logged meanwhile.

        While nothing is typed, the keys of `points` come here all the same.
        """
        self._points = frozenset(points)
        self.asking.is_time = bool(points)
        if hint and not types:
            # A line that is shown and has not the keys says what gives it them.
            hint = self.context.say(_("click here: {hint}", hint=hint))
        self.asking.ask(words, answers, hint, types=types, text=text, enter=enter)
        self.asking.raise_()

    def put_away(self) -> bool:
        """Close what lies over the console, such as the keys; tell whether there was anything."""
        sheets = [one for one in self.window().findChildren(Sheet) if one.isVisible()]
        for sheet in sheets:
            sheet.reject()
        return bool(sheets)

    def zoom(self, by: int) -> None:
        """Show everything larger (1) or smaller (-1)."""
        trigger_command(self, "larger" if by > 0 else "smaller")

    def drop_question(self) -> None:
        """Ask no more."""
        self.asking.drop()

    def show_time(self, text: str, ink: str) -> None:
        """Show the big clock."""
        self.clock.show_time(text, ink)

    def show_where(self, words: str) -> None:
        """Show which drill and source this is."""
        self.head.where.setText(words)

    def build_steps(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make the tiles of all steps."""
        self._steps = len(looks)
        self.board.build(looks)
        self._fit()

    def add_tiles(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make tiles beside those of the steps; those that are there stay where they are."""
        self.board.add(looks)

    def build_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Offer lines to look at alone, given as post and words; with none there is no bar."""
        self.lines.build(lines)
        self._fit()

    def show_line(self, post: str, steps: Sequence[str]) -> None:
        self.lines.show_chosen(post)
        self.board.show_only(steps)

    def show_step(self, step: str, look: TileLook) -> None:
        self.board.show_look(step, look)

    def reveal_step(self, step: str) -> None:
        """Let a step be seen."""
        self.board.reveal(step)

    @property
    def rows_of_steps(self) -> int:
        """Give how many tiles stand in one column."""
        return self.board.rows

    def add_row(self, row: LogRow) -> None:
        """Put an entry on top of the log."""
        self.model.add(row)

    def mark_rows(self, entries: Collection[str], saving: Saving) -> None:
        """Show where entries are now."""
        self.model.mark(entries, saving)

    def show_row(self, entry: str, words: str, *, is_void: bool) -> None:
        """Show what an entry says now, and whether it was taken back."""
        self.model.show_anew(entry, words, is_void=is_void)

    def retime_rows(self, times: Mapping[str, str]) -> None:
        """Show other times of entries: what they are counted from is another now."""
        self.model.retime(times)

    @property
    def chosen_entry(self) -> str:
        """Give the entry that is chosen in the log; empty if none is."""
        row = self.log.chosen
        return row.entry if row else ""

    def choose_row(self, by: int) -> None:
        """Choose a newer (-1) or older (1) row; 0 chooses none."""
        if by:
            self.log.choose(by)
        else:
            self.log.unchoose()
        self._show_folded()

    def choose_entry(self, entry: str) -> None:
        """Choose the row of an entry."""
        self.log.choose_entry(entry)
        self._show_folded()

    def _show_folded(self) -> None:
        """Show a folded log as long as a row of it is chosen."""
        if self.is_log_folded:
            self.log.setVisible(bool(self.chosen_entry))

    # -- inside -----------------------------------------------------------------------

    def _make_strips(self) -> None:
        context, dress = self.context, self.context.dress
        self.lost = Strip(dress, "alarm", "crossed", self)
        self.lost.hide()
        self.lost.add_button(context.say(_("Log keys again")), self.setFocus)
        self.typing = Strip(dress, "banner", "lozenge", self)
        self.typing.hide()
        self.unsaved = Strip(dress, "alarm", "crossed", self)
        self.unsaved.hide()
        self.unsaved.add_button(context.say(_("Try again")), self.retryRequested.emit)
        self.unsaved.add_button(context.say(_("Save elsewhere…")), self.elsewhereRequested.emit)
        self.trouble = Strip(dress, "alarm", "crossed", self)
        self.trouble.hide()
        self.trouble.add_button(context.say(_("Close")), self._put_trouble_away)
        self.asking = AskStrip(dress, self)
        self.asking.dropped.connect(self._take_keys_back)
        self.asking.strayed.connect(self._take_stray)
        self.hint = Strip(dress, "", "dot", self, is_passing=True)
        self.hint.clear()

    def _make_news(self) -> QWidget:
        """Lay out a line of its own for what is wrong, what was logged last, what is said."""
        self.news = QWidget(self)
        row = QHBoxLayout(self.news)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.context.dress.px(6))
        self.newest = NewestEntry(self.context.dress, self.model, self)
        self.newest.tapped.connect(self._turn_log)
        for strip in (self.unsaved, self.lost, self.typing, self.trouble):
            row.addWidget(strip, 3)
        row.addWidget(self.newest, 2)
        row.addWidget(self.hint, 4)
        return self.news

    def _show_newest(self) -> None:
        """Show the newest entry where the log is folded and nothing is wrong."""
        strips = (self.unsaved, self.lost, self.typing, self.trouble)
        is_well = all(strip.isHidden() for strip in strips)
        self.newest.setVisible(self.is_log_folded and is_well)

    def _make_body(self) -> QBoxLayout:
        context, dress = self.context, self.context.dress
        self.body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.body.setSpacing(dress.px(12))
        self.board = StepBoard(dress, self)
        self.board.tapped.connect(self.tapped)
        self.log = LogView(dress, self.model, self._say_newer, self)
        self.log.setAccessibleName(context.say(_("Log of this drill, newest on top")))
        self.units = UnitGrid(dress, self)
        self.units.tapped.connect(self.unitTapped)
        self.lines = LineBar(context, self)
        self.lines.chosen.connect(self.lineChosen)
        left = QVBoxLayout()
        left.setSpacing(dress.px(6))
        left.addWidget(self.lines)
        left.addWidget(self.board, 1)
        self.body.addLayout(left, TILES_SHARE)
        self.body.addWidget(self.log, LOG_SHARE)
        return self.body

    @override
    def minimumSizeHint(self) -> QSize:
        # Ask for little: where room is short, less is shown and every key goes on working.
        return QSize(self.context.dress.px(280), self.context.dress.px(240))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # Give every part its place; nothing but the window's size moves any.
        self._fit()
        super().resizeEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        # Lay strips and questions where they belong, once there are places.
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give every part its room."""
        px, has_lines = self.context.dress.px, bool(self.lines.buttons)
        fit = lay_out(self.width(), self.height(), px, self._steps, has_lines=has_lines)
        if self._text_px != fit.text:
            self._text_px = fit.text
            self.setStyleSheet(f"* {{ font-size: {fit.text}px; }}")
            self.log.fit(fit.text)
            self.newest.fit(fit.text)
        self.column.setContentsMargins(fit.side, fit.top, fit.side, fit.top)
        self.column.setSpacing(fit.gap)
        self.head.fit(fit.text, is_short=fit.is_short, is_low=fit.is_low, is_tight=fit.is_tight)
        self.head.setFixedHeight(fit.head)
        self.running.fit(fit.text, fit.band)
        self.lines.show_short(is_short=fit.is_short, is_none=fit.is_low)
        for strip in (self.unsaved, self.lost, self.typing, self.trouble, self.hint):
            strip.fit(is_low=fit.is_low)
            strip.setFixedHeight(fit.news)
        self.news.setFixedHeight(fit.news)
        self.verbs.fit_rows(fit.text, is_low=fit.is_low)
        self.verbs.setFixedHeight(fit.verbs)
        self.asking.fit(round(2.4 * fit.text), is_low=fit.is_low)
        direction = QBoxLayout.Direction
        wanted = direction.TopToBottom if fit.is_narrow else direction.LeftToRight
        if self.body.direction() != wanted:
            self.body.setDirection(wanted)
        self._fold_log(is_folded=fit.is_log_folded)
        self._show_newest()
        self._lay_over()

    def too_large(self, percent: int) -> str:
        """Say why everything shall not be shown at a scale; empty where all steps are seen then."""
        dress = self.context.dress
        if percent <= dress.percent or not self._shows_all(dress):
            return ""
        if self._shows_all(replace(dress, percent=percent)):
            return ""
        words = _("Larger would hide steps in this window; F11 fills the screen first.")
        return self.context.say(words)

    def _shows_all(self, dress: Dress) -> bool:
        """Tell whether all steps are seen in this window in a dress, whose menus grow with it."""
        share, window = dress.percent / self.context.dress.percent, self.window()
        width = window.width() - round((window.width() - self.width()) * share)
        height = window.height() - round((window.height() - self.height()) * share)
        has_lines = bool(self.lines.buttons)
        fit = lay_out(width, height, dress.px, self._steps, has_lines=has_lines)
        return fit.shows(width, height, dress.px, self._steps, has_lines=has_lines)

    def _lay_over(self) -> None:
        """Lay what comes and goes over what is no step: a question in the place of the verbs."""
        self.column.activate()
        self.asking.setGeometry(self.verbs.geometry())
        self.asking.raise_()
        self._lay_units()
        if self.is_log_folded:
            whole = self.board.geometry()
            width = min(whole.width(), self.context.dress.px(420))
            left = whole.right() - width
            self.log.setGeometry(QRect(left, whole.top(), width, whole.height()))
            self.log.raise_()

    def _fold_log(self, *, is_folded: bool) -> None:
        """Show the log beside the steps, or only while a row of it is chosen."""
        if is_folded == self.is_log_folded:
            return
        self.is_log_folded = is_folded
        self.offer_units(is_on=self._has_units)
        if is_folded:
            self.body.removeWidget(self.log)
            self.log.setVisible(bool(self.chosen_entry))
        else:
            self.body.addWidget(self.log, LOG_SHARE)
            self.log.show()

    def _turn_log(self) -> None:
        """Show the folded log, or put it away: what Shift and an arrow key do, for a finger."""
        self.choose_row(0 if self.chosen_entry else 1)

    def _ask_naming(self, event: object) -> None:
        self.verbStruck.emit("name", event)

    def _say_newer(self, count: int) -> str:
        words = ngettext("{count} newer entry above", "{count} newer entries above", count)
        return f"↑ {self.context.say(words)}"

    def _take_keys_back(self, *_answer: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_keys(self, is_taking: bool) -> None:
        """Show when keys go elsewhere; nothing is swallowed silently."""
        self.typing.hide()
        if is_taking:
            self.lost.hide()
        elif self.asking.line.hasFocus():
            self.lost.hide()
            self.typing.say(self.context.say(_("Keys go into the line below; Enter ends it.")))
        else:
            words = self.context.say(_("Keys are not being logged: click here."))
            if self.isVisible():
                self._alarm(self.lost, words)
            else:
                # The room was left, which takes a held key and is no accident.
                self.lost.say(words)
        self._show_newest()

    def _take_stray(self, event: QKeyEvent) -> None:
        """Take a step's letter that was pressed before anything was typed as a time."""
        place = place_of(event, QGuiApplication.platformName())
        if place in self._points and not event.isAutoRepeat():
            event.accept()
            self.keyPressEvent(event)

    def _tell_missed(self) -> None:
        """Say that a press came with a stuck Alt; nothing is swallowed silently."""
        words = _(
            "Alt or the system key is down: this press was not logged. Press and let go of it."
        )
        self.refuse(self.context.say(words))

    def _alarm(self, strip: Strip, words: str) -> None:
        """Show what is wrong; it is heard when it begins, not whenever its words change."""
        is_new = strip.isHidden()
        strip.say(words)
        if is_new:
            self.acknowledger.alarm(words)
