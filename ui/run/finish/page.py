"""The page after a drill: that it ended, how much was logged, and the code for the signed sheet."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QInputEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _, ngettext, pgettext
from ui.context import AppContext
from ui.run.console.widgets.ask_strip import AskStrip
from ui.run.console.widgets.message_strip import VerbButton
from ui.run.finish.gaps_list import READ_S, GapsList
from ui.run.finish.marks_read import MarkLine
from ui.run.finish.marks_sheet import MarksSheet
from ui.run.keys import place_of
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.flow import Flow
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import SignLabel

#: What the page is headed with, by how the round ended.
HEADINGS: Mapping[str, Text] = {
    "ended": _("The drill has ended"),
    "broken_off": _("The drill was broken off"),
    "void": _("This round is void"),
}

#: What to do with the check code: once nothing is open, and until then.
_HINTS = (
    _("Write it on the signed sheet: it shows later that nothing was changed."),
    _(
        "Settle what is open below first, then write this code on the signed sheet: every entry "
        "changes it."
    ),
)

#: Widest card that is read with ease, in pixels at 100 %.
_WIDEST_PX = 980

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class EndPage(QWidget):
    """Says what was logged; the check code appears once every entry is on the disk."""

    reviewRequested = Signal()
    newRequested = Signal()
    nextRequested = Signal()
    organiseRequested = Signal()
    elsewhereRequested = Signal()
    photosRequested = Signal()
    packRequested = Signal()
    wipeRequested = Signal()
    copyRequested = Signal()
    #: The last act is to be taken back: what was settled here, else the end.
    undoRequested = Signal()
    #: The end is to be taken back; only the second, another key or button, says so.
    backRequested = Signal()
    #: What is to become of a late entry that was asked about.
    doubtAnswered = Signal(str)
    #: The moment that all laptops mark, again after the drill; carries the event.
    syncStruck = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self.context = context
        self.dress = context.dress
        self._asked_s = 0.0
        #: What gets the keys once all is saved.
        self._takes_keys: QPushButton | None = None
        self._asks_back = True
        self._answers: tuple[str, ...] = ()
        dress = context.dress
        area = self._area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(area)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area, 1)
        # Below what scrolls: what is told and asked is in sight wherever one is, and moves nothing.
        self.told = self._make_told()
        whole.addWidget(self.told)
        self.back = self._make_question()
        whole.addWidget(self.back)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(dress.px(32), dress.px(24), dress.px(32), dress.px(24))
        outer.setSpacing(dress.px(16))
        self.heading = self._label("", "title")
        self.heading.setWordWrap(True)
        outer.addWidget(self.heading)
        outer.addWidget(self._make_result())
        outer.addWidget(self._make_buttons())
        self.gaps = self._make_gaps()
        outer.addWidget(self.gaps)
        outer.addWidget(self._make_marks())
        outer.addStretch(1)

    @property
    def scroll_bar(self) -> QScrollBar:
        """Give the bar that scrolls all but what is told and asked."""
        return self._area.verticalScrollBar()

    def show_end(self, heading: str, title: str, count: int, unsaved: int, code: str) -> None:
        """Show how the log stands; `code` is left out until all is saved."""
        self.heading.setText(heading)
        self.title.setText(title)
        if unsaved:
            words = ngettext(
                "{count} entry is not saved yet", "{count} entries are not saved yet", unsaved
            )
            self.count.say("ring", self.context.say(words))
        else:
            words = ngettext("{count} entry, saved", "{count} entries, all saved", count)
            self.count.say("disc", self.context.say(words))
        self.code.setText(f"{code[:4]} {code[4:]}" if not unsaved else "···· ····")
        self.hint.setCurrentIndex(1 if self.gaps.lines else 0)
        self._let_go_on(is_saved=not unsaved)
        self.elsewhere.setVisible(bool(unsaved))

    def _let_go_on(self, *, is_saved: bool) -> None:
        """Offer what follows once all is saved; the keys stay where they are, nothing scrolls."""
        following = (self.review, self.next, self.again, self.organise, self.photos, self.pack)
        if not is_saved:
            waits = next((one for one in following if one.hasFocus()), None)
            if waits is not None:
                # Qt would give the keys to the next that is enabled, and scroll to it.
                self._takes_keys = waits
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        for one in following:
            one.setEnabled(is_saved)
        if is_saved and self._takes_keys is not None:
            at = self.window().focusWidget()
            if at is None or at is self or not self.isAncestorOf(at):
                # Nobody went elsewhere on this page meanwhile.
                self._takes_keys.setFocus(Qt.FocusReason.OtherFocusReason)
            self._takes_keys = None

    def begin(self) -> None:
        """Show another end, from its top; what was told or asked of one before is gone."""
        self._takes_keys = self.review
        self._keep_room(self.lack, is_kept=False)
        self.gaps.forget()
        self.back.drop()
        self.tell("")
        self.again_here.setEnabled(True)
        self.sync.setEnabled(True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_bar.setValue(0)

    @staticmethod
    def _keep_room(part: QWidget, *, is_kept: bool = True) -> None:
        """Let a part that is hidden keep its room, so that nothing moves for it."""
        room = part.sizePolicy()
        room.setRetainSizeWhenHidden(is_kept)
        part.setSizePolicy(room)

    def show_marks(
        self, lines: Sequence[MarkLine], *, is_start_heard: bool = False, lacks_start: str = ""
    ) -> None:
        """Show what was marked, to be copied by hand or read over the radio.

        `lacks_start` says that no T0 stands where this post keeps it, and what to do.
        """
        heading = _("Marks: since T0, time of day")
        if is_start_heard:
            heading = _("Marks: since the start was heard, time of day")
        elif lacks_start:
            heading = _("Marks: time of day; no T0 stands")
        self._marks_heading.setText(self.context.say(heading))
        if lacks_start:
            self.lack.setText(lacks_start)
            # It goes once T0 was entered late: nothing below moves then.
            self._keep_room(self.lack)
        self.lack.setVisible(bool(lacks_start))
        self.marks.show_lines(lines)
        self._marks_card.setVisible(bool(lines))

    def ask_back(self) -> None:
        """Ask whether the end is to be taken back: a stray press only asks."""
        self._asked_s, self._asks_back = time.monotonic(), True
        yes = self.context.say(_("Yes, go on logging"))
        words = _("Take the end back and go on logging? It stays in the log, struck out.")
        self.back.ask(self.context.say(words), [("yes", f"F2  {yes}")], "", types=False)

    def ask_doubt(self, words: str, answers: Sequence[tuple[str, str]]) -> None:
        """Ask about a time that was typed; `doubtAnswered` carries the name of the answer."""
        self._asked_s, self._asks_back = time.monotonic(), False
        keyed = [(name, f"F{2 + at}  {said}") for at, (name, said) in enumerate(answers)]
        self._answers = tuple(name for name, _said in answers)
        self.back.ask(words, keyed, "", types=False)
        # Whoever typed the time is further up or down; the keys answer at once.
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer_back(self, name: str = "", *_typed: str) -> None:
        if not self.back.isHidden() and time.monotonic() - self._asked_s >= READ_S:
            self.back.drop()
            if self._asks_back:
                self.backRequested.emit()
            else:
                self.doubtAnswered.emit(name)

    def tell(self, words: str) -> None:
        """Say what came of something; what is said has room of its own."""
        self.told.setText(words)
        self.told.setToolTip(plain_tip(words))

    def _make_result(self) -> QFrame:
        context, dress = self.context, self.context.dress
        card = QFrame(self)
        card.setProperty("role", "card")
        card.setMaximumWidth(dress.px(_WIDEST_PX))
        column = QVBoxLayout(card)
        column.setContentsMargins(dress.px(24), dress.px(20), dress.px(24), dress.px(20))
        column.setSpacing(dress.px(10))
        self.title = self._label("", "heading")
        self.title.setWordWrap(True)
        column.addWidget(self.title)
        self.count = SignLabel(dress, "ring", "", 17, card)
        column.addWidget(self.count)
        self.lack = self._label("", "")
        self.lack.setWordWrap(True)
        self.lack.hide()
        column.addWidget(self.lack)
        column.addSpacing(dress.px(8))
        column.addWidget(self._label(context.say(_("Check code of this log")), "muted"))
        self.code = self._label("", "figure")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.code)
        # Both have the room of the longer: nothing moves when the last line is settled.
        self.hint = QStackedWidget(card)
        for words in _HINTS:
            label = self._label(context.say(words), "muted")
            label.setWordWrap(True)
            self.hint.addWidget(label)
        column.addWidget(self.hint)
        return card

    def _make_buttons(self) -> QWidget:
        context, dress = self.context, self.context.dress
        holder = QWidget(self)
        row = Flow(holder, dress.px(12))
        self.review = self._button(_("Go to the review"), self.reviewRequested)
        self.review.setProperty("primary", "true")
        self.next = self._button(_("Next round"), self.nextRequested)
        self.again = self._button(_("New drill"), self.newRequested)
        self.photos = self._button(_("Add photos…"), self.photosRequested)
        self.pack = self._button(_("Write log pack"), self.packRequested)
        self.pack.setToolTip(
            context.say(_("To the stick or folder of the last one, signed, and read back from it"))
        )
        self.wipe = self._button(_("Clear this laptop…"), self.wipeRequested)
        self.wipe.setToolTip(
            context.say(_("Log, station pack and second place, once the log pack was read back"))
        )
        self.elsewhere = self._button(_("Save elsewhere…"), self.elsewhereRequested)
        self.organise = self._button(_("Organise free play…"), self.organiseRequested)
        self.organise.hide()
        for button in (self.wipe, self.elsewhere):
            # They come and go while lines below are being settled: nothing moves for them.
            button.hide()
            self._keep_room(button)
        self.sync = VerbButton(dress, "sync", "/", context.say(pgettext("verb", "Sync mark")), self)
        self.sync.setToolTip(
            context.say(
                _("Once more after the drill, on all laptops at one moment: it shows drift")
            )
        )
        self.sync.struck.connect(self._strike_sync)
        self.again_here = VerbButton(
            dress, "undo", "⌫", context.say(_("Back to the console")), self
        )
        self.again_here.clicked.connect(self.ask_back)
        for verb in (self.sync, self.again_here):
            verb.setProperty("large", "true")
        first = (self.review, self.pack, self.organise, self.photos, self.next)
        last = (self.again, self.sync, self.again_here, self.wipe, self.elsewhere)
        for button in (*first, *last):
            row.addWidget(button)
        order = (*first, self.again, self.wipe, self.elsewhere)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        return holder

    def _button(self, words: Text, run: SignalInstance) -> QPushButton:
        button = QPushButton(self.context.say(words), self)
        button.setProperty("large", "true")
        button.setAutoDefault(True)
        button.clicked.connect(run)
        return button

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Take the keys of the sync mark and of going back; all others go their way.
        place = place_of(event, QGuiApplication.platformName())
        if event.isAutoRepeat() or event.modifiers() != _NO_MODIFIER:
            super().keyPressEvent(event)
        elif place == "/" and self.sync.isEnabled():
            self.syncStruck.emit(event)
        elif place == "Backspace" and self.again_here.isEnabled():
            self.undoRequested.emit()
        elif place in ("F2", "F3") and not self.back.isHidden():
            number = ("F2", "F3").index(place)
            if self._asks_back and not number:
                self._answer_back()
            elif not self._asks_back and number < len(self._answers):
                self._answer_back(self._answers[number])
        elif place == "Esc":
            self.back.drop()
        else:
            super().keyPressEvent(event)

    def _strike_sync(self, _verb: str, event: QInputEvent) -> None:
        self.syncStruck.emit(event)

    def _make_told(self) -> QLabel:
        # Two lines, said or not.
        dress = self.context.dress
        told = self._label("", "")
        told.setWordWrap(True)
        told.setContentsMargins(dress.px(32), 0, dress.px(32), dress.px(4))
        told.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        told.setFixedHeight(2 * told.fontMetrics().lineSpacing() + dress.px(8))
        return told

    def _make_question(self) -> AskStrip:
        strip = AskStrip(self.context.dress, self)
        strip.answered.connect(self._answer_back)
        return strip

    def _make_gaps(self) -> GapsList:
        gaps = GapsList(self.context, self)
        gaps.setMaximumWidth(self.context.dress.px(_WIDEST_PX))
        return gaps

    def _make_marks(self) -> QFrame:
        context, dress = self.context, self.context.dress
        card = self._marks_card = QFrame(self)
        card.setProperty("role", "card")
        card.setMaximumWidth(dress.px(_WIDEST_PX))
        column = QVBoxLayout(card)
        column.setContentsMargins(dress.px(24), dress.px(16), dress.px(24), dress.px(16))
        column.setSpacing(dress.px(8))
        head = QHBoxLayout()
        self._marks_heading = self._label("", "heading")
        self._marks_heading.setWordWrap(True)
        head.addWidget(self._marks_heading, 1)
        self.copy = QPushButton(context.say(_("Copy as a table")), card)
        self.copy.setMinimumHeight(dress.px(36))
        self.copy.setAutoDefault(True)
        self.copy.clicked.connect(self.copyRequested)
        head.addWidget(self.copy)
        column.addLayout(head)
        self.marks = MarksSheet(dress, card)
        column.addWidget(self.marks)
        card.hide()
        return card

    def _label(self, words: str, role: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            label.setProperty("role", role)
        return label
