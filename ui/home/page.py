"""The page people arrive at; it shows, and says what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.home.list_card import LinesCard
from ui.home.shelf_view import DrillLine, RecentScript, Shelf
from ui.home.tour_card import TourCard
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.card import Card, CardGrid, SampleCard, push_button, sample_card, words_label


class WelcomePage(QScrollArea):
    """What was begun first, then the samples, then what is remembered."""

    #: The page is seen again, after another.
    shown = Signal()
    sampleRequested = Signal(int)
    openRequested = Signal()
    scriptRequested = Signal(str)
    forgetRequested = Signal(str)
    undoRequested = Signal()
    drillRequested = Signal(str)
    continueRequested = Signal(str)
    ledgerRequested = Signal()
    #: A step of the first quarter of an hour is asked for, by name; or none any more.
    tourRequested = Signal(str)
    tourSkipped = Signal()
    manualRequested = Signal()
    #: A file was dropped on the page.
    dropped = Signal(Path)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        keep_until_destroyed(self)
        self._context = context
        self._was_shown = False
        px, say = context.dress.px, context.say
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(px(24), px(20), px(24), px(20))
        self._column.setSpacing(px(12))
        self._column.addWidget(
            words_label(say(_("Plan a drill, time it, see how it went")), "title")
        )
        self.read_only = self._make_read_only()
        self.due = self._make_due()
        self.unfinished = self._make_unfinished()
        self.tour = TourCard(context)
        self.tour.stepAsked.connect(self.tourRequested)
        self.tour.skipped.connect(self.tourSkipped)
        self.tour.buttons["manual"].clicked.connect(self.manualRequested)
        self.tour.hide()
        self._column.addWidget(self.tour)
        self.samples = CardGrid(context.dress)
        self._make_samples()
        self._make_remembered()
        self.setAcceptDrops(True)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setFocusProxy(self.open_button)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._was_shown and not event.spontaneous():
            self.shown.emit()
        self._was_shown = True

    # -- what is shown ----------------------------------------------------------------

    def show_samples(self, cards: Sequence[SampleCard]) -> None:
        """Offer the samples."""
        words = self._context.say(_("Open"))
        self.samples.show_cards(
            [self._sample(place, card, words) for place, card in enumerate(cards)]
        )

    def show_scripts(self, scripts: Sequence[RecentScript]) -> None:
        """List the scripts that were opened before."""
        gone = self._context.say(_("This file is no longer there."))
        self.scripts.clear(bool(scripts))
        for script in scripts:
            self.scripts.add(
                script.name,
                script.folder if script.is_there else f"{script.folder} · {gone}",
                partial(self.scriptRequested.emit, script.path) if script.is_there else None,
                None if script.is_there else self._forget(script),
            )

    def show_shelf(self, shelf: Shelf) -> None:
        """List the drills of the workspace, and offer the unfinished one first of all."""
        self._show_unfinished(shelf.unfinished)
        self._read_only_label.setText(shelf.read_only)
        self.read_only.setVisible(bool(shelf.read_only))
        self.note.setText(shelf.note)
        self.note.setVisible(bool(shelf.note))
        self.drills.clear(bool(shelf.lines))
        for line in shelf.lines:
            self.drills.add(line.title, line.facts, partial(self.drillRequested.emit, line.id))

    def show_unread(self) -> None:
        """Say that the drills could not be read; why is said elsewhere."""
        self.drills.say(self._context.say(_("The drills could not be read.")))

    def show_tour(self, *, is_shown: bool) -> None:
        """Show the first steps, or put them away."""
        self.tour.setVisible(is_shown)

    def show_due(self, words: str) -> None:
        """Say what of the ledger is overdue or due soon; empty words: nothing is."""
        self._due_label.setText(words)
        self.due.setVisible(bool(words))

    def show_forgotten(self, name: str) -> None:
        """Say which file was taken out of the list, and offer to put it back."""
        self.scripts.offer_undo(
            self._context.say(_('"{name}" was taken out of the list.', name=name)) if name else "",
            self._context.say(_("Put it back")),
            self.undoRequested.emit,
        )

    def _show_unfinished(self, line: DrillLine | None) -> None:
        self.unfinished.setVisible(line is not None)
        self._continued = line.id if line else ""
        if line is not None:
            self._unfinished_title.setText(line.title)
            self._unfinished_facts.setText(line.facts)
            self.setFocusProxy(self.continue_button)
            if self.open_button.hasFocus():
                self.continue_button.setFocus()

    # -- what is dropped ----------------------------------------------------------------

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    # -- how it is laid out -----------------------------------------------------------

    def _make_read_only(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "banner")
        row = QHBoxLayout(frame)
        self._read_only_label = words_label("")
        row.addWidget(self._read_only_label)
        frame.hide()
        self._column.addWidget(frame)
        return frame

    def _make_due(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "banner")
        row = QHBoxLayout(frame)
        self._due_label = words_label("")
        self.due_button = push_button(
            self._context.say(_("Open the ledger")), self.ledgerRequested.emit
        )
        row.addWidget(self._due_label, 1)
        row.addWidget(self.due_button)
        frame.hide()
        self._column.addWidget(frame)
        return frame

    def _make_unfinished(self) -> Card:
        say = self._context.say
        card = Card(self._context.dress)
        card.setProperty("role", "banner")
        self._unfinished_title = words_label("")
        self._unfinished_facts = words_label("", "muted")
        self.continue_button = push_button(
            say(_("Continue this drill")), self._on_continue, primary="true"
        )
        told = QWidget()
        words = QVBoxLayout(told)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(self._context.dress.px(4))
        words.addWidget(words_label(say(_("A drill was begun and not ended")), "heading"))
        words.addWidget(self._unfinished_title)
        words.addWidget(self._unfinished_facts)
        card.column.addWidget(self._pair(told, self.continue_button))
        card.hide()
        self._continued = ""
        self._column.addWidget(card)
        return card

    def _make_samples(self) -> None:
        self.open_button = push_button(
            self._context.say(_("Open a script of your own…")), self.openRequested.emit
        )
        heading = words_label(self._context.say(_("Start from a sample script")), "heading")
        self._column.addWidget(self._pair(heading, self.open_button))
        self.loading = words_label(self._context.say(_("Reading the samples…")), "muted")
        self.samples.show_cards([self.loading])
        self._column.addWidget(self.samples)

    def _make_remembered(self) -> None:
        say = self._context.say
        self.scripts = LinesCard(
            self._context.dress,
            say(_("Recent scripts")),
            say(_("Scripts you open are listed here.")),
            say(_("Being read…")),
        )
        self.drills = LinesCard(
            self._context.dress,
            say(_("Recent drills")),
            say(_("Drills you run are listed here.")),
            say(_("Being read…")),
        )
        both = CardGrid(self._context.dress, 400, 2)
        both.show_cards([self.drills, self.scripts])
        self._column.addSpacing(self._context.dress.px(8))
        self._column.addWidget(both)
        self.note = words_label("", "muted")
        self.note.hide()
        self._column.addWidget(self.note)

    def _pair(self, words: QWidget, button: QPushButton) -> CardGrid:
        """Set a button at the right of words, or below them where the width is small."""
        grid = CardGrid(self._context.dress, 290, 2)
        grid.show_cards([words, button])
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        grid.place_last(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _sample(self, place: int, card: SampleCard, words: str) -> Card:
        run = partial(self.sampleRequested.emit, place)
        return sample_card(self._context.dress, card, words, run)

    def _forget(self, script: RecentScript) -> tuple[str, Callable[[], object]]:
        words = self._context.say(_("Take out"))
        return words, partial(self.forgetRequested.emit, script.path)

    def _on_continue(self) -> None:
        self.continueRequested.emit(self._continued)


def _dropped_file(data: QMimeData) -> Path | None:
    """Give the file that is dragged; None where it is several, or none of this machine."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
